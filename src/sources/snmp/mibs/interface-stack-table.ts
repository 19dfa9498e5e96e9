import type { StackRow } from '../../../network/facts.ts';
import type { WalkContext } from '../bulk.ts';
import type { FoundRows } from './row-table.ts';

/** Which table beside ifStackTable it is. */
export type InterfaceStackSource = 'vrtr-if-table';

/** A vendor's own table that tells over which port or LAG an interface runs. */
export interface InterfaceStackTable {
  readonly source: InterfaceStackSource;
  discover(context: WalkContext): Promise<FoundRows<StackRow>>;
}
