/** One PNI at one moment: usable or not, and why. Three-valued: what is not known is not assumed. */
import { ageText, fresh, isStale } from './age.ts';
import type { AdminStatus, OperStatus } from './facts.ts';
import type { RouterState, TrafficPoint } from './fleet.ts';
import type { PniInventory } from './inventory.ts';
import { isDown, type Member, membersOf } from './members.ts';
import type { Rates, VoidReason } from './rates.ts';
import { byWeight, type Reason, type ReasonCode, type Weight } from './reasons.ts';
import { type Session, sessionsOf } from './sessions.ts';
import { type BitsPerSecond, bitsPerSecond, type Instant, type Millis, millis, type Ratio, ratio } from './units.ts';

/** The state of a PNI. Draining and drained are set by a run, never inferred. */
export type PniState = 'up' | 'degraded' | 'down' | 'draining' | 'drained' | 'shut' | 'unknown';

/** A PNI as a person or a script sees it. */
export interface Pni {
  readonly id: string;
  readonly router: string;
  readonly interface: string;
  readonly metro: string;
  readonly alias: string;
  readonly isLag: boolean;
  readonly state: PniState;
  /** Whether it carries traffic: the question that a verdict asks. */
  readonly usable: boolean | null;
  readonly reasons: readonly Reason[];
  readonly oper: OperStatus | null;
  readonly admin: AdminStatus | null;
  /** Declared or built: every member that belongs to it. */
  readonly capacity: BitsPerSecond | null;
  /** What its forwarding members carry. */
  readonly activeCapacity: BitsPerSecond | null;
  readonly rates: Rates | null;
  readonly voided: VoidReason | null;
  /** The busier direction against the active capacity. */
  readonly utilization: Ratio | null;
  /** Null when nobody publishes them. */
  readonly members: readonly Member[] | null;
  readonly sessions: readonly Session[];
  readonly sampledAt: Instant | null;
  readonly age: Millis | null;
  readonly stale: boolean;
  readonly history: readonly TrafficPoint[];
}

/** Everything that the judgement of one PNI looks at. */
interface Evidence {
  readonly pni: PniInventory;
  readonly router: RouterState;
  readonly oper: OperStatus | null;
  readonly admin: AdminStatus | null;
  readonly interfaceHeard: boolean;
  readonly members: readonly Member[] | null;
  readonly sessions: readonly Session[];
  readonly now: Instant;
}

const familyName = { ipv4: 'v4', ipv6: 'v6' } as const;
const operWords: Readonly<Record<OperStatus, string>> = {
  up: 'up',
  down: 'down',
  testing: 'testing',
  unknown: 'unknown',
  dormant: 'dormant',
  'not-present': 'not present',
  'lower-layer-down': 'down (lower layer)',
};

function reasonsOf(evidence: Evidence): readonly Reason[] {
  const { pni, router, members, sessions, now } = evidence;
  const reasons: Reason[] = [];
  const add = (code: ReasonCode, weight: Weight, text: string): void => void reasons.push({ code, weight, subject: pni.id, text });
  const heardAt = router.heardAt;
  if (router.failure !== null) {
    add('router-unreachable', 'unknown', heardAt === null ? `${pni.router} has not answered yet` : `${pni.router} has not answered for ${ageText(now - heardAt)}`);
  }
  for (const [group, failure] of router.silent) {
    add('table-silent', 'unknown', `${pni.router} answers, but not for its ${groupWords[group]} since ${ageText(now - failure.at)}`);
  }
  if (evidence.admin === 'down') add('interface-shut', 'info', `${pni.interface} is shut down`);
  else if (isDown(evidence.oper) && evidence.oper !== null) add('interface-down', 'bad', `${pni.interface} is ${operWords[evidence.oper]}`);
  else if (!evidence.interfaceHeard && router.failure === null) add('stale', 'unknown', `nothing fresh is known of ${pni.interface}`);
  for (const reason of memberReasons(pni, members)) reasons.push(reason);
  if (sessions.length === 0) add('no-session', 'unknown', `no BGP session is known on ${pni.interface}`);
  for (const session of sessions) {
    const who = `${familyName[session.afi]} ${session.peer}`;
    if (session.presence === 'missing') add('session-missing', 'warn', `${who} is no longer in the router's table`);
    else if (session.presence === 'stale') {
      if (router.failure === null) add('stale', 'unknown', `nothing fresh is known of ${who}`);
    } else if (session.admin === 'stop') add('session-shut', 'info', `${who} is shut down by configuration`);
    else if (session.state !== 'established') add('session-down', 'bad', `${who} is ${session.state}${session.lastErrorText === null ? '' : `, last error ${session.lastErrorText}`}`);
  }
  return byWeight(reasons);
}

const groupWords = { interfaces: 'interfaces', lag: 'LAG states', bgp: 'BGP sessions' } as const;

function memberReasons(pni: PniInventory, members: readonly Member[] | null): readonly Reason[] {
  if (members === null) {
    return [{ code: 'members-unknown', weight: 'info', subject: pni.id, text: `no table tells the members of ${pni.interface}; declare them under pnis` }];
  }
  const out = members.filter(member => member.forwards === false);
  if (out.length === 0) return [];
  const below = members.length - out.length < (pni.declared?.minLinks ?? 1);
  const names = out.length > 3 ? `${out[0]?.name} … ${out[out.length - 1]?.name}` : out.map(member => member.name).join(', ');
  const why = new Set(out.map(member => (member.lacp === 'missing' ? 'missing' : (member.lacpDetail ?? member.oper ?? 'not forwarding'))));
  return [
    {
      code: below ? 'lag-below-min-links' : 'lag-degraded',
      weight: below ? 'bad' : 'warn',
      subject: pni.id,
      text: `${out.length} of ${members.length} members ${out.length === 1 ? 'is' : 'are'} not forwarding: ${names} (${[...why].join(', ')})`,
    },
  ];
}

/** All must hold; one that fails decides, one that is unknown leaves it open. */
function every(...parts: readonly (boolean | null)[]): boolean | null {
  if (parts.includes(false)) return false;
  return parts.includes(null) ? null : true;
}

function linkUp(evidence: Evidence): boolean | null {
  if (!evidence.interfaceHeard) return null;
  return evidence.admin !== 'down' && !isDown(evidence.oper);
}

function enoughMembers(evidence: Evidence): boolean | null {
  const { members, pni } = evidence;
  if (members === null || members.length === 0) return true;
  const need = pni.declared?.minLinks ?? 1;
  const sure = members.filter(member => member.forwards === true).length;
  const possible = members.filter(member => member.forwards !== false).length;
  return sure >= need ? true : possible < need ? false : null;
}

function anySession(sessions: readonly Session[]): boolean | null {
  if (sessions.some(session => session.state === 'established')) return true;
  return sessions.length === 0 || sessions.some(session => session.presence === 'stale') ? null : false;
}

function isShut(evidence: Evidence): boolean {
  const { sessions } = evidence;
  const allStopped = sessions.length > 0 && sessions.every(session => session.presence === 'present' && session.admin === 'stop');
  return allStopped || (evidence.interfaceHeard && evidence.admin === 'down');
}

function stateOf(evidence: Evidence, usable: boolean | null): PniState {
  if (isShut(evidence)) return 'shut';
  if (usable === null) return 'unknown';
  if (!usable) return 'down';
  const whole = evidence.sessions.every(session => session.state === 'established') && (evidence.members ?? []).every(member => member.forwards === true);
  if (whole) return 'up';
  const certain =
    evidence.sessions.some(session => session.presence !== 'stale' && session.state !== 'established') ||
    (evidence.members ?? []).some(member => member.forwards === false);
  // A session or member that is merely not heard makes "up" a guess.
  return certain ? 'degraded' : 'unknown';
}

const sum = (speeds: readonly (BitsPerSecond | null)[]): BitsPerSecond | null =>
  speeds.some(speed => speed === null) ? null : bitsPerSecond(speeds.reduce<number>((total, speed) => total + (speed ?? 0), 0));

/** A member that is down may report speed 0 or none; its siblings in a LAG run at the same speed (IEEE 802.1AX). */
function memberSpeeds(members: readonly Member[]): readonly (BitsPerSecond | null)[] {
  const common = members.find(member => member.speed !== null)?.speed ?? null;
  return members.map(member => member.speed ?? common);
}

/** Judges one PNI. */
export function assessPni(pni: PniInventory, router: RouterState, now: Instant, interval: Millis): Pni {
  const track = router.interfaces.get(pni.interface);
  const reading = fresh(track?.reading, now, interval);
  const members = membersOf(pni, router, now, interval);
  const sessions = sessionsOf(pni.sessions, router, now, interval);
  const evidence: Evidence = {
    pni,
    router,
    oper: reading?.oper ?? null,
    admin: reading?.admin ?? null,
    interfaceHeard: reading !== null,
    members,
    sessions,
    now,
  };
  const usable = every(linkUp(evidence), enoughMembers(evidence), anySession(sessions));
  const state = stateOf(evidence, usable);
  const facts = router.structure?.index.byName.get(pni.interface);
  const ownSpeed = reading?.speed ?? facts?.speed ?? null;
  const speeds = members === null || members.length === 0 ? [ownSpeed] : memberSpeeds(members);
  const capacity = pni.declared?.capacity ?? sum(speeds);
  const forwarding = members === null || members.length === 0 ? null : members.filter(member => member.forwards === true).length;
  const activeCapacity =
    linkUp(evidence) === false ? bitsPerSecond(0) : forwarding === null ? capacity : sum(speeds.filter((_, position) => members?.[position]?.forwards === true));
  const rates = fresh(track?.rates, now, interval);
  const sampledAt = oldest([track?.reading.at, ...pni.sessions.map(key => router.sessions.get(key)?.reading.at)]);
  return {
    id: pni.id,
    router: pni.router,
    interface: pni.interface,
    metro: pni.metro,
    alias: facts?.alias ?? '',
    isLag: pni.isLag,
    state,
    usable: state === 'shut' ? false : usable,
    reasons: reasonsOf(evidence),
    oper: evidence.oper,
    admin: evidence.admin,
    capacity,
    activeCapacity,
    rates,
    voided: track?.voided ?? null,
    utilization: rates === null || activeCapacity === null || activeCapacity <= 0 ? null : ratio(Math.max(rates.in, rates.out) / activeCapacity),
    members,
    sessions,
    sampledAt,
    age: sampledAt === null ? null : millis(now - sampledAt),
    stale: sampledAt === null || isStale(sampledAt, now, interval),
    history: router.history.get(pni.interface) ?? [],
  };
}

/** The oldest of the moments that make up a picture: a picture is as old as its oldest part. */
function oldest(moments: readonly (Instant | undefined)[]): Instant | null {
  const known = moments.filter(moment => moment !== undefined);
  return known.length === 0 ? null : known.reduce((a, b) => (b < a ? b : a));
}
