import { describe, expect, it } from 'vitest';
import { connection, legacyList, listOf, peering } from './microsoft-samples.ts';
import { agreeing, bothOf, briefly, type TwoEnds, twoEnds } from './two-ends.ts';

const first = 'ams-er1/ae0';
const second = 'ams-er2/ae0';

describe('a connection that names another address of ours than the router has', () => {
  /** A peering at an exchange: two connections to one address of Microsoft, of which one is ours. */
  function exchange(): TwoEnds {
    const carrier = agreeing();
    const [v4] = carrier.connection(first).sessions;
    if (v4 === undefined) throw new Error('no session');
    const elsewhere = connection({
      identifier: 'elsewhere',
      sessions: [{ ...v4, peer: '198.51.100.200', state: 'Idle' }],
    });
    return carrier.told(listOf([...bothOf(carrier), peering({ name: 'ix', connections: [elsewhere] })]));
  }

  it('is not that PNI, whose own connection is there beside it', () => {
    const carrier = exchange();
    expect(carrier.side().connections.find(each => each.connection.identifier === 'elsewhere')?.pni).toBeNull();
    expect(carrier.pni(first).microsoft).toMatchObject({ agrees: true, others: [] });
  });

  it('is no PNI where no other connection is there either, and both addresses are said', () => {
    const carrier = agreeing();
    const sessions = carrier.connection(first).sessions.map(each => ({ ...each, peer: '198.51.100.200' }));
    carrier.told(listOf([carrier.peering(first, { sessions: sessions.slice(0, 1) }), carrier.peering(second)]));
    carrier.told(legacyList(), 'Direct Amsterdam');
    expect(briefly(carrier.side().findings)).toEqual([
      'warn session-without-connection: ams-er1/ae0',
      'warn address-differs: ams-er1-ae0 guid-of-',
    ]);
    expect(carrier.side().findings[0]?.text).toContain('no connection for v6');
    expect(carrier.side().findings[1]?.text).toBe(
      'Microsoft has 198.51.100.200 with 198.51.100.2, ams-er1 has 198.51.100.1 with 198.51.100.2: correct one of them, or declare pnis[].connection',
    );
  });

  it('is that PNI where it is declared to be, and both addresses are still said', () => {
    const carrier = twoEnds([{ router: 'ams-er1', interface: 'ae0', connection: `guid-of-ams-er1-ae0` }]).settle();
    const sessions = carrier
      .connection(first)
      .sessions.map(each => ({ ...each, peer: each.peer?.replace(/1$/, '99') ?? null }));
    carrier.told(listOf([carrier.peering(first, { sessions }), carrier.peering(second)]));
    expect(briefly(carrier.side().findings)).toEqual(['info address-differs: ams-er1-ae0 guid-of-']);
    expect(carrier.side().findings[0]?.text).toContain('it is taken for ams-er1/ae0 by its identifier');
    expect(carrier.pni(first).microsoft).toMatchObject({ agrees: true });
  });

  it.each(['PendingApproval', 'ProvisioningFailed'])('is no contradiction while it is %s', state => {
    const carrier = agreeing();
    const [v4] = carrier.connection(first).sessions;
    if (v4 === undefined) throw new Error('no session');
    const wished = connection({ state, sessions: [{ ...v4, microsoft: '203.0.113.99', state: 'None' }] });
    carrier.told(listOf([carrier.peering(second), peering({ name: 'new', connections: [wished] })]));
    expect(carrier.side().findings.map(each => each.code)).not.toContain('address-differs');
  });

  it.each([
    ['198.51.100.2', '0.0.0.0'],
    ['2001:db8:1:1::2', '2001:0DB8:1:1:0:0:0:1'],
    ['2001:db8:1:1::2', '::'],
  ])('is no contradiction where the router has its own end with %s as %s', (peer, local) => {
    const carrier = agreeing();
    for (const router of carrier.routers.values()) {
      const found = carrier.discovery(router);
      const sessions = found.facts.sessions.map(each => (each.peer === peer ? { ...each, local } : each));
      carrier.fold({ ...found, facts: { ...found.facts, sessions } });
    }
    carrier.told(listOf(bothOf(carrier)));
    expect(carrier.side().findings).toEqual([]);
  });

  it('is one line, however many of its sessions do not fit, and none where they are another connection', () => {
    const carrier = agreeing();
    const sessions = carrier
      .connection(first)
      .sessions.map(each => ({ ...each, peer: each.peer?.replace(/1$/, '99') ?? null }));
    const copy = peering({ name: 'copy', connections: [connection({ identifier: 'copy', sessions })] });
    carrier.told(listOf([copy, carrier.peering(second)])).told(legacyList(), 'Direct Amsterdam');
    expect(briefly(carrier.side().findings)).toEqual(['warn address-differs: copy copy']);
    carrier.told(listOf([...bothOf(carrier), copy]));
    expect(briefly(carrier.side().findings)).toEqual(['warn connection-without-session: copy copy']);
  });

  it('is told at its PNI by both addresses, and neither as missing there nor as missing at Microsoft', () => {
    const carrier = agreeing();
    const [v4, v6] = carrier.connection(first).sessions;
    if (v4 === undefined || v6 === undefined) throw new Error('no sessions');
    const sessions = [{ ...v4, peer: '198.51.100.200' }, v6];
    carrier.told(listOf([carrier.peering(first, { sessions }), carrier.peering(second)]));
    const pni = carrier.pni(first);
    expect(pni.reasons.map(({ code, text }) => `${code}: ${text}`)).toEqual([
      'address-differs: Microsoft has 198.51.100.200 with 198.51.100.2, ams-er1 has 198.51.100.1 with 198.51.100.2: correct one of them',
    ]);
    expect(pni.microsoft).toMatchObject({ agrees: null, unseen: [] });
    expect(pni.microsoft?.doubtful).toEqual(new Set(['198.51.100.2']));
  });

  it('is not known to be another where the router does not tell its own addresses', () => {
    const carrier = agreeing().withoutOwnEnds();
    const sessions = carrier.connection(first).sessions.map(each => ({ ...each, peer: null }));
    carrier.told(listOf([carrier.peering(first, { sessions }), carrier.peering(second)]));
    expect(carrier.pni(first).microsoft).toMatchObject({ agrees: true });
  });
});

describe('a connection that is a legacy peering too, for a day after its conversion', () => {
  it.each([
    ['under its identifier', {}],
    ['by its addresses', { identifier: null }],
  ])('is told once, known %s, and what the newer list says of it counts', (_how, more) => {
    const carrier = agreeing();
    const old = { ...carrier.peering(first, more), name: 'old', key: '/old', legacy: true };
    carrier.told(legacyList(old), 'Direct Amsterdam');
    const idle = carrier.connection(first).sessions.map(each => ({ ...each, state: 'Idle' }));
    for (let polls = 0; polls < 30; polls++) carrier.poll();
    carrier.told(listOf([carrier.peering(first, { sessions: idle }), carrier.peering(second)]));
    expect(carrier.side().connections).toHaveLength(2);
    expect(carrier.pni(first).microsoft).toMatchObject({ agrees: false, stale: false, others: [] });
    expect(carrier.pni(first).reasons.map(each => each.code)).toEqual(['witnesses-disagree', 'witnesses-disagree']);
  });
});
