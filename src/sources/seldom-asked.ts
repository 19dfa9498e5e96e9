import { seldomInterval } from '../network/age.ts';
import { type Instant, millis } from '../network/units.ts';
import type { Clock } from './clock.ts';
import type { RouterSource } from './router-source.ts';

/** A timer may be so much early: a minute after the cycle that asked for light is a minute all the same. */
const earlyBeat = millis(500);

/** A source that is asked for light and for prefixes seldom. */
export interface SeldomAsked extends RouterSource {
  /** Both are due in the next cycle: when a port goes up or down, its light has changed too. */
  soon(): void;
}

/**
 * A source that is asked for light and for prefixes in a cycle only when they are due, however often it is polled;
 * discovery reads them too.
 */
export function seldomAsked(source: RouterSource, clock: Pick<Clock, 'now'>): SeldomAsked {
  let askedAt: Instant | null = null;
  const isDue = (): boolean => askedAt === null || clock.now() - askedAt >= seldomInterval - earlyBeat;
  return {
    router: source.router,
    discover: known => {
      askedAt = clock.now();
      return source.discover(known);
    },
    poll: (targets, cause) => {
      // What a trap has named is asked for at once, and is only a part: the next cycle has its turn all the same.
      if (cause !== undefined) return source.poll(targets, cause);
      if (targets.optics.length + targets.prefixes.length === 0) return source.poll(targets);
      if (!isDue()) return source.poll({ ...targets, optics: [], prefixes: [] });
      askedAt = clock.now();
      return source.poll(targets);
    },
    soon: () => {
      askedAt = null;
    },
    close: () => source.close(),
  };
}
