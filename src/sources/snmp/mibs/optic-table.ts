import type { InterfaceFacts } from '../../../network/facts.ts';
import type { OpticFacts, OpticReading, OpticSource } from '../../../network/optic-facts.ts';
import type { RowTable } from './row-table.ts';

/** A table of optical power; it needs the interfaces, because sensors carry names and entity numbers of their own. */
export type OpticTable = RowTable<OpticSource, OpticFacts, OpticReading, readonly InterfaceFacts[]>;
