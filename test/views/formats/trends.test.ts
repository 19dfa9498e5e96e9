import { describe, expect, test } from 'vitest';
import { bitsPerSecond, instant } from '../../../src/network/units.ts';
import { asciiGlyphs, unicodeGlyphs } from '../../../src/terminal/glyphs.ts';
import { plainLine } from '../../../src/terminal/line-text.ts';
import { type GraphOptions, graphDots, graphLines, seriesMark } from '../../../src/views/formats/graph.ts';
import { binned, busierDirection, sparkline } from '../../../src/views/formats/sparkline.ts';

const point = (at: number, value: number | null) => ({ at, value });

describe('values over time, slice by slice', () => {
  test('are the mean of each slice; one without a value is a gap', () => {
    expect(binned([point(1, 10), point(2, 20), point(25, 5)], 40, 40, 4)).toEqual([15, null, 5, null]);
  });

  test('leave out what is older or newer than the span', () => {
    expect(binned([point(0, 1), point(10, 2), point(41, 3)], 40, 40, 4)).toEqual([null, 2, null, null]);
    expect(binned([point(-5, 1), point(99, 3)], 40, 40, 4)).toEqual([null, null, null, null]);
  });

  test('keep a value over slices that are shorter than the pause between two polls', () => {
    const polled = [point(5, 10), point(15, 20), point(25, 30)];
    expect(binned(polled, 40, 40, 8)).toEqual([null, 10, null, 20, null, 30, null, null]);
    expect(binned(polled, 40, 40, 8, 10)).toEqual([null, 10, 10, 20, 20, 30, 30, 30]);
  });

  test('but not over a poll that gave none, nor longer than the hold', () => {
    expect(binned([point(5, 10), point(15, null), point(25, 30)], 40, 40, 8, 10)).toEqual([
      null,
      10,
      10,
      null,
      null,
      30,
      30,
      30,
    ]);
    expect(binned([point(5, 10), point(38, 30)], 40, 40, 8, 10)).toEqual([null, 10, 10, 10, null, null, null, 30]);
  });
});

describe('a sparkline', () => {
  test('shows a gap as a gap and a measured zero as the lowest level', () => {
    expect(sparkline([null, 0, 1, 4, 8, 20], 8, unicodeGlyphs)).toBe('·▁▂▅██');
    expect(sparkline([null, 0, 1, 4, 8], 8, asciiGlyphs)).toBe('_ .=#');
  });

  test('of something without capacity is flat, not broken', () => {
    expect(sparkline([0, 5], 0, unicodeGlyphs)).toBe('▁▁');
  });

  test('of several PNIs is the busier direction of their sum, and unknown where one is', () => {
    const at = instant(5);
    const one = [{ at, in: bitsPerSecond(3), out: bitsPerSecond(9) }];
    const two = [{ at, in: bitsPerSecond(4), out: bitsPerSecond(1) }];
    expect(busierDirection([one, two], 10, 10, 1)).toEqual([10]);
    expect(busierDirection([one, []], 10, 10, 1)).toEqual([null]);
    expect(busierDirection([one, [{ at, in: null, out: null }]], 10, 10, 1)).toEqual([null]);
    expect(busierDirection([], 10, 10, 1)).toEqual([null]);
  });
});

describe('a graph', () => {
  const options = (over: Partial<GraphOptions> = {}): GraphOptions => ({
    width: 20,
    height: 3,
    top: 10,
    series: [],
    limits: [],
    label: String,
    glyphs: unicodeGlyphs,
    ...over,
  });
  const drawn = (over: Partial<GraphOptions>): readonly string[] =>
    graphLines(options(over)).map(line => plainLine(line).trimEnd());
  const line = (values: readonly (number | null)[], dotted = false) => ({ tone: 'info' as const, values, dotted });

  test('has two dots a cell with Braille and one without', () => {
    expect(graphDots(20, unicodeGlyphs)).toBe(24);
    expect(graphDots(20, asciiGlyphs)).toBe(12);
    expect(graphDots(3, asciiGlyphs)).toBe(1);
  });

  test('is exactly as high as asked for, labels its top and its zero', () => {
    expect(drawn({})).toEqual(['     10┤', '       ┤', '      0┤']);
  });

  test('draws a line, with strokes where it jumps', () => {
    expect(drawn({ series: [line([0, 0, 0, 10, 10, 10])] })).toEqual(['     10┤ ⢸⠉', '       ┤ ⢸', '      0┤⣀⣸']);
  });

  test('leaves a gap where nothing was measured, and does not join across it', () => {
    expect(drawn({ series: [line([10, 10, null, null, 0, 0])] })).toEqual(['     10┤⠉', '       ┤', '      0┤  ⣀']);
  });

  test('draws limits where a value of that size would be', () => {
    expect(
      drawn({
        limits: [
          { value: 10, tone: 'risk' },
          { value: 5, tone: 'warn' },
        ],
        series: [line([5, 5])],
      }),
    ).toEqual(['     10┤┄┄┄┄┄┄┄┄┄┄┄┄', '      5┤⠉┄┄┄┄┄┄┄┄┄┄┄'.replace('⠉', '⠒'), '      0┤']);
  });

  test('leaves a limit above the top away', () => {
    expect(drawn({ limits: [{ value: 20, tone: 'risk' }] })).toEqual(['     10┤', '       ┤', '      0┤']);
  });

  test('keeps values outside its scale at its edges', () => {
    expect(drawn({ series: [line([99, 99, -5, -5])] })).toEqual(['     10┤⠉⡇', '       ┤ ⡇', '      0┤ ⣇']);
  });

  test('in ASCII tells its two lines apart by their marks', () => {
    const both = { series: [line([0, 0, 10], true), line([10, 10, 10])], glyphs: asciiGlyphs };
    expect(drawn(both)).toEqual(['     10|***', '       |', '      0|oo']);
    expect([false, true].map(dotted => seriesMark(dotted, asciiGlyphs))).toEqual(['*', 'o']);
    expect([false, true].map(dotted => seriesMark(dotted, unicodeGlyphs))).toEqual(['─', '┄']);
  });
});
