/** The questions of the forms: what is taken for an answer, what is refused and why, and what Tab makes of it. */
import { describe, expect, it } from 'vitest';
import type { FormName } from '../../../src/state/screen.ts';
import { complaintOf, completed } from '../../../src/views/form-prompt.ts';
import { forms, parseMoment } from '../../../src/views/forms.ts';
import { first, openOn, second, told, web } from './story.ts';

const console = openOn(told());
const registered = `registered ${
  told()
    .side()
    .prefixes.find(each => each.prefix === web)?.registered?.key
}`;

/** What is wrong with an answer to a question of a form; null is nothing. */
const complaint = (name: FormName, answers: readonly string[], text: string, subject = '') =>
  complaintOf({ kind: 'form', form: name, subject, answers, text }, console.model());
/** What Tab makes of a text, pressed once or more often. */
function tabbed(name: FormName, answers: readonly string[], text: string, times = 1): string {
  let now = text;
  for (let time = 0; time < times; time++)
    now = completed({ kind: 'form', form: name, subject: '', answers, text: now }, console.model());
  return now;
}

const glass = ['Ping', 'EdgeSite', 'Amsterdam'];
const noted = ['M-7', 'Amsterdam', '2026-11-20 22:00', '2026-11-21 02:00', 'OUTAGE', 'CONFIRMED'];

describe('an answer is taken, or refused with what is expected', () => {
  it.each<readonly [FormName, readonly string[], readonly string[], readonly (readonly [string, string | RegExp])[]]>([
    [
      'check-prefix',
      [],
      ['203.0.113.0/24', ' 192.0.2.1/24 ', '2001:db8::/32', '2001:DB8::/32'],
      ['', '203.0.113.0', '203.0.113.0/33', '300.0.0.0/8', 'web', '::/129'].map(each => [
        each,
        'a prefix with its length',
      ]),
    ],
    [
      'looking-glass',
      [],
      ['Ping', 'ping', ' Traceroute ', 'BGPROUTE'],
      [
        ['', 'one of Traceroute, Ping, BgpRoute'],
        ['Pin', /^one of/],
        ['constructor', /^one of/],
      ],
    ],
    ['looking-glass', glass.slice(0, 1), ['EdgeSite', 'azureregion'], [['Edge', 'one of EdgeSite, AzureRegion']]],
    [
      'looking-glass',
      glass.slice(0, 2),
      ['Amsterdam', 'West Europe'],
      [
        ['', 'an answer is needed'],
        ['  ', /needed/],
      ],
    ],
    [
      'looking-glass',
      glass,
      ['192.0.2.1', '2001:db8::1', '2001:DB8:0::1'],
      [
        ['', 'an address'],
        ['192.0.2.0/24', 'an address'],
        ['example.net', 'an address'],
      ],
    ],
    ['provider-availability', [], ['Osaka'], [['', 'an answer is needed']]],
    ['provider-availability', ['Osaka'], ['IIJ'], [[' ', 'an answer is needed']]],
    ['maintenance-note', [], ['M-7'], [['', 'an answer is needed']]],
    [
      'maintenance-note',
      noted.slice(0, 1),
      ['Amsterdam', 'amsterdam', 'ams-er1', first, `${first}, ams-er2`, ' Amsterdam,ams-er1 '],
      [
        ['', 'nothing here is called that'],
        ['Oslo', 'nothing here is called Oslo'],
        ['Amsterdam, Oslo', 'nothing here is called Oslo'],
        ['Amsterdam,', 'nothing here is called that'],
        [', Amsterdam', 'nothing here is called that'],
      ],
    ],
    [
      'maintenance-note',
      noted.slice(0, 2),
      ['2026-11-20 22:00', '2026-11-20T22:00', '2026-11-20 22:00Z', '2026-11-20 22:00:30 UTC'],
      ['', 'tomorrow', '2026-11-20', '20.11.2026 22:00', '2026-13-20 22:00', '2026-11-20 25:00'].map(each => [
        each,
        'UTC, written 2026-11-20 22:00',
      ]),
    ],
    ['maintenance-note', noted.slice(0, 3), ['2026-11-21 02:00'], [['later', /^UTC/]]],
    [
      'maintenance-note',
      noted.slice(0, 4),
      ['NO-IMPACT', 'outage'],
      [['some', 'one of NO-IMPACT, REDUCED-REDUNDANCY, DEGRADED, OUTAGE']],
    ],
    ['maintenance-note', noted.slice(0, 5), ['IN-PROCESS', 'tentative'], [['soon', /^one of TENTATIVE, CONFIRMED/]]],
    ['maintenance-note', noted, ['', 'a new line card'], []],
  ])('of %s after %j', (name, answers, good, wrong) => {
    for (const text of good) expect(complaint(name, answers, text), text).toBeNull();
    for (const [text, why] of wrong) expect(complaint(name, answers, text), text).toMatch(why);
  });

  it.each([
    ['2026-11-20 22:01', null],
    ['2026-11-20 22:00', 'must come after it begins'],
    ['2026-11-20T21:59Z', 'must come after it begins'],
    ['2020-01-01 00:00', 'must come after it begins'],
    ['tomorrow', 'UTC, written 2026-11-20 22:00'],
  ])('of the end of work that begins at 2026-11-20 22:00: %s', (text, why) => {
    expect(complaint('maintenance-note', noted.slice(0, 3), text)).toBe(why);
  });

  it('of a validation only by the exact name of the prefix', () => {
    expect(complaint('validate', [], 'web', registered)).toBeNull();
    for (const text of ['', 'we', 'webs', 'WEB', 'y', 'yes', web])
      expect(complaint('validate', [], text, registered)).toBe('type web');
    expect(complaint('validate', [], 'web', 'registered /another')).toBe('it is no longer registered; Esc leaves');
    expect(complaint('validate', [], 'shop', 'service /services/shop/prefixes/shop')).toMatch(/no longer registered/);
  });

  it('and every question says what it expects', () => {
    for (const { title, fields } of Object.values(forms))
      for (const text of [title, ...fields.flatMap(each => [each.label, each.hint])]) expect(text).not.toBe('');
  });
});

describe('a moment is', () => {
  it.each([
    ['2026-11-20 22:00', Date.UTC(2026, 10, 20, 22)],
    ['2026-11-20t22:00z', Date.UTC(2026, 10, 20, 22)],
    [' 2024-02-29 00:00 utc', Date.UTC(2024, 1, 29)],
    ['2026-02-31 22:00', null],
    ['2026-11-20 24:30', null],
    ['2026-11-20 22', null],
    ['2026-11-20  22:00', null],
    ['2026-11-20 22:00 CET', null],
  ])('of "%s": %j', (text, at) => {
    expect(parseMoment(text)).toBe(at);
  });
});

describe('Tab completes', () => {
  it.each<readonly [FormName, readonly string[], string, number, string]>([
    ['check-prefix', [], '', 1, '198.51.100.0/24'],
    ['check-prefix', [], '203', 1, web],
    ['check-prefix', [], 'x', 1, 'x'],
    ['looking-glass', [], 't', 1, 'Traceroute'],
    ['looking-glass', [], 't', 2, 'Ping'],
    ['looking-glass', [], 't', 4, 'Traceroute'],
    ['looking-glass', glass.slice(0, 2), 'AM', 1, 'Amsterdam'],
    ['looking-glass', glass, '192', 1, '192'],
    ['provider-availability', ['Osaka'], '', 1, 'Example Carrier'],
    ['maintenance-note', ['M-7'], 'ams-er2/', 1, second],
    ['maintenance-note', ['M-7'], 'ams-er1', 1, 'ams-er2'],
    ['maintenance-note', ['M-7'], 'Amsterdam, ams-er1/', 1, `Amsterdam, ${first}`],
    ['maintenance-note', ['M-7'], 'Amsterdam,ams-er2/', 1, `Amsterdam, ${second}`],
    ['maintenance-note', ['M-7'], `${first}, ${second}, am`, 1, `${first}, ${second}, Amsterdam`],
    ['maintenance-note', ['M-7'], 'Amsterdam, Osl', 1, 'Amsterdam, Osl'],
    ['maintenance-note', noted.slice(0, 4), 'r', 1, 'REDUCED-REDUNDANCY'],
    ['maintenance-note', noted, 'one, two', 1, 'one, two'],
    ['validate', [], 'w', 1, 'w'],
  ])('of %s after %j "%s", pressed %d times, to "%s"', (name, answers, text, times, expected) => {
    expect(tabbed(name, answers, text, times)).toBe(expected);
  });
});
