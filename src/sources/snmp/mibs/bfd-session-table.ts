import type { BfdFacts, BfdReading, BfdSource, BfdState } from '../../../network/session-facts.ts';
import type { Row, WalkedTable } from '../walk.ts';
import { type Cell, enumOf, numberOf } from './cells.ts';
import { decodeRows, type FoundRows, type RowTable } from './row-table.ts';

/** A table of BFD sessions. */
export interface BfdSessionTable extends RowTable<BfdSource, BfdFacts, BfdReading> {
  /** Every cell says what it is: the row is not needed to read it. */
  reading(key: string, cells: readonly Cell[]): BfdReading;
}

/** How a table numbers the states: MIBs that grew out of the IETF drafts from 1, others as the protocol does, from 0. */
export type BfdStates = Readonly<Record<number, BfdState>>;

/** bfdSessState (RFC 7331 §5), and the drafts before it. */
export const ietfBfdStates: BfdStates = { 1: 'admin-down', 2: 'down', 3: 'init', 4: 'up', 5: 'failing' };

/** The states as they are in a BFD packet (RFC 5880 §4.1). */
export const wireBfdStates: BfdStates = { 0: 'admin-down', 1: 'down', 2: 'init', 3: 'up' };

/** A diagnostic code has five bits (RFC 5880 §4.1). */
const largestDiagnostic = 31;

function diagnosticOf(cell: Cell): number | null {
  const code = numberOf(cell);
  return code === null || code < 0 || code > largestDiagnostic ? null : code;
}

/** Reads a state and a diagnostic code, the cells that every table of sessions is asked for in the fast loop. */
export const bfdReading =
  (states: BfdStates) =>
  (key: string, [state, diagnostic]: readonly Cell[]): BfdReading => ({
    key,
    state: enumOf(state, states),
    diagnostic: diagnosticOf(diagnostic),
  });

/** What a row tells beside its state; null for a row that makes no sense. */
export type BfdEnds = (Pick<BfdFacts, 'peer' | 'ifIndex'> & { readonly instance?: number }) | null;

/** The sessions of a walked table whose first columns are those of the fast loop. */
export function decodeBfdSessions(
  walked: WalkedTable,
  table: Pick<BfdSessionTable, 'source' | 'reading'>,
  endsOf: (row: Row) => BfdEnds,
): FoundRows<BfdFacts> {
  const { rows, report } = decodeRows(walked, (row): BfdFacts | 'bad' | 'none' => {
    // Stray cells of other columns: a session begins with its state.
    if (row.cells[0] === undefined) return 'none';
    const { state, ...reading } = table.reading(`${table.source} ${row.index.join('.')}`, row.cells);
    const ends = endsOf(row);
    return state === null || ends === null
      ? 'bad'
      : { ...reading, instance: null, ...ends, state, source: table.source, row: row.index };
  });
  return { rows, reports: [report] };
}

/** An ifIndex in a cell; 0 says "none". */
export function ifIndexCell(cell: Cell): number | null {
  const index = numberOf(cell);
  return index === null || index <= 0 ? null : index;
}
