import { describe, expect, test } from 'vitest';
import type { TrapPort, TrapTally } from '../../src/network/traps.ts';
import { instant, millis } from '../../src/network/units.ts';
import { trapPortText, trapText } from '../../src/views/formats/trap-line.ts';
import { openConsole } from './console.ts';
import { storyOf } from './sights.ts';

const none = { received: 0, dropped: 0, unreadable: 0, refused: 0, elsewhere: 0, acted: 0 };
const at = instant(Date.UTC(2026, 0, 2, 3, 6, 12));
const newest = { at, text: 'linkDown et-0/0/3' };

describe('the traps of a router in one line', () => {
  const table: [string, TrapTally, string][] = [
    ['nothing but the count', { counts: { ...none, elsewhere: 0, acted: 1 }, newest: null }, 'traps 1'],
    ['the newest', { counts: { ...none, acted: 12 }, newest }, 'traps 12, newest linkDown et-0/0/3 at 03:06:12Z'],
    [
      'what was dropped',
      { counts: { ...none, acted: 12, dropped: 9204 }, newest },
      'traps 12, newest linkDown et-0/0/3 at 03:06:12Z; 9,204 dropped (more than 50 a second)',
    ],
    [
      'what else came of them',
      { counts: { ...none, elsewhere: 1000, refused: 1_234_567, unreadable: 3 }, newest: null },
      'traps 1,000; 1,000 about nothing that is polled; 1,234,567 with another community, user or key; 3 unreadable',
    ],
  ];
  test.each(table)('%s', (_, tally, text) => expect(trapText(tally, millis(0))).toBe(text));

  test('in the time of day as the wall clock has it', () => {
    expect(trapText({ counts: none, newest }, millis(3_600_000))).toContain('at 04:06:12Z');
  });
});

describe('the port in one line', () => {
  const port: TrapPort = { listen: '[::1]:1162', failure: null, strangers: 0, newestStranger: null };
  test('where traps arrive', () => expect(trapPortText(port)).toBe('traps arrive on [::1]:1162'));
  test('and who else sends', () =>
    expect(trapPortText({ ...port, strangers: 31, newestStranger: '192.0.2.77' })).toBe(
      'traps arrive on [::1]:1162; from unknown addresses: 31, newest 192.0.2.77',
    ));
  test('or why none can', () => {
    const failure = 'no traps can be received on [::1]:1162: another program listens there already (EADDRINUSE)';
    expect(trapPortText({ ...port, failure })).toBe(failure);
  });
});

test('both are on the panes of the routers', () => {
  const story = storyOf('calm');
  const routers = story.picture.routers.map(router => ({
    ...router,
    traps: { counts: { ...none, acted: 12 }, newest },
  }));
  const trapPort = { listen: '127.0.0.1:1162', failure: null, strangers: 31, newestStranger: '192.0.2.77' };
  const console = openConsole(
    { ...story, picture: { ...story.picture, routers, trapPort } },
    { path: [{ pane: 'routers' }] },
  );
  for (const [columns, rows] of [
    [80, 24],
    [200, 60],
  ] as const) {
    console.resize(columns, rows);
    expect(console.text()).toMatch(/^ {3}· traps 12, newest linkDown et-0\/0\/3 at 03:06:12Z$/m);
    expect(console.text()).toMatch(
      /^ · traps arrive on 127\.0\.0\.1:1162; from unknown addresses: 31, newest(?: |\n {3})192\.0\.2\.77$/m,
    );
  }
  const one = openConsole(
    { ...story, picture: { ...story.picture, routers, trapPort } },
    { path: [{ pane: 'routers' }, { pane: 'router', name: routers[0]?.name ?? '' }] },
  );
  expect(one.text()).toContain('· traps 12, newest linkDown et-0/0/3 at 03:06:12Z');
});
