import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { rowsOf } from '../screens/screen.ts';
import { closeShells, expectRestored, openShell, patient, type Shell, thenModes } from './shell.ts';

const fixture = fileURLToPath(new URL('fixture-console.ts', import.meta.url));
vi.setConfig({ testTimeout: 60_000 });

/** The program, and after its end its exit status and the terminal's modes. */
const openProgram = (mode = ''): Shell => openShell(thenModes(`"${process.execPath}" "${fixture}" ${mode}`));

const pidIn = (text: string): number => Number(/pid (\d+)/.exec(text)?.[1]);

afterEach(closeShells);

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
  const openJob = async (): Promise<Shell> => {
    const shell = openShell('');
    await shell.sees(/prompt>$/m);
    shell.type(`"${process.execPath}" "${fixture}"\r`);
    await shell.sees(/ready/);
    return shell;
  };

  const expectStopped = async ({ sees, emulator }: Shell): Promise<void> => {
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
  const shell = openShell(`exec "${process.execPath}" "${fixture}"`);
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
  const shell = openShell(`exec "${process.execPath}" "${fixture}"`);
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
