/** Rows of the tables that light is read from, and of those that say whose it is. */
import type { InterfaceFacts } from '../../../../src/network/facts.ts';
import type { OpticFacts } from '../../../../src/network/optic-facts.ts';
import type { OpticTable } from '../../../../src/sources/snmp/mibs/optic-table.ts';
import { type Entry, mibScript } from '../agent.ts';
import * as ber from '../ber.ts';
import { scripted } from '../script-transport.ts';
import { arcs, rowOf } from './entries.ts';

/** Cells of one row; a number is an INTEGER. */
export const cellsOf = (
  root: string,
  index: string,
  cells: Readonly<Record<string, Uint8Array | number>>,
): readonly Entry[] =>
  rowOf(
    root,
    index,
    Object.fromEntries(
      Object.entries(cells).map(([column, value]) => [column, typeof value === 'number' ? ber.integer(value) : value]),
    ),
  );

/** What a table tells of a router that has these rows. */
export const discover = (
  table: OpticTable,
  interfaces: readonly InterfaceFacts[],
  ...entries: readonly (readonly Entry[])[]
) => table.discover(scripted(mibScript(entries.flat())), interfaces);

/** Nothing is told. */
export const nothing = { rx: null, tx: null, bias: null, temperature: null };

/** A sensor of a table with the columns of ENTITY-SENSOR-MIB. */
export const sensor = (
  root: string,
  index: number,
  cells: readonly [number, number, number, number, number],
): readonly Entry[] =>
  cellsOf(root, `${index}`, Object.fromEntries(cells.map((value, position) => [position + 1, value])));

export const entity = (index: number, name: string, descr: string, within: number): readonly Entry[] =>
  cellsOf('1.3.6.1.2.1.47.1.1.1.1', `${index}`, { 2: ber.octets(descr), 4: within, 7: ber.octets(name) });

export const alias = (index: number, ifIndex: number): readonly Entry[] =>
  cellsOf('1.3.6.1.2.1.47.1.3.2.1', `${index}.0`, { 2: ber.oid(arcs(`1.3.6.1.2.1.2.2.1.1.${ifIndex}`)) });

export const powers = (rows: readonly OpticFacts[]) => rows.map(({ ifIndex, lane, rx, tx }) => [ifIndex, lane, rx, tx]);
