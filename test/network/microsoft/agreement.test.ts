import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isEstablished, type OwnEnd, witnessOf } from '../../../src/network/microsoft/agreement.ts';
import type { BgpState } from '../../../src/network/session-facts.ts';
import { instant, millis, seconds } from '../../../src/network/units.ts';
import { listOf, theirSession } from './microsoft-samples.ts';
import { agreeing, twoEnds } from './two-ends.ts';

const bgpStates: readonly BgpState[] = ['idle', 'connect', 'active', 'opensent', 'openconfirm', 'established'];
const ups = ['Established', 'established', 'ESTABLISHED'];
const downs = ['Idle', 'Connect', 'Active', 'OpenSent', 'OpenConfirm', 'OpenReceived'];
const silent = ['None', 'PendingAdd', 'PendingUpdate', 'PendingRemove', 'Dreaming', '', 'constructor', null];
const at = (age: number) => ({ at: instant(0), age: millis(age), stale: false });
const own = (state: BgpState | null, more: Partial<OwnEnd> = {}): OwnEnd => ({
  state,
  established: state === 'established' ? seconds(3600) : null,
  presence: 'present',
  changedAt: null,
  ...more,
});
const missing = own(null, { presence: 'missing' });
const notHeard = own(null, { presence: 'stale' });
const agrees = (theirs: string | null, ours: OwnEnd, heard = at(1000)) =>
  witnessOf(theirSession({ state: theirs }), ours, heard).agrees;

describe('of the states of a session at Microsoft', () => {
  it.each(ups)('%s is up', state => {
    expect(isEstablished(state)).toBe(true);
  });
  it.each(downs)('%s is down', state => {
    expect(isEstablished(state)).toBe(false);
  });
  it.each(silent)('%s says nothing', state => {
    expect(isEstablished(state)).toBeNull();
  });
});

describe('the two ends of a session', () => {
  it.each(bgpStates.map(state => [state, state === 'established'] as const))(
    'agree with a router that says %s only where Microsoft says the same',
    (state, up) => {
      for (const word of ups) expect(agrees(word, own(state))).toBe(up);
      for (const word of downs) expect(agrees(word, own(state))).toBe(!up);
      for (const word of silent) expect(agrees(word, own(state))).toBeNull();
    },
  );

  it('disagree when Microsoft says Active, which of a session is down, and the router says established', () => {
    expect(agrees('Active', own('established'))).toBe(false);
    expect(agrees('Active', own('active'))).toBe(true);
  });

  it('disagree when a session that Microsoft has up has left its table', () => {
    expect(agrees('Established', missing)).toBe(false);
    expect(agrees('Idle', missing)).toBe(true);
    expect(agrees('None', missing)).toBeNull();
  });

  it('are not compared while the router is not heard', () => {
    for (const word of [...ups, ...downs, ...silent]) expect(agrees(word, notHeard)).toBeNull();
    expect(agrees('Established', own(null))).toBeNull();
  });

  it('are not compared by an answer that is too old', () => {
    for (const word of [...ups, ...downs]) {
      expect(agrees(word, own('established'), { ...at(200_000), stale: true })).toBeNull();
      expect(agrees(word, own('idle'), { ...at(200_000), stale: true })).toBeNull();
    }
  });

  it('do not disagree when Microsoft was asked before the session came up', () => {
    expect(agrees('Idle', own('established', { established: seconds(9) }), at(9001))).toBeNull();
    expect(agrees('Idle', own('established', { established: seconds(9) }), at(9000))).toBe(false);
    expect(agrees('Established', own('established', { established: seconds(9) }), at(9001))).toBe(true);
    expect(agrees('Idle', own('established', { established: null }), at(9001))).toBe(false);
  });

  it('do not disagree when the session changed after Microsoft was asked, whichever way', () => {
    const heard = { at: instant(5000), age: millis(3000), stale: false };
    const changed = (state: BgpState, at: number) => own(state, { established: null, changedAt: instant(at) });
    expect(agrees('Established', changed('idle', 5001), heard)).toBeNull();
    expect(agrees('Established', changed('idle', 5000), heard)).toBe(false);
    expect(agrees('Idle', changed('established', 5001), heard)).toBeNull();
    expect(agrees('Idle', changed('established', 4000), heard)).toBe(false);
    expect(agrees('Established', { ...missing, changedAt: instant(5001) }, heard)).toBeNull();
  });

  it.each([
    ['never', null, true],
    ['three minutes ago and more', 819_999, true],
    ['three minutes ago', 820_000, false],
    ['half a minute ago', 970_000, false],
  ])('that disagree with a session that changed %s disagree lastingly: %s', (_when, changed, lasting) => {
    const heard = { at: instant(990_000), age: millis(10_000), stale: false };
    const end = own('idle', { changedAt: changed === null ? null : instant(changed) });
    expect(witnessOf(theirSession({ state: 'Established' }), end, heard)).toMatchObject({ agrees: false, lasting });
    expect(witnessOf(theirSession({ state: 'Idle' }), end, heard)).toMatchObject({ agrees: true, lasting: false });
    expect(witnessOf(theirSession({ state: 'None' }), end, heard)).toMatchObject({ agrees: null, lasting: false });
  });

  it('agree all the same when the session changed after Microsoft was asked to what it said', () => {
    const heard = { at: instant(5000), age: millis(3000), stale: false };
    expect(agrees('Idle', own('active', { changedAt: instant(6000) }), heard)).toBe(true);
    expect(agrees('Established', own('established', { changedAt: instant(6000) }), heard)).toBe(true);
  });

  it('are told with their addresses, the state as told, and the age', () => {
    const session = theirSession({ state: 'PendingAdd', microsoft: '192.0.2.2', peer: '192.0.2.1' });
    expect(witnessOf(session, own('idle'), at(5))).toEqual({
      state: 'PendingAdd',
      agrees: null,
      lasting: false,
      at: 0,
      age: 5,
      stale: false,
      microsoft: '192.0.2.2',
      peer: '192.0.2.1',
    });
  });

  it('are never both in agreement and in doubt, whatever words come', () => {
    const ours = fc.constantFrom(...bgpStates.map(state => own(state)), missing, notHeard);
    const word = fc.oneof(fc.constantFrom(...ups, ...downs, ...silent), fc.string());
    fc.assert(
      fc.property(word, ours, fc.nat(1e9), fc.boolean(), (state, end, age, stale) => {
        const verdict = agrees(state, end, { ...at(age), stale });
        if (stale || isEstablished(state) === null || end.presence === 'stale') expect(verdict).toBeNull();
        if (verdict === true) expect(isEstablished(state)).toBe(end.state === 'established');
      }),
    );
  });
});

describe('a PNI', () => {
  const id = 'ams-er1/ae0';
  const withStates = (v4: string | null, v6: string | null) => {
    const carrier = twoEnds().settle();
    const sessions = carrier.connection(id).sessions.map(each => ({ ...each, state: each.afi === 'ipv4' ? v4 : v6 }));
    return carrier.told(listOf([carrier.peering(id, { sessions })]));
  };

  it.each([
    ['Established', 'Established', true],
    ['Established', 'Idle', false],
    ['None', 'Idle', false],
    ['Established', 'None', null],
    ['PendingAdd', null, null],
  ])('with sessions that Microsoft says are %s and %s has an agreement of %s', (v4, v6, expected) => {
    expect(withStates(v4, v6).pni(id).microsoft?.agrees).toBe(expected);
  });

  it('shows both views of each session side by side', () => {
    const sessions = withStates('Established', 'Connect').pni(id).sessions;
    expect(sessions.map(each => [each.afi, each.state, each.microsoft?.state, each.microsoft?.agrees])).toEqual([
      ['ipv4', 'established', 'Established', true],
      ['ipv6', 'established', 'Connect', false],
    ]);
  });

  it('is not compared any more once the list is older than two intervals', () => {
    const carrier = agreeing();
    expect(carrier.pni(id)).toMatchObject({ microsoft: { agrees: true, stale: false, age: 0 } });
    for (let poll = 0; poll < 12; poll++) carrier.poll();
    expect(carrier.pni(id)).toMatchObject({ microsoft: { agrees: true, stale: false, age: 120_000 } });
    carrier.poll();
    expect(carrier.pni(id)).toMatchObject({ microsoft: { agrees: null, stale: true, age: 130_000 } });
  });

  it('whose sessions fall after the list was told disagrees only by a list that was told later', () => {
    const carrier = agreeing();
    for (const session of carrier.true(id).sessions) session.state = 'idle';
    carrier.poll();
    expect(carrier.pni(id)).toMatchObject({ state: 'down', microsoft: { agrees: null } });
    expect(carrier.pni(id).reasons.map(each => each.code)).not.toContain('witnesses-disagree');
    carrier.poll().told(listOf([carrier.peering(id), carrier.peering('ams-er2/ae0')]));
    expect(carrier.pni(id)).toMatchObject({ microsoft: { agrees: false } });
  });

  it('whose session was down already when the list was told disagrees, however often it is polled', () => {
    const carrier = twoEnds();
    carrier.session(id, 'ipv4').state = 'idle';
    carrier.settle().told(listOf([carrier.peering(id)]));
    for (let poll = 0; poll < 3; poll++) expect(carrier.poll().pni(id).microsoft?.agrees).toBe(false);
  });

  it('of whose connection Microsoft tells nothing has no second witness', () => {
    const carrier = twoEnds().settle();
    expect(carrier.pni(id)).toMatchObject({ microsoft: null, provisioning: false });
    carrier.told(listOf([carrier.peering('ams-er2/ae0')]));
    expect(carrier.pni(id).microsoft).toBeNull();
    expect(carrier.pni('ams-er2/ae0').microsoft).not.toBeNull();
  });
});
