import { describe, expect, test } from 'vitest';
import type { Key } from '../../src/terminal/keys.ts';
import { paletteEntries } from '../../src/views/palette.ts';
import { type Console, openConsole } from '../screens/console.ts';
import { stories } from '../screens/fleets.ts';

const open = (story = stories.fault()): Console => openConsole(story, { columns: 100, rows: 30 });
const type = (console: Console, text: string): void => {
  console.press(':', ...[...text].filter((character): character is Extract<Key, string> => /^[ -~]$/.test(character)));
};
const path = (console: Console): readonly unknown[] => console.model().screen.path;
const bottom = (console: Console): string => console.text().split('\n').at(-1) ?? '';
const found = (text: string): readonly string[] => paletteEntries(text, open().model()).map(entry => entry.id);

describe('the palette', () => {
  test('lists every command while nothing is typed, dim with the reason where it cannot run', () => {
    const console = open();
    console.press(':');
    const entries = paletteEntries('', console.model());
    expect(entries.map(entry => entry.id)).toContain('freeze');
    expect(entries.find(entry => entry.id === 'back')?.disabled).toBe('this is the outermost pane');
    expect(console.text()).toMatch(/back +Esc +Back; takes a filter away first \(this is the outermost pane\)/);
  });

  test.each([
    ['a command', 'quit', 'quit'],
    ['a command from a few of its letters', 'frz', 'freeze'],
    ['a command by what it does', 'clipboard', 'copy'],
    ['a metro', 'ashburn', 'Ashburn'],
    ['a metro from its beginning', 'singa', 'Singapore'],
    ['a router before the PNIs that begin with its name', 'iad-er1', 'iad-er1'],
    ['a PNI', 'iad-er1/ae10', 'iad-er1/ae10'],
    ['a PNI from parts of its name', 'lhr2ae2', 'lhr-er2/ae2'],
  ])('finds %s', (_what, text, id) => {
    expect(found(text)[0]).toBe(id);
  });

  test('goes to what is found', () => {
    const console = open();
    type(console, 'iad-er1');
    console.press('enter');
    expect(path(console).at(-1)).toEqual({ pane: 'router', name: 'iad-er1' });
    type(console, 'london');
    console.press('enter');
    expect(path(console).at(-1)).toEqual({ pane: 'metro', name: 'London' });
    type(console, 'dfw-er2/ae2');
    console.press('enter');
    expect(path(console).at(-1)).toEqual({ pane: 'pni', id: 'dfw-er2/ae2' });
    console.press('escape');
    expect(path(console).at(-1)).toEqual({ pane: 'metro', name: 'Dallas' });
    console.press('escape');
    expect(path(console)).toEqual([{ pane: 'overview' }]);
  });

  test('runs what is selected with the arrows', () => {
    const console = open();
    type(console, 'iad-er');
    const third = paletteEntries('iad-er', console.model())[2];
    console.press('down', 'ctrl-n', 'enter');
    expect(JSON.stringify(path(console).at(-1))).toContain(third?.id);
  });

  test('goes round at its ends', () => {
    const console = open();
    type(console, 'iad');
    console.press('up');
    const last = paletteEntries('iad', console.model()).length - 1;
    expect(console.model().screen.prompt).toMatchObject({ selected: last });
    console.press('down');
    expect(console.model().screen.prompt).toMatchObject({ selected: 0 });
  });

  test('completes with Tab', () => {
    const console = open();
    type(console, 'singa');
    console.press('tab');
    expect(console.model().screen.prompt?.text).toBe('Singapore');
  });

  test('says why a command does not run', () => {
    const console = openConsole(stories.fault(), { path: [{ pane: 'events' }] });
    type(console, 'sort');
    console.press('enter');
    expect(bottom(console)).toBe(' Sort by the next column: this pane has one order');
  });

  test('says that nothing is called so', () => {
    const console = open();
    type(console, 'zzzz');
    expect(console.text()).toContain('nothing is called that');
    console.press('enter');
    expect(bottom(console)).toBe(' no command, metro, PNI or router is called zzzz');
    expect(console.model().screen.prompt).toBeNull();
  });

  test('left with Enter on nothing does nothing', () => {
    const console = open();
    console.press(':', 'enter');
    expect(path(console)).toEqual([{ pane: 'overview' }]);
    expect(console.effects).toEqual([]);
  });

  test('finds among a thousand PNIs', () => {
    const console = open(stories.hundred());
    type(console, 'm77-er3/ae1');
    console.press('enter');
    expect(path(console).at(-1)).toEqual({ pane: 'pni', id: 'm77-er3/ae1' });
  });
});

describe('help', () => {
  test('shows the reasons of the pane that it lies over, not its own', () => {
    const overSortable = openConsole(stories.fault(), { columns: 120, rows: 40 });
    overSortable.press('?');
    expect(overSortable.text()).toMatch(/Sort by the next column$/m);
    const overEvents = openConsole(stories.fault(), { columns: 120, rows: 40, path: [{ pane: 'events' }] });
    overEvents.press('?');
    expect(overEvents.text()).toMatch(/Sort by the next column \(this pane has one order\)$/m);
  });

  test('tells the whole reason of the selected command where its line is too short', () => {
    const console = openConsole(stories.fault(), { columns: 60, rows: 30 });
    console.press('?', '/', 'b', 'a', 'c', 'k', ';', 'enter');
    expect(console.text()).toMatch(/not now: this is the outermost pane/);
  });

  test('has every command with its keys and cuts no title at 80 columns', () => {
    const console = openConsole(stories.calm(), { columns: 80, rows: 60 });
    console.press('?');
    expect(console.text()).not.toContain('…');
    for (const { title } of paletteEntries('', console.model())) expect(console.text()).toContain(title);
  });

  test('closes with Escape', () => {
    const console = open();
    console.press('enter', '?', 'escape');
    expect(path(console)).toEqual([{ pane: 'overview' }, { pane: 'metro', name: 'Ashburn' }]);
  });
});
