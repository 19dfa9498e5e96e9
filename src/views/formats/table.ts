/** Tables as lines: columns with widths and priorities; what does not fit is dropped whole, never squeezed. */
import type { Glyphs } from '../../terminal/glyphs.ts';
import type { Line, Span, Tone } from '../../terminal/line.ts';
import { pad, span, widthOf } from './text.ts';

/** What stands in one cell. */
export interface CellText {
  readonly text: string;
  readonly tone?: Tone;
}

/** One column of a table over items. */
export interface Column<Item> {
  readonly id: string;
  readonly title: string;
  readonly align: 'left' | 'right';
  /** Columns; a flexible column takes at least this, and what is left over up to `most`. */
  readonly width: number;
  readonly most?: number;
  /** 0 is never dropped; the highest number goes first. */
  readonly priority: number;
  /** `width` is what the column has got in the end. */
  readonly cell: (item: Item, width: number) => CellText;
}

/** Blanks between two columns. */
const gap = 2;

/** The columns that fit, with their final widths. */
export interface Layout<Item> {
  readonly columns: readonly { readonly column: Column<Item>; readonly width: number }[];
}

/** A name cut shorter than this is nobody's name. */
const shortestName = 8;

/**
 * Chooses the columns for a width: drops the least important until the rest fits, then lets flexible ones grow. Where
 * even what may not be dropped is too wide, the first column, a name, gives way: a number cut short would be another.
 */
export function layOut<Item>(columns: readonly Column<Item>[], width: number): Layout<Item> {
  let kept = [...columns];
  const needed = (): number => kept.reduce((sum, each) => sum + each.width, 0) + gap * Math.max(0, kept.length - 1);
  while (needed() > width) {
    // Columns of one priority belong together: V6 without V4 would mislead.
    const lowest = Math.max(...kept.map(each => each.priority));
    if (lowest === 0) break;
    kept = kept.filter(each => each.priority !== lowest);
  }
  let spare = Math.max(0, width - needed());
  const lacking = Math.max(0, needed() - width);
  return {
    columns: kept.map((column, position) => {
      if (position === 0 && lacking > 0) return { column, width: Math.max(shortestName, column.width - lacking) };
      const grown = Math.min(spare, Math.max(0, (column.most ?? column.width) - column.width));
      spare -= grown;
      return { column, width: column.width + grown };
    }),
  };
}

/** The line of titles. */
export const titleLine = <Item>(layout: Layout<Item>, ellipsis: string): Line => [
  span(
    layout.columns
      .map(({ column, width }) => pad(column.title, width, column.align, ellipsis))
      .join(' '.repeat(gap))
      .trimEnd(),
    'dim',
  ),
];

/** One row. */
export function rowLine<Item>(layout: Layout<Item>, item: Item, ellipsis: string): Line {
  const spans: Span[] = [];
  for (const [position, { column, width }] of layout.columns.entries()) {
    if (position > 0) spans.push(span(' '.repeat(gap)));
    const { text, tone } = column.cell(item, width);
    spans.push(span(pad(text, width, column.align, ellipsis), tone ?? 'plain'));
  }
  return spans;
}

/**
 * "1/2": so many of all. With some that are not heard it is "1?/2": one for certain, perhaps more. A dash where none is
 * known to be there, which is not the same as none of none.
 */
export function partCell(sure: number, all: number, unknown: number, glyphs: Pick<Glyphs, 'dash'>): CellText {
  if (all === 0) return { text: glyphs.dash, tone: 'dim' };
  if (unknown > 0) return { text: `${sure}?/${all}`, tone: sure + unknown < all ? 'warn' : 'dim' };
  return { text: `${sure}/${all}`, tone: sure < all ? 'warn' : 'plain' };
}

/** The widest text of a column over all items, within bounds: for a column as wide as what it holds. */
export const widest = <Item>(
  items: readonly Item[],
  text: (item: Item) => string,
  least: number,
  most: number,
): number => Math.min(most, Math.max(least, ...items.map(item => widthOf(text(item)))));
