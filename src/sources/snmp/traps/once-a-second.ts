import { type Instant, millis } from '../../../network/units.ts';
import type { Cancel, Clock } from '../../clock.ts';

/** Tells of changes: of the first at once, of those that follow together a second later. */
export interface OnceASecond {
  changed(): void;
  stop(): void;
}

const second = millis(1000);

/** `tell` is called outside of `changed`, after what changes together has changed. */
export function createOnceASecond(clock: Clock, tell: () => void): OnceASecond {
  let toldAt: Instant | null = null;
  let cancel: Cancel | null = null;
  let stopped = false;
  return {
    changed: () => {
      if (cancel !== null || stopped) return;
      const wait = toldAt === null ? 0 : Math.max(0, toldAt + second - clock.now());
      cancel = clock.schedule(millis(wait), () => {
        cancel = null;
        toldAt = clock.now();
        tell();
      });
    },
    stop: () => {
      stopped = true;
      cancel?.();
    },
  };
}
