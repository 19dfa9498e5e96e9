/** Interface readings one after the other: which pair gives a rate. Keyed by name; an index is only believed with its name. */
import type { InterfaceReading, Vendor } from '../network/facts.ts';
import type { Heard, InterfaceTrack, RouterState } from '../network/fleet.ts';
import { ratesBetween, unmoved, type VoidReason } from '../network/rates.ts';
import type { PolledSample } from '../network/samples.ts';
import type { Millis } from '../network/units.ts';

/**
 * How long agents repeat cached counters: identical ones within this are the cache, not silence on the link. net-snmp
 * caches the interface table for 15 s; Junos (stats-cache-lifetime) and IOS-XR for about 5 s.
 */
const counterCache = { netSnmp: 16_000, others: 5_500 } as const;
const onNetSnmp: ReadonlySet<Vendor> = new Set(['linux', 'vyos', 'unknown']);
const cacheOf = (router: RouterState): number =>
  onNetSnmp.has(router.facts?.value.system.vendor ?? 'unknown') ? counterCache.netSnmp : counterCache.others;

/** An average over a longer time is not the rate of now; a cache that is as long as three intervals is let through. */
const longestGap = (interval: Millis): number => Math.max(3 * interval, 2 * counterCache.netSnmp);

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
  const tracks = new Map(router.interfaces);
  for (const value of own) {
    if (value.name === null) continue;
    const reading = { at: sample.at, value };
    const before = tracks.get(value.name);
    if (before === undefined) tracks.set(value.name, firstTrack(reading));
    else if (reset !== null && before.base.at < reset.at)
      tracks.set(value.name, seededAnew(before, reading, 'restart'));
    else tracks.set(value.name, trackAfter(before, reading, repeated ? cacheOf(router) : 0, interval));
  }
  return tracks;
}

const firstTrack = (reading: Heard<InterfaceReading>): InterfaceTrack => ({
  reading,
  base: reading,
  rates: null,
  lastRates: null,
  voided: null,
});

const seededAnew = (before: InterfaceTrack, reading: Heard<InterfaceReading>, why: VoidReason): InterfaceTrack => ({
  reading,
  base: reading,
  rates: null,
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
): InterfaceTrack {
  const gap = reading.at - before.base.at;
  if (gap < cache) return { ...before, reading };
  if (gap > longestGap(interval)) return seededAnew(before, reading, 'gap too long');
  const result = ratesBetween(before.base.value, before.base.at, reading.value, reading.at);
  if (result.kind === 'void') return seededAnew(before, reading, result.why);
  const rates = { at: reading.at, value: result.rates };
  return { reading, base: reading, rates, lastRates: rates, voided: null };
}
