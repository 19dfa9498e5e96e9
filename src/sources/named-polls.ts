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

/** Some agents answer from tables that are older than their own traps; what follows a fault takes its moment too. */
const secondLookAfter: Millis = millis(1000);

const nothing: Cancel = () => {};

/** `isBusy` while a cycle is under way: its answers may be older than the trap, so the poll follows it. */
export function createNamedPolls(surroundings: {
  readonly clock: Clock;
  readonly isBusy: () => boolean;
  /** Must not reject. */
  readonly poll: (targets: PollTargets) => Promise<void>;
}): NamedPolls {
  const { clock, isBusy, poll } = surroundings;
  let waiting: PollTargets | null = null;
  let running = false;
  let stopped = false;
  let begunAt: Instant | null = null;
  let cancel: Cancel = nothing;
  /** What was named since the last quiet second. */
  let recent: PollTargets | null = null;
  let cancelSecondLook: Cancel = nothing;

  function goOn(): void {
    if (waiting === null || running || stopped || isBusy()) return;
    cancel();
    cancel = nothing;
    const left = begunAt === null ? 0 : begunAt + gap - clock.now();
    if (left > 0) cancel = clock.schedule(millis(left), goOn);
    else begin(waiting);
  }

  function begin(targets: PollTargets): void {
    waiting = null;
    running = true;
    begunAt = clock.now();
    void poll(targets).then(() => {
      running = false;
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
