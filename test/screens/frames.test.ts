import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Place } from '../../src/state/screen.ts';
import { asciiGlyphs, unicodeGlyphs } from '../../src/terminal/glyphs.ts';
import type { Key } from '../../src/terminal/keys.ts';
import type { Line } from '../../src/terminal/line.ts';
import { plainLine } from '../../src/terminal/line-text.ts';
import { commands } from '../../src/views/commands.ts';
import { lineWidth } from '../../src/views/formats/text.ts';
import { frameLines } from '../../src/views/frame.ts';
import { type Console, openConsole } from './console.ts';
import { type StoryName, stories } from './fleets.ts';
import { type Sight, sights, sizes, storyOf } from './sights.ts';

const storyNames = Object.keys(stories).filter((name): name is StoryName => name in stories);
/** A thousand PNIs are looked at in tests of their own. */
const smallStories = storyNames.filter(name => name !== 'hundred');
const allSights: readonly (readonly [string, Sight])[] = Object.entries(sights);

const textOf = (lines: readonly Line[]): readonly string[] => lines.map(plainLine);

function expectToFit(console: Console): void {
  const { columns, rows } = console.model().screen;
  const frame = console.frame();
  const lines = frameLines(frame);
  expect(frame.failure).toBeNull();
  expect(lines).toHaveLength(rows);
  expect(Math.max(...lines.map(lineWidth))).toBeLessThanOrEqual(columns);
  for (const text of textOf(lines)) expect(text).not.toMatch(/\p{Cc}/u);
}

describe.each(smallStories)('the %s fleet', name => {
  test.each(allSights)('%s says where it is, how old it is and that it is a simulation', (_sight, { path, keys }) => {
    for (const [columns, rows] of sizes) {
      const console = openConsole(storyOf(name), { columns, rows, path });
      console.press(...keys);
      expectToFit(console);
      const header = plainLine(console.frame().header[0] ?? []);
      expect(header).toMatch(/^ (peerdeck|›)/);
      expect(header).toContain(' SIMULATION ');
      expect(header).toMatch(
        /(live \d+ s(, \d+ of \d+ heard)?|\d+ routers? stale \d+ s(, \d+ never heard)?|0 of \d+ heard) {2}\d\d:\d\d:\d\dZ $/,
      );
      // The name of what is looked at is never cut.
      const place = path[path.length - 1];
      if (place?.pane === 'pni') expect(header).toContain(`› ${place.id} `);
      if (place?.pane === 'router' || place?.pane === 'metro') expect(header).toContain(`› ${place.name} `);
    }
  });
});

test('a fleet that is no simulation does not say so', () => {
  const story = storyOf('calm');
  const console = openConsole({ ...story, picture: { ...story.picture, simulation: false } });
  expect(console.text()).not.toContain('SIMULATION');
});

test.each(allSights)('%s has nothing outside ASCII where the glyphs are ASCII', (_name, sight) => {
  for (const story of smallStories) {
    const console = openConsole(storyOf(story), { path: sight.path, glyphs: asciiGlyphs });
    console.press(...sight.keys);
    expect(console.text()).toMatch(/^[\n -~]*$/);
  }
});

test('what routers say in other scripts is ASCII where the terminal has nothing else', () => {
  const console = openConsole(storyOf('hostile'), {
    columns: 200,
    rows: 40,
    path: [{ pane: 'pnis' }],
    glyphs: asciiGlyphs,
  });
  expect(console.text()).toMatch(/AS8075 circuit \?\?\?\? /);
  expect(console.text()).toMatch(/^[\n -~]*$/);
});

test('a port without a LAG tells its light on a line of its own', () => {
  const path = [{ pane: 'pni', id: 'dfw-er1/et-0/0/7' }] as const;
  const text = openConsole(storyOf('membersUnknown'), { columns: 80, rows: 24, path }).text();
  expect(text).toMatch(/ROUTER dfw-er1 \(junos, 2 s, light 32 s\)/);
  expect(text).toMatch(/^ {3}light +rx -2\.30, tx -1\.21 dBm$/m);
});

test('all is well is said in one sentence', () => {
  const text = openConsole(storyOf('calm'), { columns: 80, rows: 24 }).text();
  expect(text).toMatch(/● All 6 metros are redundant\. Amsterdam: the loss of ams-er\d would put it at\s+\d+ %/);
  expect(text).not.toMatch(/because/);
});

describe('red is for "act now" only', () => {
  const redIn = (name: StoryName, path: readonly [Place, ...Place[]]): readonly string[] => {
    const { pane } = openConsole(storyOf(name), { path }).frame();
    return pane.flat().flatMap(span => (span.tone === 'bad' ? [span.text] : []));
  };
  const lookedAt: readonly (readonly [Place, ...Place[]])[] = [
    [{ pane: 'overview' }],
    [{ pane: 'pnis' }],
    [{ pane: 'routers' }],
    [{ pane: 'metro', name: 'Singapore' }],
    [{ pane: 'pni', id: 'sin-er1/bond0' }],
    [{ pane: 'pni', id: 'lhr-er1/ae2' }],
    [{ pane: 'pni', id: 'ams-er1/ae0' }],
    [{ pane: 'router', name: 'sin-er1' }],
  ];

  test.each(['calm', 'stale', 'restart', 'shut', 'notHeard', 'hostile', 'membersUnknown'] as const)(
    'nothing is red in the %s fleet',
    name => {
      for (const path of lookedAt) expect(redIn(name, path)).toEqual([]);
    },
  );

  test('a lost PNI, its sessions and its members are red', () => {
    expect(redIn('fault', [{ pane: 'pni', id: 'iad-er1/ae10' }])).toEqual([
      '■ down',
      '■ idle',
      '■ idle',
      expect.stringMatching(/^■ not-forwarding, expired/),
      '-40.00',
      expect.stringMatching(/^dark/),
      ...Array.from({ length: 3 }, () => expect.stringMatching(/^■ not-forwarding, expired/)),
    ]);
  });

  test('a member or a session that a PNI does without is not', () => {
    expect(redIn('fault', [{ pane: 'pni', id: 'ams-er1/ae0' }])).toEqual([]);
    expect(redIn('v6Down', [{ pane: 'pni', id: 'ord-er1/ae2' }])).toEqual([]);
  });
});

describe('whatever the size', () => {
  const keys: readonly Key[] = [
    ...commands.flatMap(command => command.keys).filter(key => key !== 'ctrl-z'),
    ...(['a', 'e', 'x', '0', '*', '(', '[', 'tab', 'backspace', 'ctrl-n', 'ctrl-p', 'ctrl-w', 'alt-x', 'f5'] as const),
  ];
  const anySize = fc.record({ columns: fc.integer({ min: 60, max: 250 }), rows: fc.integer({ min: 12, max: 80 }) });
  const anyKeys = fc.array(fc.constantFrom(...keys), { maxLength: 12 });

  test('a frame has exactly the rows of the screen, and none is wider than it', () => {
    fc.assert(
      fc.property(
        anySize,
        fc.constantFrom(...smallStories),
        fc.constantFrom(...smallStories),
        fc.constantFrom(...allSights.map(([, sight]) => sight)),
        anyKeys,
        fc.boolean(),
        (size, first, then, sight, pressed, unicode) => {
          const console = openConsole(storyOf(first), {
            ...size,
            path: sight.path,
            glyphs: unicode ? unicodeGlyphs : asciiGlyphs,
          });
          for (const key of pressed) {
            console.press(key);
            expectToFit(console);
          }
          console.live(storyOf(then));
          expectToFit(console);
        },
      ),
      { numRuns: 120, seed: 1 },
    );
  });

  test('a thousand PNIs are windowed, and the cursor is always in sight', () => {
    fc.assert(
      fc.property(
        anySize,
        fc.constantFrom<Place['pane']>('overview', 'pnis', 'routers'),
        fc.array(fc.constantFrom<Key>('G', 'g', 'ctrl-d', 'ctrl-u', 'j', 'k', 's', 'S'), { maxLength: 6 }),
        (size, pane, pressed) => {
          const path =
            pane === 'pnis' || pane === 'routers' ? ([{ pane }] as const) : ([{ pane: 'overview' }] as const);
          const console = openConsole(storyOf('hundred'), { ...size, path });
          console.press(...pressed);
          expectToFit(console);
          const marked = textOf(console.frame().pane).filter(text => text.startsWith('▸'));
          expect(marked).toHaveLength(1);
          expect(console.text()).toMatch(/\d+ to \d+ of (100|500|1000)/);
        },
      ),
      { numRuns: 25, seed: 2 },
    );
  });

  test('a screen too small to read says how large it must be', () => {
    for (const [columns, rows] of [
      [40, 8],
      [59, 30],
      [200, 11],
    ] as const) {
      const console = openConsole(storyOf('fault'), { columns, rows });
      expect(console.text().split('\n')).toHaveLength(rows);
      expect(console.text()).toMatch(/^ peerdeck needs 60x12/);
    }
  });
});

describe('a frozen screen', () => {
  test('holds its picture and counts the events that it misses', () => {
    const console = openConsole(storyOf('fault'));
    console.press(' ');
    const held = textOf(console.frame().pane);
    console.live(storyOf('faultLater'));
    expect(textOf(console.frame().pane)).toEqual(held);
    expect(console.text()).toMatch(/FROZEN 60 s, 3 events since {3}03:07:41Z/);
    console.press(' ');
    expect(textOf(console.frame().pane)).not.toEqual(held);
    expect(console.text()).toMatch(/live 2 s {2}03:08:41Z/);
  });

  test('lets the cursor walk over what it holds', () => {
    const console = openConsole(storyOf('fault'));
    console.press(' ');
    console.live(storyOf('dark'));
    console.press('j', 'enter');
    expect(console.text()).toMatch(/› Amsterdam /);
    expect(console.text()).toMatch(/FROZEN/);
  });
});
