/** Ten walks of real routers, read over UDP as the console reads a router, against what another system makes of them. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { canonicalAddress } from '../../src/network/addresses.ts';
import type { RouterFacts, Vendor } from '../../src/network/facts.ts';
import { indexInterfaces } from '../../src/network/interfaces.ts';
import { lagsOf } from '../../src/network/lags.ts';
import type { Sample } from '../../src/network/samples.ts';
import { millis } from '../../src/network/units.ts';
import { processClock } from '../../src/sources/clock.ts';
import { createSnmpRouter } from '../../src/sources/snmp/snmp-router.ts';
import { type OraclePort, oracleOf } from './oracle.ts';
import { missingHere, type Simulator, startSimulator } from './snmpsim.ts';

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
    sessions: 0,
  },
  iosxe: { vendor: 'iosxe', interfaces: 30, lags: {}, sessions: 0 },
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
    sessions: 0,
  },
  junos_mx: { vendor: 'junos', interfaces: 0, lags: {}, sessions: 3 },
  junos_vmx: { vendor: 'junos', interfaces: 59, lags: {}, sessions: 2 },
  timos_ixr: {
    vendor: 'sros',
    interfaces: 42,
    lags: { 'lag-1': ['1/1/2', '1/1/3'], 'lag-2': ['1/1/30'], 'lag-3': ['1/1/26'] },
    sessions: 0,
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

/** Where the oracle is known to differ from the recording, and why. */
const knownDifferences = {
  /** It lists service interfaces of a Nokia table as ports; they are in no row of ifTable. */
  portsOfOtherTables: new Set(['timos_ixr']),
  /** It ignores some interfaces: 40 of Arista's, `lsi` of Junos, `Virtual-Template0` of VRP. */
  portsLeftOut: new Map([
    ['arista_eos', 40],
    ['junos_vmx', 1],
    ['vrp_ne', 1],
  ]),
  /** It has the upper and the lower layer of ifStackTable exchanged. */
  stackExchanged: ['junos_vmx', 'timos_ixr', 'vrp_ne'],
  /** Its prefix counts of other families than unicast are carried over from another row. */
  prefixesOf: 'unicast',
} as const;

/** Its words for bgpPeerAdminStatus of Junos and of the others. */
const started = ['running', 'start'];
const operNames: Readonly<Record<string, string>> = { lowerLayerDown: 'lower-layer-down', notPresent: 'not-present' };

const missing = missingHere();
const required = process.env.PEERDECK_REQUIRE_DAEMONS === '1';
if (missing.length > 0) console.warn(`left out: recordings of real routers; missing: ${missing.join('; ')}`);

test.runIf(required)('everything is here that these tests need', () => expect(missing).toEqual([]));

describe.runIf(missing.length === 0)('recordings of real routers', () => {
  let simulator: Simulator | null = null;
  const facts = new Map<string, RouterFacts>();

  beforeAll(async () => {
    simulator = await startSimulator(Object.keys(recordings));
    for (const name of Object.keys(recordings)) facts.set(name, await discovered(name, simulator.port));
  }, 150_000);
  afterAll(() => simulator?.stop());

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

    test('its interfaces are those of the oracle, in name, state and speed', () => {
      const { interfaces } = factsOf(name);
      const byIndex = new Map(interfaces.map(each => [each.ifIndex, each]));
      const { ports = [] } = oracleOf(name);
      const compared = ports.filter(
        port => byIndex.has(port.ifIndex) || !knownDifferences.portsOfOtherTables.has(name),
      );
      expect(compared.map(port => seenPort(byIndex.get(port.ifIndex)))).toEqual(compared.map(wantedPort));
      if (ports.length > 0) {
        expect(interfaces.length - compared.length).toBe(knownDifferences.portsLeftOut.get(name) ?? 0);
      }
    });
  });

  test.each(['junos_mx', 'junos_vmx', 'vyos_bgp', 'ocnos_s9510-28dc-b'])(
    'the sessions of %s are those of the oracle',
    name => {
      const { sessions } = factsOf(name);
      const { bgpPeers = [] } = oracleOf(name);
      const wanted = bgpPeers.map(peer => ({
        peer: canonicalAddress(peer.bgpPeerIdentifier),
        local: canonicalAddress(peer.bgpLocalAddr),
        remoteAs: peer.bgpPeerRemoteAs,
        state: peer.bgpPeerState,
        admin: started.includes(peer.bgpPeerAdminStatus) ? 'start' : 'stop',
        establishedSeconds: peer.bgpPeerFsmEstablishedTime,
      }));
      const found = sessions.map(({ peer, local, remoteAs, state, admin, establishedSeconds }) => ({
        peer,
        local,
        remoteAs,
        state,
        admin,
        establishedSeconds,
      }));
      const byPeer = (a: { readonly peer: string | null }, b: { readonly peer: string | null }): number =>
        (a.peer ?? '').localeCompare(b.peer ?? '');
      expect(found.sort(byPeer)).toEqual(wanted.sort(byPeer));
    },
  );

  test.each(['junos_mx', 'junos_vmx'])('the unicast prefixes of %s are those of the oracle', name => {
    const { sessions } = factsOf(name);
    const { bgpPeers_cbgp: families = [] } = oracleOf(name);
    const unicast = families.filter(each => each.safi === knownDifferences.prefixesOf);
    expect(unicast.length).toBeGreaterThan(0);
    for (const each of unicast) {
      const session = sessions.find(found => found.peer === canonicalAddress(each.bgpPeerIdentifier));
      expect(session).toMatchObject({
        prefixesAccepted: each.AcceptedPrefixes,
        prefixesAdvertised: each.AdvertisedPrefixes,
      });
    }
  });

  test.each(knownDifferences.stackExchanged)('the stack of %s is the oracle’s, upside down', name => {
    const { stack } = factsOf(name);
    const { ports_stack: rows = [] } = oracleOf(name);
    const text = (upper: number, lower: number): string => `${upper} over ${lower}`;
    const read = new Set(stack.map(row => text(row.upper, row.lower)));
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) expect(read).toContain(text(row.low_ifIndex, row.high_ifIndex));
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

interface ComparedPort {
  readonly name: string | undefined;
  readonly admin: string | null | undefined;
  readonly oper: string | null | undefined;
  readonly speed: number | null | undefined;
}

const seenPort = (port: RouterFacts['interfaces'][number] | undefined): ComparedPort => ({
  name: port?.name,
  admin: port?.admin,
  oper: port?.oper,
  speed: port?.speed,
});

const wantedPort = (port: OraclePort): ComparedPort => ({
  name: port.ifName,
  admin: port.ifAdminStatus,
  oper: operNames[port.ifOperStatus ?? ''] ?? port.ifOperStatus,
  // It leaves out a speed of 0, which is none.
  speed: port.ifSpeed ?? null,
});

/** Reads one recording as a router is read. */
async function discovered(name: string, port: number): Promise<RouterFacts> {
  const samples: Sample[] = [];
  const router = createSnmpRouter(
    { router: name, address: '127.0.0.1', port, community: name, cycle: millis(9000) },
    { clock: processClock, random: Math.random, hear: sample => samples.push(sample) },
  );
  await router.discover();
  router.close();
  const [sample] = samples;
  if (sample?.kind === 'discovered') return sample.facts;
  throw new Error(sample?.kind === 'failed' ? sample.failure.text : 'nothing was heard');
}
