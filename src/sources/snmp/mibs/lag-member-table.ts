import type { LagMemberFacts, LagMemberReading, LagMemberSource, LagSettings } from '../../../network/facts.ts';
import type { WalkContext } from '../bulk.ts';
import type { Oid } from '../oid.ts';
import type { Cell } from './cells.ts';
import type { FoundRows, RowTable } from './row-table.ts';

/** Members of LAGs and how the LAGs are configured. */
export interface FoundLags extends FoundRows<LagMemberFacts> {
  readonly settings: readonly LagSettings[];
}

/** How the rows of a table of LAG members are asked for one by one. */
export type PolledLagTable = Pick<LagMemberTable, 'source' | 'instances' | 'reading'>;

/** A vendor's own table of LAG members; the port is known by its ifIndex, whatever the table's own index is. */
export interface LagMemberTable
  extends Omit<RowTable<LagMemberSource, LagMemberFacts, LagMemberReading>, 'discover' | 'reading'> {
  discover(context: WalkContext): Promise<FoundLags>;
  /** Reads the cells of `instances`; `row` is the one that they were made of. */
  reading(port: number, cells: readonly Cell[], row: Oid): LagMemberReading;
}
