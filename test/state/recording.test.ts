import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OperStatus, Vendor } from '../../src/network/facts.ts';
import { emptyFleet } from '../../src/network/fleet.ts';
import { pictureOf } from '../../src/network/picture.ts';
import type { FailureKind, Sample } from '../../src/network/samples.ts';
import type { BgpState } from '../../src/network/session-facts.ts';
import type { TrapSubject } from '../../src/network/traps.ts';
import { bitsPerSecond, instant, millis } from '../../src/network/units.ts';
import { readRecording, recordingLine } from '../../src/state/recording.ts';
import { reduce } from '../../src/state/reduce.ts';
import { PretendCarrier, twoRouters } from '../network/pretend-carrier.ts';
import { stopped } from '../network/router-facts.ts';

/** A session in which everything happens that a sample can tell. */
function eventful(): PretendCarrier {
  const carrier = new PretendCarrier({
    metros: { Amsterdam: { 'ams-er1': [{}], 'ams-er2': [{ members: 1 }] } },
    declared: [{ members: ['et-0/0/0'], peers: ['192.0.2.2'], minLinks: 1, capacity: bitsPerSecond(400e9) }],
  });
  carrier.true('ams-er1/ae0').lag.inOctets = 2n ** 64n - 2n ** 40n;
  carrier.settle();
  Object.assign(carrier.member('ams-er1/ae0', 1), { actor: 'empty', partner: null, listed: true });
  carrier.member('ams-er1/ae0', 2).listed = false;
  Object.assign(carrier.session('ams-er1/ae0', 'ipv4'), { state: 'idle', lastError: { code: 6, subcode: 2 } });
  carrier.poll();
  carrier.router('ams-er2').silent.add('bgp');
  carrier.poll();
  carrier.router('ams-er2').silent.add('all');
  carrier.poll();
  carrier.fold({ kind: 'skipped', router: 'ams-er1', at: instant(carrier.now + 0.125) });
  carrier.fold({ kind: 'clock', at: instant(carrier.now), offset: millis(-1234.5) });
  carrier.fold({ ...carrier.reading(carrier.router()), cause: 'trap' });
  const counts = { received: 12, dropped: 3, unreadable: 1, refused: 1, elsewhere: 3, acted: 4 };
  const newest = { at: instant(carrier.now), name: 'linkDown', subject: { kind: 'interface', ifIndex: 501 } } as const;
  carrier.fold({ kind: 'trapped', router: 'ams-er1', at: instant(carrier.now), counts, newest });
  const port = { listen: '127.0.0.1:1162', failure: null, strangers: 31, newestStranger: '192.0.2.77' };
  carrier.fold({ kind: 'trap-port', at: instant(carrier.now), port });
  const failure = { kind: 'unresolved', text: 'the name does not resolve' } as const;
  carrier.fold({ kind: 'failed', router: 'ams-er1', at: instant(carrier.now), phase: 'discovery', failure });
  const again = carrier.pass(1).discovery(carrier.router());
  carrier.fold({ ...again, facts: { ...again.facts, tables: [stopped('ifTable')], missing: ['sysName'] } });
  return carrier;
}
const header = (carrier: PretendCarrier): string =>
  recordingLine({ schema: 'peerdeck.recording/1', settings: carrier.settings });
const written = (carrier: PretendCarrier): string =>
  header(carrier) + carrier.samples.map(sample => recordingLine(sample)).join('');
function read(text: string) {
  const recording = readRecording(text);
  if (recording.kind === 'unusable') throw new Error(`line ${recording.line}: ${recording.why}`);
  return recording;
}
/** A recording with one line that was changed as data. */
const withLine = (carrier: PretendCarrier, sample: unknown): string => `${header(carrier)}${JSON.stringify(sample)}\n`;

describe('what was recorded', () => {
  it('folds into exactly the fleet that was live, and gives the same picture', () => {
    const carrier = eventful();
    const recording = read(written(carrier));
    expect(recording.truncated).toBe(false);
    expect(recording.settings).toEqual(carrier.settings);
    const fleet = recording.samples.reduce(reduce, emptyFleet(recording.settings));
    expect(fleet).toEqual(carrier.fleet);
    expect(pictureOf(fleet, instant(carrier.now))).toEqual(carrier.picture());
  });

  it('comes back sample by sample, Counter64 to the last digit', () => {
    const carrier = eventful();
    const { samples } = read(written(carrier));
    expect(samples).toEqual(carrier.samples);
    expect(new Set(samples.map(sample => sample.kind))).toEqual(
      new Set(['discovered', 'polled', 'failed', 'skipped', 'clock', 'trapped', 'trap-port']),
    );
    const counters = samples.flatMap(sample => (sample.kind === 'polled' ? sample.interfaces : []));
    expect(counters.map(each => each.inOctets)).toContain(2n ** 64n - 2n ** 40n + 5_000_000_000n);
  });

  it('may have every word that a sample can have', () => {
    const carrier = twoRouters();
    const vendors: readonly Vendor[] = [
      'junos',
      'iosxr',
      'iosxe',
      'nxos',
      'eos',
      'sros',
      'srlinux',
      'vrp',
      'ocnos',
      'routeros',
      'vyos',
      'linux',
      'unknown',
    ];
    const opers: readonly OperStatus[] = [
      'up',
      'down',
      'testing',
      'unknown',
      'dormant',
      'not-present',
      'lower-layer-down',
    ];
    const states: readonly BgpState[] = ['idle', 'connect', 'active', 'opensent', 'openconfirm', 'established'];
    const failures: readonly FailureKind[] = [
      'timeout',
      'refused',
      'unreachable',
      'unresolved',
      'garbage',
      'error-status',
      'loop',
      'unsupported',
      'credentials',
      'closed',
    ];
    const subjects: readonly TrapSubject[] = [
      { kind: 'interface', ifIndex: 1 },
      { kind: 'session', peer: '192.0.2.2' },
      { kind: 'session', peer: null },
      { kind: 'lag', ifIndex: 1 },
      { kind: 'optics', ifIndex: null },
      { kind: 'bfd', rows: { from: 1, to: 2 } },
      { kind: 'bfd', rows: null },
      { kind: 'restart' },
    ];
    const counts = { received: 1, dropped: 0, unreadable: 0, refused: 0, elsewhere: 0, acted: 1 };
    const discovered = carrier.discovery(carrier.router());
    const { facts } = discovered;
    const samples: readonly Sample[] = [
      ...vendors.map(vendor => ({ ...discovered, facts: { ...facts, system: { ...facts.system, vendor } } })),
      ...opers.map(oper => ({
        ...discovered,
        facts: { ...facts, interfaces: facts.interfaces.map(each => ({ ...each, oper })) },
      })),
      ...states.map(state => ({
        ...discovered,
        facts: { ...facts, sessions: facts.sessions.map(each => ({ ...each, state })) },
      })),
      ...subjects.map((subject): Sample => {
        const newest = { at: instant(1), name: 'linkDown', subject };
        return { kind: 'trapped', router: 'ams-er1', at: instant(1), counts, newest };
      }),
      ...failures.map(
        kind =>
          ({
            kind: 'failed',
            router: 'ams-er1',
            at: instant(1),
            phase: 'poll',
            failure: { kind, text: 'why' },
          }) as const,
      ),
    ];
    expect(read(header(carrier) + samples.map(recordingLine).join('')).samples).toEqual(samples);
  });

  it('holds no more of a configuration than gives samples their meaning', () => {
    const carrier = twoRouters();
    const config = {
      ...carrier.settings,
      file: '/etc/peerdeck.yaml',
      peeringApi: { clientSecret: 'hunter2' },
      routers: carrier.settings.routers.map(router => ({ ...router, snmp: { community: 'hunter2' } })),
    };
    const line = recordingLine({ schema: 'peerdeck.recording/1', settings: config });
    expect(line).not.toContain('hunter2');
    expect(read(line).settings).toEqual(carrier.settings);
  });

  it('any Counter64 is exact', () => {
    const carrier = twoRouters();
    const sample = carrier.reading(carrier.router());
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), inOctets => {
        const one = { ...sample, interfaces: sample.interfaces.slice(0, 1).map(each => ({ ...each, inOctets })) };
        expect(read(header(carrier) + recordingLine(one)).samples).toEqual([one]);
      }),
    );
  });
});

describe('a file that was cut short', () => {
  it('in its last line gives everything before it, and says so', () => {
    const carrier = eventful();
    const text = written(carrier);
    const recording = read(text.slice(0, -20));
    expect(recording).toMatchObject({ truncated: true });
    expect(recording.samples).toEqual(carrier.samples.slice(0, -1));
  });

  it('at any place after the first line is read, or says what is wrong; it never throws', () => {
    const carrier = twoRouters();
    carrier.settle();
    const text = written(carrier);
    const first = header(carrier).length;
    fc.assert(
      fc.property(fc.integer({ min: first, max: text.length }), end => {
        const recording = readRecording(text.slice(0, end));
        expect(recording.kind).toBe('recording');
      }),
      { numRuns: 50 },
    );
  });

  it('in its first line cannot be read', () => {
    expect(readRecording(header(twoRouters()).slice(0, 40))).toEqual({
      kind: 'unusable',
      line: 1,
      why: 'it is not JSON',
    });
  });

  it('but is whole when only its last line break is missing', () => {
    const carrier = eventful();
    const recording = read(written(carrier).trimEnd());
    expect(recording).toMatchObject({ truncated: false });
    expect(recording.samples).toHaveLength(carrier.samples.length);
  });
});

describe('a file that is damaged', () => {
  it('costs the samples that are damaged, and names the first of them', () => {
    const lines = written(eventful()).split('\n');
    lines[3] = '{"kind":';
    lines[5] = 'x';
    const recording = read(lines.join('\n'));
    expect(recording.damage).toEqual({ line: 4, why: 'it is not JSON', count: 2 });
    expect(recording.samples).toEqual(eventful().samples.filter((_, at) => at !== 2 && at !== 4));
  });

  it('says what is wrong with a sample, and where', () => {
    const carrier = twoRouters();
    const sample = JSON.parse(recordingLine(carrier.discovery(carrier.router())));
    sample.facts.interfaces[2].oper = 'sideways';
    const result = readRecording(withLine(carrier, sample));
    expect(result).toMatchObject({ kind: 'unusable', line: 2 });
    expect(result).toHaveProperty('why', expect.stringContaining('facts.interfaces.2.oper'));
  });

  it.each([
    ['', 'the file is empty'],
    ['\n', 'the file is empty'],
    ['peerdeck', 'it is not JSON'],
    ['[]\n', 'it is not a recording of this program (peerdeck.recording/1)'],
    ['null\n', 'it is not a recording of this program (peerdeck.recording/1)'],
    [
      '{"schema":"peerdeck.recording/2","settings":{}}\n',
      'it is not a recording of this program (peerdeck.recording/1)',
    ],
  ])('%j is no recording', (text, why) => {
    expect(readRecording(text)).toEqual({ kind: 'unusable', line: 1, why });
  });

  it('with settings that are none says so', () => {
    const result = readRecording('{"schema":"peerdeck.recording/1","settings":{"routers":7}}\n');
    expect(result).toMatchObject({
      kind: 'unusable',
      line: 1,
      why: expect.stringContaining('settings are not understood'),
    });
  });

  it('may begin with a byte order mark and end its lines as Windows does', () => {
    const carrier = eventful();
    const text = `\ufeff${written(carrier).replaceAll('\n', '\r\n')}`;
    expect(read(text).samples).toEqual(carrier.samples);
  });
});

describe('a hostile file', () => {
  const carrier = twoRouters();
  const good = recordingLine(carrier.reading(carrier.router()));
  const withText = (found: string | RegExp, put: string): string => {
    const changed = good.replace(found, put);
    if (changed === good) throw new Error(`${found} is not in the line`);
    return header(carrier) + changed;
  };

  it('cannot reach a prototype', () => {
    const line =
      '{"kind":"skipped","router":"ams-er1","at":1,"__proto__":{"polluted":true},"constructor":{"prototype":{}}}\n';
    const { samples } = read(header(carrier) + line);
    expect(samples).toEqual([{ kind: 'skipped', router: 'ams-er1', at: 1 }]);
    expect(Object.getPrototypeOf(samples[0])).toBe(Object.prototype);
    expect({}).not.toHaveProperty('polluted');
  });

  it('with a router called __proto__ gives a fleet with a router called __proto__', () => {
    const settings = {
      ...carrier.settings,
      routers: [{ name: '__proto__', address: '192.0.2.1', metro: 'constructor' }],
    };
    const recording = read(
      recordingLine({ schema: 'peerdeck.recording/1', settings }) +
        recordingLine({ kind: 'skipped', router: '__proto__', at: instant(1) }),
    );
    const fleet = recording.samples.reduce(reduce, emptyFleet(recording.settings));
    expect(pictureOf(fleet, instant(2)).routers).toMatchObject([{ name: '__proto__', skippedCycles: 1 }]);
  });

  it('has its texts cleaned like those of a router', () => {
    const failure = { kind: 'timeout', text: '\x1b]52;c;cm0gLXJmIC8K\x07no \u202eanswer' };
    const line = JSON.stringify({ kind: 'failed', router: 'ams-er1', at: 1, phase: 'poll', failure });
    expect(read(`${header(carrier)}${line}\n`).samples[0]).toMatchObject({ failure: { text: 'no answer' } });
  });

  it('has no complaint of its own on the terminal', () => {
    const result = readRecording(withLine(carrier, { kind: '\x1b[2J', router: 'ams-er1', at: 1 }));
    expect(result).toMatchObject({ kind: 'unusable', line: 2 });
    expect(JSON.stringify(result)).not.toContain('\\u001b');
  });

  const counter = /"inOctets":\{[^}]*\}/;
  it.each([
    ['a time that is none', '"at":1000000', '"at":"now"'],
    ['a time that is not finite', '"at":1000000', '"at":1e999'],
    ['a counter that is too large', counter, '"inOctets":{"$counter64":"99999999999999999999"}'],
    ['a counter that is no number', counter, '"inOctets":{"$counter64":"0x10"}'],
    ['a counter that is a plain number', counter, '"inOctets":7'],
    ['a LACP octet of nine bits', '"actor":188', '"actor":256'],
    ['a word of the prototype', '"oper":"up"', '"oper":"constructor"'],
    ['a text without an end', '"router":"ams-er1"', `"router":"${'x'.repeat(100_000)}"`],
    ['a list without an end', '"silent":[]', `"silent":[${'0,'.repeat(200_000)}0]`],
    ['a missing list', '"silent":[],', ''],
    ['an unknown kind', '"kind":"polled"', '"kind":"eval"'],
  ])('%s is refused', (_what, found, put) => {
    expect(readRecording(withText(found, put))).toMatchObject({ kind: 'unusable', line: 2 });
  });

  it('that nests without an end is refused', () => {
    const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
    expect(readRecording(`${header(carrier)}${deep}\n`).kind).toBe('unusable');
  });

  it('of any JSON is read or refused, and never throws', () => {
    fc.assert(
      fc.property(fc.json(), fc.json(), (settings, line) => {
        const text = `{"schema":"peerdeck.recording/1","settings":${settings}}\n${line}\n`;
        expect(['recording', 'unusable']).toContain(readRecording(text).kind);
        expect(['recording', 'unusable']).toContain(readRecording(`${header(carrier)}${line}\n`).kind);
      }),
    );
  });
});
