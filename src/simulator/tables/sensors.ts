/** The columns that ENTITY-SENSOR-MIB (RFC 3433) and CISCO-ENTITY-SENSOR-MIB number alike. */
import * as ber from '../ber.ts';
import { fixed, type MibObject, type Read } from '../mib.ts';
import type { View } from './view.ts';

/** EntitySensorDataType, and `dbm` as Cisco adds it. */
export const SENSOR_TYPE = { amperes: 5, watts: 6, celsius: 8, dbm: 14 } as const;
/** EntitySensorDataScale. */
export const SCALE = { milli: 8, units: 9 } as const;
/** EntitySensorStatus. */
const OK = 1;

/** A unit to measure in, and how to write a value in it. */
export interface Unit {
  readonly type: (typeof SENSOR_TYPE)[keyof typeof SENSOR_TYPE];
  readonly scale: (typeof SCALE)[keyof typeof SCALE];
  readonly precision: number;
  readonly encode: (value: number) => Uint8Array;
}

/** A sensor of a transceiver. */
export interface Sensor {
  readonly index: number;
  readonly unit: Unit;
  readonly read: Read<View>;
}

/** Columns 1 to 5 of a table of sensors: type, scale, precision, value, status. */
export const sensorObjects = (root: readonly number[], sensors: readonly Sensor[]): MibObject<View>[] => {
  const column = (number: number, read: (sensor: Sensor) => Read<View>): MibObject<View> => ({
    object: [...root, number],
    rows: sensors.map(sensor => ({ index: [sensor.index], read: read(sensor) })),
  });
  return [
    column(1, ({ unit }) => fixed(ber.integer(unit.type))),
    column(2, ({ unit }) => fixed(ber.integer(unit.scale))),
    column(3, ({ unit }) => fixed(ber.integer(unit.precision))),
    column(4, ({ read }) => read),
    column(5, () => fixed(ber.integer(OK))),
  ];
};
