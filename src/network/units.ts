/**
 * Units as types. Bits and bytes, ticks and seconds are mixed up in this field more often than anything
 * else; a branded number costs nothing at run time and makes the compiler ask.
 */
declare const unit: unique symbol;
type Branded<Base, Name extends string> = Base & { readonly [unit]: Name };

/** Bits per second. */
export type BitsPerSecond = Branded<number, 'bit/s'>;
/** Events (errors, discards) per second. */
export type PerSecond = Branded<number, '1/s'>;
/** Hundredths of a second, SNMPv2-TC TimeTicks; wraps at 2^32. */
export type Ticks = Branded<number, 'ticks'>;
/** Seconds. */
export type Seconds = Branded<number, 's'>;
/** Milliseconds, a duration. */
export type Millis = Branded<number, 'ms'>;
/** A moment: milliseconds since 1970-01-01T00:00:00Z on the session's own steady clock. */
export type Instant = Branded<number, 'instant'>;
/** A fraction of capacity: 0.5 is half full. */
export type Ratio = Branded<number, 'ratio'>;

/** Optical power relative to 1 mW. */
export type Dbm = Branded<number, 'dBm'>;
/** Laser bias current. */
export type Milliamps = Branded<number, 'mA'>;
/** Temperature. */
export type Celsius = Branded<number, '°C'>;

/** Marks a number as bits per second. */
export const bitsPerSecond = (value: number): BitsPerSecond => value as BitsPerSecond;
/** Marks a number as events per second. */
export const perSecond = (value: number): PerSecond => value as PerSecond;
/** Marks a number as TimeTicks. */
export const ticks = (value: number): Ticks => value as Ticks;
/** Marks a number as seconds. */
export const seconds = (value: number): Seconds => value as Seconds;
/** Marks a number as milliseconds. */
export const millis = (value: number): Millis => value as Millis;
/** Marks a number as a moment. */
export const instant = (value: number): Instant => value as Instant;
/** Marks a number as optical power. */
export const dbm = (value: number): Dbm => value as Dbm;
/** Marks a number as a laser bias current. */
export const milliamps = (value: number): Milliamps => value as Milliamps;
/** Marks a number as a temperature. */
export const celsius = (value: number): Celsius => value as Celsius;
/** Marks a number as a fraction of capacity. */
export const ratio = (value: number): Ratio => value as Ratio;
