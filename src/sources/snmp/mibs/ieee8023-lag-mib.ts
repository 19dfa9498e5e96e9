/** IEEE8023-LAG-MIB (IEEE 802.1AX), under 1.2.840, so that a walk of 1.3.6 never meets it. */
import type { LagPortRow } from '../../../network/facts.ts';
import { type Oid, oid } from '../oid.ts';
import type { Row, WalkedTable } from '../walk.ts';
import { bitsOf, type Cell, numberOf } from './cells.ts';
import { type DecodedRows, decodeRows } from './row-table.ts';

const portEntry = '1.2.840.10006.300.43.1.2.1.1';

/** Columns by their names in the MIB. */
export const column = {
  dot3adAggActorOperKey: oid('1.2.840.10006.300.43.1.1.1.1.7'),
  dot3adAggAggregateOrIndividual: oid('1.2.840.10006.300.43.1.1.1.1.5'),
  dot3adAggPortSelectedAggID: oid(`${portEntry}.12`),
  dot3adAggPortAttachedAggID: oid(`${portEntry}.13`),
  dot3adAggPortActorOperState: oid(`${portEntry}.21`),
  dot3adAggPortPartnerOperState: oid(`${portEntry}.23`),
} as const;

const portColumns = [
  column.dot3adAggPortSelectedAggID,
  column.dot3adAggPortAttachedAggID,
  column.dot3adAggPortActorOperState,
  column.dot3adAggPortPartnerOperState,
];

/** Columns of dot3adAggPortTable, for discovery. */
export const dot3adAggPortColumns: readonly Oid[] = portColumns;
/** Columns of dot3adAggTable: any of them shows that the row exists. */
export const dot3adAggColumns: readonly Oid[] = [column.dot3adAggAggregateOrIndividual, column.dot3adAggActorOperKey];

/** dot3adAggAggregateOrIndividual: a port that runs on its own has an aggregator too. */
const individual = 2;

/** ifIndex of every row of dot3adAggTable that is an aggregate. */
export const aggregatorsOf = (rows: readonly Row[]): readonly number[] =>
  rows.flatMap(({ index, cells }) => (numberOf(cells[0]) === individual ? [] : index.slice(0, 1)));

/** The instances of one port for the fast loop. */
export const lagPortInstances = (ifIndex: number): readonly Oid[] => portColumns.map(each => [...each, ifIndex]);

/** One port; null when every cell is missing: the row has left the table. */
export function lagPortOf(ifIndex: number, cells: readonly Cell[]): LagPortRow | null {
  const [selected, attached, actor, partner] = cells;
  const row: LagPortRow = {
    ifIndex,
    selected: numberOf(selected) || null,
    attached: numberOf(attached),
    actor: bitsOf(actor),
    partner: bitsOf(partner),
  };
  const present =
    [selected, attached].some(cell => numberOf(cell) !== null) || row.actor !== null || row.partner !== null;
  return present ? row : null;
}

/** Every row of dot3adAggPortTable. */
export function lagPortsOf(walked: WalkedTable): DecodedRows<LagPortRow> {
  return decodeRows(walked, ({ index, cells }) => {
    const [ifIndex] = index;
    return ifIndex === undefined || index.length !== 1 ? 'bad' : (lagPortOf(ifIndex, cells) ?? 'bad');
  });
}
