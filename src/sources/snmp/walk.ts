import type { TableReport } from '../../network/facts.ts';
import { columnsPerRequest, nextRows, type WalkContext } from './bulk.ts';
import { compareOids, isWithin, type Oid } from './oid.ts';
import type { Answer } from './transport.ts';
import { isException, type SnmpValue } from './varbind.ts';

/** One row: the index arcs that follow the column, and the cells in the order of the columns asked for. */
export interface Row {
  readonly index: Oid;
  readonly cells: readonly (SnmpValue | undefined)[];
}

/** A table as walked, with how the walk ended. */
export interface WalkedTable {
  readonly rows: readonly Row[];
  readonly report: TableReport;
}

/** A table with more rows than this is not one that a peering console needs, or has no end. */
const rowLimit = 200_000;

interface MutableRow {
  readonly index: Oid;
  readonly cells: (SnmpValue | undefined)[];
}

interface Cursor {
  readonly root: Oid;
  readonly position: number;
  /** Rows that are read at the most. */
  readonly limit: number;
  at: Oid;
  rows: number;
  /** Rows that came out of order or twice. */
  disordered: number;
  done: boolean;
  /** Why the column ended before its end. */
  why: string | null;
}

/** Rows by their index. Cells of one row come one after the other, so the row before is tried first. */
class Rows {
  readonly width: number;
  readonly byIndex = new Map<string, MutableRow>();
  private last: MutableRow | null = null;

  constructor(width: number) {
    this.width = width;
  }

  /** False for a cell that is there already: the first stands. */
  put(name: Oid, skip: number, position: number, value: SnmpValue): boolean {
    let row = this.last;
    if (row === null || !endsWith(name, skip, row.index)) {
      const index = name.slice(skip);
      const key = index.join('.');
      row = this.byIndex.get(key) ?? null;
      if (row === null) {
        row = { index, cells: new Array<SnmpValue | undefined>(this.width).fill(undefined) };
        this.byIndex.set(key, row);
      }
      this.last = row;
    }
    if (row.cells[position] !== undefined) return false;
    row.cells[position] = value;
    return true;
  }
}

function endsWith(name: Oid, skip: number, index: Oid): boolean {
  if (name.length - skip !== index.length) return false;
  for (let i = index.length - 1; i >= 0; i--) if (name[skip + i] !== index[i]) return false;
  return true;
}

/**
 * Walks the columns of a table with GETBULK, several side by side, each with its own cursor because real tables have
 * holes. What has been read before a failure is kept, and the report says that it is not all.
 */
export async function walkTable(
  context: WalkContext,
  table: string,
  columns: readonly Oid[],
  limit: number = rowLimit,
): Promise<WalkedTable> {
  const rows = new Rows(columns.length);
  const cursors = columns.map(
    (root, position): Cursor => ({ root, position, limit, at: root, rows: 0, disordered: 0, done: false, why: null }),
  );
  const groups: Cursor[][] = [];
  for (let i = 0; i < cursors.length; i += columnsPerRequest) groups.push(cursors.slice(i, i + columnsPerRequest));
  await Promise.all(groups.map((group, position) => walkGroup(context, `${table} ${position}`, group, rows)));
  const detail = detailOf(cursors);
  const disordered = Math.max(0, ...cursors.map(cursor => cursor.disordered));
  const found = [...rows.byIndex.values()];
  const outcome = detail !== null ? 'stopped' : found.length === 0 ? 'empty' : 'complete';
  return { rows: found, report: { table, rows: found.length, bad: 0, disordered, outcome, detail } };
}

/** One clear line, however many columns it happened to. */
function detailOf(cursors: readonly Cursor[]): string | null {
  const stopped = cursors.filter(cursor => cursor.why !== null);
  const why = stopped[0]?.why ?? null;
  if (why === null || stopped.length === cursors.length) return why;
  return `${stopped.length} of ${cursors.length} columns: ${why}`;
}

async function walkGroup(context: WalkContext, name: string, group: readonly Cursor[], rows: Rows): Promise<void> {
  for (;;) {
    const open = group.filter(cursor => !cursor.done);
    if (open.length === 0) return;
    const next = await nextRows(context, name, open);
    switch (next.kind) {
      case 'rows':
        take(next.answer, next.asked, next.repetitions, rows);
        break;
      case 'end':
        next.column.done = true;
        break;
      case 'stop':
        for (const cursor of next.columns) stop(cursor, next.why);
        break;
      case 'again':
        break;
    }
  }
}

function stop(cursor: Cursor, why: string): void {
  cursor.done = true;
  cursor.why = why;
}

/**
 * Varbinds repeat the columns in turn; an answer may be cut short anywhere, and a column may end in its middle. Rows out of
 * order are read all the same, and the walk goes on from the one that came last, as that is where the agent stands. An
 * answer that brings a column no row that it did not have ends that column: it goes in circles.
 */
function take({ varbinds }: Answer, asked: readonly Cursor[], repetitions: number, rows: Rows): void {
  if (varbinds.length === 0) for (const cursor of asked) stop(cursor, 'the router answers with an empty list');
  const backwards = new Map<Cursor, string>();
  const before = new Map(asked.map(cursor => [cursor, cursor.rows]));
  const last = Math.min(varbinds.length, asked.length * repetitions);
  for (let i = 0; i < last; i++) {
    const varbind = varbinds[i];
    const cursor = asked[i % asked.length];
    if (varbind === undefined || cursor === undefined || cursor.done) continue;
    const { oid: name, value } = varbind;
    if (isException(value) || !isWithin(name, cursor.root)) {
      cursor.done = true;
      continue;
    }
    if (cursor.rows >= cursor.limit) {
      stop(cursor, `more than ${cursor.limit} rows; the rest is not read`);
      continue;
    }
    const inOrder = compareOids(name, cursor.at) > 0;
    if (!inOrder) {
      cursor.disordered += 1;
      if (!backwards.has(cursor)) backwards.set(cursor, `${name.join('.')} comes after ${cursor.at.join('.')}`);
    }
    cursor.at = name;
    if (rows.put(name, cursor.root.length, cursor.position, value)) cursor.rows += 1;
  }
  for (const [cursor, what] of backwards) {
    if (cursor.done || cursor.rows !== before.get(cursor)) continue;
    cursor.disordered = 0;
    stop(cursor, `the router goes in circles: ${what}`);
  }
}
