/**
 * Agents that repeat their counters. net-snmp reads the interfaces from the kernel by a timer of its own (IF-MIB's
 * cache: 3 s as Debian packages it, 15 s in other releases; nsCacheTimeout of NET-SNMP-AGENT-MIB tells) and answers
 * from what it read last, with a sysUpTime of now. Two answers 2 s apart hold 3 s of traffic or none. The time between
 * two such counters is a whole number of refreshes, and that number can be told.
 */
import type { InterfaceReading } from './facts.ts';
import { type Instant, type Seconds, seconds, type Ticks } from './units.ts';

/** A reading with the moment at which it was heard. */
interface HeardReading {
  readonly at: Instant;
  readonly value: InterfaceReading;
}

/** Counters that were new when they were read. */
export interface Step {
  /** The first reading that showed them. */
  readonly reading: HeardReading;
  /** sysUpTime of the reading before, which showed others; null when nothing was read before. */
  readonly notBefore: Ticks | null;
  /** sysUpTime of the newest reading that still showed them. */
  readonly lastSeen: Ticks | null;
}

const ticksPerSecond = 100;
/** sysUpTime has ticks of 10 ms and a refresh may be late: what misses by more than this, in refreshes, is impossible. */
const slack = 0.02;
/** Refreshes after which one more or less makes 6 % at most. */
const many = 17;
/** Steps are kept for so long, to be compared with. */
const keptSeconds = (period: Seconds): number => Math.max(65, (many + 5) * period);

/** A step without anything before it. */
export const firstStep = (reading: HeardReading): Step => ({
  reading,
  notBefore: null,
  lastSeen: reading.value.upTime,
});

/** Earliest moment at which the agent can have read what a step shows, in ticks: after that it would have read again. */
function earliest({ notBefore, lastSeen }: Step, refresh: number): number | null {
  return lastSeen === null ? null : Math.max(notBefore ?? Number.NEGATIVE_INFINITY, lastSeen - refresh);
}

/**
 * How many refreshes lie between two steps; null unless one number alone is possible. None is possible too: net-snmp has
 * two timers for one cache, and reads twice within a few milliseconds.
 */
export function refreshesBetween(before: Step, after: Step, period: Seconds): number | null {
  const refresh = period * ticksPerSecond;
  const [from, to] = [earliest(before, refresh), earliest(after, refresh)];
  const [begin, end] = [before.reading.value.upTime, after.reading.value.upTime];
  if (from === null || to === null || begin === null || end === null) return null;
  const least = Math.max(0, Math.ceil((to - begin) / refresh - slack));
  const most = Math.floor((end - from) / refresh + slack);
  return least === most && least > 0 ? least : null;
}

/** A step to compare with, and the time between the counters. */
export interface Span {
  readonly from: Step;
  readonly over: Seconds;
}

/**
 * What to compare `after` with: the newest step that is `atLeast` so old and a certain number of refreshes away, as all
 * are when polls come more often than refreshes. Null when there is none.
 */
export function spanTo(after: Step, steps: readonly Step[], period: Seconds, atLeast: Seconds): Span | null {
  let best: Span | null = null;
  for (const from of steps.toReversed()) {
    const refreshes = refreshesBetween(from, after, period);
    if (refreshes !== null) best = { from, over: seconds(refreshes * period) };
    if (best !== null && best.over >= atLeast) break;
  }
  return best;
}

/** A span so long that it hardly matters how many refreshes it holds; null when there is none yet. */
export function longSpan(after: Step, [oldest]: readonly Step[], period: Seconds): Span | null {
  const over = oldest === undefined ? null : secondsBetween(oldest, after);
  return oldest === undefined || over === null || over < many * period ? null : { from: oldest, over };
}

function secondsBetween(before: Step, after: Step): Seconds | null {
  const [begin, end] = [before.reading.value.upTime, after.reading.value.upTime];
  return begin === null || end === null ? null : seconds((end - begin) / ticksPerSecond);
}

/** The steps worth keeping when `newest` comes. */
export function stepsAfter(steps: readonly Step[], newest: Step, period: Seconds | null): readonly Step[] {
  if (period === null) return [newest];
  const kept = steps.filter(step => newest.reading.at - step.reading.at <= keptSeconds(period) * 1000);
  return [...kept, newest];
}
