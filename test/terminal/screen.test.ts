import { Box, Text, useWindowSize } from 'ink';
import { createElement, type ReactElement, useEffect, useState } from 'react';
import { describe, expect, test } from 'vitest';
import type { Key } from '../../src/terminal/keys.ts';
import type { Line } from '../../src/terminal/line.ts';
import { paintLine, themeFor } from '../../src/terminal/theme.ts';
import { openScreen, type Screen } from '../screens/screen.ts';

const theme = themeFor('default', 'ansi256');

interface Stage {
  readonly screen: Screen;
  readonly pasted: readonly string[];
}

interface ListProps {
  readonly subscribe: (tell: (key: Key) => void) => void;
}

const lineOf = (index: number, isSelected: boolean): Line => [
  { text: isSelected ? '▸ ' : '  ', tone: 'plain' },
  { text: '▲', tone: 'risk' },
  { text: ` 漢字 ${index}`, tone: isSelected ? 'selected' : 'plain' },
];

const List = ({ subscribe }: ListProps): ReactElement => {
  const { columns, rows } = useWindowSize();
  const [at, setAt] = useState(0);
  const [last, setLast] = useState('');
  useEffect(() => {
    subscribe(key => {
      setLast(key);
      if (key === 'j') setAt(before => before + 1);
      if (key === 'k') setAt(before => before - 1);
    });
  }, [subscribe]);
  return createElement(
    Box,
    { width: columns, height: rows, flexDirection: 'column', overflow: 'hidden' },
    createElement(Text, { wrap: 'truncate' }, `${columns}x${rows} [${last}]`),
    ...[0, 1, 2].map(index =>
      createElement(Text, { key: index, wrap: 'truncate' }, paintLine(lineOf(index, index === at), theme)),
    ),
  );
};

/** A list with a cursor: the least that has input, colour and a size. */
const openList = async (columns: number, rows: number): Promise<Stage> => {
  let tell = (_key: Key): void => {};
  const pasted: string[] = [];

  const screen = await openScreen({
    columns,
    rows,
    element: () =>
      createElement(List, {
        subscribe: listener => {
          tell = listener;
        },
      }),
    onKey: key => tell(key),
    onPaste: text => pasted.push(text),
  });
  return { screen, pasted };
};

describe('a screen through Ink, painter and terminal', () => {
  test('shows the text of the frame', async () => {
    const { screen } = await openList(20, 5);
    expect(await screen.text()).toBe('20x5 []\n▸ ▲ 漢字 0\n  ▲ 漢字 1\n  ▲ 漢字 2\n');
    screen.close();
  });

  test('shows tones by their names, or the codes where there is no theme', async () => {
    const { screen } = await openList(20, 4);
    expect(await screen.styled(theme)).toBe(
      '20x4 []\n▸ ‹risk:▲›‹selected: 漢字 0›\n  ‹risk:▲› 漢字 1\n  ‹risk:▲› 漢字 2',
    );
    expect(await screen.styled()).toMatch('20x4 []\n▸ ‹1;38;5;208:▲›‹7: 漢字 0›\n');
    screen.close();
  });

  test('takes every key of a packet and keys by name', async () => {
    const { screen, pasted } = await openList(20, 4);
    await screen.feed('jjk');
    expect(await screen.text()).toMatch(/\[k\]\n {2}▲ 漢字 0\n▸ ▲ 漢字 1/);
    await screen.press('f5', 'escape');
    expect(await screen.text()).toMatch(/\[escape\]/);
    await screen.press('ctrl-d');
    expect(await screen.text()).toMatch(/\[ctrl-d\]/);
    await screen.feed('\u001b[200~lhr-er1\u001b[201~');
    expect(pasted).toEqual(['lhr-er1']);
    screen.close();
  });

  test('sends only what changed', async () => {
    const { screen } = await openList(20, 5);
    expect(screen.bytes()).toBeGreaterThan(0);
    screen.resetBytes();
    await screen.settle();
    expect(screen.bytes()).toBe(0);
    const before = screen.frames();
    await screen.press('x');
    expect(screen.bytes()).toBeLessThan(40);
    expect(screen.frames()).toBe(before + 1);
    screen.close();
  });

  test('follows the window’s size', async () => {
    const { screen } = await openList(20, 5);
    await screen.resize(9, 4);
    expect(await screen.text()).toBe('9x4 []\n▸ ▲ 漢字…\n  ▲ 漢字…\n  ▲ 漢字…');
    await screen.resize(30, 4);
    expect(await screen.text()).toBe('30x4 []\n▸ ▲ 漢字 0\n  ▲ 漢字 1\n  ▲ 漢字 2');
    screen.close();
  });
});
