import { type Millis, millis } from '../../network/units.ts';
import type { Clock } from '../clock.ts';
import { CallFailed } from './call-failed.ts';

/** What is said of a call that nobody waits for any longer. */
export const givenUp = (): CallFailed => new CallFailed('closed', 'given up', 'it was not waited for any longer');

/** Resolves after a while; rejects with CallFailed as soon as the signal is given. */
export function wait(clock: Clock, after: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(givenUp());
      return;
    }
    const given = (): void => {
      cancel();
      reject(givenUp());
    };
    const duration: Millis = millis(Math.max(0, after));
    const cancel = clock.schedule(duration, () => {
      signal.removeEventListener('abort', given);
      resolve();
    });
    signal.addEventListener('abort', given, { once: true });
  });
}
