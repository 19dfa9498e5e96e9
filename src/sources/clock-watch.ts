import { type Millis, millis } from '../network/units.ts';
import type { Cancel, Clock } from './clock.ts';
import type { Hear } from './router-source.ts';

/** A smaller step is the clock being slewed, which nobody needs to be told of. */
const noticedStep = 1000;

/** Emits a clock sample whenever somebody has set the wall clock by a second or more. Returns what ends the watch. */
export function watchClock(clock: Clock, hear: Hear, every: number): Cancel {
  let told: Millis = clock.wallOffset();
  let cancel: Cancel = () => {};
  const look = (): void => {
    const offset = clock.wallOffset();
    if (Math.abs(offset - told) >= noticedStep) {
      told = offset;
      hear({ kind: 'clock', at: clock.now(), offset });
    }
    cancel = clock.schedule(millis(every), look);
  };
  cancel = clock.schedule(millis(every), look);
  return () => cancel();
}
