import { describe, expect, it } from 'vitest';
import type { RouterFacts } from '../../src/network/facts.ts';
import { indexInterfaces, portOf } from '../../src/network/interfaces.ts';
import { type Lag, lagRowsOf, lagsOf } from '../../src/network/lags.ts';
import type { DeclaredPni } from '../../src/network/settings.ts';
import { factsOf, ifType, lagPort, port, stopped } from './router-facts.ts';

const stack = (...rows: readonly (readonly [number, number])[]) => rows.map(([upper, lower]) => ({ upper, lower }));
const declaration = (name: string, members: readonly string[] | null): DeclaredPni => ({
  router: 'ams-er1',
  interface: name,
  metro: null,
  members,
  minLinks: null,
  peers: null,
  capacity: null,
  connection: null,
});

function found(facts: Partial<RouterFacts>, declared: readonly DeclaredPni[] = [], before?: ReadonlyMap<string, Lag>) {
  const full = factsOf(facts);
  return new Map(lagsOf(full, indexInterfaces(full.interfaces), declared, before).map(lag => [lag.name, lag]));
}
const brief = (lags: ReadonlyMap<string, Lag>) =>
  Object.fromEntries([...lags].map(([name, { source, members }]) => [name, { source, members }]));

describe('dot3adAggTable', () => {
  it('has a row for each port that runs on its own: that is no LAG', () => {
    const interfaces = [port(1, 'Ethernet1'), port(2, 'Ethernet2'), port(10, 'uplink')];
    const lagPorts = [lagPort(1, 1), lagPort(2, 10)];
    const lags = found({ interfaces, lagPorts, aggregators: [1, 10] });
    expect(brief(lags)).toEqual({ uplink: { source: 'ieee8023-lag-mib', members: ['Ethernet2'] } });
  });
});

describe('each platform tells membership in its own way', () => {
  it('Junos stacks units over units: ae0.0 over et-0/0/0.0', () => {
    const interfaces = [
      port(500, 'ae0', ifType.lag),
      port(501, 'ae0.0', ifType.propVirtual),
      port(510, 'et-0/0/0'),
      port(511, 'et-0/0/0.0', ifType.propVirtual),
      port(520, 'et-0/0/1'),
      port(521, 'et-0/0/1.0', ifType.propVirtual),
      port(530, 'et-0/0/2'),
      port(531, 'et-0/0/2.0', ifType.propVirtual),
    ];
    // Every unit also stacks over its own port: that is no membership.
    const rows = stack([501, 511], [501, 521], [501, 500], [511, 510], [521, 520], [531, 530]);
    expect(brief(found({ interfaces, stack: rows }))).toEqual({
      ae0: { source: 'if-stack-table', members: ['et-0/0/0', 'et-0/0/1'] },
    });
  });

  it('several units of one port are one member', () => {
    const interfaces = [
      port(500, 'ae0', ifType.lag),
      port(501, 'ae0.100', ifType.propVirtual),
      port(502, 'ae0.200', ifType.propVirtual),
      port(510, 'xe-0/0/1'),
      port(511, 'xe-0/0/1.100', ifType.propVirtual),
      port(512, 'xe-0/0/1.200', ifType.propVirtual),
    ];
    expect(found({ interfaces, stack: stack([501, 511], [502, 512]) }).get('ae0')?.members).toEqual(['xe-0/0/1']);
  });

  it('Junos attaches units in the LAG-MIB too: xe-0/0/1.0 → ae3', () => {
    const interfaces = [
      port(503, 'ae3', ifType.lag),
      port(510, 'xe-0/0/1'),
      port(511, 'xe-0/0/1.0', ifType.propVirtual),
    ];
    const lagPorts = [lagPort(511, 503)];
    expect(brief(found({ interfaces, lagPorts }))).toEqual({
      ae3: { source: 'ieee8023-lag-mib', members: ['xe-0/0/1'] },
    });
    expect(lagRowsOf(lagPorts, indexInterfaces(interfaces)).get('xe-0/0/1')).toBe(511);
  });

  it('IOS-XR stacks a bundle over its ports, and sub-interfaces over the bundle', () => {
    const interfaces = [
      port(29, 'Bundle-Ether1', ifType.lag),
      port(30, 'Bundle-Ether1.100', ifType.l2vlan),
      port(41, 'TenGigE0/0/0/0'),
      port(42, 'TenGigE0/0/0/1'),
      port(43, 'TenGigE0/0/0/1.7', ifType.l2vlan),
    ];
    const rows = stack([29, 41], [29, 42], [30, 29], [43, 42]);
    expect(brief(found({ interfaces, stack: rows }))).toEqual({
      'Bundle-Ether1': { source: 'if-stack-table', members: ['TenGigE0/0/0/0', 'TenGigE0/0/0/1'] },
    });
  });

  it('NX-OS has no ifStackTable, and in the LAG-MIB only the selected aggregator', () => {
    const interfaces = [
      port(369_098_761, 'port-channel10', ifType.lag),
      port(1, 'Ethernet1/1'),
      port(2, 'Ethernet1/2'),
    ];
    const lagPorts = [lagPort(1, null, null, 369_098_761), lagPort(2, null, null, 369_098_761)];
    expect(brief(found({ interfaces, lagPorts }))).toEqual({
      'port-channel10': { source: 'ieee8023-lag-mib', members: ['Ethernet1/1', 'Ethernet1/2'] },
    });
  });

  it('SR OS stacks IP interfaces over ports and LAGs: not membership', () => {
    const interfaces = [
      port(2, 'HOUF_IXR_02', ifType.ipForward),
      port(3, 'HOUF_SR_01', ifType.ipForward),
      port(1_342_177_281, 'lag-1', ifType.lag),
      port(1_610_891_272, '1/1/1'),
      port(1_610_891_280, '1/1/2'),
      port(1_610_891_288, '1/1/3'),
    ];
    const rows = stack(
      [2, 1_342_177_281],
      [3, 1_610_891_272],
      [1_342_177_281, 1_610_891_280],
      [1_342_177_281, 1_610_891_288],
    );
    expect(brief(found({ interfaces, stack: rows }))).toEqual({
      'lag-1': { source: 'if-stack-table', members: ['1/1/2', '1/1/3'] },
    });
  });

  it.each([ifType.ethernet, ifType.propVirtual, ifType.lag])(
    'an Eth-Trunk of VRP is a LAG whatever its ifType (%i), and its Vlanif is none',
    type => {
      const interfaces = [
        port(7, 'Eth-Trunk1', type),
        port(8, 'Eth-Trunk1.300', ifType.l2vlan),
        port(9, 'Vlanif300', ifType.l3ipvlan),
        port(21, 'GigabitEthernet0/2/0'),
      ];
      const rows = stack([7, 21], [8, 7], [9, 7], [9, 21]);
      expect(brief(found({ interfaces, stack: rows }))).toEqual({
        'Eth-Trunk1': { source: 'if-stack-table', members: ['GigabitEthernet0/2/0'] },
      });
    },
  );

  it('sub-interfaces of OcNOS (po66.472) are no LAGs', () => {
    const interfaces = [port(66, 'po66', ifType.lag), port(472, 'po66.472', ifType.l2vlan), port(1, 'ce1')];
    expect([...found({ interfaces, lagPorts: [lagPort(1, 66)] }).keys()]).toEqual(['po66']);
  });

  it('a port-channel of IOS-XE has ifType 53: its name tells', () => {
    const interfaces = [port(9, 'Po10', ifType.propVirtual), port(1, 'Gi1/0/1'), port(2, 'Gi2/0/1')];
    expect(found({ interfaces, stack: stack([9, 1], [9, 2]) }).get('Po10')?.members).toEqual(['Gi1/0/1', 'Gi2/0/1']);
  });

  it('a LAG without rows anywhere has unknown members, not none', () => {
    expect(brief(found({ interfaces: [port(9, 'Bundle-Ether7', ifType.lag)] }))).toEqual({
      'Bundle-Ether7': { source: 'none', members: null },
    });
  });

  it('where no table tells, what is declared counts', () => {
    const interfaces = [port(9, 'bond0'), port(1, 'eth1'), port(2, 'eth2')];
    expect(brief(found({ interfaces }, [declaration('bond0', ['eth1', 'eth2'])]))).toEqual({
      bond0: { source: 'declared', members: ['eth1', 'eth2'] },
    });
  });

  it('what ifStackTable lists and the LAG-MIB does not attach is a member, but for what it attaches to another LAG', () => {
    const interfaces = [
      port(9, 'Bundle-Ether1', ifType.lag),
      port(8, 'Bundle-Ether2', ifType.lag),
      ...[1, 2, 3].map(number => port(number, `TenGigE0/0/0/${number}`)),
    ];
    const lags = found({ interfaces, lagPorts: [lagPort(1, 9), lagPort(2, 8)], stack: stack([9, 1], [9, 2], [9, 3]) });
    expect(brief(lags)).toEqual({
      'Bundle-Ether1': { source: 'ieee8023-lag-mib', members: ['TenGigE0/0/0/1', 'TenGigE0/0/0/3'] },
      'Bundle-Ether2': { source: 'ieee8023-lag-mib', members: ['TenGigE0/0/0/2'] },
    });
  });

  it('the LAG-MIB is believed before the declaration', () => {
    const interfaces = [port(9, 'ae0', ifType.lag), port(1, 'et-0/0/1'), port(2, 'et-0/0/2')];
    const lags = found({ interfaces, lagPorts: [lagPort(1, 9)] }, [declaration('ae0', ['x'])]);
    expect(lags.get('ae0')).toMatchObject({
      name: 'ae0',
      source: 'ieee8023-lag-mib',
      members: ['et-0/0/1'],
      whole: true,
    });
  });
});

describe('what is no membership', () => {
  it('a port that is attached to itself runs on its own: neither a LAG nor a member', () => {
    const interfaces = [port(1, 'Ethernet1'), port(2, 'Ethernet2')];
    expect(found({ interfaces, lagPorts: [lagPort(1, 1), lagPort(2, 2)], aggregators: [1, 2] }).size).toBe(0);
  });

  it('a loopback, a tunnel or a VLAN is never a member', () => {
    const interfaces = [
      port(9, 'ae0', ifType.lag),
      port(1, 'lo0', ifType.loopback),
      port(2, 'gr-0/0/0', ifType.tunnel),
      port(3, 'vlan7', ifType.l2vlan),
    ];
    expect(found({ interfaces, stack: stack([9, 1], [9, 2], [9, 3]) }).get('ae0')?.members).toBeNull();
  });

  it('rows about interfaces that are not in ifTable say nothing', () => {
    const interfaces = [port(9, 'ae0', ifType.lag)];
    expect(found({ interfaces, lagPorts: [lagPort(77, 9), lagPort(9, 99)] }).get('ae0')?.members).toBeNull();
  });
});

describe('a table that lists no member any more', () => {
  const interfaces = [port(9, 'ae0', ifType.lag), port(1, 'et-0/0/1')];
  const before = found({ interfaces, lagPorts: [lagPort(1, 9)] });

  it('says that all have left; it does not make them unknown', () => {
    const now = found({ interfaces }, [], before);
    expect(now.get('ae0')).toMatchObject({ name: 'ae0', source: 'ieee8023-lag-mib', members: [], whole: true });
    expect(found({ interfaces }, [], now).get('ae0')?.members).toEqual([]);
  });

  it('says less when it was not read to its end', () => {
    const now = found({ interfaces, tables: [stopped('dot3adAggPortTable')] }, [], before);
    expect(now.get('ae0')?.whole).toBe(false);
  });

  it('gives way to one that does', () => {
    const now = found({ interfaces, stack: stack([9, 1]) }, [], before);
    expect(now.get('ae0')).toMatchObject({ name: 'ae0', source: 'if-stack-table', members: ['et-0/0/1'], whole: true });
  });
});

describe('the LAG-MIB row of a port', () => {
  const index = indexInterfaces([
    port(9, 'ae0', ifType.lag),
    port(1, 'xe-0/0/1'),
    port(2, 'xe-0/0/1.0', ifType.propVirtual),
  ]);

  it('is the one that is attached, be it that of a unit', () => {
    expect(lagRowsOf([lagPort(1, null), lagPort(2, 9)], index).get('xe-0/0/1')).toBe(2);
  });

  it('is its own where both are attached, in whatever order they come', () => {
    expect(lagRowsOf([lagPort(2, 9), lagPort(1, 9)], index).get('xe-0/0/1')).toBe(1);
  });
});

describe('the port under a name', () => {
  const index = indexInterfaces([port(1, 'ae0'), port(2, 'ae0.100'), port(3, '1/1/c1/1'), port(4, 'a.b')]);
  it.each([
    ['ae0', 'ae0'],
    ['ae0.100', 'ae0'],
    ['ae0.100.7', 'ae0'],
    ['1/1/c1/1', '1/1/c1/1'],
    ['a.b', 'a.b'],
    ['xe-0/0/9.0', 'xe-0/0/9.0'],
  ])('%s → %s', (name, parent) => {
    expect(portOf(name, index)).toBe(parent);
  });
});

describe('a vendor’s own table', () => {
  const interfaces = [port(100, 'lag-1', ifType.lag), port(1, '1/1/1'), port(2, '1/1/2'), port(3, '1/1/3')];
  const own = (lag: number, member: number): RouterFacts['lagMembers'][number] => ({
    lag,
    port: member,
    selection: null,
    source: 'timetra-lag-mib',
    row: [member],
  });

  it('tells members where the LAG-MIB does not', () => {
    expect(brief(found({ interfaces, lagMembers: [own(100, 1), own(100, 2)] }))).toEqual({
      'lag-1': { source: 'timetra-lag-mib', members: ['1/1/1', '1/1/2'] },
    });
  });

  it('comes before ifStackTable and after the LAG-MIB', () => {
    const lagMembers = [own(100, 1)];
    const rows = stack([100, 1], [100, 2]);
    expect(found({ interfaces, lagMembers, stack: rows }).get('lag-1')?.source).toBe('timetra-lag-mib');
    const lagPorts = [lagPort(1, 100)];
    expect(found({ interfaces, lagMembers, lagPorts }).get('lag-1')?.source).toBe('ieee8023-lag-mib');
  });

  it('adds the port that is configured and not attached: a member that is down at the start is not overlooked', () => {
    const lagPorts = [lagPort(1, 100), lagPort(2, null)];
    const lags = found({ interfaces, lagPorts, lagMembers: [own(100, 1), own(100, 2)] });
    expect(brief(lags)).toEqual({ 'lag-1': { source: 'ieee8023-lag-mib', members: ['1/1/1', '1/1/2'] } });
  });

  it('that lists a LAG by an ifIndex nobody has, or the LAG as its own member, says nothing', () => {
    const lags = found({ interfaces, lagMembers: [own(999, 1), own(100, 100), own(100, 999)] });
    expect(lags.get('lag-1')?.members).toBeNull();
  });

  it('that listed members and lists none says that all have left; one that was not read to its end says nothing', () => {
    const before = found({ interfaces, lagMembers: [own(100, 1)] });
    expect(found({ interfaces }, [], before).get('lag-1')).toMatchObject({ members: [], whole: true });
    const silent = found({ interfaces, tables: [stopped('tLagMemberTable')] }, [], before);
    expect(silent.get('lag-1')).toMatchObject({ members: [], whole: false });
  });

  it('tells the protocol and the least number of links', () => {
    const lags = found({
      interfaces,
      lagMembers: [own(100, 1)],
      lagSettings: [{ lag: 100, protocol: 'static', minLinks: 2 }],
    });
    expect(lags.get('lag-1')).toMatchObject({ protocol: 'static', minLinks: 2 });
  });
});
