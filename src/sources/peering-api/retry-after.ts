import { type Millis, millis } from '../../network/units.ts';

/** Nobody means more than this by it. */
const longest = 3_600_000;

/** Milliseconds since 1970 that the server names in Date, by its own clock; null without one. */
export function serverTime(headers: Readonly<Record<string, string>>): number | null {
  const date = Date.parse(headers.date ?? '');
  return Number.isNaN(date) ? null : date;
}

/**
 * How long to wait, from Retry-After (RFC 9110 section 10.2.3): seconds, or a date, which is taken by the server's own
 * clock where it tells it. Null without one; an hour at most.
 */
export function retryAfter(headers: Readonly<Record<string, string>>, wallNow: number): Millis | null {
  const text = headers['retry-after']?.trim() ?? '';
  if (/^\d+(?:\.\d+)?$/.test(text)) return millis(Math.min(longest, Number(text) * 1000));
  const until = text === '' ? Number.NaN : Date.parse(text);
  if (Number.isNaN(until)) return null;
  return millis(Math.min(longest, Math.max(0, until - (serverTime(headers) ?? wallNow))));
}
