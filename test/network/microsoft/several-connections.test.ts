/** One connection is one PNI, unless something is cabled or configured otherwise than Microsoft has it. */
import { describe, expect, it } from 'vitest';
import { type Join, joinOf } from '../../../src/network/microsoft/join.ts';
import type { Connection } from '../../../src/network/microsoft/peerings.ts';
import { connection, listOf, peering } from './microsoft-samples.ts';
import { TwoEnds, twoEnds } from './two-ends.ts';

const id = 'ams-er1/ae0';
const next = 'ams-er1/ae1';
const families = ['ipv4', 'ipv6'] as const;
type Family = (typeof families)[number];

/** One connection for each family of a PNI, with what differs. */
function split(
  carrier: TwoEnds,
  more: Readonly<Partial<Record<Family, Partial<Connection> & { readonly bgp?: string }>>> = {},
): readonly [Connection, Connection] {
  const of = (afi: Family): Connection => {
    const { bgp = 'Established', ...rest } = more[afi] ?? {};
    const theirs = { ...carrier.theirs(carrier.session(id, afi)), state: bgp };
    return connection({ identifier: `connection-of-${afi}`, sessions: [theirs], ...rest });
  };
  return [of('ipv4'), of('ipv6')];
}

/** A settled carrier that Microsoft has told connections of, in one peering or one each, in both orders. */
function* told(
  connections: (carrier: TwoEnds) => readonly Connection[],
  make: () => TwoEnds = twoEnds,
): Generator<TwoEnds> {
  for (const turn of [false, true]) {
    for (const apart of [false, true]) {
      const carrier = make().settle();
      const all = turn ? connections(carrier).toReversed() : connections(carrier);
      const names = turn ? ['q', 'p'] : ['p', 'q'];
      yield carrier.told(
        listOf(
          apart
            ? all.map((each, at) => peering({ name: names[at] ?? '', connections: [each] }))
            : [peering({ connections: all })],
        ),
      );
    }
  }
}
const codes = (carrier: TwoEnds, of = id) => carrier.pni(of).reasons.map(({ weight, code }) => `${weight} ${code}`);
const agreements = (carrier: TwoEnds, of = id) => carrier.pni(of).sessions.map(each => each.microsoft?.agrees ?? null);
const viewsOf = (carrier: TwoEnds) =>
  Object.fromEntries(carrier.side().connections.map(each => [each.connection.identifier, each.agrees]));
const identifiers = (join: Join, pni: string) => join.byPni.get(pni)?.map(each => each.connection.identifier);

describe('several connections over one PNI', () => {
  it('are all its connections, in the order of their identifiers', () => {
    for (const carrier of told(split)) {
      expect(identifiers(joinOf(carrier.fleet), id)).toEqual(['connection-of-ipv4', 'connection-of-ipv6']);
      const { microsoft } = carrier.pni(id);
      expect(microsoft?.connection.identifier).toBe('connection-of-ipv4');
      expect(microsoft?.others.map(each => each.connection.identifier)).toEqual(['connection-of-ipv6']);
    }
  });

  it('are compared with all its sessions', () => {
    for (const carrier of told(split)) {
      expect(agreements(carrier)).toEqual([true, true]);
      expect(carrier.pni(id).microsoft).toMatchObject({ agrees: true, unseen: [] });
      expect(codes(carrier)).toEqual(['warn several-connections']);
    }
  });

  it.each([
    ['ipv4', [false, true]],
    ['ipv6', [true, false]],
  ] as const)('disagree where the one of %s does, whichever comes first', (afi, expected) => {
    for (const carrier of told(each => split(each, { [afi]: { bgp: 'Idle' } }))) {
      expect(agreements(carrier)).toEqual(expected);
      expect(carrier.pni(id).microsoft?.agrees).toBe(false);
      expect(codes(carrier)).toEqual(['warn witnesses-disagree', 'warn several-connections']);
      expect(viewsOf(carrier)).toEqual({
        'connection-of-ipv4': afi !== 'ipv4',
        'connection-of-ipv6': afi !== 'ipv6',
      });
    }
  });

  it('tell whose sessions no router has, of each of them', () => {
    const elsewhere = (carrier: TwoEnds) =>
      split(carrier).map((each, at) => ({
        ...each,
        sessions: [...each.sessions, ...each.sessions.map(one => ({ ...one, microsoft: `203.0.113.${at + 1}` }))],
      }));
    for (const carrier of told(elsewhere)) {
      expect(carrier.pni(id).microsoft?.unseen.map(each => each.microsoft)).toEqual(['203.0.113.1', '203.0.113.2']);
    }
  });

  it.each([
    ['Active', 'Active', false],
    ['Validating', 'Active', false],
    ['Active', 'ProvisioningFailed', false],
    ['Validating', 'TypeChangeInProgress', false],
    ['Validating', 'Approved', true],
    ['ProvisioningFailed', 'Validating', true],
  ])('of which one is %s and one %s are still being built: %s', (v4, v6, expected) => {
    const idle = () => new TwoEnds({ Amsterdam: { 'ams-er1': [{ inGbps: 0, outGbps: 0 }], 'ams-er2': [{}] } });
    for (const carrier of told(each => split(each, { ipv4: { state: v4 }, ipv6: { state: v6 } }), idle)) {
      expect(carrier.pni(id).provisioning).toBe(expected);
    }
  });

  it('show the one in service first', () => {
    for (const carrier of told(each => split(each, { ipv4: { state: 'Validating' } }))) {
      expect(carrier.pni(id).microsoft).toMatchObject({
        connection: { identifier: 'connection-of-ipv6' },
        stage: { phase: 'in-service' },
        unserved: false,
      });
    }
  });

  it('that both have one session are told by the one that does not fit, and each agrees as it itself tells', () => {
    const both = (carrier: TwoEnds): readonly Connection[] => [
      carrier.connection(id, { identifier: 'a' }),
      {
        ...carrier.connection(id, { identifier: 'b' }),
        sessions: carrier.connection(id).sessions.map(each => ({ ...each, state: 'Idle' })),
      },
    ];
    for (const carrier of told(both)) {
      expect(agreements(carrier)).toEqual([false, false]);
      expect(viewsOf(carrier)).toEqual({ a: true, b: false });
    }
  });

  it('are not measured by the bandwidth of one of them', () => {
    const [half] = told(each => split(each, { ipv4: { provisioned: each.connection().provisioned } }));
    expect(half && codes(half)).toEqual(['warn several-connections']);
  });
});

describe('one connection over two PNIs', () => {
  const twoPnis = () => new TwoEnds({ Amsterdam: { 'ams-er1': [{}, {}] } });
  const across = (carrier: TwoEnds, v6 = 'Established'): Connection =>
    connection({
      identifier: 'across',
      sessions: [
        carrier.theirs(carrier.session(id, 'ipv4')),
        { ...carrier.theirs(carrier.session(next, 'ipv6')), state: v6 },
      ],
    });

  it('is the connection of both, with the sessions of both', () => {
    const carrier = twoPnis().settle();
    const join = joinOf(carrier.told(listOf([peering({ connections: [across(carrier)] })])).fleet);
    expect(join.connections).toMatchObject([{ pni: id, pnis: [id, next], router: 'ams-er1', by: 'addresses' }]);
    expect([identifiers(join, id), identifiers(join, next)]).toEqual([['across'], ['across']]);
    expect([...(join.connections[0]?.sessions.keys() ?? [])]).toEqual([
      'ams-er1 198.51.100.2',
      'ams-er1 2001:db8:1:2::2',
    ]);
    expect(join.unclaimed.map(each => each.peer)).toEqual(['2001:db8:1:1::2', '198.51.100.6']);
  });

  it('is the second witness of both, each for its own session', () => {
    const carrier = twoPnis().settle();
    carrier.told(listOf([peering({ connections: [across(carrier, 'Idle')] })]));
    expect([agreements(carrier), agreements(carrier, next)]).toEqual([
      [true, null],
      [null, false],
    ]);
    expect([carrier.pni(id).microsoft?.agrees, carrier.pni(next).microsoft?.agrees]).toEqual([null, false]);
    expect(codes(carrier)).toEqual(['info session-unknown-to-microsoft']);
    expect(codes(carrier, next)).toEqual(['warn witnesses-disagree', 'info session-unknown-to-microsoft']);
    expect(viewsOf(carrier)).toEqual({ across: false });
  });

  it('is a finding that names both', () => {
    const carrier = twoPnis().settle();
    carrier.told(listOf([peering({ connections: [across(carrier)] })]));
    expect(carrier.side().findings.filter(each => each.weight === 'warn')).toEqual([
      {
        code: 'several-pnis',
        weight: 'warn',
        subject: 'ams across',
        text: `its sessions run over ${id} and ${next}: a connection is one PNI`,
      },
    ]);
  });

  it('keeps both out of service while it is being built', () => {
    const empty = { inGbps: 0, outGbps: 0 };
    const carrier = new TwoEnds({ Amsterdam: { 'ams-er1': [empty, empty] } }).settle();
    carrier.told(listOf([peering({ connections: [{ ...across(carrier), state: 'Validating' }] })]));
    expect([carrier.pni(id).provisioning, carrier.pni(next).provisioning]).toEqual([true, true]);
  });
});
