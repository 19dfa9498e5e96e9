/** Events of service prefixes: withdrawals, backup routes, and a foreign origin, which may be a hijack. */
import type { Severity } from '../event.ts';
import type { Instant } from '../units.ts';
import type { PrefixEvent, ServicePrefix } from './routes.ts';

/** What an event of a prefix asks of a person. */
export interface PrefixEventMeaning {
  readonly severity: Severity;
  readonly words: string;
}

/** The documented types (connection-telemetry.md, prefix-telemetry.md); both type and level are free words in the API. */
const types = new Map<string, PrefixEventMeaning>(
  Object.entries({
    prefixannouncementevent: { severity: 'info', words: 'announced' },
    prefixwithdrawalevent: { severity: 'warning', words: 'withdrawn' },
    prefixbackuprouteannouncementevent: { severity: 'info', words: 'backup route announced' },
    prefixbackuproutewithdrawalevent: { severity: 'warning', words: 'backup route withdrawn' },
    prefixactivepath: { severity: 'info', words: 'active route' },
    prefixbackuppath: { severity: 'info', words: 'backup route' },
    prefixoriginaschangeevent: { severity: 'critical', words: 'another origin AS: possible hijack' },
    prefixbackuprouteoriginaschangeevent: {
      severity: 'critical',
      words: 'backup route of another origin AS: possible hijack',
    },
  } as const satisfies Record<string, PrefixEventMeaning>),
);

const levels: ReadonlyMap<string, Severity> = new Map([
  ['information', 'info'],
  ['informational', 'info'],
  ['warning', 'warning'],
  ['error', 'critical'],
  ['critical', 'critical'],
]);

const graver = (a: Severity, b: Severity): Severity =>
  a === 'critical' || b === 'critical' ? 'critical' : a === 'warning' || b === 'warning' ? 'warning' : 'info';

/** What an event means. A type or level that is not documented is told as it stands, and never as less than it says. */
export function meaningOf(event: PrefixEvent): PrefixEventMeaning {
  const known = types.get(event.type.toLowerCase());
  const level = levels.get(event.level?.toLowerCase() ?? '');
  // A leak, a hijack or a withdrawal in words that came later than the documents.
  const alarming = /hijack|leak/i.test(event.type) ? 'critical' : /withdraw/i.test(event.type) ? 'warning' : 'info';
  return {
    severity: graver(graver(known?.severity ?? 'info', level ?? 'info'), alarming),
    words: known?.words ?? event.summary ?? event.type,
  };
}

const gravity: Readonly<Record<Severity, number>> = { critical: 0, warning: 1, info: 2 };

const isWithdrawal = ({ type }: PrefixEvent): boolean => /withdraw/i.test(type);
const isForeignOrigin = ({ type }: PrefixEvent): boolean => /originaschange|hijack|leak/i.test(type);
/** After one of these a withdrawal is over. */
const isAnnouncement = ({ type }: PrefixEvent): boolean => /announcement|activepath|backuppath/i.test(type);
/** The backup route comes and goes by itself: its announcement does not bring the main one back. */
const isOfBackup = ({ type }: PrefixEvent): boolean => /backup/i.test(type);

/** For as long an event is an alarm whatever came after it; afterwards one that nothing ended is a warning, and others are history. */
const recent = 86_400_000;

/** An event that still holds, and since when; null where it has no moment. */
export interface OpenEvent extends PrefixEventMeaning {
  readonly at: Instant | null;
  /** In Microsoft's words. */
  readonly summary: string | null;
  /** Nothing told its end, and it is too long ago to be an alarm. */
  readonly lingers: boolean;
}

function stillHolds(event: PrefixEvent, later: readonly PrefixEvent[], now: Instant): OpenEvent | null {
  const meaning = meaningOf(event);
  const isOver = later.some(each => isAnnouncement(each) && isOfBackup(each) === isOfBackup(event));
  const isRecent = event.at === null || now - event.at < recent;
  const open = { ...meaning, at: event.at, summary: event.summary, lingers: false };
  if (meaning.severity === 'info') return null;
  if (isWithdrawal(event)) return isOver ? null : open;
  if (isRecent) return meaning.severity === 'critical' || !isOver ? open : null;
  return isForeignOrigin(event) && !isOver ? { ...open, severity: 'warning', lingers: true } : null;
}

/**
 * The gravest event that still holds at the time of day `now`, of equals the newest: a withdrawal until its route is
 * announced again, however long that takes; a foreign origin for a day, as the announcement after it may be the
 * hijacker's, and then as a warning until one came.
 */
export function openEvent(events: readonly PrefixEvent[], now: Instant): OpenEvent | null {
  const open = events.flatMap((event, position) => stillHolds(event, events.slice(position + 1), now) ?? []);
  return open.toReversed().toSorted((a, b) => gravity[a.severity] - gravity[b.severity])[0] ?? null;
}

/** Names an event across two lists: the API gives events no id. */
export const prefixEventKey = (prefix: ServicePrefix, event: PrefixEvent): string =>
  `${prefix.key} ${event.at ?? ''} ${event.type} ${event.summary ?? ''}`;
