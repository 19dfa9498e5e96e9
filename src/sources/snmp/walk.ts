import type { TableReport } from '../../network/facts.ts';
import type { Instant } from '../../network/units.ts';
import { compareOids, isWithin, type Oid } from './oid.ts';
import { firstGuess, type Pace } from './pace.ts';
import { type Answer, SnmpFailure, type SnmpTransport } from './transport.ts';
import { ordinaryWaits, shortWaits } from './udp-transport.ts';
import { isException, type SnmpValue } from './varbind.ts';

/** What a walk needs of its router. */
export interface WalkContext {
  readonly transport: SnmpTransport;
  readonly pace: Pace;
  readonly deadline: Instant;
}

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
export const rowLimit = 50_000;
/** Columns that go side by side in one request. */
const columnsPerRequest = 8;

const errorNames: Readonly<Record<number, string>> = { 1: 'tooBig', 2: 'noSuchName', 5: 'genErr', 6: 'noAccess', 13: 'resourceUnavailable', 16: 'authorizationError' };
/** The name of an error-status of RFC 3416 §3. */
export const errorName = (status: number): string => errorNames[status] ?? `error-status ${status}`;

interface Cursor {
  readonly root: Oid;
  readonly position: number;
  at: Oid;
  rows: number;
  done: boolean;
}

interface MutableRow {
  readonly index: Oid;
  readonly cells: (SnmpValue | undefined)[];
}

/**
 * Walks the columns of a table with GETBULK, several side by side, each with its own cursor because real tables have
 * holes. What has been read before a failure is kept, and the report says that it is not all.
 */
export async function walkTable(context: WalkContext, table: string, columns: readonly Oid[]): Promise<WalkedTable> {
  const rows = new Map<string, MutableRow>();
  const cursors = columns.map((root, position): Cursor => ({ root, position, at: root, rows: 0, done: false }));
  const groups: Cursor[][] = [];
  for (let i = 0; i < cursors.length; i += columnsPerRequest) groups.push(cursors.slice(i, i + columnsPerRequest));
  const stops = await Promise.all(groups.map(group => walkGroup(context, group, rows, columns.length)));
  const stopped = stops.find(stop => stop !== null) ?? null;
  return {
    rows: [...rows.values()],
    report: {
      table,
      rows: rows.size,
      outcome: stopped !== null ? 'stopped' : rows.size === 0 ? 'empty' : 'complete',
      detail: stopped,
    },
  };
}

/** Returns why it stopped early, or null at the end of the table. */
async function walkGroup(context: WalkContext, group: readonly Cursor[], rows: Map<string, MutableRow>, width: number): Promise<string | null> {
  let octets = firstGuess;
  for (;;) {
    const open = group.filter(cursor => !cursor.done);
    if (open.length === 0) return null;
    const asked = await ask(context, open, octets);
    if (asked.kind === 'stop') return asked.why;
    if (asked.kind === 'again') continue;
    octets = context.pace.answered(asked.answer.size, asked.answer.varbinds.length);
    const stop = take(asked.answer, open, asked.repetitions, rows, width);
    if (stop !== null) return stop;
  }
}

type Asked =
  | { readonly kind: 'answer'; readonly answer: Answer; readonly repetitions: number }
  | { readonly kind: 'again' }
  | { readonly kind: 'stop'; readonly why: string };

async function ask(context: WalkContext, open: readonly Cursor[], octets: number): Promise<Asked> {
  const { transport, pace, deadline } = context;
  const repetitions = pace.repetitions(open.length, octets);
  const bulk = repetitions > 0;
  // At the floor, one column a request: the smallest question there is.
  const oids = (bulk ? open : open.slice(0, 1)).map(cursor => cursor.at);
  try {
    const answer = await transport.request(
      bulk ? { pdu: 'getbulk', oids, maxRepetitions: repetitions } : { pdu: 'getnext', oids },
      { deadline, waits: bulk ? shortWaits : ordinaryWaits },
    );
    if (answer.errorStatus === 0) return { kind: 'answer', answer, repetitions: bulk ? repetitions : 1 };
    if (bulk && pace.halve()) return { kind: 'again' };
    // noSuchName ends a walk on agents that still speak SNMPv1 inside (RFC 1157 §4.1.3).
    if (answer.errorStatus === 2) return { kind: 'answer', answer: { ...answer, varbinds: [] }, repetitions: 0 };
    return { kind: 'stop', why: `the router answers ${errorName(answer.errorStatus)}` };
  } catch (error) {
    if (!(error instanceof SnmpFailure)) throw error;
    if (error.kind !== 'timeout' || !bulk) return { kind: 'stop', why: error.message };
    return smaller(context, open, error);
  }
}

/** After silence on a GETBULK: the table itself may be silent, or the question too large. A GETNEXT tells which. */
async function smaller(context: WalkContext, open: readonly Cursor[], silence: SnmpFailure): Promise<Asked> {
  const first = open[0];
  if (first === undefined) return { kind: 'again' };
  try {
    await context.transport.request({ pdu: 'getnext', oids: [first.at] }, { deadline: context.deadline, waits: shortWaits });
  } catch (error) {
    if (error instanceof SnmpFailure) return { kind: 'stop', why: `no answer for this table: ${silence.message}` };
    throw error;
  }
  context.pace.halve();
  return { kind: 'again' };
}

function take(answer: Answer, open: readonly Cursor[], repetitions: number, rows: Map<string, MutableRow>, width: number): string | null {
  const { varbinds } = answer;
  if (repetitions === 0) {
    for (const cursor of open.slice(0, 1)) cursor.done = true;
    return null;
  }
  if (varbinds.length === 0) return 'the router answers with an empty list';
  const columns = varbinds.length < open.length ? varbinds.length : open.length;
  const last = Math.min(varbinds.length, columns * repetitions);
  for (let i = 0; i < last; i++) {
    const varbind = varbinds[i];
    const cursor = open[i % columns];
    if (varbind === undefined || cursor === undefined || cursor.done) continue;
    if (isException(varbind.value) || !isWithin(varbind.oid, cursor.root)) {
      cursor.done = true;
      continue;
    }
    if (compareOids(varbind.oid, cursor.at) <= 0) return `the router goes in circles: ${varbind.oid.join('.')} comes after ${cursor.at.join('.')}`;
    cursor.at = varbind.oid;
    cursor.rows += 1;
    if (cursor.rows > rowLimit) return `more than ${rowLimit} rows; the rest is not read`;
    const index = varbind.oid.slice(cursor.root.length);
    const key = index.length === 1 ? String(index[0]) : index.join('.');
    let row = rows.get(key);
    if (row === undefined) {
      row = { index, cells: new Array<SnmpValue | undefined>(width).fill(undefined) };
      rows.set(key, row);
    }
    row.cells[cursor.position] = varbind.value;
  }
  return null;
}
