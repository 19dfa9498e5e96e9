import { millis } from '../network/units.ts';
import type { Cancel, Clock } from './clock.ts';
import type { Hear } from './router-source.ts';

/** The wall clock wanders by less than this while NTP disciplines it; more is somebody setting it. */
const step = millis(1000);

/**
 * Tells when the wall clock was set: a sample with the new offset whenever it differs from the last one told by a
 * second or more; before the first, 0 counts as told. Looks at once and then every `every` ms; returns what ends it.
 */
export function watchClock(clock: Clock, hear: Hear, every: number): Cancel {
  let told = millis(0);
  let cancel: Cancel = () => {};
  let stopped = false;
  const look = (): void => {
    const offset = clock.wallOffset();
    if (Math.abs(offset - told) >= step) {
      told = offset;
      hear({ kind: 'clock', at: clock.now(), offset });
    }
    if (!stopped) cancel = clock.schedule(millis(every), look);
  };
  look();
  return () => {
    stopped = true;
    cancel();
  };
}
