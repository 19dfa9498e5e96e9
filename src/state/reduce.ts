/** The one reducer: folds a sample into the fleet. Pure: the same samples give the same fleet, live or replayed. */
import type { InterfaceReading, RouterClock, SessionFacts } from '../network/facts.ts';
import type { Fleet, Heard, InterfaceTrack, RouterState, SessionTrack, TrafficPoint } from '../network/fleet.ts';
import { declaredOn, pnisOf, structureOf } from '../network/inventory.ts';
import { hasRestarted, ratesBetween, unmoved } from '../network/rates.ts';
import type { DiscoveredSample, PolledSample, Sample } from '../network/samples.ts';
import type { FleetSettings } from '../network/settings.ts';
import { type Instant, millis } from '../network/units.ts';

/** Points kept for graphs: an hour at ten seconds, half an hour at two. */
const historyPoints = 900;
/** net-snmp serves interface counters from a cache of 15 s; identical counters within this are the cache, not silence on the link. */
const counterCache = millis(16_000);

/** Folds one sample. A sample of a router that is not configured changes nothing. */
export function reduce(fleet: Fleet, sample: Sample): Fleet {
  if (sample.kind === 'clock') return { ...fleet, clockOffset: sample.offset };
  const router = fleet.routers.get(sample.router);
  if (router === undefined) return fleet;
  const next = routerAfter(router, sample, fleet.settings);
  return { ...fleet, routers: new Map(fleet.routers).set(sample.router, next) };
}

function routerAfter(router: RouterState, sample: Exclude<Sample, { kind: 'clock' }>, settings: FleetSettings): RouterState {
  switch (sample.kind) {
    case 'discovered':
      return discovered(router, sample, settings);
    case 'polled':
      return polled(router, sample, settings);
    case 'failed':
      return { ...router, failure: { at: sample.at, value: sample.failure } };
    case 'skipped':
      return { ...router, skippedCycles: router.skippedCycles + 1 };
  }
}

function discovered(router: RouterState, sample: DiscoveredSample, settings: FleetSettings): RouterState {
  const { facts, at } = sample;
  const declared = declaredOn(settings, router.declared.name);
  const structure = structureOf(facts, declared, settings, router.structure);
  const stopped = facts.tables.some(table => table.outcome === 'stopped');
  const sessions = new Map(router.sessions);
  for (const session of facts.sessions) sessions.set(session.key, sessionTrack(session, at));
  for (const [key, track] of router.sessions) {
    // A session that has left its table is known to have left; one whose table stopped short is merely not heard.
    const seen = facts.sessions.some(session => session.key === key);
    if (!seen && !stopped) sessions.set(key, { ...track, reading: { at, value: { ...track.reading.value, state: null } } });
  }
  const known = new Map(router.knownMembers);
  for (const lag of structure.lags.values()) {
    const written = declared.find(pni => pni.interface === lag.name)?.members ?? [];
    const members = new Set([...written, ...(known.get(lag.name) ?? []), ...(lag.members ?? [])]);
    if (members.size > 0) known.set(lag.name, [...members]);
  }
  return {
    ...router,
    facts: { at, value: facts },
    structure,
    clock: { at, value: facts.system.clock },
    heardAt: at,
    took: router.took ?? sample.took,
    failure: null,
    sessions,
    knownMembers: known,
    lagPorts: new Map(facts.lagPorts.map(row => [row.ifIndex, { at, value: row }])),
    rediscover: null,
  };
}

const sessionTrack = (facts: SessionFacts, at: Instant): SessionTrack => ({ facts: { at, value: facts }, reading: { at, value: facts } });

function polled(router: RouterState, sample: PolledSample, settings: FleetSettings): RouterState {
  const { at } = sample;
  const clock = newestClock(router, sample);
  const restarted = router.clock !== null && clock !== null && clock.at === at && hasRestarted(router.clock.value, clock.value, at - router.clock.at);
  const interfaces = trackInterfaces(router, sample);
  const sessions = new Map(router.sessions);
  for (const reading of sample.sessions) {
    const track = sessions.get(reading.key);
    if (track !== undefined) sessions.set(reading.key, { ...track, reading: { at, value: reading } });
  }
  const lagPorts = new Map(router.lagPorts);
  for (const row of sample.lagPorts) lagPorts.set(row.ifIndex, { at, value: row });
  const silent = new Map(router.silent);
  for (const group of groupsHeard(sample)) silent.delete(group);
  for (const each of sample.silent) silent.set(each.group, { at, value: each.failure });
  const next: RouterState = {
    ...router,
    clock,
    heardAt: at,
    took: sample.took,
    cost: sample.cost,
    failure: null,
    silent,
    interfaces,
    lagPorts,
    sessions,
    reset: restarted ? { at, value: 'the router or its SNMP agent has restarted' } : router.reset,
    rediscover: router.rediscover ?? reasonToRediscover(router, sample, clock, restarted),
  };
  return sample.interfaces.length > 0 ? { ...next, history: historyAfter(next, at, settings) } : next;
}

function groupsHeard(sample: PolledSample): ('interfaces' | 'lag' | 'bgp')[] {
  const heard: ('interfaces' | 'lag' | 'bgp')[] = [];
  if (sample.interfaces.length > 0 || sample.clock.upTime !== null) heard.push('interfaces');
  if (sample.lagPorts.length > 0) heard.push('lag');
  if (sample.sessions.length > 0) heard.push('bgp');
  return heard;
}

function newestClock(router: RouterState, sample: PolledSample): Heard<RouterClock> | null {
  return sample.clock.upTime === null && sample.clock.engineTime === null ? router.clock : { at: sample.at, value: sample.clock };
}

function trackInterfaces(router: RouterState, sample: PolledSample): ReadonlyMap<string, InterfaceTrack> {
  if (sample.interfaces.length === 0) return router.interfaces;
  const names = new Map((router.facts?.value.interfaces ?? []).map(each => [each.ifIndex, each.name]));
  const repeated = isRepeated(router, sample.interfaces, names);
  const tracks = new Map(router.interfaces);
  for (const reading of sample.interfaces) {
    const expected = names.get(reading.ifIndex);
    // The index means another interface now, or none: what it says is about somebody else.
    if (expected === undefined || reading.name !== expected) continue;
    const before = tracks.get(expected);
    tracks.set(expected, trackAfter(before, { at: sample.at, value: reading }, repeated));
  }
  return tracks;
}

/** True when not one counter of the whole router has moved: a repeated cache, which says nothing about the traffic. */
function isRepeated(router: RouterState, readings: readonly InterfaceReading[], names: ReadonlyMap<number, string>): boolean {
  return readings.every(reading => {
    const track = router.interfaces.get(names.get(reading.ifIndex) ?? '');
    return track !== undefined && unmoved(track.base.value, reading);
  });
}

function trackAfter(before: InterfaceTrack | undefined, reading: Heard<InterfaceReading>, repeated: boolean): InterfaceTrack {
  if (before === undefined) return { reading, base: reading, rates: null, voided: null };
  if (repeated && reading.at - before.base.at < counterCache) return { ...before, reading };
  const result = ratesBetween(before.base.value, before.base.at, reading.value, reading.at);
  return result.kind === 'rates'
    ? { reading, base: reading, rates: { at: reading.at, value: result.rates }, voided: null }
    : { reading, base: reading, rates: null, voided: result.why };
}

/** What tells that the tables of the last discovery may no longer be true. */
function reasonToRediscover(router: RouterState, sample: PolledSample, clock: Heard<RouterClock> | null, restarted: boolean): string | null {
  if (restarted) return 'the router has restarted';
  const facts = router.facts?.value;
  if (facts === undefined) return null;
  const before = facts.system.clock.tableChange;
  const after = clock?.value.tableChange ?? null;
  if (before !== null && after !== null && before !== after) return 'ifTableLastChange has moved';
  const names = new Map(facts.interfaces.map(each => [each.ifIndex, each.name]));
  const moved = sample.interfaces.find(reading => reading.name !== (names.get(reading.ifIndex) ?? null));
  if (moved !== undefined) return `ifIndex ${moved.ifIndex} is now ${moved.name ?? 'gone'}, was ${names.get(moved.ifIndex) ?? 'unknown'}`;
  const gone = sample.sessions.find(session => session.state === null && router.sessions.get(session.key)?.reading.value.state !== null);
  if (gone !== undefined) return `session ${gone.key} has left its table`;
  const risen = sample.sessions.find(session => session.state === 'established' && router.sessions.get(session.key)?.reading.value.state !== 'established');
  return risen === undefined ? null : `session ${risen.key} is established again`;
}

function historyAfter(router: RouterState, at: Instant, settings: FleetSettings): ReadonlyMap<string, readonly TrafficPoint[]> {
  const history = new Map(router.history);
  for (const pni of pnisOf(router, settings)) {
    const track = router.interfaces.get(pni.interface);
    if (track === undefined || track.reading.at !== at) continue;
    const rates = track.rates?.value ?? null;
    const point: TrafficPoint = { at, in: rates?.in ?? null, out: rates?.out ?? null };
    history.set(pni.interface, [...(history.get(pni.interface) ?? []).slice(1 - historyPoints), point]);
  }
  return history;
}
