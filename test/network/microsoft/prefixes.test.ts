import { describe, expect, it } from 'vitest';
import { meaningOf, prefixEventKey } from '../../../src/network/microsoft/prefix-events.ts';
import { prefixViews } from '../../../src/network/microsoft/prefixes.ts';
import type { PrefixEvent, RegisteredPrefix } from '../../../src/network/microsoft/routes.ts';
import { afterTold, type MicrosoftState, nothingTold } from '../../../src/network/microsoft/told.ts';
import { instant } from '../../../src/network/units.ts';
import {
  answered,
  failure,
  listInterval,
  peering,
  prefixEvent,
  registeredPrefix,
  service,
  servicePrefix,
  whole,
} from './microsoft-samples.ts';

describe('an event of a prefix', () => {
  it.each([
    ['PrefixAnnouncementEvent', 'Information', 'info'],
    ['PrefixWithdrawalEvent', 'Warning', 'warning'],
    ['PrefixBackupRouteAnnouncementEvent', 'Information', 'info'],
    ['PrefixBackupRouteWithdrawalEvent', 'Warning', 'warning'],
    ['PrefixActivePath', 'Information', 'info'],
    ['PrefixBackupPath', 'Information', 'info'],
    ['PrefixOriginAsChangeEvent', 'Critical', 'critical'],
    ['PrefixBackupRouteOriginAsChangeEvent', 'Error', 'critical'],
  ])('%s of level %s is %s, in any case and with its level or without', (type, level, severity) => {
    const summary = 'as told';
    for (const word of [type, type.toLowerCase(), type.toUpperCase()]) {
      for (const told of [level, level.toUpperCase(), null]) {
        expect(meaningOf(prefixEvent(word, { level: told, summary }))).toMatchObject({ severity });
      }
    }
    expect(meaningOf(prefixEvent(type, { summary })).words).not.toBe(summary);
  });

  it('with a foreign origin says that it may be a hijack', () => {
    for (const type of ['PrefixOriginAsChangeEvent', 'PrefixBackupRouteOriginAsChangeEvent']) {
      expect(meaningOf(prefixEvent(type)).words).toContain('hijack');
    }
  });

  it.each([
    ['Information', 'info'],
    ['Informational', 'info'],
    ['Warning', 'warning'],
    ['Error', 'critical'],
    ['Critical', 'critical'],
    ['CRITICAL', 'critical'],
    ['Purple', 'info'],
    ['constructor', 'info'],
    [null, 'info'],
  ])('of a type that nobody knows, of level %s, is %s', (level, severity) => {
    expect(meaningOf(prefixEvent('PrefixDanced', { level }))).toEqual({ severity, words: 'PrefixDanced' });
  });

  it.each([
    ['PrefixHijackSuspected', 'critical'],
    ['possible_hijacking', 'critical'],
    ['RouteLeakEvent', 'critical'],
    ['PrefixWithdrawnByCustomer', 'warning'],
  ])('of a type %s that came later than the documents is %s', (type, severity) => {
    expect(meaningOf(prefixEvent(type)).severity).toBe(severity);
    expect(meaningOf(prefixEvent(type, { level: 'Information' })).severity).toBe(severity);
  });

  it('is never told as less than its level says', () => {
    expect(meaningOf(prefixEvent('PrefixAnnouncementEvent', { level: 'Critical' })).severity).toBe('critical');
    expect(meaningOf(prefixEvent('PrefixOriginAsChangeEvent', { level: 'Information' })).severity).toBe('critical');
  });

  it.each(['constructor', '__proto__', 'toString', 'hasOwnProperty'])(
    'whose type and level are called %s is one that nobody knows',
    word => {
      expect(meaningOf(prefixEvent(word, { level: word }))).toEqual({ severity: 'info', words: word });
    },
  );

  it('that is not known is told by its summary', () => {
    expect(meaningOf(prefixEvent('PrefixDanced', { summary: 'It danced.' })).words).toBe('It danced.');
  });

  it('is the same in two lists by its prefix, moment, type and summary', () => {
    const [one, other] = [servicePrefix(), servicePrefix({ key: '/services/shop/prefixes/other' })];
    const event = prefixEvent('PrefixWithdrawalEvent');
    const key = prefixEventKey(one, event);
    expect(prefixEventKey(one, { ...event, description: 'longer', level: 'Warning' })).toBe(key);
    const others = [prefixEventKey(other, event), prefixEventKey(one, { ...event, at: instant(2000) })];
    expect(new Set([key, ...others, prefixEventKey(one, { ...event, summary: 'x' })]).size).toBe(4);
  });
});

const ams = peering({ name: 'ams' });
const fra = peering({ name: 'fra' });
const day = 86_400_000;
const now = 10 * day;
const telling = (at: number, of: Readonly<Record<string, readonly RegisteredPrefix[]>>): MicrosoftState =>
  Object.entries(of)
    .map(([subject, prefixes]) =>
      answered({ call: 'registered-prefixes', prefixes, list: whole }, { at, subject: `/peerings/${subject}` }),
    )
    .reduce(afterTold, nothingTold('sub-1', listInterval));
const views = (state: MicrosoftState, wall = now) => prefixViews(state, [ams, fra], instant(now), instant(wall));

describe('a registered prefix', () => {
  it.each([
    ['Verified', null],
    ['verified', null],
    ['Pending', 'info'],
    ['Failed', 'critical'],
    ['Invalid', 'critical'],
    ['Warning', 'warning'],
    ['Unknown', 'warning'],
    ['None', 'warning'],
    ['Levitating', 'warning'],
    [null, 'warning'],
  ])('that is %s is %s', (validation, severity) => {
    const [view] = views(telling(now, { ams: [registeredPrefix({ validation })] }));
    expect(view).toMatchObject({ kind: 'registered', severity, owner: 'ams', peering: ams, age: 0, stale: false });
  });

  it('comes with what its message asks for', () => {
    const errorMessage = 'Prefix not received from IP 198.51.100.1';
    const [view] = views(telling(now, { ams: [registeredPrefix({ validation: 'Failed', errorMessage })] }));
    expect(view?.advice).toMatchObject({ family: 'not-received', addresses: ['198.51.100.1'] });
  });

  it('under two peerings is a warning at both, however each is spelled', () => {
    const one = registeredPrefix({ prefix: '2001:db8:a00::/40' });
    const other = registeredPrefix({ key: '/peerings/fra/registeredprefixes/web', prefix: '2001:0DB8:0A00::/40' });
    const doubled = views(telling(now, { ams: [one], fra: [other] }));
    expect(doubled.map(each => each.severity)).toEqual(['warning', 'warning']);
  });

  it('under two peerings is a warning at both; twice under one is none', () => {
    const [one, other] = [registeredPrefix(), registeredPrefix({ key: '/peerings/fra/registeredprefixes/web' })];
    const doubled = views(telling(now, { ams: [one], fra: [other] }));
    expect(doubled.map(each => [each.owner, each.doubled, each.severity])).toEqual([
      ['ams', true, 'warning'],
      ['fra', true, 'warning'],
    ]);
    const single = views(telling(now, { ams: [one, { ...one, key: 'again' }] }));
    expect(single.map(each => each.doubled)).toEqual([false, false]);
  });

  it('is stale when its list is older than two intervals', () => {
    expect(views(telling(now - 600_000, { ams: [registeredPrefix()] }))).toMatchObject([{ stale: false }]);
    expect(views(telling(now - 600_001, { ams: [registeredPrefix()] }))).toMatchObject([{ stale: true }]);
  });

  it('of a peering that is not listed is under its key', () => {
    expect(views(telling(now, { lon: [registeredPrefix()] }))).toMatchObject([
      { owner: '/peerings/lon', peering: null },
    ]);
  });

  it('that is worse stands above one that is better, and a stale one above a good one', () => {
    const of = (prefix: string, validation: string) => registeredPrefix({ prefix, validation, key: prefix });
    const state = telling(now, {
      ams: [
        of('203.0.113.0/28', 'Verified'),
        of('203.0.113.16/28', 'Pending'),
        of('203.0.113.32/28', 'Failed'),
        of('203.0.113.48/28', 'Warning'),
      ],
    });
    expect(views(state).map(each => each.severity)).toEqual(['critical', 'warning', 'info', null]);
    const old = telling(0, { fra: [of('203.0.113.64/28', 'Verified')] });
    const both = { ...state, answers: new Map([...state.answers, ...old.answers]) };
    expect(views(both).map(each => each.stale)).toEqual([false, false, false, true, false]);
  });
});

describe('a service prefix', () => {
  const severityOf = (events: readonly PrefixEvent[], validation = 'Verified', wall = now) => {
    const samples = [
      answered({ call: 'services', services: [service({ name: 'Shop of a customer' })], list: whole }, { at: now }),
      answered(
        { call: 'service-prefixes', prefixes: [servicePrefix({ events, validation })], list: whole },
        { at: now, subject: '/services/shop' },
      ),
    ];
    const [view] = views(samples.reduce(afterTold, nothingTold('sub-1', listInterval)), wall);
    expect(view).toMatchObject({ kind: 'service', owner: 'Shop of a customer', doubled: false });
    return view?.severity;
  };
  const event = (type: string, ago: number) => prefixEvent(type, { at: instant(now - ago) });

  it('without events is as its validation says', () => {
    expect(severityOf([])).toBeNull();
    expect(severityOf([], 'Failed')).toBe('critical');
  });

  it('that was withdrawn is a warning until it is announced again', () => {
    const withdrawn = event('PrefixWithdrawalEvent', 3000);
    expect(severityOf([event('PrefixAnnouncementEvent', 9000), withdrawn])).toBe('warning');
    expect(severityOf([withdrawn, event('PrefixAnnouncementEvent', 1000)])).toBeNull();
    expect(severityOf([withdrawn, event('PrefixActivePath', 1000)])).toBeNull();
  });

  it('that was heard with another origin is critical for a day, whatever comes after', () => {
    const foreign = (ago: number) => [event('PrefixOriginAsChangeEvent', ago), event('PrefixAnnouncementEvent', 1)];
    expect(severityOf(foreign(3000))).toBe('critical');
    expect(severityOf(foreign(day - 1))).toBe('critical');
    expect(severityOf(foreign(day))).toBeNull();
  });

  it('that was heard with another origin, and never again as it should be, stays a warning after that day', () => {
    const foreign = event('PrefixOriginAsChangeEvent', 3 * day);
    expect(severityOf([foreign])).toBe('warning');
    expect(severityOf([event('PrefixAnnouncementEvent', 4 * day), foreign])).toBe('warning');
    expect(severityOf([foreign, event('PrefixBackupRouteAnnouncementEvent', 2 * day)])).toBe('warning');
    expect(severityOf([foreign, event('PrefixAnnouncementEvent', 2 * day)])).toBeNull();
  });

  it('that was withdrawn and not announced since is a warning however long ago that was', () => {
    expect(severityOf([event('PrefixWithdrawalEvent', 30 * day)])).toBe('warning');
  });

  it('of which something grave is told that nobody knows is as grave for a day', () => {
    const odd = (ago: number) => [prefixEvent('PrefixDanced', { at: instant(now - ago), level: 'Error' })];
    expect(severityOf(odd(day - 1))).toBe('critical');
    expect(severityOf(odd(day))).toBeNull();
  });

  const [main, backup] = ['PrefixWithdrawalEvent', 'PrefixBackupRouteWithdrawalEvent'];
  it.each([
    [main, 'PrefixAnnouncementEvent', null],
    [main, 'PrefixActivePath', null],
    [main, 'PrefixBackupRouteAnnouncementEvent', 'warning'],
    [main, 'PrefixBackupPath', 'warning'],
    [backup, 'PrefixBackupRouteAnnouncementEvent', null],
    [backup, 'PrefixBackupPath', null],
    [backup, 'PrefixAnnouncementEvent', 'warning'],
    [backup, 'PrefixActivePath', 'warning'],
  ])('after %s and then %s is %s', (withdrawal, announcement, severity) => {
    expect(severityOf([event(withdrawal, 3000), event(announcement, 2000)])).toBe(severity);
    expect(severityOf([event(announcement, 3000), event(withdrawal, 2000)])).toBe('warning');
  });

  it('of which both routes were withdrawn is well only when both are back', () => {
    const gone = [event(main, 9000), event(backup, 8000)];
    expect(severityOf([...gone, event('PrefixActivePath', 7000)])).toBe('warning');
    expect(severityOf([...gone, event('PrefixActivePath', 7000), event('PrefixBackupPath', 6000)])).toBeNull();
  });

  it('is judged by the time of day, in which its events are written', () => {
    const hour = 3_600_000;
    const foreign = (ago: number) => [prefixEvent('PrefixOriginAsChangeEvent', { at: instant(now - ago) })];
    expect(severityOf(foreign(0), 'Verified', now + 2 * hour)).toBe('critical');
    expect(severityOf(foreign(0), 'Verified', now + day)).toBe('warning');
    expect(severityOf(foreign(day + hour))).toBe('warning');
    expect(severityOf(foreign(day + hour), 'Verified', now - 2 * hour)).toBe('critical');
  });

  it('keeps what happened to it when its events are not told any more, and says that they are not', () => {
    const foreign = [prefixEvent('PrefixOriginAsChangeEvent', { at: instant(now - 3000) })];
    const list = (events: readonly PrefixEvent[], untold: object) =>
      answered(
        { call: 'service-prefixes', prefixes: [servicePrefix({ events })], list: whole, ...untold },
        { at: now, subject: '/services/shop' },
      );
    const eventsUntold = failure({ text: 'the events of its prefixes are not told' });
    const state = [list(foreign, {}), list([], { eventsUntold })].reduce(afterTold, nothingTold('sub-1', listInterval));
    expect(views(state)[0]).toMatchObject({ severity: 'critical', open: { severity: 'critical' } });
    const again = afterTold(state, list([], {}));
    expect(views(again)[0]).toMatchObject({ severity: null, open: null });
  });

  it('of which an event comes without a moment is as that event says', () => {
    expect(severityOf([prefixEvent('PrefixHijackEvent', { at: null })])).toBe('critical');
  });
});
