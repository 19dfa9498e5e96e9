/** The whole picture of the fleet at one moment: what every screen and every command shows. */
import type { Vendor } from './facts.ts';
import type { Fleet, RouterState } from './fleet.ts';
import { ageText, isStale } from './age.ts';
import { inventoryOf, pnisOf } from './inventory.ts';
import { assessPni, type Pni } from './pni.ts';
import type { Failure, PollCost } from './samples.ts';
import { assessMetro, type Metro, type RouterLoss, type Verdict, worseFailure } from './redundancy.ts';
import { type Instant, instant, type Millis, millis, type Seconds, seconds } from './units.ts';

/** A router as a person or a script sees it. */
export interface Router {
  readonly name: string;
  readonly address: string;
  readonly metro: string;
  readonly vendor: Vendor;
  readonly sysName: string | null;
  readonly sysDescr: string | null;
  /** Null while nobody has asked yet. */
  readonly reachable: boolean | null;
  readonly upTime: Seconds | null;
  readonly took: Millis | null;
  readonly cost: PollCost | null;
  readonly age: Millis | null;
  readonly stale: boolean;
  readonly failure: Failure | null;
  /** Tables that are silent although the router answers, in words. */
  readonly silent: readonly string[];
  readonly missing: readonly string[];
  readonly interfaces: number;
  readonly pnis: number;
  readonly sessions: number;
  /** Peer sessions that no interface could be found for. */
  readonly unplaced: readonly string[];
  readonly lagSources: readonly string[];
  readonly bgpSources: readonly string[];
  readonly reset: { readonly at: Instant; readonly text: string } | null;
  readonly skippedCycles: number;
}

/** The worst thing that one more failure would do, anywhere. */
export interface NextFailure {
  readonly metro: string;
  readonly loss: RouterLoss;
}

/** Everything, at one moment. */
export interface Picture {
  readonly at: Instant;
  /** What to add to moments before they are shown as a time of day. */
  readonly clockOffset: Millis;
  readonly partner: Fleet['settings']['partner'];
  readonly peerAsns: readonly number[] | 'any';
  readonly simulation: boolean;
  readonly pollInterval: Millis;
  readonly thresholds: Fleet['settings']['thresholds'];
  /** Worst first; of equal verdicts by name, so that the order does not dance. */
  readonly metros: readonly Metro[];
  readonly routers: readonly Router[];
  readonly counts: Readonly<Record<Verdict, number>>;
  readonly next: NextFailure | null;
  /** Age of the oldest router's newest answer; null while any has never answered. */
  readonly age: Millis | null;
  readonly geo: { readonly redundant: boolean | null; readonly reasons: readonly string[] };
}

const verdictOrder: Readonly<Record<Verdict, number>> = { down: 0, 'at-risk': 1, unknown: 2, degraded: 3, redundant: 4 };

function routerOf(state: RouterState, fleet: Fleet, now: Instant): Router {
  const { settings } = fleet;
  const facts = state.facts?.value ?? null;
  const upTime = state.clock?.value.upTime ?? null;
  const places = [...(state.structure?.places ?? [])];
  const groups = { interfaces: 'interface counters', lag: 'LAG states', bgp: 'BGP sessions' } as const;
  return {
    name: state.declared.name,
    address: state.declared.address,
    metro: state.declared.metro,
    vendor: facts?.system.vendor ?? 'unknown',
    sysName: facts?.system.sysName ?? null,
    sysDescr: facts?.system.sysDescr ?? null,
    reachable: state.failure !== null ? false : state.heardAt === null ? null : !isStale(state.heardAt, now, settings.pollInterval),
    upTime: upTime === null || state.clock === null ? null : seconds((upTime + (now - state.clock.at) / 10) / 100),
    took: state.took,
    cost: state.cost,
    age: state.heardAt === null ? null : millis(now - state.heardAt),
    stale: state.heardAt === null || isStale(state.heardAt, now, settings.pollInterval),
    failure: state.failure?.value ?? null,
    silent: [...state.silent].map(([group, failure]) => `${groups[group]}: ${failure.value.text}`),
    missing: facts?.missing ?? [],
    interfaces: facts?.interfaces.length ?? 0,
    pnis: pnisOf(state, settings).length,
    sessions: state.sessions.size,
    unplaced: places.filter(([, place]) => place === null).map(([key]) => key),
    lagSources: [...new Set(pnisOf(state, settings).flatMap(pni => state.structure?.lags.get(pni.interface)?.source ?? []))],
    bgpSources: [...new Set((facts?.sessions ?? []).map(session => session.source))],
    reset: state.reset === null ? null : { at: state.reset.at, text: state.reset.value },
    skippedCycles: state.skippedCycles,
  };
}

function metrosOf(fleet: Fleet, now: Instant): readonly Metro[] {
  const { settings } = fleet;
  // Every declared metro is there, also before a PNI is known in it.
  const pnis = new Map<string, Pni[]>(settings.routers.map(router => [router.metro, []]));
  for (const pni of inventoryOf(fleet)) {
    const router = fleet.routers.get(pni.router);
    if (router === undefined) continue;
    const list = pnis.get(pni.metro) ?? [];
    list.push(assessPni(pni, router, now, settings.pollInterval));
    pnis.set(pni.metro, list);
  }
  return [...pnis]
    .map(([name, list]) => assessMetro(name, list.toSorted((a, b) => a.id.localeCompare(b.id)), settings.thresholds, now))
    .toSorted((a, b) => verdictOrder[a.verdict] - verdictOrder[b.verdict] || a.name.localeCompare(b.name));
}

/** Geo redundancy, first form: two metros or more that carry traffic from two routers each. */
function geoOf(metros: readonly Metro[]): Picture['geo'] {
  const carrying = metros.filter(metro => metro.verdict === 'redundant' || metro.verdict === 'degraded').length;
  const open = metros.filter(metro => metro.verdict === 'unknown').length;
  if (carrying >= 2) return { redundant: true, reasons: [] };
  const reason = `${carrying} of ${metros.length} metros ${carrying === 1 ? 'is' : 'are'} locally redundant; two are needed`;
  return { redundant: carrying + open >= 2 ? null : false, reasons: [reason] };
}

/** Draws the picture of a fleet as it is at `now`. */
export function pictureOf(fleet: Fleet, now: Instant): Picture {
  const metros = metrosOf(fleet, now);
  const routers = [...fleet.routers.values()].map(router => routerOf(router, fleet, now));
  const counts: Record<Verdict, number> = { redundant: 0, degraded: 0, 'at-risk': 0, down: 0, unknown: 0 };
  for (const metro of metros) counts[metro.verdict] += 1;
  const losses = metros.flatMap((metro): NextFailure[] => (metro.next === null ? [] : [{ metro: metro.name, loss: metro.next }]));
  const ages = routers.map(router => router.age);
  return {
    at: now,
    clockOffset: fleet.clockOffset,
    partner: fleet.settings.partner,
    peerAsns: fleet.settings.peerAsns,
    simulation: fleet.settings.simulation,
    pollInterval: fleet.settings.pollInterval,
    thresholds: fleet.settings.thresholds,
    metros,
    routers,
    counts,
    next: losses.toSorted((a, b) => worseFailure(a.loss, b.loss))[0] ?? null,
    age: ages.some(age => age === null) || ages.length === 0 ? null : millis(Math.max(...ages.map(age => age ?? 0))),
    geo: geoOf(metros),
  };
}

/** The moment as the wall clock had it. */
export const wallTime = (picture: Pick<Picture, 'clockOffset'>, at: Instant): Instant => instant(at + picture.clockOffset);

/** The age of a picture's data in words. */
export const dataAge = (picture: Picture): string => (picture.age === null ? 'waiting' : ageText(picture.age));
