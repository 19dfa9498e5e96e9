import { performance } from 'node:perf_hooks';
import { type Instant, instant, type Millis, millis } from '../network/units.ts';

/** Takes back what `schedule` promised. */
export type Cancel = () => void;

/** Time as a source sees it. Steady: setting the wall clock moves neither `now` nor a timer. */
export interface Clock {
  now(): Instant;
  schedule(after: Millis, run: () => void): Cancel;
  /** How far the wall clock is ahead of `now`: 0 until somebody sets it. */
  wallOffset(): Millis;
}

/** The process's clock: starts at the wall clock's time and then runs on the monotonic clock. */
export const processClock: Clock = {
  now: () => instant(performance.timeOrigin + performance.now()),
  schedule: (after, run) => {
    const timer = setTimeout(run, after);
    return () => clearTimeout(timer);
  },
  wallOffset: () => millis(Date.now() - (performance.timeOrigin + performance.now())),
};
