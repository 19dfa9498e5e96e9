import { type Instant, instant, type Millis, millis } from '../../src/network/units.ts';
import type { Clock } from '../../src/sources/clock.ts';

/** A clock that stands still until a test moves it. */
export interface ManualClock extends Clock {
  /** Moves on and runs what falls due on the way, in order, letting promises settle between. */
  advance(by: number): Promise<void>;
  /** Sets the wall clock ahead of this clock. */
  setWall(offset: number): void;
  /** Timers that are pending: how long from now each is due. */
  pending(): readonly number[];
}

interface Timer {
  readonly at: number;
  readonly run: () => void;
}

/** Lets every promise that can settle do so. */
const settle = async (): Promise<void> => {
  for (let i = 0; i < 20; i++) await Promise.resolve();
};

/** A manual clock that starts at a round moment. */
export function manualClock(start = 1_000_000): ManualClock {
  let now = start;
  let wall = 0;
  const timers = new Set<Timer>();
  const due = (until: number): Timer | undefined =>
    [...timers].filter(timer => timer.at <= until).sort((a, b) => a.at - b.at)[0];
  return {
    now: (): Instant => instant(now),
    wallOffset: (): Millis => millis(wall),
    schedule: (after, run) => {
      const timer = { at: now + after, run };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    advance: async by => {
      const end = now + by;
      await settle();
      for (let timer = due(end); timer !== undefined; timer = due(end)) {
        now = Math.max(now, timer.at);
        timers.delete(timer);
        timer.run();
        await settle();
      }
      now = end;
    },
    setWall: offset => {
      wall = offset;
    },
    pending: () => [...timers].map(timer => timer.at - now).sort((a, b) => a - b),
  };
}
