/** CISCO-ENTITY-SENSOR-MIB: entSensorValueTable, with the limits of entSensorThresholdTable (IOS-XR, IOS-XE, NX-OS). */
import type { WalkContext } from '../bulk.ts';
import { oid } from '../oid.ts';
import { walkTable } from '../walk.ts';
import { type Cell, enumOf, numberOf } from './cells.ts';
import { type SensorLimits, sensorOptics } from './entity-optics.ts';
import { decodeRows } from './row-table.ts';

const sensor = '1.3.6.1.4.1.9.9.91.1.1.1.1';
const limit = '1.3.6.1.4.1.9.9.91.1.2.1.1';
const column = {
  entSensorType: oid(`${sensor}.1`),
  entSensorScale: oid(`${sensor}.2`),
  entSensorPrecision: oid(`${sensor}.3`),
  entSensorValue: oid(`${sensor}.4`),
  entSensorStatus: oid(`${sensor}.5`),
  entSensorThresholdSeverity: oid(`${limit}.2`),
  entSensorThresholdRelation: oid(`${limit}.3`),
  entSensorThresholdValue: oid(`${limit}.4`),
} as const;

/** SensorThresholdSeverity: minor warns; major and critical are alarms. `other` (1) says nothing. */
const severities = { 10: 'warning', 20: 'alarm', 30: 'alarm' } as const;
/** SensorThresholdRelation: the value stands on the left. */
const relations = { 1: 'low', 2: 'low', 3: 'high', 4: 'high' } as const;

interface Limit {
  readonly sensor: number;
  readonly which: 'lowAlarm' | 'lowWarning' | 'highWarning' | 'highAlarm';
  readonly value: number;
}

/** Severity, relation and value, indexed by sensor and a number. */
function limitOf(index: readonly number[], [severity, relation, value]: readonly Cell[]): Limit | 'bad' | 'none' {
  const [own] = index;
  if (own === undefined || index.length !== 2) return 'bad';
  const [weight, side, told] = [enumOf(severity, severities), enumOf(relation, relations), numberOf(value)];
  if (weight === null || side === null || told === null) return 'none';
  const which = side === 'low' ? (weight === 'alarm' ? 'lowAlarm' : 'lowWarning') : highOf(weight);
  return { sensor: own, which, value: told };
}

const highOf = (weight: 'alarm' | 'warning') => (weight === 'alarm' ? 'highAlarm' : 'highWarning');

async function readLimits(context: WalkContext): Promise<SensorLimits> {
  const walked = await walkTable(context, 'entSensorThresholdTable', [
    column.entSensorThresholdSeverity,
    column.entSensorThresholdRelation,
    column.entSensorThresholdValue,
  ]);
  const { rows, report } = decodeRows(walked, ({ index, cells }) => limitOf(index, cells));
  const bySensor = Map.groupBy(rows, ({ sensor: own }) => own);
  return {
    of: index => {
      const own = bySensor.get(index) ?? [];
      // Of two limits of a kind (major and critical) the one that is met first.
      const tightest = (which: Limit['which'], choose: (...values: number[]) => number): number | null => {
        const values = own.filter(each => each.which === which).map(({ value }) => value);
        return values.length === 0 ? null : choose(...values);
      };
      return {
        lowAlarm: tightest('lowAlarm', Math.max),
        lowWarning: tightest('lowWarning', Math.max),
        highWarning: tightest('highWarning', Math.min),
        highAlarm: tightest('highAlarm', Math.min),
      };
    },
    reports: [report],
  };
}

/** entSensorValueTable. */
export const ciscoSensorMib = sensorOptics({
  source: 'cisco-entity-sensor-mib',
  table: 'entSensorValueTable',
  column: {
    type: column.entSensorType,
    scale: column.entSensorScale,
    precision: column.entSensorPrecision,
    value: column.entSensorValue,
    status: column.entSensorStatus,
  },
  readLimits,
});
