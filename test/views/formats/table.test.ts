import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { unicodeGlyphs } from '../../../src/terminal/glyphs.ts';
import { plainLine } from '../../../src/terminal/line-text.ts';
import { metroColumns } from '../../../src/views/formats/metro-table.ts';
import { pniColumns } from '../../../src/views/formats/pni-table.ts';
import { type Column, layOut, partCell, rowLine, titleLine, widest } from '../../../src/views/formats/table.ts';
import { lineWidth } from '../../../src/views/formats/text.ts';
import { stories } from '../../screens/fleets.ts';

interface Item {
  readonly name: string;
  readonly value: number;
}

const columns: readonly Column<Item>[] = [
  {
    id: 'name',
    title: 'NAME',
    align: 'left',
    width: 8,
    priority: 0,
    cell: item => ({ text: item.name, tone: 'good' }),
  },
  {
    id: 'note',
    title: 'NOTE',
    align: 'left',
    width: 4,
    most: 10,
    priority: 3,
    cell: (_item, width) => ({ text: 'x'.repeat(width) }),
  },
  { id: 'v4', title: 'V4', align: 'right', width: 4, priority: 2, cell: () => ({ text: '1/2' }) },
  { id: 'v6', title: 'V6', align: 'right', width: 4, priority: 2, cell: () => ({ text: '2/2' }) },
  {
    id: 'value',
    title: 'VALUE',
    align: 'right',
    width: 6,
    priority: 0,
    cell: item => ({ text: item.value.toFixed(1) }),
  },
];
const idsAt = (width: number): readonly string[] => layOut(columns, width).columns.map(({ column }) => column.id);
const draw = (width: number, item: Item): string => plainLine(rowLine(layOut(columns, width), item, '…'));

describe('a table', () => {
  test.each([
    [34, ['name', 'note', 'v4', 'v6', 'value']],
    [33, ['name', 'v4', 'v6', 'value']],
    [28, ['name', 'v4', 'v6', 'value']],
    [27, ['name', 'value']],
    [16, ['name', 'value']],
    [10, ['name', 'value']],
  ])('%i columns wide keeps what matters; columns of one kind go together', (width, ids) => {
    expect(idsAt(width)).toEqual(ids);
  });

  test('gives spare room to the column that can use it, and tells it how much', () => {
    expect(draw(38, { name: 'a', value: 1 })).toBe('a         xxxxxxxx   1/2   2/2     1.0');
    expect(draw(100, { name: 'a', value: 1 })).toBe('a         xxxxxxxxxx   1/2   2/2     1.0');
  });

  test('aligns its titles with its cells, and numbers on their decimal point', () => {
    const layout = layOut(columns, 28);
    expect(plainLine(titleLine(layout, '…'))).toBe('NAME        V4    V6   VALUE');
    expect(draw(28, { name: 'abc', value: 612.44 })).toBe('abc        1/2   2/2   612.4');
    expect(draw(28, { name: 'abcdefghij', value: 9 })).toBe('abcdefg…   1/2   2/2     9.0');
  });

  test('cuts the name before a number where nothing else can go', () => {
    const wide: readonly Column<Item>[] = [{ ...columns[0], width: 20 } as Column<Item>, ...columns.slice(4)];
    expect(plainLine(rowLine(layOut(wide, 20), { name: 'a-very-long-router-name', value: 612.4 }, '…'))).toBe(
      'a-very-long…   612.4',
    );
  });

  test('as wide as what it holds, within bounds', () => {
    expect(widest(['a', '漢字'], text => text, 2, 10)).toBe(4);
    expect(widest([], () => '', 2, 10)).toBe(2);
    expect(widest(['x'.repeat(40)], text => text, 2, 10)).toBe(10);
  });
});

describe('so many of all', () => {
  test.each([
    [1, 2, 0, '1/2', 'warn'],
    [2, 2, 0, '2/2', 'plain'],
    [1, 2, 1, '1?/2', 'dim'],
    [0, 4, 2, '0?/4', 'warn'],
    [0, 0, 0, '—', 'dim'],
  ] as const)('%i of %i with %i unknown is %s', (sure, all, unknown, text, tone) => {
    expect(partCell(sure, all, unknown, unicodeGlyphs)).toEqual({ text, tone });
  });
});

describe('the tables of the screens', () => {
  const story = stories.fault();
  const pnis = story.picture.metros.flatMap(metro => metro.pnis);

  test('at 80 columns the metros keep name, verdict, PNIs, members, N-1, in and out', () => {
    const layout = layOut(metroColumns(story.picture, unicodeGlyphs), 77);
    expect(layout.columns.map(({ column }) => column.id)).toEqual([
      'metro',
      'verdict',
      'pnis',
      'members',
      'next',
      'in',
      'out',
    ]);
  });

  test('the longest names still leave whole numbers at 60 columns', () => {
    const long = pnis.map(pni => ({ ...pni, id: `a-router-with-a-name/Bundle-Ether${pni.id.length}` }));
    const layout = layOut(pniColumns(long, story.picture, unicodeGlyphs, true), 57);
    for (const pni of long) {
      expect(plainLine(rowLine(layout, pni, '…'))).toMatch(/ \d+\.\d$/);
      expect(lineWidth(rowLine(layout, pni, '…'))).toBeLessThanOrEqual(57);
    }
  });

  test('fit every width from 57 columns on', () => {
    fc.assert(
      fc.property(fc.integer({ min: 57, max: 250 }), width => {
        const metros = layOut(metroColumns(story.picture, unicodeGlyphs), width);
        const all = layOut(pniColumns(pnis, story.picture, unicodeGlyphs, true), width);
        for (const metro of story.picture.metros)
          expect(lineWidth(rowLine(metros, metro, '…'))).toBeLessThanOrEqual(width);
        for (const pni of pnis) expect(lineWidth(rowLine(all, pni, '…'))).toBeLessThanOrEqual(width);
      }),
      { numRuns: 30, seed: 3 },
    );
  });
});
