/** One BGP session as both ends tell it, and whether they agree. */
import type { BgpState } from '../session-facts.ts';
import type { Instant, Millis, Seconds } from '../units.ts';
import type { MicrosoftSession } from './peerings.ts';

/** What Microsoft says of a session that a router has too. */
export interface SessionWitness {
  /** As told; null where nothing is told. */
  readonly state: string | null;
  /** Null while either end is not known, or Microsoft has no session to speak of. */
  readonly agrees: boolean | null;
  /** It disagrees, and not only because Microsoft's view, which is a cached one, has not caught up with a change yet. */
  readonly lasting: boolean;
  readonly at: Instant;
  readonly age: Millis;
  /** Too old to be compared. */
  readonly stale: boolean;
  /** Microsoft's end and ours, as Microsoft has them. */
  readonly microsoft: string | null;
  readonly peer: string | null;
}

/** What the router says of the session. */
export interface OwnEnd {
  readonly state: BgpState | null;
  readonly established: Seconds | null;
  readonly presence: 'present' | 'missing' | 'stale';
  /** When the router was seen to change the state; null while it never did. */
  readonly changedAt: Instant | null;
}

/**
 * Session states of the API that say how BGP is (SessionStateV4 and V6): of these only Established is up, and `Active`
 * is the BGP state, "trying to connect". `None` and the Pending… states say that there is nothing to tell yet, and a
 * word that is not known here proves nothing.
 */
const bgpStates: ReadonlySet<string> = new Set([
  'idle',
  'connect',
  'active',
  'opensent',
  'openconfirm',
  'openreceived',
  'established',
]);

/** How long Microsoft's view may be behind a change of ours before that is worth an alarm. */
const catchUpTime = 180_000;

/** True, false, or null where the word does not tell: `None`, `PendingAdd`, or one that nobody knows. */
export function isEstablished(state: string | null): boolean | null {
  const word = state?.toLowerCase() ?? '';
  return bgpStates.has(word) ? word === 'established' : null;
}

/** Whether the router has the session up: a row that has left the table is known not to be. */
function ownUp({ state, presence }: OwnEnd): boolean | null {
  if (presence === 'missing') return false;
  return presence === 'stale' || state === null ? null : state === 'established';
}

/** How long the router's end has been as it is, as far as that is known; a session up for a moment may not have been seen to come up. */
function ownAge({ changedAt, established }: OwnEnd, now: number): number {
  const since = changedAt === null ? Number.POSITIVE_INFINITY : now - changedAt;
  return Math.min(since, established === null ? Number.POSITIVE_INFINITY : established * 1000);
}

/**
 * Compares the two ends. An answer that is older than the state that it differs from says nothing of it: Microsoft was
 * asked before the session came up, or before it fell.
 */
export function witnessOf(
  theirs: MicrosoftSession,
  ours: OwnEnd,
  heard: { readonly at: Instant; readonly age: Millis; readonly stale: boolean },
): SessionWitness {
  const up = ownUp(ours);
  const there = isEstablished(theirs.state);
  const cameUpLater = up === true && ours.established !== null && ours.established * 1000 < heard.age;
  const changedLater = ours.changedAt !== null && ours.changedAt > heard.at;
  const comparable = !heard.stale && up !== null && there !== null && (up === there || !(cameUpLater || changedLater));
  const agrees = comparable ? up === there : null;
  return {
    state: theirs.state,
    agrees,
    lasting: agrees === false && ownAge(ours, heard.at + heard.age) > catchUpTime,
    ...heard,
    microsoft: theirs.microsoft,
    peer: theirs.peer,
  };
}
