import { describe, expect, test } from 'vitest';
import { noTargets } from '../../../src/network/facts.ts';
import type { Question } from '../../../src/sources/snmp/codec.ts';
import { discoverRouter } from '../../../src/sources/snmp/discovery.ts';
import { createPace } from '../../../src/sources/snmp/pace.ts';
import { type GroupReading, pollRouter } from '../../../src/sources/snmp/poll.ts';
import type { Patience } from '../../../src/sources/snmp/transport.ts';
import { type Entry, mibScript, type Quirks } from './agent.ts';
import * as ber from './ber.ts';
import * as tables from './router-tables.ts';
import { scripted } from './script-transport.ts';

async function discovered(entries: readonly Entry[] = tables.router(), quirks: Quirks = {}, pace = createPace()) {
  const context = scripted(mibScript(entries, quirks), pace);
  return { ...(await discoverRouter(context)), context };
}

const under =
  (root: readonly number[]) =>
  ([name]: Entry): boolean =>
    root.every((arc, i) => name[i] === arc);

describe('discovery', () => {
  test('reads a router whole', async () => {
    const { facts, namedByIfName } = await discovered();
    expect(facts.system).toEqual({
      vendor: 'vyos',
      sysDescr: 'VyOS 2026.05',
      sysObjectId: '1.3.6.1.4.1.44641',
      sysName: 'ams-er1',
      clock: { upTime: 1000, engineBoots: 7, engineTime: 10, tableChange: 5, stackChange: null },
      lagChange: null,
      localAs: 64496,
      counterRefresh: null,
    });
    expect(facts.interfaces.map(each => each.name)).toEqual(['eth0', 'eth1', 'bond0']);
    expect(facts.addresses).toEqual([{ ifIndex: 10, address: '192.0.2.1', prefixLength: 31 }]);
    expect(facts.lagPorts.map(each => each.attached)).toEqual([10, 10]);
    expect(facts.sessions.map(each => each.peer)).toEqual(['192.0.2.2', '2001:db8::2']);
    expect(facts.tables.filter(table => table.outcome === 'stopped')).toEqual([]);
    expect([...namedByIfName]).toEqual([1, 2, 10]);
  });

  test('BGP4-MIB adds only the peers that the richer table does not have', async () => {
    const old = ['192.0.2.2', '192.0.2.9'].map(
      (peer): Entry => [[1, 3, 6, 1, 2, 1, 15, 3, 1, 2, ...peer.split('.').map(Number)], ber.integer(1)],
    );
    const { facts } = await discovered([...tables.router(), ...old]);
    expect(facts.sessions.map(each => [each.peer, each.source])).toEqual([
      ['192.0.2.2', 'bgp4v2-mib'],
      ['2001:db8::2', 'bgp4v2-mib'],
      ['192.0.2.9', 'bgp4-mib'],
    ]);
  });

  test('interfaces that ifXTable lacks are known by ifDescr', async () => {
    const { facts, namedByIfName } = await discovered([...tables.router(), ...tables.port(3, 'MgmtEth0', null)]);
    expect(facts.interfaces.map(each => each.name)).toContain('MgmtEth0');
    expect(namedByIfName.has(3)).toBe(false);
  });

  test('a router that does not answer is not asked any further', async () => {
    const context = scripted(() => null);
    await expect(discoverRouter(context)).rejects.toThrow('does not answer');
    expect(context.transport.asked).toHaveLength(1);
  });

  test('a system group that is too big for one answer is read in parts', async () => {
    const long: Entry = [[1, 3, 6, 1, 2, 1, 1, 1, 0], ber.octets(`VyOS ${'x'.repeat(250)}`)];
    const { facts } = await discovered([...tables.router().slice(1), long], { maxSize: 400 });
    expect(facts.system).toMatchObject({ vendor: 'vyos', sysName: 'ams-er1', localAs: 64496 });
  });

  test('a router without GETBULK is found out once, and read with GETNEXT', async () => {
    const { facts, context } = await discovered(tables.router(), { noBulk: true });
    expect(facts.interfaces).toHaveLength(3);
    expect(facts.sessions).toHaveLength(2);
    expect(context.transport.waited()).toBeLessThanOrEqual(3000);
    expect(facts.tables.filter(table => table.outcome === 'stopped')).toEqual([]);
  });

  test('a router without GETBULK that learns it later is asked for more again', async () => {
    const pace = createPace();
    await discovered(tables.router(), { noBulk: true }, pace);
    pace.relax();
    const { context } = await discovered(tables.router(), {}, pace);
    expect(context.transport.asked.filter(question => question.pdu === 'getnext')).toEqual([]);
  });

  test.each(['interfaces', 'lag', 'bgp'] as const)('silent %s tables cost only themselves', async silent => {
    const { facts } = await discovered(tables.router(), { silent: tables.roots[silent] });
    const found = { interfaces: facts.interfaces.length, lag: facts.lagPorts.length, bgp: facts.sessions.length };
    expect(found).toEqual({ interfaces: 3, lag: 2, bgp: 2, [silent]: 0 });
    const stopped = facts.tables.filter(table => table.outcome === 'stopped').map(table => table.table);
    expect(stopped.length).toBeGreaterThan(0);
    for (const table of stopped) {
      expect(facts.missing).toContain(`${table}: stopped after 0 rows: the router stopped answering here`);
    }
  });
});

describe('an agent that restarts while it is read', () => {
  const [upTime, boots] = [
    [1, 3, 6, 1, 2, 1, 1, 3, 0],
    [1, 3, 6, 1, 6, 3, 10, 2, 1, 2, 0],
  ];
  /** Restarts once, or at every question, after it was asked for ifXTable. */
  const restarting = (often: boolean, counted = true) => {
    let restarts = 0;
    return scripted(asked => {
      const inTable = asked.oids.some(name => name.join('.').startsWith('1.3.6.1.2.1.31.1.1.1.18'));
      if (inTable && (often || restarts === 0)) restarts += 1;
      const entries = tables.router().map(([name, value]): Entry => {
        if (name.join() === upTime.join()) return [name, ber.timeTicks(restarts === 0 ? 1000 : 5)];
        return name.join() === boots.join() ? [name, ber.integer(7 + (counted ? restarts : 0))] : [name, value];
      });
      return mibScript(entries)(asked);
    });
  };

  test('is read once more, so that no table from before stands beside one from after', async () => {
    const { facts } = await discoverRouter(restarting(false));
    expect(facts.system.clock).toMatchObject({ engineBoots: 8, upTime: 5 });
    expect(facts.interfaces).toHaveLength(3);
  });

  test('is found out by its uptime too: some agents never count their boots', async () => {
    const { facts } = await discoverRouter(restarting(false, false));
    expect(facts.system.clock).toMatchObject({ engineBoots: 7, upTime: 5 });
    await expect(discoverRouter(restarting(true, false))).resolves.toBeDefined();
  });

  test('again and again is said to, and nothing of it is taken', async () => {
    await expect(discoverRouter(restarting(true))).rejects.toThrow('restarts while it is read');
  });
});

describe('SNMPv3 contexts', () => {
  /** Each context has a BGP table of its own; everything else is in the default one. */
  const perVrf = () => {
    const peer = (context: string): Entry[] => tables.session(`1.1.192.0.2.${context === 'voice' ? 5 : 7}`);
    const base = scripted(mibScript(tables.router()));
    return {
      ...base,
      transport: {
        ...base.transport,
        request: (question: Question, patience: Patience) => {
          const { context } = question;
          const script = context === undefined ? tables.router() : [...tables.system(), ...peer(context)];
          return scripted(mibScript(script)).transport.request(question, patience);
        },
      },
    };
  };

  test('tell the sessions of a VRF each, and the fast loop finds them there again', async () => {
    const context = perVrf();
    const { facts } = await discoverRouter(context, { contexts: ['voice', 'data'] });
    expect(facts.sessions.map(({ key, vrf, context: name }) => [key, vrf, name])).toEqual([
      ['192.0.2.2', null, null],
      ['2001:db8::2', null, null],
      ['voice 192.0.2.5', 'voice', 'voice'],
      ['data 192.0.2.7', 'data', 'data'],
    ]);
    const readings: GroupReading[] = [];
    const targets = { ...noTargets, sessions: facts.sessions };
    await pollRouter(
      context,
      targets,
      () => 'ifName',
      reading => readings.push(reading),
    );
    const polled = readings.flatMap(reading => reading.sessions);
    expect(polled.map(session => [session.key, session.state])).toEqual(
      facts.sessions.map(session => [session.key, 'established']),
    );
  });
});

describe('one session, two tables', () => {
  test('BGP4-MIB completes what the richer table leaves open, and doubles nothing', async () => {
    const rich = [[1, 3, 6, 1, 3, 5, 1, 1, 2, 1, 13, 1, 1, 192, 0, 2, 2] as const].map(
      (name): Entry => [name, ber.integer(6)],
    );
    const plain = (column: number, value: Uint8Array): Entry => [
      [1, 3, 6, 1, 2, 1, 15, 3, 1, column, 192, 0, 2, 2],
      value,
    ];
    const { facts } = await discovered([
      ...tables.system(),
      ...rich,
      plain(2, ber.integer(6)),
      plain(5, ber.ipAddress('192.0.2.1')),
      plain(9, ber.integer(8075)),
    ]);
    expect(facts.sessions).toMatchObject([
      { peer: '192.0.2.2', source: 'bgp4v2-mib', remoteAs: 8075, local: '192.0.2.1' },
    ]);
  });
});

describe('a session of which the richer table leaves something open', () => {
  const rich = tables.session('1.1.192.0.2.2').filter(([name]) => name.join('.').includes('.2.1.13.'));
  const plain = (transitions: number): Entry[] =>
    Object.entries({ 2: 6, 3: 2, 15: transitions, 16: 77 }).map(([column, value]) => [
      [1, 3, 6, 1, 2, 1, 15, 3, 1, Number(column), 192, 0, 2, 2],
      ber.integer(value),
    ]);

  test('is completed from BGP4-MIB, in discovery and at each poll', async () => {
    const { facts } = await discovered([...tables.system(), ...rich, ...plain(3)]);
    expect(facts.sessions).toMatchObject([
      { source: 'bgp4v2-mib', admin: 'start', establishedSeconds: 77, transitions: 3, also: { source: 'bgp4-mib' } },
    ]);
    const readings: GroupReading[] = [];
    await pollRouter(
      scripted(mibScript([...tables.system(), ...rich, ...plain(4)])),
      { ...noTargets, sessions: facts.sessions },
      () => 'ifName',
      reading => readings.push(reading),
    );
    expect(readings.flatMap(reading => reading.sessions)).toMatchObject([
      { key: '192.0.2.2', state: 'established', admin: 'start', establishedSeconds: 77, transitions: 4 },
    ]);
  });

  test('and that leaves its table is gone, whatever the other table still says', async () => {
    const { facts } = await discovered([...tables.system(), ...rich, ...plain(3)]);
    const readings: GroupReading[] = [];
    await pollRouter(
      scripted(mibScript([...tables.system(), ...plain(3)])),
      { ...noTargets, sessions: facts.sessions },
      () => 'ifName',
      reading => readings.push(reading),
    );
    expect(readings.flatMap(reading => reading.sessions)).toMatchObject([{ state: null, admin: null }]);
  });
});

describe('what is missing is said', () => {
  const system = tables.system();
  test.each<[string, readonly Entry[], string]>([
    ['sysUpTime', tables.router().filter(each => !under([1, 3, 6, 1, 2, 1, 1, 3])(each)), 'sysUpTime: rates need it'],
    ['sysName', tables.router().filter(each => !under([1, 3, 6, 1, 2, 1, 1, 5])(each)), 'sysName'],
    ['every interface', system, 'interfaces: neither ifTable nor ifXTable answered'],
    ['ifXTable', [...system, ...tables.port(1, 'eth0', null)], 'ifXTable: no 64-bit counters'],
    ['LACP', system, 'IEEE8023-LAG-MIB: LACP states are unknown'],
    ['LAG members', system, 'LAG members: no table publishes them'],
    ['addresses', system, 'IP addresses: sessions cannot be placed'],
    ['IPv6 addresses', tables.router(), 'IPv6 addresses of interfaces'],
    ['sessions', system, 'BGP sessions: no table answered with a row'],
    [
      'IPv6 sessions (FRR 8.4)',
      [...system, [[1, 3, 6, 1, 2, 1, 15, 3, 1, 2, 192, 0, 2, 2], ber.integer(6)]],
      'IPv6 BGP sessions: no table of this router tells them',
    ],
    ['prefix counters', tables.router(), 'prefix counters'],
    [
      'a row that makes no sense',
      [...tables.router(), [[1, 3, 6, 1, 2, 1, 4, 20, 1, 2, 192, 0], ber.integer(7)]],
      'ipAddrTable: 1 row makes no sense and is left out',
    ],
    [
      'AS numbers',
      [...system, [[1, 3, 6, 1, 2, 1, 15, 3, 1, 2, 192, 0, 2, 2], ber.integer(6)]],
      'remote AS of 192.0.2.2: the table has none',
    ],
  ])('%s', async (_, entries, expected) => {
    const { facts } = await discovered(entries);
    expect(facts.missing.some(line => line.startsWith(expected))).toBe(true);
  });

  test('nothing of this of a router that has it all', async () => {
    const { facts } = await discovered();
    expect(facts.missing).toEqual([
      'IPv6 addresses of interfaces',
      'prefix counters',
      'optical power: no table of this router tells it',
    ]);
  });
});
