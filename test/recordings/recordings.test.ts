/** Walks of real routers, read over UDP as the console reads a router, against what another system makes of them. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RouterFacts, Vendor } from '../../src/network/facts.ts';
import { indexInterfaces } from '../../src/network/interfaces.ts';
import { lagsOf } from '../../src/network/lags.ts';
import type { Sample } from '../../src/network/samples.ts';
import { millis } from '../../src/network/units.ts';
import { processClock } from '../../src/sources/clock.ts';
import { createSnmpRouter } from '../../src/sources/snmp/snmp-router.ts';
import { type Comparison, compared, comparedFacts, type Difference } from './compared.ts';
import { oracleOf } from './oracle.ts';
import { missingHere, recordingsHere, type Simulator, startSimulator } from './snmpsim.ts';

interface Expectation {
  readonly vendor: Vendor;
  readonly interfaces: number;
  /** LAGs with their members; null where no table tells them. */
  readonly lags: Readonly<Record<string, readonly string[] | null>>;
  /** BGP sessions in the tables that are read. */
  readonly sessions: number;
}

const ethernets = (...numbers: readonly string[]): string[] => numbers.map(each => `Ethernet1/${each}`);

const recordings: Readonly<Record<string, Expectation>> = {
  iosxr: {
    vendor: 'iosxr',
    interfaces: 67,
    lags: { 'Bundle-Ether1': null, 'Bundle-Ether6': null, 'Bundle-Ether80': null },
    sessions: 34,
  },
  iosxe: { vendor: 'iosxe', interfaces: 30, lags: {}, sessions: 4 },
  'nxos_lag-mib': {
    vendor: 'nxos',
    interfaces: 107,
    lags: {
      'port-channel50': ethernets('31', '32'),
      'port-channel101': ethernets('1', '3'),
      'port-channel102': ethernets('2', '4'),
      'port-channel103': ethernets('5', '7'),
      'port-channel104': ethernets('6', '8'),
      'port-channel105': ethernets('9', '11'),
      'port-channel106': ethernets('10', '12'),
      'port-channel107': null,
      'port-channel108': null,
      'port-channel320': null,
      'port-channel321': null,
      'port-channel322': ethernets('29/2'),
      'port-channel323': ethernets('29/3'),
      'port-channel324': ethernets('29/4'),
    },
    sessions: 0,
  },
  arista_eos: {
    vendor: 'eos',
    interfaces: 55,
    lags: { 'Port-Channel1': ['Ethernet43', 'Ethernet44'] },
    sessions: 2,
  },
  junos_mx: { vendor: 'junos', interfaces: 0, lags: {}, sessions: 3 },
  junos_vmx: { vendor: 'junos', interfaces: 59, lags: {}, sessions: 2 },
  timos_ixr: {
    vendor: 'sros',
    interfaces: 42,
    lags: { 'lag-1': ['1/1/2', '1/1/3'], 'lag-2': ['1/1/30'], 'lag-3': ['1/1/26'] },
    sessions: 5,
  },
  vrp_ne: {
    vendor: 'vrp',
    interfaces: 35,
    lags: {
      'Eth-Trunk1': ['40GE0/3/0', '40GE0/3/1'],
      'Eth-Trunk2': ['GigabitEthernet0/3/4', 'GigabitEthernet0/3/5'],
    },
    sessions: 50,
  },
  vyos_bgp: { vendor: 'vyos', interfaces: 0, lags: {}, sessions: 2 },
  'ocnos_s9510-28dc-b': {
    vendor: 'ocnos',
    interfaces: 106,
    lags: {
      po54: ['xe12', 'xe22'],
      po66: ['xe4', 'xe9'],
      po77: ['xe14', 'xe19'],
      po127: ['xe5', 'xe10', 'xe15', 'xe24', 'xe27'],
    },
    sessions: 2,
  },
};

interface KnownDifference extends Partial<Omit<Difference, 'fact'>> {
  readonly recording: string;
  readonly fact: Difference['fact'];
  readonly why: string;
}

/** Where the oracle is known to be wrong or to speak of something else. A difference that none of these explains fails. */
const knownDifferences: readonly KnownDifference[] = [
  {
    recording: 'timos_ixr',
    fact: 'interfaces',
    read: 'no row',
    why: 'service interfaces of a Nokia table: in no row of ifTable',
  },
  {
    recording: 'timos_ixr',
    fact: 'admin',
    read: 'start',
    why: 'it shows tBgpPeerNgOperLastEvent; tBgpPeerNgShutdown says that the session is not shut down',
  },
  {
    recording: 'iosxe',
    fact: 'prefixes',
    subject: '10.44.32.13 ipv4 vpn',
    why: 'carried over from an IPv6 peer: cbgpPeer2AddrFamilyPrefixTable has no row of it',
  },
  {
    recording: 'iosxe',
    fact: 'prefixes',
    subject: '10.45.63.161 ipv4 vpn',
    why: 'carried over from an IPv6 peer: cbgpPeer2AddrFamilyPrefixTable has no row of it',
  },
];

const explains = (known: KnownDifference, recording: string, found: Difference): boolean =>
  known.recording === recording &&
  known.fact === found.fact &&
  (known.subject === undefined || known.subject === found.subject) &&
  (known.read === undefined || known.read === found.read);

/** Recordings in whose oracle the upper and the lower layer of ifStackTable are exchanged. */
const stackExchanged: ReadonlySet<string> = new Set(['junos_vmx', 'timos_ixr', 'vrp_ne']);

const missing = missingHere();
const required = process.env.PEERDECK_REQUIRE_DAEMONS === '1';
if (missing.length > 0) console.warn(`left out: recordings of real routers; missing: ${missing.join('; ')}`);

test.runIf(required)('everything is here that these tests need', () => expect(missing).toEqual([]));

describe.runIf(missing.length === 0)('recordings of real routers', () => {
  let simulator: Simulator | null = null;
  const facts = new Map<string, RouterFacts>();

  beforeAll(async () => {
    simulator = await startSimulator(recordingsHere());
    for (const name of recordingsHere()) facts.set(name, await discovered(name, simulator.port));
  }, 150_000);
  afterAll(async () => {
    console.log(tableOf(recordingsHere().map(name => [name, comparisonOf(name)])));
    await simulator?.stop();
  });

  const comparisonOf = (name: string): Comparison => compared(factsOf(name), oracleOf(name), stackExchanged.has(name));

  const factsOf = (name: string): RouterFacts => {
    const found = facts.get(name);
    if (found === undefined) throw new Error(`${name} was not read`);
    return found;
  };

  describe.each(Object.entries(recordings))('%s', (name, expected) => {
    test('is told by its vendor, and every table is read to its end', () => {
      const { system, tables, interfaces, sessions } = factsOf(name);
      expect(system.vendor).toBe(expected.vendor);
      expect(tables.filter(table => table.outcome === 'stopped')).toEqual([]);
      expect(interfaces).toHaveLength(expected.interfaces);
      expect(sessions).toHaveLength(expected.sessions);
    });

    test('its LAGs have their members', () => {
      const read = factsOf(name);
      const lags = lagsOf(read, indexInterfaces(read.interfaces), []);
      const found = lags.map(lag => [lag.name, lag.members === null ? null : [...lag.members].sort()]);
      const wanted = Object.entries(expected.lags).map(([lag, members]) => [lag, members && [...members].sort()]);
      expect(Object.fromEntries(found)).toEqual(Object.fromEntries(wanted));
    });
  });

  test.each(recordingsHere())('%s: the oracle says the same, but where it is known to err', name => {
    const { right, different } = comparisonOf(name);
    const unexplained = different.filter(found => !knownDifferences.some(known => explains(known, name, found)));
    expect(unexplained).toEqual([]);
    expect(right.size).toBeGreaterThan(0);
  });

  test('every known error of the oracle is still there', () => {
    for (const known of knownDifferences) {
      const { different } = comparisonOf(known.recording);
      expect(
        different.some(found => explains(known, known.recording, found)),
        `${known.recording} ${known.fact}: ${known.why}`,
      ).toBe(true);
    }
  });

  test('no row of any recording makes no sense', () => {
    const bad = recordingsHere().flatMap(name =>
      factsOf(name)
        .tables.filter(table => table.bad > 0)
        .map(table => `${name} ${table.table} ${table.bad}`),
    );
    expect(bad).toEqual([]);
  });

  test('the sessions of vrp_ne have no AS number, and one of 50 is established', () => {
    const { sessions } = factsOf('vrp_ne');
    const counts = Map.groupBy(sessions, session => session.state);
    expect([...counts].map(([state, found]) => `${found.length} ${state}`).sort()).toEqual([
      '1 active',
      '1 established',
      '48 idle',
    ]);
    expect(sessions.every(session => session.remoteAs === null)).toBe(true);
  });

  test('the members of ocnos_s9510-28dc-b tell their LACP states', () => {
    const { lagPorts } = factsOf('ocnos_s9510-28dc-b');
    expect(lagPorts).toHaveLength(11);
    for (const port of lagPorts) {
      expect(port.actor).toBe(0xbc);
      expect([0xbc, 0xfc]).toContain(port.partner);
    }
  });
});

/** Recordings × facts: how many are as the oracle has them, and how many are not. */
function tableOf(comparisons: readonly (readonly [string, Comparison])[]): string {
  const width = 12;
  const head = ['recording'.padEnd(20), ...comparedFacts.map(fact => fact.padStart(width))].join('');
  const lines = comparisons.map(([name, { right, different }]) => {
    const cells = comparedFacts.map(fact => {
      const good = right.get(fact) ?? 0;
      const wrong = different.filter(found => found.fact === fact);
      const known = wrong.filter(found => knownDifferences.some(each => explains(each, name, found))).length;
      const text = wrong.length === 0 ? `${good}` : `${good}/${wrong.length - known}/${known}`;
      return (good + wrong.length === 0 ? '-' : text).padStart(width);
    });
    return [name.padEnd(20), ...cells].join('');
  });
  return ['right, or right/wrong/known errors of the oracle', head, ...lines].join('\n');
}

/** Reads one recording as a router is read. */
async function discovered(name: string, port: number): Promise<RouterFacts> {
  const samples: Sample[] = [];
  const router = createSnmpRouter(
    { router: name, address: '127.0.0.1', port, credentials: { version: '2c', community: name }, cycle: millis(9000) },
    { clock: processClock, random: Math.random, hear: sample => samples.push(sample) },
  );
  await router.discover();
  router.close();
  const [sample] = samples;
  if (sample?.kind === 'discovered') return sample.facts;
  throw new Error(sample?.kind === 'failed' ? sample.failure.text : 'nothing was heard');
}
