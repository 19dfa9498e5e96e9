/** Azure's limits on requests: buckets that empty with every request and fill again with time. */
import { TICK_MS } from '../traffic.ts';
import type { Limit } from './answer.ts';

/** What is left of one limit, as of a tick. */
interface Bucket {
  readonly left: number;
  readonly at: number;
}

/** What is left of all limits; one that is not here is full. */
export type Allowance = ReadonlyMap<Limit, Bucket>;

const SIZE: Readonly<Record<Limit, number>> = { 'resource-requests': 600, reads: 12_000, writes: 1200 };
/** Requests that come back per second: all of 600 in five minutes, all of 12000 and 1200 in an hour. */
const REFILL: Readonly<Record<Limit, number>> = { 'resource-requests': 2, reads: 12_000 / 3600, writes: 1200 / 3600 };

const leftAt = (allowance: Allowance, limit: Limit, now: number): number => {
  const bucket = allowance.get(limit);
  if (bucket === undefined) return SIZE[limit];
  return Math.min(SIZE[limit], bucket.left + ((now - bucket.at) * TICK_MS * REFILL[limit]) / 1000);
};

/** Takes one request; `left` is what the header tells after it, `null` when there was none to take. */
export const taken = (
  allowance: Allowance,
  limit: Limit,
  now: number,
): { readonly allowance: Allowance; readonly left: number | null } => {
  const left = leftAt(allowance, limit, now) - 1;
  if (left < 0) return { allowance, left: null };
  return { allowance: new Map(allowance).set(limit, { left, at: now }), left: Math.floor(left) };
};

/** The header that tells what is left of a limit. */
export const headerOf = (limit: Limit): string => `x-ms-ratelimit-remaining-subscription-${limit}`;
