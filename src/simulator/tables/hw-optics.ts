/** HUAWEI-ENTITY-EXTENT-MIB: power in 0.01 dBm by the physical entity of the port, which ENTITY-MIB maps to ifIndex. */
import * as ber from '../ber.ts';
import { dotted, fixed, type MibObject, type Read } from '../mib.ts';
import { BIAS, LIMITS } from '../optics.ts';
import { CLASS, type Entity, entityObjects } from './entity.ts';
import { type Cage, cagesOf, mean, measured } from './transceivers.ts';
import type { Shape, View } from './view.ts';

const OPTICAL = dotted('1.3.6.1.4.1.2011.5.25.31.1.1.3.1');
/** What stands for a value that cannot be had. */
const INVALID = ber.integer(0x7fff_ffff);

/** entPhysicalIndex of the chassis and of the ports. */
const CHASSIS = 16_777_216;
const FIRST_PORT = 16_850_000;

const level = (dbm: number): Uint8Array => ber.integer(Math.round(dbm * 100));
const limit =
  (dbm: number) =>
  ({ filled }: Cage): Read<View> =>
    fixed(filled ? level(dbm) : INVALID);

const COLUMNS: Readonly<Record<number, (cage: Cage) => Read<View>>> = {
  5: cage => measured(cage, INVALID, ({ temperature }) => ber.integer(Math.round(temperature))),
  7: cage => fixed(cage.filled ? ber.integer(BIAS) : INVALID),
  8: cage => measured(cage, INVALID, ({ rx }) => level(mean(rx))),
  9: cage => measured(cage, INVALID, ({ tx }) => level(mean(tx))),
  13: limit(LIMITS.rx.lowAlarm),
  14: limit(LIMITS.rx.highAlarm),
  15: limit(LIMITS.tx.lowAlarm),
  16: limit(LIMITS.tx.highAlarm),
  20: limit(LIMITS.rx.lowWarning),
  21: limit(LIMITS.rx.highWarning),
  22: limit(LIMITS.tx.lowWarning),
  23: limit(LIMITS.tx.highWarning),
};

/** The transceivers of one router, and the entities that they are. */
export const hwOpticsObjects = (shape: Shape): MibObject<View>[] => {
  const cages = cagesOf(shape);
  const chassis: Entity = {
    index: CHASSIS,
    descr: 'NetEngine 8000 chassis',
    containedIn: 0,
    class: CLASS.chassis,
    name: 'chassis',
  };
  const ports = cages.map(
    ({ at, name, ifIndex }): Entity => ({
      index: FIRST_PORT + at,
      descr: name,
      containedIn: CHASSIS,
      class: CLASS.port,
      name,
      ifIndex,
    }),
  );
  return [
    ...entityObjects([chassis, ...ports]),
    ...Object.entries(COLUMNS).map(([column, read]) => ({
      object: [...OPTICAL, Number(column)],
      rows: cages.map(cage => ({ index: [FIRST_PORT + cage.at], read: read(cage) })),
    })),
  ];
};
