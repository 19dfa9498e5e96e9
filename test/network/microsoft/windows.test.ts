import { describe, expect, it } from 'vitest';
import { noteStatuses } from '../../../src/network/microsoft/maintenance.ts';
import { maintenanceReasons, metroAgreement } from '../../../src/network/microsoft/metro-side.ts';
import {
  byUrgency,
  noteWindow,
  noticeWindow,
  type PlacedPeering,
  placeName,
  type WorkWindow,
} from '../../../src/network/microsoft/windows.ts';
import { type Instant, instant } from '../../../src/network/units.ts';
import { connection, legacyList, listOf, note, notice, peering, theirSession, whole } from './microsoft-samples.ts';
import { agreeing, TwoEnds, twoEnds } from './two-ends.ts';

const hour = 3_600_000;
const noon = 12 * hour;
const placed = (location: string, region: string, metros: readonly string[] = [location]): PlacedPeering => ({
  peering: peering({ name: location, location, region }),
  metros,
});
const places = [
  placed('Amsterdam', 'West Europe'),
  placed('Rotterdam', 'westeurope'),
  placed('san Jose', 'West US', ['San José', 'SJC']),
];
const window = (more: Parameters<typeof notice>[0] = {}, at = noon): WorkWindow | null =>
  noticeWindow(notice(more), places, instant(at));

describe('names of places are compared', () => {
  it.each([
    ['West Europe', 'westeurope'],
    ['san Jose', 'SAN-JOSE'],
    ['ams-er1/ae0', 'AMS ER1 AE0'],
  ])('%s is %s', (a, b) => {
    expect(placeName(a)).toBe(placeName(b));
  });
});

describe('a notice of planned work', () => {
  it.each([['West Europe'], ['westeurope'], ['WEST-EUROPE']])('for %s touches the metros of that region', region => {
    expect(window({ regions: [region] })).toMatchObject({ metros: ['Amsterdam', 'Rotterdam'], by: 'region' });
  });

  it('for all regions touches every metro', () => {
    expect(window({ regions: ['Global'] })?.metros).toEqual(['Amsterdam', 'Rotterdam', 'San José', 'SJC']);
  });

  it('for a region that none of ours is in touches no known metro', () => {
    expect(window({ regions: ['Japan East'] })).toMatchObject({ metros: [], by: 'unknown' });
    expect(window({ regions: [] })).toMatchObject({ metros: [], by: 'unknown' });
  });

  it.each([
    [{ title: 'Work at Amsterdam' }, ['Amsterdam']],
    [{ text: 'Peering location: AMSTERDAM.' }, ['Amsterdam']],
    [{ text: 'at San Jose', regions: [] }, ['San José', 'SJC']],
    [{ text: 'Amsterdam and Rotterdam' }, ['Amsterdam', 'Rotterdam']],
  ])('that names a metro is narrowed to it: %j', (more, metros) => {
    expect(window(more)).toMatchObject({ metros, by: 'named' });
  });

  it('for two regions is narrowed in the one of which it names a metro, and not in the other', () => {
    const regions = ['West Europe', 'West US'];
    expect(window({ regions, text: 'in the first, Amsterdam' })).toMatchObject({
      metros: ['Amsterdam', 'San José', 'SJC'],
      named: ['Amsterdam'],
      by: 'region',
    });
  });

  it('touches no metro beyond its regions, though it names one to which traffic moves', () => {
    const text = 'at Amsterdam; traffic moves to San Jose';
    expect(window({ text })).toMatchObject({ metros: ['Amsterdam'], named: ['Amsterdam'], by: 'named' });
  });

  it.each([
    ['of another service', { services: ['Virtual Machines', 'ExpressRoute'] }],
    ['of no service', { services: [] }],
    ['that is only advice', { type: 'HealthAdvisory' }],
    ['of a type that is not told', { type: null }],
    ['about security', { type: 'SecurityAdvisory' }],
  ])('%s is none', (_which, more) => {
    expect(window(more)).toBeNull();
  });

  it.each([
    ['peering', { title: 'Maintenance of peering devices' }, true],
    ['peering in its text', { text: 'Edge routers of the Azure Peering Service are replaced.' }, true],
    ['peering of virtual networks', { title: 'Maintenance of VNet peering, and virtual network peering' }, false],
    ['something else', { title: 'Maintenance of disks' }, false],
  ])('that names no service and says %s is one if that is ours', (_what, more, isOurs) => {
    expect(window({ services: [], ...more }) !== null).toBe(isOurs);
  });

  it.each(['Azure Peering Service', 'Azure Service Peering', 'azure peering service'])('is one of %s', service => {
    expect(window({ services: ['Virtual Machines', service] })).not.toBeNull();
  });

  it('of an incident is an issue', () => {
    expect(window({ type: 'ServiceIssue' })).toMatchObject({ kind: 'issue', source: 'service-health', impact: null });
    expect(window()).toMatchObject({ kind: 'maintenance', id: 'ABCD-123', status: 'Active' });
  });

  it.each([
    [noon - 1, 'ahead'],
    [noon, 'now'],
    [noon + hour - 1, 'now'],
    [noon + hour, 'overdue'],
    [noon + 25 * hour - 1, 'overdue'],
    [noon + 25 * hour, 'past'],
  ])('is at %d ms %s', (at, phase) => {
    expect(window({}, at)?.phase).toBe(phase);
  });

  it('that is resolved is past, also before its end', () => {
    for (const status of ['Resolved', 'resolved', 'Completed']) expect(window({ status })?.phase).toBe('past');
  });

  it('that nobody calls active any more is past at its end', () => {
    for (const status of ['Resolved', null, 'Unknown']) expect(window({ status }, noon + hour)?.phase).toBe('past');
  });

  it('without a begin goes on, and without an end does not end', () => {
    expect(window({ startsAt: null, endsAt: null, status: null })).toMatchObject({ phase: 'now', status: 'not told' });
    expect(window({ endsAt: null }, noon + 1000 * hour)?.phase).toBe('now');
  });
});

describe('a note', () => {
  const metroOf = new Map([
    ['Amsterdam', ['Amsterdam']],
    ['ams-er1', ['Amsterdam']],
    ['ams-er1/ae0', ['Amsterdam']],
    ['fra-er1', ['Frankfurt', 'Mainz']],
    ['fra-er1/ae0', ['Frankfurt']],
  ]);
  const of = (more: Parameters<typeof note>[0] = {}, at = noon) => noteWindow(note(more), metroOf, instant(at));

  it.each([
    [['Amsterdam'], ['Amsterdam']],
    [['AMS-ER1'], ['Amsterdam']],
    [['ams-er1/ae0'], ['Amsterdam']],
    [
      ['ams-er1', 'amsterdam', 'fra-er1/ae0'],
      ['Amsterdam', 'Frankfurt'],
    ],
    [['fra-er1'], ['Frankfurt', 'Mainz']],
    [['ams-er1', 'elsewhere'], ['Amsterdam']],
  ])('about %j is about %j', (objects, metros) => {
    expect(of({ objects })).toMatchObject({ metros, by: 'declared', source: 'note', kind: 'maintenance' });
    expect(of({ objects }).objects.map(each => each.name)).toEqual(objects);
  });

  it.each([[[]], [['elsewhere']]])('about %j is about no known metro', objects => {
    expect(of({ objects })).toMatchObject({ metros: [], by: 'unknown' });
  });

  it.each([
    [noon - 1, 'ahead'],
    [noon, 'now'],
    [noon + hour, 'past'],
  ])('is at %d ms %s', (at, phase) => {
    expect(of({}, at).phase).toBe(phase);
  });

  it.each(noteStatuses)('of status %s is in one phase, and says its status', status => {
    const phase = status === 'CANCELLED' ? 'cancelled' : status === 'COMPLETED' ? 'past' : 'now';
    expect(of({ status })).toMatchObject({ status, phase });
  });

  it('that somebody has marked as in process goes on, whatever its times say', () => {
    for (const at of [0, noon - 1, noon, noon + hour, 1000 * hour]) {
      expect(of({ status: 'IN-PROCESS' }, at).phase).toBe(at < noon + hour ? 'now' : 'overdue');
      expect(of({ status: 'COMPLETED' }, at).phase).toBe('past');
      expect(of({ status: 'CANCELLED' }, at).phase).toBe('cancelled');
    }
    expect(of({ status: 'RE-SCHEDULED' }, noon - 1).phase).toBe('ahead');
  });

  it('is called by its text, or by who wrote and its number', () => {
    expect(of().title).toBe('a new line card');
    expect(of({ text: '' }).title).toBe('Microsoft M-1');
  });
});

describe('windows come', () => {
  it('by urgency: what goes on, then the next, then what is over with the newest first', () => {
    const at = (id: string, phase: WorkWindow['phase'], startsAt: number | null) => {
      const made = window();
      if (made === null) throw new Error('no window');
      return { ...made, id, phase, startsAt: startsAt === null ? null : instant(startsAt) };
    };
    const list = [
      at('cancelled', 'cancelled', 9),
      at('over long ago', 'past', 1),
      at('over', 'past', 5),
      at('later', 'ahead', 30),
      at('next', 'ahead', 20),
      at('second', 'now', 4),
      at('first', 'now', null),
      at('overdue', 'overdue', 2),
    ];
    expect(list.toSorted(byUrgency).map(each => each.id)).toEqual([
      'first',
      'second',
      'overdue',
      'next',
      'later',
      'over',
      'over long ago',
      'cancelled',
    ]);
  });
});

describe('announced work is a reason at its metro', () => {
  const said = (windowed: WorkWindow | null, metro = 'Amsterdam', now: Instant = instant(noon)) =>
    maintenanceReasons(windowed === null ? [] : [windowed], metro, now).map(({ weight, text }) => `${weight}: ${text}`);
  const noted = (more: Parameters<typeof note>[0], at: number) =>
    noteWindow(note(more), new Map([['Amsterdam', ['Amsterdam']]]), instant(at));

  it('as a warning while it goes on', () => {
    expect(said(window())).toEqual([
      'warn: Microsoft works here now, until about 1970-01-01 13:00Z: Router maintenance (told for the Azure region, not for the metro)',
    ]);
    expect(said(window({ type: 'ServiceIssue', endsAt: null, text: 'Amsterdam' }))).toEqual([
      'warn: Microsoft has an issue here, no end told: Router maintenance',
    ]);
  });

  it('as a warning when it should have ended and is still called active', () => {
    expect(said(window({}, noon + 2 * hour), 'Amsterdam', instant(noon + 2 * hour))).toEqual([
      'warn: Microsoft still works here, which should have ended about 1970-01-01 13:00Z: Router maintenance (told for the Azure region, not for the metro)',
    ]);
  });

  it('as information while it goes on without an effect', () => {
    expect(said(noted({ impact: 'NO-IMPACT' }, noon))[0]).toMatch(/^info: .*, NO-IMPACT: a new line card$/);
    expect(said(noted({ impact: 'DEGRADED' }, noon))[0]).toMatch(/^warn: .*, DEGRADED: a new line card$/);
  });

  it('as information within a day before it begins, and not earlier', () => {
    const startsAt = instant(48 * hour);
    const ahead = (at: number) => said(noted({ startsAt, endsAt: instant(50 * hour) }, at), 'Amsterdam', instant(at));
    expect(ahead(24 * hour)).toEqual([
      'info: Microsoft will work here from 1970-01-03 00:00Z, until about 1970-01-03 02:00Z, REDUCED-REDUNDANCY: a new line card',
    ]);
    expect(ahead(24 * hour - 1)).toEqual([]);
  });

  it('with who works on what, where somebody else wrote than Microsoft, and about one PNI', () => {
    const metros = new Map(['Amsterdam', 'ams-er1/ae0', 'ams-er2'].map(name => [name, ['Amsterdam']] as const));
    const of = (objects: readonly string[], at = noon) =>
      said(noteWindow(note({ provider: 'Fibre Ltd', objects }), metros, instant(at)), 'Amsterdam', instant(at))[0];
    expect(of(['ams-er1/ae0'])).toMatch(/^warn: Fibre Ltd works on ams-er1\/ae0 now, until about /);
    expect(of(['AMS-ER1/AE0', 'amsterdam', 'ams-er2', 'elsewhere'])).toMatch(
      /^warn: Fibre Ltd works on AMS-ER1\/AE0, ams-er2 now/,
    );
    expect(of(['Amsterdam'])).toMatch(/^warn: Fibre Ltd works here now/);
    expect(of(['ams-er1/ae0'], noon - hour)).toMatch(/^info: Fibre Ltd will work on ams-er1\/ae0 from /);
  });

  it('not elsewhere, not when it is over, and not when it is cancelled', () => {
    expect(said(window(), 'San José')).toEqual([]);
    expect(said(window({ status: 'Resolved' }))).toEqual([]);
    expect(said(noted({ status: 'CANCELLED' }, noon))).toEqual([]);
  });

  it('after what the verdict says by itself', () => {
    const carrier = new TwoEnds({ Amsterdam: { 'ams-er1': [{}] }, Oslo: { 'osl-er1': [{}] } }).settle();
    const day = { startsAt: instant(0), endsAt: instant(24 * hour) };
    carrier.told(listOf([carrier.peering('ams-er1/ae0')]));
    carrier.told({ call: 'health', notices: [notice(day)], list: whole });
    carrier.told({ call: 'notes', notes: [note({ ...day, objects: ['osl-er1/ae0'], impact: 'OUTAGE' })], list: whole });
    const codes = (metro: string) => carrier.metro(metro).reasons.map(each => each.code);
    expect(codes('Amsterdam')).toEqual(['one-router', 'maintenance']);
    expect(codes('Oslo')).toEqual(['one-router', 'maintenance']);
    expect(carrier.side().windows.map(each => each.metros)).toEqual([['Amsterdam'], ['Oslo']]);
  });

  it('by the time of day, also where the clock of this host was set', () => {
    const carrier = agreeing().told({ call: 'notes', notes: [note()], list: whole });
    const phase = () => carrier.side().windows[0]?.phase;
    expect(phase()).toBe('ahead');
    const ahead = (offset: number) => ({ ...carrier.fleet, clockOffset: offset as typeof carrier.fleet.clockOffset });
    carrier.fleet = ahead(noon);
    expect(phase()).toBe('now');
    carrier.fleet = ahead(24 * hour);
    expect(phase()).toBe('past');
    const later = note({ startsAt: instant(48 * hour), endsAt: instant(50 * hour) });
    carrier.told({ call: 'notes', notes: [later], list: whole });
    const codes = () => carrier.metro().reasons.map(each => each.code);
    expect(codes()).toEqual(['maintenance']);
    carrier.fleet = ahead(0);
    expect(codes()).toEqual([]);
  });
});

describe('of a metro, Microsoft', () => {
  const agreement = (carrier: TwoEnds) => metroAgreement(carrier.metro(), carrier.side());
  const down = (carrier: TwoEnds, id: string) =>
    carrier.peering(id, { sessions: carrier.connection(id).sessions.map(each => ({ ...each, state: 'Idle' })) });

  it('agrees, disagrees, or agrees in part', () => {
    const carrier = agreeing();
    expect(agreement(carrier)).toEqual({ kind: 'agrees' });
    carrier.told(listOf([carrier.peering('ams-er1/ae0')]));
    expect(agreement(carrier)).toEqual({ kind: 'in-part' });
    carrier.told(listOf([carrier.peering('ams-er1/ae0'), down(carrier, 'ams-er2/ae0')]));
    expect(agreement(carrier)).toEqual({ kind: 'disagrees' });
    carrier.told(listOf([]));
    expect(agreement(carrier)).toEqual({ kind: 'not-known' });
    carrier.told(legacyList(), 'Direct Amsterdam');
    expect(agreement(carrier)).toEqual({ kind: 'not-listed' });
    carrier.told(listOf([], { unreadable: 0, cut: true }));
    expect(agreement(carrier)).toEqual({ kind: 'not-known' });
  });

  it('agrees in part where it has a session in service there that no router has', () => {
    const carrier = agreeing();
    const listed = [carrier.peering('ams-er1/ae0'), carrier.peering('ams-er2/ae0')];
    const more = (state: string) =>
      peering({
        name: 'more',
        connections: [
          connection({ state, sessions: [theirSession({ microsoft: '203.0.113.9', state: 'Established' })] }),
        ],
      });
    expect(agreement(carrier.told(listOf([...listed, more('Active')])))).toEqual({ kind: 'in-part' });
    expect(agreement(carrier.told(listOf([...listed, more('Validating')])))).toEqual({ kind: 'agrees' });
  });

  it('is waited for, does not answer, or has not answered for too long', () => {
    const carrier = twoEnds().settle();
    expect(agreement(carrier)).toEqual({ kind: 'waiting' });
    expect(agreement(carrier.untold('peerings'))).toEqual({ kind: 'no-answer' });
    carrier.told(listOf([]));
    for (let poll = 0; poll < 13; poll++) carrier.poll();
    expect(agreement(carrier)).toEqual({ kind: 'stale', age: '2 min' });
  });
});
