/**
 * What must stay in memory stays there: a whole run against an API full of marked secrets, and then everything that it
 * wrote is searched for them.
 */
import type { ChildProcess } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { withheldTexts } from '../../src/simulator/fleet.ts';
import { closeShells, openShell, type Shell, thenModes } from '../terminal/shell.ts';
import { buildProgram, type Ended, type Program } from './bundle.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let program: Program;
let fleet: ChildProcess;

/** The demo's configuration as a real one: secrets in files elsewhere, answers of PeeringDB kept on disk. */
const realConfiguration = (served: string): string =>
  served
    .replace('simulation: true\n', '')
    .replaceAll('community: public', `community: "\${file:../secrets/community}"`)
    .replace('clientSecret: canary-client-secret', `clientSecret: "\${file:../secrets/client}"`);

beforeAll(async () => {
  program = await buildProgram();
  fleet = program.start('demo', '--serve', '--scenario', 'provisioning');
  let printed = '';
  for await (const text of fleet.stdout ?? []) {
    printed += String(text);
    if (printed.endsWith('\n...\n')) break;
  }
  const secrets = join(program.folder, '..', 'secrets');
  mkdirSync(secrets);
  writeFileSync(join(secrets, 'community'), 'public\n', { mode: 0o600 });
  writeFileSync(join(secrets, 'client'), 'canary-client-secret\n', { mode: 0o600 });
  writeFileSync(join(program.folder, 'real.yaml'), realConfiguration(printed), { mode: 0o600 });
});

afterAll(() => {
  closeShells();
  fleet.kill('SIGTERM');
  program.remove();
});

function openConsole(): Shell {
  const peerdeck = `peerdeck() { "${process.execPath}" --disable-warning=ExperimentalWarning "${program.file}" "$@"; }`;
  return openShell(`${peerdeck}; ${thenModes('peerdeck -c real.yaml --record run.jsonl')}`, {
    columns: 200,
    rows: 60,
    cwd: program.folder,
    env: { HOME: program.folder, TMPDIR: program.folder },
  });
}

/** Every file below a folder but the configuration, which names no secret itself. */
function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder).flatMap(name => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesBelow(path) : [path];
  });
}

/** What a written screen is called. */
const dumpName = /peerdeck-(\d{8}T\d{9}Z)/;

/** The marked texts that stand in a text. */
const found = (text: string): readonly string[] => withheldTexts().filter(secret => text.includes(secret));

test('nothing that a full run writes holds a key, a token, a secret or a telephone number', async () => {
  const terminal = openConsole();
  await terminal.sees(/ Amsterdam .* agrees /);
  const screens: string[] = [];
  const look = async (keys: string, sight: RegExp): Promise<void> => {
    terminal.type(keys);
    screens.push(await terminal.sees(sight));
  };
  await look('5', /CONNECTION ID/);
  await look('6', /WHAT MICROSOFT SAYS/);
  await look('\r', /heard on every session/);
  await look('c', /asked \d+ s ago/);
  await look('7', /Microsoft, \d+ s old/);
  await look('8', /LATENCY ms[\s\S]*prefix \S+ +\d+\.\d/);
  await look('2', /PNI +METRO/);
  await look('\r', /MICROSOFT \(\d+ s\)/);
  await look('e', /facility +Example[\s\S]*phone withheld/);
  await look('\u0013', /screen written to/);
  await look('R', /LAST FAILURE/);
  const sent = terminal.output();
  // Whoever asks for the numbers sees them, and the screen is the only place.
  terminal.type('\u001b');
  await terminal.sees(/escalation/);
  terminal.type('p');
  await terminal.sees(/\+1555/);
  terminal.type('\u0013');
  const before = dumpName.exec(screens.join('\n'))?.[1] ?? '';
  await terminal.sees(new RegExp(`screen written to \\S*peerdeck-(?!${before})`));
  terminal.type('q');
  await terminal.sees(/^status 0$/m);
  expect(screens.flatMap(found)).toEqual([]);
  expect(found(sent)).toEqual([]);

  const files = filesBelow(program.folder);
  for (const name of ['run.jsonl', 'real.yaml', 'peeringdb.json']) {
    expect(files.some(file => file.endsWith(name))).toBe(true);
  }
  const dumps = files.filter(file => dumpName.test(file));
  expect(dumps).toHaveLength(2);
  expect(readFileSync(dumps.toSorted().at(-1) ?? '', 'utf8')).toContain('phone withheld');
  for (const file of files) expect({ file, found: found(readFileSync(file, 'utf8')) }).toEqual({ file, found: [] });
});

test('nor does what a script is given', async () => {
  const runs: readonly Ended[] = await Promise.all([
    program.run('status', '--json', '-c', 'real.yaml'),
    program.run('status', '-c', 'real.yaml'),
    program.run('discover', '--json', '-c', 'real.yaml'),
    program.run('status', '--json', '--replay', 'run.jsonl'),
    program.run('config', 'check', '-c', 'real.yaml'),
  ]);
  for (const { out, err } of runs) expect(found(out + err)).toEqual([]);
});
