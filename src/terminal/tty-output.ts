import { closeSync, constants, openSync, writeSync } from 'node:fs';
import type { Cancel, Schedule } from './schedule.ts';

/** A terminal as a thing to write bytes to: returns how many it took, throws as write(2) does (EAGAIN when full). */
export interface TtyDevice {
  write(bytes: Uint8Array): number;
  close(): void;
}

/** Output that never makes the program wait for a slow line, and that can still be written to in an exit handler. */
export interface TtyOutput {
  /** Sends text; false when the line did not take all of it at once, and the rest follows on its own. */
  write(data: string): boolean;
  /** Calls back once when nothing waits any more, or when it was discarded. */
  onDrain(run: () => void): void;
  /** Throws away what waits and writes this before it returns, waiting a quarter of a second at most for a full line. */
  writeNow(data: string): void;
  close(): void;
}

/** What an output needs; `onGone` is told once when the terminal has gone away. */
export interface TtyOutputOptions {
  readonly device: TtyDevice;
  readonly schedule: Schedule;
  readonly onGone: () => void;
}

const firstRetryMs = 2;
const slowestRetryMs = 50;
const patienceMs = 250;

const isFull = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'EAGAIN' || error.code === 'EWOULDBLOCK');

const pause = (ms: number): void => {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
};

/** Output to a device that answers EAGAIN instead of blocking. */
export const createTtyOutput = ({ device, schedule, onGone }: TtyOutputOptions): TtyOutput => {
  let waiting: Uint8Array | null = null;
  let drained: (() => void)[] = [];
  let retryMs = firstRetryMs;
  let cancel: Cancel = () => {};
  let isGone = false;

  /** Writes what the device takes; the rest, null when there is none. A dead terminal takes everything. */
  const push = (bytes: Uint8Array): Uint8Array | null => {
    let rest = bytes;
    while (rest.length > 0) {
      try {
        rest = rest.subarray(device.write(rest));
      } catch (error) {
        if (isFull(error)) return rest;
        if (!isGone) {
          isGone = true;
          onGone();
        }
        return null;
      }
    }
    return null;
  };

  const tellDrained = (): void => {
    const callbacks = drained;
    drained = [];
    for (const run of callbacks) run();
  };

  const retry = (): void => {
    if (waiting === null) return;
    const before = waiting.length;
    waiting = push(waiting);
    if (waiting === null) {
      tellDrained();
      return;
    }
    retryMs = waiting.length < before ? firstRetryMs : Math.min(retryMs * 2, slowestRetryMs);
    cancel = schedule(retryMs, retry);
  };

  return {
    write(data) {
      if (isGone) return true;
      const bytes = Buffer.from(data, 'utf8');
      if (waiting !== null) {
        waiting = Buffer.concat([waiting, bytes]);
        return false;
      }
      waiting = push(bytes);
      if (waiting === null) return true;
      retryMs = firstRetryMs;
      cancel = schedule(retryMs, retry);
      return false;
    },
    onDrain(run) {
      drained.push(run);
    },
    writeNow(data) {
      cancel();
      const hadWaiting = waiting !== null;
      waiting = null;
      // Runs in exit handlers, where no timer fires any more: waiting has to be real.
      let rest = isGone ? null : push(Buffer.from(data, 'utf8'));
      for (let waitedMs = 0; rest !== null && waitedMs < patienceMs; waitedMs += firstRetryMs) {
        pause(firstRetryMs);
        rest = push(rest);
      }
      if (hadWaiting) tellDrained();
    },
    close() {
      cancel();
      waiting = null;
      isGone = true;
      device.close();
    },
  };
};

/**
 * Opens the terminal behind a file descriptor a second time, without blocking: Node's own stdout blocks on a TTY, and
 * one stalled SSH line would then stop the polling. The description is not shared with the shell, so O_NONBLOCK
 * stays ours. Where it cannot be opened again (after `su`, say), the descriptor itself is written to, and blocks.
 */
export const openTtyDevice = (descriptor: number): TtyDevice => {
  try {
    const own = openSync(`/dev/fd/${descriptor}`, constants.O_WRONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
    return { write: bytes => writeSync(own, bytes), close: () => closeSync(own) };
  } catch {
    return { write: bytes => writeSync(descriptor, bytes), close: () => {} };
  }
};
