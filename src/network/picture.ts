/** The whole picture of the fleet at one moment: what every screen and every command shows. */
import { ageText } from './age.ts';
import type { Fleet, RouterState } from './fleet.ts';
import { type Unheard, withFurther } from './metro-reasons.ts';
import { type Join, joinOf } from './microsoft/join.ts';
import { maintenanceReasons } from './microsoft/metro-side.ts';
import { type MicrosoftPicture, microsoftPictureOf } from './microsoft/picture.ts';
import { type RouterLoss, worseFailure } from './next-failure.ts';
import { byName } from './order.ts';
import { assessPni, type Pni } from './pni.ts';
import { silenceWords } from './pni-reasons.ts';
import { assessMetro, type Metro, type Verdict } from './redundancy.ts';
import { type Router, routerOf } from './router.ts';
import type { TrapPort } from './traps.ts';
import { type Chassis, chassisOf, sharedNames } from './twins.ts';
import { type Instant, instant, type Millis, millis } from './units.ts';

export type { Router } from './router.ts';

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
  /** Where traps arrive; null where none are received. */
  readonly trapPort: TrapPort | null;
  /** The second witness; null where Microsoft's API is not configured. */
  readonly microsoft: MicrosoftPicture | null;
  readonly counts: Readonly<Record<Verdict, number>>;
  readonly next: NextFailure | null;
  /** Age of the oldest router's newest answer; null while any has never answered. */
  readonly age: Millis | null;
  readonly geo: { readonly redundant: boolean | null; readonly reasons: readonly string[] };
}

const verdictOrder: Readonly<Record<Verdict, number>> = {
  down: 0,
  'at-risk': 1,
  unknown: 2,
  degraded: 3,
  redundant: 4,
};

function metrosOf(fleet: Fleet, now: Instant, chassis: Chassis, join: Join): readonly Metro[] {
  const { settings } = fleet;
  // Every declared metro is there, also before a PNI is known in it.
  const pnis = new Map<string, Pni[]>(settings.routers.map(router => [router.metro, []]));
  for (const router of fleet.routers.values()) {
    for (const pni of router.inventory) {
      const list = pnis.get(pni.metro) ?? [];
      const connections = join.byPni.get(pni.id);
      list.push(
        assessPni(pni, router, now, settings.pollInterval, {
          chassis: chassis.get(pni.router) ?? pni.router,
          joined:
            connections === undefined || fleet.microsoft === null ? null : { connections, state: fleet.microsoft },
        }),
      );
      pnis.set(pni.metro, list);
    }
  }
  return [...pnis]
    .map(([name, list]) =>
      assessMetro(
        name,
        list.sort((a, b) => byName(a.id, b.id)),
        settings.thresholds,
        now,
        unheardIn(name, list, fleet),
      ),
    )
    .sort((a, b) => verdictOrder[a.verdict] - verdictOrder[b.verdict] || byName(a.name, b.name));
}

/** Why a router may have PNIs that nobody knows of; null when it has told all it has. */
function untold(router: RouterState): string | null {
  const { facts, structure, declared, untoldTable } = router;
  const { name } = declared;
  if (facts === null) return `${name} ${silenceWords(router)}`;
  if (untoldTable !== null) return `${name} did not tell its ${untoldTable} to the end`;
  const lost = [...(structure?.places ?? [])].find(([, place]) => place === null);
  return lost === undefined ? null : `no table of ${name} tells over which interface session ${lost[0]} runs`;
}

/**
 * Routers of a metro that may have PNIs there of which nobody knows. One whose PNIs are known or declared is there
 * already, by its PNIs, unless it was interrupted when it told of its sessions.
 */
const unheardIn = (metro: string, pnis: readonly Pni[], fleet: Fleet): readonly Unheard[] =>
  [...fleet.routers.values()]
    .filter(
      ({ declared, untoldTable }) =>
        declared.metro === metro && (untoldTable !== null || !pnis.some(pni => pni.router === declared.name)),
    )
    .flatMap(router => {
      const why = untold(router);
      return why === null ? [] : [{ router: router.declared.name, why }];
    });

/** The metro with announced work among its reasons. */
function withMaintenance(metro: Metro, microsoft: MicrosoftPicture | null, now: Instant): Metro {
  const announced = microsoft === null ? [] : maintenanceReasons(microsoft.windows, metro.name, now);
  return announced.length === 0 ? metro : { ...metro, reasons: withFurther(metro.reasons, announced) };
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
  const chassis = chassisOf(fleet);
  const shared = sharedNames(fleet, chassis);
  const join = joinOf(fleet);
  const assessed = metrosOf(fleet, now, chassis, join);
  const microsoft = microsoftPictureOf(
    fleet,
    join,
    assessed.flatMap(metro => metro.pnis),
    now,
  );
  const metros = assessed.map(metro => withMaintenance(metro, microsoft, instant(now + fleet.clockOffset)));
  const routers = [...fleet.routers.values()].map(state => {
    const router = routerOf(state, fleet.settings.pollInterval, now);
    const said = shared.get(router.name);
    return said === undefined ? router : { ...router, findings: [...router.findings, said] };
  });
  const counts: Record<Verdict, number> = { redundant: 0, degraded: 0, 'at-risk': 0, down: 0, unknown: 0 };
  for (const metro of metros) counts[metro.verdict] += 1;
  const losses = metros.flatMap((metro): NextFailure[] =>
    metro.next === null ? [] : [{ metro: metro.name, loss: metro.next }],
  );
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
    trapPort: fleet.trapPort,
    microsoft,
    counts,
    next: losses.toSorted((a, b) => worseFailure(a.loss, b.loss))[0] ?? null,
    age: ages.some(age => age === null) || ages.length === 0 ? null : millis(Math.max(...ages.map(age => age ?? 0))),
    geo: geoOf(metros),
  };
}

/** The moment as the wall clock had it. */
export const wallTime = (picture: Pick<Picture, 'clockOffset'>, at: Instant): Instant =>
  instant(at + picture.clockOffset);

/** The age of a picture's data in words. */
export const dataAge = (picture: Picture): string => (picture.age === null ? 'waiting' : ageText(picture.age));
