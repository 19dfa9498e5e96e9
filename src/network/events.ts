/** What changed between two pictures: the events strip, and later the log. Ages and rates are no events; states are. */
import type { FleetEvent, Severity } from './event.ts';
import { changeOf, type LastKnown, type Memory, memoryOf, nothingLost } from './last-known.ts';
import { microsoftEvents } from './microsoft/events.ts';
import type { Picture } from './picture.ts';
import { pniEvents } from './pni-events.ts';
import type { Metro } from './redundancy.ts';
import { routerEvents } from './router-events.ts';
import type { Instant } from './units.ts';
import type { Verdict } from './verdict.ts';

export type { FleetEvent } from './event.ts';

const verdictSeverity: Readonly<Record<Verdict, Severity>> = {
  redundant: 'info',
  degraded: 'warning',
  'at-risk': 'critical',
  down: 'critical',
  unknown: 'warning',
};

function metroEvent(before: Metro | undefined, after: Metro, at: Instant, memory: Memory): FleetEvent | null {
  const change = changeOf(`metro ${after.name}`, before?.verdict, after.verdict, memory, false);
  if (change === null) return null;
  // What is still wrong is no cause of its being well again.
  const why = after.verdict === 'redundant' ? undefined : after.reasons[0]?.text;
  return {
    at,
    severity: verdictSeverity[after.verdict],
    code: 'metro',
    subject: after.name,
    text: `${change.from} → ${change.to}${why === undefined ? '' : `: ${why}`}`,
    ...change,
    count: 1,
  };
}

/** A step of the wall clock that is worth a line; NTP moves it by less all the time. */
const noticedStep = 1000;

function clockEvent(before: Picture, after: Picture): FleetEvent | null {
  const moved = after.clockOffset - before.clockOffset;
  if (Math.abs(moved) < noticedStep) return null;
  const step = `${Math.abs(Math.round(moved / 1000))} s ${moved > 0 ? 'forward' : 'back'}`;
  const text = `this host's clock was set ${step}; ages and rates are not affected`;
  return {
    at: after.at,
    severity: 'warning',
    code: 'clock',
    subject: 'console',
    text,
    from: null,
    to: 'set',
    count: 1,
  };
}

/** The events between two pictures, and what has been lost sight of, to be given with the next. */
export interface Changes {
  readonly events: readonly FleetEvent[];
  readonly lost: LastKnown;
}

/** The events between two pictures of one fleet, causes before their effects. */
export function changesBetween(before: Picture, after: Picture, lost: LastKnown): Changes {
  const { at } = after;
  const memory = memoryOf(lost);
  const routers = new Map(before.routers.map(router => [router.name, router]));
  const pnis = new Map(before.metros.flatMap(metro => metro.pnis).map(pni => [pni.id, pni]));
  const metros = new Map(before.metros.map(metro => [metro.name, metro]));
  const silent = new Set(after.routers.filter(router => router.reachable === false).map(router => router.name));
  const events: (FleetEvent | null)[] = [
    ...after.routers.flatMap(router => routerEvents(routers.get(router.name), router, at)),
    ...after.metros
      .flatMap(metro => metro.pnis)
      .flatMap(pni => pniEvents(pnis.get(pni.id), pni, silent.has(pni.router), at, memory)),
    ...after.metros.map(metro => metroEvent(metros.get(metro.name), metro, at, memory)),
    ...microsoftEvents(before.microsoft, after.microsoft, at, memory),
    clockEvent(before, after),
  ];
  return { events: events.filter(event => event !== null), lost: memory.lost() };
}

/** The events between two pictures when nothing is remembered of what came before them. */
export const eventsBetween = (before: Picture, after: Picture): readonly FleetEvent[] =>
  changesBetween(before, after, nothingLost).events;
