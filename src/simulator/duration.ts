/** Durations as scenarios write them. */
import * as z from 'zod';
import { TICK_MS } from './traffic.ts';

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000 };

/** A duration such as `500ms`, `10s` or `2m`, in ticks. */
export const duration = z.string().transform((text, context): number => {
  const [, digits, unit = ''] = /^(\d+)(ms|s|m)$/.exec(text) ?? [];
  const ticks = (Number(digits) * (UNITS[unit] ?? Number.NaN)) / TICK_MS;
  if (Number.isInteger(ticks)) return ticks;
  context.addIssue({
    code: 'custom',
    message: `"${text}" is not a duration in steps of 10 ms, such as 500ms, 10s or 2m`,
  });
  return z.NEVER;
});
