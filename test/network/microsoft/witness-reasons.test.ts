import { describe, expect, it } from 'vitest';
import type { Connection } from '../../../src/network/microsoft/peerings.ts';
import { connection, gigabits, listOf, peering, theirSession } from './microsoft-samples.ts';
import { type TwoEnds, twoEnds } from './two-ends.ts';

const id = 'ams-er1/ae0';
/** A carrier that Microsoft has told a connection of its first PNI, changed somewhat. */
function telling(change: (as: Connection) => Connection, carrier = twoEnds()): TwoEnds {
  carrier.settle();
  return carrier.told(
    listOf([peering({ connections: [change(carrier.connection(id))] }), carrier.peering('ams-er2/ae0')]),
  );
}
/** Polls go on and Microsoft tells the same again. */
function toldLater(carrier: TwoEnds, seconds: number): TwoEnds {
  const answer = carrier.samples.flatMap(each =>
    each.kind === 'microsoft' && each.outcome.kind === 'answered' ? [each.outcome.answer] : [],
  );
  for (let passed = 0; passed < seconds; passed += 10) carrier.poll();
  const [last] = answer.slice(-1);
  return last === undefined ? carrier : carrier.told(last);
}
const reasons = (carrier: TwoEnds) => carrier.pni(id).reasons.map(({ code, weight }) => `${weight} ${code}`);
const texts = (carrier: TwoEnds) => carrier.pni(id).reasons.map(each => each.text);
const withState = (state: string | null) => (as: Connection) => ({
  ...as,
  sessions: as.sessions.map(each => (each.afi === 'ipv4' ? { ...each, state } : each)),
});

describe('Microsoft adds to the reasons of a PNI', () => {
  it('nothing where both ends agree', () => {
    expect(reasons(telling(as => as))).toEqual([]);
    expect(reasons(telling(as => ({ ...as, provisioned: gigabits(400), requested: gigabits(800) })))).toEqual([]);
  });

  it.each([
    ['Validating', 'info provisioning'],
    ['PendingApproval', 'info provisioning'],
    ['ProvisioningFailed', 'warn provisioning-failed'],
    ['TypeChangeRequested', 'warn connection-changing'],
    ['TypeChangeInProgress', 'warn connection-changing'],
    ['PendingRemove', 'warn connection-changing'],
    ['ExternalBlocker', 'warn connection-changing'],
  ])('that its connection is %s: %s', (state, expected) => {
    const carrier = telling(as => ({ ...as, state, errorMessage: 'see mail' }));
    expect(reasons(carrier)).toEqual([expected]);
    expect(texts(carrier)[0]).toMatch(new RegExp(`^at Microsoft ${state}: .*: see mail(?:; it carries .* the same)?$`));
  });

  it.each(['Validating', 'ProvisioningFailed'])('that it carries traffic all the same while it is %s', state => {
    const carrier = telling(as => ({ ...as, state }));
    const { rates } = carrier.pni(id);
    const carried = Math.round(Math.max(rates?.in ?? 0, rates?.out ?? 0) / 1e8) / 10;
    expect(carried).toBeGreaterThan(0.05);
    expect(texts(carrier)[0]).toMatch(new RegExp(`; it carries ${carried} Gb/s all the same$`));
  });

  it.each(['Active', 'None', null])('nothing of state %s, but the error that comes with it', state => {
    expect(reasons(telling(as => ({ ...as, state })))).toEqual([]);
    const carrier = telling(as => ({ ...as, state, errorMessage: 'IPv4 address is already configured' }));
    expect(reasons(carrier)).toEqual(['warn connection-changing']);
    expect(texts(carrier)[0]).toMatch(/^at Microsoft(?: Active)?: IPv4 address is already configured$/);
  });

  it.each(['Levitating', 'constructor', '__proto__', 'toString'])(
    'a state that says nothing as information: %s',
    state => {
      const carrier = telling(as => ({ ...as, state }));
      expect(reasons(carrier)).toEqual(['info connection-changing']);
      expect(texts(carrier)[0]).toContain(`at Microsoft ${state}: `);
      expect(carrier.pni(id)).toMatchObject({ provisioning: false, state: 'up' });
      expect(reasons(telling(as => ({ ...as, state, errorMessage: 'no' })))).toEqual(['warn connection-changing']);
    },
  );

  it('that it is held up, also at its metro', () => {
    const carrier = telling(as => ({ ...as, state: 'ExternalBlocker' }));
    expect(carrier.metro()).toMatchObject({
      verdict: 'redundant',
      reasons: [{ code: 'connection-changing', weight: 'warn' }],
    });
  });

  it('that the two disagree, with both views', () => {
    const carrier = telling(withState('Active'));
    expect(carrier.pni(id).reasons).toEqual([
      {
        code: 'witnesses-disagree',
        weight: 'warn',
        subject: id,
        text: 'Microsoft says Active for v4 198.51.100.2, the router says established',
      },
    ]);
    expect(carrier.metro()).toMatchObject({
      verdict: 'redundant',
      reasons: [{ code: 'witnesses-disagree', weight: 'warn', subject: id }],
    });
  });

  it('no disagreement where Microsoft has nothing to say', () => {
    for (const state of ['None', 'PendingAdd', 'Dreaming', null]) {
      expect(reasons(telling(withState(state)))).toEqual([]);
    }
  });

  it('a disagreement about a session that we have shut as information', () => {
    const carrier = telling(as => as);
    Object.assign(carrier.session(id, 'ipv4'), { state: 'idle', admin: 'stop' });
    toldLater(carrier, 300);
    expect(reasons(carrier)).toEqual(['info session-shut', 'info witnesses-disagree']);
    expect(texts(carrier)[1]).toBe('Microsoft says Established for v4 198.51.100.2, the router says idle');
  });

  it('no disagreement by a list that was told before the session fell', () => {
    const carrier = telling(as => as);
    carrier.session(id, 'ipv4').state = 'idle';
    expect(reasons(carrier.poll())).toEqual(['bad session-down']);
  });

  it('a disagreement as information while Microsoft may be a step behind, and then as a warning', () => {
    const carrier = telling(as => as);
    carrier.session(id, 'ipv4').state = 'idle';
    toldLater(carrier, 20);
    expect(reasons(carrier)).toEqual(['bad session-down', 'info witnesses-disagree']);
    expect(texts(carrier)[1]).toBe('Microsoft still says Established for v4 198.51.100.2, the router says idle');
    toldLater(carrier, 180);
    expect(reasons(carrier)).toEqual(['bad session-down', 'warn witnesses-disagree']);
  });

  it('a disagreement while the connection is being built as information', () => {
    const carrier = telling(as => ({ ...withState('Idle')(as), state: 'Validating' }));
    expect(reasons(carrier)).toEqual(['info provisioning', 'info witnesses-disagree']);
  });

  it('that a session has left its table while Microsoft has it up', () => {
    const carrier = telling(as => as);
    carrier.session(id, 'ipv6').listed = false;
    toldLater(carrier, 300);
    expect(texts(carrier)).toContain(
      'Microsoft says Established for v6 2001:db8:1:1::2, the router says gone from its table',
    );
  });

  it.each([
    ['Active', 'warn'],
    ['Validating', 'info'],
    ['TypeChangeInProgress', 'info'],
  ])('that it has a session that no router has, of a connection that is %s as %s', (state, weight) => {
    const more = theirSession({ afi: 'ipv6', microsoft: '2001:db8:9::2', state: 'Idle' });
    const carrier = telling(as => ({ ...as, state, sessions: [...as.sessions, more] }));
    expect(carrier.pni(id).reasons.find(each => each.code === 'session-unseen')).toMatchObject({
      weight,
      text: 'Microsoft has a session v6 2001:db8:9::2 (Idle) that no router has',
    });
  });

  it.each([
    ['None', null, '203.0.113.4/30', []],
    [null, null, '203.0.113.4/30', []],
    ['None', '203.0.113.6', '203.0.113.4/30', ['info session-unseen']],
    ['Idle', null, '203.0.113.4/30', ['warn session-unseen']],
    ['constructor', null, '203.0.113.4/30', []],
  ])('of a session in state %s at %s in %s that no router has: %j', (state, microsoft, subnet, expected) => {
    const more = theirSession({ microsoft, subnet, state });
    expect(reasons(telling(as => ({ ...as, sessions: [...as.sessions, more] })))).toEqual(expected);
  });

  it('that its connection lacks a session that the router has, so that they agree in part only', () => {
    const carrier = telling(as => ({ ...as, sessions: as.sessions.filter(each => each.afi === 'ipv4') }));
    expect(reasons(carrier)).toEqual(['info session-unknown-to-microsoft']);
    expect(texts(carrier)[0]).toContain('no connection at Microsoft has the v6 session 2001:db8:1:1::2');
    expect(carrier.pni(id).microsoft?.agrees).toBeNull();
  });

  it('that its bandwidth is another than that of the members', () => {
    const carrier = telling(as => ({ ...as, provisioned: gigabits(200) }));
    expect(reasons(carrier)).toEqual(['info bandwidth-differs']);
    expect(texts(carrier)).toEqual(['Microsoft has provisioned 200 Gb/s, its members make 400 Gb/s']);
    expect(reasons(telling(as => ({ ...as, provisioned: null })))).toEqual([]);
  });

  it('that a connection in service has no bandwidth provisioned, which one that is being built need not have', () => {
    const none = telling(as => ({ ...as, provisioned: gigabits(0) }));
    expect(texts(none)).toEqual(['Microsoft has provisioned 0 Gb/s, its members make 400 Gb/s']);
    expect(reasons(telling(as => ({ ...as, state: 'Validating', provisioned: gigabits(0) })))).not.toContain(
      'info bandwidth-differs',
    );
  });

  it('only that its view is too old, once it is', () => {
    const carrier = telling(as => ({ ...withState('Idle')(as), provisioned: gigabits(200), errorMessage: 'x' }));
    expect(reasons(carrier)).toHaveLength(3);
    for (let poll = 0; poll < 13; poll++) carrier.poll();
    expect(reasons(carrier)).toEqual(['info stale']);
    expect(carrier.metro()).toMatchObject({ verdict: 'redundant', reasons: [] });
  });

  it('all at once, heaviest first and after what the router says', () => {
    const carrier = telling(as => ({
      ...as,
      state: 'TypeChangeRequested',
      provisioned: gigabits(100),
      sessions: [...as.sessions, theirSession({ microsoft: '203.0.113.9' })],
    }));
    carrier.member(id, 0).oper = 'down';
    carrier.member(id, 0).actor = 0xa1;
    carrier.poll();
    expect(reasons(carrier)).toEqual([
      'warn lag-degraded',
      'warn connection-changing',
      'info session-unseen',
      'info bandwidth-differs',
    ]);
  });

  it('nothing for the verdict: what Microsoft says of a session brings no PNI down', () => {
    const carrier = telling(as => ({ ...as, sessions: as.sessions.map(each => ({ ...each, state: 'Idle' })) }));
    expect(carrier.pni(id)).toMatchObject({ state: 'up', usable: true, intact: true });
    expect(carrier.metro().verdict).toBe('redundant');
  });
});

describe('a connection whose sessions are unknown to every router', () => {
  it('and that is declared to be a PNI is its witness all the same', () => {
    const carrier = twoEnds([{ connection: 'GUID-OF-THE-FIRST' }]);
    const more = connection({
      identifier: 'guidofthefirst',
      sessions: [theirSession({ microsoft: '203.0.113.1', state: 'Idle' })],
    });
    telling(() => more, carrier);
    expect(carrier.pni(id)).toMatchObject({ microsoft: { by: 'identifier', agrees: null } });
    expect(reasons(carrier)).toEqual([
      'warn session-unseen',
      'info session-unknown-to-microsoft',
      'info session-unknown-to-microsoft',
    ]);
  });
});
