/**
 * Which connection at Microsoft is which PNI: by the addresses of their sessions, then by the subnet, then by the
 * connection's identifier. No address is ever computed: sources disagree about which end of a subnet is whose.
 */
import { canonicalAddress } from '../addresses.ts';
import type { Fleet, RouterState } from '../fleet.ts';
import type { PniInventory } from '../pni-inventory.ts';
import type { Afi, SessionKey } from '../session-facts.ts';
import { isWithin } from '../subnets.ts';
import type { Connection, MicrosoftSession, Peering } from './peerings.ts';
import { type AnswerTo, allTold, type Told, told } from './told.ts';

/** What tied a connection to a PNI. */
export type JoinedBy = 'addresses' | 'subnet' | 'identifier';

/** A session of a router with a peer that makes a PNI. */
export interface RouterSession {
  readonly router: string;
  readonly key: SessionKey;
  readonly afi: Afi;
  readonly peer: string;
  readonly local: string | null;
  readonly remoteAs: number | null;
  /** The PNI that it runs over; null where nothing tells. */
  readonly pni: string | null;
}

/** A connection with what it was found to be. */
export interface JoinedConnection {
  readonly peering: Peering;
  readonly connection: Connection;
  /** The list that it was told in. */
  readonly from: Told<AnswerTo<'peerings' | 'legacy-peerings'>>;
  /** Null where no PNI is known to be it. */
  readonly pni: string | null;
  readonly router: string | null;
  readonly by: JoinedBy | null;
  /** Microsoft's sessions by ours: `router key`. */
  readonly sessions: ReadonlyMap<string, MicrosoftSession>;
  /** Sessions that Microsoft has addresses for and no router of ours has. */
  readonly unseen: readonly MicrosoftSession[];
}

/** Both ends put together. */
export interface Join {
  readonly connections: readonly JoinedConnection[];
  /** By PNI; of several connections over one PNI the first. */
  readonly byPni: ReadonlyMap<string, JoinedConnection>;
  /** Sessions of ours that no connection has. */
  readonly unclaimed: readonly RouterSession[];
  /** PNIs over which sessions of more than one connection run, by id. */
  readonly crowded: ReadonlyMap<string, readonly JoinedConnection[]>;
}

/** AS numbers from which Microsoft peers with partners: 8075, and 8069 of its content network (docs/microsoft.md). */
const microsoftAsns: ReadonlySet<number> = new Set([8075, 8069]);

/** Names a session of a router across the fleet. */
export const sessionName = (session: Pick<RouterSession, 'router' | 'key'>): string =>
  `${session.router} ${session.key}`;

function sessionsOf(router: RouterState): readonly RouterSession[] {
  const name = router.declared.name;
  const placed = new Map(router.inventory.flatMap(pni => pni.sessions.map(key => [key, pni.id] as const)));
  return [...router.sessions].flatMap(([key, { facts }]) => {
    const { afi, peer, local, remoteAs } = facts.value;
    return [{ router: name, key, afi, peer, local, remoteAs, pni: placed.get(key) ?? null }];
  });
}

/** One session of ours for one of Microsoft's; null for none, and where several would do. */
function matching(
  theirs: MicrosoftSession,
  byPeer: ReadonlyMap<string, readonly RouterSession[]>,
  all: readonly RouterSession[],
): { readonly session: RouterSession; readonly by: 'addresses' | 'subnet' } | null {
  const { microsoft, peer, subnet, afi } = theirs;
  if (microsoft !== null) {
    const candidates = byPeer.get(microsoft) ?? [];
    const exact = candidates.filter(each => peer !== null && each.local === peer);
    const [only, ...others] = exact.length > 0 ? exact : candidates;
    return only === undefined || others.length > 0 ? null : { session: only, by: 'addresses' };
  }
  if (subnet === null) return null;
  const [only, ...others] = all.filter(each => each.afi === afi && isWithin(each.peer, subnet));
  return only === undefined || others.length > 0 ? null : { session: only, by: 'subnet' };
}

const bare = (identifier: string): string => identifier.replaceAll('-', '').toLowerCase();

/** Identifiers shorter than this would be found in any description. */
const shortestIdentifier = 8;

/** A PNI that is declared to be this connection, or whose interface is described by its identifier. */
function byIdentifier(connection: Connection, pnis: readonly DescribedPni[]): DescribedPni | null {
  const wanted = bare(connection.identifier ?? '');
  if (wanted.length < shortestIdentifier) return null;
  const named = pnis.filter(({ pni }) => pni.declared?.connection != null && bare(pni.declared.connection) === wanted);
  const described = pnis.filter(({ alias }) => bare(alias).includes(wanted));
  const [only, ...others] = named.length > 0 ? named : described;
  return others.length > 0 ? null : (only ?? null);
}

interface DescribedPni {
  readonly pni: PniInventory;
  readonly alias: string;
}

const describedPnis = (router: RouterState): readonly DescribedPni[] =>
  router.inventory.map(pni => ({
    pni,
    alias: router.structure?.index.byName.get(pni.interface)?.alias ?? '',
  }));

interface OurEnd {
  readonly sessions: readonly RouterSession[];
  readonly byPeer: ReadonlyMap<string, readonly RouterSession[]>;
  readonly pnis: readonly DescribedPni[];
}

function joined(
  peering: Peering,
  connection: Connection,
  from: JoinedConnection['from'],
  { sessions, byPeer, pnis }: OurEnd,
): JoinedConnection {
  const found = new Map<string, MicrosoftSession>();
  const unseen: MicrosoftSession[] = [];
  const places: { readonly pni: string | null; readonly router: string; readonly by: JoinedBy }[] = [];
  for (const theirs of connection.sessions) {
    const match = matching(theirs, byPeer, sessions);
    if (match === null) {
      if (theirs.microsoft !== null || theirs.subnet !== null) unseen.push(theirs);
      continue;
    }
    found.set(sessionName(match.session), theirs);
    places.push({ pni: match.session.pni, router: match.session.router, by: match.by });
  }
  const place = places.find(each => each.pni !== null) ?? places[0];
  if (place !== undefined && place.pni !== null) {
    return { peering, connection, from, pni: place.pni, router: place.router, by: place.by, sessions: found, unseen };
  }
  const named = byIdentifier(connection, pnis)?.pni;
  return {
    peering,
    connection,
    from,
    pni: named?.id ?? null,
    router: named?.router ?? place?.router ?? null,
    by: named === undefined ? (place?.by ?? null) : 'identifier',
    sessions: found,
    unseen,
  };
}

function putTogether(fleet: Fleet, lists: readonly JoinedConnection['from'][]): Join {
  const routers = [...fleet.routers.values()];
  const sessions = routers.flatMap(sessionsOf);
  const byPeer = Map.groupBy(sessions, each => canonicalAddress(each.peer) ?? each.peer);
  const ours: OurEnd = { sessions, byPeer, pnis: routers.flatMap(describedPnis) };
  const connections = lists.flatMap(from =>
    from.answer.peerings.flatMap(peering =>
      peering.connections.map(connection => joined(peering, connection, from, ours)),
    ),
  );
  const byPni = new Map<string, JoinedConnection>();
  const crowded = new Map<string, JoinedConnection[]>();
  for (const each of connections) {
    if (each.pni === null) continue;
    const first = byPni.get(each.pni);
    if (first === undefined) byPni.set(each.pni, each);
    else crowded.set(each.pni, [...(crowded.get(each.pni) ?? [first]), each]);
  }
  const claimed = new Set(connections.flatMap(each => [...each.sessions.keys()]));
  const unclaimed = sessions.filter(
    each => each.remoteAs !== null && microsoftAsns.has(each.remoteAs) && !claimed.has(sessionName(each)),
  );
  return { connections, byPni, unclaimed, crowded };
}

/** Nothing to join: no API, or nothing heard of it. */
export const noJoin: Join = { connections: [], byPni: new Map(), unclaimed: [], crowded: new Map() };

interface Kept {
  readonly basis: readonly unknown[];
  readonly join: Join;
}
/** The join of late, by the list that it was made from: nothing of it changes from poll to poll. */
const kept = new WeakMap<object, Kept>();

/** Puts both ends together as far as each has been heard. */
export function joinOf(fleet: Fleet): Join {
  const { microsoft } = fleet;
  const main = microsoft === null ? null : told(microsoft, 'peerings');
  if (microsoft === null || main === null) return noJoin;
  const legacy = allTold(microsoft, 'legacy-peerings');
  const basis = [
    main.at,
    ...legacy.map(each => each.answer),
    ...[...fleet.routers.values()].flatMap(each => [each.inventory, each.structure]),
  ];
  const before = kept.get(main.answer);
  if (
    before !== undefined &&
    before.basis.length === basis.length &&
    before.basis.every((each, i) => each === basis[i])
  ) {
    return before.join;
  }
  const join = putTogether(fleet, [main, ...legacy]);
  kept.set(main.answer, { basis, join });
  return join;
}
