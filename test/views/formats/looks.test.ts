import { describe, expect, test } from 'vitest';
import type { PniState } from '../../../src/network/pni.ts';
import type { ReasonCode } from '../../../src/network/reasons.ts';
import type { Verdict } from '../../../src/network/redundancy.ts';
import { instant } from '../../../src/network/units.ts';
import { asciiGlyphs, unicodeGlyphs } from '../../../src/terminal/glyphs.ts';
import { plainLine } from '../../../src/terminal/line-text.ts';
import { eventLine, eventText } from '../../../src/views/formats/event-line.ts';
import { eventLook, pniLook, reasonLook, verdictLook } from '../../../src/views/formats/states.ts';
import { statusLines } from '../../../src/views/formats/status-table.ts';
import { keyText } from '../../../src/views/key-text.ts';
import { filterTest, windowOf } from '../../../src/views/model.ts';
import { failure, listOf, prefixEvent, servicePrefix, whole } from '../../network/microsoft/microsoft-samples.ts';
import { agreeing } from '../../network/microsoft/two-ends.ts';
import { stories } from '../../screens/fleets.ts';

const verdicts: readonly Verdict[] = ['redundant', 'degraded', 'at-risk', 'down', 'unknown'];
const states: readonly PniState[] = ['up', 'degraded', 'down', 'draining', 'drained', 'shut', 'unknown'];

describe('no state is told by colour alone', () => {
  test.each([
    ['Unicode', unicodeGlyphs],
    ['ASCII', asciiGlyphs],
  ])('in %s two states that differ in tone differ in shape and in word', (_name, glyphs) => {
    for (const looks of [verdicts.map(each => verdictLook(each, glyphs)), states.map(each => pniLook(each, glyphs))]) {
      for (const a of looks)
        for (const b of looks)
          if (a.tone !== b.tone) {
            expect(a.glyph).not.toBe(b.glyph);
            expect(a.word).not.toBe(b.word);
          }
    }
  });

  test('severities and weights have shapes of their own', () => {
    const shapes = (['info', 'warning', 'critical'] as const).map(
      severity => eventLook({ code: 'session', severity, to: 'idle' }, unicodeGlyphs).glyph,
    );
    expect(new Set(shapes).size).toBe(3);
    const weights = (['bad', 'risk', 'warn', 'unknown', 'info'] as const).map(
      weight => reasonLook({ code: 'stale', weight }, unicodeGlyphs).glyph,
    );
    expect(new Set(weights).size).toBe(5);
  });

  test('what somebody shut wears the mark of what is shut, what is only worth knowing does not', () => {
    const shapeOf = (code: ReasonCode): string => reasonLook({ code, weight: 'info' }, unicodeGlyphs).glyph;
    expect(shapeOf('session-shut')).toBe(pniLook('shut', unicodeGlyphs).glyph);
    expect(shapeOf('table-silent')).not.toBe(pniLook('shut', unicodeGlyphs).glyph);
  });
});

describe('an event wears the mark of what it led to', () => {
  test.each([
    ['metro', 'critical', 'at-risk', '▲'],
    ['metro', 'warning', 'unknown', '?'],
    ['metro', 'info', 'redundant', '●'],
    ['pni', 'critical', 'down', '■'],
    ['pni', 'warning', 'shut', '◇'],
    ['router', 'warning', 'silent', '?'],
    ['table', 'warning', 'silent', '?'],
    ['session', 'warning', 'shut', '◇'],
    ['session', 'critical', 'idle', '■'],
    ['member', 'warning', 'missing', '◐'],
    ['optic', 'warning', 'dark', '◐'],
    ['optic', 'info', 'low-warning', '·'],
    ['optic', 'info', 'ok', '●'],
  ] as const)('%s, %s: %s is %s', (code, severity, to, glyph) => {
    expect(eventLook({ code, severity, to }, unicodeGlyphs).glyph).toBe(glyph);
  });
});

describe('an event', () => {
  const event = {
    at: stories.fault().now,
    severity: 'critical',
    code: 'pni',
    subject: 'iad-er1/ae10',
    text: 'up → down',
    from: 'up',
    to: 'down',
    count: 1,
  } as const;

  test('is one line: when, how bad, who, what', () => {
    expect(plainLine(eventLine(event, 0, 80, unicodeGlyphs))).toBe('03:07:41Z ■ iad-er1/ae10     up → down');
  });

  test('has the time of the wall clock, also after that was set', () => {
    expect(plainLine(eventLine(event, 3_600_000, 80, unicodeGlyphs))).toMatch(/^04:07:41Z/);
    expect(eventText(event, 3_600_000)).toBe('2026-01-02T04:07:41.000Z critical iad-er1/ae10 up → down');
  });

  test('that stands for several says how many at the right edge', () => {
    expect(plainLine(eventLine({ ...event, count: 4 }, 0, 60, unicodeGlyphs))).toMatch(/up → down {2,}×4$/);
  });
});

describe('the plain status table', () => {
  const textOf = (name: keyof typeof stories, width = 120): string =>
    statusLines(stories[name]().picture, width, unicodeGlyphs)
      .map(line => plainLine(line).trimEnd())
      .join('\n');

  test('has metros, PNIs and every reason', () => {
    const text = textOf('fault');
    expect(text).toMatch(/^peerdeck {2}AS64496 {2}SIMULATION {2}data 2 s old {2}03:07:41Z\n/);
    expect(text).toMatch(/^▲ Ashburn +at-risk +1\/2 +12\/16/m);
    expect(text).toMatch(/^■ iad-er1\/ae10 +Ashburn +down +4\/8 +■ idle +■ idle/m);
    expect(text).toMatch(/^■ Ashburn: iad-er1\/ae10 down: v4 .* Hold timer expired$/m);
  });

  test('names the routers that do not answer, as unknown and not as down', () => {
    expect(textOf('stale')).toMatch(/^\? sin-er1: sin-er1 \(192\.0\.2\.9:161\) did not answer within 9 s/m);
  });

  test('has what is wrong at Microsoft, which no metro shows', () => {
    const carrier = agreeing();
    const events = [prefixEvent('PrefixOriginAsChangeEvent', { at: instant(carrier.now - 60_000) })];
    carrier.told({ call: 'service-prefixes', prefixes: [servicePrefix({ events })], list: whole }, '/services/shop');
    carrier.untold('peerings', failure({ text: 'the API answers 503' }));
    const lines = statusLines(carrier.picture(), 160, unicodeGlyphs).map(line => plainLine(line).trimEnd());
    expect(lines).toContain('■ service prefix 198.51.100.0/24: another origin AS: possible hijack, 60 s ago');
    expect(lines).toContain("? Microsoft's list of peerings: the API answers 503");
  });

  test('has what does not fit, and each call that was not answered', () => {
    const carrier = agreeing();
    carrier.told(listOf([carrier.peering('ams-er1/ae0')]));
    const why = failure({ kind: 'forbidden', text: 'HTTP 403: not allowed' });
    carrier.untold('registered-prefixes', why, '/peerings/a').untold('registered-prefixes', why, '/peerings/b');
    const lines = statusLines(carrier.picture(), 160, unicodeGlyphs).map(line => plainLine(line).trimEnd());
    expect(lines).toContainEqual(
      expect.stringMatching(/^\? ams-er2\/ae0: no connection was found for .*not been told yet$/),
    );
    expect(lines).toContain("? Microsoft's registered prefixes of a and 1 more: HTTP 403: not allowed");
  });

  test.each(['calm', 'stale', 'notHeard', 'hostile', 'membersUnknown', 'hundred'] as const)(
    'of the %s fleet holds nothing that a terminal obeys',
    name => expect(textOf(name).replaceAll('\n', '')).not.toMatch(/\p{Cc}/u),
  );

  test('invents no number for a fleet that nobody has heard', () => {
    expect(textOf('notHeard')).not.toMatch(/\d+\.\d|0\/0/);
  });
});

test.each([
  [' ', 'Space'],
  ['enter', 'Enter'],
  ['escape', 'Esc'],
  ['ctrl-d', 'Ctrl-d'],
  ['f1', 'F1'],
  ['pagedown', 'PgDn'],
  ['G', 'G'],
  ['?', '?'],
] as const)('the key %j is written %s', (key, text) => expect(keyText(key)).toBe(text));

test.each([
  [5, 0, 10, { from: 0, to: 5 }],
  [100, 0, 10, { from: 0, to: 10 }],
  [100, 50, 10, { from: 45, to: 55 }],
  [100, 99, 10, { from: 90, to: 100 }],
  [100, 3, 10, { from: 0, to: 10 }],
  [0, 0, 10, { from: 0, to: 0 }],
])('of %i rows with the cursor on %i, %i are in sight', (count, cursor, height, window) => {
  expect(windowOf(count, cursor, height)).toEqual(window);
});

test('a filter that is no regular expression is looked for as text, turned round too', () => {
  expect(filterTest('a(')('xA(y')).toBe(true);
  expect(filterTest('!a(')('xA(y')).toBe(false);
  expect(filterTest('^a')('ba')).toBe(false);
});
