import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { cleanText } from '../network/text.ts';

/** Where warnings go while the full screen is up. */
export interface LogFile {
  write(text: string): void;
  close(): void;
}

/** Opens `$XDG_STATE_HOME/peerdeck/peerdeck.log` at the first line that is written; where it cannot be, lines are dropped. */
export function openLogFile(env: Readonly<Record<string, string | undefined>>): LogFile {
  const home = env.XDG_STATE_HOME || (env.HOME === undefined ? null : join(env.HOME, '.local', 'state'));
  let usable = home !== null;
  return {
    write: text => {
      if (!usable || home === null) return;
      try {
        const folder = join(home, 'peerdeck');
        mkdirSync(folder, { recursive: true, mode: 0o700 });
        for (const line of text.split('\n')) {
          const clean = cleanText(line, 2000);
          if (clean !== '')
            appendFileSync(join(folder, 'peerdeck.log'), `${new Date().toISOString()} ${clean}\n`, { mode: 0o600 });
        }
      } catch {
        // A full or read-only disk must not stop the console; there is nowhere left to say so.
        usable = false;
      }
    },
    close: () => {
      usable = false;
    },
  };
}
