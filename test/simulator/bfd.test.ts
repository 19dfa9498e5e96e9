import { describe, expect, test } from 'vitest';
import { step } from '../../src/simulator/step.ts';
import type { World } from '../../src/simulator/world.ts';
import { happened, octets, start, walkOf } from './walk.ts';

const calm = start();

interface Table {
  readonly router: string;
  readonly pni: string;
  readonly state: string;
  readonly values: { readonly adminDown: bigint; readonly down: bigint; readonly up: bigint };
}

const STANDARD = { adminDown: 1n, down: 2n, up: 4n };
const PROTOCOL = { adminDown: 0n, down: 1n, up: 3n };

const TABLES: readonly Table[] = [
  {
    router: 'iad-er2',
    pni: 'iad-er2/Bundle-Ether1',
    state: '1.3.6.1.4.1.9.10.137.1.2.1.6',
    values: STANDARD,
  },
  { router: 'iad-er1', pni: 'iad-er1/ae1', state: '1.3.6.1.4.1.2636.5.3.1.1.2.1.6', values: STANDARD },
  { router: 'sin-er2', pni: 'sin-er2/port-channel101', state: '1.3.6.1.4.1.9.10.137.1.2.1.6', values: STANDARD },
  { router: 'ams-er2', pni: 'ams-er2/Port-Channel1', state: '1.3.6.1.2.1.222.1.2.1.11', values: STANDARD },
  { router: 'ams-er1', pni: 'ams-er1/lag-1', state: '1.3.6.1.4.1.6527.3.1.2.3.34.1.6', values: PROTOCOL },
  { router: 'ord-er1', pni: 'ord-er1/Eth-Trunk1', state: '1.3.6.1.4.1.2011.5.25.38.2.3.1.17', values: PROTOCOL },
];

const sessionsOf = (router: string): number => calm.carrier.pnis.filter(pni => pni.router === router).length * 2 + 3;

describe.each(TABLES.map(table => [table.router, table] as const))('BFD on %s', (router, { pni, state, values }) => {
  const counted = (world: World) => {
    const states = [...walkOf(world, router).under(state).values()];
    const count = (value: bigint): number => states.filter(one => one === value).length;
    return { adminDown: count(values.adminDown), down: count(values.down), up: count(values.up) };
  };

  test('one session for each BGP session, all up', () => {
    expect(counted(calm)).toEqual({ adminDown: 0, down: 0, up: sessionsOf(router) });
  });

  test('both go down with the LAG at once, before the hold time is over, and come back with it', () => {
    const dark = happened(calm, { at: 0, do: 'member', pni, to: 'down' });
    expect(counted(dark).down).toBe(2);
    expect(counted(happened(dark, { at: 0, do: 'member', pni, to: 'up' })).down).toBe(0);
  });

  test('one is down by administration where its BGP session was shut', () => {
    const shut = happened(calm, { at: 0, do: 'session', pni, afi: 'ipv4', to: 'shut' });
    expect(counted(shut)).toEqual({ adminDown: 1, down: 0, up: sessionsOf(router) - 1 });
  });

  test('one is down where a scenario cuts it, until the session is let back', () => {
    const cut = happened(calm, { at: 0, do: 'session', pni, afi: 'ipv6', to: 'down', bfd: 'down' });
    expect(counted(cut).down).toBe(1);
    expect(counted(step(cut, 20_000)).down).toBe(1);
    expect(counted(happened(cut, { at: 0, do: 'session', pni, afi: 'ipv6', to: 'up' })).down).toBe(0);
  });

  test('none is down where a session is lost to something else', () => {
    expect(counted(happened(calm, { at: 0, do: 'session', pni, afi: 'ipv6', to: 'down' })).down).toBe(0);
  });
});

describe('who the sessions are with', () => {
  test('EOS: address, interface, timers and diagnostic code by column', () => {
    const cut = happened(calm, {
      at: 0,
      do: 'session',
      pni: 'ams-er2/Port-Channel1',
      afi: 'ipv6',
      to: 'down',
      bfd: 'down',
    });
    const { one } = walkOf(cut, 'ams-er2');
    const row = (column: number) => one(`1.3.6.1.2.1.222.1.2.1.${column}.2`);
    expect([11, 13, 18, 21, 29, 31].map(row)).toEqual([2n, 1n, 1_000_001n, 2n, 300_000n, 3n]);
    expect(octets(row(22))).toEqual([0x20, 1, 0x0d, 0xb8, 0, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2]);
  });

  test('IOS-XR has the diagnostic code, NX-OS does not', () => {
    const diagnostic = '1.3.6.1.4.1.9.10.137.1.2.1.8';
    expect(walkOf(calm, 'iad-er2').under(diagnostic).size).toBe(9);
    expect(walkOf(calm, 'sin-er2').under(diagnostic).size).toBe(0);
  });

  test('SR OS: both ends and the IP interface stand in the index', () => {
    const { under, ifIndex } = walkOf(calm, 'ams-er1');
    expect([...under('1.3.6.1.4.1.6527.3.1.2.3.34.1.6').keys()]).toContain(
      `1.${ifIndex('to-lag-1')}.1.4.192.0.2.12.1.4.192.0.2.13`,
    );
  });

  test('VRP: the interface, and addresses of IPv4 only', () => {
    const { one, ifIndex } = walkOf(calm, 'ord-er1');
    const root = '1.3.6.1.4.1.2011.5.25.38.2.3.1';
    expect(one(`${root}.6.1`)).toBe(BigInt(ifIndex('Eth-Trunk1')));
    expect(octets(one(`${root}.5.1`))).toEqual([192, 0, 2, 21]);
    expect(octets(one(`${root}.5.2`))).toEqual([0, 0, 0, 0]);
  });
});
