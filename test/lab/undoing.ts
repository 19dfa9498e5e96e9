import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** What has been made and is to be undone. */
export interface Undoing {
  /** Call it before the thing is made: what does not exist in the end is passed over. */
  made(kind: 'netns' | 'link' | 'folder', name: string): void;
  /** Undoes everything, newest first, and waits for it. */
  undo(): Promise<void>;
}

/** Starts the process that undoes everything, also when this one is killed. */
export function beginUndoing(): Undoing {
  const reaper = spawn(process.execPath, [fileURLToPath(new URL('reaper.ts', import.meta.url))], {
    stdio: ['pipe', 'ignore', 'inherit'],
    detached: true,
  });
  const ended = once(reaper, 'exit');
  // A worker whose test runner has been ended would go on to the end of its tests, with nobody to hear.
  process.once('disconnect', () => process.kill(process.pid, 'SIGKILL'));
  return {
    made: (kind, name) => void reaper.stdin.write(`${kind} ${name}\n`),
    undo: async () => {
      reaper.stdin.end();
      await ended;
    },
  };
}
