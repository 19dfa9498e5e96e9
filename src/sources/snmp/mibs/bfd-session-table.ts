import type { BfdFacts, BfdReading, BfdSource } from '../../../network/facts.ts';
import type { RowTable } from './row-table.ts';

/** A table of BFD sessions. */
export type BfdSessionTable = RowTable<BfdSource, BfdFacts, BfdReading>;
