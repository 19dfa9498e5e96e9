import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { atStart, cheapest, type Pen, waysTo } from '../../bench/cell-diff.ts';
import { type Grid, gridOf } from '../../bench/screen-cells.ts';
import { createPainter } from '../../src/terminal/painter.ts';
import { createEmulator, written } from '../screens/screen.ts';

const columns = 24;
const rows = 4;
const start: Pen = { x: 0, y: 0, style: '' };

/** The grid of a frame as a terminal shows it. */
async function gridFor(frame: string): Promise<Grid> {
  const emulator = createEmulator(columns, rows);
  emulator.write(frame.split('\n').join('\r\n'));
  await written(emulator);
  return gridOf(emulator);
}

const least = async (before: string, after: string, pen: Pen = start): Promise<number> =>
  cheapest(waysTo(await gridFor(before), await gridFor(after), [{ bytes: 0, pen }]));

describe('the least bytes of an update', () => {
  test.each([
    ['nothing for the same screen', 'one\ntwo', 'one\ntwo', 0],
    ['one character where the cursor stands', 'a', 'b', 1],
    ['a character and the move to it', 'one two', 'one tWo', 4 + 1],
    ['a gap written again where that is no longer than a move', 'abc', 'xby', 3],
    ['a jump over a gap that is longer', 'abcdefgh', 'xbcdefgy', 1 + 4 + 1],
    ['a new line instead of an address', 'a\nb', 'x\ny', 1 + 2 + 1],
    ['the end of a row erased', 'one two three', 'one', 4 + 3],
    ['a blank written where that is shorter than erasing', 'one', 'on', 2 + 1],
    ['the shortest change of look', 'a', '\u001b[1;31mb', 7 + 1],
    ['the bytes of UTF-8', 'a', '●', 3],
  ])('counts %s', async (_name, before, after, expected) => {
    expect(await least(before, after)).toBe(expected);
  });

  test('counts going back to the default look', async () => {
    expect(await least('a', 'b', { x: 0, y: 0, style: '1|31|' })).toBe(3 + 1);
  });

  const text = fc.string({ unit: fc.constantFrom('a', 'b', '7', ' ', '●'), maxLength: 8 });
  const styled = fc
    .tuple(fc.constantFrom('', '\u001b[1m', '\u001b[31m', '\u001b[2;36m', '\u001b[7m', '\u001b[38;5;208m'), text)
    .map(([sgr, words]) => `${sgr}${words}\u001b[m`);
  const row = fc.array(styled, { maxLength: 3 }).map(parts => parts.join(''));
  const frame = fc.array(row, { minLength: rows, maxLength: rows }).map(each => each.join('\n'));

  test('are never more than the painter sends', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(frame, { minLength: 2, maxLength: 5 }), async frames => {
        const emulator = createEmulator(columns, rows);
        let sent = '';
        const write = (data: string): boolean => {
          sent += data;
          emulator.write(data);
          return true;
        };
        const painter = createPainter({ write, onDrain: () => {}, columns, rows });
        let shown = gridOf(emulator);
        let ways = atStart;
        for (const each of frames) {
          painter.paint(each);
          await written(emulator);
          const grid = gridOf(emulator);
          ways = waysTo(shown, grid, ways);
          shown = grid;
          expect(cheapest(ways)).toBeLessThanOrEqual(Buffer.byteLength(sent));
        }
      }),
    );
  });
});
