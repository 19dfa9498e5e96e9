import { describe, expect, test } from 'vitest';
import { parseRow } from '../../src/terminal/cells.ts';
import { diffRows } from '../../src/terminal/row-diff.ts';
import { applySgr, transition } from '../../src/terminal/sgr.ts';

const textsOf = (row: string, columns: number): readonly string[] => parseRow(row, columns).map(cell => cell.text);
const stylesOf = (row: string, columns: number): readonly string[] => parseRow(row, columns).map(cell => cell.style);

describe('a row becomes cells', () => {
  test('of exactly the screen’s width', () => {
    expect(textsOf('abc', 5)).toEqual(['a', 'b', 'c', ' ', ' ']);
    expect(textsOf('abcdef', 3)).toEqual(['a', 'b', 'c']);
  });

  test('a wide character takes two, and is blank where the edge would cut it', () => {
    expect(textsOf('漢a', 4)).toEqual(['漢', '', 'a', ' ']);
    expect(textsOf('a漢', 2)).toEqual(['a', ' ']);
  });

  test('a combining mark stays with its letter, a lone one is dropped', () => {
    expect(textsOf('e\u0301x', 3)).toEqual(['e\u0301', 'x', ' ']);
    expect(textsOf('\u0301x', 2)).toEqual(['x', ' ']);
  });

  test('a pile of combining marks becomes a question mark', () => {
    expect(textsOf(`e${'\u0301'.repeat(50)}x`, 3)).toEqual(['?', 'x', ' ']);
  });

  test('emoji are one cell of two columns', () => {
    expect(textsOf('👩‍💻!', 4)).toEqual(['👩‍💻', '', '!', ' ']);
  });

  test('styles are canonical and last until they end', () => {
    expect(stylesOf('\u001b[31m\u001b[1ma\u001b[22mb\u001b[0mc', 3)).toEqual(['1;31', '31', '']);
    expect(stylesOf('\u001b[1;38;5;208;48;2;1;2;3ma\u001b[39mb\u001b[mc', 3)).toEqual([
      '1;38;5;208;48;2;1;2;3',
      '1;48;2;1;2;3',
      '',
    ]);
  });

  test.each([
    ['cursor moves', 'a\u001b[2Jb\u001b[5;5Hc'],
    ['titles and links', 'a\u001b]0;x\u0007b\u001b]8;;http://x\u001b\\c'],
    ['device strings', 'a\u001bPq#0\u001b\\b\u001b_G\u001b\\c'],
    ['resets', 'a\u001bcb\u001b7c'],
    ['a sequence that never ends', 'abc\u001b[31'],
    ['a title that never ends', 'abc\u001b]0;xyz'],
    ['control and bidi characters', 'a\u0000\tb\u009b\u202e\u2066c\u007f'],
  ])('%s are dropped', (_name, row) => {
    expect(textsOf(row, 3)).toEqual(['a', 'b', 'c']);
  });
});

test.each([
  ['the same row', 'abc', 'abc', []],
  ['a change in the middle', 'abc', 'axc', [[1, 2]]],
  [
    'two changes',
    'abcd',
    'xbcy',
    [
      [0, 1],
      [3, 4],
    ],
  ],
  ['another wide character', '漢b', '字b', [[0, 2]]],
  ['a wide character over two letters', 'abc', '漢c', [[0, 2]]],
  ['a wide character moved by one', '漢b', 'a漢', [[0, 3]]],
  ['a new colour', 'ab', 'a\u001b[31mb', [[1, 2]]],
])('rows differ in runs: %s', (_name, before, after, expected) => {
  const runs = diffRows(parseRow(before, 6), parseRow(after, 6));
  expect(runs.map(({ start, end }) => [start, end])).toEqual(expected);
});

test.each([
  ['', '31', '\u001b[31m'],
  ['31', '', '\u001b[m'],
  ['31', '1;31', '\u001b[1m'],
  ['1;31', '31', '\u001b[22m'],
  ['1;2', '1', '\u001b[;1m'],
  ['31', '32', '\u001b[32m'],
  ['1;7;31', '38;5;208', '\u001b[;38;5;208m'],
  ['1;38;5;208;48;5;17', '38;5;208;48;5;17', '\u001b[22m'],
  ['31;42', '42', '\u001b[39m'],
  ['31', '31', ''],
])('from style %j to %j takes %j', (from, to, expected) => {
  expect(transition(from, to)).toBe(expected);
});

test.each([
  ['', '0;1;31', '1;31'],
  ['1;31', '', ''],
  ['31', '38;5;300', '31'],
  ['31', '38;9;1;1', '31'],
  ['', '31;38;2;1;2', '31'],
  ['', '4;53;21;31', '4;31'],
  ['', '?25', ''],
])('style %j after SGR %j is %j', (style, parameters, expected) => {
  expect(applySgr(style, parameters)).toBe(expected);
});
