/** TIMETRA-PORT-MIB tmnxDigitalDiagMonitorTable: power in tenths of µW, rows only where there is a module. */
import * as ber from '../ber.ts';
import { dotted, fixed, type MibObject, type Read } from '../mib.ts';
import { BIAS, DARK, LIMITS, milliwatts } from '../optics.ts';
import { CHASSIS } from './timetra-lag.ts';
import { type Cage, cagesOf, mean, measured } from './transceivers.ts';
import type { Shape, View } from './view.ts';

const DDM = dotted('1.3.6.1.4.1.6527.3.1.2.2.4.31.1');

/** A receiver without light shows 0, of which there is no logarithm. */
const power = (dbm: number): Uint8Array => ber.integer(dbm <= DARK ? 0 : Math.round(milliwatts(dbm) * 10_000));
const limit = (dbm: number) => (): Read<View> => fixed(power(dbm));
const ZERO = ber.integer(0);

const COLUMNS: Readonly<Record<number, (cage: Cage) => Read<View>>> = {
  // In 1/256 of a degree Celsius.
  1: cage => measured(cage, ZERO, ({ temperature }) => ber.integer(Math.round(temperature * 256))),
  6: () => fixed(ber.integer(33_000)),
  // In 2 µA.
  11: () => fixed(ber.integer(BIAS / 2)),
  16: cage => measured(cage, ZERO, ({ tx }) => power(mean(tx))),
  17: limit(LIMITS.tx.lowWarning),
  18: limit(LIMITS.tx.lowAlarm),
  19: limit(LIMITS.tx.highWarning),
  20: limit(LIMITS.tx.highAlarm),
  21: cage => measured(cage, ZERO, ({ rx }) => power(mean(rx))),
  22: limit(LIMITS.rx.lowWarning),
  23: limit(LIMITS.rx.lowAlarm),
  24: limit(LIMITS.rx.highWarning),
  25: limit(LIMITS.rx.highAlarm),
};

/** The digital diagnostics of one SR OS router. */
export const timetraDdmObjects = (shape: Shape): MibObject<View>[] => {
  const cages = cagesOf(shape).filter(({ filled }) => filled);
  return Object.entries(COLUMNS).map(([column, read]) => ({
    object: [...DDM, Number(column)],
    rows: cages.map(cage => ({ index: [CHASSIS, cage.ifIndex], read: read(cage) })),
  }));
};
