import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type IPty, spawn } from '@lydell/node-pty';
import xterm from '@xterm/headless';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { rowsOf } from '../screens/screen.ts';

const fixture = fileURLToPath(new URL('fixture-console.ts', import.meta.url));
vi.setConfig({ testTimeout: 60_000 });
const patient = { timeout: 20_000, interval: 10 };

interface Console {
  readonly pty: IPty;
  readonly type: (text: string) => void;
  /** Waits until the screen shows this. */
  readonly sees: (pattern: RegExp) => Promise<string>;
  readonly emulator: xterm.Terminal;
  readonly output: () => string;
  readonly ended: () => boolean;
}

const opened: IPty[] = [];

const open = (command: string, columns = 80, rows = 24): Console => {
  const emulator = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true });
  const pty = spawn('/bin/bash', ['--norc', '--noprofile', ...(command === '' ? ['-i'] : ['-c', command])], {
    cols: columns,
    rows,
    env: { PATH: process.env.PATH ?? '', HOME: '/', TERM: 'xterm-256color', LANG: 'C.UTF-8', PS1: 'prompt> ' },
  });
  opened.push(pty);
  let output = '';
  let hasEnded = false;
  pty.onData(data => {
    output += data;
    emulator.write(data);
  });
  pty.onExit(() => {
    hasEnded = true;
    opened.splice(opened.indexOf(pty), 1);
  });
  const sees = (pattern: RegExp): Promise<string> =>
    vi.waitFor(() => {
      const text = rowsOf(emulator).join('\n');
      expect(text).toMatch(pattern);
      return text;
    }, patient);
  return { pty, type: text => pty.write(text), sees, emulator, output: () => output, ended: () => hasEnded };
};

/** The program, and after its end its exit status and the terminal's modes. */
const openProgram = (mode = ''): Console =>
  open(`"${process.execPath}" "${fixture}" ${mode}; echo "status $?"; stty -a; echo done`);

const pidIn = (text: string): number => Number(/pid (\d+)/.exec(text)?.[1]);

const expectRestored = async ({ sees, emulator, output }: Console): Promise<string> => {
  const text = await sees(/^done$/m);
  expect(emulator.buffer.active.type).toBe('normal');
  expect(emulator.modes).toMatchObject({ bracketedPasteMode: false, wraparoundMode: true });
  expect(output().lastIndexOf('\u001b[?25h')).toBeGreaterThan(output().lastIndexOf('\u001b[?25l'));
  expect(text).toMatch(/ icanon /);
  expect(text).toMatch(/ echo /);
  return text;
};

afterEach(() => {
  for (const pty of [...opened]) pty.kill('SIGKILL');
});

describe('the terminal is given back', () => {
  test('when the program quits, and stray output comes afterwards', async () => {
    const shell = openProgram();
    await shell.sees(/ready.*size 80x24/);
    expect(shell.emulator.buffer.active.type).toBe('alternate');
    shell.type('jjw');
    await shell.sees(/keys \[jj\]/);
    shell.type('q');
    const text = await expectRestored(shell);
    expect(text).toMatch(/goodbye\[stray\]/);
    expect(text).toMatch(/status 0/);
  });

  test.each([
    ['SIGTERM', 143, 'signal'],
    ['SIGINT', 130, 'signal'],
    ['SIGQUIT', 131, 'signal'],
    ['SIGHUP', 129, 'hang-up'],
  ] as const)('after %s, before anything is printed', async (signal, status, kind) => {
    const shell = openProgram();
    process.kill(pidIn(await shell.sees(/ready/)), signal);
    const text = await expectRestored(shell);
    expect(text).toMatch(new RegExp(`closing: ${kind}`));
    expect(text).toMatch(new RegExp(`status ${status}`));
  });

  test.each([
    ['an error thrown in a timer', 'timer-error', /thrown by a timer/],
    ['a rejection that nothing handles', 'rejection', /thrown by a promise/],
    ['an error thrown in a render', 'render-error', /thrown by a render/],
  ])('after %s, and the error can be read', async (_name, mode, error) => {
    const shell = openProgram(mode);
    await shell.sees(/ready/);
    shell.type('!');
    const text = await expectRestored(shell);
    expect(text).toMatch(error);
    expect(text).toMatch(/closing: crash/);
    expect(text).toMatch(/status 1/);
  });
});

describe('a job in a shell', () => {
  const openJob = async (): Promise<Console> => {
    const shell = open('');
    await shell.sees(/prompt>$/m);
    shell.type(`"${process.execPath}" "${fixture}"\r`);
    await shell.sees(/ready/);
    return shell;
  };

  const expectStopped = async ({ sees, emulator }: Console): Promise<void> => {
    await sees(/Stopped[\s\S]*prompt>/);
    expect(emulator.buffer.active.type).toBe('normal');
    expect(emulator.modes).toMatchObject({ wraparoundMode: true });
  };

  test('stops on Ctrl-Z and comes back whole with fg, in the size of now', async () => {
    const shell = await openJob();
    shell.type('ab');
    await shell.sees(/keys \[ab\]/);
    shell.type('\u001a');
    await expectStopped(shell);
    shell.emulator.resize(60, 20);
    shell.pty.resize(60, 20);
    shell.type('fg\r');
    await shell.sees(/ready.*size 60x20\s+keys \[ab\]/);
    expect(shell.emulator.buffer.active.type).toBe('alternate');
    shell.type('c');
    await shell.sees(/keys \[abc\]/);
    shell.type('q');
    await shell.sees(/goodbye/);
  });

  test('gives the terminal back when somebody else stops it', async () => {
    const shell = await openJob();
    process.kill(pidIn(await shell.sees(/pid/)), 'SIGTSTP');
    await expectStopped(shell);
    shell.type('fg\r');
    await shell.sees(/ready/);
    shell.type('q');
    await shell.sees(/goodbye/);
  });

  test('paints everything anew when it was stopped the hard way', async () => {
    const shell = await openJob();
    process.kill(pidIn(await shell.sees(/pid/)), 'SIGSTOP');
    await shell.sees(/Stopped[\s\S]*prompt>/);
    shell.type('fg\r');
    await vi.waitFor(() => expect(rowsOf(shell.emulator)[0]).toMatch(/^ready/), patient);
    expect(rowsOf(shell.emulator).join('\n')).not.toMatch(/Stopped/);
    shell.type('x');
    await shell.sees(/keys \[x\]/);
    shell.type('q');
    await shell.sees(/goodbye/);
  });
});

test('Ctrl-Z where nothing can continue the program leaves it running', async () => {
  const shell = open(`exec "${process.execPath}" "${fixture}"`);
  await shell.sees(/ready/);
  shell.type('\u001a');
  await vi.waitFor(() => expect(shell.output().split('\u001b[?1049h').length).toBe(3), patient);
  shell.type('k');
  await shell.sees(/keys \[k\]/);
  shell.type('q');
  await vi.waitUntil(shell.ended, patient);
});

test('a new size is drawn at once', async () => {
  const shell = openProgram();
  await shell.sees(/size 80x24/);
  for (const [columns, rows] of [
    [60, 15],
    [120, 36],
  ] as const) {
    shell.emulator.resize(columns, rows);
    shell.pty.resize(columns, rows);
    await shell.sees(new RegExp(`size ${columns}x${rows}`));
    await vi.waitFor(() => expect(rowsOf(shell.emulator)[rows - 1]).toBe('='.repeat(columns)), patient);
  }
  shell.type('q');
  await expectRestored(shell);
});

test('a line that nobody reads stops neither the program nor fills up with the past', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'peerdeck-pty-'));
  const over = join(folder, 'over');
  const shell = openProgram(over);
  await shell.sees(/ready/);
  shell.pty.pause();
  shell.type('!');
  await vi.waitUntil(() => existsSync(over), patient);
  const before = shell.output().length;
  shell.pty.resume();
  await shell.sees(/flood 499/);
  expect(shell.output().length - before).toBeLessThan(100_000);
  shell.type('q');
  await expectRestored(shell);
  rmSync(folder, { recursive: true });
});

test('a line that is gone ends the program', async () => {
  const shell = open(`exec "${process.execPath}" "${fixture}"`);
  const pid = pidIn(await shell.sees(/ready/));
  // Closes the master's side: hang-up signal, end of input and errors on every write, all at once.
  const { pty } = shell;
  if ('destroy' in pty && typeof pty.destroy === 'function') pty.destroy();
  await vi.waitUntil(() => {
    try {
      process.kill(pid, 0);
      return false;
    } catch {
      return true;
    }
  }, patient);
});
