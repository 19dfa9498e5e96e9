/** A value has a time. Older than two intervals it is stale: never green, never "down". */
import type { Heard } from './heard.ts';
import type { Rates } from './rates.ts';
import { type Instant, type Millis, millis } from './units.ts';

/** What changes slowly and is slow to read (light, prefixes) is asked for this often, whatever the polling interval. */
export const seldomInterval = millis(60_000);

/** Cycles that may be missed before a value is stale. */
const staleAfterIntervals = 2;

/** The age beyond which a polled value is stale. */
export const staleAge = (interval: Millis): Millis => millis(interval * staleAfterIntervals);

/** True when a value is too old to be believed. */
export const isStale = (at: Instant, now: Instant, interval: Millis): boolean => now - at > staleAge(interval);

/** The value while it is fresh, otherwise null. */
export function fresh<Value>(heard: Heard<Value> | null | undefined, now: Instant, interval: Millis): Value | null {
  return heard === null || heard === undefined || isStale(heard.at, now, interval) ? null : heard.value;
}

/**
 * The rates of an interface while its readings are fresh. They may be somewhat older than the newest reading, while a
 * router repeats cached counters: then they are the newest that there are, and the reducer ends it after one cache.
 */
export const freshRates = (
  track: { readonly reading: Heard<unknown>; readonly rates: Heard<Rates> | null } | undefined,
  now: Instant,
  interval: Millis,
): Rates | null => (fresh(track?.reading, now, interval) === null ? null : (track?.rates?.value ?? null));

/** The age in words of one unit: 8 s, 4 min, 3 h, 2 d. */
export function ageText(age: number): string {
  const whole = Math.max(0, Math.round(age / 1000));
  if (whole < 120) return `${whole} s`;
  if (whole < 7200) return `${Math.floor(whole / 60)} min`;
  if (whole < 172_800) return `${Math.floor(whole / 3600)} h`;
  return `${Math.floor(whole / 86_400)} d`;
}
