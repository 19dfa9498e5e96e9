/** What changed between two pictures: the events strip, and later the log. Ages and rates are no events; states are. */
import type { Picture, Router } from './picture.ts';
import type { Member } from './members.ts';
import type { Pni, PniState } from './pni.ts';
import type { Verdict } from './redundancy.ts';
import type { Session } from './sessions.ts';
import type { Instant } from './units.ts';

/** How much an event asks of a person. */
export type Severity = 'info' | 'warning' | 'critical';

/** One change of state. */
export interface FleetEvent {
  readonly at: Instant;
  readonly severity: Severity;
  readonly code: 'metro' | 'pni' | 'member' | 'session' | 'router' | 'table' | 'clock' | 'reset';
  /** Router, PNI or metro. */
  readonly subject: string;
  readonly text: string;
  readonly from: string | null;
  readonly to: string;
  /** How many like changes this one stands for. */
  readonly count: number;
}

const pniSeverity: Readonly<Record<PniState, Severity>> = {
  up: 'info',
  degraded: 'warning',
  down: 'critical',
  draining: 'info',
  drained: 'info',
  shut: 'warning',
  unknown: 'warning',
};
const verdictSeverity: Readonly<Record<Verdict, Severity>> = {
  redundant: 'info',
  degraded: 'warning',
  'at-risk': 'critical',
  down: 'critical',
  unknown: 'warning',
};

const keyed = <Item>(items: readonly Item[], key: (item: Item) => string): ReadonlyMap<string, Item> => new Map(items.map(item => [key(item), item]));

function routerEvents(before: Router | undefined, after: Router, at: Instant): FleetEvent[] {
  const events: FleetEvent[] = [];
  const base = { at, subject: after.name, count: 1 };
  const state = (router: Router | undefined): string | null => (router === undefined || router.reachable === null ? null : router.reachable ? 'answers' : 'silent');
  const was = state(before);
  const is = state(after);
  if (is !== null && was !== is) {
    const why = after.failure === null ? 'does not answer' : after.failure.text;
    if (is === 'silent') events.push({ ...base, severity: 'critical', code: 'router', text: why, from: was, to: is });
    else if (was === 'silent') events.push({ ...base, severity: 'info', code: 'router', text: 'answers again', from: was, to: is });
  }
  if (after.reset !== null && after.reset.at !== before?.reset?.at) {
    events.push({ ...base, severity: 'warning', code: 'reset', text: after.reset.text, from: null, to: 'restarted' });
  }
  for (const text of after.silent) {
    const group = text.split(':')[0] ?? text;
    if (!before?.silent.some(each => each.startsWith(`${group}:`))) events.push({ ...base, severity: 'warning', code: 'table', text, from: 'answers', to: 'silent' });
  }
  for (const text of before?.silent ?? []) {
    const group = text.split(':')[0] ?? text;
    if (!after.silent.some(each => each.startsWith(`${group}:`)) && after.reachable === true) {
      events.push({ ...base, severity: 'info', code: 'table', text: `${group} answer again`, from: 'silent', to: 'answers' });
    }
  }
  return events;
}

/** A word for a member that a person would say. */
const memberWord = (member: Member): string =>
  member.forwards === null ? 'unknown' : member.forwards ? 'forwarding' : member.lacp === 'missing' ? 'missing' : 'not forwarding';

function memberEvents(before: Pni | undefined, after: Pni, at: Instant): FleetEvent[] {
  const old = keyed(before?.members ?? [], member => member.name);
  const groups = new Map<string, { readonly from: string; readonly to: string; readonly why: string | null; readonly names: string[] }>();
  for (const member of after.members ?? []) {
    const was = old.get(member.name);
    const [from, to] = [was === undefined ? null : memberWord(was), memberWord(member)];
    // What was not known and is known now is no change of the network.
    if (from === null || from === to || from === 'unknown' || to === 'unknown') continue;
    const group = groups.get(`${from}>${to}`) ?? { from, to, why: member.lacpDetail, names: [] };
    group.names.push(member.name);
    groups.set(`${from}>${to}`, group);
  }
  return [...groups.values()].map(({ from, to, why, names }) => ({
    at,
    severity: to === 'forwarding' ? 'info' : 'warning',
    code: 'member',
    subject: after.id,
    text: `${names.length > 1 ? `${names[0]} … ${names[names.length - 1]}` : names[0]} ${from} → ${to}${why === null ? '' : `, ${why}`}`,
    from,
    to,
    count: names.length,
  }));
}

/** admin stop is a state of its own: a session that somebody shut is not one that fell. */
const sessionWord = (session: Session): string | null =>
  session.presence === 'stale' ? null : session.presence === 'missing' ? 'missing' : session.admin === 'stop' ? 'shut' : session.state;

function sessionEvents(before: Pni | undefined, after: Pni, at: Instant): FleetEvent[] {
  const old = keyed(before?.sessions ?? [], session => session.key);
  return after.sessions.flatMap((session): FleetEvent[] => {
    const was = old.get(session.key);
    const from = was === undefined ? null : sessionWord(was);
    const to = sessionWord(session);
    const base = { at, code: 'session', subject: after.id, count: 1 } as const;
    const who = `${session.afi === 'ipv4' ? 'v4' : 'v6'} ${session.peer}`;
    if (from !== null && to !== null && from !== to) {
      // Between two polls a session that is trying walks through connect, active and opensent: one of them is enough.
      const trying = (word: string): boolean => word !== 'established' && word !== 'shut' && word !== 'missing';
      if (trying(from) && trying(to)) return [];
      const why = to === 'established' || session.lastErrorText === null ? '' : `, ${session.lastErrorText}`;
      return [{ ...base, severity: to === 'established' ? 'info' : to === 'shut' ? 'warning' : 'critical', text: `${who} ${from} → ${to}${why}`, from, to }];
    }
    // Up both times, but not all the time between.
    const flapped = to === 'established' && was?.established != null && session.established !== null && session.established + 5 < was.established;
    return flapped ? [{ ...base, severity: 'warning', text: `${who} went down and came back between two polls`, from: 'established', to: 'established' }] : [];
  });
}

function pniEvents(before: Pni | undefined, after: Pni, at: Instant): FleetEvent[] {
  const events = [...memberEvents(before, after, at), ...sessionEvents(before, after, at)];
  if (before !== undefined && before.state !== after.state && !(before.state === 'unknown' && before.sampledAt === null)) {
    const why = after.state === 'up' ? '' : (after.reasons[0]?.text ?? '');
    events.push({
      at,
      severity: pniSeverity[after.state],
      code: 'pni',
      subject: after.id,
      text: `${before.state} → ${after.state}${why === '' ? '' : `: ${why}`}`,
      from: before.state,
      to: after.state,
      count: 1,
    });
  }
  return events;
}

/** The events between two pictures of one fleet, causes before their effects. */
export function eventsBetween(before: Picture, after: Picture): readonly FleetEvent[] {
  const { at } = after;
  const routers = keyed(before.routers, router => router.name);
  const pnis = keyed(before.metros.flatMap(metro => metro.pnis), pni => pni.id);
  const metros = keyed(before.metros, metro => metro.name);
  const events = after.routers.flatMap(router => routerEvents(routers.get(router.name), router, at));
  for (const metro of after.metros) for (const pni of metro.pnis) events.push(...pniEvents(pnis.get(pni.id), pni, at));
  for (const metro of after.metros) {
    const was = metros.get(metro.name);
    // The first verdict after the start is a finding, not a change.
    if (was === undefined || was.verdict === metro.verdict || was.age === null) continue;
    events.push({
      at,
      severity: verdictSeverity[metro.verdict],
      code: 'metro',
      subject: metro.name,
      text: `${was.verdict} → ${metro.verdict}${metro.reasons[0] === undefined ? '' : `: ${metro.reasons[0].text}`}`,
      from: was.verdict,
      to: metro.verdict,
      count: 1,
    });
  }
  const moved = after.clockOffset - before.clockOffset;
  if (Math.abs(moved) >= 1000) {
    const text = `this host's clock was set ${Math.abs(Math.round(moved / 1000))} s ${moved > 0 ? 'forward' : 'back'}; ages and rates are not affected`;
    events.push({ at, severity: 'warning', code: 'clock', subject: 'console', text, from: null, to: 'set', count: 1 });
  }
  return events;
}
