/** What the transceivers of the simulated ports measure: power that moves slowly and a little, the same for each seed. */
import { chance, noise } from './traffic.ts';
import type { FibreLoss, Tick } from './world.ts';

/** What one transceiver measures: power in dBm per lane, temperature in degrees Celsius. */
export interface Optics {
  readonly rx: readonly number[];
  readonly tx: readonly number[];
  readonly temperature: number;
}

/** Power in dBm at which a transceiver warns, and at which it raises an alarm. */
interface PowerLimits {
  readonly highAlarm: number;
  readonly highWarning: number;
  readonly lowWarning: number;
  readonly lowAlarm: number;
}

/** Limits as 100GBASE-LR4 modules have them programmed (SFF-8636 page 03h). */
export const LIMITS: { readonly rx: PowerLimits; readonly tx: PowerLimits } = {
  rx: { highAlarm: 5.5, highWarning: 4.5, lowWarning: -10.6, lowAlarm: -13.6 },
  tx: { highAlarm: 5.5, highWarning: 4.5, lowWarning: -4.3, lowAlarm: -7.3 },
};

/** What a receiver without light shows: the bottom of its scale. */
export const DARK = -40;
/** Lanes of 100GBASE-LR4, and of every other module here. */
export const LANES = [0, 1, 2, 3] as const;
/** Bias current of a laser in µA. */
export const BIAS = 38_000;

/** Noise of the levels changes over twenty minutes, a whole number of ticks. */
const DRIFT_TICKS = 120_000;

/** Extra loss of a fibre at a moment, in dB. */
export const lossAt = ({ from, to, since, until }: FibreLoss, now: Tick): number =>
  now >= until ? to : from + ((to - from) * (now - since)) / (until - since);

/** Which transceiver, and in what light. */
interface Receiver {
  readonly seed: number;
  /** Tells the transceivers apart. */
  readonly stream: number;
  readonly now: Tick;
  /** Nothing is sent to it. */
  readonly dark: boolean;
  readonly loss: number;
}

/** What a transceiver measures at a moment. */
export const opticsOf = ({ seed, stream, now, dark, loss }: Receiver): Optics => {
  const level = (lane: number, kind: number, low: number): number =>
    low +
    1.5 * chance(seed, stream, kind) +
    0.6 * chance(seed, stream, kind * 10 + lane) +
    0.15 * noise(seed, stream * 10 + kind, now, DRIFT_TICKS);
  return {
    rx: LANES.map(lane => (dark ? DARK : Math.max(DARK, level(lane, 1, -3.4) - loss))),
    tx: LANES.map(lane => level(lane, 2, -0.4)),
    temperature: 34 + 8 * chance(seed, stream, 3) + 0.8 * noise(seed, stream * 10 + 3, now, DRIFT_TICKS),
  };
};

/** dBm as milliwatts. */
export const milliwatts = (dbm: number): number => 10 ** (dbm / 10);
