import { afterEach, describe, expect, test } from 'vitest';
import { asciiGlyphs } from '../../src/terminal/glyphs.ts';
import { type Console, type ConsoleOptions, openConsole } from './console.ts';
import { type ConsoleOnTerminal, openTerminalConsole } from './console-screen.ts';
import { type Mood, type MoodName, moods, type Sight, type SightName, sights, sizes, storyOf } from './sights.ts';

const opened: ConsoleOnTerminal[] = [];

afterEach(() => {
  for (const each of opened.splice(0)) each.screen.close();
});

/** The way to a screen and into a state, with keys. */
function bring(console: Console, sight: Sight, mood: Mood): void {
  console.press(...mood.keys(sight), ...sight.keys);
  if (mood.later !== undefined) console.live(storyOf(mood.later));
}

/** One screen in one state, as text. */
function textOf(sight: Sight, mood: Mood, options: ConsoleOptions): string {
  const console = openConsole(storyOf(mood.story), { ...options, path: sight.path });
  bring(console, sight, mood);
  return console.text();
}

/** The same on a terminal. */
async function show(sight: Sight, mood: Mood, options: ConsoleOptions): Promise<ConsoleOnTerminal> {
  const shown = await openTerminalConsole(storyOf(mood.story), { ...options, path: sight.path });
  opened.push(shown);
  bring(shown.console, sight, mood);
  await shown.repaint();
  return shown;
}

const titled = (title: string, columns: number, text: string): string =>
  `=== ${title} ${'='.repeat(Math.max(0, columns - title.length - 5))}\n${text}\n`;

const names = <Name extends string>(table: Readonly<Record<Name, unknown>>): readonly Name[] =>
  Object.keys(table).filter((name): name is Name => name in table);

describe.each(sizes)('%i×%i', (columns, rows) => {
  test.each(names(sights))('%s, in every state', async sight => {
    const frames = names(moods).map(mood =>
      titled(mood, columns, textOf(sights[sight], moods[mood], { columns, rows })),
    );
    await expect(frames.join('')).toMatchFileSnapshot(`__snapshots__/${sight}-${columns}x${rows}.txt`);
  });

  test.each(names(sights))('%s is what Ink, the painter and the terminal make of it', async sight => {
    const { console, screen } = await show(sights[sight], moods.fault, { columns, rows });
    expect(await screen.text()).toBe(console.text());
  });
});

const looked: readonly (readonly [SightName, MoodName])[] = [
  ['overview', 'fault'],
  ['overview', 'stale'],
  ['overview', 'frozen'],
  ['metro', 'fault'],
  ['pni', 'fault'],
  ['routers', 'stale'],
  ['help', 'calm'],
  ['palette', 'fault'],
];

describe.each([
  ['default', { theme: 'default', colour: 'ansi256' }],
  ['colour-blind', { theme: 'colour-blind', colour: 'ansi256' }],
  ['16 colours', { theme: 'default', colour: 'ansi16' }],
  ['no colour', { theme: 'default', colour: 'none' }],
  ['no colour in ASCII', { theme: 'default', colour: 'none', glyphs: asciiGlyphs }],
] as const satisfies readonly (readonly [string, ConsoleOptions])[])('tones: %s', (name, options) => {
  test('of the screens that a person meets first', async () => {
    const frames: string[] = [];
    for (const [sight, mood] of looked) {
      const { screen, theme } = await show(sights[sight], moods[mood], { ...options, columns: 80, rows: 24 });
      frames.push(titled(`${sight}, ${mood}`, 80, await screen.styled(theme)));
    }
    await expect(frames.join('')).toMatchFileSnapshot(`__snapshots__/tones-${name.replaceAll(' ', '-')}.txt`);
  });
});
