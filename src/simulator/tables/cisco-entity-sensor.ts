/** CISCO-ENTITY-SENSOR-MIB: power in dBm for each lane, with limits; a port without a module has no sensors. */
import * as ber from '../ber.ts';
import { dotted, fixed, type MibObject } from '../mib.ts';
import { LANES, LIMITS, type Optics } from '../optics.ts';
import { CLASS, type Entity, entityObjects } from './entity.ts';
import { SCALE, SENSOR_TYPE, type Sensor, sensorObjects, type Unit } from './sensors.ts';
import { type Cage, cagesOf, measured } from './transceivers.ts';
import type { Shape, View } from './view.ts';

const SENSORS = dotted('1.3.6.1.4.1.9.9.91.1.1.1.1');
const THRESHOLDS = dotted('1.3.6.1.4.1.9.9.91.1.2.1.1');

/** Numbers and words of one platform. */
interface Platform {
  readonly unit: Unit;
  readonly portIndex: (at: number) => number;
  /** `kind`: 0 receives, 1 sends. */
  readonly sensorIndex: (at: number, lane: number, kind: number) => number;
  readonly words: (port: string, lane: number) => { readonly rx: string; readonly tx: string };
}

/** entSensorThresholdSeverity and entSensorThresholdRelation of the limits, in the order of their numbers. */
const MINOR = 10;
const MAJOR = 20;
const LESS_OR_EQUAL = 2;
const GREATER_OR_EQUAL = 4;
const limitsOf = (of: (typeof LIMITS)['rx']) =>
  [
    { severity: MAJOR, relation: GREATER_OR_EQUAL, value: of.highAlarm },
    { severity: MINOR, relation: GREATER_OR_EQUAL, value: of.highWarning },
    { severity: MINOR, relation: LESS_OR_EQUAL, value: of.lowWarning },
    { severity: MAJOR, relation: LESS_OR_EQUAL, value: of.lowAlarm },
  ] as const;

interface LaneSensor extends Sensor {
  readonly cage: Cage;
  readonly name: string;
  readonly level: (optics: Optics) => number;
  readonly kind: keyof typeof LIMITS;
}

const sensorsOf = (platform: Platform, cage: Cage): LaneSensor[] =>
  LANES.flatMap(lane => {
    const words = platform.words(cage.name, lane);
    const sensor = (kind: keyof typeof LIMITS, number: number): LaneSensor => ({
      cage,
      kind,
      level: optics => optics[kind][lane] ?? 0,
      index: platform.sensorIndex(cage.at, lane, number),
      name: words[kind],
      unit: platform.unit,
      // Its rows go with the module, so that there always is something to measure.
      read: measured(cage, ber.integer(0), (optics: Optics) => platform.unit.encode(optics[kind][lane] ?? 0)),
    });
    return [sensor('rx', 0), sensor('tx', 1)];
  });

const truth = (value: boolean): Uint8Array => ber.integer(value ? 1 : 2);

const objectsOf =
  (platform: Platform) =>
  (shape: Shape): MibObject<View>[] => {
    const cages = cagesOf(shape);
    const sensors = cages.filter(({ filled }) => filled).flatMap(cage => sensorsOf(platform, cage));
    const chassis: Entity = { index: 1, descr: 'Chassis', containedIn: 0, class: CLASS.chassis, name: 'Rack 0' };
    const ports = cages.map(
      ({ at, name, ifIndex }): Entity => ({
        index: platform.portIndex(at),
        descr: name,
        containedIn: chassis.index,
        class: CLASS.port,
        name,
        ifIndex,
      }),
    );
    const sensorEntities = sensors.map(
      ({ index, name, cage }): Entity => ({
        index,
        descr: name,
        containedIn: platform.portIndex(cage.at),
        class: CLASS.sensor,
        name,
      }),
    );
    const limits = sensors.flatMap(sensor => limitsOf(LIMITS[sensor.kind]).map((limit, i) => ({ sensor, limit, i })));
    type Row = (typeof limits)[number];
    const threshold = (
      column: number,
      read: (row: Row) => MibObject<View>['rows'][number]['read'],
    ): MibObject<View> => ({
      object: [...THRESHOLDS, column],
      rows: limits.map(row => ({ index: [row.sensor.index, row.i + 1], read: read(row) })),
    });
    const beyond = ({ relation, value }: Row['limit'], level: number): boolean =>
      relation === LESS_OR_EQUAL ? level <= value : level >= value;
    return [
      ...entityObjects([chassis, ...ports, ...sensorEntities]),
      ...sensorObjects(SENSORS, sensors),
      threshold(2, ({ limit }) => fixed(ber.integer(limit.severity))),
      threshold(3, ({ limit }) => fixed(ber.integer(limit.relation))),
      threshold(4, ({ limit }) => fixed(platform.unit.encode(limit.value))),
      threshold(5, ({ sensor, limit }) =>
        measured(sensor.cage, truth(false), optics => truth(beyond(limit, sensor.level(optics)))),
      ),
      threshold(6, () => fixed(truth(true))),
    ];
  };

/** Decimals of IOS-XR's dBm. */
const PRECISION = 5;

/** The sensors of the transceivers of one IOS-XR router, and what they hang on. */
export const iosxrSensorObjects = objectsOf({
  unit: {
    type: SENSOR_TYPE.dbm,
    scale: SCALE.units,
    precision: PRECISION,
    encode: dbm => ber.integer(Math.round(dbm * 10 ** PRECISION)),
  },
  portIndex: at => 4096 * (at + 1),
  sensorIndex: (at, lane, kind) => 4096 * (at + 1) + 16 + lane * 2 + kind,
  words: (port, lane) => ({ rx: `${port}-Rx Lane ${lane} Power`, tx: `${port}-Tx Lane ${lane} Power` }),
});

/** The sensors of the transceivers of one NX-OS router, and what they hang on. */
export const nxosSensorObjects = objectsOf({
  unit: {
    type: SENSOR_TYPE.dbm,
    scale: SCALE.milli,
    precision: 0,
    encode: dbm => ber.integer(Math.round(dbm * 1000)),
  },
  portIndex: at => 4950 + at,
  sensorIndex: (at, lane, kind) => 300_000_013 + 1760 * at + 32 * lane + kind,
  words: (port, lane) => ({
    rx: `${port} Lane ${lane + 1} Transceiver Receive Power Sensor`,
    tx: `${port} Lane ${lane + 1} Transceiver Transmit Power Sensor`,
  }),
});
