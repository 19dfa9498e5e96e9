/** What changed about a PNI between two pictures: its members, its sessions, and it as a whole. */
import type { FleetEvent, Severity } from './event.ts';
import { changeOf, type Memory, type Sight } from './last-known.ts';
import { lightEvents } from './light-events.ts';
import { type Member, whyNotForwarding } from './members.ts';
import type { Pni, PniState } from './pni.ts';
import type { Session } from './sessions.ts';
import type { Instant } from './units.ts';

const pniSeverity: Readonly<Record<PniState, Severity>> = {
  up: 'info',
  degraded: 'warning',
  down: 'critical',
  draining: 'info',
  drained: 'info',
  shut: 'warning',
  unknown: 'warning',
};

const keyed = <Item>(items: readonly Item[], key: (item: Item) => string): ReadonlyMap<string, Item> =>
  new Map(items.map(item => [key(item), item]));

/** A word for a member that a person would say. */
function memberSight(member: Member): Sight {
  if (member.forwards === null) return { word: null };
  return { word: member.forwards ? 'forwarding' : member.lacp === 'missing' ? 'missing' : 'not forwarding' };
}

interface MemberGroup {
  readonly from: string;
  readonly to: string;
  readonly why: string | null;
  readonly names: string[];
}

function memberEvents(before: Pni | undefined, after: Pni, at: Instant, memory: Memory): readonly FleetEvent[] {
  const old = keyed(before?.members ?? [], member => member.name);
  const groups = new Map<string, MemberGroup>();
  for (const member of after.members ?? []) {
    const was = old.get(member.name);
    const now = memberSight(member);
    const from = memory.before(`member ${after.id} ${member.name}`, was && memberSight(was), now)?.word ?? null;
    const to = now.word;
    // What was not known and is known now is no change of the network.
    if (from === null || to === null || from === to) continue;
    const group = groups.get(`${from}>${to}`) ?? {
      from,
      to,
      why: to === 'forwarding' ? null : whyNotForwarding(member),
      names: [],
    };
    group.names.push(member.name);
    groups.set(`${from}>${to}`, group);
  }
  return [...groups.values()].map(({ from, to, why, names }) => {
    const who = names.length > 1 ? `${names[0]} … ${names[names.length - 1]}` : names[0];
    const because = why === null ? '' : `, ${why}`;
    return {
      at,
      severity: to === 'forwarding' ? 'info' : 'warning',
      code: 'member',
      subject: after.id,
      text: `${who} ${from} → ${to}${because}`,
      from,
      to,
      count: names.length,
    };
  });
}

/** admin stop is a state of its own: a session that somebody shut is not one that fell. */
function sessionSight(session: Session): Sight {
  const count = session.transitions;
  if (session.presence === 'stale') return { word: null, count };
  if (session.presence === 'missing') return { word: 'missing', count };
  return { word: session.admin === 'stop' ? 'shut' : session.state, count };
}

function sessionSeverity(from: string, to: string): Severity {
  if (to === 'established') return 'info';
  // Somebody's work: shut, or no longer shut and on its way up.
  return to === 'shut' || from === 'shut' ? 'warning' : 'critical';
}

/** Between two polls a session that is trying walks through connect, active and opensent: that is no news. */
const isTrying = (word: string): boolean => word !== 'established' && word !== 'shut' && word !== 'missing';

/** A router whose own clock was set may take back a second or two. */
const slackSeconds = 2;

/** Established both times, but not all the time between. */
function hasFlapped(was: Session | undefined, is: Session, countBefore: number | null): boolean {
  const sameTable = was === undefined || was.source === is.source;
  if (sameTable && countBefore !== null && is.transitions !== null) return is.transitions > countBefore;
  const [then, now] = [was?.establishedAsRead ?? null, is.establishedAsRead];
  return then !== null && now !== null && now + slackSeconds < then;
}

function sessionEvent(
  before: Session | undefined,
  after: Session,
  pni: Pni,
  at: Instant,
  memory: Memory,
): FleetEvent | null {
  const now = sessionSight(after);
  const known = memory.before(`session ${pni.id} ${after.key}`, before && sessionSight(before), now);
  const to = now.word;
  if (known === null || to === null) return null;
  const from = known.word;
  const base = { at, code: 'session', subject: pni.id, count: 1, from, to } as const;
  const who = `${after.afi === 'ipv4' ? 'v4' : 'v6'} ${after.peer}`;
  if (from === to) {
    if (to !== 'established' || !hasFlapped(before, after, known.count)) return null;
    return { ...base, severity: 'warning', text: `${who} went down and came back between two polls` };
  }
  if (isTrying(from) && isTrying(to)) return null;
  const why = to === 'established' || after.lastErrorText === null ? '' : `, ${after.lastErrorText}`;
  return { ...base, severity: sessionSeverity(from, to), text: `${who} ${from} → ${to}${why}` };
}

function sessionEvents(before: Pni | undefined, after: Pni, at: Instant, memory: Memory): readonly FleetEvent[] {
  const old = keyed(before?.sessions ?? [], session => session.key);
  return after.sessions.flatMap(session => sessionEvent(old.get(session.key), session, after, at, memory) ?? []);
}

/** BFD beside a session that stays up: what falls with it is told by the session. */
function bfdEvents(before: Pni | undefined, after: Pni, at: Instant, memory: Memory): readonly FleetEvent[] {
  const old = keyed(before?.sessions ?? [], session => session.key);
  return after.sessions.flatMap((session): readonly FleetEvent[] => {
    const was = old.get(session.key);
    const now: Sight = { word: session.bfd?.state ?? null };
    const then = was && { word: was.bfd?.state ?? null };
    const from = memory.before(`bfd ${after.id} ${session.key}`, then, now)?.word ?? null;
    const to = now.word;
    const stays = was?.state === 'established' && session.state === 'established';
    if (from === null || to === null || from === to || !stays) return [];
    const why = session.bfd?.diagnosticText;
    const text = `BFD to ${session.peer} ${from} → ${to}${to === 'up' || why == null ? '' : `, ${why}`}`;
    const severity = to === 'down' || to === 'failing' || to === 'gone' ? 'warning' : 'info';
    return [{ at, severity, code: 'bfd', subject: after.id, text, from, to, count: 1 }];
  });
}

/** The events of one PNI, causes before their effects. `silent`: its router does not answer, which an event of its own says. */
export function pniEvents(
  before: Pni | undefined,
  after: Pni,
  silent: boolean,
  at: Instant,
  memory: Memory,
): readonly FleetEvent[] {
  const events = [
    ...lightEvents(before, after, at, memory),
    ...memberEvents(before, after, at, memory),
    ...sessionEvents(before, after, at, memory),
    ...bfdEvents(before, after, at, memory),
  ];
  const change = changeOf(`pni ${after.id}`, before?.state, after.state, memory, silent);
  if (change === null) return events;
  const why = after.state === 'up' ? '' : (after.reasons[0]?.text ?? '');
  const text = `${change.from} → ${change.to}${why === '' ? '' : `: ${why}`}`;
  const event = {
    at,
    severity: pniSeverity[after.state],
    code: 'pni',
    subject: after.id,
    text,
    ...change,
    count: 1,
  } as const;
  return [...events, event];
}
