/**
 * Whether one prefix is announced as the partner programme asks (R10): on every session of its peering, with a short
 * path of public AS numbers, and valid. Judged by what Microsoft heard when it was asked for exactly this prefix: the
 * list without a filter is a sample and proves nothing.
 */
import { canonicalAddress } from '../addresses.ts';
import { canonicalPrefix, isWithin } from '../subnets.ts';
import type { Instant } from '../units.ts';
import { isEstablished } from './agreement.ts';
import { routesSubject } from './answers.ts';
import type { Join, JoinedConnection } from './join.ts';
import { lifeStage } from './life-cycle.ts';
import type { MicrosoftSession, Peering } from './peerings.ts';
import { routeRules } from './route-rules.ts';
import type { ReceivedRoute, RegisteredPrefix } from './routes.ts';
import { type MicrosoftState, told, untold } from './told.ts';
import { adviceOf } from './validation-messages.ts';

/** One session that should carry the prefix. */
export interface CheckedSession {
  readonly peering: Peering;
  readonly pni: string | null;
  /** Our end, which is the next hop that Microsoft sees. */
  readonly address: string;
  /** Microsoft's state of the session. */
  readonly state: string | null;
  /** True once its peering has answered. */
  readonly asked: boolean;
  /** Null where nobody asked yet, or the answer does not tell. */
  readonly heard: boolean | null;
  readonly route: ReceivedRoute | null;
  /** Rules that its route does not keep. */
  readonly broken: readonly string[];
}

/** One rule and whether the prefix keeps it. */
export interface CheckedRule {
  readonly rule: string;
  /** Null where it is not known. */
  readonly met: boolean | null;
  /** What was seen. */
  readonly seen: string;
}

/** The check of one prefix. */
export interface PrefixCheck {
  readonly prefix: string;
  /** When the oldest answer came; null while nobody has asked. */
  readonly askedAt: Instant | null;
  /** Peerings that could not be asked, in words. */
  readonly failures: readonly string[];
  readonly sessions: readonly CheckedSession[];
  readonly rules: readonly CheckedRule[];
}

/** Addresses that are nobody's to announce: private (RFC 1918, 4193), shared (6598), link-local (3927, 4291), loopback. */
const notPublic: readonly string[] = [
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '100.64.0.0/10',
  '169.254.0.0/16',
  '127.0.0.0/8',
  'fc00::/7',
  'fe80::/10',
  '::1/128',
];

/** Documentation ranges are not private. */
const isPrivatePrefix = (text: string): boolean => notPublic.some(range => isWithin(text.split('/')[0] ?? '', range));

/**
 * Our end of a session, which is the next hop of what it hears: as the router has it, for Microsoft may have the two ends the
 * other way round. Null where the two contradict each other.
 */
export function ourEnd(session: MicrosoftSession, joined: JoinedConnection | undefined): string | null {
  if (joined === undefined) return session.peer;
  if (joined.contradicted.some(({ theirs }) => theirs === session)) return null;
  return joined.ends.get(session) ?? (joined.swapped.includes(session) ? session.microsoft : session.peer);
}

/** Ends of ours that more sessions of a peering have than routes came from there, where any did. */
function sharedEnds(peering: Peering, join: Join, hops: readonly (string | null)[]): ReadonlySet<string> {
  const ends = peering.connections.flatMap(connection => {
    const joined = join.connections.find(each => each.connection === connection);
    return connection.sessions.flatMap(session => ourEnd(session, joined) ?? []);
  });
  const count = (all: readonly (string | null)[], end: string): number => all.filter(each => each === end).length;
  return new Set(ends.filter(end => count(hops, end) > 0 && count(hops, end) < count(ends, end)));
}

function sessionsOf(
  peering: Peering,
  { prefix, ownAsn }: CheckSubject,
  state: MicrosoftState,
  join: Join,
): readonly CheckedSession[] {
  const rules = routeRules(ownAsn);
  const afi = prefix.includes(':') ? 'ipv6' : 'ipv4';
  const answer = told(state, 'received-routes', routesSubject(peering.key, prefix));
  const routes = (answer?.answer.routes ?? []).filter(
    route => canonicalPrefix(route.prefix) === canonicalPrefix(prefix),
  );
  // A record that nobody could read, or one without its session, may be the one that is missed.
  const isWhole =
    answer !== null &&
    !answer.answer.list.cut &&
    answer.answer.list.unreadable === 0 &&
    routes.every(route => route.nextHop !== null);
  const hops = routes.map(route => (route.nextHop === null ? null : canonicalAddress(route.nextHop)));
  // Sessions of one end of ours with several of Microsoft's, as at an exchange: a next hop does not tell which of them heard.
  const shared = sharedEnds(peering, join, hops);
  return peering.connections.flatMap(connection => {
    // Behind a deny-all policy Microsoft hears nothing, and over what it refused to build neither: both is right.
    const { phase } = lifeStage(connection);
    if (phase === 'before-service' || phase === 'failed') return [];
    const joined = join.connections.find(each => each.connection === connection);
    return connection.sessions.flatMap(session => {
      const own = ourEnd(session, joined);
      const end = own ?? session.microsoft ?? session.subnet;
      if (session.afi !== afi || end === null) return [];
      const isShared = own !== null && shared.has(own);
      const route = own === null || isShared ? undefined : routes[hops.indexOf(own)];
      return [
        {
          peering,
          pni: joined?.pni ?? null,
          address: end,
          state: session.state,
          asked: answer !== null,
          heard: route !== undefined ? true : isWhole && own !== null && !isShared ? false : null,
          route: route ?? null,
          broken: rules.flatMap(({ rule, holds }) => (route !== undefined && holds(route) === false ? [rule] : [])),
        },
      ];
    });
  });
}

/** All that must hold: one that fails decides, none known leaves it open. */
function allOf(parts: readonly (boolean | null)[]): boolean | null {
  if (parts.includes(false)) return false;
  return parts.length === 0 || parts.includes(null) ? null : true;
}

/** Where nothing says which peering should hear it, being heard on some is as right as on all. */
function heardSomewhere(sessions: readonly CheckedSession[]): CheckedRule {
  const heard = sessions.filter(each => each.heard === true).length;
  const places = [...Map.groupBy(sessions, each => each.peering)].flatMap(([{ name }, all]) => {
    const here = all.filter(each => each.heard === true).length;
    return here === 0 ? [] : [`${name} ${here} of ${all.length}`];
  });
  return {
    rule: 'heard on the sessions that should hear it',
    met: null,
    seen:
      sessions.length === 0
        ? 'no peering has a session of this family'
        : `${heard} of ${sessions.length}${places.length === 0 ? '' : ` (${places.join(', ')})`}; which should is not told`,
  };
}

function heardEverywhere(sessions: readonly CheckedSession[], where: string): CheckedRule {
  const silent = sessions.filter(each => each.heard === false);
  const idle = silent.filter(each => isEstablished(each.state) === false);
  const heard = sessions.filter(each => each.heard === true).length;
  const not = silent.map(each => each.address).join(', ');
  return {
    rule: `heard on every session ${where}`,
    met: allOf(sessions.map(each => each.heard)),
    seen:
      sessions.length === 0
        ? `there is no session of this family ${where}`
        : silent.length === 0
          ? `${heard} of ${sessions.length}`
          : `${heard} of ${sessions.length}, not from ${not}${idle.length > 0 ? ' (its session is not established)' : ''}`,
  };
}

/** The API tells no communities: only the registration's own verdict does. */
function communityRule(registered: RegisteredPrefix | null): CheckedRule {
  const advice = adviceOf(registered?.errorMessage ?? null);
  const verified = /^verified$/i.test(registered?.validation ?? '');
  return {
    rule: 'announced with community 8075:8007',
    met: advice?.family === 'community' ? false : verified ? true : null,
    seen:
      advice?.family === 'community'
        ? (registered?.errorMessage ?? '')
        : verified
          ? 'Microsoft has verified it'
          : 'the API tells no communities: look on the router',
  };
}

/** What is asked: a prefix, the peerings that should hear it, and its registration where it has one. */
export interface CheckSubject {
  readonly prefix: string;
  readonly peerings: readonly Peering[];
  /** Where all sessions of these peerings should hear it, in words; null where nothing tells. */
  readonly where: string | null;
  readonly registered: RegisteredPrefix | null;
  readonly ownAsn: number | null;
}

/** Judges a prefix by what has been told of it so far. */
export function checkPrefix(subject: CheckSubject, state: MicrosoftState, join: Join): PrefixCheck {
  const { prefix, peerings, where, registered, ownAsn } = subject;
  const sessions = peerings.flatMap(peering => sessionsOf(peering, subject, state, join));
  const routes = sessions.flatMap(each => each.route ?? []);
  const subjects = peerings.map(peering => ({ peering, key: routesSubject(peering.key, prefix) }));
  const moments = subjects.flatMap(({ key }) => told(state, 'received-routes', key)?.at ?? []);
  return {
    prefix,
    askedAt: moments.length === 0 ? null : moments.reduce((oldest, at) => (at < oldest ? at : oldest)),
    failures: subjects.flatMap(({ peering, key }) => {
      const failure = untold(state, 'received-routes', key);
      return failure === null ? [] : [`${peering.name}: ${failure.value.text}`];
    }),
    sessions,
    rules: [
      where === null ? heardSomewhere(sessions) : heardEverywhere(sessions, where),
      ...routeRules(ownAsn).map(({ rule, holds, seen }) => ({
        rule,
        met: allOf(routes.map(holds)),
        seen: [...new Set(routes.map(seen))].join(', ') || 'no route heard',
      })),
      communityRule(registered),
      { rule: 'a public prefix', met: !isPrivatePrefix(prefix), seen: prefix },
    ],
  };
}
