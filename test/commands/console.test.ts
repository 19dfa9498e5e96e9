import type { ChildProcess } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { rowsOf } from '../screens/screen.ts';
import {
  closeShells,
  expectRestored,
  openShell,
  patient,
  type Shell,
  type ShellOptions,
  thenModes,
} from '../terminal/shell.ts';
import { buildProgram, type Program } from './bundle.ts';

vi.setConfig({ testTimeout: 40_000, hookTimeout: 40_000 });

let program: Program;
let fleet: ChildProcess;
let served = '';

beforeAll(async () => {
  program = await buildProgram();
  fleet = program.start('demo', '--serve');
  let printed = '';
  for await (const text of fleet.stdout ?? []) {
    printed += String(text);
    if (printed.endsWith('\n...\n')) break;
  }
  served = join(program.folder, 'served.yaml');
  writeFileSync(served, printed, { mode: 0o600 });
});

afterAll(() => {
  closeShells();
  fleet.kill('SIGTERM');
  program.remove();
});

/** A terminal in which bash runs this; `peerdeck` is the program. */
function open(command: string, { env, ...options }: ShellOptions = {}): Shell {
  const peerdeck = `peerdeck() { "${process.execPath}" --disable-warning=ExperimentalWarning "${program.file}" "$@"; }`;
  return openShell(`${peerdeck}; ${command}`, {
    columns: 100,
    rows: 30,
    cwd: program.folder,
    env: { HOME: program.folder, TMPDIR: program.folder, ...env },
    ...options,
  });
}

/** The console on the served fleet; afterwards its exit status and the modes of the terminal. */
const openConsole = (args = '', options: ShellOptions = {}): Shell =>
  open(thenModes(`peerdeck -c served.yaml ${args}`), options);

/** The processes that a process has started, and those that they have. */
function below(pid: number): readonly number[] {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
  return children === '' ? [] : children.split(' ').flatMap(child => [Number(child), ...below(Number(child))]);
}

const allWell = /^ ● All 6 metros are redundant/m;

test.concurrent('the demo shows a living fleet and leaves nothing behind', async () => {
  const terminal = open(thenModes('peerdeck demo --scenario calm'));
  await terminal.sees(/^ peerdeck .* SIMULATION /);
  const text = await terminal.sees(allWell);
  expect(text).toMatch(/^▸ ● Amsterdam +redundant +2\/2 +16\/16 .* \d+\.\d +\d+\.\d/m);
  expect(text).toMatch(/live \d+ s {2}\d\d:\d\d:\d\dZ/);
  expect(text).toMatch(/ Enter open {3}\/ filter {3}: command/);
  expect(terminal.emulator.buffer.active.type).toBe('alternate');
  const [console, simulator, ...more] = below(terminal.pty.pid);
  expect([console, simulator]).not.toContain(undefined);
  expect(more).toEqual([]);
  terminal.type('q');
  expect(await expectRestored(terminal)).toMatch(/^status 0$/m);
  await vi.waitFor(() => expect(existsSync(`/proc/${simulator}`)).toBe(false), patient);
  // The configuration with the demo's community is gone with it.
  expect(readdirSync(program.folder).filter(name => name.startsWith('peerdeck-demo-'))).toEqual([]);
});

describe.concurrent('the console on routers', () => {
  test('takes keys that were typed ahead, and runs what they say', async () => {
    const terminal = openConsole();
    await terminal.sees(allWell);
    terminal.type('/chic\r\r');
    await terminal.sees(/^ peerdeck › Chicago /);
    terminal.type(':iad-er1/ae0\r');
    await terminal.sees(/^ peerdeck › Ashburn › iad-er1\/ae0 /);
    terminal.type('y');
    await terminal.sees(/row copied, if the terminal takes OSC 52/);
    const copied = /\u001b\]52;c;([A-Za-z0-9+/=]+)\u0007/.exec(terminal.output())?.[1] ?? '';
    expect(Buffer.from(copied, 'base64').toString('utf8')).toMatch(
      /^iad-er1\/ae0 et-0\/0\/0: port up; LACP forwarding/,
    );
    terminal.type('\u0013');
    // A long name of a file takes two lines, wherever it is broken.
    const said = (await terminal.sees(/screen written to/)).replaceAll(/\n */g, '');
    const dumped = readFileSync(/screen written to ?(\S+\.txt)/.exec(said)?.[1] ?? '', 'utf8');
    expect(dumped).toMatch(/^ peerdeck .*› iad-er1\/ae0 .* SIMULATION /);
    expect(dumped.split('\n')).toHaveLength(31);
    expect(dumped.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
    terminal.type('q');
    await expectRestored(terminal);
  });

  test('draws every new size at once', async () => {
    const terminal = openConsole();
    await terminal.sees(allWell);
    for (const [columns, rows] of [
      [60, 12],
      [140, 40],
    ] as const) {
      terminal.emulator.resize(columns, rows);
      terminal.pty.resize(columns, rows);
      await vi.waitFor(() => {
        const shown = rowsOf(terminal.emulator);
        expect(shown[0]).toMatch(/ SIMULATION .*Z$/);
        expect(shown[0]?.length).toBe(columns - 1);
        expect(shown.at(-1)).toMatch(/^ Enter open/);
      }, patient);
    }
    terminal.type('q');
    await expectRestored(terminal);
  });

  test.each([
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('gives the terminal back on %s', async (signal, status) => {
    const terminal = openConsole();
    await terminal.sees(allWell);
    for (const pid of below(terminal.pty.pid)) process.kill(pid, signal);
    expect(await expectRestored(terminal)).toMatch(new RegExp(`^status ${status}$`, 'm'));
  });

  test('stops on Ctrl-Z and comes back with fg', async () => {
    const terminal = open('PS1="prompt> " exec bash --norc --noprofile -i');
    await terminal.sees(/prompt>$/m);
    terminal.type(`"${process.execPath}" "${program.file}" -c served.yaml\r`);
    await terminal.sees(allWell);
    terminal.type('\u001a');
    await terminal.sees(/Stopped[\s\S]*prompt>/);
    expect(terminal.emulator.buffer.active.type).toBe('normal');
    terminal.type('fg\r');
    await terminal.sees(allWell);
    expect(terminal.emulator.buffer.active.type).toBe('alternate');
    terminal.type('q');
    await vi.waitFor(() => expect(terminal.emulator.buffer.active.type).toBe('normal'), patient);
  });

  test('records what it hears, and replays it', async () => {
    const recorder = openConsole('--record console.jsonl');
    await recorder.sees(allWell);
    recorder.type('q');
    await expectRestored(recorder);
    expect(existsSync(join(program.folder, 'console.jsonl'))).toBe(true);
    const replay = open(thenModes('peerdeck --replay console.jsonl --speed 20'));
    expect(await replay.sees(allWell)).toMatch(/(replay 20x|end of recording) \d+ s {2}\d\d:\d\d:\d\dZ/);
    replay.type('q');
    await expectRestored(replay);
  });
});

describe.concurrent('a terminal that can do less', () => {
  test('without colours gets no colour code', async () => {
    const terminal = openConsole('', { env: { NO_COLOR: '1' } });
    await terminal.sees(allWell);
    terminal.type('q');
    await expectRestored(terminal);
    const colour = /\u001b\[(?:[0-9;]*;)?(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])(?:;[0-9;]*)?m/;
    expect(terminal.output().split('status 0')[0]).not.toMatch(colour);
  });

  test('without UTF-8 gets ASCII only', async () => {
    const terminal = openConsole('', { env: { LANG: 'C' } });
    await terminal.sees(/^ \* All 6 metros are redundant/m);
    terminal.type('2\rq');
    await expectRestored(terminal);
    expect(terminal.output()).toMatch(/^[\u0000-\u007f]*$/);
  });

  test('that is dumb gets the status table', async () => {
    const terminal = openConsole('', { env: { TERM: 'dumb' }, columns: 160, rows: 40 });
    const text = await terminal.sees(/^done$/m);
    expect(text).toMatch(
      /no full screen here: TERM is dumb: this terminal has no cursor control; this is "peerdeck status"/,
    );
    expect(text).toMatch(/^● Amsterdam +redundant/m);
    expect(terminal.output()).not.toContain('\u001b');
  });

  test('and what is no terminal at all gets it too', async () => {
    const { status, out, err } = await program.run('-c', 'served.yaml');
    expect({ status, err }).toEqual({
      status: 0,
      err: 'no full screen here: the output is not a terminal; this is "peerdeck status"\n',
    });
    expect(out).toMatch(/^● Amsterdam +redundant/m);
  });
});
