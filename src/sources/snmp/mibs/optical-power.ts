/** Optical power as the tables give it, and the limits that a transceiver sets itself. */
import type { OpticThresholds } from '../../../network/optic-facts.ts';
import { type Dbm, dbm } from '../../../network/units.ts';
import { type Cell, numberOf } from './cells.ts';

/** No light at all: 0.1 µW is the least that a transceiver can tell (SFF-8472 §8.5), and 0 mW has no logarithm. */
const floor = -40;
/** A watt: no transceiver sends so much, and what says so is no power. */
const ceiling = 30;
/** INTEGER at its end, the mark of several vendors for "not valid". */
const notValid = 2_147_483_647;

/** Power in dBm, to a thousandth; null for what is no power. */
export function powerOfDbm(value: number | null): Dbm | null {
  if (value === null || !Number.isFinite(value) || value > ceiling) return null;
  // Adding 0 makes of a negative zero a plain one.
  return dbm(Math.max(floor, Math.round(value * 1000) / 1000) + 0);
}

/** Power in milliwatts as dBm; 0 mW is the floor. */
export function powerOfMilliwatts(value: number | null): Dbm | null {
  if (value === null || !(value >= 0)) return null;
  return value === 0 ? dbm(floor) : powerOfDbm(10 * Math.log10(value));
}

/** A number that is not the mark for "not valid". */
export function validOf(cell: Cell): number | null {
  const value = numberOf(cell);
  return value === null || Math.abs(value) >= notValid ? null : value;
}

/** A number in hundredths of a dBm. */
export function powerOfHundredths(cell: Cell): Dbm | null {
  const value = validOf(cell);
  return value === null ? null : powerOfDbm(value / 100);
}

/** The limits of one direction. */
export interface PowerLimits {
  readonly lowAlarm: Dbm | null;
  readonly lowWarning: Dbm | null;
  readonly highWarning: Dbm | null;
  readonly highAlarm: Dbm | null;
}

/** No limit is told. */
export const noLimits: PowerLimits = { lowAlarm: null, lowWarning: null, highWarning: null, highAlarm: null };

/** The outer and the inner of two limits; one alone is what its column says. */
function ordered(alarm: Dbm | null, warning: Dbm | null, side: 'low' | 'high'): readonly [Dbm | null, Dbm | null] {
  if (alarm === null || warning === null) return [alarm, warning];
  return alarm <= warning === (side === 'low') ? [alarm, warning] : [warning, alarm];
}

/**
 * Limits that make sense: a low one that is not below a high one is a table without limits (all of them 0, say), and an
 * alarm lies outside its warning, whichever column it came from.
 */
export function limitsOf(told: PowerLimits): PowerLimits {
  const lows = [told.lowAlarm, told.lowWarning].filter(limit => limit !== null);
  const highs = [told.highAlarm, told.highWarning].filter(limit => limit !== null);
  if (lows.length > 0 && highs.length > 0 && Math.max(...lows) >= Math.min(...highs)) return noLimits;
  const [lowAlarm, lowWarning] = ordered(told.lowAlarm, told.lowWarning, 'low');
  const [highAlarm, highWarning] = ordered(told.highAlarm, told.highWarning, 'high');
  return { lowAlarm, lowWarning, highWarning, highAlarm };
}

/** The limits of both directions, as facts. */
export function thresholdsOf(received: PowerLimits, sent: PowerLimits): OpticThresholds {
  const [rx, tx] = [limitsOf(received), limitsOf(sent)];
  return {
    rxLowAlarm: rx.lowAlarm,
    rxLowWarning: rx.lowWarning,
    rxHighWarning: rx.highWarning,
    rxHighAlarm: rx.highAlarm,
    txLowAlarm: tx.lowAlarm,
    txLowWarning: tx.lowWarning,
    txHighWarning: tx.highWarning,
    txHighAlarm: tx.highAlarm,
  };
}
