import { describe, expect, it, test } from 'vitest';
import { noTargets, type PollTargets } from '../../src/network/facts.ts';
import { bothTargets, isEmpty, namedTargets } from '../../src/network/named-targets.ts';
import type { OpticFacts } from '../../src/network/optic-facts.ts';
import type { BfdFacts } from '../../src/network/session-facts.ts';
import type { TrapSubject } from '../../src/network/traps.ts';
import { PretendCarrier, stateOf } from './pretend-carrier.ts';

/** Two PNIs on one router: ae0 of two ports and ae1 of two, an IPv4 and an IPv6 session each. */
const carrier = (): PretendCarrier =>
  new PretendCarrier({ metros: { Amsterdam: { 'ams-er1': [{ members: 2 }, { members: 2 }] } } }).settle();

const ifIndexOf = (from: PretendCarrier, name: string): number =>
  stateOf(from).structure?.index.byName.get(name)?.ifIndex ?? Number.NaN;

const noThresholds: OpticFacts['thresholds'] = {
  rxLowAlarm: null,
  rxLowWarning: null,
  rxHighWarning: null,
  rxHighAlarm: null,
  txLowAlarm: null,
  txLowWarning: null,
  txHighWarning: null,
  txHighAlarm: null,
};

/** Names and keys of what is to be asked. */
const read = ({ interfaces, lagPorts, sessions }: PollTargets, from: PretendCarrier) => ({
  interfaces: interfaces.map(each => each.name).sort(),
  rows: lagPorts.map(row => stateOf(from).structure?.index.byIndex.get(row)?.name).sort(),
  sessions: sessions.map(session => session.key).sort(),
});

const pnis = stateOf(carrier()).inventory;
const [ae0, ae1] = pnis;
const membersOf = (pni: typeof ae0): string[] => [...(pni?.members ?? [])].sort();
const sessionsOf = (pni: typeof ae0): string[] => [...(pni?.sessions ?? [])].sort();
const [port = ''] = membersOf(ae0);
const peer = stateOf(carrier()).sessions.get(sessionsOf(ae0)[0] ?? '')?.facts.value.peer ?? '';

describe('a trap makes us ask', () => {
  const table: [string, (from: PretendCarrier) => TrapSubject, ReturnType<typeof read>][] = [
    [
      'of a port: the port, its LAG, its row of the LAG-MIB and the sessions over it',
      from => ({ kind: 'interface', ifIndex: ifIndexOf(from, port) }),
      { interfaces: ['ae0', port].sort(), rows: [port], sessions: sessionsOf(ae0) },
    ],
    [
      'of a LAG: also its ports',
      from => ({ kind: 'interface', ifIndex: ifIndexOf(from, 'ae1') }),
      { interfaces: ['ae1', ...membersOf(ae1)].sort(), rows: membersOf(ae1), sessions: sessionsOf(ae1) },
    ],
    [
      'of a session: that session',
      () => ({ kind: 'session', peer }),
      { interfaces: [], rows: [], sessions: [sessionsOf(ae0)[0] ?? ''] },
    ],
    [
      'of some session: every session of a PNI',
      () => ({ kind: 'session', peer: null }),
      { interfaces: [], rows: [], sessions: [...sessionsOf(ae0), ...sessionsOf(ae1)].sort() },
    ],
    [
      "of a LAG's LACP: its ports",
      from => ({ kind: 'lag', ifIndex: ifIndexOf(from, 'ae0') }),
      { interfaces: ['ae0', ...membersOf(ae0)].sort(), rows: membersOf(ae0), sessions: [] },
    ],
    [
      "of some LAG: every LAG's ports",
      () => ({ kind: 'lag', ifIndex: null }),
      {
        interfaces: ['ae0', 'ae1', ...membersOf(ae0), ...membersOf(ae1)].sort(),
        rows: [...membersOf(ae0), ...membersOf(ae1)].sort(),
        sessions: [],
      },
    ],
    [
      "of a port's optics: the port",
      from => ({ kind: 'optics', ifIndex: ifIndexOf(from, port) }),
      { interfaces: [port], rows: [port], sessions: [] },
    ],
  ];

  test.each(table)('%s', (_, subject, expected) => {
    const from = carrier();
    expect(read(namedTargets(stateOf(from), subject(from)), from)).toEqual(expected);
  });
});

describe('a trap makes us ask nothing', () => {
  const nothing: [string, TrapSubject][] = [
    ['of an interface that is not known', { kind: 'interface', ifIndex: 4_000_000_000 }],
    ['of a session that no PNI has', { kind: 'session', peer: '192.0.2.99' }],
    ['of a LAG that is not known', { kind: 'lag', ifIndex: 4_000_000_000 }],
    ['of the optics of a port that is not known', { kind: 'optics', ifIndex: 4_000_000_000 }],
    ['beyond the clock, of a restart', { kind: 'restart' }],
  ];

  test.each(nothing)('%s', (_, subject) => {
    expect(isEmpty(namedTargets(stateOf(carrier()), subject))).toBe(true);
  });

  it('of a router that has not been read yet', () => {
    const empty = new PretendCarrier({ metros: { Amsterdam: { 'ams-er1': [{}] } } });
    for (const [, subject] of nothing) expect(isEmpty(namedTargets(stateOf(empty), subject))).toBe(true);
    expect(isEmpty(namedTargets(stateOf(empty), { kind: 'session', peer: null }))).toBe(true);
  });
});

describe('BFD and optics', () => {
  /** BFD beside every session, in rows of their own; a reading of the light of every port. */
  function lit(): PretendCarrier {
    const from = carrier();
    const sample = from.discovery(from.router());
    const bfd = sample.facts.sessions.map(
      ({ peer }, at): BfdFacts => ({
        key: `bfd ${peer}`,
        state: 'up',
        diagnostic: null,
        peer,
        ifIndex: null,
        instance: null,
        source: 'bfd-std-mib',
        row: [17 + at],
      }),
    );
    const optics = sample.facts.interfaces.map(
      ({ ifIndex, name }): OpticFacts => ({
        key: `light ${name}`,
        module: 'present',
        rx: null,
        tx: null,
        bias: null,
        temperature: null,
        ifIndex,
        lane: null,
        thresholds: noThresholds,
        source: 'juniper-dom-mib',
        row: [ifIndex],
      }),
    );
    from.fold({ ...sample, facts: { ...sample.facts, bfd, optics } });
    return from;
  }
  const asked = (subject: (from: PretendCarrier) => TrapSubject) => {
    const from = lit();
    const { bfd, optics, sessions } = namedTargets(stateOf(from), subject(from));
    return {
      bfd: bfd.map(row => row.key).sort(),
      optics: optics.map(row => row.key).sort(),
      sessions: sessions.map(row => row.key).sort(),
    };
  };
  const beside = (keys: readonly string[]): string[] => keys.map(key => `bfd ${key}`).sort();
  const every = [...sessionsOf(ae0), ...sessionsOf(ae1)].sort();

  it('a BFD session is asked with the BGP session beside it', () => {
    const [first = ''] = lit()
      .discovery(lit().router())
      .facts.sessions.map(session => session.key);
    const rows = { from: 17, to: 17 };
    expect(asked(() => ({ kind: 'bfd', rows }))).toEqual({ bfd: beside([first]), optics: [], sessions: [first] });
    expect(asked(() => ({ kind: 'bfd', rows: { from: 17, to: 20 } }))).toMatchObject({ sessions: every });
  });

  it('rows that are not known, or not told, may be any', () => {
    const all = { bfd: beside(every), optics: [], sessions: every };
    expect(asked(() => ({ kind: 'bfd', rows: { from: 900, to: 901 } }))).toEqual(all);
    expect(asked(() => ({ kind: 'bfd', rows: null }))).toEqual(all);
  });

  it('a BGP session is asked with the BFD session beside it, a port with its light', () => {
    expect(asked(() => ({ kind: 'session', peer }))).toMatchObject({ bfd: beside([peer]) });
    expect(asked(from => ({ kind: 'interface', ifIndex: ifIndexOf(from, port) }))).toEqual({
      bfd: beside(sessionsOf(ae0)),
      optics: [`light ${port}`],
      sessions: sessionsOf(ae0),
    });
  });

  it('the light of a port, and of every port where none is named', () => {
    expect(asked(from => ({ kind: 'optics', ifIndex: ifIndexOf(from, port) })).optics).toEqual([`light ${port}`]);
    expect(asked(() => ({ kind: 'optics', ifIndex: null })).optics).toEqual(
      ['ae0', 'ae1', ...membersOf(ae0), ...membersOf(ae1)].map(name => `light ${name}`).sort(),
    );
  });
});

it('a table that is silent is left to the cycles', () => {
  const from = carrier();
  from.router().silent.add('bgp');
  from.poll();
  const subject = { kind: 'interface', ifIndex: ifIndexOf(from, port) } as const;
  expect(read(namedTargets(stateOf(from), subject), from)).toEqual({
    interfaces: ['ae0', port].sort(),
    rows: [port],
    sessions: [],
  });
  expect(isEmpty(namedTargets(stateOf(from), { kind: 'session', peer }))).toBe(true);
});

it('names nothing that a cycle would not ask', () => {
  const from = carrier();
  const all = read(namedTargets(stateOf(from), { kind: 'lag', ifIndex: null }), from);
  expect(all.rows).toEqual([...membersOf(ae0), ...membersOf(ae1)].sort());
});

it('what is named twice is asked once', () => {
  const from = carrier();
  const one = namedTargets(stateOf(from), { kind: 'interface', ifIndex: ifIndexOf(from, port) });
  const other = namedTargets(stateOf(from), { kind: 'interface', ifIndex: ifIndexOf(from, 'ae0') });
  expect(read(bothTargets(one, other), from)).toEqual(read(other, from));
  expect(bothTargets(noTargets, noTargets)).toEqual(noTargets);
});
