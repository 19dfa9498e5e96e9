import { describe, expect, it } from 'vitest';
import type { RouterFacts } from '../../src/network/facts.ts';
import { indexInterfaces } from '../../src/network/interfaces.ts';
import { isPeer, loopbackOf, placerOf } from '../../src/network/places.ts';
import type { SessionFacts } from '../../src/network/session-facts.ts';
import type { DeclaredPni } from '../../src/network/settings.ts';
import { declaredPni } from './pretend-carrier.ts';
import { address, factsOf, ifType, port, session } from './router-facts.ts';

const interfaces = [
  port(1, 'lo0', ifType.loopback),
  port(2, 'lo0.0', ifType.propVirtual),
  port(500, 'ae0', ifType.lag),
  port(501, 'ae0.100', ifType.propVirtual),
  port(600, 'et-0/0/9'),
  port(700, 'to-MSFT', ifType.ipForward),
  port(701, 'lag-1', ifType.lag),
  port(702, 'Vlanif7', ifType.l3ipvlan),
  port(703, '1/1/1'),
  port(704, '1/1/2'),
];

interface Given extends Partial<RouterFacts> {
  readonly declared?: readonly Partial<DeclaredPni>[];
  readonly remembered?: string;
}

function place(each: SessionFacts, { declared = [], remembered, ...tables }: Given): string | null {
  const facts = factsOf({ interfaces, ...tables });
  const written = declared.map(declaredPni);
  return placerOf(facts, indexInterfaces(facts.interfaces), written)(each, remembered);
}

describe('a session runs over', () => {
  it('the interface that has its local address', () => {
    const addresses = [address(600, '192.0.2.1', 30)];
    expect(place(session('192.0.2.2', '192.0.2.1'), { addresses })).toBe('et-0/0/9');
  });

  it('the LAG under the sub-interface that has its local address', () => {
    const addresses = [address(501, '2001:db8::1', 64)];
    expect(place(session('2001:db8::2', '2001:db8::1'), { addresses })).toBe('ae0');
  });

  it('the LAG under an IP interface with a name of its own (SR OS)', () => {
    const addresses = [address(700, '192.0.2.1', 31)];
    const stack = [{ upper: 700, lower: 701 }];
    expect(place(session('192.0.2.0', '192.0.2.1'), { addresses, stack })).toBe('lag-1');
  });

  it('a VLAN interface itself, when it lies over several ports', () => {
    const addresses = [address(702, '192.0.2.1', 30)];
    const stack = [
      { upper: 702, lower: 703 },
      { upper: 702, lower: 704 },
    ];
    expect(place(session('192.0.2.2', '192.0.2.1'), { addresses, stack })).toBe('Vlanif7');
    expect(place(session('192.0.2.2', '192.0.2.1'), { addresses, stack: stack.slice(1) })).toBe('1/1/2');
  });

  it('an interface that stacks over itself without an end', () => {
    const addresses = [address(700, '192.0.2.1', 30)];
    const stack = [
      { upper: 700, lower: 702 },
      { upper: 702, lower: 700 },
    ];
    expect(place(session('192.0.2.2', '192.0.2.1'), { addresses, stack })).toBe('to-MSFT');
  });
});

describe('where the local address does not tell', () => {
  const addresses = [address(1, '198.51.100.1', 32), address(500, '192.0.2.1', 24), address(600, '192.0.2.5', 30)];

  it('the subnet of the peer does: FRR 8.4 says 0.0.0.0 once the link is down', () => {
    expect(place(session('192.0.2.6', '0.0.0.0'), { addresses })).toBe('et-0/0/9');
    expect(place(session('192.0.2.6', null), { addresses })).toBe('et-0/0/9');
  });

  it('the longest prefix wins', () => {
    expect(place(session('192.0.2.9', null), { addresses })).toBe('ae0');
  });

  it('a subnet that is too large to be a link proves nothing', () => {
    expect(place(session('10.1.2.3', null), { addresses: [address(600, '10.0.0.1', 8)] })).toBeNull();
    expect(place(session('2001:db8::9', null), { addresses: [address(600, '2001:db8::1', 32)] })).toBeNull();
  });

  it('an address that several interfaces have tells nothing', () => {
    const local = [address(500, 'fe80::1', 64), address(600, 'fe80::1', 64)];
    expect(place(session('fe80::2', 'fe80::1'), { addresses: local })).toBeNull();
    const inTwoInstances = [address(500, '192.0.2.1', 30), address(600, '192.0.2.1', 30)];
    expect(place(session('192.0.2.2', '192.0.2.1'), { addresses: inTwoInstances })).toBeNull();
  });

  it('one address that two tables tell is one address', () => {
    const twice = [address(600, '192.0.2.5', 30), address(600, '192.0.2.5', null)];
    expect(place(session('192.0.2.6', '192.0.2.5'), { addresses: twice })).toBe('et-0/0/9');
  });

  it('the place where it was seen before is remembered', () => {
    expect(place(session('203.0.113.9', null), { addresses, remembered: 'ae0' })).toBe('ae0');
    expect(place(session('203.0.113.9', null), { addresses })).toBeNull();
  });

  it('what a table tells now is believed before what is remembered', () => {
    expect(place(session('192.0.2.6', '192.0.2.5'), { addresses, remembered: 'ae0' })).toBe('et-0/0/9');
  });
});

describe('a declared peer', () => {
  it('is where the operator says, whatever the tables tell', () => {
    const addresses = [address(600, '192.0.2.5', 30)];
    const declared = [{ interface: 'ae0', peers: ['192.0.2.6'] }];
    expect(place(session('192.0.2.6', '192.0.2.5'), { addresses, declared })).toBe('ae0');
  });

  it('may be spelled in any way', () => {
    const declared = [{ interface: 'ae0', peers: ['2001:0DB8:0::2'] }];
    expect(place(session('2001:db8::2'), { declared })).toBe('ae0');
  });
});

describe('no PNI runs over', () => {
  it('a loopback: a multihop session has no interface', () => {
    const addresses = [address(1, '198.51.100.1', 32)];
    expect(place(session('203.0.113.9', '198.51.100.1'), { addresses })).toBeNull();
  });

  it('a unit of a loopback, whatever type the unit has; but it is told which', () => {
    const addresses = [address(2, '198.51.100.1', 32)];
    const multihop = session('203.0.113.9', '198.51.100.1');
    expect(place(multihop, { addresses })).toBeNull();
    const facts = factsOf({ interfaces, addresses });
    const index = indexInterfaces(facts.interfaces);
    expect(loopbackOf(multihop, facts, index)).toBe('lo0');
    expect(loopbackOf(session('192.0.2.2', '192.0.2.1'), facts, index)).toBeNull();
  });
});

describe('the peers that make a PNI', () => {
  const with8075 = session('192.0.2.2');
  const internal = session('192.0.2.3', null, { remoteAs: 64496 });
  const nobody = session('192.0.2.4', null, { remoteAs: null });

  it('are those with a listed AS number', () => {
    expect([with8075, internal, nobody].map(each => isPeer(each, [8075], 64496))).toEqual([true, false, false]);
  });

  it('are all external ones with "any"', () => {
    expect([with8075, internal, nobody].map(each => isPeer(each, 'any', 64496))).toEqual([true, false, false]);
  });
});

describe('the subnet of a peer', () => {
  const link = { interfaces, addresses: [address(500, '192.0.2.1', 30)] };

  it('tells the place of a session without a local address', () => {
    expect(place(session('192.0.2.2'), link)).toBe('ae0');
  });

  it('tells nothing of a session whose local address is elsewhere', () => {
    expect(place(session('192.0.2.2', '172.16.0.1', { vrf: 'msft' }), link)).toBeNull();
    // An address of the subnet that no table lists: the same link.
    expect(place(session('192.0.2.2', '192.0.2.1', { vrf: null }), link)).toBe('ae0');
  });

  it('tells nothing of one of several sessions with that address in instances', () => {
    const base = session('192.0.2.2', '192.0.2.1');
    const other = session('192.0.2.2', null, { key: 'vprn7 192.0.2.2', vrf: 'vprn7' });
    expect(place(other, { ...link, sessions: [base, other] })).toBeNull();
    expect(place(other, { ...link, sessions: [other] })).toBe('ae0');
  });
});

describe('interfaces of one name in two routing instances', () => {
  it('are told apart by their index', () => {
    const twice = [
      ...interfaces,
      port(801, 'to-msft', ifType.ipForward),
      port(802, 'to-msft', ifType.ipForward),
      port(901, 'lag-11', ifType.lag),
      port(902, 'lag-12', ifType.lag),
    ];
    const addresses = [address(801, '192.0.2.1', 30), address(802, '192.0.2.5', 30)];
    const stack = [
      { upper: 801, lower: 901 },
      { upper: 802, lower: 902 },
    ];
    const tables = { interfaces: twice, addresses, stack };
    expect(place(session('192.0.2.2', '192.0.2.1'), tables)).toBe('lag-11');
    expect(place(session('192.0.2.6', '192.0.2.5'), tables)).toBe('lag-12');
  });
});
