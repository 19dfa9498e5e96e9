import type { Instant } from '../network/units.ts';

/** Lets so much through and no more. */
export interface TokenBucket {
  /** True when one more may pass at this moment. */
  take(now: Instant): boolean;
}

/** A full bucket: `burst` at once, `perSecond` in the long run. A clock that stands still or goes back fills nothing. */
export function createBucket(rate: { readonly perSecond: number; readonly burst: number }, now: Instant): TokenBucket {
  let tokens = rate.burst;
  let filledAt = now;
  return {
    take: at => {
      if (at > filledAt) {
        tokens = Math.min(rate.burst, tokens + ((at - filledAt) / 1000) * rate.perSecond);
        filledAt = at;
      }
      if (tokens < 1) return false;
      tokens -= 1;
      return true;
    },
  };
}
