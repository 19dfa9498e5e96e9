import { describe, expect, it } from 'vitest';
import { memoryOf, nothingLost } from '../../../src/network/last-known.ts';
import { microsoftEvents } from '../../../src/network/microsoft/events.ts';
import type { PrefixEvent } from '../../../src/network/microsoft/routes.ts';
import { instant } from '../../../src/network/units.ts';
import {
  failure,
  listOf,
  note,
  notice,
  prefixEvent,
  registeredPrefix,
  servicePrefix,
  whole,
} from './microsoft-samples.ts';
import { agreeing, twoEnds } from './two-ends.ts';
import { Watch } from './watch.ts';

const id = 'ams-er1/ae0';

describe('when nothing changes', () => {
  it('Microsoft is the cause of no event, however often it tells the same', () => {
    const watching = new Watch();
    for (let poll = 0; poll < 3; poll++) {
      watching.carrier.poll();
      expect(watching.after({})).toEqual([]);
    }
    for (let poll = 0; poll < 20; poll++) watching.carrier.poll();
    expect(watching.lines()).toEqual([]);
  });

  it('what is learned at the start is a finding and no event', () => {
    const watching = new Watch(twoEnds().settle());
    expect(watching.after(watching.sessionsIn('Idle'))).toEqual([]);
    watching.carrier.told({ call: 'services', services: [], list: whole });
    expect(watching.lines()).toEqual([]);
  });

  it('and where the API is not configured there is none', () => {
    const side = agreeing().side();
    const memory = memoryOf(nothingLost);
    expect(microsoftEvents(null, side, instant(0), memory)).toEqual([]);
    expect(microsoftEvents(side, null, instant(0), memory)).toEqual([]);
    expect(microsoftEvents(side, side, instant(0), memory)).toEqual([]);
    expect(memory.lost()).toEqual(nothingLost);
  });
});

describe('a connection', () => {
  it.each([
    ['Validating', 'info'],
    ['ProvisioningFailed', 'critical'],
    ['TypeChangeRequested', 'warning'],
    ['PendingRemove', 'warning'],
    ['ExternalBlocker', 'warning'],
    ['Levitating', 'warning'],
    ['constructor', 'warning'],
  ])('that becomes %s is told as %s, once', (state, severity) => {
    const watching = new Watch();
    const [first, ...more] = watching.after({ state });
    expect(first).toMatch(new RegExp(`^${severity} microsoft ${id}: connection at Microsoft Active → ${state}: `));
    expect(more).toEqual([]);
    expect(watching.after({ state })).toEqual([]);
    expect(watching.after({})[0]).toContain(`${state} → Active: in service`);
  });

  it('that no PNI is known for is told by its name', () => {
    const watching = new Watch();
    const lost = (state: string) => listOf([watching.carrier.peering(id, { state, sessions: [], identifier: 'x' })]);
    watching.carrier.told(lost('Validating'));
    watching.lines();
    watching.carrier.told(lost('Active'));
    expect(watching.lines()[0]).toContain('info microsoft ams-er1-ae0 x: connection at Microsoft');
  });

  it('that is no longer listed is a warning, and one that is new is told', () => {
    const watching = new Watch();
    watching.carrier.told(listOf([watching.carrier.peering('ams-er2/ae0')]));
    expect(watching.lines()).toEqual([
      `warning microsoft ${id}: Microsoft no longer lists its connection, which was Active`,
    ]);
    expect(watching.after({ state: 'Validating' })).toEqual([
      `info microsoft ${id}: Microsoft lists a new connection at Amsterdam: Validating`,
    ]);
  });

  it.each([
    ['cut', { unreadable: 0, cut: true }],
    ['read in part', { unreadable: 1, cut: false }],
  ])('that is missing in a list that was %s may be there all the same', (_how, list) => {
    const watching = new Watch();
    watching.carrier.told(listOf([watching.carrier.peering('ams-er2/ae0')], list));
    expect(watching.lines()).toEqual([]);
    expect(watching.after({})).toEqual([]);
  });

  it('that is under another peering is neither new nor gone', () => {
    const watching = new Watch();
    const [first, second] = [watching.carrier.peering(id), watching.carrier.peering('ams-er2/ae0')];
    watching.carrier.told(listOf([{ ...first, name: 'moved', key: '/peerings/moved' }, second]));
    expect(watching.lines()).toEqual([]);
  });

  it('that has no identifier cannot be told from others, and so is never said to be gone', () => {
    const carrier = twoEnds().settle();
    carrier.told(listOf([carrier.peering(id, { identifier: null }), carrier.peering('ams-er2/ae0')]));
    const watching = new Watch(carrier);
    carrier.told(listOf([carrier.peering('ams-er2/ae0')]));
    expect(watching.lines()).toEqual([]);
  });
});

describe('events of a prefix that were refused for a while', () => {
  const day = 86_400_000;
  const telling = (watching: Watch, events: readonly PrefixEvent[], untold: object = {}) => {
    watching.carrier.told(
      { call: 'service-prefixes', prefixes: [servicePrefix({ events })], list: whole, ...untold },
      '/services/shop',
    );
    return watching.lines();
  };

  it('are no news when they come back, but for what still holds', () => {
    const watching = new Watch();
    const refused = { eventsUntold: failure({ text: 'the events of its prefixes are not told' }) };
    expect(telling(watching, [], refused)).toEqual([]);
    const old = prefixEvent('PrefixAnnouncementEvent', { at: instant(watching.carrier.now - 3 * day) });
    expect(telling(watching, [old])).toEqual([]);
    expect(telling(watching, [], refused)).toEqual([]);
    const foreign = prefixEvent('PrefixOriginAsChangeEvent', { at: instant(watching.carrier.now - 1000) });
    expect(telling(watching, [old, foreign])).toHaveLength(1);
  });
});

describe('a session at Microsoft', () => {
  it('that falls and comes back there is told, and so is that the two disagree', () => {
    const watching = new Watch();
    expect(watching.after(watching.sessionsIn('Idle'))).toEqual([
      `warning microsoft ${id}: Microsoft: v4 198.51.100.2 Established → Idle`,
      `warning microsoft ${id}: Microsoft: v6 2001:db8:1:1::2 Established → Idle`,
      `warning microsoft ${id}: the router and Microsoft disagree about its sessions`,
    ]);
    expect(watching.after(watching.sessionsIn('Idle'))).toEqual([]);
    expect(watching.after({})).toEqual([
      `info microsoft ${id}: Microsoft: v4 198.51.100.2 Idle → Established`,
      `info microsoft ${id}: Microsoft: v6 2001:db8:1:1::2 Idle → Established`,
      `info microsoft ${id}: the router and Microsoft agree again`,
    ]);
    expect(watching.after({})).toEqual([]);
  });

  it('of which nothing is told for a while has not changed', () => {
    const watching = new Watch();
    const silent = { sessions: watching.carrier.connection(id).sessions.map(each => ({ ...each, state: null })) };
    expect(watching.after(silent)).toEqual([]);
    expect(watching.after({})).toEqual([]);
  });
});

describe('a registered prefix', () => {
  const telling = (watching: Watch, validation: string | null, errorMessage: string | null = null) => {
    const prefixes = [registeredPrefix({ validation, errorMessage })];
    watching.carrier.told({ call: 'registered-prefixes', prefixes, list: whole }, `/peerings/${id.replace('/', '-')}`);
    return watching.lines();
  };

  it.each([
    ['Failed', 'critical'],
    ['Invalid', 'critical'],
    ['Warning', 'warning'],
    ['Unknown', 'warning'],
    ['Pending', 'info'],
  ])('that turns %s is %s, once', (validation, severity) => {
    const watching = new Watch();
    expect(telling(watching, 'Verified')).toEqual([]);
    expect(telling(watching, validation, 'not received')).toEqual([
      `${severity} prefix 203.0.113.0/24: registered prefix Verified → ${validation}: not received`,
    ]);
    expect(telling(watching, validation, 'not received')).toEqual([]);
    expect(telling(watching, 'Verified')).toEqual([
      `info prefix 203.0.113.0/24: registered prefix ${validation} → Verified`,
    ]);
  });

  it('of which no state is told any more has not changed', () => {
    const watching = new Watch();
    telling(watching, 'Verified');
    expect(telling(watching, null)).toEqual([]);
  });
});

describe('an event of a service prefix', () => {
  const telling = (watching: Watch, ...events: readonly PrefixEvent[]) => {
    const prefixes = [servicePrefix({ events })];
    watching.carrier.told({ call: 'service-prefixes', prefixes, list: whole }, '/services/shop');
    return watching.lines();
  };
  const announced = prefixEvent('PrefixAnnouncementEvent', { at: instant(1) });
  const hijacked = prefixEvent('PrefixOriginAsChangeEvent', { at: instant(2), summary: 'origin AS64511' });

  it('is told once when it is new, and not at the first list', () => {
    const watching = new Watch();
    expect(telling(watching, hijacked)).toEqual([]);
    const again = { ...hijacked, at: instant(3) };
    expect(telling(watching, hijacked, again)).toEqual([
      'critical prefix 198.51.100.0/24: another origin AS: possible hijack: origin AS64511',
    ]);
    expect(telling(watching, hijacked, again)).toEqual([]);
  });

  it('is told after an empty first list', () => {
    const watching = new Watch();
    expect(telling(watching)).toEqual([]);
    expect(telling(watching, announced, prefixEvent('PrefixWithdrawalEvent', { at: instant(2) }))).toEqual([
      'info prefix 198.51.100.0/24: announced',
      'warning prefix 198.51.100.0/24: withdrawn',
    ]);
  });
});

describe('announced work', () => {
  const hour = 3_600_000;
  const begin = { startsAt: instant(hour), endsAt: instant(2 * hour) };
  const telling = (watching: Watch, ...notices: readonly Parameters<typeof notice>[0][]) => {
    watching.carrier.told({ call: 'health', notices: notices.map(each => notice(each)), list: whole });
    return watching.lines();
  };

  it('that is known at the start is told when it begins and when it is over', () => {
    const watching = new Watch();
    expect(telling(watching, begin)).toEqual([]);
    watching.carrier.now = hour;
    expect(telling(watching, begin)).toContain(
      'warning maintenance Amsterdam: maintenance has begun: Router maintenance',
    );
    expect(telling(watching, begin)).toEqual([]);
    watching.carrier.now = 2 * hour;
    expect(telling(watching, begin)).toContain(
      'warning maintenance Amsterdam: maintenance goes on beyond its end: Router maintenance',
    );
    expect(telling(watching, { ...begin, status: 'Resolved' })).toContain(
      'info maintenance Amsterdam: maintenance is over: Router maintenance',
    );
  });

  it('that is new is told, unless it is over already', () => {
    const watching = new Watch();
    telling(watching);
    expect(telling(watching, { ...begin, regions: ['Japan East'] })).toEqual([
      'info maintenance Microsoft: maintenance announced: Router maintenance',
    ]);
    expect(telling(watching, begin, { trackingId: 'old', status: 'Resolved' })).toEqual([]);
    expect(telling(watching, begin, { ...begin, trackingId: 'new', type: 'ServiceIssue', startsAt: null })).toEqual([
      'warning maintenance Amsterdam: service issue has begun: Router maintenance',
    ]);
  });

  const health = { call: 'health', notices: [notice(begin)], list: whole } as const;
  const notes = { call: 'notes', notes: [note(begin)], list: whole } as const;
  it.each([
    ['a first list of Service Health after notes', notes, health],
    ['first notes after a list of Service Health', health, notes],
    ['first notes beside a first list of Service Health', null, health],
  ])('in %s is found and no news', (_which, earlier, first) => {
    const watching = new Watch();
    if (earlier !== null) {
      watching.carrier.told(earlier);
      expect(watching.lines()).toEqual([]);
    } else watching.carrier.told(notes);
    watching.carrier.told(first);
    expect(watching.lines()).toEqual([]);
  });

  it('that somebody writes down after an empty list of notes is told', () => {
    const watching = new Watch();
    watching.carrier.told({ ...notes, notes: [] });
    expect(watching.lines()).toEqual([]);
    watching.carrier.told(notes);
    expect(watching.lines()).toEqual(['info maintenance Amsterdam: maintenance announced: a new line card']);
  });

  it('that somebody cancels is told', () => {
    const watching = new Watch();
    const told = (status: 'CONFIRMED' | 'CANCELLED') => {
      watching.carrier.told({ call: 'notes', notes: [note({ ...begin, status })], list: whole });
      return watching.lines();
    };
    expect(told('CONFIRMED')).toEqual([]);
    expect(told('CANCELLED')).toEqual(['info maintenance Amsterdam: maintenance is cancelled: a new line card']);
  });
});

describe('the API', () => {
  it('that falls silent is told once, in words, and so is that it is back', () => {
    const watching = new Watch();
    const { carrier } = watching;
    carrier.untold('peerings', failure({ text: 'the API answers 503' }));
    expect(watching.lines()).toEqual([
      'warning microsoft Microsoft: its API does not tell its peerings: the API answers 503',
    ]);
    carrier.untold('peerings', failure({ kind: 'timeout', text: 'no answer in 10 s' }));
    expect(watching.lines()).toEqual([]);
    expect(watching.after({})).toEqual(['info microsoft Microsoft: its API tells its peerings again']);
  });

  it('that has never answered is told when it fails, and other calls of it are not', () => {
    const watching = new Watch(twoEnds().settle());
    watching.carrier.untold('health').untold('traffic', failure(), '/peerings/ams');
    expect(watching.lines()).toEqual([]);
    watching.carrier.untold('peerings');
    expect(watching.lines()).toHaveLength(1);
  });
});
