/**
 * The least bytes that turn one screen into the next: the cells that changed, the shortest way to each, the shortest
 * change of look. docs/performance.md gives the definition. It shares nothing with the painter that it judges.
 */
import type { Grid, ScreenCell } from './screen-cells.ts';

/** What the terminal is left with after an update. */
export interface Pen {
  readonly x: number;
  readonly y: number;
  readonly style: string;
}

/** A way to have shown everything so far: what it has cost in bytes, and what it leaves. */
export interface Way {
  readonly bytes: number;
  readonly pen: Pen;
}

/** The beginning: nothing sent, the screen empty. */
export const atStart: readonly Way[] = [{ bytes: 0, pen: { x: 0, y: 0, style: '' } }];

/** Bytes of the cheapest way. */
export const cheapest = (ways: readonly Way[]): number => Math.min(...ways.map(way => way.bytes));

type Row = readonly ScreenCell[];
interface Run {
  readonly start: number;
  readonly end: number;
}

const csi = 2;
const eraseToEnd = csi + 1;

const parameter = (count: number): number => (count === 1 ? 0 : String(count).length);
const step = (count: number): number => csi + parameter(count) + 1;

/** Bytes of the shortest move within a row: CUF, CUB, backspaces, CHA, or CR and CUF. */
function sideways(from: number, to: number): number {
  if (from === to) return 0;
  const near = to > from ? step(to - from) : Math.min(step(from - to), from - to);
  return Math.min(near, csi + parameter(to + 1) + 1, 1 + (to === 0 ? 0 : step(to)));
}

/** Bytes of the shortest move anywhere: CUP, CUU or CUD or VPA or new lines, and then sideways. */
function move(from: Pen, x: number, y: number): number {
  if (from.y === y) return sideways(from.x, x);
  const absolute = csi + parameter(y + 1) + (x === 0 ? 0 : 1 + parameter(x + 1)) + 1;
  const vertical = Math.min(step(Math.abs(y - from.y)), csi + parameter(y + 1) + 1);
  const newLines = y > from.y ? y - from.y + Math.min(sideways(from.x, x), 1 + sideways(0, x)) : absolute;
  return Math.min(absolute, vertical + sideways(from.x, x), newLines);
}

const ended: Readonly<Record<string, number>> = { 1: 22, 2: 22, 3: 23, 4: 24, 5: 25, 7: 27, 8: 28, 9: 29 };
const looks = new Map<string, number>();

interface Look {
  readonly flags: readonly string[];
  readonly foreground: string;
  readonly background: string;
}

function lookOf(style: string): Look {
  const [flags = '', foreground = '', background = ''] = style.split('|');
  return { flags: flags === '' ? [] : flags.split(';'), foreground, background };
}

/** Bytes of the shortest SGR from one look to another: what changes, or a reset and everything anew. */
function restyle(from: string, to: string): number {
  if (from === to) return 0;
  if (to === '') return csi + 1;
  const key = `${from} ${to}`;
  const seen = looks.get(key);
  if (seen !== undefined) return seen;
  const before = lookOf(from);
  const after = lookOf(to);
  const off = new Set(before.flags.filter(flag => !after.flags.includes(flag)).map(flag => ended[flag]));
  const on = after.flags.filter(flag => !before.flags.includes(flag) || off.has(ended[flag]));
  const codes: (string | number | undefined)[] = [...off, ...on];
  if (before.foreground !== after.foreground) codes.push(after.foreground || 39);
  if (before.background !== after.background) codes.push(after.background || 49);
  const anew = ['', ...after.flags, after.foreground, after.background].filter((code, at) => at === 0 || code !== '');
  const bytes = csi + Math.min(codes.join(';').length, anew.join(';').length) + 1;
  looks.set(key, bytes);
  return bytes;
}

function runsOf(before: Row, after: Row): readonly Run[] {
  const runs: Run[] = [];
  for (let x = 0; x < after.length; x += 1) {
    if (before[x] === after[x]) continue;
    const start = x;
    while (x < after.length && before[x] !== after[x]) x += 1;
    runs.push({ start, end: x });
  }
  return runs;
}

/** Bytes of writing cells one after the other, and the look that they leave. */
function written(row: Row, { start, end }: Run, style: string): { readonly bytes: number; readonly style: string } {
  let bytes = 0;
  let current = style;
  for (let x = start; x < end; x += 1) {
    const cell = row[x];
    if (cell === undefined) continue;
    bytes += restyle(current, cell.style) + cell.bytes;
    current = cell.style;
  }
  return { bytes, style: current };
}

const isBlank = (cell: ScreenCell | undefined): boolean => cell?.text === ' ' && cell.style === '';

/** Writes the runs of one row; the gap before a run is jumped over, or written again where that is shorter. */
function rowOf(runs: readonly Run[], row: Row, y: number, from: Way): Way {
  let { bytes, pen } = from;
  for (const run of runs) {
    const look = row[run.start]?.style ?? '';
    const jump = move(pen, run.start, y) + restyle(pen.style, look);
    const gap = written(row, { start: pen.x, end: run.start }, pen.style);
    const through = pen.y === y && pen.x <= run.start ? gap.bytes + restyle(gap.style, look) : jump;
    const cells = written(row, run, look);
    bytes += Math.min(jump, through) + cells.bytes;
    pen = { x: run.end, y, style: cells.style };
  }
  return { bytes, pen };
}

/** The same with the row's blank end erased instead of written; null where it has none. */
function erasedRowOf(runs: readonly Run[], row: Row, y: number, from: Way): Way | null {
  let blank = row.length;
  while (blank > 0 && isBlank(row[blank - 1])) blank -= 1;
  const [first] = runs.filter(run => run.end > blank);
  if (first === undefined) return null;
  const start = Math.max(first.start, blank);
  const kept = runs.filter(run => run.start < start).map(run => ({ start: run.start, end: Math.min(run.end, start) }));
  const { bytes, pen } = rowOf(kept, row, y, from);
  return { bytes: bytes + move(pen, start, y) + restyle(pen.style, '') + eraseToEnd, pen: { x: start, y, style: '' } };
}

const best = (ways: readonly Way[]): Way | undefined => ways.toSorted((a, b) => a.bytes - b.bytes)[0];

/** Cells that differ between two screens. */
export const changedCells = (before: Grid, after: Grid): number =>
  after.reduce((sum, row, y) => sum + row.filter((cell, x) => cell !== before[y]?.[x]).length, 0);

/**
 * The cheapest ways that show `after` where `before` is shown. Written or erased, a row leaves the cursor and the look
 * at one of two places, whatever was before: of each the cheapest is kept, so that the last one is exact.
 */
export function waysTo(before: Grid, after: Grid, from: readonly Way[]): readonly Way[] {
  let ways = from;
  for (const [y, row] of after.entries()) {
    const runs = runsOf(before[y] ?? [], row);
    if (runs.length === 0) continue;
    const plain = best(ways.map(way => rowOf(runs, row, y, way)));
    const erased = best(ways.map(way => erasedRowOf(runs, row, y, way)).filter(way => way !== null));
    ways = [plain, erased].filter(way => way !== undefined);
  }
  return ways;
}
