import { noTargets, type PollTargets, type RouterName } from '../network/facts.ts';
import { isEmpty } from '../network/named-targets.ts';
import { type Instant, instant, type Millis, millis } from '../network/units.ts';
import type { Cancel, Clock } from './clock.ts';
import { createNamedPolls } from './named-polls.ts';
import type { Hear, RouterSource } from './router-source.ts';
import { seldomAsked } from './seldom-asked.ts';

/** What the fleet knows that the poller must: is the structure known, must it be read again, what is to be asked. */
export interface PollPlan {
  readonly known: boolean;
  /** Why the structure must be read again at once, or null. */
  readonly rediscover: string | null;
  /** Discoveries in a row to which a table gave nothing: each makes the next, if it is for that alone, come later. */
  readonly unanswered?: number;
  readonly targets: PollTargets;
  /** When a port was last found up that was down, or down that was up; null or absent before any was. */
  readonly portChangedAt?: Instant | null;
  /** True while readings have come from which a rate will soon be told, but none can be yet. */
  readonly settling?: boolean;
  /** So long after each cycle the interfaces are read once more; null or absent where once is enough. */
  readonly again?: Millis | null;
}

/** How often. */
export interface PollRhythm {
  readonly interval: Millis;
  readonly discovery: Millis;
}

/** A running poller of one router. */
export interface Polling {
  /** Polls just these at once, between two cycles: a trap has named them. Cycles go on as if nothing had happened. */
  pollNow(targets: PollTargets): void;
  /** Reads the structure again as soon as it may be read again: the router says that it has restarted. */
  rediscoverSoon(): void;
  stop(): void;
}

/** What is named, in parts that do not wait for each other. A restart, which names nothing, asks for the clock with the links. */
const lanesOf = (targets: PollTargets) => {
  const { interfaces, lagPorts, lagMembers, sessions, prefixes, bfd, optics } = targets;
  return {
    links: { ...noTargets, interfaces, lagPorts, lagMembers },
    sessions: { ...noTargets, sessions, prefixes, bfd },
    optics: { ...noTargets, optics },
  };
};

/** The second reading follows soon, so that rates exist soon; from then on the interval rules. */
const secondReadingAfter = millis(500);
/** Agents repeat counters for up to 15 s (net-snmp before 5.9). */
const soonReadings = 32;
/** A router whose tables move all the time is not read again more often than this, in intervals and in milliseconds. */
const rediscoveryGap = { intervals: 3, atMost: 30_000 };
/** Routers are spread over so much of an interval, so that answers do not arrive all at once. */
const spread = 0.2;

/**
 * Polls one router for ever: discovery first and again when it is due or when the fleet asks for it, the fast loop at
 * each interval. A cycle that is still running when the next is due is not joined by a second: the next is skipped.
 * A source that throws or rejects, which none should, costs that cycle and is told as a failure of the router.
 */
export function startPolling(
  given: RouterSource,
  plan: (router: RouterName) => PollPlan,
  rhythm: PollRhythm,
  surroundings: { readonly clock: Clock; readonly random: () => number; readonly hear: Hear },
): Polling {
  const { clock, random, hear } = surroundings;
  const source = seldomAsked(given, clock);
  const { router } = source;
  let pollingSince: Instant | null = null;
  let discovering = false;
  let stopped = false;
  /** The change of a port for which light was made due. */
  let litFor: Instant | null = null;
  let discoveredAt: Instant | null = null;
  let cancelTick: Cancel = () => {};
  let cancelSecond: Cancel = () => {};
  let cancelSoon: Cancel | null = null;
  const gap = Math.min(rediscoveryGap.intervals * rhythm.interval, rediscoveryGap.atMost);
  // What links tell does not wait for what sessions tell: one of the two may be silent.
  const named = (['links', 'sessions', 'optics'] as const).map(lane => ({
    lane,
    polls: createNamedPolls({ clock, cycleBegan: () => pollingSince, poll: pollNamed }),
  }));

  function failed(phase: 'discovery' | 'poll', error: unknown): void {
    if (stopped) return;
    const text = `reading ${router} failed inside this program: ${error instanceof Error ? error.message : String(error)}`;
    try {
      hear({ kind: 'failed', router, at: clock.now(), phase, failure: { kind: 'garbage', text } });
    } catch {
      // Whoever hears is at fault, and nobody is left to tell: the loop goes on, and the next cycle is another chance.
    }
  }

  async function discover(known?: () => void): Promise<void> {
    if (discovering || stopped) return;
    discovering = true;
    discoveredAt = clock.now();
    try {
      await source.discover(known);
    } catch (error) {
      failed('discovery', error);
    } finally {
      discovering = false;
    }
  }

  async function poll(only?: 'interfaces'): Promise<void> {
    if (stopped || pollingSince !== null) return;
    pollingSince = clock.now();
    try {
      const { targets, portChangedAt = null } = plan(router);
      if (portChangedAt !== litFor) source.soon();
      litFor = portChangedAt;
      await source.poll(only === undefined ? targets : { ...noTargets, interfaces: targets.interfaces });
    } catch (error) {
      failed('poll', error);
    } finally {
      pollingSince = null;
      for (const { polls } of named) polls.goOn();
    }
  }

  async function pollNamed(targets: PollTargets): Promise<void> {
    try {
      await source.poll(targets, 'trap');
    } catch (error) {
      failed('poll', error);
    }
  }

  function rediscoverSoon(): void {
    if (stopped || cancelSoon !== null) return;
    const due = discoveredAt === null ? 0 : discoveredAt + gap - clock.now();
    cancelSoon = clock.schedule(millis(Math.max(0, due)), () => {
      cancelSoon = null;
      const work = async (): Promise<void> => {
        if (!plan(router).known) return;
        await discover();
        await poll();
      };
      work().catch((error: unknown) => failed('discovery', error));
    });
  }

  /** The first contact, and every attempt after one that failed. */
  async function begin(): Promise<void> {
    if (discovering) return;
    await new Promise<void>(resolve => void discover(resolve).then(resolve));
    if (stopped || !plan(router).known) return;
    await poll();
    if (!stopped) readAgain(soonReadings);
  }

  /** The second reading, and more while an agent repeats the counters of the first. */
  function readAgain(left: number): void {
    cancelSecond = clock.schedule(secondReadingAfter, () => {
      poll()
        .then(() => {
          if (!stopped && left > 1 && plan(router).settling === true) readAgain(left - 1);
        })
        .catch((error: unknown) => failed('poll', error));
    });
  }

  async function cycle(): Promise<void> {
    await poll();
    const { again } = plan(router);
    if (again != null && !stopped) {
      cancelSecond();
      cancelSecond = clock.schedule(again, () => void poll('interfaces'));
    }
    const since = discoveredAt === null ? Number.POSITIVE_INFINITY : clock.now() - discoveredAt;
    const { rediscover, unanswered = 0 } = plan(router);
    if (rediscover !== null && since >= Math.min(gap * 2 ** Math.max(0, unanswered - 1), rhythm.discovery)) {
      await discover();
      // What was asked for before may have meant something else: the new targets are read at once.
      await poll();
    } else if (since >= rhythm.discovery) await discover();
  }

  function beat(): void {
    const work = async (): Promise<void> => {
      if (!plan(router).known) await begin();
      else if (pollingSince !== null) hear({ kind: 'skipped', router, at: clock.now() });
      else await cycle();
    };
    work().catch((error: unknown) => failed('poll', error));
  }

  function tick(next: Instant): void {
    cancelTick = clock.schedule(millis(Math.max(0, next - clock.now())), () => {
      beat();
      if (stopped) return;
      // From the plan, not from now: the beat does not drift. After a stop of the process the missed beats are gone.
      const following = instant(next + rhythm.interval);
      tick(following > clock.now() ? following : instant(clock.now() + rhythm.interval));
    });
  }

  begin().catch((error: unknown) => failed('discovery', error));
  tick(instant(clock.now() + rhythm.interval * (1 + random() * spread)));
  return {
    pollNow: targets => {
      if (stopped) return;
      const parts = lanesOf(targets);
      for (const { lane, polls } of named)
        if (!isEmpty(parts[lane]) || (lane === 'links' && isEmpty(targets))) polls.ask(parts[lane]);
    },
    rediscoverSoon,
    stop: () => {
      if (stopped) return;
      stopped = true;
      cancelTick();
      cancelSecond();
      cancelSoon?.();
      for (const { polls } of named) polls.stop();
      source.close();
    },
  };
}
