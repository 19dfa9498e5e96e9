import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createPainter, type Painter } from '../../src/terminal/painter.ts';
import { createEmulator, rowsOf, written } from '../screens/screen.ts';
import { seenStyleOfCell, styledRows } from '../screens/styled-rows.ts';

interface Line {
  readonly painter: Painter;
  readonly sent: () => string;
  readonly stall: () => void;
  readonly drain: () => void;
}

const openLine = (columns: number, rows: number, onData: (data: string) => void = () => {}): Line => {
  let sent = '';
  let isStalled = false;
  let waiting: (() => void)[] = [];
  const painter = createPainter({
    write: data => {
      sent += data;
      onData(data);
      return !isStalled;
    },
    onDrain: run => waiting.push(run),
    columns,
    rows,
  });
  return {
    painter,
    sent: () => {
      const taken = sent;
      sent = '';
      return taken;
    },
    stall: () => {
      isStalled = true;
    },
    drain: () => {
      isStalled = false;
      const due = waiting;
      waiting = [];
      for (const run of due) run();
    },
  };
};

const paintAfter = (first: string, second: string, columns = 20, rows = 3): string => {
  const line = openLine(columns, rows);
  line.painter.paint(first);
  line.sent();
  line.painter.paint(second);
  return line.sent();
};

describe('a painter sends only what changed', () => {
  test('nothing at all when the frame is the same', () => {
    expect(paintAfter('one\ntwo', 'one\ntwo')).toBe('');
  });

  test('nothing when only the way to the same look changed', () => {
    expect(paintAfter('\u001b[1m\u001b[31mdown\u001b[39m\u001b[22m', '\u001b[31;1mdown\u001b[0m')).toBe('');
  });

  test.each([
    ['one character', 'load 41', 'load 42', '\u001b[;7H2'],
    ['a row further down', 'a\nb\nload 41', 'a\nb\nload 42', '\u001b[3;7H2'],
    ['two close changes as one run', 'a b c', 'x b y', '\u001b[Hx b y'],
    ['two far changes by a move', `a${' '.repeat(15)}b`, `x${' '.repeat(15)}y`, '\u001b[Hx\u001b[15Cy'],
    ['the next row by a new line', 'a\na', 'b\nb', '\u001b[Hb\r\nb'],
    ['a long tail erased', 'redundant again', 'red', '\u001b[;4H\u001b[K'],
    ['a short tail overwritten', 'reds', 'red', '\u001b[;4H '],
    ['a colour that begins', 'up', '\u001b[32mup\u001b[0m', '\u001b[H\u001b[32mup'],
    [
      'a colour that ends, when plain text follows',
      'a\u001b[32mup\u001b[0m',
      'b\u001b[32mup\u001b[0m',
      '\u001b[H\u001b[mb',
    ],
    ['a wide character whole', '漢字', '漢子', '\u001b[;3H子'],
    ['both halves when a wide character goes', '漢', 'a', '\u001b[Ha '],
    [
      'what follows a wide character whose second half looks as before',
      '  漢',
      '漢字\u001b[7m \u001b[0m',
      '\u001b[H漢字\u001b[7m ',
    ],
  ])('%s', (_name, first, second, expected) => {
    expect(paintAfter(first, second)).toBe(expected);
  });

  test('the style is kept from one update to the next', () => {
    const line = openLine(20, 2);
    line.painter.paint('\u001b[1;31m■ down 1\u001b[0m');
    line.sent();
    line.painter.paint('\u001b[1;31m■ down 2\u001b[0m');
    expect(line.sent()).toBe('\u001b[;8H2');
  });

  test('the column is told anew behind a character whose width terminals disagree on', () => {
    expect(paintAfter('', 'a👩‍💻b')).toBe('\u001b[Ha  \b\b👩‍💻\u001b[4Gb');
  });
});

describe('a painter marks as one update', () => {
  test('what one packet may not carry whole, so that the terminal shows it at once', () => {
    const sent = paintAfter('', 'x'.repeat(1200), 1200, 1);
    expect(sent.startsWith('\u001b[?2026h')).toBe(true);
    expect(sent.endsWith('\u001b[?2026l')).toBe(true);
  });

  test('nothing shorter, for which the marks would be a sixth of all bytes', () => {
    expect(paintAfter('', 'x'.repeat(900), 900, 1)).not.toContain('?2026');
  });
});

describe('a painter keeps the picture inside the screen', () => {
  test('rows too many are cut at the bottom and columns too many at the right', async () => {
    const emulator = createEmulator(4, 2);
    openLine(4, 2, data => emulator.write(data)).painter.paint('abcdef\n漢字漢\nmore');
    await written(emulator);
    expect(rowsOf(emulator)).toEqual(['abcd', '漢字']);
  });

  test('a full bottom row does not scroll', async () => {
    const emulator = createEmulator(3, 2);
    openLine(3, 2, data => emulator.write(data)).painter.paint('abc\ndef');
    await written(emulator);
    expect(rowsOf(emulator)).toEqual(['abc', 'def']);
  });

  test('rows that a shorter frame lacks become blank', () => {
    expect(paintAfter('one\ntwo words', 'one')).toBe('\u001b[2H\u001b[K');
  });

  test('control characters, bidi marks and foreign sequences never come out', () => {
    const sent = paintAfter('', 'a\u0007b\u009bc\u202ed\u001b]0;title\u0007e\u001b[2Jf\u001bcg\th');
    expect(sent).toBe('\u001b[Habcdefgh');
  });
});

describe('a painter repaints', () => {
  test('whole after a resize, with the next frame', () => {
    const line = openLine(20, 3);
    line.painter.paint('one');
    line.sent();
    line.painter.resize(10, 2);
    expect(line.sent()).toBe('');
    line.painter.paint('one');
    expect(line.sent()).toBe('\u001b[m\u001b[H\u001b[Jone');
  });

  test('at once when the screen was invalidated', () => {
    const line = openLine(20, 3);
    line.painter.paint('one');
    line.sent();
    line.painter.invalidate();
    expect(line.sent()).toBe('\u001b[m\u001b[H\u001b[Jone');
  });
});

describe('a painter on a slow line', () => {
  test('skips to the newest frame when the line is free again', () => {
    const line = openLine(20, 1);
    line.stall();
    line.painter.paint('frame 1');
    expect(line.sent()).toContain('frame 1');
    line.painter.paint('frame 2');
    line.painter.paint('frame 3');
    expect(line.sent()).toBe('');
    line.drain();
    expect(line.sent()).toBe('\u001b[;7H3');
  });

  test('sends nothing on drain when the newest frame is on the screen', () => {
    const line = openLine(20, 1);
    line.stall();
    line.painter.paint('frame 1');
    line.sent();
    line.drain();
    expect(line.sent()).toBe('');
  });
});

const columns = 24;
const rows = 6;
const style = fc.constantFrom(
  '',
  '1',
  '2',
  '7',
  '31',
  '1;93',
  '38;5;208',
  '38;2;10;20;30',
  '48;5;17',
  '30;43',
  '1;7;31',
  '4;36',
);
const words = fc.constantFrom(
  ' ',
  '  ',
  'a',
  'up',
  'et-0/0/4',
  '●',
  '─┼│',
  '漢字',
  '한',
  '41.2',
  'e\u0301',
  '⣿⣷',
  '            ',
);
const span = fc.tuple(style, words).map(([codes, text]) => (codes === '' ? text : `\u001b[${codes}m${text}\u001b[0m`));
const row = fc.array(span, { maxLength: 8 }).map(spans => spans.join(''));
const frame = fc.array(row, { maxLength: rows + 2 });

/** Frames as a live screen has them: mostly the rows of the frame before. */
const frames = fc
  .tuple(frame, fc.array(fc.array(fc.tuple(fc.nat(rows), row), { maxLength: 3 }), { maxLength: 5 }))
  .map(([first, edits]) => {
    const all = [first];
    for (const edit of edits) {
      const next = [...(all.at(-1) ?? [])];
      for (const [y, text] of edit) next[y] = text;
      all.push(Array.from(next, text => text ?? ''));
    }
    return all.map(lines => lines.join('\n'));
  });

const gridOf = async (emulator: ReturnType<typeof createEmulator>): Promise<readonly string[]> => {
  await written(emulator);
  return [...styledRows(emulator, undefined, seenStyleOfCell), ...rowsOf(emulator)];
};

const shownAfter = async (painted: readonly string[]): Promise<readonly string[]> => {
  const emulator = createEmulator(columns, rows);
  const { painter } = openLine(columns, rows, data => emulator.write(data));
  for (const text of painted) painter.paint(text);
  return gridOf(emulator);
};

/** What the terminal itself makes of a frame, row by row. */
const shownPlainly = async (text: string): Promise<readonly string[]> => {
  const emulator = createEmulator(columns, rows);
  for (const [y, line] of text.split('\n', rows).entries()) emulator.write(`\u001b[${y + 1}H${line}`);
  return gridOf(emulator);
};

test('painting step by step gives the same grid, cell for cell, as painting the last frame alone', async () => {
  await fc.assert(
    fc.asyncProperty(frames, async painted => {
      expect(await shownAfter(painted)).toEqual(await shownAfter(painted.slice(-1)));
    }),
    { numRuns: 300 },
  );
});

test('a painted frame looks as the terminal itself shows its rows', async () => {
  const narrow = fc.array(
    fc.array(span, { maxLength: 2 }).map(spans => spans.join('')),
    { maxLength: rows },
  );
  await fc.assert(
    fc.asyncProperty(narrow, async lines => {
      const text = lines.join('\n');
      expect(await shownAfter(['before\n\u001b[7mit\u001b[0m', text])).toEqual(await shownPlainly(text));
    }),
    { numRuns: 300 },
  );
});
