import type { PollTargets } from '../network/facts.ts';
import { bothTargets } from '../network/named-targets.ts';
import { type Instant, type Millis, millis } from '../network/units.ts';
import type { Cancel, Clock } from './clock.ts';

/** Polls of what traps name, between the cycles: at once and a second later, but no oftener than a router can bear. */
export interface NamedPolls {
  /** Asks for these as soon as may be, together with what is waiting already. */
  ask(targets: PollTargets): void;
  /** The cycle that stood in the way is over. */
  goOn(): void;
  stop(): void;
}

/** Five in a second: a flapping link sends two traps each time, and an agent has other work. */
const gap: Millis = millis(200);

/**
 * So long what is under way is let finish. What takes longer waits for a table that does not answer, and a link that
 * went down must not wait with it.
 */
const patience: Millis = millis(250);

/** Named polls at a time, of which all but the newest wait for an answer. */
const most = 3;

/** Some agents answer from tables that are older than their own traps; what follows a fault takes its moment too. */
const secondLookAfter: Millis = millis(1000);

const nothing: Cancel = () => {};

/** `cycleBegan` while a cycle is under way: its answers may be older than the trap, so the poll follows it if it may. */
export function createNamedPolls(surroundings: {
  readonly clock: Clock;
  readonly cycleBegan: () => Instant | null;
  /** Must not reject. */
  readonly poll: (targets: PollTargets) => Promise<void>;
}): NamedPolls {
  const { clock, cycleBegan, poll } = surroundings;
  let waiting: PollTargets | null = null;
  let running = 0;
  let stopped = false;
  let begunAt: Instant | null = null;
  /** True while the newest of those that are running is. */
  let newestRuns = false;
  let cancel: Cancel = nothing;
  /** What was named since the last quiet second. */
  let recent: PollTargets | null = null;
  let cancelSecondLook: Cancel = nothing;

  /** The first moment at which another may begin. */
  function earliest(): number {
    const cycle = cycleBegan();
    const afterCycle = cycle === null ? 0 : cycle + patience;
    const afterOthers = begunAt === null ? 0 : begunAt + (newestRuns ? patience : gap);
    return Math.max(afterCycle, afterOthers);
  }

  function goOn(): void {
    if (waiting === null || running >= most || stopped) return;
    cancel();
    cancel = nothing;
    const left = earliest() - clock.now();
    if (left > 0) cancel = clock.schedule(millis(left), goOn);
    else begin(waiting, clock.now());
  }

  function begin(targets: PollTargets, now: Instant): void {
    waiting = null;
    running += 1;
    newestRuns = true;
    begunAt = now;
    void poll(targets).then(() => {
      running -= 1;
      if (begunAt === now) newestRuns = false;
      goOn();
    });
  }

  function wait(targets: PollTargets): void {
    waiting = waiting === null ? targets : bothTargets(waiting, targets);
    goOn();
  }

  function lookAgain(targets: PollTargets): void {
    const due = recent === null ? targets : bothTargets(recent, targets);
    recent = due;
    cancelSecondLook();
    cancelSecondLook = clock.schedule(secondLookAfter, () => {
      recent = null;
      wait(due);
    });
  }

  return {
    ask: targets => {
      wait(targets);
      lookAgain(targets);
    },
    goOn,
    stop: () => {
      stopped = true;
      cancel();
      cancelSecondLook();
    },
  };
}
