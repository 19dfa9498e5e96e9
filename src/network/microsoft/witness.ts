/** What Microsoft says of one PNI, beside what its router says. */
import { isStale } from '../age.ts';
import type { Rates } from '../rates.ts';
import type { Session } from '../sessions.ts';
import { type BitsPerSecond, bitsPerSecond, type Instant, type Millis, millis } from '../units.ts';
import { type SessionWitness, witnessOf } from './agreement.ts';
import { type JoinedBy, type JoinedConnection, sessionName } from './join.ts';
import { type LifeStage, lifeStage } from './life-cycle.ts';
import type { Connection, MicrosoftSession, Peering } from './peerings.ts';
import type { MicrosoftState } from './told.ts';

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
  /** False where any session disagrees, true where at least one agrees and none is in doubt. */
  readonly agrees: boolean | null;
  /** By the router's key of the session. */
  readonly sessions: ReadonlyMap<string, SessionWitness>;
  /** Sessions that Microsoft has addresses for and the router does not have. */
  readonly unseen: readonly MicrosoftSession[];
  /** The router's keys of sessions that may be one of Microsoft's, which nothing tells. */
  readonly doubtful: ReadonlySet<string>;
}

/** What the router says of the PNI, as far as it is compared. */
export interface OwnSide {
  readonly router: string;
  readonly sessions: readonly Session[];
}

/** False where any session disagrees, true where there are some and all agree. */
export function agreementOf(witnesses: readonly SessionWitness[]): boolean | null {
  if (witnesses.some(each => each.agrees === false)) return false;
  return witnesses.length > 0 && witnesses.every(each => each.agrees === true) ? true : null;
}

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
  const [main, ...others] = joined.toSorted((a, b) => Number(isUnserved(a)) - Number(isUnserved(b)));
  if (main === undefined) return null;
  // Legacy peerings are listed once a day: good for what there is, and too old for how it is.
  const heardOf = ({ from }: JoinedConnection) => ({
    at: from.at,
    age: millis(now - from.at),
    stale: isStale(from.at, now, state.interval),
  });
  const sessions = new Map<string, SessionWitness>();
  for (const session of ours.sessions) {
    const name = sessionName({ router: ours.router, key: session.key });
    for (const each of [main, ...others]) {
      const theirs = each.sessions.get(name);
      if (theirs !== undefined && !sessions.has(session.key)) {
        sessions.set(session.key, witnessOf(theirs, session, heardOf(each)));
      }
    }
  }
  return {
    peering: main.peering,
    connection: main.connection,
    others,
    by: main.by,
    stage: lifeStage(main.connection),
    unserved: [main, ...others].every(isUnserved),
    ...heardOf(main),
    stale: [main, ...others].some(each => heardOf(each).stale),
    agrees: agreementOf([...sessions.values()]),
    sessions,
    unseen: [main, ...others].flatMap(each => each.unseen),
    doubtful: new Set(
      [main, ...others].flatMap(each =>
        each.ambiguous.flatMap(({ ours: some }) => some.flatMap(one => (one.router === ours.router ? one.key : []))),
      ),
    ),
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
