/**
 * JUNIPER-DOM-MIB, by ifIndex. All modules here have several lanes: the table of lanes has the levels, the table of
 * ports has the limits and shows 0 for the levels.
 */
import * as ber from '../ber.ts';
import { dotted, fixed, type MibObject, type Read } from '../mib.ts';
import { BIAS, LANES, LIMITS } from '../optics.ts';
import { type Cage, cagesOf, measured } from './transceivers.ts';
import type { Shape, View } from './view.ts';

const PORT = dotted('1.3.6.1.4.1.2636.3.60.1.1.1.1');
const LANE = dotted('1.3.6.1.4.1.2636.3.60.1.2.1.1');

/** 0.01 dBm. */
const level = (dbm: number): Uint8Array => ber.integer(Math.round(dbm * 100));
const ZERO = ber.integer(0);

/** A port without a module shows 0 everywhere. */
const constant =
  (value: Uint8Array) =>
  ({ filled }: Cage): Read<View> =>
    fixed(filled ? value : ZERO);

const PORT_COLUMNS: Readonly<Record<number, (cage: Cage) => Read<View>>> = {
  5: () => fixed(ZERO),
  6: () => fixed(ZERO),
  7: () => fixed(ZERO),
  8: cage => measured(cage, ZERO, ({ temperature }) => ber.integer(Math.round(temperature))),
  9: constant(level(LIMITS.rx.highAlarm)),
  10: constant(level(LIMITS.rx.lowAlarm)),
  11: constant(level(LIMITS.rx.highWarning)),
  12: constant(level(LIMITS.rx.lowWarning)),
  17: constant(level(LIMITS.tx.highAlarm)),
  18: constant(level(LIMITS.tx.lowAlarm)),
  19: constant(level(LIMITS.tx.highWarning)),
  20: constant(level(LIMITS.tx.lowWarning)),
  30: constant(ber.integer(LANES.length)),
};

const LANE_COLUMNS: Readonly<Record<number, (cage: Cage, lane: number) => Read<View>>> = {
  6: (cage, lane) => measured(cage, ZERO, ({ rx }) => level(rx[lane] ?? 0)),
  7: () => fixed(ber.integer(BIAS)),
  8: (cage, lane) => measured(cage, ZERO, ({ tx }) => level(tx[lane] ?? 0)),
};

/** JUNIPER-DOM-MIB of one router. */
export const jnxDomObjects = (shape: Shape): MibObject<View>[] => {
  const cages = cagesOf(shape);
  const lanes = cages.filter(({ filled }) => filled).flatMap(cage => LANES.map(lane => ({ cage, lane })));
  return [
    ...Object.entries(PORT_COLUMNS).map(([column, read]) => ({
      object: [...PORT, Number(column)],
      rows: cages.map(cage => ({ index: [cage.ifIndex], read: read(cage) })),
    })),
    ...Object.entries(LANE_COLUMNS).map(([column, read]) => ({
      object: [...LANE, Number(column)],
      rows: lanes.map(({ cage, lane }) => ({ index: [cage.ifIndex, lane], read: read(cage, lane) })),
    })),
  ];
};
