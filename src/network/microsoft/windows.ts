/** Announced work as windows of time over metros: from Resource Health and from notes that somebody wrote down. */
import type { Instant } from '../units.ts';
import type { Join } from './join.ts';
import type { HealthNotice, MaintenanceNote, NoteImpact } from './maintenance.ts';
import type { Peering } from './peerings.ts';

/** One announced piece of work, or a service issue that touches peering. */
export interface WorkWindow {
  readonly id: string;
  readonly source: 'service-health' | 'note';
  readonly kind: 'maintenance' | 'issue';
  readonly title: string;
  readonly text: string;
  /** As told: `Active`, `CONFIRMED` … */
  readonly status: string;
  /** Null where the announcement does not say. */
  readonly impact: NoteImpact | null;
  /** Our metros that it may touch. */
  readonly metros: readonly string[];
  /** How the metros were found. */
  readonly by: 'named' | 'region' | 'declared' | 'unknown';
  /** Of the metros, those that the announcement names. */
  readonly named: readonly string[];
  /** Metros that it names beyond its regions, such as one to which traffic moves: no work is known to be done there. */
  readonly mentioned: readonly string[];
  /** Who works: Microsoft, or whoever wrote the mail. */
  readonly provider: string;
  /** What a note names. */
  readonly objects: readonly NamedObject[];
  readonly regions: readonly string[];
  readonly startsAt: Instant | null;
  /** An estimate where Microsoft says it. */
  readonly endsAt: Instant | null;
  /** `overdue`: its end has passed, and it is still said to go on. */
  readonly phase: 'ahead' | 'now' | 'overdue' | 'past' | 'cancelled';
  readonly updatedAt: Instant | null;
}

/** A metro, router or PNI that a note names, and the metros of ours that it serves; none where nobody knows it. */
export interface NamedObject {
  readonly name: string;
  readonly metros: readonly string[];
}

/** Names a window among all: two providers may count their work alike. */
export const windowKey = ({ source, provider, id }: Pick<WorkWindow, 'source' | 'provider' | 'id'>): string =>
  `${source} ${provider} ${id}`;

/** Of what a note names, that which says more than its metro does. */
export const namedWithin = ({ objects }: Pick<WorkWindow, 'objects'>, metro: string): readonly string[] =>
  objects.flatMap(each =>
    each.metros.includes(metro) && placeName(each.name) !== placeName(metro) ? [each.name] : [],
  );

/** Names of places are compared without case, blanks and punctuation: the API writes `san Jose`, `West Europe`, `westeurope`. */
export const placeName = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

/** A peering with the metros of ours that it is at. */
export interface PlacedPeering {
  readonly peering: Peering;
  readonly metros: readonly string[];
}

/** Places each peering at our metros: those where it has PNIs, and the one whose name it has. */
export function placedPeerings(
  peerings: readonly Peering[],
  join: Join,
  metroOf: ReadonlyMap<string, string>,
  metros: readonly string[],
): readonly PlacedPeering[] {
  const connections = Map.groupBy(join.connections, each => each.peering);
  const named = Map.groupBy(metros, placeName);
  return peerings.map(peering => {
    const byJoin = (connections.get(peering) ?? []).flatMap(each => each.pnis.flatMap(pni => metroOf.get(pni) ?? []));
    return { peering, metros: [...new Set([...byJoin, ...(named.get(placeName(peering.location ?? '')) ?? [])])] };
  });
}

/** The service's name in the documentation, and the other order that one page has. */
const isPeeringService = (name: string): boolean => /peering/i.test(name);

/** A notice that names no service is about peering if it says so; peering of virtual networks is another thing. */
const isAboutPeering = ({ services, title, text }: HealthNotice): boolean =>
  services.length > 0
    ? services.some(isPeeringService)
    : isPeeringService(`${title} ${text}`.replaceAll(/(?:virtual network|vnet) peering/gi, ''));

function phaseOf(startsAt: Instant | null, endsAt: Instant | null, over: boolean, now: Instant): WorkWindow['phase'] {
  if (over || (endsAt !== null && endsAt <= now)) return 'past';
  return startsAt === null || startsAt <= now ? 'now' : 'ahead';
}

/** What is still called active a day after its end has been forgotten rather than prolonged. */
const longestOverrun = 86_400_000;

const isOverdue = ({ status, endsAt }: HealthNotice, now: Instant): boolean =>
  /^active$/i.test(status ?? '') && endsAt !== null && endsAt <= now && now - endsAt < longestOverrun;

/** The words of a text, for names that consist of several. */
const wordsOf = (text: string): string =>
  ` ${text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()} `;

function regionMetros(
  notice: HealthNotice,
  peerings: readonly PlacedPeering[],
): Pick<WorkWindow, 'metros' | 'by' | 'named' | 'mentioned'> {
  const regions = new Set(notice.regions.map(placeName));
  // A notice for all regions is told as Global.
  const isGlobal = regions.has('global');
  const text = wordsOf(`${notice.title} ${notice.text}`);
  const names = new Set(peerings.flatMap(({ peering, metros }) => [peering.location ?? '', ...metros]));
  const said = new Set([...names].filter(name => wordsOf(name) !== '  ' && text.includes(wordsOf(name))));
  const isThere = ({ peering }: PlacedPeering): boolean => isGlobal || regions.has(placeName(peering.region ?? ''));
  const isNamed = ({ peering, metros }: PlacedPeering): boolean =>
    [peering.location ?? '', ...metros].some(name => said.has(name));
  const there = peerings.filter(isThere);
  // A metro that is named narrows its own region, and no other. One beyond the regions is not worked on: "traffic moves to …".
  const hit = [...Map.groupBy(there, each => placeName(each.peering.region ?? '')).values()].flatMap(region =>
    region.some(isNamed) ? region.filter(isNamed) : region,
  );
  // Where no region is told, a name is all there is; and what is for all is not for one alone.
  const touched = isGlobal ? there : regions.size > 0 ? hit : peerings.filter(isNamed);
  const named = touched.filter(isNamed);
  const metrosOf = (places: readonly PlacedPeering[]): readonly string[] => [
    ...new Set(places.flatMap(each => each.metros)),
  ];
  return {
    metros: metrosOf(touched),
    named: metrosOf(named),
    mentioned: metrosOf(peerings.filter(each => isNamed(each) && !touched.includes(each))),
    by: touched.length === 0 ? 'unknown' : named.length === touched.length ? 'named' : 'region',
  };
}

/** The window of a notice; null for what has nothing to do with peering. */
export function noticeWindow(
  notice: HealthNotice,
  peerings: readonly PlacedPeering[],
  now: Instant,
): WorkWindow | null {
  const planned = /planned/i.test(notice.type ?? '');
  const issue = /serviceissue|incident/i.test(notice.type ?? '');
  if (!(planned || issue) || !isAboutPeering(notice)) return null;
  const resolved = /resolved|completed/i.test(notice.status ?? '');
  return {
    id: notice.trackingId,
    source: 'service-health',
    kind: planned ? 'maintenance' : 'issue',
    title: notice.title,
    text: notice.text,
    status: notice.status ?? 'not told',
    impact: null,
    ...regionMetros(notice, peerings),
    provider: 'Microsoft',
    objects: [],
    regions: notice.regions,
    startsAt: notice.startsAt,
    endsAt: notice.endsAt,
    phase: isOverdue(notice, now) ? 'overdue' : phaseOf(notice.startsAt, notice.endsAt, resolved, now),
    updatedAt: notice.updatedAt,
  };
}

/** The window of a note; PNIs and routers that it names lead to the metros that they serve. */
export function noteWindow(
  note: MaintenanceNote,
  metrosOf: ReadonlyMap<string, readonly string[]>,
  now: Instant,
): WorkWindow {
  const names = new Map([...metrosOf].map(([name, metros]) => [placeName(name), metros]));
  const objects = note.objects.map(name => ({ name, metros: names.get(placeName(name)) ?? [] }));
  const metros = [...new Set(objects.flatMap(each => each.metros))];
  const phase = (): WorkWindow['phase'] => {
    switch (note.status) {
      case 'CANCELLED':
        return 'cancelled';
      case 'COMPLETED':
        return 'past';
      // Whoever wrote it down knows better than the times that were announced.
      case 'IN-PROCESS':
        return note.endsAt <= now ? 'overdue' : 'now';
      case 'TENTATIVE':
      case 'CONFIRMED':
      case 'RE-SCHEDULED':
        return phaseOf(note.startsAt, note.endsAt, false, now);
    }
  };
  return {
    id: note.maintenanceId,
    source: 'note',
    kind: 'maintenance',
    title: note.text === '' ? `${note.provider} ${note.maintenanceId}` : note.text,
    text: note.text,
    status: note.status,
    impact: note.impact,
    metros,
    by: metros.length === 0 ? 'unknown' : 'declared',
    named: metros,
    mentioned: [],
    provider: note.provider,
    objects,
    regions: [],
    startsAt: note.startsAt,
    endsAt: note.endsAt,
    phase: phase(),
    updatedAt: note.writtenAt,
  };
}

const phaseOrder: Readonly<Record<WorkWindow['phase'], number>> = {
  now: 0,
  overdue: 1,
  ahead: 2,
  past: 3,
  cancelled: 4,
};

/** What goes on now first, then what comes next, then what is over, the newest first. */
export const byUrgency = (a: WorkWindow, b: WorkWindow): number => {
  const byPhase = phaseOrder[a.phase] - phaseOrder[b.phase];
  if (byPhase !== 0) return byPhase;
  const [left, right] = [a.startsAt ?? 0, b.startsAt ?? 0];
  return a.phase === 'past' || a.phase === 'cancelled' ? right - left : left - right;
};
