import type { Budget } from '../../network/microsoft/answers.ts';
import type { Instant } from '../../network/units.ts';

/** Headers that tell what is left, and the limit that each counts down from (docs/microsoft.md). */
const knownLimits: ReadonlyMap<string, number> = new Map([
  ['x-ms-ratelimit-remaining-subscription-resource-requests', 600],
  ['x-ms-ratelimit-remaining-subscription-reads', 12_000],
  ['x-ms-ratelimit-remaining-subscription-writes', 1200],
]);
const remaining = /^x-ms-ratelimit-remaining-/;
/** Limits are per hour at most, so that what was told before says nothing any more. */
const hour = 3_600_000;
const minute = 60_000;
/** More kinds of such headers than there are: whoever sends so many means something else. */
const mostHeaders = 32;

/** Counts what is asked and what is left. */
export interface Accounts {
  /** A request goes out. */
  sent(now: Instant): void;
  /** An answer has come. */
  told(headers: Readonly<Record<string, string>>, now: Instant): void;
  budget(now: Instant, throttledUntil: Instant | null): Budget;
}

/** Accounts with nothing in them. */
export function openAccounts(): Accounts {
  const newest = new Map<string, { readonly left: number; readonly at: Instant }>();
  const largest = new Map<string, number>();
  const minutes = new Map<number, number>();

  function lastHour(now: Instant): number {
    let count = 0;
    for (const [at, requests] of minutes) {
      if (at * minute > now - hour) count += requests;
      else minutes.delete(at);
    }
    return count;
  }

  return {
    sent: now => {
      const at = Math.floor(now / minute);
      minutes.set(at, (minutes.get(at) ?? 0) + 1);
    },
    told: (headers, now) => {
      for (const [name, text] of Object.entries(headers)) {
        if (!remaining.test(name) || !/^\s*\d{1,9}\s*$/.test(text)) continue;
        if (!largest.has(name) && largest.size >= mostHeaders) continue;
        const value = Number(text);
        const limit = Math.max(largest.get(name) ?? knownLimits.get(name) ?? 0, value);
        largest.set(name, limit);
        newest.set(name, { left: limit === 0 ? 0 : value / limit, at: now });
      }
    },
    budget: (now, throttledUntil) => {
      let left: number | null = null;
      for (const entry of newest.values())
        if (now - entry.at < hour && (left === null || entry.left < left)) left = entry.left;
      const until = throttledUntil !== null && throttledUntil > now ? throttledUntil : null;
      return { left, lastHour: lastHour(now), throttledUntil: until };
    },
  };
}
