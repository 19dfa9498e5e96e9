/** bash in a pseudo-terminal, and what an emulator makes of what it sends. */
import { type IPty, spawn } from '@lydell/node-pty';
import xterm from '@xterm/headless';
import { expect, vi } from 'vitest';
import { rowsOf } from '../screens/screen.ts';
import { compileCache } from './compile-cache.ts';

export interface Shell {
  readonly pty: IPty;
  readonly emulator: xterm.Terminal;
  type(text: string): void;
  /** Waits until the screen shows this; gives the screen. */
  sees(pattern: RegExp): Promise<string>;
  /** Everything that was sent. */
  output(): string;
  ended(): boolean;
}

export interface ShellOptions {
  readonly columns?: number;
  readonly rows?: number;
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** How long a test waits for a screen. */
export const patient = { timeout: 20_000, interval: 10 };

const opened = new Set<IPty>();

/** Runs this in bash; without a command the shell is interactive. */
export function openShell(command: string, options: ShellOptions = {}): Shell {
  const { columns = 80, rows = 24, cwd, env = {} } = options;
  const emulator = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true });
  const pty = spawn('/bin/bash', ['--norc', '--noprofile', ...(command === '' ? ['-i'] : ['-c', command])], {
    cols: columns,
    rows,
    ...(cwd === undefined ? {} : { cwd }),
    env: {
      PATH: process.env.PATH ?? '',
      HOME: '/',
      TERM: 'xterm-256color',
      LANG: 'C.UTF-8',
      PS1: 'prompt> ',
      ...compileCache,
      ...env,
    },
  });
  opened.add(pty);
  let output = '';
  pty.onData(data => {
    output += data;
    emulator.write(data);
  });
  pty.onExit(() => opened.delete(pty));
  return {
    pty,
    emulator,
    type: text => pty.write(text),
    sees: pattern =>
      vi.waitFor(() => {
        const text = rowsOf(emulator).join('\n');
        expect(text).toMatch(pattern);
        return text;
      }, patient),
    output: () => output,
    ended: () => !opened.has(pty),
  };
}

/** Ends what a test has left running. */
export function closeShells(): void {
  for (const pty of opened) pty.kill('SIGKILL');
}

/** A command after which its exit status and the terminal's modes can be read. */
export const thenModes = (command: string): string => `${command}; echo "status $?"; stty -a; echo done`;

/** Waits until the shell has the terminal back as it was before; gives the screen. */
export async function expectRestored({ sees, emulator, output }: Shell): Promise<string> {
  const text = await sees(/^done$/m);
  expect(emulator.buffer.active.type).toBe('normal');
  expect(emulator.modes).toMatchObject({ bracketedPasteMode: false, wraparoundMode: true });
  expect(output().lastIndexOf('\u001b[?25h')).toBeGreaterThan(output().lastIndexOf('\u001b[?25l'));
  expect(text).toMatch(/ icanon /);
  expect(text).toMatch(/ echo /);
  return text;
}
