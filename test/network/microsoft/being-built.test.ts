import { describe, expect, it } from 'vitest';
import { emptyBelow, isProvisioning } from '../../../src/network/microsoft/witness.ts';
import type { Rates } from '../../../src/network/rates.ts';
import { bitsPerSecond, seconds } from '../../../src/network/units.ts';
import { gigabits, listOf } from './microsoft-samples.ts';
import { TwoEnds } from './two-ends.ts';

const first = 'ams-er1/ae0';
const third = 'ams-er2/ae1';

/** Amsterdam with a third, empty PNI of which Microsoft tells a state. */
function building(state: string): TwoEnds {
  const carrier = new TwoEnds({
    Amsterdam: { 'ams-er1': [{}], 'ams-er2': [{}, { inGbps: 0, outGbps: 0 }] },
  }).settle();
  return carrier.told(
    listOf([carrier.peering(first), carrier.peering('ams-er2/ae0'), carrier.peering(third, { state })]),
  );
}

/** Two minutes and more in which routers are polled and Microsoft says nothing. */
function withoutMicrosoft(carrier: TwoEnds): TwoEnds {
  for (let poll = 0; poll < 13; poll++) carrier.poll();
  return carrier;
}

/** Every session of a PNI is down at its router. */
function fall(carrier: TwoEnds, id: string): TwoEnds {
  for (const session of carrier.true(id).sessions) session.state = 'idle';
  return carrier;
}

const rates = (gbps: number): Rates => ({
  in: gigabits(gbps),
  out: bitsPerSecond(0),
  inErrors: null,
  outErrors: null,
  inDiscards: null,
  outDiscards: null,
  over: seconds(10),
});
const unserved = { unserved: true, stale: false };
const served = { unserved: false, stale: false };
const old = { stale: true };
const capacity = gigabits(400);

describe('a PNI is still being built', () => {
  it('when Microsoft says that it is not in service and it carries nothing', () => {
    expect(isProvisioning(unserved, rates(0), capacity)).toBe(true);
  });

  it('but not when Microsoft says that it is, nor by an old answer that said so', () => {
    expect(isProvisioning(served, rates(0), capacity)).toBe(false);
    expect(isProvisioning({ ...served, ...old }, null, null)).toBe(false);
  });

  it('but not when Microsoft tells of no connection', () => {
    expect(isProvisioning(null, rates(0), capacity)).toBe(false);
  });

  it('but not when it carries traffic, whatever a list says, however old', () => {
    expect(isProvisioning(unserved, rates(2), capacity)).toBe(false);
    expect(isProvisioning({ ...unserved, ...old }, rates(2), capacity)).toBe(false);
    expect(isProvisioning(unserved, rates(1.9), capacity)).toBe(true);
  });

  it('is not known by an old answer, nor where nobody knows what it carries', () => {
    expect(isProvisioning({ ...unserved, ...old }, rates(0), capacity)).toBeNull();
    expect(isProvisioning(unserved, null, capacity)).toBeNull();
  });

  it('and half a percent of the capacity, 50 Mb/s at least, counts as nothing', () => {
    expect(emptyBelow(gigabits(400))).toBe(2e9);
    expect(emptyBelow(gigabits(1))).toBe(50e6);
    expect(emptyBelow(null)).toBe(50e6);
  });
});

describe('a connection keeps its PNI out of service', () => {
  it.each([
    ['PendingApproval', true],
    ['Approved', true],
    ['ProvisioningStarted', true],
    ['ProvisioningCompleted', true],
    ['Validating', true],
    ['ProvisioningFailed', true],
    ['Active', false],
    ['TypeChangeInProgress', false],
    ['ExternalBlocker', false],
    ['PendingRemove', false],
    ['None', false],
    ['Levitating', false],
    ['constructor', false],
  ])('in state %s: %s', (state, expected) => {
    const pni = building(state).pni(third);
    expect(pni).toMatchObject({ provisioning: expected, microsoft: { unserved: expected } });
  });
});

const textsOf = (carrier: TwoEnds) => carrier.metro().reasons.map(({ weight, text }) => `${weight}: ${text}`);
const validating = 'Microsoft validates it with a deny-all policy: sessions come up and carry nothing, which is right';

describe('a metro', () => {
  it('with two active PNIs stays redundant while a third validates with its sessions up and no traffic', () => {
    const carrier = building('Validating');
    expect(carrier.metro()).toMatchObject({ verdict: 'redundant', usable: 2 });
    expect(textsOf(carrier)).toEqual([
      `info: ams-er2/ae1 is not in service yet: at Microsoft Validating: ${validating}`,
    ]);
    expect(carrier.pni('ams-er2/ae1').provisioning).toBe(true);
  });

  it('with two active PNIs stays redundant while a third is built and its sessions are down', () => {
    const carrier = building('ProvisioningStarted');
    for (const session of carrier.true('ams-er2/ae1').sessions) session.state = 'idle';
    expect(carrier.poll().metro()).toMatchObject({ verdict: 'redundant', usable: 2 });
    expect(carrier.metro().reasons.map(each => each.code)).toEqual(['provisioning']);
  });

  it('says as a warning that Microsoft could not provision the third', () => {
    const carrier = building('ProvisioningFailed');
    expect(carrier.metro().verdict).toBe('redundant');
    expect(carrier.metro().reasons).toMatchObject([{ code: 'provisioning-failed', weight: 'warn' }]);
  });

  it('with one active PNI and one that validates is at risk, and says why', () => {
    const carrier = new TwoEnds({ Amsterdam: { 'ams-er1': [{}], 'ams-er2': [{ inGbps: 0, outGbps: 0 }] } }).settle();
    carrier.told(listOf([carrier.peering('ams-er1/ae0'), carrier.peering('ams-er2/ae0', { state: 'Validating' })]));
    expect(carrier.metro()).toMatchObject({ verdict: 'at-risk', usable: 1 });
    expect(textsOf(carrier)).toEqual([
      'risk: one router left: ams-er1 carries ae0',
      `info: ams-er2/ae0 is not in service yet: at Microsoft Validating: ${validating}`,
    ]);
  });

  it('of which every PNI is being built is unknown', () => {
    const empty = { inGbps: 0, outGbps: 0 };
    const carrier = new TwoEnds({ Amsterdam: { 'ams-er1': [empty], 'ams-er2': [empty] } }).settle();
    carrier.told(
      listOf(['ams-er1/ae0', 'ams-er2/ae0'].map(id => carrier.peering(id, { state: 'ProvisioningCompleted' }))),
    );
    expect(carrier.metro()).toMatchObject({ verdict: 'unknown', usable: 0, next: null });
    expect(textsOf(carrier)[0]).toBe('unknown: no PNI here is in service yet');
  });

  it('counts a PNI that carries traffic, whatever the list says', () => {
    const carrier = new TwoEnds({ Amsterdam: { 'ams-er1': [{}], 'ams-er2': [{}] } }).settle();
    carrier.told(listOf([carrier.peering('ams-er1/ae0'), carrier.peering('ams-er2/ae0', { state: 'Validating' })]));
    expect(carrier.metro()).toMatchObject({ verdict: 'redundant', usable: 2 });
    expect(carrier.pni('ams-er2/ae0').provisioning).toBe(false);
  });

  it('is unknown when the router of a PNI that the list still builds, and that carried traffic, falls silent', () => {
    const carrier = new TwoEnds({ Amsterdam: { 'ams-er1': [{}], 'ams-er2': [{}] } }).settle();
    const list = listOf([carrier.peering('ams-er1/ae0'), carrier.peering('ams-er2/ae0', { state: 'Validating' })]);
    carrier.told(list);
    carrier.routers.get('ams-er2')?.silent.add('all');
    for (let poll = 0; poll < 4; poll++) carrier.poll();
    expect(carrier.told(list).metro().verdict).toBe('unknown');
  });

  it('is unknown when it depends on a list that has grown old, and judged again when the list comes', () => {
    const carrier = new TwoEnds({ Amsterdam: { 'ams-er1': [{}], 'ams-er2': [{ inGbps: 0, outGbps: 0 }] } }).settle();
    const list = listOf([carrier.peering('ams-er1/ae0'), carrier.peering('ams-er2/ae0', { state: 'Validating' })]);
    carrier.told(list);
    withoutMicrosoft(carrier);
    expect(carrier.pni('ams-er2/ae0').provisioning).toBeNull();
    expect(carrier.metro().verdict).toBe('unknown');
    expect(textsOf(carrier)[0]).toBe('unknown: redundant if what is not known is well, at-risk if not');
    expect(textsOf(carrier)).toContainEqual(
      expect.stringMatching(
        /^unknown: it is not known whether ams-er2\/ae0 is in service: Microsoft called it Validating \d+ min ago, and has not been heard since$/,
      ),
    );
    expect(carrier.told(list).metro().verdict).toBe('at-risk');
  });

  it('that does not depend on an old list keeps its verdict', () => {
    const carrier = new TwoEnds({
      Amsterdam: { 'ams-er1': [{}, { inGbps: 0, outGbps: 0 }] },
    }).settle();
    carrier.told(listOf([carrier.peering('ams-er1/ae0'), carrier.peering('ams-er1/ae1', { state: 'Validating' })]));
    withoutMicrosoft(carrier);
    expect(carrier.metro().verdict).toBe('at-risk');
  });

  it.each(['idle', 'active'] as const)(
    'is unknown while the list is old and a third PNI that was being built has its sessions %s',
    state => {
      const carrier = building('ProvisioningStarted');
      for (const session of carrier.true(third).sessions) session.state = state;
      withoutMicrosoft(carrier);
      expect(carrier.pni(third)).toMatchObject({ state: 'down', provisioning: null });
      expect(carrier.metro()).toMatchObject({ verdict: 'unknown', usable: 2 });
      expect(textsOf(carrier)[0]).toBe('unknown: redundant if what is not known is well, degraded if not');
      expect(carrier.told(listOf([carrier.peering(first), carrier.peering('ams-er2/ae0')])).metro().verdict).toBe(
        'degraded',
      );
    },
  );

  it('with one PNI alone that was being built is unknown, and not down, by an old list', () => {
    const carrier = new TwoEnds({ Amsterdam: { 'ams-er1': [{ inGbps: 0, outGbps: 0 }] } });
    fall(carrier, first)
      .settle()
      .told(listOf([carrier.peering(first, { state: 'Approved' })]));
    expect(carrier.metro().verdict).toBe('unknown');
    expect(withoutMicrosoft(carrier).pni(first)).toMatchObject({ state: 'down', provisioning: null });
    expect(carrier.metro()).toMatchObject({ verdict: 'unknown', usable: 0 });
  });

  it('is down by an old list when what was in service is down beside what was being built', () => {
    const carrier = new TwoEnds({ Amsterdam: { 'ams-er1': [{}], 'ams-er2': [{ inGbps: 0, outGbps: 0 }] } });
    fall(fall(carrier, first), 'ams-er2/ae0').settle();
    for (const id of [first, 'ams-er2/ae0']) Object.assign(carrier.true(id).lag, { inBps: 0, outBps: 0 });
    carrier.told(listOf([carrier.peering(first), carrier.peering('ams-er2/ae0', { state: 'Approved' })]));
    expect(withoutMicrosoft(carrier).metro().verdict).toBe('down');
  });
});

describe('what is being built is not counted in its metro', () => {
  const counts = { capacity: 800e9, in: 80e9, out: 20e9, usable: 2, members: { forwarding: 8, total: 8 } };
  const sessions = { v4: 2, v4Total: 2, v6: 2, v6Total: 2 };

  it('neither in capacity, members and sessions, nor in traffic, whether it is up', () => {
    expect(building('Validating').metro()).toMatchObject({ ...counts, sessions });
  });

  it('nor where it is down, its members with it', () => {
    const carrier = fall(building('ProvisioningStarted'), third);
    for (const member of carrier.true(third).members) Object.assign(member, { oper: 'down', actor: 0xa0 });
    expect(carrier.poll().metro()).toMatchObject({ ...counts, sessions });
  });

  it('but is counted once it is in service, and listed all the while', () => {
    expect(building('Validating').metro().pnis).toHaveLength(3);
    expect(building('Active').metro()).toMatchObject({
      capacity: 1200e9,
      members: { forwarding: 12, total: 12 },
      sessions: { v4: 3, v4Total: 3, v6: 3, v6Total: 3 },
    });
  });
});
