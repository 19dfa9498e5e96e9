/** What every pane is: rows that can be selected, and lines for a given space. Pure: a model in, lines out. */
import type { Line, Span, Tone } from '../../terminal/line.ts';
import { counted } from '../formats/numbers.ts';
import { type Layout, rowLine, titleLine } from '../formats/table.ts';
import { blank, span, widthOf, wrap } from '../formats/text.ts';
import { currentFilter, cursorIndex, type Model, type Row, type Scene, windowOf } from '../model.ts';

/** The room a pane has. */
export interface Space {
  readonly width: number;
  readonly height: number;
}

/** One pane. */
export interface Pane {
  /** Rows that the cursor walks over, filtered and sorted. */
  readonly rows: (scene: Scene) => readonly Row[];
  /** At most `space.height` lines of at most `space.width` columns. */
  readonly lines: (model: Model, space: Space) => readonly Line[];
  /** Columns to sort by, in the order in which `s` goes through them. */
  readonly sortColumns: readonly string[];
}

/** The mark in front of the selected row; two columns. */
export const cursorMark = (selected: boolean, model: Model): Line => [
  span(selected ? `${model.glyphs.cursor} ` : '  ', selected ? 'key' : 'plain'),
];

/** At most `height` lines; says how many more there are. */
export const bounded = (lines: readonly Line[], height: number): readonly Line[] =>
  lines.length <= height
    ? lines
    : [
        ...lines.slice(0, Math.max(0, height - 1)),
        [span(`     ${counted(lines.length - height + 1, 'more line')}`, 'dim')],
      ];

/** A whole sentence behind its mark, on as many lines as it takes. */
export const sentence = (mark: Span, text: string, tone: Tone, width: number): readonly Line[] => {
  const indent = ' '.repeat(widthOf(mark.text));
  return wrap(text, width - widthOf(mark.text) - 1).map((part, position) => [
    position === 0 ? mark : span(indent),
    span(part, tone),
  ]);
};

/** A table without rows: its titles, and why there is none. */
export const nothingListed = <Item>(what: string, layout: Layout<Item>, model: Model): readonly Line[] => {
  const filter = currentFilter(model);
  const why = filter === '' ? `no ${what} is known yet` : `no ${what} matches ${filter}`;
  return [[span('  '), ...titleLine(layout, model.glyphs.ellipsis)], [span(`  ${why}`, 'dim')]];
};

/** The rows in sight, each with the cursor's mark; says how many are out of sight. */
export function listLines(model: Model, height: number, draw: (row: Row, selected: boolean) => Line): readonly Line[] {
  const { rows } = model;
  const cursor = cursorIndex(model);
  const hidden = rows.length > height;
  const { from, to } = windowOf(rows.length, cursor, hidden ? Math.max(1, height - 1) : height);
  const lines = rows.slice(from, to).map((row, position): Line => {
    const selected = from + position === cursor;
    return [...cursorMark(selected, model), ...draw(row, selected)];
  });
  return hidden ? [...lines, [span(`  ${from + 1} to ${to} of ${rows.length}`, 'dim')]] : lines;
}

/** A table with the facts of its selected row below it. */
export interface ListAndFacts<Item> {
  /** Lines above the table. */
  readonly head: readonly Line[];
  readonly layout: Layout<Item>;
  readonly find: (id: string) => Item | undefined;
  readonly facts: readonly Line[];
  /** Lines that the facts get before the table does. */
  readonly factsRoom: number;
}

/** The table takes what the facts leave, and two rows at least; facts that do not fit are counted. */
export function listAndFacts<Item>(model: Model, height: number, parts: ListAndFacts<Item>): readonly Line[] {
  const { head, layout, find, facts, factsRoom } = parts;
  const { ellipsis } = model.glyphs;
  const below = Math.min(facts.length, factsRoom);
  const drawn = listLines(model, Math.max(2, height - head.length - below - 3), row => {
    const item = find(row.id);
    return item === undefined ? blank : rowLine(layout, item, ellipsis);
  });
  const left = height - head.length - drawn.length - 3;
  const title: Line = [span('  '), ...titleLine(layout, ellipsis)];
  return [...head, blank, title, ...drawn, blank, ...bounded(facts, left)].slice(0, height);
}
