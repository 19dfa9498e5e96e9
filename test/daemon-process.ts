/** A program that a test has started and that runs until it is stopped. */
import type { ChildProcess } from 'node:child_process';

/** What a test knows of it. */
export interface DaemonProcess {
  /** The end of what it has printed, on both outputs. */
  readonly printed: () => string;
  readonly hasEnded: () => boolean;
  /** Ends it, waits until it has, and clears up behind it. */
  stop(): Promise<void>;
}

/** Characters kept of what it prints. */
const keptOutput = 20_000;

/** Watches a child from its start. */
export function watchDaemon(child: ChildProcess, clearUp: () => Promise<void>): DaemonProcess {
  let printed = '';
  const note = (chunk: Buffer): void => {
    printed = (printed + chunk.toString()).slice(-keptOutput);
  };
  child.stdout?.on('data', note);
  child.stderr?.on('data', note);
  let ended = false;
  const exit = new Promise<void>(done => {
    const end = (): void => {
      ended = true;
      done();
    };
    child.once('exit', end).once('error', end);
  });
  return {
    printed: () => printed,
    hasEnded: () => ended,
    stop: async () => {
      if (!ended) child.kill('SIGTERM');
      await exit;
      await clearUp();
    },
  };
}
