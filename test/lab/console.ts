/** The built program in a pseudo-terminal, and the moment at which its screen showed something. */
import { expect, vi } from 'vitest';
import { rowsOf } from '../screens/screen.ts';
import { openShell, patient, type Shell } from '../terminal/shell.ts';
import { bundle, environment } from './peerdeck.ts';

/** A console that is being looked at. */
export interface Watched {
  readonly shell: Shell;
  /** What is on screen now. */
  text(): string;
  /** When the screen first showed this, from now on. Rejects after as many seconds. */
  shows(pattern: RegExp, seconds: number): Promise<number>;
  /** Waits until no router has been heard for a while: a console asks again every second while the counters are new. */
  atRest(): Promise<void>;
}

/** Opens the console on a configuration. */
export function openConsole(file: string, folder: string): Watched {
  const { LAB_COMMUNITY, LAB_AUTH, LAB_PRIV } = environment;
  const shell = openShell(`"${process.execPath}" --disable-warning=ExperimentalWarning "${bundle}" -c "${file}"`, {
    columns: 120,
    rows: 36,
    cwd: folder,
    env: { HOME: folder, LAB_COMMUNITY, LAB_AUTH, LAB_PRIV },
  });
  const text = (): string => rowsOf(shell.emulator).join('\n');
  return {
    shell,
    text,
    // The header tells the age of the oldest answer.
    atRest: () => vi.waitFor(() => expect(text()).toMatch(/ live [4-9] s /), { ...patient, timeout: 40_000 }),
    shows: (pattern, seconds) =>
      new Promise((resolve, reject) => {
        const giveUp = setTimeout(() => {
          watching.dispose();
          reject(new Error(`not on screen within ${seconds} s: ${pattern}\n${text()}`));
        }, seconds * 1000);
        const look = (at: number): void => {
          if (!pattern.test(text())) return;
          watching.dispose();
          clearTimeout(giveUp);
          resolve(at);
        };
        // The moment is that at which the octets came, not that at which the emulator was done with them.
        const watching = shell.pty.onData(() => {
          const at = performance.timeOrigin + performance.now();
          shell.emulator.write('', () => look(at));
        });
        look(performance.timeOrigin + performance.now());
      }),
  };
}
