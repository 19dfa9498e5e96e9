import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emptyFleet, type Fleet } from '../../../src/network/fleet.ts';
import { type Join, joinOf, noJoin } from '../../../src/network/microsoft/join.ts';
import type { Connection } from '../../../src/network/microsoft/peerings.ts';
import { reduce } from '../../../src/state/reduce.ts';
import { stateOf } from '../pretend-carrier.ts';
import { session } from '../router-facts.ts';
import { answered, connection, legacyList, listOf, peering, theirSession } from './microsoft-samples.ts';
import { agreeing, TwoEnds, twoEnds } from './two-ends.ts';

const first = 'ams-er1/ae0';
const second = 'ams-er2/ae0';
const guid = '9bba5769-c03d-4c84-8ece-b78526ebccde';

/** How the connections of one peering are joined, once everything is heard. */
function joinWith(carrier: TwoEnds, ...connections: readonly Connection[]): Join {
  carrier.told(listOf([peering({ connections })]));
  return joinOf(carrier.fleet);
}
const found = (join: Join) => join.connections.map(({ pni, router, by }) => ({ pni, router, by }));
const names = (join: Join) => [...(join.connections[0]?.sessions.keys() ?? [])];

describe('a connection is joined to a PNI', () => {
  it('by the addresses of its sessions', () => {
    const carrier = twoEnds().settle();
    const join = joinWith(carrier, carrier.connection(first), carrier.connection(second));
    expect(found(join)).toEqual([
      { pni: first, router: 'ams-er1', by: 'addresses' },
      { pni: second, router: 'ams-er2', by: 'addresses' },
    ]);
    expect(join.byPni.get(second)?.map(each => each.connection.identifier)).toEqual(['guid-of-ams-er2-ae0']);
    expect(names(join)).toEqual(['ams-er1 198.51.100.2', 'ams-er1 2001:db8:1:1::2']);
    expect(join.unclaimed).toEqual([]);
    expect(join.connections.map(each => each.pnis)).toEqual([[first], [second]]);
  });

  it("by Microsoft's address alone, where ours is not told", () => {
    const join = joinWith(twoEnds().settle(), connection({ sessions: [theirSession({ microsoft: '198.51.100.34' })] }));
    expect(found(join)).toEqual([{ pni: second, router: 'ams-er2', by: 'addresses' }]);
  });

  it("by our own address, where Microsoft's is not told", () => {
    const ours = theirSession({ peer: '198.51.100.33', subnet: '203.0.113.0/30' });
    expect(found(joinWith(twoEnds().settle(), connection({ sessions: [ours] })))).toEqual([
      { pni: second, router: 'ams-er2', by: 'addresses' },
    ]);
  });

  it('by no address of ours that several sessions with Microsoft have', () => {
    const carrier = twoEnds();
    for (const id of [first, second]) Object.assign(carrier.session(id, 'ipv4'), { local: '192.0.2.1' });
    const join = joinWith(carrier.settle(), connection({ sessions: [theirSession({ peer: '192.0.2.1' })] }));
    expect(found(join)).toEqual([{ pni: null, router: null, by: null }]);
    expect(join.connections[0]?.ambiguous).toHaveLength(1);
  });

  it('by our address at an exchange, whoever else it speaks with there', () => {
    const carrier = twoEnds();
    for (const id of [first, second]) Object.assign(carrier.session(id, 'ipv4'), { local: '192.0.2.1' });
    Object.assign(carrier.session(first, 'ipv4'), { remoteAs: 64499 });
    const join = joinWith(carrier.settle(), connection({ sessions: [theirSession({ peer: '192.0.2.1' })] }));
    expect(found(join)).toEqual([{ pni: second, router: 'ams-er2', by: 'addresses' }]);
  });

  it('by the subnet only where no address is told', () => {
    const inSubnet = theirSession({ subnet: '198.51.100.32/30' });
    const carrier = twoEnds().settle();
    expect(found(joinWith(carrier, connection({ sessions: [inSubnet] })))).toEqual([
      { pni: second, router: 'ams-er2', by: 'subnet' },
    ]);
    const elsewhere = connection({ sessions: [{ ...inSubnet, microsoft: '203.0.113.1' }] });
    expect(found(joinWith(carrier, elsewhere))).toEqual([{ pni: null, router: null, by: null }]);
  });

  it('by no subnet in which two sessions of ours lie', () => {
    const wide = connection({ sessions: [theirSession({ subnet: '198.51.100.0/24' })] });
    expect(found(joinWith(twoEnds().settle(), wide))).toEqual([{ pni: null, router: null, by: null }]);
  });

  it('by a subnet of IPv6, and by none of the other family', () => {
    const v6 = theirSession({ afi: 'ipv6', subnet: '2001:db8:2:1::/126' });
    const carrier = twoEnds().settle();
    expect(found(joinWith(carrier, connection({ sessions: [v6] })))).toMatchObject([{ pni: second, by: 'subnet' }]);
    const wrong = connection({ sessions: [{ ...v6, afi: 'ipv4' }] });
    expect(found(joinWith(carrier, wrong))).toEqual([{ pni: null, router: null, by: null }]);
  });

  it.each([
    ['as it is', guid, guid],
    ['without dashes', guid, guid.replaceAll('-', '')],
    ['in capitals', guid.toUpperCase(), guid],
    ['without dashes at Microsoft', guid.replaceAll('-', ''), guid.toUpperCase()],
  ])('by the identifier that is declared for it, %s', (_how, identifier, declared) => {
    const carrier = twoEnds([{ router: 'ams-er2', connection: declared }]).settle();
    expect(found(joinWith(carrier, connection({ identifier })))).toEqual([
      { pni: second, router: 'ams-er2', by: 'identifier' },
    ]);
  });

  it.each([guid, guid.toUpperCase(), guid.replaceAll('-', '')])(
    "by the identifier in its interface's description: %s",
    written => {
      const carrier = twoEnds().settle();
      carrier.describe(({ name }) => (name === 'ae0' ? `MSFT ${written} 400G` : ''));
      // Both routers describe theirs so: of two, neither is it.
      expect(found(joinWith(carrier, connection({ identifier: guid })))).toEqual([
        { pni: null, router: null, by: null },
      ]);
      const one = new TwoEnds({ Amsterdam: { 'ams-er1': [{}] } }).settle().describe(() => `MSFT ${written}`);
      expect(found(joinWith(one, connection({ identifier: guid })))).toEqual([
        { pni: first, router: 'ams-er1', by: 'identifier' },
      ]);
    },
  );

  it('by what is declared before what is described', () => {
    const carrier = twoEnds([{ router: 'ams-er2', connection: guid }]).settle();
    carrier.describe(() => guid);
    expect(found(joinWith(carrier, connection({ identifier: guid })))).toMatchObject([{ pni: second }]);
  });

  it('by no identifier so short that any description holds it', () => {
    const carrier = new TwoEnds({ Amsterdam: { 'ams-er1': [{}] } }).settle().describe(() => 'abcdefg 12345678');
    expect(found(joinWith(carrier, connection({ identifier: 'abcdefg' })))).toMatchObject([{ pni: null }]);
    expect(found(joinWith(carrier, connection({ identifier: '12345678' })))).toMatchObject([{ pni: first }]);
    expect(found(joinWith(carrier, connection({ identifier: '' })))).toMatchObject([{ pni: null }]);
  });

  it('by its addresses even where it is declared to be another', () => {
    const carrier = twoEnds([{ router: 'ams-er2', connection: guid }]).settle();
    const join = joinWith(carrier, carrier.connection(first, { identifier: guid }));
    expect(found(join)).toEqual([{ pni: first, router: 'ams-er1', by: 'addresses' }]);
  });

  it('by nothing, when it says nothing', () => {
    const join = joinWith(twoEnds().settle(), connection(), connection({ sessions: [theirSession()] }));
    expect(found(join)).toEqual([
      { pni: null, router: null, by: null },
      { pni: null, router: null, by: null },
    ]);
    expect(join.connections.map(each => each.unseen)).toEqual([[], []]);
  });
});

describe('an address that two of our sessions have at their far end', () => {
  /** Both routers have a session with 192.0.2.2, from addresses of their own. */
  function ambiguous(): TwoEnds {
    const carrier = twoEnds();
    Object.assign(carrier.session(first, 'ipv4'), { peer: '192.0.2.2', local: '192.0.2.1' });
    Object.assign(carrier.session(second, 'ipv4'), { peer: '192.0.2.2', local: '192.0.2.3' });
    return carrier.settle();
  }
  const toIt = (peer: string | null) => connection({ sessions: [theirSession({ microsoft: '192.0.2.2', peer })] });

  it('is that of the session with exactly our address', () => {
    expect(found(joinWith(ambiguous(), toIt('192.0.2.1')))).toMatchObject([{ pni: first }]);
    expect(found(joinWith(ambiguous(), toIt('192.0.2.3')))).toMatchObject([{ pni: second }]);
  });

  it('is that of neither where ours is not told, or is another', () => {
    for (const peer of [null, '192.0.2.9']) {
      expect(found(joinWith(ambiguous(), toIt(peer)))).toEqual([{ pni: null, router: null, by: null }]);
    }
  });

  it('is that of the PNI that is declared to be the connection', () => {
    const carrier = twoEnds([{ router: 'ams-er2', connection: guid }]);
    for (const pni of [first, second]) Object.assign(carrier.session(pni, 'ipv4'), { peer: '192.0.2.2' });
    const join = joinWith(carrier.settle(), { ...toIt(null), identifier: guid });
    expect(found(join)).toMatchObject([{ pni: second }]);
    expect(join.connections.map(each => [each.sessions.size, each.ambiguous])).toEqual([[1, []]]);
  });

  it('leaves it open which of the two it is, and both of them claimed', () => {
    const join = joinWith(ambiguous(), toIt(null));
    const [{ ambiguous: open = [], unseen } = { unseen: null }] = join.connections;
    expect(open.map(each => [each.theirs.microsoft, each.ours.map(ours => ours.pni)])).toEqual([
      ['192.0.2.2', [first, second]],
    ]);
    expect(unseen).toEqual([]);
    expect(join.unclaimed.map(each => each.peer)).toEqual(['2001:db8:1:1::2', '2001:db8:2:1::2']);
  });

  it('in two VRFs of one router is told apart in the same way', () => {
    const carrier = new TwoEnds({ Amsterdam: { 'ams-er1': [{}, {}] } });
    const sample = carrier.discovery(carrier.router());
    const sessions = [
      session('198.51.100.2', '198.51.100.1', { key: 'red', vrf: 'red' }),
      session('198.51.100.2', '198.51.100.5', { key: 'blue', vrf: 'blue' }),
    ];
    carrier.fold({ ...sample, facts: { ...sample.facts, sessions } });
    const toBlue = theirSession({ microsoft: '198.51.100.2', peer: '198.51.100.5' });
    expect(names(joinWith(carrier, connection({ sessions: [toBlue] })))).toEqual(['ams-er1 blue']);
    expect(names(joinWith(carrier, connection({ sessions: [{ ...toBlue, peer: null }] })))).toEqual([]);
  });
});

describe('the join', () => {
  it('finds a session that a router tells in an odd spelling', () => {
    const carrier = twoEnds();
    Object.assign(carrier.session(first, 'ipv6'), { peer: '2001:0DB8:0001:0001:0:0:0:0002' });
    carrier.settle();
    const theirs = theirSession({ afi: 'ipv6', microsoft: '2001:db8:1:1::2' });
    expect(found(joinWith(carrier, connection({ sessions: [theirs] })))).toMatchObject([{ pni: first }]);
  });

  it('keeps sessions that only Microsoft has, where they have an address or a subnet', () => {
    const carrier = twoEnds().settle();
    const { sessions } = carrier.connection(first);
    const more = [
      theirSession({ microsoft: '203.0.113.1' }),
      theirSession({ subnet: '203.0.113.4/30' }),
      theirSession({ state: 'None' }),
    ];
    const join = joinWith(carrier, connection({ sessions: [...sessions, ...more] }));
    expect(join.connections[0]?.unseen).toEqual(more.slice(0, 2));
  });

  it('leaves sessions with others than Microsoft out of what is not claimed', () => {
    const carrier = twoEnds();
    carrier.session(first, 'ipv4').remoteAs = 64500;
    carrier.session(second, 'ipv4').remoteAs = 8069;
    const join = joinWith(carrier.settle());
    expect(join.unclaimed.map(each => each.peer).toSorted()).toEqual([
      '198.51.100.34',
      '2001:db8:1:1::2',
      '2001:db8:2:1::2',
    ]);
  });

  it('takes legacy peerings in, with the list that they were told in', () => {
    const carrier = twoEnds().settle().told(listOf([]));
    carrier.pass(5).told(legacyList(carrier.peering(first)), 'Direct Amsterdam');
    const [only] = joinOf(carrier.fleet).connections;
    expect(only).toMatchObject({ pni: first, from: { at: carrier.now, answer: { call: 'legacy-peerings' } } });
  });

  it('is empty without the API, and before its first list', () => {
    const carrier = twoEnds().settle();
    expect(joinOf(carrier.fleet)).toBe(noJoin);
    expect(joinOf({ ...carrier.fleet, microsoft: null })).toBe(noJoin);
  });
});

describe('the join is made once', () => {
  it('for the same lists and routers, however often they are polled', () => {
    const carrier = agreeing();
    const join = joinOf(carrier.fleet);
    expect(joinOf(carrier.poll().poll().fleet)).toBe(join);
    carrier.told({ call: 'services', services: [], list: { unreadable: 0, cut: false } });
    expect(joinOf(carrier.fleet)).toBe(join);
  });

  it.each([
    ['a router was read again', (carrier: TwoEnds) => carrier.discover('ams-er1')],
    ['the list came again', (carrier: TwoEnds) => carrier.pass(60).told(listOf([carrier.peering(first)]))],
    ['a legacy peering was told', (carrier: TwoEnds) => carrier.told(legacyList())],
  ])('and again when %s', (_when, change) => {
    const carrier = agreeing();
    const join = joinOf(carrier.fleet);
    expect(joinOf(change(carrier).fleet)).not.toBe(join);
  });

  it('and does not mix up two fleets that were told the same', () => {
    const carrier = twoEnds();
    const answer = listOf([carrier.peering(first)]);
    const silent: Fleet = reduce(emptyFleet(carrier.settings), answered(answer, { at: carrier.now }));
    const settled = carrier.settle().told(answer);
    expect(joinOf(settled.fleet).byPni.size).toBe(1);
    expect(joinOf(silent).byPni.size).toBe(0);
    expect(joinOf(settled.fleet).byPni.size).toBe(1);
  });

  it('and comes out the same whatever the order of peerings, connections and routers', () => {
    const carrier = new TwoEnds({
      Amsterdam: { 'ams-er1': [{}, {}], 'ams-er2': [{}] },
      Oslo: { 'osl-er1': [{}] },
    }).settle();
    const ids = ['ams-er1/ae0', 'ams-er1/ae1', 'ams-er2/ae0', 'osl-er1/ae0'];
    const known = ids.map(id => carrier.connection(id));
    const unknown = connection({ identifier: 'x', sessions: [theirSession({ microsoft: '203.0.113.1' })] });
    const peerings = [known.slice(0, 2), known.slice(2, 3), known.slice(3), [unknown]].map((connections, position) =>
      peering({ name: `p${position}`, connections }),
    );
    const summary = (join: Join) => ({
      pnis: new Map(
        [...join.byPni]
          .toSorted()
          .map(([id, all]) => [id, all.map(each => [each.connection.identifier, each.by, each.sessions])]),
      ),
      loose: join.connections.filter(each => each.pni === null).map(each => each.connection.identifier),
      unclaimed: join.unclaimed.length,
    });
    const routers = [...carrier.fleet.routers];
    const order = <Item>(items: readonly Item[]) => fc.shuffledSubarray([...items], { minLength: items.length });
    const expected = summary(joinOf(carrier.told(listOf(peerings)).fleet));
    expect([...expected.pnis.keys()]).toEqual(ids);
    expect(stateOf(carrier).inventory).toHaveLength(2);
    fc.assert(
      fc.property(order(peerings), order(routers), fc.boolean(), (list, these, reversed) => {
        const turned = list.map(each => ({
          ...each,
          connections: reversed ? each.connections.toReversed() : each.connections,
        }));
        const fleet = { ...carrier.fleet, routers: new Map(these) };
        const { fleet: told } = { fleet: reduce(fleet, answered(listOf(turned), { at: carrier.now })) };
        expect(summary(joinOf(told))).toEqual(expected);
      }),
      { numRuns: 50 },
    );
  });
});
