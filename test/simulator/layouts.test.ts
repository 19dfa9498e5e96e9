import { describe, expect, test } from 'vitest';
import { EVENING, happened, start, walkOf } from './walk.ts';

const calm = start();
const walks = new Map(calm.carrier.routers.map(({ name }) => [name, walkOf(calm, name)]));
const walk = (router: string) => {
  const found = walks.get(router);
  if (found === undefined) throw new Error(`no router ${router}`);
  return found;
};

/** Where each table begins. */
const TABLES = {
  stack: '1.3.6.1.2.1.31.1.2.1',
  lagPorts: '1.2.840.10006.300.43.1.2.1.1.21',
  lagSelected: '1.2.840.10006.300.43.1.2.1.1.12',
  timetraLag: '1.3.6.1.4.1.6527.3.1.2.15.5.1',
  hwTrunk: '1.3.6.1.4.1.2011.5.25.41.1.4.1',
  bgp4: '1.3.6.1.2.1.15.3.1',
  jnxBgpM2: '1.3.6.1.4.1.2636.5.1.1.2.1.1.1',
  cbgpPeer2: '1.3.6.1.4.1.9.9.187.1.2.5.1',
  cbgpPeer3: '1.3.6.1.4.1.9.9.187.1.2.9.1',
  aristaBgp: '1.3.6.1.4.1.30065.4.1.1.2.1',
  timetraBgp: '1.3.6.1.4.1.6527.3.1.2.14.4.7.1',
  hwBgp: '1.3.6.1.4.1.2011.5.25.177.1.1.2.1',
  bgp4v2: '1.3.6.1.3.5.1.1.2.1',
  jnxBfd: '1.3.6.1.4.1.2636.5.3.1.1.2',
  bfdStd: '1.3.6.1.2.1.222.1.2.1',
  ciscoBfd: '1.3.6.1.4.1.9.10.137.1.2.1',
  hwBfd: '1.3.6.1.4.1.2011.5.25.38.2.3.1',
  timetraBfd: '1.3.6.1.4.1.6527.3.1.2.3.34.1',
  entity: '1.3.6.1.2.1.47.1.1.1.1',
  alias: '1.3.6.1.2.1.47.1.3.2.1.2',
  sensor: '1.3.6.1.2.1.99.1.1.1',
  ciscoSensor: '1.3.6.1.4.1.9.9.91.1.1.1.1',
  ciscoThreshold: '1.3.6.1.4.1.9.9.91.1.2.1.1',
  jnxDom: '1.3.6.1.4.1.2636.3.60.1.1.1.1',
  jnxDomLane: '1.3.6.1.4.1.2636.3.60.1.2.1.1',
  timetraDdm: '1.3.6.1.4.1.6527.3.1.2.2.4.31.1',
  hwOptics: '1.3.6.1.4.1.2011.5.25.31.1.1.3.1',
} as const;
type Table = keyof typeof TABLES;

const JUNOS: readonly Table[] = [
  'stack',
  'lagPorts',
  'lagSelected',
  'bgp4',
  'jnxBgpM2',
  'jnxBfd',
  'jnxDom',
  'jnxDomLane',
];
const CISCO_OPTICS: readonly Table[] = ['entity', 'alias', 'ciscoSensor', 'ciscoThreshold'];

test.each<readonly [router: string, RegExp, enterprise: string, tables: readonly Table[]]>([
  ['iad-er1', /JUNOS/, '2636', JUNOS],
  ['iad-er2', /IOS XR/, '9', ['stack', 'lagPorts', 'lagSelected', 'bgp4', 'cbgpPeer2', 'ciscoBfd', ...CISCO_OPTICS]],
  [
    'ams-er1',
    /^TiMOS/,
    '6527.1.3',
    ['stack', 'lagPorts', 'lagSelected', 'timetraLag', 'bgp4', 'timetraBgp', 'timetraBfd', 'timetraDdm'],
  ],
  ['ams-er2', /^Arista Networks EOS/, '30065.1', ['stack', 'bgp4', 'aristaBgp', 'bfdStd', 'entity', 'sensor']],
  ['ord-er1', /VRP/, '2011', ['stack', 'hwTrunk', 'bgp4', 'hwBgp', 'hwBfd', 'entity', 'alias', 'hwOptics']],
  ['ord-er2', /JUNOS/, '2636', JUNOS],
  ['sin-er1', /VyOS/, '44641', ['bgp4', 'bgp4v2']],
  ['sin-er2', /NX-OS/, '9', ['lagSelected', 'bgp4', 'cbgpPeer3', 'ciscoBfd', ...CISCO_OPTICS]],
])('%s says what it is, and has the tables of that software and no others', (router, descr, enterprise, tables) => {
  const { under, one } = walk(router);
  expect(one('1.3.6.1.2.1.1.1.0')).toMatch(descr);
  expect(`${one('1.3.6.1.2.1.1.2.0')}.`.startsWith(`1.3.6.1.4.1.${enterprise}.`)).toBe(true);
  const there = Object.entries(TABLES).flatMap(([name, root]) => (under(root).size > 0 ? [name] : []));
  expect(there.toSorted()).toEqual(tables.toSorted());
});

describe('interfaces', () => {
  test.each<readonly [router: string, name: string, ifIndex: number, ifType: number, ifDescr: string]>([
    ['iad-er1', 'et-0/0/0', 505, 6, 'et-0/0/0'],
    ['iad-er1', 'ae0.0', 536, 53, 'ae0.0'],
    ['iad-er2', 'Null0', 2, 1, 'Null0'],
    ['iad-er2', 'HundredGigE0/0/0/3', 8, 6, 'HundredGigE0/0/0/3'],
    ['iad-er2', 'Bundle-Ether1', 20, 161, 'Bundle-Ether1'],
    ['iad-er2', 'Bundle-Ether1.100', 23, 135, 'Bundle-Ether1.100'],
    ['ams-er1', 'system', 1, 24, 'system, Loopback IP interface'],
    ['ams-er1', 'to-lag-1', 3, 142, 'to-lag-1, IP interface'],
    ['ams-er1', 'lag-1', 1_342_177_281, 161, 'lag-1, LAG Group, "Microsoft AS8075 Amsterdam PNI EX-AMS-007"'],
    [
      'ams-er1',
      '1/1/c1/1',
      1_610_899_521,
      6,
      '1/1/c1/1, 100-Gig Ethernet, "Microsoft AS8075 Amsterdam PNI EX-AMS-007 link 1"',
    ],
    ['ams-er2', 'Ethernet3/1', 3001, 6, 'Ethernet3/1'],
    ['ams-er2', 'Port-Channel2', 1_000_002, 161, 'Port-Channel2'],
    ['ord-er1', '100GE0/3/1', 11, 6, '100GE0/3/1'],
    ['ord-er1', 'Eth-Trunk1', 19, 161, 'Eth-Trunk1'],
    ['sin-er1', 'bond0', 8, 6, 'bond0'],
    ['sin-er2', 'Ethernet1/1', 436_207_616, 6, 'Ethernet1/1'],
    ['sin-er2', 'port-channel101', 369_098_852, 161, 'port-channel101'],
  ])('%s: %s is number %d, of type %d', (router, name, ifIndex, ifType, ifDescr) => {
    const { one } = walk(router);
    expect(one(`1.3.6.1.2.1.31.1.1.1.1.${ifIndex}`)).toBe(name);
    expect(one(`1.3.6.1.2.1.2.2.1.3.${ifIndex}`)).toBe(BigInt(ifType));
    expect(one(`1.3.6.1.2.1.2.2.1.2.${ifIndex}`)).toBe(ifDescr);
  });

  test('a session on every router has its local address on an interface over a LAG', () => {
    for (const { router, lag, sessions } of calm.carrier.pnis) {
      const { under, one } = walk(router);
      for (const { local } of Object.values(sessions)) {
        const index = [local.length === 4 ? 1 : 2, local.length, ...local].join('.');
        const found = under('1.3.6.1.2.1.4.34.1.3').get(index);
        expect(String(one(`1.3.6.1.2.1.31.1.1.1.1.${found}`)).replace(/^to-|\.0$/g, '')).toBe(lag);
      }
    }
  });

  test('a port that lost its module is not present', () => {
    const pulled = happened(calm, {
      at: 0,
      do: 'module',
      pni: 'ord-er1/Eth-Trunk1',
      member: '100GE0/3/1',
      to: 'pulled',
    });
    const status = walkOf(pulled, 'ord-er1').under('1.3.6.1.2.1.2.2.1.8');
    expect([status.get('10'), status.get('11'), status.get('19')]).toEqual([1n, 6n, 1n]);
  });
});

/** Names of what stands directly below an interface by ifStackTable. */
const below = (router: string, name: string): string[] => {
  const { under, ifIndex, one } = walk(router);
  const upper = ifIndex(name);
  return [...under('1.3.6.1.2.1.31.1.2.1.3').keys()].flatMap(row => {
    const [high, low] = row.split('.');
    return high === upper && low !== '0' ? [String(one(`1.3.6.1.2.1.31.1.1.1.1.${low}`))] : [];
  });
};

describe('LAGs', () => {
  test.each(
    calm.carrier.pnis
      .filter(({ router }) => ['iad-er2', 'ams-er1', 'ams-er2', 'ord-er1'].includes(router))
      .map(({ id, router, lag, members }) => [id, router, lag, members] as const),
  )('%s stands over its members in ifStackTable', (_, router, lag, members) => {
    expect(below(router, lag)).toEqual(members);
  });

  test('sub-interfaces and IP interfaces stand over LAGs', () => {
    expect(below('iad-er2', 'Bundle-Ether2.100')).toEqual(['Bundle-Ether2']);
    expect(below('ams-er1', 'to-lag-2')).toEqual(['lag-2']);
    expect(below('ams-er1', 'to-1/2/c3/1')).toEqual(['1/2/c3/1']);
  });

  test('every row of ifStackTable names interfaces that there are', () => {
    for (const { name } of calm.carrier.routers) {
      const { under } = walk(name);
      const indexes = new Set(['0', ...under('1.3.6.1.2.1.2.2.1.1').keys()]);
      const named = [...under('1.3.6.1.2.1.31.1.2.1.3').keys()].flatMap(row => row.split('.'));
      expect(named.filter(index => !indexes.has(index))).toEqual([]);
    }
  });

  test('LACP: healthy ports of both timers, and an expired member in both octets', () => {
    const ports = '1.2.840.10006.300.43.1.2.1.1';
    const { under } = walk('iad-er2');
    expect(new Set(under(`${ports}.21`).values())).toEqual(new Set(['\xfc', '\xbc']));
    const expired = happened(calm, {
      at: 0,
      do: 'member',
      pni: 'ams-er1/lag-1',
      members: ['1/1/c2/1'],
      to: 'expired',
    });
    const sick = walkOf(expired, 'ams-er1');
    const port = sick.ifIndex('1/1/c2/1');
    expect(['21', '23', '13'].map(column => sick.one(`${ports}.${column}.${port}`))).toEqual(['\xe1', '\xe0', 0n]);
    expect(sick.one(`${ports}.12.${port}`)).toBe(1_342_177_281n);
  });

  test('NX-OS tells the selected aggregator and nothing else of LACP', () => {
    expect([...walk('sin-er2').under('1.2.840')]).toEqual([
      ['10006.300.43.1.2.1.1.12.436207616', 369_098_852n],
      ['10006.300.43.1.2.1.1.12.436208128', 369_098_852n],
    ]);
  });

  test('SR OS: ports of LAGs by their numbers, one of them standing by', () => {
    const down = happened(calm, { at: 0, do: 'member', pni: 'ams-er1/lag-2', members: ['1/1/c9/1'], to: 'down' });
    const { under, one, ifIndex } = walkOf(down, 'ams-er1');
    const root = '1.3.6.1.4.1.6527.3.1.2';
    expect([...under(`${root}.15.3.1.1`)]).toEqual([
      ['1', 1_342_177_281n],
      ['2', 1_342_177_282n],
    ]);
    const port = ifIndex('1/1/c9/1');
    expect(one(`${root}.15.5.1.1.2.${port}`)).toBe('1/1/c9/1');
    expect(one(`${root}.2.4.2.1.13.1.${port}`)).toBe(2n);
    const standby = [...under(`${root}.15.6.1.2`)].flatMap(([index, state]) => (state === 2n ? [index] : []));
    expect(standby).toEqual([port]);
  });

  test('VRP: members of a trunk, and those that are not selected', () => {
    const down = happened(calm, {
      at: 0,
      do: 'member',
      pni: 'ord-er1/Eth-Trunk1',
      members: ['100GE0/3/2'],
      to: 'expired',
    });
    const { under, ifIndex } = walkOf(down, 'ord-er1');
    const root = '1.3.6.1.4.1.2011.5.25.41.1';
    expect([...under(`${root}.3.3.1.4`)]).toEqual([['1', BigInt(ifIndex('Eth-Trunk1'))]]);
    expect([...under(`${root}.3.3.1.7`)]).toEqual([['1', 1n]]);
    expect([...under(`${root}.4.1.1.3`)]).toEqual(
      ['10', '11', '12', '13', '14', '15'].map(port => [`1.${port}`, port === '12' ? 2n : 1n]),
    );
  });
});

test('after a renumbering every table of IOS-XR speaks of the new numbers', () => {
  const moved = happened(start('calm', 1, EVENING), { at: 0, do: 'renumber', router: 'iad-er2', by: 4 });
  const { under, ifIndex } = walkOf(moved, 'iad-er2');
  expect(ifIndex('HundredGigE0/0/0/0')).toBe('9');
  expect(under(TABLES.lagPorts).has('9')).toBe(true);
  expect([...under(TABLES.alias).values()]).toContain('1.3.6.1.2.1.2.2.1.1.9');
  expect(new Set(under(`${TABLES.ciscoBfd}.25`).values())).toContain(BigInt(ifIndex('Bundle-Ether1')));
});
