import type { PollTargets, RouterName } from '../network/facts.ts';
import { type Instant, instant, type Millis, millis } from '../network/units.ts';
import type { Cancel, Clock } from './clock.ts';
import type { Hear, RouterSource } from './router-source.ts';

/** What the fleet knows that the poller must: is the structure known, must it be read again, what is to be asked. */
export interface PollPlan {
  readonly known: boolean;
  /** Why the structure must be read again at once, or null. */
  readonly rediscover: string | null;
  readonly targets: PollTargets;
}

/** How often. */
export interface PollRhythm {
  readonly interval: Millis;
  readonly discovery: Millis;
}

/** A running poller of one router. */
export interface Polling {
  stop(): void;
}

/** The second reading follows soon, so that rates exist soon; from then on the interval rules. */
const secondReadingAfter = millis(1000);
/** A router whose tables move all the time is not read again more often than this, in intervals. */
const rediscoveryGap = 3;

/**
 * Polls one router for ever: discovery first and again when it is due or when the fleet asks for it, the fast loop at
 * each interval. A cycle that is still running when the next is due is not joined by a second: the next is skipped.
 */
export function startPolling(
  source: RouterSource,
  plan: (router: RouterName) => PollPlan,
  rhythm: PollRhythm,
  surroundings: { readonly clock: Clock; readonly random: () => number; readonly hear: Hear },
): Polling {
  const { clock, random, hear } = surroundings;
  let polling = false;
  let discovering = false;
  let stopped = false;
  let discoveredAt: Instant | null = null;
  let cancelTick: Cancel = () => {};

  async function discover(): Promise<void> {
    if (discovering || stopped) return;
    discovering = true;
    discoveredAt = clock.now();
    await source.discover();
    discovering = false;
  }

  async function poll(): Promise<void> {
    if (stopped) return;
    if (polling) return hear({ kind: 'skipped', router: source.router, at: clock.now() });
    polling = true;
    await source.poll(plan(source.router).targets);
    polling = false;
    if (rediscoveryIsDue()) void discover();
  }

  function rediscoveryIsDue(): boolean {
    const since = discoveredAt === null ? Number.POSITIVE_INFINITY : clock.now() - discoveredAt;
    const asked = plan(source.router).rediscover !== null && since >= Math.min(rediscoveryGap * rhythm.interval, 30_000);
    return asked || since >= rhythm.discovery;
  }

  function cycle(): void {
    if (plan(source.router).known) void poll();
    else void begin();
  }

  /** The first contact, and every attempt after one that failed. */
  async function begin(): Promise<void> {
    if (discovering) return;
    await discover();
    if (stopped || !plan(source.router).known) return;
    await poll();
    if (!stopped) clock.schedule(secondReadingAfter, () => void poll());
  }

  function tick(next: Instant): void {
    cancelTick = clock.schedule(millis(Math.max(0, next - clock.now())), () => {
      cycle();
      // From the plan, not from now: the beat does not drift. After a stop of the process the missed beats are gone.
      const following = instant(next + rhythm.interval);
      tick(following > clock.now() ? following : instant(clock.now() + rhythm.interval));
    });
  }

  void begin();
  // Routers are spread over the interval, so that answers do not arrive all at once.
  const phase = millis(rhythm.interval * (1 + random() * 0.2));
  tick(instant(clock.now() + phase));
  return {
    stop: () => {
      stopped = true;
      cancelTick();
      source.close();
    },
  };
}
