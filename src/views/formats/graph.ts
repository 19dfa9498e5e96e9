/** A traffic graph: two lines over time, the value axis at the left, limits drawn through. Pure: points in, lines out. */
import type { Glyphs } from '../../terminal/glyphs.ts';
import type { Line, Span, Tone } from '../../terminal/line.ts';
import { pad, span } from './text.ts';

/** One line of the graph, its values from old to new, one per dot column; null is a gap. */
export interface Series {
  readonly tone: Tone;
  readonly values: readonly (number | null)[];
  /** A dotted line tells the second series apart without colour. */
  readonly dotted: boolean;
}

/** A horizontal line at a value. */
export interface Limit {
  readonly value: number;
  readonly tone: Tone;
}

/** What to draw and where. */
export interface GraphOptions {
  readonly width: number;
  readonly height: number;
  readonly top: number;
  readonly series: readonly Series[];
  readonly limits: readonly Limit[];
  readonly label: (value: number) => string;
  readonly glyphs: Glyphs;
}

const axisWidth = 7;
const brailleBase = 0x2800;
/** Dot bits of a Braille cell by row (0–3) and column (0–1), Unicode chapter 21.1. */
const dotBits = [
  [0x01, 0x08],
  [0x02, 0x10],
  [0x04, 0x20],
  [0x40, 0x80],
] as const;

/** Dots across the plot: two per cell with Braille, one without. */
export const graphDots = (width: number, glyphs: Glyphs): number =>
  Math.max(1, (width - axisWidth - 1) * (glyphs.braille ? 2 : 1));

/** What a series is drawn with, for the legend: Braille dots it, plain characters draw another mark. */
export const seriesMark = (dotted: boolean, glyphs: Glyphs): string =>
  glyphs.braille ? (dotted ? glyphs.limit : glyphs.horizontal) : dotted ? secondPoint : glyphs.point;

/** The second series where cells have no dots: a mark that no limit is drawn with. */
const secondPoint = 'o';

interface CellInk {
  bits: number;
  tone: Tone;
  mark: string;
}

/** The row of dots, from the top, that a value falls on; limits and traffic by the same rule, so that they compare. */
function dotRowOf(value: number, { height, top, glyphs }: GraphOptions): number {
  const last = height * (glyphs.braille ? 4 : 1) - 1;
  return Math.min(last, Math.max(0, last - Math.round((value / top) * last)));
}

function inkOf(options: GraphOptions, columns: number): (CellInk | undefined)[][] {
  const { height, top, glyphs } = options;
  const [across, down] = glyphs.braille ? [2, 4] : [1, 1];
  const cells: (CellInk | undefined)[][] = Array.from({ length: height }, () =>
    new Array<CellInk | undefined>(columns).fill(undefined),
  );
  const put = (x: number, y: number, { tone, dotted }: Series): void => {
    const row = cells[Math.floor(y / down)];
    const column = Math.floor(x / across);
    if (row === undefined || column >= columns) return;
    // Dots of two lines share a cell; of two marks the later line's is seen.
    const known = glyphs.braille ? row[column] : undefined;
    const cell = known ?? { bits: 0, tone, mark: seriesMark(dotted, glyphs) };
    cell.bits |= glyphs.braille ? (dotBits[y % 4]?.[x % 2] ?? 0) : 1;
    row[column] = cell;
  };
  for (const series of options.series) {
    let before: number | null = null;
    for (const [x, value] of series.values.entries()) {
      if (value === null || top <= 0) {
        before = null;
        continue;
      }
      const y = dotRowOf(value, options);
      // A jump is drawn as a stroke, so that a line stays one line.
      const [from, to] = before === null || series.dotted ? [y, y] : [Math.min(before, y), Math.max(before, y)];
      for (let dot = from; dot <= to; dot++) if (!series.dotted || !glyphs.braille || x % 3 !== 2) put(x, dot, series);
      before = y;
    }
  }
  return cells;
}

/** Draws the graph in exactly `height` lines. */
export function graphLines(options: GraphOptions): readonly Line[] {
  const { width, height, top, limits, label, glyphs } = options;
  const columns = Math.max(1, width - axisWidth - 1);
  const cells = inkOf(options, columns);
  const rowOf = (value: number): number => Math.floor(dotRowOf(value, options) / (glyphs.braille ? 4 : 1));
  return cells.map((row, y) => {
    const limit = limits.find(each => each.value <= top && rowOf(each.value) === y);
    const value = limit !== undefined ? limit.value : y === 0 ? top : y === height - 1 ? 0 : null;
    const spans: Span[] = [
      span(pad(value === null ? '' : label(value), axisWidth, 'right', glyphs.ellipsis), 'dim'),
      span(glyphs.axis, 'dim'),
    ];
    for (const cell of row) {
      const drawn: Span =
        cell !== undefined && cell.bits > 0
          ? span(glyphs.braille ? String.fromCodePoint(brailleBase + cell.bits) : cell.mark, cell.tone)
          : limit === undefined
            ? span(' ')
            : span(glyphs.limit, limit.tone);
      const last = spans.at(-1);
      if (last !== undefined && last.tone === drawn.tone && spans.length > 2)
        spans[spans.length - 1] = span(last.text + drawn.text, last.tone);
      else spans.push(drawn);
    }
    return spans;
  });
}
