import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import * as z from 'zod';
import { buildProgram, type Ended, type Program } from './bundle.ts';
import { discoverDocument, statusDocument } from './contract.ts';

let program: Program;

beforeAll(async () => {
  program = await buildProgram();
});
afterAll(() => program.remove());

/** Escape sequences, and every control character but the line feed. */
const controls = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/;
const oneLine = /^[^\n]+\n$/;

/** One JSON document and nothing else on stdout. */
function documentIn({ out, err }: Ended): unknown {
  expect(out.endsWith('}\n')).toBe(true);
  expect(err).toBe('');
  return JSON.parse(out);
}

const expectComplaint = ({ status, out, err }: Ended, words: RegExp): void => {
  expect(err).toMatch(words);
  expect(err).toMatch(oneLine);
  expect(err).not.toMatch(controls);
  expect(out).toBe('');
  expect(status).toBe(2);
};

describe.concurrent('on the simulated carrier', () => {
  test('status --json is one document of the contract', async ({ expect: here }) => {
    const ended = await program.run('demo', 'status', '--json');
    here(ended.status).toBe(0);
    const status = statusDocument.parse(documentIn(ended));
    here(status.simulation).toBe(true);
    here(status.metros).toHaveLength(6);
    here(status.routers).toHaveLength(8);
    const pnis = status.metros.flatMap(metro => metro.pnis);
    here(pnis).toHaveLength(14);
    for (const pni of pnis) {
      here(pni).toMatchObject({ state: 'up', stale: false });
      here(pni.inBps).toBeGreaterThan(1e9);
      here(pni.microsoft).toMatchObject({ connectionState: 'Active', joinedBy: 'addresses', agrees: true });
      here(pni.microsoft?.provisionedBandwidthBps).toBe(pni.capacityBps);
      for (const session of pni.sessions) here(session.microsoft).toMatchObject({ state: 'Established', agrees: true });
    }
    here(status.microsoft).toMatchObject({ error: null, stale: false, unreadableRecords: 0, findings: [] });
  });

  test('status prints a table without escape sequences', async ({ expect: here }) => {
    const { status, out, err } = await program.run('demo', 'status');
    here({ status, err }).toEqual({ status: 0, err: '' });
    here(out).toMatch(/^peerdeck {2}AS64496 {2}SIMULATION {2}data \d+ s old {2}\d\d:\d\d:\d\dZ\n/);
    here(out).toMatch(/^● ams-er1\/lag-1 +Amsterdam +up +8\/8 +● established +● established +● Active +800 /m);
    here(out).not.toMatch(controls);
  });

  test('discover --json is one document of the contract', async ({ expect: here }) => {
    const ended = await program.run('demo', 'discover', '--json');
    here(ended.status).toBe(0);
    const { routers } = discoverDocument.parse(documentIn(ended));
    here(routers).toHaveLength(8);
    const [first] = routers;
    here(first).toMatchObject({ vendor: 'junos', error: null });
    here(first?.lags[0]?.members?.[0]?.forwarding).toBe(true);
    // Lanes, of which a module has several.
    here(first?.optics).toBeGreaterThanOrEqual(4 * (first?.lags[0]?.members?.length ?? 1));
    // Every session of every routing instance, whatever the configuration calls a peer.
    here(new Set(routers.flatMap(router => router.sessions.map(session => session.remoteAs))).size).toBeGreaterThan(1);
  });

  test('discover prints every table that it read', async ({ expect: here }) => {
    const { status, out, err } = await program.run('demo', 'discover');
    here({ status, err }).toEqual({ status: 0, err: '' });
    here(out).toMatch(/^ {2}LAG ae0: et-0\/0\/0 0x[0-9A-F]{2}, .*\[ieee8023-lag-mib\]$/m);
    here(out).toMatch(/^ {2}BGP .* AS8075 established on ae0, bfd up {2}\[jnxBgpM2\]$/m);
    here(out).toMatch(/^ {2}optics et-0\/0\/0: lane 1 rx -\d+\.\d\d dBm tx -?\d+\.\d\d dBm, .*\[juniper-dom-mib\]$/m);
    here(out).toMatch(/^ {2}optics 1\/1\/c1\/1: rx -\d+\.\d\d dBm tx .*\[timetra-ddm\]$/m);
    here(out).toMatch(/^ {2}table \S+: \d+ rows?/m);
    here(out).toMatch(/^ {2}missing: /m);
    here(out).not.toMatch(controls);
  });

  test('what was recorded prints again as it was', async ({ expect: here }) => {
    const file = join(program.folder, 'recorded.jsonl');
    const live = await program.run('demo', 'status', '--json', '--samples', '2', '--record', file);
    here(live.status).toBe(0);
    const again = await program.run('status', '--json', '--replay', file);
    here(again.status).toBe(0);
    // The recording ends with its last sample; the live document is drawn a moment later.
    const still = (text: string): unknown =>
      JSON.parse(text, (key, value) =>
        ['generatedAt', 'ageSeconds', 'opticAgeSeconds', 'uptimeSeconds', 'establishedSeconds'].includes(key)
          ? null
          : value,
      );
    here(still(again.out)).toEqual(still(live.out));
    statusDocument.parse(JSON.parse(again.out));
    const text = readFileSync(file, 'utf8');
    here(text).not.toMatch(/community|public/i);
    // Nothing that is there is written over.
    expectComplaint(await program.run('demo', 'status', '--record', file), /^cannot record to .*EEXIST/);
    // A crash in the middle of a line costs that sample, and damage anywhere else one that is named by its line.
    writeFileSync(join(program.folder, 'cut.jsonl'), text.slice(0, -20));
    const cut = await program.run('status', '--replay', join(program.folder, 'cut.jsonl'));
    here(cut).toMatchObject({ status: 0, err: expect.stringMatching(/^warning: .* ends in the middle of a line/) });
    writeFileSync(join(program.folder, 'bad.jsonl'), text.replace('\n', '\n{"kind": "nonsense"}\n'));
    const damaged = await program.run('status', '--replay', join(program.folder, 'bad.jsonl'));
    here(damaged).toMatchObject({ status: 0, err: expect.stringMatching(/^warning: .*bad\.jsonl:2: .*left out\n$/) });
  });

  test('--serve prints a configuration that every other command can use', async ({ expect: here, onTestFinished }) => {
    const fleet = program.start('demo', '--serve', '--scenario', 'both-on-one-router', '--seed', '7');
    onTestFinished(() => void fleet.kill('SIGTERM'));
    let printed = '';
    for await (const text of fleet.stdout ?? []) {
      printed += String(text);
      // The end of a YAML document: whoever reads along knows that it is whole.
      if (printed.endsWith('\n...\n')) break;
    }
    const { routers } = z.object({ routers: z.array(z.object({ port: z.number() })) }).parse(parse(printed));
    here(routers.every(({ port }) => port > 0)).toBe(true);
    const file = join(program.folder, 'served.yaml');
    writeFileSync(file, printed, { mode: 0o600 });
    const [checked, status, discovered] = await Promise.all([
      program.run('config', 'check', '-c', file),
      program.run('status', '--json', '-c', file),
      program.run('discover', '--json', '-c', file),
    ]);
    here(checked).toMatchObject({ status: 0, out: here.stringMatching(/: ok, \d+ routers, \d+ metros\n$/) });
    here(statusDocument.parse(JSON.parse(status.out)).simulation).toBe(true);
    here(discoverDocument.parse(JSON.parse(discovered.out)).routers.length).toBeGreaterThan(0);
    fleet.kill('SIGTERM');
    here(await once(fleet, 'exit')).toEqual([0, null]);
    // Now nobody is there any more.
    const gone = await program.run('status', '--json', '-c', file);
    here(gone.status).toBe(3);
    here(gone.err).toMatch(/^no router answered/);
    here(gone.err).not.toMatch(/ {4}at /);
    const nobody = statusDocument.parse(JSON.parse(gone.out));
    here(nobody.routers.every(router => router.reachable === false && router.error !== null)).toBe(true);
    here((await program.run('discover', '--json', '-c', file)).status).toBe(3);
  });

  test('--list names every scenario and what happens there', async ({ expect: here }) => {
    const { status, out } = await program.run('demo', '--list');
    here(status).toBe(0);
    const names = ['calm', 'lag-member-flap', 'router-dark', 'silent-half', 'counter-reset', 'ifindex-renumber'];
    for (const name of [...names, 'bgp-v6-only-down', 'both-on-one-router', 'congested-sibling'])
      here(out).toMatch(new RegExp(`^${name} +\\S.*$`, 'm'));
  });
});

describe.concurrent('bad usage ends with 2 and one line', () => {
  test.each<readonly [RegExp, readonly string[]]>([
    [/There is no scenario "nope"/, ['demo', '--scenario', 'nope']],
    [/There is no scenario "nope"/, ['demo', '--scenario', 'nope', 'status', '--json']],
    [/unknown command 'nope'/, ['demo', 'nope']],
    [/unknown command 'stats'; did you mean status\?/, ['stats']],
    [/unknown option '--nope'/, ['status', '--nope']],
    [/argument '0' is invalid/, ['status', '--samples', '0']],
    [/argument 'x' is invalid/, ['demo', '--seed', 'x']],
    [/argument '-1' is invalid/, ['--speed', '-1']],
    [/too many arguments/, ['status', 'more']],
    [/no configuration found.*peerdeck demo/, ['status']],
    [/no configuration found.*peerdeck demo/, ['discover', '--json']],
    [/no configuration found.*peerdeck demo/, []],
    [/does not exist/, ['status', '-c', 'gone.yaml']],
    [/cannot read the recording/, ['status', '--replay', 'gone.jsonl']],
    [/cannot read the recording/, ['--replay', 'gone.jsonl']],
  ])('%s', async (words, args) => expectComplaint(await program.run(...args), words));

  test('a configuration that is wrong is told by line, column and path', async () => {
    const folder = join(program.folder, 'wrong');
    mkdirSync(folder);
    const file = join(folder, 'peerdeck.yaml');
    writeFileSync(
      file,
      'routers:\n  - {name: ams-er1, adress: 192.0.2.1, metro: Amsterdam, snmp: {version: 2c, community: x}}\n',
      {
        mode: 0o600,
      },
    );
    const { status, err, out } = await program.run('status', '--json', '-c', file);
    expect(status).toBe(2);
    expect(err).toMatch(/peerdeck\.yaml:2:\d+: routers\[0\]\.adress.*address/);
    expect(out).toBe('');
  });
});

describe.concurrent('help', () => {
  test.each<readonly [readonly string[]]>([
    [[]],
    [['demo']],
    [['status']],
    [['discover']],
    [['config']],
    [['config', 'check']],
    [['config', 'schema']],
  ])('of %j has examples', async args => {
    const { status, out, err } = await program.run(...args, '--help');
    expect({ status, err }).toEqual({ status: 0, err: '' });
    expect(out).toMatch(/^Usage: peerdeck/);
    expect(out).toMatch(/^Examples?:\n {2}peerdeck /m);
    expect(Math.max(...out.split('\n').map(line => line.length))).toBeLessThanOrEqual(160);
  });

  test('--version is that of the package', async () => {
    const manifest = z.object({ version: z.string() }).parse(JSON.parse(readFileSync('package.json', 'utf8')));
    expect(await program.run('--version')).toEqual({ status: 0, out: `${manifest.version}\n`, err: '' });
  });
});

test('a reader that goes away early is no error', async () => {
  const child = program.start('config', 'schema');
  child.stdout?.destroy();
  const [status] = await once(child, 'exit');
  expect(status).toBe(0);
});
