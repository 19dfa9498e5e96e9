import { describe, expect, test } from 'vitest';
import type { Place } from '../../src/state/screen.ts';
import type { Key } from '../../src/terminal/keys.ts';
import { commandOf, commands } from '../../src/views/commands.ts';
import { cursorIndex } from '../../src/views/model.ts';
import { type Console, openConsole } from '../screens/console.ts';
import { stories } from '../screens/fleets.ts';

const openOverview = (story = stories.fault()): Console => openConsole(story, { columns: 100, rows: 30 });
const openPnis = (story = stories.fault()): Console =>
  openConsole(story, { columns: 100, rows: 30, path: [{ pane: 'pnis' }] });

const selected = (console: Console): string | undefined => {
  const model = console.model();
  return model.rows[cursorIndex(model)]?.id;
};
const listed = (console: Console): readonly string[] => console.model().rows.map(row => row.id);
const place = (console: Console): Place | undefined => console.model().screen.path.at(-1);
const bottom = (console: Console): string => console.text().split('\n').at(-1) ?? '';
const type = (console: Console, text: string): void => {
  for (const character of text) console.press(commandKey(character));
};
/** A character as the key that types it. */
const commandKey = (character: string): Key => (isKey(character) ? character : ' ');
const isKey = (character: string): character is Extract<Key, string> => /^[ -~]$/.test(character);

test('every key of the contract has a command', () => {
  const contract: readonly Key[] = [
    ...([
      '?',
      ':',
      '/',
      'enter',
      'escape',
      'up',
      'down',
      'left',
      'right',
      'j',
      'k',
      'g',
      'G',
      'ctrl-d',
      'ctrl-u',
    ] as const),
    ...([' ', '1', '2', '3', '4', 'q'] as const),
  ];
  for (const key of contract) expect(commandOf(key), key).toBeDefined();
});

test('no key has two commands, and no command two ids', () => {
  const keys = commands.flatMap(command => command.keys);
  expect(new Set(keys).size).toBe(keys.length);
  expect(new Set(commands.map(command => command.id)).size).toBe(commands.length);
});

test('a key without a command changes nothing', () => {
  const console = openOverview();
  const before = console.model().screen;
  console.press('9', 'x', 'f5', 'tab', 'delete');
  expect(console.model().screen).toEqual(before);
});

describe('moving', () => {
  test.each([
    ['j', ['j'], 1],
    ['three at once', ['j', 'j', 'j'], 3],
    ['arrows', ['down', 'down', 'up'], 1],
    ['right and left too', ['right', 'l', 'h', 'left', 'l'], 1],
    ['G', ['G'], 5],
    ['g', ['G', 'g'], 0],
    ['End and Home', ['end', 'home'], 0],
    ['k at the top', ['k', 'k'], 0],
    ['j at the bottom', ['G', 'j', 'j'], 5],
    ['half a page', ['ctrl-d'], 5],
    ['half a page and back', ['ctrl-d', 'ctrl-u'], 0],
    ['page keys', ['pagedown', 'pageup', 'j'], 1],
  ] as const)('%s', (_name, keys, index) => {
    const console = openOverview();
    console.press(...keys);
    expect(cursorIndex(console.model())).toBe(index);
  });

  test('on a pane without rows says that there is nothing to select', () => {
    const console = openPnis(stories.notHeard());
    console.press('j');
    expect(bottom(console)).toBe(' Down: there is nothing to select here');
  });
});

describe('the cursor stays with its object', () => {
  test('when the order changes', () => {
    const console = openPnis(stories.calm());
    console.press('j', 'j', 'j');
    const chosen = selected(console);
    console.live(stories.dark());
    expect(selected(console)).toBe(chosen);
    expect(listed(console).indexOf(chosen ?? '')).not.toBe(3);
    console.press('s', 's', 'S');
    expect(selected(console)).toBe(chosen);
  });

  test('on every pane by itself', () => {
    const console = openOverview();
    console.press('j', 'j');
    const metro = selected(console);
    console.press('2', 'G');
    const pni = selected(console);
    console.press('1');
    expect(selected(console)).toBe(metro);
    console.press('2');
    expect(selected(console)).toBe(pni);
  });

  test('through the pane that it opens, and back', () => {
    const console = openOverview();
    console.press('j', 'enter', 'enter');
    expect(place(console)).toEqual({ pane: 'pni', id: 'ams-er1/ae0' });
    console.press('escape', 'escape');
    expect(selected(console)).toBe('Amsterdam');
  });

  test('and goes to the first row when the object is filtered away', () => {
    const console = openOverview();
    console.press('G', '/', 'c', 'h', 'i', 'c', 'enter');
    expect(selected(console)).toBe('Chicago');
  });
});

describe('opening', () => {
  test('goes from the fleet to a metro, a PNI, and no further', () => {
    const console = openOverview();
    console.press('enter');
    expect(place(console)).toEqual({ pane: 'metro', name: 'Ashburn' });
    console.press('enter');
    expect(place(console)).toEqual({ pane: 'pni', id: 'iad-er1/ae10' });
    console.press('enter');
    expect(place(console)).toEqual({ pane: 'pni', id: 'iad-er1/ae10' });
    expect(bottom(console)).toBe(' Open what is selected: nothing lies behind this row');
  });

  test('goes from an event to what it is about', () => {
    const console = openConsole(stories.fault(), { path: [{ pane: 'events' }] });
    console.press('j', 'enter');
    expect(place(console)).toEqual({ pane: 'pni', id: 'iad-er1/ae10' });
  });

  test.each([
    ['1', 'overview'],
    ['2', 'pnis'],
    ['3', 'routers'],
    ['4', 'events'],
    ['?', 'help'],
    ['f1', 'help'],
  ] as const)('%s leads to %s', (key, pane) => {
    const console = openOverview();
    console.press('enter', key);
    expect(place(console)?.pane).toBe(pane);
  });

  test('a pane that is gone from the picture says so', () => {
    const console = openOverview(stories.shut());
    console.press('enter', 'enter');
    expect(place(console)).toEqual({ pane: 'pni', id: 'lhr-er1/ae2' });
    console.live(stories.oneMetro());
    expect(console.text()).toContain('This PNI is no longer in the picture; Esc goes back.');
    console.press('escape');
    expect(console.text()).toContain('This metro is no longer in the picture; Esc goes back.');
    console.press('escape');
    expect(listed(console)).toEqual(['Ashburn']);
  });
});

describe('Escape', () => {
  test('takes the filter away before it goes back', () => {
    const console = openOverview();
    console.press('enter', '/', 'e', 'r', '2', 'enter');
    expect(listed(console)).toEqual(['iad-er2/ae10']);
    console.press('escape');
    expect(place(console)?.pane).toBe('metro');
    expect(listed(console)).toEqual(['iad-er1/ae10', 'iad-er2/ae10']);
    console.press('escape');
    expect(place(console)?.pane).toBe('overview');
  });

  test('leaves a prompt before anything else, and takes back what was typed there', () => {
    const console = openOverview();
    console.press('/', 'a', 's', 'h', 'enter', '/', 'x', 'escape');
    expect(console.model().screen.prompt).toBeNull();
    expect(listed(console)).toEqual(['Ashburn']);
  });

  test('goes home from a pane of the top level, and then says that it is the outermost', () => {
    const console = openPnis();
    console.press('escape');
    expect(place(console)?.pane).toBe('overview');
    console.press('escape');
    expect(bottom(console)).toBe(' Back; takes a filter away first: this is the outermost pane');
  });
});

describe('a filter', () => {
  const after = (text: string): readonly string[] => {
    const console = openOverview();
    console.press('/');
    type(console, text);
    return listed(console);
  };

  test.each([
    ['a plain word, whatever its case', 'DALL', ['Dallas']],
    ['a regular expression', '^(sin|chi)', ['Chicago', 'Singapore']],
    ['turned round', '!a', []],
    ['turned round, a state', '!redundant', ['Ashburn', 'Amsterdam']],
    ['what stands in its reasons', 'hold timer', ['Ashburn']],
    ['one that is not finished is taken as text', 'ash(', []],
    ['nothing', '', ['Ashburn', 'Amsterdam', 'Chicago', 'Dallas', 'London', 'Singapore']],
    ['an exclamation mark alone', '!', ['Ashburn', 'Amsterdam', 'Chicago', 'Dallas', 'London', 'Singapore']],
  ])('%s', (_name, text, ids) => {
    expect(after(text)).toEqual(ids);
  });

  test('works while it is typed, says how much is left, and what it is taken for', () => {
    const console = openOverview();
    console.press('/', 'c');
    expect(bottom(console)).toMatch(/^ \/c {2,}2 rows {3}Enter keeps {3}Esc undoes$/);
    console.press('h', '(');
    expect(bottom(console)).toMatch(/no regular expression, taken as text {3}0 rows/);
    console.press('backspace', 'enter');
    expect(listed(console)).toEqual(['Chicago']);
    expect(console.text().split('\n')[0]).toContain('/ch');
  });

  test('belongs to its pane', () => {
    const console = openOverview();
    console.press('/', 'a', 's', 'h', 'enter', '2');
    expect(listed(console)).toHaveLength(12);
    console.press('1');
    expect(listed(console)).toEqual(['Ashburn']);
  });

  test("finds a PNI by its peer's address in every list of PNIs", () => {
    const story = stories.calm();
    const [pni] = openConsole(story)
      .model()
      .picture.metros.flatMap(metro => metro.pnis);
    const session = pni?.sessions.at(-1);
    if (pni === undefined || session === undefined) throw new Error('the story has no session');
    const places: readonly Place[] = [
      { pane: 'pnis' },
      { pane: 'metro', name: pni.metro },
      { pane: 'router', name: pni.router },
    ];
    for (const place of places) {
      const console = openConsole(story, { path: [place] });
      console.press('/');
      type(console, `${session.peer}$`);
      expect(listed(console), place.pane).toEqual([pni.id]);
    }
  });

  test('is edited like a line: Ctrl-w, Ctrl-u, Backspace on nothing leaves', () => {
    const console = openOverview();
    console.press('/');
    type(console, 'new york');
    console.press('ctrl-w');
    expect(bottom(console)).toMatch(/^ \/new /);
    console.press('ctrl-u');
    expect(bottom(console)).toMatch(/^ \/ /);
    console.press('backspace');
    expect(console.model().screen.prompt).toBeNull();
  });

  test('of any length shows where the typing goes on', () => {
    const console = openConsole(stories.calm(), { columns: 80, rows: 24 });
    console.press('/');
    type(console, 'x'.repeat(300));
    type(console, '!');
    expect(console.model().screen.prompt?.text).toHaveLength(200);
    console.press('backspace', 'Z');
    expect(bottom(console)).toMatch(/^ \/…x+Z /);
  });
});

describe('sorting', () => {
  test('goes through the columns of the pane and back to worst first', () => {
    const console = openOverview();
    const worstFirst = listed(console);
    console.press('s');
    expect(listed(console)).toEqual(['Amsterdam', 'Ashburn', 'Chicago', 'Dallas', 'London', 'Singapore']);
    expect(bottom(console)).toBe(' sorted by name');
    console.press('s');
    expect(listed(console)[0]).toBe('Ashburn');
    console.press('s');
    expect(bottom(console)).toBe(' sorted by n-1');
    expect(listed(console)[0]).toBe('Ashburn');
    console.press('s');
    expect(listed(console)).toEqual(worstFirst);
    expect(bottom(console)).toBe(' sorted worst first');
  });

  test('turns round, and the header says so', () => {
    const console = openPnis();
    console.press('s', 'S');
    expect(listed(console)).toEqual(listed(openPnisByName()).toReversed());
    expect(console.text().split('\n')[0]).toContain('by name reversed');
  });

  const openPnisByName = (): Console => {
    const console = openPnis();
    console.press('s');
    return console;
  };

  test('knows that m2 comes before m10', () => {
    const console = openPnis(stories.hundred());
    console.press('s');
    expect(listed(console).slice(0, 3)).toEqual(['m1-er1/ae0', 'm1-er1/ae1', 'm1-er2/ae0']);
    expect(listed(console)[10]).toBe('m2-er1/ae0');
  });

  test('of the same picture is the same every time', () => {
    const console = openPnis(stories.stale());
    console.press('s', 's', 's');
    const order = listed(console);
    console.live({ ...stories.stale() });
    expect(listed(console)).toEqual(order);
  });

  test('is refused where there is one order', () => {
    const console = openConsole(stories.fault(), { path: [{ pane: 'events' }] });
    console.press('s');
    expect(bottom(console)).toBe(' Sort by the next column: this pane has one order');
  });
});

describe('what goes to the shell', () => {
  test.each([
    ['q', { kind: 'quit' }],
    ['ctrl-c', { kind: 'quit' }],
    ['ctrl-z', { kind: 'suspend' }],
    ['ctrl-l', { kind: 'redraw' }],
    ['ctrl-s', { kind: 'dump' }],
  ] as const)('%s', (key, effect) => {
    const console = openOverview();
    console.press(key);
    expect(console.effects).toEqual([effect]);
  });

  test('a copied row is one line that can be read elsewhere', () => {
    const console = openOverview();
    console.press('y', '2', 'y');
    expect(console.effects).toEqual([
      {
        kind: 'copy',
        text: expect.stringMatching(
          /^Ashburn: at-risk; 1 of 2 PNIs carry traffic; in 543 Gb\/s, out 186 Gb\/s; .*one router left: iad-er2/,
        ),
      },
      {
        kind: 'copy',
        text: expect.stringMatching(
          /^iad-er1\/ae10 \(Ashburn\): down; 4 of 8 members forward; 198\.51\.100\.3 idle; 2001:db8:1::2 idle; in 0 b\/s, out 0 b\/s; /,
        ),
      },
    ]);
    expect(bottom(console)).toBe(' row copied, if the terminal takes OSC 52');
  });

  test('Ctrl-z works in a prompt; Ctrl-c leaves the prompt, not the program', () => {
    const console = openOverview();
    console.press('/', 'a', 'ctrl-z', 'ctrl-c');
    expect(console.effects).toEqual([{ kind: 'suspend' }]);
    expect(console.model().screen.prompt).toBeNull();
  });
});

test('the theme changes and changes back', () => {
  const console = openOverview();
  console.press('T');
  expect(console.model().screen.theme).toBe('colour-blind');
  console.press('T');
  expect(console.model().screen.theme).toBe('default');
});

test('Escape and a key in one packet, which looks like Alt, is taken as both', () => {
  const console = openOverview();
  console.press('enter', 'alt-j');
  expect(place(console)?.pane).toBe('overview');
  expect(selected(console)).toBe('Amsterdam');
});

describe('a paste', () => {
  test('goes into an open prompt as it stands', () => {
    const console = openOverview();
    console.press('/');
    console.paste('ash');
    console.press('enter');
    expect(listed(console)).toEqual(['Ashburn']);
  });

  test('elsewhere runs nothing', () => {
    const console = openOverview();
    console.paste('qqq:quit\r');
    expect(console.effects).toEqual([]);
    expect(place(console)?.pane).toBe('overview');
    expect(bottom(console)).toBe(' a paste outside a prompt is ignored');
  });

  test('of any length leaves the prompt within its bounds', () => {
    const console = openOverview();
    console.press(':');
    console.paste('x'.repeat(65_536));
    expect(console.model().screen.prompt?.text).toHaveLength(200);
  });
});
