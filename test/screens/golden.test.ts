import { afterAll, describe, expect, test } from 'vitest';
import { asciiGlyphs } from '../../src/terminal/glyphs.ts';
import type { ConsoleOptions } from './console.ts';
import { type ConsoleOnTerminal, openTerminalConsole } from './console-screen.ts';
import { type Mood, type MoodName, moods, type Sight, type SightName, sights, sizes, storyOf } from './sights.ts';

const opened: ConsoleOnTerminal[] = [];

afterAll(() => {
  for (const each of opened) each.screen.close();
});

/** One screen in one state, on a terminal. */
async function show(sightName: SightName, moodName: MoodName, options: ConsoleOptions): Promise<ConsoleOnTerminal> {
  const sight: Sight = sights[sightName];
  const mood: Mood = moods[moodName];
  const shown = await openTerminalConsole(storyOf(mood.story), { ...options, path: sight.path });
  opened.push(shown);
  await shown.screen.press(...mood.keys(sight), ...sight.keys);
  if (mood.later !== undefined) shown.console.live(storyOf(mood.later));
  await shown.repaint();
  return shown;
}

const titled = (title: string, columns: number, text: string): string =>
  `=== ${title} ${'='.repeat(Math.max(0, columns - title.length - 5))}\n${text}\n`;

const names = <Name extends string>(table: Readonly<Record<Name, unknown>>): readonly Name[] =>
  Object.keys(table).filter((name): name is Name => name in table);

describe.each(sizes)('%i×%i', (columns, rows) => {
  test.each(names(sights))('%s, in every state', async sight => {
    const frames: string[] = [];
    for (const mood of names(moods)) {
      const { console, screen } = await show(sight, mood, { columns, rows });
      const text = await screen.text();
      // What Ink, the painter and the emulator make of the frame is the frame.
      expect(text.trimEnd()).toBe(console.text().trimEnd());
      frames.push(titled(mood, columns, text));
    }
    await expect(frames.join('')).toMatchFileSnapshot(`__snapshots__/${sight}-${columns}x${rows}.txt`);
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
      const { screen, theme } = await show(sight, mood, { ...options, columns: 80, rows: 24 });
      frames.push(titled(`${sight}, ${mood}`, 80, await screen.styled(theme)));
    }
    await expect(frames.join('')).toMatchFileSnapshot(`__snapshots__/tones-${name.replaceAll(' ', '-')}.txt`);
  });
});

test('ASCII glyphs leave nothing outside ASCII on any screen but what routers say', async () => {
  for (const sight of names(sights)) {
    const { screen } = await show(sight, 'calm', { columns: 120, rows: 36, glyphs: asciiGlyphs });
    expect(await screen.text()).toMatch(/^[\n -~]*$/);
  }
});
