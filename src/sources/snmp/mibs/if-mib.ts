/** IF-MIB (RFC 2863): ifTable, ifXTable and ifStackTable. */
import type {
  AdminStatus,
  InterfaceFacts,
  InterfaceReading,
  OperStatus,
  StackRow,
  TableReport,
} from '../../../network/facts.ts';
import { type BitsPerSecond, bitsPerSecond, type Ticks } from '../../../network/units.ts';
import { type Oid, oid } from '../oid.ts';
import type { Row, WalkedTable } from '../walk.ts';
import { type Cell, counterOf, enumOf, numberOf, textCell, ticksOf } from './cells.ts';
import type { PolledLagTable } from './lag-member-table.ts';
import { type DecodedRows, decodeRows, type FoundRows, instancesOf } from './row-table.ts';

const ifEntry = '1.3.6.1.2.1.2.2.1';
const ifXEntry = '1.3.6.1.2.1.31.1.1.1';

/** Columns by their names in the MIB. */
export const column = {
  ifDescr: oid(`${ifEntry}.2`),
  ifType: oid(`${ifEntry}.3`),
  ifSpeed: oid(`${ifEntry}.5`),
  ifAdminStatus: oid(`${ifEntry}.7`),
  ifOperStatus: oid(`${ifEntry}.8`),
  ifInDiscards: oid(`${ifEntry}.13`),
  ifInErrors: oid(`${ifEntry}.14`),
  ifOutDiscards: oid(`${ifEntry}.19`),
  ifOutErrors: oid(`${ifEntry}.20`),
  ifName: oid(`${ifXEntry}.1`),
  ifHCInOctets: oid(`${ifXEntry}.6`),
  ifHCOutOctets: oid(`${ifXEntry}.10`),
  ifHighSpeed: oid(`${ifXEntry}.15`),
  ifAlias: oid(`${ifXEntry}.18`),
  ifCounterDiscontinuityTime: oid(`${ifXEntry}.19`),
  /** Indexed by higher and lower layer ifIndex. */
  ifStackStatus: oid('1.3.6.1.2.1.31.1.2.1.3'),
} as const;

const adminStatus: Readonly<Record<number, AdminStatus>> = { 1: 'up', 2: 'down', 3: 'testing' };
const operStatus: Readonly<Record<number, OperStatus>> = {
  1: 'up',
  2: 'down',
  3: 'testing',
  4: 'unknown',
  5: 'dormant',
  6: 'not-present',
  7: 'lower-layer-down',
};

/** Columns of the slow loop. */
export const ifTableColumns = [
  column.ifDescr,
  column.ifType,
  column.ifSpeed,
  column.ifAdminStatus,
  column.ifOperStatus,
];
/** Columns of the slow loop in ifXTable. */
export const ifXTableColumns = [column.ifName, column.ifHighSpeed, column.ifAlias];

/** ifSpeed stops at 4,294,967,295 bit/s; above that only ifHighSpeed tells. */
const saturatedSpeed = 0xffffffff;

function speedOf(highSpeed: Cell, speed: Cell): BitsPerSecond | null {
  const megabits = numberOf(highSpeed);
  if (megabits !== null && megabits > 0) return bitsPerSecond(megabits * 1_000_000);
  const bits = numberOf(speed);
  return bits === null || bits <= 0 || bits >= saturatedSpeed ? null : bitsPerSecond(bits);
}

/** Joins the two tables by ifIndex. A row without any name cannot be told from another and is left out. */
export function interfacesOf(ifTable: WalkedTable, ifXTable: WalkedTable): FoundRows<InterfaceFacts> {
  const extended = cellsByIfIndex(ifXTable.rows);
  const base = cellsByIfIndex(ifTable.rows);
  const found: InterfaceFacts[] = [];
  const nameless = { ifTable: 0, ifXTable: 0 };
  for (const ifIndex of new Set([...base.keys(), ...extended.keys()])) {
    const [descr, type, speed, admin, oper] = base.get(ifIndex) ?? [];
    const [name, highSpeed, alias] = extended.get(ifIndex) ?? [];
    const label = textCell(name) || textCell(descr);
    if (!label) {
      // Of a table that was cut short, the name may be in the part that was not read.
      if (ifTable.report.outcome !== 'stopped') nameless[base.has(ifIndex) ? 'ifTable' : 'ifXTable'] += 1;
      continue;
    }
    found.push({
      ifIndex,
      name: label,
      descr: textCell(descr),
      alias: textCell(alias) ?? '',
      type: numberOf(type),
      admin: enumOf(admin, adminStatus),
      oper: enumOf(oper, operStatus),
      speed: speedOf(highSpeed, speed),
    });
  }
  return {
    rows: found.sort((a, b) => a.ifIndex - b.ifIndex),
    reports: [
      withBad(ifTable, ifTable.rows.length - base.size + nameless.ifTable),
      withBad(ifXTable, ifXTable.rows.length - extended.size + nameless.ifXTable),
    ],
  };
}

const withBad = ({ report }: WalkedTable, bad: number): TableReport => ({ ...report, bad: report.bad + bad });

/** Which interfaces have an ifName; the tables are sparse, and the others are known by their ifDescr. */
export function namedByIfName(ifXTable: readonly Row[]): ReadonlySet<number> {
  const named = new Set<number>();
  for (const [ifIndex, [name]] of cellsByIfIndex(ifXTable)) if (textCell(name)) named.add(ifIndex);
  return named;
}

function cellsByIfIndex(rows: readonly Row[]): ReadonlyMap<number, readonly Cell[]> {
  const found = new Map<number, readonly Cell[]>();
  for (const { index, cells } of rows) {
    const [ifIndex] = index;
    // InterfaceIndex is 1..2147483647 (RFC 2863).
    if (ifIndex !== undefined && index.length === 1 && ifIndex > 0) found.set(ifIndex, cells);
  }
  return found;
}

/** RowStatus of a row that is in force (RFC 2579). */
const active = 1;

/** Only active rows (RowStatus 1) between two real interfaces; 0 stands for "nothing above" or "nothing below". */
export function stackOf(walked: WalkedTable): DecodedRows<StackRow> {
  return decodeRows(walked, ({ index, cells }) => {
    const [upper, lower] = index;
    const status = numberOf(cells[0]);
    if (upper === undefined || lower === undefined || index.length !== 2 || status === null) return 'bad';
    return upper > 0 && lower > 0 && status === active ? { upper, lower } : 'none';
  });
}

/** Rows of ifStackTable by which a port is a member of a LAG: the fast loop asks whether they are still there. */
export const ifStackMembers: PolledLagTable = {
  source: 'if-stack-table',
  instances: instancesOf([column.ifStackStatus]),
  reading: (port, [status]) => ({ port, selection: numberOf(status) === active ? null : 'gone' }),
};

/** What the fast loop asks of an interface, in the order that `readingOf` takes. ifName first: it says whether the index still means the same. */
const readingColumns: readonly Oid[] = [
  column.ifName,
  column.ifDescr,
  column.ifAdminStatus,
  column.ifOperStatus,
  column.ifHighSpeed,
  column.ifHCInOctets,
  column.ifHCOutOctets,
  column.ifInErrors,
  column.ifOutErrors,
  column.ifInDiscards,
  column.ifOutDiscards,
  column.ifCounterDiscontinuityTime,
];

/** The column that names an interface. */
export type NameColumn = 'ifName' | 'ifDescr';

/** The instances to ask for: the name comes from the one column that named the interface in discovery. */
export const readingInstances = (ifIndex: number, named: NameColumn): readonly Oid[] =>
  readingColumns
    .filter(each => each !== (named === 'ifName' ? column.ifDescr : column.ifName))
    .map(each => [...each, ifIndex]);

/** What a name and two 64-bit counters take beyond short values, in octets. */
export const nameAndCounterOctets = 24;

/** Reads the cells of `readingInstances`, all from one answer with that answer's sysUpTime. */
export function readingOf(ifIndex: number, upTime: Ticks | null, cells: readonly Cell[]): InterfaceReading {
  const [
    name,
    admin,
    oper,
    highSpeed,
    inOctets,
    outOctets,
    inErrors,
    outErrors,
    inDiscards,
    outDiscards,
    discontinuity,
  ] = cells;
  return {
    ifIndex,
    name: textCell(name),
    upTime,
    admin: enumOf(admin, adminStatus),
    oper: enumOf(oper, operStatus),
    speed: speedOf(highSpeed, undefined),
    inOctets: counterOf(inOctets),
    outOctets: counterOf(outOctets),
    inErrors: numberOf(inErrors),
    outErrors: numberOf(outErrors),
    inDiscards: numberOf(inDiscards),
    outDiscards: numberOf(outDiscards),
    discontinuity: ticksOf(discontinuity),
  };
}
