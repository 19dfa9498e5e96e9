/**
 * HUAWEI-ENTITY-EXTENT-MIB: hwOpticalModuleInfoTable of VRP, indexed by the entity of the port. Power is in hundredths of a
 * dBm, or in microwatts: an S5720 tells 536 for a port whose lane it tells as -270.19. Its limits are in hundredths all the
 * same. Which of the two a router means is told by its whole table: microwatts are never negative, and a power should lie
 * within its limits. Modules of several lanes tell them as a text, some releases in hundredths, others in dBm: which of the
 * two is told by the number for the port, which is that of the first lane; where it does not tell, the lanes are not known.
 */
import type { OpticFacts, OpticReading } from '../../../network/optic-facts.ts';
import { celsius, type Dbm, milliamps } from '../../../network/units.ts';
import { type Oid, oid } from '../oid.ts';
import { type Row, walkTable } from '../walk.ts';
import { type Cell, hasValue, textCell } from './cells.ts';
import { readEntities } from './entity-mib.ts';
import type { OpticTable } from './optic-table.ts';
import { type PowerLimits, powerOfDbm, powerOfMilliwatts, thresholdsOf, validOf } from './optical-power.ts';
import { decodeRows } from './row-table.ts';

const root = '1.3.6.1.4.1.2011.5.25.31.1.1.3.1';
const column = {
  hwEntityOpticalTemperature: oid(`${root}.5`),
  hwEntityOpticalBiasCurrent: oid(`${root}.7`),
  hwEntityOpticalRxPower: oid(`${root}.8`),
  hwEntityOpticalTxPower: oid(`${root}.9`),
  hwEntityOpticalRxLowThreshold: oid(`${root}.13`),
  hwEntityOpticalRxHighThreshold: oid(`${root}.14`),
  hwEntityOpticalTxLowThreshold: oid(`${root}.15`),
  hwEntityOpticalTxHighThreshold: oid(`${root}.16`),
  hwEntityOpticalRxLowWarnThreshold: oid(`${root}.20`),
  hwEntityOpticalRxHighWarnThreshold: oid(`${root}.21`),
  hwEntityOpticalTxLowWarnThreshold: oid(`${root}.22`),
  hwEntityOpticalTxHighWarnThreshold: oid(`${root}.23`),
  hwEntityOpticalLaneBiasCurrent: oid(`${root}.31`),
  hwEntityOpticalLaneRxPower: oid(`${root}.32`),
  hwEntityOpticalLaneTxPower: oid(`${root}.33`),
} as const;

const portColumns = [
  column.hwEntityOpticalRxPower,
  column.hwEntityOpticalTxPower,
  column.hwEntityOpticalBiasCurrent,
  column.hwEntityOpticalTemperature,
];
const laneColumns = [
  column.hwEntityOpticalLaneRxPower,
  column.hwEntityOpticalLaneTxPower,
  column.hwEntityOpticalLaneBiasCurrent,
];
const limitColumns = [
  column.hwEntityOpticalRxLowThreshold,
  column.hwEntityOpticalRxLowWarnThreshold,
  column.hwEntityOpticalRxHighWarnThreshold,
  column.hwEntityOpticalRxHighThreshold,
  column.hwEntityOpticalTxLowThreshold,
  column.hwEntityOpticalTxLowWarnThreshold,
  column.hwEntityOpticalTxHighWarnThreshold,
  column.hwEntityOpticalTxHighThreshold,
];

/** A number that VRP means; -1 stands for "none" beside the usual mark. */
function toldOf(cell: Cell): number | null {
  const value = validOf(cell);
  return value === -1 ? null : value;
}

const powerOf = (hundredths: number | null): Dbm | null => (hundredths === null ? null : powerOfDbm(hundredths / 100));

/** In what a router tells the power of its ports, as the last arc of a row has it. */
const unit = { hundredths: 0, microwatts: 1, untold: 2 } as const;

/** The power of a port in hundredths of a dBm. */
function hundredthsOf(cell: Cell, own: number): number | null {
  const power = toldOf(cell);
  if (power === null || own === unit.hundredths || power < 0) return power;
  const dbm = own === unit.microwatts ? powerOfMilliwatts(power / 1000) : null;
  return dbm === null ? null : dbm * 100;
}

/** The numbers of a text such as `133.83,98.54,179.26,80.16`; null where one is none. */
const numbersOf = (cell: Cell): readonly (number | null)[] =>
  (textCell(cell) ?? '').split(',').map(part => (/^\s*-?\d{1,9}(\.\d{1,9})?\s*$/.test(part) ? Number(part) : null));

/** Lanes and the number for the port are not read at one moment: so much may lie between them, in hundredths of a dBm. */
const apart = 30;
/** What is further from 0 than this is in hundredths: no lane has so many dBm. */
const mostDbm = 50;

/** The power of each lane in hundredths of a dBm; nothing where the unit of the text is not told. */
function laneHundredths(text: Cell, whole: number | null): readonly (number | null)[] {
  const lanes = numbersOf(text);
  const first = lanes[0] ?? null;
  if (lanes.some(lane => lane !== null && Math.abs(lane) > mostDbm)) return lanes;
  const none = lanes.map(() => null);
  if (first === null || whole === null) return none;
  const [ifDbm, ifHundredths] = [Math.abs(first * 100 - whole), Math.abs(first - whole)];
  if (Math.min(ifDbm, ifHundredths) > apart || ifDbm === ifHundredths) return none;
  return ifDbm < ifHundredths ? lanes.map(lane => (lane === null ? null : lane * 100)) : lanes;
}

/** How many lanes a module has; 0 for one that is told as a whole. */
const lanesIn = (text: Cell): number => {
  const count = numbersOf(text).length;
  return count > 1 ? Math.min(count, mostLanes) : 0;
};
/** 800G over sixteen lanes is the widest that there is. */
const mostLanes = 16;

/** Row: the entity; the lane from 1, or 0 for the port as a whole; the unit. */
function reading(key: string, cells: readonly Cell[], [, lane = 0, own = unit.hundredths]: Oid): OpticReading {
  const [rx, tx, bias, temperature, laneRx, laneTx, laneBias] = cells;
  const degrees = toldOf(temperature);
  const nothing = (cell: Cell): boolean => cell !== undefined && (!hasValue(cell) || toldOf(cell) === null);
  // A cage that is empty tells nothing, or 0 of everything; a module without light is warm.
  const isBlank = [rx, tx, bias, temperature].every(cell => cell !== undefined && toldOf(cell) === 0);
  if ((nothing(rx) && nothing(tx)) || isBlank) {
    return { key, module: 'absent', rx: null, tx: null, bias: null, temperature: null };
  }
  const at = lane - 1;
  const power = (cell: Cell, lanes: Cell): Dbm | null => {
    const whole = hundredthsOf(cell, own);
    return powerOf(lane === 0 ? whole : (laneHundredths(lanes, whole)[at] ?? null));
  };
  const [received, sent] = [power(rx, laneRx), power(tx, laneTx)];
  const microamps = toldOf(bias);
  // The text is in mA, the number in µA.
  const current = lane > 0 ? (numbersOf(laneBias)[at] ?? null) : microamps === null ? null : microamps / 1000;
  return {
    key,
    module: received === null && sent === null ? null : 'present',
    rx: received,
    tx: sent,
    bias: current === null ? null : milliamps(current),
    temperature: degrees === null ? null : celsius(degrees),
  };
}

function limitsAt(cells: readonly Cell[], from: number): PowerLimits {
  const [lowAlarm = null, lowWarning = null, highWarning = null, highAlarm = null] = cells
    .slice(from, from + 4)
    .map(cell => powerOf(toldOf(cell)));
  return { lowAlarm, lowWarning, highWarning, highAlarm };
}

/** Each power that a table tells, with the limits that it should lie within. */
function powersIn(rows: readonly Row[]) {
  return rows.flatMap(({ cells }) => {
    const limits = cells.slice(portColumns.length + laneColumns.length);
    return [0, 1].flatMap(direction => {
      const power = toldOf(cells[direction]);
      return power === null ? [] : [{ power, limits: limitsAt(limits, direction * 4) }];
    });
  });
}

function unitOf(rows: readonly Row[]): number {
  const powers = powersIn(rows);
  if (powers.some(({ power }) => power < 0)) return unit.hundredths;
  const within = (dbm: Dbm | null, { lowAlarm, highAlarm }: PowerLimits): boolean =>
    dbm !== null && lowAlarm !== null && highAlarm !== null && dbm >= lowAlarm && dbm <= highAlarm;
  const fitting = (read: (power: number) => Dbm | null): number =>
    powers.filter(({ power, limits }) => power > 0 && within(read(power), limits)).length;
  const [hundredths, microwatts] = [fitting(powerOf), fitting(power => powerOfMilliwatts(power / 1000))];
  if (hundredths === 0 && microwatts === 0) return unit.untold;
  return microwatts > hundredths ? unit.microwatts : unit.hundredths;
}

/** hwOpticalModuleInfoTable. */
export const hwOpticalMib: OpticTable = {
  source: 'huawei-entity-extent-mib',
  discover: async (context, interfaces) => {
    const columns = [...portColumns, ...laneColumns, ...limitColumns];
    const walked = await walkTable(context, 'hwOpticalModuleInfoTable', columns);
    if (walked.rows.length === 0) return { rows: [], reports: [walked.report] };
    const { entities, reports } = await readEntities(context, interfaces);
    const own = unitOf(walked.rows);
    const { rows, report } = decodeRows(walked, ({ index, cells }): readonly OpticFacts[] | 'bad' | 'none' => {
      const [entity] = index;
      if (entity === undefined || index.length !== 1) return 'bad';
      const ifIndex = entities.interfaceOf(entity);
      // Every electrical port has a row too, of which nothing is told.
      if (ifIndex === null || !cells.slice(0, portColumns.length).some(hasValue)) return 'none';
      const limits = cells.slice(portColumns.length + laneColumns.length);
      const thresholds = thresholdsOf(limitsAt(limits, 0), limitsAt(limits, 4));
      const lanes = lanesIn(cells[portColumns.length]);
      return Array.from({ length: Math.max(1, lanes) }, (_, position): OpticFacts => {
        const lane = lanes === 0 ? 0 : position + 1;
        const row = [entity, lane, own];
        const key = lane === 0 ? `${ifIndex}` : `${ifIndex} lane ${lane}`;
        return {
          ...reading(key, cells, row),
          ifIndex,
          lane: lane === 0 ? null : lane,
          thresholds,
          source: 'huawei-entity-extent-mib',
          row,
        };
      });
    });
    return { rows: rows.flat(), reports: [report, ...reports] };
  },
  instances: ([entity = 0, lane = 0]) =>
    (lane === 0 ? portColumns : [...portColumns, ...laneColumns]).map(each => [...each, entity]),
  reading,
};
