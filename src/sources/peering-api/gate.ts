import { type Instant, millis } from '../../network/units.ts';
import type { Cancel, Clock } from '../clock.ts';
import { createBucket } from '../token-bucket.ts';
import { givenUp } from './waiting.ts';

/** How much may go through at once, and in a second. */
export interface GateWidth {
  readonly atOnce: number;
  readonly perSecond: number;
  readonly burst: number;
}

/** Lets requests through one after the other, a few at once. */
export interface Gate {
  /** Resolves when it is this one's turn, with what gives its place back; an urgent one goes before those who wait. */
  enter(urgent: boolean): Promise<() => void>;
  /** Lets nobody in until then. */
  close(until: Instant): void;
}

interface Waiting {
  readonly admit: () => void;
}

/** An open gate; `signal` shuts it for good. */
export function createGate(width: GateWidth, clock: Clock, signal: AbortSignal): Gate {
  const bucket = createBucket(width, clock.now());
  const urgent: Waiting[] = [];
  const others: Waiting[] = [];
  let inside = 0;
  let closedUntil: Instant = clock.now();
  let cancelLook: Cancel | null = null;
  signal.addEventListener('abort', () => cancelLook?.(), { once: true });

  function lookAgain(after: number): void {
    if (signal.aborted) return;
    cancelLook ??= clock.schedule(millis(Math.max(1, after)), () => {
      cancelLook = null;
      admit();
    });
  }

  function admit(): void {
    while (inside < width.atOnce && urgent.length + others.length > 0) {
      const now = clock.now();
      const after = now < closedUntil ? closedUntil - now : bucket.take(now) ? 0 : 1000 / width.perSecond;
      if (after > 0) {
        lookAgain(after);
        return;
      }
      const next = urgent.shift() ?? others.shift();
      inside += 1;
      next?.admit();
    }
  }

  function leave(): () => void {
    let left = false;
    return () => {
      if (left) return;
      left = true;
      inside -= 1;
      admit();
    };
  }

  return {
    enter: first =>
      new Promise((resolve, reject) => {
        if (signal.aborted) {
          reject(givenUp());
          return;
        }
        const line = first ? urgent : others;
        const given = (): void => {
          line.splice(line.indexOf(entry), 1);
          reject(givenUp());
        };
        const entry: Waiting = {
          admit: () => {
            signal.removeEventListener('abort', given);
            resolve(leave());
          },
        };
        signal.addEventListener('abort', given, { once: true });
        line.push(entry);
        admit();
      }),
    close: until => {
      if (until > closedUntil) closedUntil = until;
    },
  };
}
