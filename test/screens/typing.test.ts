import { afterEach, describe, expect, test } from 'vitest';
import type { ConsoleOptions } from './console.ts';
import { type ConsoleOnTerminal, openTerminalConsole } from './console-screen.ts';
import { type Story, stories } from './fleets.ts';

const opened: ConsoleOnTerminal[] = [];

const open = async (story: Story = stories.fault(), options: ConsoleOptions = {}): Promise<ConsoleOnTerminal> => {
  const console = await openTerminalConsole(story, { columns: 100, rows: 30, ...options });
  opened.push(console);
  return console;
};

afterEach(() => {
  for (const console of opened.splice(0)) console.screen.close();
});

describe('keys typed ahead in one packet are never lost', () => {
  test.each([
    ['jjj', /^▸ ● Dallas/m],
    ['jjjkk', /^▸ ◐ Amsterdam/m],
    ['j\u001b[Bk\u001b[B\u001bOB', /^▸ ● Dallas/m],
    ['j\r', /^ peerdeck › Amsterdam /],
    ['\r\r', /^ peerdeck › Ashburn › iad-er1\/ae10 /],
    [':iad-er1\r', /^ peerdeck › routers › iad-er1 /],
    [':lhr-er2/ae2\r', /^ peerdeck › London › lhr-er2\/ae2 /],
    ['/chic\r', /^▸ ● Chicago/m],
    ['/foo\r', /no metro matches foo/],
    ['/a\u007fs\r', /\/s /],
    ['/ash\r\r', /^ peerdeck › Ashburn /],
    ['2/er2\rG\r', /^ peerdeck › PNIs › /],
    ['\u001bOP', /^ peerdeck › help /],
    ['\u001b[[A', /^ peerdeck › help /],
    ['/é漢😀', / \/é漢😀/],
  ])('%j', async (packet, shown) => {
    const { screen } = await open();
    await screen.feed(packet);
    expect(await screen.text()).toMatch(shown);
  });

  test('nor when the network cuts a packet in the middle of a key', async () => {
    const { screen, console } = await open();
    const packet = 'j\u001b[Bj\u001b[6~';
    // The hold for unfinished sequences is released after each feed, so the halves go in as one reading.
    await screen.feed(packet.slice(0, 1));
    await screen.feed(packet.slice(1));
    expect(console.model().rows.length).toBe(6);
    expect(await screen.text()).toMatch(/^▸ ● Singapore/m);
  });

  test('nor when one of them quits and others follow', async () => {
    const { screen, console } = await open();
    await screen.feed('jq');
    expect(console.effects).toEqual([{ kind: 'quit' }]);
  });
});

test('a lone Escape goes back', async () => {
  const { screen } = await open();
  await screen.press('enter', 'escape');
  expect(await screen.text()).toMatch(/METRO/);
});

test('a bracketed paste goes into a prompt without its line breaks and control characters', async () => {
  const { screen } = await open();
  await screen.feed('/');
  await screen.feed('\u001b[200~chi\u001b[31mc\r\n\u001b[201~');
  expect(await screen.text()).toMatch(/^ \/chi\[31mc /m);
});

test('a bracketed paste elsewhere runs nothing', async () => {
  const { screen, console } = await open();
  await screen.feed('\u001b[200~:quit\rq\u001b[201~');
  expect(console.effects).toEqual([]);
  expect(await screen.text()).toMatch(/a paste outside a prompt is ignored/);
});

test('mouse reports, focus reports and answers to queries are no keys', async () => {
  const { screen, console } = await open();
  const before = console.model().screen;
  await screen.feed('\u001b[<0;10;5M\u001b[I\u001b[O\u001b[?62;4c\u001b]11;rgb:0000/0000/0000\u0007');
  expect(console.model().screen).toEqual(before);
});

test('every size is painted whole, at once', async () => {
  const { screen, console } = await open();
  for (const [columns, rows] of [
    [80, 24],
    [60, 12],
    [59, 12],
    [200, 60],
    [100, 30],
  ] as const) {
    await screen.resize(columns, rows);
    expect((await screen.text()).trimEnd()).toBe(console.text().trimEnd());
  }
});

test('a picture that has not changed costs no byte', async () => {
  const { screen, repaint } = await open();
  screen.resetBytes();
  await repaint();
  expect(screen.bytes()).toBe(0);
});

test('what goes on behind a frozen screen costs no more than its banner', async () => {
  const { screen, console, repaint } = await open();
  await screen.press(' ');
  screen.resetBytes();
  console.live(stories.faultLater());
  await repaint();
  expect(screen.bytes()).toBeLessThan(300);
});

describe('hostile text', () => {
  test('that a router sends reaches the screen without anything that a terminal obeys', async () => {
    const { screen, console, theme } = await open(stories.hostile(), {
      columns: 200,
      rows: 60,
      path: [{ pane: 'pnis' }],
    });
    for (const key of ['2', 'enter', '3', 'enter'] as const) {
      await screen.press(key);
      // The frame would differ if one character had moved the cursor or cleared a line.
      expect((await screen.text()).trimEnd()).toBe(console.text().trimEnd());
      expect(await screen.styled(theme)).not.toContain('‹31:');
    }
    await screen.press('2');
    expect(await screen.text()).toContain('AS8075 circuit 漢字 🛰');
  });

  test('that nobody has cleaned is cleaned before it is painted and before it is copied', async () => {
    const story = stories.calm();
    const evil = 'a\u001b[2Jb\u009b31mc\u202ed\u0000e\nf';
    const [first, ...rest] = story.picture.metros;
    if (first === undefined) throw new Error('the story has metros');
    const metros = [{ ...first, pnis: first.pnis.map(pni => ({ ...pni, alias: evil })), name: `${evil}burg` }, ...rest];
    const { screen, console } = await open(
      { ...story, picture: { ...story.picture, metros } },
      { columns: 200, rows: 60 },
    );
    for (const key of ['1', 'enter', 'enter', 'escape', '2', 'y', ':', 'b'] as const) {
      await screen.press(key);
      expect(console.text().replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202a-\u202e]/u);
      expect((await screen.text()).trimEnd()).toBe(console.text().trimEnd());
    }
    expect(JSON.stringify(console.effects)).not.toMatch(/\\u00|\\n|\u202e/);
  });
});
