import { describe, expect, test } from 'vitest';
import { step } from '../../src/simulator/step.ts';
import type { World } from '../../src/simulator/world.ts';
import { happened, octets, start, type Walk, walkOf } from './walk.ts';

const calm = start();

/** IPv4 and IPv6 session of a router's first PNI, as arcs. */
const peersOf = (router: string): { readonly v4: string; readonly v6: string; readonly local: readonly number[] } => {
  const pni = calm.carrier.pnis.find(plan => plan.router === router);
  if (pni === undefined) throw new Error(`no PNI on ${router}`);
  const { ipv4, ipv6 } = pni.sessions;
  return { v4: ipv4.peer.join('.'), v6: ipv6.peer.join('.'), local: ipv6.local };
};

interface Vendor {
  readonly router: string;
  /** Prefix of the state column, and of the others by what they tell. */
  readonly state: string;
  readonly local: string;
  readonly remoteAs: string;
  readonly transitions: string;
  readonly seconds: string;
  /** Index of an address: arcs before it, without or with its length. */
  readonly v4: (address: string) => string;
  readonly v6: (address: string) => string;
}

const hw = '1.3.6.1.4.1.2011.5.25.177.1.1';
const timetra = '1.3.6.1.4.1.6527.3.1.2.14.4';
const cisco = '1.3.6.1.4.1.9.9.187.1.2';
const arista = '1.3.6.1.4.1.30065.4.1.1';

const VENDORS: readonly Vendor[] = [
  {
    router: 'iad-er2',
    state: `${cisco}.5.1.3`,
    local: `${cisco}.5.1.6`,
    remoteAs: `${cisco}.5.1.11`,
    transitions: `${cisco}.5.1.18`,
    seconds: `${cisco}.5.1.19`,
    v4: address => `1.4.${address}`,
    v6: address => `2.16.${address}`,
  },
  {
    router: 'sin-er2',
    state: `${cisco}.9.1.5`,
    local: `${cisco}.9.1.8`,
    remoteAs: `${cisco}.9.1.13`,
    transitions: `${cisco}.9.1.20`,
    seconds: `${cisco}.9.1.21`,
    v4: address => `1.1.4.${address}`,
    v6: address => `1.2.16.${address}`,
  },
  {
    router: 'ams-er2',
    state: `${arista}.2.1.13`,
    local: `${arista}.2.1.3`,
    remoteAs: `${arista}.2.1.10`,
    transitions: `${arista}.7.1.5`,
    seconds: `${arista}.4.1.1`,
    v4: address => `1.1.4.${address}`,
    v6: address => `1.2.16.${address}`,
  },
  {
    router: 'ams-er1',
    state: `${timetra}.7.1.59`,
    local: `${timetra}.7.1.13`,
    remoteAs: `${timetra}.7.1.66`,
    transitions: `${timetra}.8.1.10`,
    seconds: `${timetra}.8.1.177`,
    v4: address => `1.1.4.${address}`,
    v6: address => `1.2.16.${address}`,
  },
  {
    router: 'ord-er1',
    state: `${hw}.2.1.5`,
    local: `${hw}.6.1.5`,
    remoteAs: `${hw}.2.1.2`,
    transitions: `${hw}.2.1.6`,
    seconds: `${hw}.2.1.7`,
    v4: address => `0.1.1.1.4.${address}`,
    v6: address => `0.2.1.2.16.${address}`,
  },
];

describe.each(VENDORS.map(vendor => [vendor.router, vendor] as const))('%s', (router, vendor) => {
  const { under, one } = walkOf(calm, router);
  const { v4, v6, local } = peersOf(router);

  test('has both sessions, established, with the AS number of Microsoft', () => {
    for (const index of [vendor.v4(v4), vendor.v6(v6)]) {
      expect(one(`${vendor.state}.${index}`)).toBe(6n);
      expect(one(`${vendor.remoteAs}.${index}`)).toBe(8075n);
      expect(one(`${vendor.seconds}.${index}`)).toBeGreaterThan(100_000n);
    }
  });

  test('has all its sessions and no more', () => {
    const at = calm.carrier.routers.findIndex(({ name }) => name === router);
    const microsoft = calm.carrier.pnis.filter(pni => pni.router === router).length * 2;
    const vpn = router === 'ord-er1' ? 1 : 0;
    expect(under(vendor.state).size).toBe(microsoft + (calm.carrier.routers[at]?.sessions.length ?? 0) + vpn);
  });

  test('tells its own end of the session', () => {
    const found = [...under(vendor.local).values()].map(octets);
    expect(found).toContainEqual(local);
  });

  test('counts a session that came back', () => {
    const pni = calm.carrier.pnis.find(plan => plan.router === router)?.id ?? '';
    const session = (world: World, to: 'down' | 'up') =>
      happened(world, { at: 0, do: 'session', pni, afi: 'ipv6', to });
    const back = step(session(step(session(calm, 'down'), 2000), 'up'), 10_000);
    const again = walkOf(back, router);
    const index = `${vendor.transitions}.${vendor.v6(v6)}`;
    expect(Number(again.one(index)) - Number(one(index))).toBe(1);
    expect(again.one(`${vendor.seconds}.${vendor.v6(v6)}`)).toBeLessThan(10n);
    expect(again.one(`${vendor.seconds}.${vendor.v4(v4)}`)).toBe(
      BigInt(Number(one(`${vendor.seconds}.${vendor.v4(v4)}`)) + 12),
    );
  });
});

/** A router whose IPv6 session with Microsoft was shut by its operator, the IPv4 session left. */
const shut = (router: string): Walk => {
  const pni = calm.carrier.pnis.find(plan => plan.router === router)?.id ?? '';
  return walkOf(happened(calm, { at: 0, do: 'session', pni, afi: 'ipv6', to: 'shut' }), router);
};

describe('a session that was shut', () => {
  test.each<readonly [router: string, admin: string, stopped: bigint]>([
    ['iad-er2', `${cisco}.5.1.4.2.16`, 1n],
    ['sin-er2', `${cisco}.9.1.6.1.2.16`, 1n],
    ['ams-er2', `${arista}.2.1.12.1.2.16`, 1n],
    ['ams-er1', `${timetra}.7.1.6.1.2.16`, 1n],
    ['ord-er1', `${hw}.2.1.11.0.2.1.2.16`, 1n],
  ])('is stopped on %s', (router, admin, stopped) => {
    expect(shut(router).one(`${admin}.${peersOf(router).v6}`)).toBe(stopped);
    expect(walkOf(calm, router).one(`${admin}.${peersOf(router).v6}`)).toBe(2n);
  });

  test.each<readonly [router: string, error: string]>([
    ['iad-er2', `${cisco}.5.1.17.2.16`],
    ['sin-er2', `${cisco}.9.1.19.1.2.16`],
    ['ams-er1', `${timetra}.8.1.178.1.2.16`],
    ['ord-er1', `${hw}.2.1.9.0.2.1.2.16`],
  ])('has Cease/Administrative Shutdown as its error on %s', (router, error) => {
    expect(octets(shut(router).one(`${error}.${peersOf(router).v6}`))).toEqual([6, 2]);
  });

  test('on EOS in numbers of its own, in the half of what was sent', () => {
    const { one } = shut('ams-er2');
    const index = `1.2.16.${peersOf('ams-er2').v6}`;
    expect(['1', '2', '6', '7'].map(column => one(`${arista}.3.1.${column}.${index}`))).toEqual([0n, 0n, 6n, 2n]);
  });

  test('on IOS-XR and NX-OS in words too', () => {
    expect(shut('iad-er2').one(`${cisco}.5.1.28.2.16.${peersOf('iad-er2').v6}`)).toBe('Cease/Administrative Shutdown');
    expect(shut('sin-er2').one(`${cisco}.9.1.30.1.2.16.${peersOf('sin-er2').v6}`)).toBe(
      'Cease/Administrative Shutdown',
    );
  });

  test('on VRP and SR OS as the reason and as the event', () => {
    expect(shut('ord-er1').one(`${hw}.2.1.10.0.2.1.2.16.${peersOf('ord-er1').v6}`)).toBe(1n);
    expect(shut('ams-er1').one(`${timetra}.8.1.12.1.2.16.${peersOf('ams-er1').v6}`)).toBe(25n);
  });
});

describe('prefixes of a session', () => {
  test('on IOS-XR: accepted, limit and threshold, and advertised as what was sent less what was withdrawn', () => {
    const index = (router: string) => `2.16.${peersOf(router).v6}.2.1`;
    const read = ({ one }: Walk, column: number): number => Number(one(`${cisco}.8.1.${column}.${index('iad-er2')}`));
    const well = walkOf(calm, 'iad-er2');
    expect([1, 3, 4].map(column => read(well, column))).toEqual([165, 2000, 80]);
    expect(read(well, 6) - read(well, 8)).toBe(8);
    const down = shut('iad-er2');
    expect(read(down, 1)).toBe(0);
    expect(read(down, 6) - read(down, 8)).toBe(0);
    expect(well.under(`${cisco}.8.1.1`).size).toBe(9);
    expect(well.one(`${cisco}.8.1.1.1.4.${peersOf('iad-er2').v4}.1.1`)).toBe(281n);
  });

  test('on EOS: gauges that are there while the session is', () => {
    const index = `1.2.16.${peersOf('ams-er2').v6}.2.1`;
    const { one } = walkOf(calm, 'ams-er2');
    expect(['3', '4', '5'].map(column => one(`${arista}.8.1.${column}.${index}`))).toEqual([165n, 165n, 8n]);
    expect(shut('ams-er2').under(`${arista}.8.1.3`).has(index)).toBe(false);
  });

  test('on SR OS: by family, the other family being 0', () => {
    const { one } = walkOf(calm, 'ams-er1');
    const { v4, v6 } = peersOf('ams-er1');
    const read = (index: string) => [5, 6, 7, 27, 28, 29].map(column => one(`${timetra}.8.1.${column}.${index}`));
    expect(read(`1.1.4.${v4}`)).toEqual([280n, 12n, 280n, 0n, 0n, 0n]);
    expect(read(`1.2.16.${v6}`)).toEqual([0n, 0n, 0n, 164n, 8n, 164n]);
    expect(one('1.3.6.1.4.1.6527.3.1.2.3.1.1.4.1')).toBe('Base');
  });

  test('on VRP: a row for each family of a session', () => {
    const { one, under } = walkOf(calm, 'ord-er1');
    const { v4, v6 } = peersOf('ord-er1');
    expect([1, 2, 3].map(column => one(`${hw}.3.1.${column}.0.1.1.1.4.${v4}`))).toEqual([281n, 281n, 12n]);
    expect([1, 2, 3].map(column => one(`${hw}.3.1.${column}.0.2.1.2.16.${v6}`))).toEqual([164n, 164n, 8n]);
    // The sibling, inside the carrier: unicast and VPN.
    const families = [...under(`${hw}.2.1.5`).keys()].filter(index => index.endsWith('.1.4.198.51.100.6'));
    expect(families).toEqual(['0.1.1.1.4.198.51.100.6', '0.1.128.1.4.198.51.100.6']);
    expect(new Set(under(`${hw}.1.1.6`).values())).toEqual(new Set(['Public']));
  });
});

describe('BGP4-MIB', () => {
  const peerTable = '1.3.6.1.2.1.15.3.1';

  test.each<readonly [router: string, neighbour: string, remoteAs: bigint | null]>([
    ['iad-er2', '203.0.113.3', 23456n],
    ['ams-er1', '203.0.113.5', 64510n],
    ['ams-er2', '203.0.113.7', 23456n],
    ['ord-er1', '203.0.113.9', null],
    ['sin-er1', '203.0.113.13', 65549n],
  ])('of %s: AS number of %s', (router, neighbour, remoteAs) => {
    const { under } = walkOf(calm, router);
    expect(under(`${peerTable}.9`).get(neighbour) ?? null).toBe(remoteAs);
    expect(under(`${peerTable}.2`).get(neighbour)).toBe(6n);
  });

  test('of SR OS: the time since the session was established stands in column 19', () => {
    const { under } = walkOf(calm, 'ams-er1');
    const { v4 } = peersOf('ams-er1');
    expect(under(`${peerTable}.16`).size).toBe(0);
    expect(under(`${peerTable}.19`).get(v4)).toBe(under(`${timetra}.8.1.177`).get(`1.1.4.${v4}`));
  });

  test('of every router has IPv4 peers only', () => {
    for (const { name } of calm.carrier.routers) {
      for (const index of walkOf(calm, name).under(`${peerTable}.2`).keys()) expect(index.split('.')).toHaveLength(4);
    }
  });
});
