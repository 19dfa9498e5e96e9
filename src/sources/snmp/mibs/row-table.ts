/** The shape by which discovery and the fast loop ask any table whose rows are worth asking for one by one. */
import type { TableReport } from '../../../network/facts.ts';
import type { WalkContext } from '../bulk.ts';
import type { Oid } from '../oid.ts';
import type { Row, WalkedTable } from '../walk.ts';
import type { Cell } from './cells.ts';

/** Rows of one table or of tables that belong together, and how reading them went. */
export interface FoundRows<Facts> {
  readonly rows: readonly Facts[];
  readonly reports: readonly TableReport[];
}

/** One MIB's table: how it is walked in discovery and asked for in the fast loop. */
export interface RowTable<Source, Facts extends Reading, Reading, Hint = undefined> {
  readonly source: Source;
  /** Walks the table. `hint` is what a table needs of others to know what its rows are about. */
  discover(context: WalkContext, hint: Hint): Promise<FoundRows<Facts>>;
  /** The instances of one row, for the fast loop; the first of them exists whenever the row does. */
  instances(row: Oid): readonly Oid[];
  /** Reads the cells of `instances`; `row` is the one that they were made of. */
  reading(key: string, cells: readonly Cell[], row: Oid): Reading;
}

/** The rows of one walked table, decoded. */
export interface DecodedRows<Facts> {
  readonly rows: readonly Facts[];
  readonly report: TableReport;
}

/**
 * Decodes the rows of a walked table. `bad` is a row that makes no sense: it costs itself, and the report counts it.
 * `none` is a row that is legal and tells nothing, such as stray cells of a column that a session does not begin with.
 */
export function decodeRows<Facts>(
  walked: WalkedTable,
  decode: (row: Row) => Facts | 'bad' | 'none',
): DecodedRows<Facts> {
  const rows: Facts[] = [];
  let { bad } = walked.report;
  for (const row of walked.rows) {
    const found = decode(row);
    if (found === 'bad') bad += 1;
    else if (found !== 'none') rows.push(found);
  }
  return { rows, report: { ...walked.report, bad } };
}

/** The instances of one row. */
export const instancesOf =
  (columns: readonly Oid[]) =>
  (row: Oid): readonly Oid[] =>
    columns.map(column => [...column, ...row]);

/** Cells by the number that is a row's whole index; a longer index is another row, and may begin with the same number. */
export const cellsByNumber = (rows: readonly Row[]): ReadonlyMap<number, readonly Cell[]> =>
  new Map(rows.flatMap(({ index, cells }) => (index.length === 1 ? [[index[0] ?? 0, cells] as const] : [])));
