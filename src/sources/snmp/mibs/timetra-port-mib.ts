/**
 * TIMETRA-PORT-MIB: tmnxDigitalDiagMonitorTable, a row a port, and tmnxDDMLaneTable, a row a lane from 1, of SR OS. Both are
 * indexed by the chassis and the port, whose number is its ifIndex. Power is in tenths of a microwatt, so that 0 is no
 * light; a row of zeros alone is a module that tells nothing. Which of two limits of a lane is the alarm and which the
 * warning is told by which of them lies outside.
 */
import type { OpticFacts, OpticReading } from '../../../network/optic-facts.ts';
import { celsius, type Dbm, milliamps } from '../../../network/units.ts';
import { type Oid, oid } from '../oid.ts';
import { walkTable } from '../walk.ts';
import { type Cell, hasValue } from './cells.ts';
import type { OpticTable } from './optic-table.ts';
import { type PowerLimits, powerOfMilliwatts, thresholdsOf, validOf } from './optical-power.ts';
import { decodeRows } from './row-table.ts';

const port = '1.3.6.1.4.1.6527.3.1.2.2.4.31.1';
const lane = '1.3.6.1.4.1.6527.3.1.2.2.4.66.1';
const column = {
  tmnxDDMTemperature: oid(`${port}.1`),
  tmnxDDMTxBiasCurrent: oid(`${port}.11`),
  tmnxDDMTxOutputPower: oid(`${port}.16`),
  tmnxDDMTxOutputPowerLowWarning: oid(`${port}.17`),
  tmnxDDMTxOutputPowerLowAlarm: oid(`${port}.18`),
  tmnxDDMTxOutputPowerHiWarning: oid(`${port}.19`),
  tmnxDDMTxOutputPowerHiAlarm: oid(`${port}.20`),
  tmnxDDMRxOpticalPower: oid(`${port}.21`),
  tmnxDDMRxOpticalPowerLowWarning: oid(`${port}.22`),
  tmnxDDMRxOpticalPowerLowAlarm: oid(`${port}.23`),
  tmnxDDMRxOpticalPowerHiWarning: oid(`${port}.24`),
  tmnxDDMRxOpticalPowerHiAlarm: oid(`${port}.25`),
  tmnxDDMLaneTemperature: oid(`${lane}.2`),
  tmnxDDMLaneTxBiasCurrent: oid(`${lane}.7`),
  tmnxDDMLaneTxOutputPower: oid(`${lane}.12`),
  tmnxDDMLaneTxOutputPowerLowWarn: oid(`${lane}.13`),
  tmnxDDMLaneTxOutputPowerLowAlarm: oid(`${lane}.14`),
  tmnxDDMLaneTxOutputPowerHiWarn: oid(`${lane}.15`),
  tmnxDDMLaneTxOutputPowerHiAlarm: oid(`${lane}.16`),
  tmnxDDMLaneRxOpticalPower: oid(`${lane}.17`),
  tmnxDDMLaneRxOpticalPwrLowWarn: oid(`${lane}.18`),
  tmnxDDMLaneRxOpticalPwrLowAlarm: oid(`${lane}.19`),
  tmnxDDMLaneRxOpticalPwrHiWarn: oid(`${lane}.20`),
  tmnxDDMLaneRxOpticalPwrHiAlarm: oid(`${lane}.21`),
} as const;

const portColumns = [
  column.tmnxDDMRxOpticalPower,
  column.tmnxDDMTxOutputPower,
  column.tmnxDDMTxBiasCurrent,
  column.tmnxDDMTemperature,
];
const portLimits = [
  column.tmnxDDMRxOpticalPowerLowAlarm,
  column.tmnxDDMRxOpticalPowerLowWarning,
  column.tmnxDDMRxOpticalPowerHiWarning,
  column.tmnxDDMRxOpticalPowerHiAlarm,
  column.tmnxDDMTxOutputPowerLowAlarm,
  column.tmnxDDMTxOutputPowerLowWarning,
  column.tmnxDDMTxOutputPowerHiWarning,
  column.tmnxDDMTxOutputPowerHiAlarm,
];
const laneColumns = [
  column.tmnxDDMLaneRxOpticalPower,
  column.tmnxDDMLaneTxOutputPower,
  column.tmnxDDMLaneTxBiasCurrent,
  column.tmnxDDMLaneTemperature,
];
const laneLimits = [
  column.tmnxDDMLaneRxOpticalPwrLowAlarm,
  column.tmnxDDMLaneRxOpticalPwrLowWarn,
  column.tmnxDDMLaneRxOpticalPwrHiWarn,
  column.tmnxDDMLaneRxOpticalPwrHiAlarm,
  column.tmnxDDMLaneTxOutputPowerLowAlarm,
  column.tmnxDDMLaneTxOutputPowerLowWarn,
  column.tmnxDDMLaneTxOutputPowerHiWarn,
  column.tmnxDDMLaneTxOutputPowerHiAlarm,
];

/** Tenths of a microwatt in a milliwatt. */
const perMilliwatt = 10_000;

function powerOf(cell: Cell): Dbm | null {
  const value = validOf(cell);
  return value === null ? null : powerOfMilliwatts(value / perMilliwatt);
}

/** A limit of 0 mW is none. */
const limitOf = (cell: Cell): Dbm | null => (validOf(cell) === 0 ? null : powerOf(cell));

function reading(key: string, cells: readonly Cell[]): OpticReading {
  const own = cells.slice(0, 4);
  const [rx, tx, bias, temperature] = own.map(validOf);
  const gone = own[0] !== undefined && own.every(cell => cell !== undefined && !hasValue(cell));
  if (gone || [rx, tx, bias, temperature].every(value => value === 0)) {
    return { key, module: 'absent', rx: null, tx: null, bias: null, temperature: null };
  }
  const [received, sent] = [powerOf(own[0]), powerOf(own[1])];
  return {
    key,
    module: received === null && sent === null ? null : 'present',
    rx: received,
    tx: sent,
    // In units of 2 µA, and in 1/256 of a degree (SFF-8472).
    bias: bias == null ? null : milliamps(bias / 500),
    temperature: temperature == null ? null : celsius(Math.round((temperature / 256) * 10) / 10),
  };
}

function limitsAt(cells: readonly Cell[], from: number): PowerLimits {
  const [lowAlarm = null, lowWarning = null, highWarning = null, highAlarm = null] = cells
    .slice(from, from + 4)
    .map(limitOf);
  return { lowAlarm, lowWarning, highWarning, highAlarm };
}

/** tmnxDigitalDiagMonitorTable and tmnxDDMLaneTable. A row is the index: chassis, port, and lane where there are several. */
export const tmnxDdmMib: OpticTable = {
  source: 'timetra-ddm',
  discover: async (context, interfaces) => {
    const ports = await walkTable(context, 'tmnxDigitalDiagMonitorTable', [...portColumns, ...portLimits]);
    const lanes = await walkTable(context, 'tmnxDDMLaneTable', [...laneColumns, ...laneLimits]);
    const known = new Set(interfaces.map(each => each.ifIndex));
    const withLanes = new Set(lanes.rows.flatMap(({ index }) => (index.length === 3 ? (index[1] ?? []) : [])));
    const optic = (row: Oid, cells: readonly Cell[], number: number | null): OpticFacts | 'bad' | 'none' => {
      const [, ifIndex] = row;
      if (ifIndex === undefined || row.length !== (number === null ? 2 : 3)) return 'bad';
      // Ports of a second chassis, or of one that is provisioned only, are no interfaces.
      if (!known.has(ifIndex)) return 'none';
      const limits = cells.slice(portColumns.length);
      return {
        ...reading(row.join('.'), cells),
        ifIndex,
        lane: number,
        thresholds: thresholdsOf(limitsAt(limits, 0), limitsAt(limits, 4)),
        source: 'timetra-ddm',
        row,
      };
    };
    const whole = decodeRows(ports, ({ index, cells }) =>
      withLanes.has(index[1] ?? 0) ? 'none' : optic(index, cells, null),
    );
    const parts = decodeRows(lanes, ({ index, cells }) => optic(index, cells, index[2] ?? 0));
    return { rows: [...whole.rows, ...parts.rows], reports: [whole.report, parts.report] };
  },
  instances: row => (row.length === 2 ? portColumns : laneColumns).map(each => [...each, ...row]),
  reading,
};
