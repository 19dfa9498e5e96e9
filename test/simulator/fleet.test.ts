import { createSocket, type Socket } from 'node:dgram';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { parse } from 'yaml';
import { type Fleet, startFleet } from '../../src/simulator/fleet.ts';
import { compareOids, dotted } from '../../src/simulator/mib.ts';
import { type Answer, ask, type Question, read } from './asker.ts';

const EVENING = Date.UTC(2026, 0, 15, 20);
const open: (Fleet | Socket)[] = [];

afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

/** A fleet whose clock stands still until it is moved. */
const fleetOf = async (scenario: string) => {
  const clock = { ms: EVENING };
  const fleet = await startFleet({ scenario, seed: 3, now: () => clock.ms, schedule: () => () => undefined });
  const socket = createSocket('udp4');
  open.push(fleet, socket);
  const heard: Answer[] = [];
  socket.on('message', datagram => heard.push(read(datagram)));
  const send = (router: string, datagram: Uint8Array): void => {
    const port = fleet.routers.find(({ name }) => name === router)?.port;
    socket.send(datagram, port, '127.0.0.1');
  };
  let requestId = 0;
  const put = async (router: string, question: Question): Promise<Answer> => {
    requestId += 1;
    const id = requestId;
    send(router, ask({ ...question, requestId: id }));
    return vi.waitUntil(() => heard.find(answer => answer.requestId === id), { interval: 2 });
  };
  const walk = async (router: string, root: string): Promise<Answer['seen'][number][]> => {
    const rows: Answer['seen'][number][] = [];
    for (let at = root; ; ) {
      const { seen, size } = await put(router, { kind: 'getBulk', names: [at], bulk: [0, 25] });
      expect(size).toBeLessThanOrEqual(1472);
      for (const row of seen) {
        if (row.tag === 0x82 || !row.name.startsWith(`${root}.`)) return rows;
        rows.push(row);
      }
      at = rows.at(-1)?.name ?? root;
    }
  };
  return { fleet, clock, heard, send, put, walk };
};

const IF_NAME = '1.3.6.1.2.1.31.1.1.1.1';
const SYS_UP_TIME = '1.3.6.1.2.1.1.3.0';
const HW_STATE = '1.3.6.1.4.1.2011.5.25.177.1.1.2.1.5';
const TIMETRA_STATE = '1.3.6.1.4.1.6527.3.1.2.14.4.7.1.59';

const indexOf = (names: Answer['seen'], name: string): string => {
  const found = names.find(({ value }) => value === name);
  if (found === undefined) throw new Error(`no interface ${name}`);
  return found.name.slice(IF_NAME.length + 1);
};

describe('a router on loopback', () => {
  test('counts by its own clock', async () => {
    const { clock, put, walk } = await fleetOf('calm');
    const index = indexOf(await walk('ams-er1', IF_NAME), 'lag-1');
    const names = [SYS_UP_TIME, `1.3.6.1.2.1.31.1.1.1.6.${index}`];
    const numbers = async (): Promise<bigint[]> =>
      (await put('ams-er1', { names })).seen.map(({ value }) => BigInt(value ?? 0));
    const [time = 0n, octets = 0n] = await numbers();
    clock.ms += 2_004;
    const [later = 0n, more = 0n] = await numbers();
    expect(later - time).toBe(200n);
    const gbps = (Number(more - octets) * 8) / 2 / 1e9;
    expect(gbps).toBeGreaterThan(800 * 0.25);
    expect(gbps).toBeLessThan(800 * 0.45);
  });

  test('walks to its end, inside 1.3.6 and outside', async () => {
    const { walk } = await fleetOf('calm');
    expect((await walk('iad-er1', '1.3.6')).length).toBeGreaterThan(1500);
    const lag = await walk('iad-er1', '1.2.840');
    expect(lag.filter(({ name }) => name.includes('.43.1.2.1.1.13.'))).toHaveLength(12);
    expect(
      lag
        .filter(({ name }) => name.includes('.43.1.2.1.1.21.'))
        .every(({ value }) => value === '\xfc' || value === '\xbc'),
    ).toBe(true);
    expect(await walk('sin-er1', '1.2.840')).toEqual([]);
  });

  test.each(['iad-er1', 'iad-er2', 'ams-er1', 'ams-er2', 'ord-er1', 'ord-er2', 'sin-er1', 'sin-er2'])(
    '%s walks to its end in strictly increasing order',
    async router => {
      const { walk } = await fleetOf('calm');
      for (const root of ['1.3.6', '1.2.840']) {
        const rows = (await walk(router, root)).map(({ name }) => dotted(name));
        for (const [i, name] of rows.entries()) {
          const next = rows[i + 1];
          if (next !== undefined) expect(compareOids(name, next)).toBeLessThan(0);
        }
        if (root === '1.3.6') expect(rows.length).toBeGreaterThan(400);
      }
    },
  );

  test('keeps silent for a wrong community and for garbage, and answers the next request', async () => {
    const { heard, send, put } = await fleetOf('calm');
    send('iad-er1', ask({ names: [SYS_UP_TIME], community: 'private', requestId: 999 }));
    send('iad-er1', Buffer.from('not snmp at all'));
    send('iad-er1', Buffer.alloc(0));
    await put('iad-er1', { names: [SYS_UP_TIME] });
    expect(heard).toHaveLength(1);
  });
});

test('the configuration names every router, and what discovery cannot know', async () => {
  const { fleet } = await fleetOf('calm');
  expect(parse(fleet.configuration)).toMatchObject({
    partner: { asn: 64496, name: 'Example Carrier' },
    peerAsns: [8075],
    simulation: true,
    routers: fleet.routers.map(({ name, port }) => ({
      name,
      address: '127.0.0.1',
      port,
      snmp: { version: '2c', community: 'public' },
    })),
    pnis: [
      { router: 'iad-er1', interface: 'ae2', metro: 'New York' },
      { router: 'iad-er2', interface: 'Bundle-Ether3', metro: 'New York' },
      { router: 'ams-er1', interface: 'lag-2', metro: 'London' },
      { router: 'ams-er2', interface: 'Port-Channel2', metro: 'London' },
      { router: 'sin-er1', interface: 'bond0', members: ['eth0', 'eth1'] },
    ],
  });
});

describe('scenarios as seen from outside', () => {
  test('router-dark: one router stops, the others go on', async () => {
    const { clock, heard, send, put } = await fleetOf('router-dark');
    await put('ams-er2', { names: [SYS_UP_TIME] });
    clock.ms += 10_000;
    send('ams-er2', ask({ names: [SYS_UP_TIME], requestId: 999 }));
    await put('ams-er1', { names: [SYS_UP_TIME] });
    expect(heard.some(({ requestId }) => requestId === 999)).toBe(false);
  });

  test('silent-half: only the BGP tables stop', async () => {
    const { clock, heard, send, put, walk } = await fleetOf('silent-half');
    expect(await walk('ord-er1', HW_STATE)).not.toEqual([]);
    clock.ms += 10_000;
    send('ord-er1', ask({ kind: 'getBulk', names: [HW_STATE], bulk: [0, 5], requestId: 999 }));
    await put('ord-er1', { names: [SYS_UP_TIME, '1.3.6.1.2.1.15.2.0'] });
    expect(await walk('ord-er1', '1.3.6.1.2.1.4.34')).not.toEqual([]);
    expect(heard.some(({ requestId }) => requestId === 999)).toBe(false);
  });

  test('ifindex-renumber: the same names under other numbers, and a stamp that says so', async () => {
    const { clock, put, walk } = await fleetOf('ifindex-renumber');
    const before = await walk('iad-er2', IF_NAME);
    clock.ms += 9_000;
    const after = await walk('iad-er2', IF_NAME);
    expect(after.map(({ value }) => value)).toEqual(before.map(({ value }) => value));
    expect(Number(indexOf(after, 'Bundle-Ether1')) - Number(indexOf(before, 'Bundle-Ether1'))).toBe(4);
    const { seen } = await put('iad-er2', { names: [SYS_UP_TIME, '1.3.6.1.2.1.31.1.5.0'] });
    const [now = 0n, changed = 0n] = seen.map(({ value }) => BigInt(value ?? 0));
    expect(now - changed).toBe(100n);
  });

  test('lag-member-flap: the LACP row of a dead member vanishes', async () => {
    const { clock, walk } = await fleetOf('lag-member-flap');
    const attached = '1.2.840.10006.300.43.1.2.1.1.13';
    expect(await walk('iad-er1', attached)).toHaveLength(12);
    clock.ms += 9_000;
    expect((await walk('iad-er1', attached)).filter(({ value }) => value === 0n)).toHaveLength(1);
    clock.ms += 2_000;
    expect(await walk('iad-er1', attached)).toHaveLength(11);
  });

  test('counter-reset: silence, then a router that starts from nothing', async () => {
    const { clock, put } = await fleetOf('counter-reset');
    const names = [SYS_UP_TIME, '1.3.6.1.6.3.10.2.1.2.0'];
    const [, boots] = (await put('ams-er1', { names })).seen;
    clock.ms += 13_000;
    const [upTime, bootsAfter] = (await put('ams-er1', { names })).seen;
    expect(upTime?.value).toBe(100n);
    expect(BigInt(bootsAfter?.value ?? 0)).toBe(BigInt(boots?.value ?? 0) + 1n);
  });

  test('bgp-v6-only-down: the session loses its prefixes and its BFD, and tells its error', async () => {
    const { clock, walk } = await fleetOf('bgp-v6-only-down');
    const received = '1.3.6.1.4.1.6527.3.1.2.14.4.8.1.27';
    const bfd = '1.3.6.1.4.1.6527.3.1.2.3.34.1.6';
    const without = async (root: string, value: bigint) =>
      (await walk('ams-er1', root)).filter(row => row.value === value).length;
    const before = [await without(received, 0n), await without(TIMETRA_STATE, 6n), await without(bfd, 3n)];
    clock.ms += 10_000;
    const after = [await without(received, 0n), await without(TIMETRA_STATE, 6n), await without(bfd, 3n)];
    expect(after.map((count, i) => count - (before[i] ?? 0))).toEqual([1, -1, -1]);
    const errors = await walk('ams-er1', '1.3.6.1.4.1.6527.3.1.2.14.4.8.1.178');
    expect(errors.filter(({ value }) => value === '\x06\x0a')).toHaveLength(1);
  });
});

test('an unknown scenario is refused with the names of those that exist', async () => {
  await expect(startFleet({ scenario: 'storm', seed: 1 })).rejects.toThrow(/no scenario "storm".*calm/);
});

test('a port in use is refused, and no other port stays open', async () => {
  const { fleet } = await fleetOf('calm');
  const taken = fleet.routers[0]?.port ?? 0;
  await expect(startFleet({ scenario: 'calm', seed: 1, basePort: taken })).rejects.toThrow(`127.0.0.1:${taken}`);
});
