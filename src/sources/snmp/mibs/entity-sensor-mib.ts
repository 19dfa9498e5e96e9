/**
 * ENTITY-SENSOR-MIB (RFC 3433): entPhySensorTable. It has no limits; Arista's own aristaEntSensorThresholdTable
 * (ARISTA-ENTITY-SENSOR-MIB) extends its rows with them, and other systems do not have that.
 */
import type { WalkContext } from '../bulk.ts';
import { oid } from '../oid.ts';
import { walkTable } from '../walk.ts';
import { numberOf } from './cells.ts';
import { type SensorLimits, sensorOptics } from './entity-optics.ts';
import { cellsByNumber } from './row-table.ts';

const sensor = '1.3.6.1.2.1.99.1.1.1';
const limit = '1.3.6.1.4.1.30065.3.12.1.1.1';
const column = {
  entPhySensorType: oid(`${sensor}.1`),
  entPhySensorScale: oid(`${sensor}.2`),
  entPhySensorPrecision: oid(`${sensor}.3`),
  entPhySensorValue: oid(`${sensor}.4`),
  entPhySensorOperStatus: oid(`${sensor}.5`),
  aristaEntSensorThresholdLowWarning: oid(`${limit}.1`),
  aristaEntSensorThresholdLowCritical: oid(`${limit}.2`),
  aristaEntSensorThresholdHighWarning: oid(`${limit}.3`),
  aristaEntSensorThresholdHighCritical: oid(`${limit}.4`),
} as const;

async function readLimits(context: WalkContext): Promise<SensorLimits> {
  const walked = await walkTable(context, 'aristaEntSensorThresholdTable', [
    column.aristaEntSensorThresholdLowCritical,
    column.aristaEntSensorThresholdLowWarning,
    column.aristaEntSensorThresholdHighWarning,
    column.aristaEntSensorThresholdHighCritical,
  ]);
  const bySensor = cellsByNumber(walked.rows);
  return {
    of: index => {
      const [lowAlarm = null, lowWarning = null, highWarning = null, highAlarm = null] = (
        bySensor.get(index) ?? []
      ).map(numberOf);
      return { lowAlarm, lowWarning, highWarning, highAlarm };
    },
    reports: [walked.report],
  };
}

/** entPhySensorTable. */
export const entitySensorMib = sensorOptics({
  source: 'entity-sensor-mib',
  table: 'entPhySensorTable',
  column: {
    type: column.entPhySensorType,
    scale: column.entPhySensorScale,
    precision: column.entPhySensorPrecision,
    value: column.entPhySensorValue,
    status: column.entPhySensorOperStatus,
  },
  readLimits,
});
