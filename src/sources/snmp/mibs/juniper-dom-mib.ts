/**
 * JUNIPER-DOM-MIB: jnxDomCurrentTable, a row a port, and jnxDomModuleLaneTable, a row a lane, which alone tells modules of
 * several lanes. Both are indexed by the ifIndex of the port; the limits of a module stand in the row of its port. A port
 * without a module that could tell has a row all the same, with 0 in Rx and Tx.
 */
import type { OpticFacts, OpticReading } from '../../../network/optic-facts.ts';
import { celsius, milliamps } from '../../../network/units.ts';
import { type Oid, oid } from '../oid.ts';
import { walkTable } from '../walk.ts';
import { type Cell, hasValue } from './cells.ts';
import type { OpticTable } from './optic-table.ts';
import { type PowerLimits, powerOfHundredths, thresholdsOf, validOf } from './optical-power.ts';
import { cellsByNumber, decodeRows } from './row-table.ts';

const port = '1.3.6.1.4.1.2636.3.60.1.1.1.1';
const lane = '1.3.6.1.4.1.2636.3.60.1.2.1.1';
const column = {
  jnxDomCurrentRxLaserPower: oid(`${port}.5`),
  jnxDomCurrentTxLaserBiasCurrent: oid(`${port}.6`),
  jnxDomCurrentTxLaserOutputPower: oid(`${port}.7`),
  jnxDomCurrentModuleTemperature: oid(`${port}.8`),
  jnxDomCurrentRxLaserPowerHighAlarmThreshold: oid(`${port}.9`),
  jnxDomCurrentRxLaserPowerLowAlarmThreshold: oid(`${port}.10`),
  jnxDomCurrentRxLaserPowerHighWarningThreshold: oid(`${port}.11`),
  jnxDomCurrentRxLaserPowerLowWarningThreshold: oid(`${port}.12`),
  jnxDomCurrentTxLaserOutputPowerHighAlarmThreshold: oid(`${port}.17`),
  jnxDomCurrentTxLaserOutputPowerLowAlarmThreshold: oid(`${port}.18`),
  jnxDomCurrentTxLaserOutputPowerHighWarningThreshold: oid(`${port}.19`),
  jnxDomCurrentTxLaserOutputPowerLowWarningThreshold: oid(`${port}.20`),
  jnxDomCurrentLaneRxLaserPower: oid(`${lane}.6`),
  jnxDomCurrentLaneTxLaserBiasCurrent: oid(`${lane}.7`),
  jnxDomCurrentLaneTxLaserOutputPower: oid(`${lane}.8`),
} as const;

/** What a row of either table begins with; the temperature is the module's and stands with the port. */
const portColumns = [
  column.jnxDomCurrentRxLaserPower,
  column.jnxDomCurrentTxLaserOutputPower,
  column.jnxDomCurrentTxLaserBiasCurrent,
  column.jnxDomCurrentModuleTemperature,
];
const laneColumns = [
  column.jnxDomCurrentLaneRxLaserPower,
  column.jnxDomCurrentLaneTxLaserOutputPower,
  column.jnxDomCurrentLaneTxLaserBiasCurrent,
];
const limitColumns = [
  column.jnxDomCurrentRxLaserPowerLowAlarmThreshold,
  column.jnxDomCurrentRxLaserPowerLowWarningThreshold,
  column.jnxDomCurrentRxLaserPowerHighWarningThreshold,
  column.jnxDomCurrentRxLaserPowerHighAlarmThreshold,
  column.jnxDomCurrentTxLaserOutputPowerLowAlarmThreshold,
  column.jnxDomCurrentTxLaserOutputPowerLowWarningThreshold,
  column.jnxDomCurrentTxLaserOutputPowerHighWarningThreshold,
  column.jnxDomCurrentTxLaserOutputPowerHighAlarmThreshold,
];

function reading(key: string, [rx, tx, bias, temperature]: readonly Cell[]): OpticReading {
  const gone = rx !== undefined && !hasValue(rx) && !hasValue(tx);
  if (gone || (validOf(rx) === 0 && validOf(tx) === 0)) {
    return { key, module: 'absent', rx: null, tx: null, bias: null, temperature: null };
  }
  const [received, sent, current, degrees] = [
    powerOfHundredths(rx),
    powerOfHundredths(tx),
    validOf(bias),
    validOf(temperature),
  ];
  return {
    key,
    module: received === null && sent === null ? null : 'present',
    rx: received,
    tx: sent,
    // In 0.001 mA.
    bias: current === null ? null : milliamps(current / 1000),
    temperature: degrees === null ? null : celsius(degrees),
  };
}

function limitsAt(cells: readonly Cell[], from: number): PowerLimits {
  const [lowAlarm = null, lowWarning = null, highWarning = null, highAlarm = null] = cells
    .slice(from, from + 4)
    .map(powerOfHundredths);
  return { lowAlarm, lowWarning, highWarning, highAlarm };
}

/** jnxDomCurrentTable and jnxDomModuleLaneTable. A row is the port's ifIndex, and the lane as the table counts it, from 0. */
export const jnxDomMib: OpticTable = {
  source: 'juniper-dom-mib',
  discover: async (context, interfaces) => {
    const ports = await walkTable(context, 'jnxDomCurrentTable', [...portColumns, ...limitColumns]);
    const lanes = await walkTable(context, 'jnxDomModuleLaneTable', laneColumns);
    const known = new Set(interfaces.map(each => each.ifIndex));
    const portCells = cellsByNumber(ports.rows);
    const laneRows = lanes.rows.filter(({ index }) => index.length === 2);
    const lanesOf = Map.groupBy(laneRows, ({ index }) => index[0]);
    const optic = (key: string, row: Oid, cells: readonly Cell[], number: number | null): OpticFacts | 'none' => {
      const [ifIndex] = row;
      if (ifIndex === undefined || !known.has(ifIndex)) return 'none';
      const limits = (portCells.get(ifIndex) ?? []).slice(portColumns.length);
      return {
        ...reading(key, cells),
        ifIndex,
        lane: number,
        thresholds: thresholdsOf(limitsAt(limits, 0), limitsAt(limits, 4)),
        source: 'juniper-dom-mib',
        row,
      };
    };
    const whole = decodeRows(ports, ({ index, cells }) => {
      if (index.length !== 1) return 'bad';
      // Of a module with one lane both tables tell the same.
      if ((lanesOf.get(index[0])?.length ?? 0) > 1) return 'none';
      return optic(`${index[0]}`, index, cells, null);
    });
    const parts = decodeRows(lanes, ({ index, cells }) => {
      const [ifIndex = 0, number = 0] = index;
      if (index.length !== 2) return 'bad';
      if ((lanesOf.get(ifIndex)?.length ?? 0) === 1 && portCells.has(ifIndex)) return 'none';
      const temperature = portCells.get(ifIndex)?.[3];
      return optic(`${ifIndex} lane ${number + 1}`, index, [...cells, temperature], number + 1);
    });
    return { rows: [...whole.rows, ...parts.rows], reports: [whole.report, parts.report] };
  },
  instances: row => {
    const [ifIndex = 0, ...rest] = row;
    if (rest.length === 0) return portColumns.map(each => [...each, ifIndex]);
    return [...laneColumns.map(each => [...each, ...row]), [...column.jnxDomCurrentModuleTemperature, ifIndex]];
  },
  reading,
};
