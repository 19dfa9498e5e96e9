/** What changed at Microsoft between two pictures: connections, sessions, prefixes, announced work, and the API itself. */
import type { FleetEvent, Severity } from '../event.ts';
import type { Memory } from '../last-known.ts';
import type { Instant } from '../units.ts';
import { connectionName } from './findings.ts';
import type { ConnectionView, MicrosoftPicture } from './picture.ts';
import { meaningOf, prefixEventKey } from './prefix-events.ts';
import type { PrefixEvent, ServicePrefix } from './routes.ts';
import { endText } from './session-match.ts';
import { allTold, told } from './told.ts';
import { type WorkWindow, windowKey } from './windows.ts';

type Make = (
  code: FleetEvent['code'],
  severity: Severity,
  subject: string,
  text: string,
  change: { readonly from: string | null; readonly to: string },
) => FleetEvent;

const maker =
  (at: Instant): Make =>
  (code, severity, subject, text, change) => ({ at, severity, code, subject, text, ...change, count: 1 });

const phaseSeverity = {
  'in-service': 'info',
  'before-service': 'info',
  changing: 'warning',
  blocked: 'warning',
  ending: 'warning',
  failed: 'critical',
  unknown: 'warning',
} as const satisfies Record<ConnectionView['stage']['phase'], Severity>;

function connectionEvents(
  before: ConnectionView | undefined,
  after: ConnectionView,
  make: Make,
): readonly FleetEvent[] {
  const subject = after.pni ?? connectionName(after);
  if (before === undefined) return [];
  const events: FleetEvent[] = [];
  const [from, to] = [before.connection.state ?? 'no state', after.connection.state ?? 'no state'];
  if (from !== to) {
    const text = `connection at Microsoft ${from} → ${to}: ${after.stage.words}`;
    events.push(make('microsoft', phaseSeverity[after.stage.phase], subject, text, { from, to }));
  }
  for (const session of after.connection.sessions) {
    const was = before.connection.sessions.find(each => each.afi === session.afi)?.state ?? null;
    if (was === null || session.state === null || was === session.state) continue;
    const who = `${session.afi === 'ipv4' ? 'v4' : 'v6'} ${endText(session)}`.trim();
    const severity = session.state.toLowerCase() === 'established' ? 'info' : 'warning';
    events.push(
      make('microsoft', severity, subject, `Microsoft: ${who} ${was} → ${session.state}`, {
        from: was,
        to: session.state,
      }),
    );
  }
  return events;
}

/** Connections by identifier, where the list of peerings was read whole; those without one cannot be told apart for sure. */
function listed({ state, connections }: MicrosoftPicture): ReadonlyMap<string, ConnectionView> | null {
  const list = told(state, 'peerings')?.answer.list;
  if (list === undefined || list.cut || list.unreadable > 0) return null;
  return new Map(
    connections.flatMap(each => {
      const { identifier } = each.connection;
      return each.peering.legacy || identifier === null ? [] : [[identifier.toLowerCase(), each] as const];
    }),
  );
}

/** Connections that Microsoft lists for the first time, or no longer. */
function listingEvents(before: MicrosoftPicture, after: MicrosoftPicture, make: Make): readonly FleetEvent[] {
  const [were, are] = [listed(before), listed(after)];
  if (were === null || are === null) return [];
  const event = (view: ConnectionView, severity: Severity, text: string, from: string | null, to: string) =>
    make('microsoft', severity, view.pni ?? connectionName(view), text, { from, to });
  const gone = [...were].flatMap(([identifier, view]) => {
    if (are.has(identifier)) return [];
    const was = view.connection.state ?? 'no state';
    return [event(view, 'warning', `Microsoft no longer lists its connection, which was ${was}`, was, 'not listed')];
  });
  const added = [...are].flatMap(([identifier, view]) => {
    if (were.has(identifier)) return [];
    const state = view.connection.state ?? 'no state';
    const text = `Microsoft lists a new connection at ${view.peering.location ?? 'an unnamed metro'}: ${state}`;
    return [event(view, 'info', text, null, state)];
  });
  return [...gone, ...added];
}

/** What is told of the agreement; null while it is not known, or Microsoft is merely a step behind. */
const wordOf = ({ agrees, lasting }: ConnectionView): string | null =>
  agrees === true ? 'agrees' : agrees === false && lasting ? 'disagrees' : null;

/** A disagreement is told when it lasts and when it is over; in between it may not be known for a while. */
function agreementEvent(
  before: ConnectionView | undefined,
  after: ConnectionView,
  make: Make,
  memory: Memory,
): FleetEvent | null {
  if (before === undefined) return null;
  const to = wordOf(after);
  const known = memory.before(`microsoft ${after.id}`, { word: wordOf(before) }, { word: to });
  const from = known?.word ?? 'unknown';
  // The first comparison is no news where it agrees.
  if (to === null || from === to || (from === 'unknown' && to === 'agrees')) return null;
  const subject = after.pni ?? connectionName(after);
  return to === 'agrees'
    ? make('microsoft', 'info', subject, 'the router and Microsoft agree again', { from, to })
    : make('microsoft', 'warning', subject, 'the router and Microsoft disagree about its sessions', { from, to });
}

function prefixEvents(before: MicrosoftPicture, after: MicrosoftPicture, make: Make): readonly FleetEvent[] {
  const events: FleetEvent[] = [];
  const known = new Map(before.prefixes.map(each => [each.id, each]));
  for (const prefix of after.prefixes) {
    const was = known.get(prefix.id);
    const [from, to] = [was?.validation ?? null, prefix.validation];
    if (was === undefined || from === to || to === null) continue;
    const bad = /failed|invalid/i.test(to);
    const why = prefix.errorMessage === null ? '' : `: ${prefix.errorMessage}`;
    const severity = bad ? 'critical' : /warning|unknown/i.test(to) ? 'warning' : 'info';
    events.push(
      make('prefix', severity, prefix.prefix, `${prefix.kind} prefix ${from ?? 'not told'} → ${to}${why}`, {
        from,
        to,
      }),
    );
  }
  return events;
}

/** What a list of events has that the one before had not. At the first list nothing is new: it is what is found. */
function newPrefixEvents(before: MicrosoftPicture, after: MicrosoftPicture, make: Make): readonly FleetEvent[] {
  const heard = new Set(allTold(before.state, 'service-prefixes').map(each => each.subject));
  const seen = new Set(
    allTold(before.state, 'service-prefixes').flatMap(each =>
      each.answer.prefixes.flatMap(prefix => prefix.events.map(event => prefixEventKey(prefix, event))),
    ),
  );
  // What was not told for a while is history when it is told again, but for what still holds.
  const refused = new Set(
    allTold(before.state, 'service-prefixes').flatMap(each =>
      each.answer.eventsUntold === undefined ? [] : each.subject,
    ),
  );
  const open = new Map(after.prefixes.map(each => [each.id, each.open]));
  const isNews = (subject: string, prefix: ServicePrefix, event: PrefixEvent): boolean =>
    !refused.has(subject) || open.get(`service ${prefix.key}`)?.at === event.at;
  return allTold(after.state, 'service-prefixes')
    .filter(each => heard.has(each.subject))
    .flatMap(each =>
      each.answer.prefixes.flatMap(prefix =>
        prefix.events
          .filter(event => !seen.has(prefixEventKey(prefix, event)) && isNews(each.subject, prefix, event))
          .map(event => {
            const { severity, words } = meaningOf(event);
            const more = event.summary === null || event.summary === words ? '' : `: ${event.summary}`;
            return make('prefix', severity, prefix.prefix, `${words}${more}`, { from: null, to: event.type });
          }),
      ),
    );
}

const windowWords: Readonly<Record<WorkWindow['phase'], string>> = {
  ahead: 'announced',
  now: 'has begun',
  overdue: 'goes on beyond its end',
  past: 'is over',
  cancelled: 'is cancelled',
};

function windowEvents(before: MicrosoftPicture, after: MicrosoftPicture, make: Make): readonly FleetEvent[] {
  const known = new Map(before.windows.map(each => [windowKey(each), each.phase]));
  const heard = { 'service-health': told(before.state, 'health') !== null, note: told(before.state, 'notes') !== null };
  return after.windows.flatMap(window => {
    const was = known.get(windowKey(window));
    if (was === window.phase || (was === undefined && (!heard[window.source] || window.phase === 'past'))) return [];
    const subject = window.metros.join(', ') || 'Microsoft';
    const severity: Severity = window.phase === 'now' || window.phase === 'overdue' ? 'warning' : 'info';
    const what = window.kind === 'issue' ? 'service issue' : 'maintenance';
    return [
      make('maintenance', severity, subject, `${what} ${windowWords[window.phase]}: ${window.title}`, {
        from: was ?? null,
        to: window.phase,
      }),
    ];
  });
}

function apiEvent(before: MicrosoftPicture, after: MicrosoftPicture, make: Make): FleetEvent | null {
  if (after.failure !== null && before.failure === null) {
    return make('microsoft', 'warning', 'Microsoft', `its API does not tell its peerings: ${after.failure.text}`, {
      from: 'answers',
      to: 'silent',
    });
  }
  if (after.failure === null && before.failure !== null && after.age !== null) {
    return make('microsoft', 'info', 'Microsoft', 'its API tells its peerings again', {
      from: 'silent',
      to: 'answers',
    });
  }
  return null;
}

/** The events of Microsoft's side between two pictures of it. */
export function microsoftEvents(
  before: MicrosoftPicture | null,
  after: MicrosoftPicture | null,
  at: Instant,
  memory: Memory,
): readonly FleetEvent[] {
  if (before === null || after === null) return [];
  const make = maker(at);
  const connections = new Map(before.connections.map(each => [each.id, each]));
  const events = [
    apiEvent(before, after, make),
    ...listingEvents(before, after, make),
    ...after.connections.flatMap(each => connectionEvents(connections.get(each.id), each, make)),
    ...after.connections.map(each => agreementEvent(connections.get(each.id), each, make, memory)),
    ...prefixEvents(before, after, make),
    ...newPrefixEvents(before, after, make),
    ...windowEvents(before, after, make),
  ];
  return events.filter(event => event !== null);
}
