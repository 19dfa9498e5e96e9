/**
 * ENTITY-SENSOR-MIB (RFC 3433) and ARISTA-ENTITY-SENSOR-MIB as EOS has them: power in milliwatts, and nothing but the
 * words of entPhysicalDescr leads from a sensor to its port.
 */
import * as ber from '../ber.ts';
import { dotted, fixed, type MibObject } from '../mib.ts';
import { BIAS, LIMITS, milliwatts, type Optics } from '../optics.ts';
import { CLASS, type Entity, entityObjects } from './entity.ts';
import { SCALE, SENSOR_TYPE, type Sensor, sensorObjects, type Unit } from './sensors.ts';
import { type Cage, cagesOf, mean, measured } from './transceivers.ts';
import type { Shape, View } from './view.ts';

const SENSORS = dotted('1.3.6.1.2.1.99.1.1.1');
const THRESHOLDS = dotted('1.3.6.1.4.1.30065.3.12.1.1.1');

/** What EOS writes where there is nothing to measure. */
const NOTHING = ber.integer(-1_000_000_000);

/** Numbers of the entities of a port: those of the first begin here, each port has a thousand. */
const FIRST = 100_301_000;
const STEP = 1000;
const TRANSCEIVER = 100;
const LANE = 210;

const power = (dbm: number): Uint8Array => ber.integer(Math.round(milliwatts(dbm) * 10_000));
const MILLIWATTS: Unit = { type: SENSOR_TYPE.watts, scale: SCALE.milli, precision: 4, encode: power };
const CELSIUS: Unit = {
  type: SENSOR_TYPE.celsius,
  scale: SCALE.units,
  precision: 1,
  encode: value => ber.integer(Math.round(value * 10)),
};

const MILLIAMPERES: Unit = {
  type: SENSOR_TYPE.amperes,
  scale: SCALE.milli,
  precision: 2,
  encode: value => ber.integer(Math.round(value * 100)),
};

interface Kind {
  readonly words: string;
  readonly number: number;
  readonly within: number;
  readonly unit: Unit;
  readonly value: (optics: Optics) => number;
  /** Low warning, low critical, high warning, high critical: columns 1 to 4 of the table of thresholds. */
  readonly limits: readonly number[];
}

const limitsOf = (of: (typeof LIMITS)['rx']): number[] => [of.lowWarning, of.lowAlarm, of.highWarning, of.highAlarm];

const KINDS: readonly Kind[] = [
  {
    words: 'DOM Temperature Sensor',
    number: 201,
    within: TRANSCEIVER,
    unit: CELSIUS,
    value: ({ temperature }) => temperature,
    limits: [0, -5, 70, 75],
  },
  {
    words: 'DOM TX Bias Sensor',
    number: 211,
    within: LANE,
    unit: MILLIAMPERES,
    value: () => BIAS / 1000,
    limits: [20, 15, 60, 65],
  },
  {
    words: 'DOM TX Power Sensor',
    number: 212,
    within: LANE,
    unit: MILLIWATTS,
    value: ({ tx }) => mean(tx),
    limits: limitsOf(LIMITS.tx),
  },
  {
    words: 'DOM RX Power Sensor',
    number: 213,
    within: LANE,
    unit: MILLIWATTS,
    value: ({ rx }) => mean(rx),
    limits: limitsOf(LIMITS.rx),
  },
];

const entitiesOf = ({ at, name }: Cage): Entity[] => {
  const base = FIRST + at * STEP;
  const entity = (number: number, within: number, words: string, kind: Entity['class']): Entity => ({
    index: base + number,
    descr: `${words} for ${name}`,
    containedIn: within === 0 ? 0 : base + within,
    class: kind,
    name: '',
  });
  return [
    entity(TRANSCEIVER, 0, 'Xcvr', CLASS.module),
    entity(LANE, TRANSCEIVER, 'Lane 0 for Xcvr', CLASS.module),
    ...KINDS.map(({ number, within, words }) => entity(number, within, words, CLASS.sensor)),
  ];
};

const indexOf = (cage: Cage, kind: Kind): number => FIRST + cage.at * STEP + kind.number;

/** The sensors of the transceivers of one EOS router, and what they hang on. */
export const entitySensorObjects = (shape: Shape): MibObject<View>[] => {
  const cages = cagesOf(shape);
  const all = cages.flatMap(cage => KINDS.map(kind => ({ cage, kind })));
  const sensors = all.map(
    ({ cage, kind }): Sensor => ({
      index: indexOf(cage, kind),
      unit: kind.unit,
      read: measured(cage, NOTHING, optics => kind.unit.encode(kind.value(optics))),
    }),
  );
  const threshold = (column: number): MibObject<View> => ({
    object: [...THRESHOLDS, column],
    rows: all.map(({ cage, kind }) => ({
      index: [indexOf(cage, kind)],
      read: fixed(cage.filled ? kind.unit.encode(kind.limits[column - 1] ?? 0) : NOTHING),
    })),
  });
  return [
    ...entityObjects(cages.flatMap(entitiesOf)),
    ...sensorObjects(SENSORS, sensors),
    ...[1, 2, 3, 4].map(threshold),
  ];
};
