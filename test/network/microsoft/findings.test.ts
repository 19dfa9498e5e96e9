import { describe, expect, it } from 'vitest';
import { type MicrosoftFinding, makesPnis } from '../../../src/network/microsoft/findings.ts';
import type { Flavour, Peering } from '../../../src/network/microsoft/peerings.ts';
import { connection, failure, legacyList, listOf, peering, theirSession } from './microsoft-samples.ts';
import { agreeing, bothOf, briefly, type TwoEnds, twoEnds } from './two-ends.ts';

const first = 'ams-er1/ae0';
const second = 'ams-er2/ae0';
const stranger = theirSession({ microsoft: '203.0.113.1', state: 'Established' });
/** What is found when both our PNIs are listed, and something more. */
const besides = (...more: readonly Peering[]): readonly MicrosoftFinding[] => {
  const carrier = agreeing();
  return carrier.told(listOf([...bothOf(carrier), ...more])).side().findings;
};

describe('nothing is found', () => {
  it('where both lists say the same', () => {
    expect(agreeing().side().findings).toEqual([]);
  });

  it('before Microsoft has told its list, or when the list alone has failed', () => {
    expect(twoEnds().settle().side().findings).toEqual([]);
    expect(twoEnds().settle().untold('peerings').side().findings).toEqual([]);
  });

  it.each(['route-server', 'exchange', 'cdn', 'other'] as const)(
    'in a %s peering whose connections are no PNIs of ours',
    flavour => {
      const there = peering({ flavour, connections: [connection({ sessions: [stranger] }), connection()] });
      expect(besides(there)).toEqual([]);
      expect(makesPnis(there)).toBe(false);
    },
  );

  it.each(['route-server', 'exchange', 'cdn'] as const)('in a session that a %s peering has', flavour => {
    const carrier = twoEnds().settle();
    const peerings = bothOf(carrier).map((each, position) => (position === 0 ? { ...each, flavour } : each));
    expect(carrier.told(listOf(peerings)).side().findings).toEqual([]);
  });
});

describe('a connection that no router has a session for', () => {
  const lost = connection({ identifier: '9bba5769-c03d-4c84-8ece-b78526ebccde', sessions: [stranger] });

  it.each(['direct', 'voice'] as const satisfies readonly Flavour[])('of a %s peering is a warning', flavour => {
    expect(besides(peering({ flavour, connections: [lost] }))).toEqual([
      {
        code: 'connection-without-session',
        weight: 'warn',
        subject: 'ams 9bba5769',
        text: 'Microsoft lists a connection at Amsterdam (Active, 203.0.113.1) that no router here has a session for: is a router missing in the configuration?',
      },
    ]);
  });

  it('is named by our end where Microsoft tells no end of its own', () => {
    const ours = theirSession({ peer: '203.0.113.2' });
    const [found] = besides(peering({ connections: [connection({ sessions: [ours] })] }));
    expect(found).toMatchObject({ code: 'connection-without-session', weight: 'warn' });
    expect(found?.text).toContain('(Active, our end 203.0.113.2)');
  });

  it('is not known to be missing by our end alone, while a router does not tell its own addresses', () => {
    const carrier = agreeing().withoutOwnEnds();
    const lost = peering({ connections: [connection({ sessions: [theirSession({ peer: '203.0.113.2' })] })] });
    carrier.told(listOf([...bothOf(agreeing()), lost]));
    expect(briefly(carrier.side().findings)).toEqual(['unknown no-addresses: ams']);
  });

  it('is unknown, and no warning, while a router has not been read', () => {
    const carrier = twoEnds();
    carrier.router('ams-er2').silent.add('all');
    const [found, ...more] = carrier
      .settle()
      .told(listOf([carrier.peering(first), peering({ connections: [lost] })]))
      .side().findings;
    expect(more).toEqual([]);
    expect(found).toMatchObject({ code: 'connection-without-session', weight: 'unknown' });
    expect(found?.text).toContain('ams-er2 has not been read, so it is not known whose it is');
  });

  it('is unknown as well while all routers are unread', () => {
    const carrier = twoEnds();
    const [found] = carrier.told(listOf([peering({ connections: [lost] })])).side().findings;
    expect(found).toMatchObject({ weight: 'unknown' });
    expect(found?.text).toContain('ams-er1, ams-er2 have not been read');
  });

  it.each(['PendingApproval', 'Approved', 'ProvisioningStarted', 'Validating'])(
    'is worth a line and no warning while it is %s',
    state => {
      const [found] = besides(peering({ connections: [{ ...lost, state }] }));
      expect(found).toMatchObject({ code: 'connection-without-session', weight: 'info' });
      expect(found?.text).toContain(`a connection at Amsterdam is ${state}: `);
    },
  );

  it("is a warning with Microsoft's words when it was refused", () => {
    const errorMessage = "This request was not approved by the Microsoft's peering team.";
    const [found] = besides(peering({ connections: [{ ...lost, state: 'ProvisioningFailed', errorMessage }] }));
    expect(found).toMatchObject({ weight: 'warn' });
    expect(found?.text).toContain(errorMessage);
  });

  it('is worth a line and no warning while it is taken out of service', () => {
    const [found] = besides(peering({ connections: [{ ...lost, state: 'PendingRemove' }] }));
    expect(found).toMatchObject({ code: 'connection-without-session', weight: 'info' });
    expect(found?.text).toBe('a connection at Amsterdam is PendingRemove: is being taken out of service');
  });

  it.each(['None', 'constructor', '__proto__', 'Levitating'])('is a warning in a state such as %s', state => {
    expect(besides(peering({ connections: [{ ...lost, state }] }))).toMatchObject([{ weight: 'warn' }]);
  });

  it('is named by its peering, and without a place where none is told', () => {
    const [found] = besides(peering({ location: null, connections: [connection({ state: null })] }));
    expect(found).toMatchObject({ subject: 'ams' });
    expect(found?.text).toContain('a connection at an unnamed metro (no state)');
  });
});

describe('a session with Microsoft that no connection has', () => {
  it('is a warning at its PNI, with both families in one line', () => {
    const carrier = twoEnds().settle();
    carrier.told(listOf([carrier.peering(first)])).told(legacyList(), 'Direct Amsterdam');
    expect(carrier.side().findings).toEqual([
      {
        code: 'session-without-connection',
        weight: 'warn',
        subject: second,
        text: 'Microsoft lists no connection for v4 198.51.100.34, v6 2001:db8:2:1::2: is it in another subscription, or a legacy peering?',
      },
    ]);
  });

  it.each([
    ['was cut', { unreadable: 0, cut: true }],
    ['has a record that could not be read', { unreadable: 1, cut: false }],
  ])('is unknown when the list %s', (_how, list) => {
    const carrier = twoEnds().settle();
    carrier.told(listOf([carrier.peering(first)], list));
    const found = carrier.side().findings.filter(each => each.code === 'session-without-connection');
    expect(found).toMatchObject([{ weight: 'unknown', subject: second }]);
  });

  it.each([
    ['before the legacy peerings of its metro are told', null, 'unknown'],
    ['when Microsoft could not tell them', failure({ status: 503 }), 'unknown'],
    ['when Microsoft may not tell them', failure({ kind: 'forbidden', status: 403 }), 'unknown'],
    ['when Microsoft knows no such metro', failure({ kind: 'not-found', status: 404 }), 'warn'],
  ] as const)('%s is %s', (_when, why, weight) => {
    const carrier = twoEnds()
      .settle()
      .told(listOf([peering()]));
    carrier.told(legacyList(), 'Exchange Amsterdam');
    if (why !== null) carrier.untold('legacy-peerings', why, 'Direct Amsterdam');
    const [found] = carrier.side().findings;
    expect(found).toMatchObject({ code: 'session-without-connection', weight });
    if (weight === 'unknown') expect(found?.text).toContain('its legacy peerings have not been told yet');
  });

  it('is no more than a remark where the connection of its PNI is known, which lacks it', () => {
    const carrier = twoEnds().settle();
    const [v4] = carrier.connection(second).sessions;
    if (v4 === undefined) throw new Error('no session');
    carrier.told(listOf([carrier.peering(first), carrier.peering(second, { sessions: [v4] })]));
    expect(briefly(carrier.side().findings)).toEqual([`info session-without-connection: ${second}`]);
    expect(carrier.side().findings[0]?.text).toContain('does not have v6 2001:db8:2:1::2');
    expect(carrier.pni(second).reasons.map(each => each.code)).toEqual(['session-unknown-to-microsoft']);
  });

  it('is no finding when a legacy peering has it', () => {
    const carrier = twoEnds().settle();
    carrier.told(listOf([carrier.peering(first)]));
    carrier.told(legacyList({ ...carrier.peering(second), legacy: true }), 'Direct Amsterdam');
    expect(briefly(carrier.side().findings)).toEqual(['info legacy-peering: ams-er2-ae0']);
  });
});

describe('a session of Microsoft that several of ours may be', () => {
  /** Both routers have a session with 192.0.2.2, and Microsoft does not tell our address. */
  function ambiguous(): TwoEnds {
    const carrier = twoEnds();
    for (const id of [first, second]) Object.assign(carrier.session(id, 'ipv4'), { peer: '192.0.2.2' });
    const [v4, ...rest] = carrier.settle().connection(first).sessions;
    if (v4 === undefined) throw new Error('no session');
    const connections = [connection({ identifier: 'one', sessions: [{ ...v4, peer: null }] })];
    return carrier.told(listOf([peering({ connections }), carrier.peering(second, { sessions: rest })]));
  }

  it('is not known to be either, and says what would settle it', () => {
    const found = ambiguous().side().findings;
    expect(briefly(found)).toContain('unknown ambiguous-addresses: ams one');
    expect(found.find(each => each.code === 'ambiguous-addresses')?.text).toBe(
      'its session 192.0.2.2 may be any of ams-er1 192.0.2.2, ams-er2 192.0.2.2: declare pnis[].connection',
    );
  });

  it('is neither a connection without a session nor a session without a connection', () => {
    const found = ambiguous().side().findings;
    expect(found.map(each => each.code)).not.toContain('connection-without-session');
    expect(found.filter(each => each.text.includes('192.0.2.2'))).toHaveLength(1);
  });
});

describe('a connection', () => {
  it('that tells no address cannot be compared, which alarms nobody', () => {
    const carrier = twoEnds().settle();
    const bare = connection({ identifier: 'bare', sessions: [] });
    carrier.told(listOf([carrier.peering(first), carrier.peering(second), peering({ connections: [bare] })]));
    expect(briefly(carrier.side().findings)).toEqual(['unknown no-addresses: ams bare']);
    expect(carrier.side().findings[0]?.text).toContain('declare pnis[].connection');
  });

  it('with its two ends the other way round is still the one, and is told so', () => {
    const carrier = twoEnds().settle();
    const turned = carrier
      .connection(first)
      .sessions.map(each => ({ ...each, microsoft: each.peer, peer: each.microsoft }));
    carrier.told(listOf([carrier.peering(first, { sessions: turned }), carrier.peering(second)]));
    expect(carrier.side().connections.map(each => [each.pni, each.agrees])).toEqual([
      [first, true],
      [second, true],
    ]);
    expect(carrier.side().findings).toMatchObject([
      { code: 'ends-swapped', weight: 'info', text: expect.stringContaining('198.51.100.1 and 198.51.100.2') },
    ]);
  });

  it('whose ends are only in part ours is not taken for a session of ours', () => {
    const carrier = twoEnds().settle();
    const [v4] = carrier.connection(first).sessions;
    if (v4 === undefined) throw new Error('no session');
    const other = { ...v4, microsoft: '203.0.113.9', peer: v4.microsoft };
    carrier.told(listOf([carrier.peering(first, { sessions: [other] })]));
    expect(carrier.side().connections.map(each => each.pni)).toEqual([null]);
  });
});

describe('a route server', () => {
  /** Both routers speak with one address of it, over PNIs of their own. */
  function mesh(flavour: Flavour): TwoEnds {
    const carrier = twoEnds();
    for (const id of [first, second]) Object.assign(carrier.session(id, 'ipv4'), { peer: '192.0.2.2' });
    carrier.settle();
    const [v4, ...rest] = carrier.connection(first).sessions;
    if (v4 === undefined) throw new Error('no session');
    const more = carrier.connection(second).sessions.slice(1);
    return carrier.told(
      listOf([
        peering({ name: 'mesh', flavour, connections: [connection({ identifier: 'one', sessions: [v4] })] }),
        peering({ name: 'rest', connections: [connection({ identifier: 'two', sessions: [...rest, ...more] })] }),
      ]),
    );
  }

  it('that speaks from one address with several routers leaves none of their sessions without a connection', () => {
    expect(briefly(mesh('route-server').side().findings)).not.toContainEqual(
      expect.stringContaining('session-without-connection'),
    );
  });

  it('has a mesh, which a direct peering has not', () => {
    const { unclaimed } = mesh('direct').side().join;
    expect(unclaimed.map(each => `${each.router} ${each.peer}`)).toEqual(['ams-er2 192.0.2.2']);
    expect(mesh('route-server').side().join.unclaimed).toEqual([]);
  });
});

describe('by a list that is too old', () => {
  it('nothing is a warning, and what was a warning is not known', () => {
    const carrier = twoEnds().settle();
    const lost = peering({ connections: [connection({ sessions: [stranger] })] });
    const built = peering({ name: 'new', connections: [connection({ state: 'Approved' })] });
    carrier.told(listOf([carrier.peering(first), lost, built])).told(legacyList(), 'direct amsterdam');
    expect(briefly(carrier.side().findings)).toEqual([
      'warn connection-without-session: ams',
      'warn session-without-connection: ams-er2/ae0',
      'info connection-without-session: new',
    ]);
    for (let poll = 0; poll < 13; poll++) carrier.poll();
    expect(briefly(carrier.side().findings)).toEqual([
      'unknown connection-without-session: ams',
      'unknown session-without-connection: ams-er2/ae0',
      'info connection-without-session: new',
    ]);
  });
});

describe('a list that was not read whole', () => {
  it.each([
    [{ unreadable: 2, cut: false }, 'unreadable-records', '2 of its peerings could not be read'],
    [{ unreadable: 0, cut: true }, 'list-cut', 'not all pages of its peerings were read'],
  ])('%j is a finding: %s', (list, code, text) => {
    const carrier = agreeing().told(listOf(bothOf(agreeing()), list));
    expect(carrier.side().findings).toEqual([{ code, weight: 'unknown', subject: 'Microsoft', text }]);
  });

  it('may be both', () => {
    const carrier = agreeing().told(listOf(bothOf(agreeing()), { unreadable: 1, cut: true }));
    expect(briefly(carrier.side().findings)).toEqual([
      'unknown unreadable-records: Microsoft',
      'unknown list-cut: Microsoft',
    ]);
  });
});

describe('besides', () => {
  it('several connections over one PNI are a warning that names them', () => {
    const carrier = twoEnds().settle();
    const sessions = carrier.connection(first).sessions;
    const connections = sessions.map((each, position) =>
      connection({ identifier: `${position}${position}${position}aaaaaaaa`, sessions: [each] }),
    );
    carrier.told(listOf([peering({ connections }), carrier.peering(second)]));
    expect(carrier.side().findings).toMatchObject([
      {
        code: 'several-connections',
        weight: 'warn',
        subject: first,
        text: 'sessions of 2 connections run over it: ams 000aaaaa, ams 111aaaaa',
      },
    ]);
  });

  it('a legacy peering is to be converted', () => {
    const carrier = agreeing().told(legacyList(peering({ name: 'old', legacy: true, location: null })));
    expect(carrier.side().findings).toMatchObject([
      { code: 'legacy-peering', weight: 'info', subject: 'old', text: expect.stringContaining('convert it') },
    ]);
  });

  it('what weighs more comes first', () => {
    const carrier = twoEnds().settle();
    carrier.told(listOf([carrier.peering(first), peering({ connections: [connection({ state: 'Approved' })] })]));
    carrier.told(legacyList(peering({ name: 'old', legacy: true })), 'Direct Amsterdam');
    expect(briefly(carrier.side().findings)).toEqual([
      'warn session-without-connection: ams-er2/ae0',
      'info connection-without-session: ams',
      'info legacy-peering: old',
    ]);
  });
});
