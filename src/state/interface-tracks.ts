/** Interface readings one after the other: which pair gives a rate. Keyed by name; an index is only believed with its name. */
import { isStale } from '../network/age.ts';
import type { InterfaceReading, Vendor } from '../network/facts.ts';
import type { InterfaceTrack, RouterState } from '../network/fleet.ts';
import type { Heard } from '../network/heard.ts';
import { type RateResult, type Rates, ratesBetween, unmoved, type VoidReason } from '../network/rates.ts';
import { firstStep, longSpan, type Step, spanTo, stepsAfter } from '../network/refresh.ts';
import type { PolledSample } from '../network/samples.ts';
import { type Millis, type Seconds, seconds } from '../network/units.ts';

/**
 * How long agents repeat cached counters: identical ones within this are the cache, not silence on the link. net-snmp
 * tells how long; where it may not, 15 s are the most; Junos (stats-cache-lifetime) and IOS-XR take about 5 s.
 */
const counterCache = { netSnmp: 16_000, others: 5_500 } as const;
/** A refresh may come a little late. */
const lateness = 500;
const onNetSnmp: ReadonlySet<Vendor> = new Set(['linux', 'vyos', 'unknown']);

function cacheOf(router: RouterState): number {
  const system = router.facts?.value.system;
  if (system?.counterRefresh != null) return system.counterRefresh * 1000 + lateness;
  return onNetSnmp.has(system?.vendor ?? 'unknown') ? counterCache.netSnmp : counterCache.others;
}

/**
 * Readings that are closer than this make no pair: a counter that moves in steps, or a clock that counts in hundredths,
 * would make a storm of little, and a rate over a moment would stand in the place of one over an interval.
 */
const shortestGap = 400;

/** An average over a longer time is not the rate of now; a cache that is as long as three intervals is let through. */
const longestGap = (interval: Millis, refresh: Seconds | null): number =>
  Math.max(3 * interval, 2 * counterCache.netSnmp, 2500 * (refresh ?? 0));

/** The tracks after a poll. `reset` is the newest restart: no pair reaches across it. */
export function trackInterfaces(
  router: RouterState,
  sample: PolledSample,
  reset: Heard<string> | null,
  interval: Millis,
): RouterState['interfaces'] {
  if (sample.interfaces.length === 0) return router.interfaces;
  const byIndex = router.structure?.index.byIndex;
  // Its index means another interface now, or none: what such a reading says is about somebody else.
  const own = sample.interfaces.filter(each => each.name !== null && each.name === byIndex?.get(each.ifIndex)?.name);
  const repeated = isRepeated(router, own);
  const refresh = router.facts?.value.system.counterRefresh ?? null;
  const tracks = new Map(router.interfaces);
  for (const value of own) {
    if (value.name === null) continue;
    const reading = { at: sample.at, value };
    const before = tracks.get(value.name);
    const isReset = before !== undefined && reset !== null && before.base.at < reset.at;
    if (before === undefined) tracks.set(value.name, firstTrack(reading));
    else if (isReset) tracks.set(value.name, seededAnew(before, reading, 'restart'));
    else if (sample.cause === 'trap' || isTooSoon(before, reading))
      tracks.set(value.name, withStatesOf(before, reading));
    else tracks.set(value.name, trackAfter(before, reading, repeated ? cacheOf(router) : 0, interval, refresh));
  }
  return tracks;
}

const isTooSoon = (before: InterfaceTrack, { at }: Heard<InterfaceReading>): boolean =>
  at - before.base.at < shortestGap;

const firstTrack = (reading: Heard<InterfaceReading>): InterfaceTrack => ({
  reading,
  base: reading,
  steps: [firstStep(reading)],
  rates: null,
  tentative: null,
  lastRates: null,
  voided: null,
});

/**
 * What a trap made us ask tells states, not rates: some routers move their counters in steps of seconds (IOS-XR,
 * Junos), and over a short time one step looks like a storm.
 */
const withStatesOf = (before: InterfaceTrack, { at, value }: Heard<InterfaceReading>): InterfaceTrack => ({
  ...before,
  reading: { at, value: { ...before.reading.value, admin: value.admin, oper: value.oper, speed: value.speed } },
});

const seededAnew = (before: InterfaceTrack, reading: Heard<InterfaceReading>, why: VoidReason): InterfaceTrack => ({
  reading,
  base: reading,
  steps: [firstStep(reading)],
  rates: null,
  tentative: null,
  lastRates: before.lastRates,
  voided: why,
});

/** True when not one counter of the whole router has moved: a repeated cache, which says nothing about the traffic. */
function isRepeated(router: RouterState, readings: readonly InterfaceReading[]): boolean {
  const counted = readings.some(reading => reading.inOctets !== null);
  return (
    counted &&
    readings.every(reading => {
      const track = router.interfaces.get(reading.name ?? '');
      return track !== undefined && unmoved(track.base.value, reading);
    })
  );
}

function trackAfter(
  before: InterfaceTrack,
  reading: Heard<InterfaceReading>,
  /** How long an answer that repeats every counter of the router is taken for its cache; 0 for one that does not. */
  cache: number,
  interval: Millis,
  refresh: Seconds | null,
): InterfaceTrack {
  const gap = reading.at - before.base.at;
  if (gap < cache) return seenAgain(before, reading, interval, refresh);
  if (gap > longestGap(interval, refresh)) return seededAnew(before, reading, 'gap too long');
  const step = { ...firstStep(reading), notBefore: before.reading.value.upTime };
  const result = compare(step, before.steps, before.rates, interval, refresh);
  if (result.kind === 'void') return seededAnew(before, reading, result.why);
  const steps = stepsAfter(before.steps, step, refresh);
  if (result.kind === 'open') return { ...before, reading, base: reading, steps, voided: null };
  const isFirst = before.rates === null && refresh === null && gap < firstPair * interval;
  if (isFirst && !agree(before.tentative, result.rates))
    return { ...before, reading, base: reading, steps, tentative: result.rates, voided: null };
  const rates = { at: reading.at, value: result.rates };
  return { reading, base: reading, steps, rates, tentative: null, lastRates: rates, voided: null };
}

/** The first readings follow each other closely; a pair as long as this, in intervals, is an ordinary one. */
const firstPair = 0.8;
/** Two rates that differ by less than this factor, or are both next to nothing, are the same traffic. */
const sameTraffic = 1.5;
const nextToNothing = 10e6;

/**
 * A router may move its counters in steps of seconds and not tell so (IOS-XR, Junos, NX-OS): a short pair with a step in
 * it shows a storm, one without shows silence. Two short pairs that say the same have no steps.
 */
function agree(before: Rates | null, now: Rates): boolean {
  if (before === null) return false;
  const same = (a: number, b: number): boolean =>
    Math.max(a, b) < nextToNothing || Math.max(a, b) <= sameTraffic * Math.min(a, b);
  return same(before.in, now.in) && same(before.out, now.out);
}

/** The same counters once more: nothing new of the traffic, but a little more of when they were new. */
function seenAgain(
  before: InterfaceTrack,
  reading: Heard<InterfaceReading>,
  interval: Millis,
  refresh: Seconds | null,
): InterfaceTrack {
  const earlier = before.steps.slice(0, -1);
  const steps = [...earlier, ...before.steps.slice(-1).map(step => ({ ...step, lastSeen: reading.value.upTime }))];
  const newest = steps.at(-1);
  const result =
    newest === undefined || earlier.length === 0 ? null : compare(newest, earlier, before.rates, interval, refresh);
  if (result?.kind !== 'rates') return { ...before, reading, steps };
  const rates = { at: before.base.at, value: result.rates };
  return { ...before, reading, steps, rates, lastRates: rates };
}

/** Rates of a step against an earlier one; `open` while it is not known how much time lies between. */
function compare(
  step: Step,
  earlier: readonly Step[],
  shown: Heard<Rates> | null,
  interval: Millis,
  refresh: Seconds | null,
): RateResult | { readonly kind: 'open' } {
  // A certain rate that is not old is better than one that is a little off.
  const old = shown === null || isStale(shown.at, step.reading.at, interval);
  const certain = refresh === null ? null : spanTo(step, earlier, refresh, seconds(interval / 1000));
  const span = certain ?? (refresh === null || !old ? null : longSpan(step, earlier, refresh));
  const from = (span?.from ?? earlier.at(-1))?.reading;
  if (from === undefined) return { kind: 'open' };
  const result = ratesBetween(from.value, from.at, step.reading.value, step.reading.at, span?.over);
  // A pair over a time that is not known proves nothing by its speed.
  const open = refresh !== null && span === null && (result.kind === 'rates' || result.why === 'faster than the link');
  return open ? { kind: 'open' } : result;
}
