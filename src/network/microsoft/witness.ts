/** What Microsoft says of one PNI, beside what its router says. */
import { isStale } from '../age.ts';
import type { Rates } from '../rates.ts';
import type { SessionKey } from '../session-facts.ts';
import type { Session } from '../sessions.ts';
import { type BitsPerSecond, bitsPerSecond, type Instant, type Millis, millis } from '../units.ts';
import { isEstablished, type SessionWitness, witnessOf } from './agreement.ts';
import type { JoinedBy, JoinedConnection } from './join.ts';
import { type LifeStage, lifeStage } from './life-cycle.ts';
import type { Connection, MicrosoftSession, Peering } from './peerings.ts';
import { type AmbiguousSession, sessionName } from './session-match.ts';
import { type MicrosoftState, paceOf } from './told.ts';

/** The second witness of one PNI. */
export interface PniWitness {
  readonly peering: Peering;
  readonly connection: Connection;
  /** Further connections whose sessions run over this PNI too: none, unless something is wrong. */
  readonly others: readonly JoinedConnection[];
  readonly by: JoinedBy | null;
  readonly stage: LifeStage;
  /** Every connection over it is still being built, or was refused. */
  readonly unserved: boolean;
  readonly at: Instant;
  readonly age: Millis;
  readonly stale: boolean;
  /** False where any session disagrees, true where both ends have the same sessions and agree about each. */
  readonly agrees: boolean | null;
  /** By the router's key of the session. */
  readonly sessions: ReadonlyMap<SessionKey, SessionWitness>;
  /** Sessions that Microsoft has addresses for and the router does not have. */
  readonly unseen: readonly MicrosoftSession[];
  /** The router's keys of sessions that may be one of Microsoft's, which nothing tells. */
  readonly doubtful: ReadonlySet<string>;
  /** Sessions of which one end is ours and the other is not as Microsoft has it. */
  readonly contradicted: readonly AmbiguousSession[];
}

/** What the router says of the PNI, as far as it is compared. */
export interface OwnSide {
  readonly router: string;
  readonly sessions: readonly Session[];
}

/** False where any session disagrees, true where there are some and all agree; `open` are those that only one end has. */
export function agreementOf(witnesses: readonly SessionWitness[], open: number): boolean | null {
  if (witnesses.some(each => each.agrees === false)) return false;
  return open === 0 && witnesses.length > 0 && witnesses.every(each => each.agrees === true) ? true : null;
}

/** Sessions that Microsoft tells a state of and that nobody found at a router. */
export const untraced = ({
  unseen,
  ambiguous,
  contradicted,
}: Pick<JoinedConnection, 'unseen' | 'ambiguous' | 'contradicted'>): number =>
  [...unseen, ...[...ambiguous, ...contradicted].map(each => each.theirs)].filter(
    each => isEstablished(each.state) !== null,
  ).length;

/**
 * When a connection was told, and whether that is too old to be compared. Legacy peerings are listed once a day: good
 * for what there is, and too old for how it is.
 */
export const heardOf = ({ from }: Pick<JoinedConnection, 'from'>, state: MicrosoftState, now: Instant) => ({
  at: from.at,
  age: millis(now - from.at),
  stale: isStale(from.at, now, millis(state.interval * paceOf(state))),
});

/** What a connection says of the sessions of ours that it has. */
export function witnessesOf(
  joined: JoinedConnection,
  ours: OwnSide,
  state: MicrosoftState,
  now: Instant,
): ReadonlyMap<SessionKey, SessionWitness> {
  const heard = heardOf(joined, state, now);
  return new Map(
    ours.sessions.flatMap(session => {
      const theirs = joined.sessions.get(sessionName({ router: ours.router, key: session.key }));
      return theirs === undefined ? [] : [[session.key, witnessOf(theirs, session, heard)] as const];
    }),
  );
}

/** Where several connections have one session, the one that does not fit is told. */
const doubt = ({ agrees, lasting }: SessionWitness): number =>
  lasting ? 0 : agrees === false ? 1 : agrees === null ? 2 : 3;

/** A phase in which a connection carries nothing, as far as Microsoft says. */
const isUnserved = ({ connection }: JoinedConnection): boolean => {
  const { phase } = lifeStage(connection);
  return phase === 'before-service' || phase === 'failed';
};

/** The second witness of a PNI by the connections that were found for it; null where there is none. */
export function witness(
  joined: readonly JoinedConnection[],
  ours: OwnSide,
  state: MicrosoftState,
  now: Instant,
): PniWitness | null {
  const isOldNews = (each: JoinedConnection): number => Number(heardOf(each, state, now).stale);
  const [main, ...others] = joined.toSorted(
    (a, b) => Number(isUnserved(a)) - Number(isUnserved(b)) || isOldNews(a) - isOldNews(b),
  );
  if (main === undefined) return null;
  const all = [main, ...others];
  const sessions = new Map<SessionKey, SessionWitness>();
  for (const each of all) {
    for (const [key, told] of witnessesOf(each, ours, state, now)) {
      const before = sessions.get(key);
      if (before === undefined || doubt(told) < doubt(before)) sessions.set(key, told);
    }
  }
  const unwitnessed = ours.sessions.filter(each => !sessions.has(each.key)).length;
  return {
    peering: main.peering,
    connection: main.connection,
    others,
    by: main.by,
    stage: lifeStage(main.connection),
    unserved: all.every(isUnserved),
    ...heardOf(main, state, now),
    stale: all.every(each => heardOf(each, state, now).stale),
    agrees: agreementOf([...sessions.values()], unwitnessed + all.reduce((sum, each) => sum + untraced(each), 0)),
    sessions,
    unseen: all.flatMap(each => each.unseen),
    doubtful: new Set(
      all.flatMap(each =>
        [...each.ambiguous, ...each.contradicted].flatMap(({ ours: some }) =>
          some.flatMap(one => (one.router === ours.router ? one.key : [])),
        ),
      ),
    ),
    contradicted: all.flatMap(each => each.contradicted),
  };
}

/** Below this a link counts as empty: half a percent of its capacity, 50 Mb/s at least. */
export const emptyBelow = (capacity: BitsPerSecond | null): BitsPerSecond =>
  bitsPerSecond(Math.max(0.005 * (capacity ?? 0), 50e6));

/**
 * Whether a PNI is still being built, so that it neither helps a metro nor is missed in it: Microsoft says that the
 * connection is not in service, and it carries nothing. What carries traffic is in service whatever a list says; an old
 * answer, or a rate that nobody knows, leaves it open.
 */
export function isProvisioning(
  found: Pick<PniWitness, 'unserved' | 'stale'> | null,
  rates: Rates | null,
  capacity: BitsPerSecond | null,
): boolean | null {
  if (found === null || !found.unserved) return false;
  if (rates !== null && Math.max(rates.in, rates.out) >= emptyBelow(capacity)) return false;
  return found.stale || rates === null ? null : true;
}
