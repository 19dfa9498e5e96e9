/**
 * Which connection at Microsoft is which PNI: by the addresses of their sessions, then by the subnet, then by the
 * connection's identifier. No address is ever computed: sources disagree about which end of a subnet is whose.
 */
import { canonicalAddress, isUnspecified } from '../addresses.ts';
import type { Fleet, RouterState } from '../fleet.ts';
import { byName } from '../order.ts';
import type { PniInventory } from '../pni-inventory.ts';
import type { SessionFacts } from '../session-facts.ts';
import type { Connection, MicrosoftSession, Peering } from './peerings.ts';
import {
  type AmbiguousSession,
  candidates,
  isProvable,
  microsoftAsns,
  type RouterSession,
  sessionName,
} from './session-match.ts';
import { type AnswerTo, allTold, type Told, told } from './told.ts';

/** What tied a connection to a PNI. */
export type JoinedBy = 'addresses' | 'subnet' | 'identifier';

/** A connection with what it was found to be. */
export interface JoinedConnection {
  readonly peering: Peering;
  readonly connection: Connection;
  /** The list that it was told in. */
  readonly from: Told<AnswerTo<'peerings' | 'legacy-peerings'>>;
  /** The PNI that it is; of several that its sessions run over the first. Null where none is known. */
  readonly pni: string | null;
  /** Every PNI that its sessions run over: one, unless something is cabled or configured otherwise than Microsoft has it. */
  readonly pnis: readonly string[];
  readonly router: string | null;
  readonly by: JoinedBy | null;
  /** Microsoft's sessions by ours: `router key`. */
  readonly sessions: ReadonlyMap<string, MicrosoftSession>;
  /** Sessions that Microsoft has addresses for and no router of ours has. */
  readonly unseen: readonly MicrosoftSession[];
  /** Sessions whose addresses fit several sessions of ours: which it is, nothing tells. */
  readonly ambiguous: readonly AmbiguousSession[];
  /** Sessions that are ours with the two ends the other way round. */
  readonly swapped: readonly MicrosoftSession[];
  /** Sessions of which one end is ours and the other is not as Microsoft has it: which is right, nothing tells. */
  readonly contradicted: readonly AmbiguousSession[];
  /** The same, where it is declared which is meant. */
  readonly overruled: readonly AmbiguousSession[];
  /** Our end of its sessions as the router has it, where that is told. */
  readonly ends: ReadonlyMap<MicrosoftSession, string>;
}

/** Both ends put together. */
export interface Join {
  readonly connections: readonly JoinedConnection[];
  /** By PNI: one connection each, unless sessions of several run over it. In the order of their identifiers. */
  readonly byPni: ReadonlyMap<string, readonly JoinedConnection[]>;
  /** Sessions of ours that no connection has. */
  readonly unclaimed: readonly RouterSession[];
}

/** Our end as it is compared; 0.0.0.0, which stands in tables for a session that is down, is none. */
const localOf = ({ local }: Pick<SessionFacts, 'local'>): string | null =>
  local === null || isUnspecified(local) ? null : (canonicalAddress(local) ?? local);

function sessionsOf(router: RouterState): readonly RouterSession[] {
  const name = router.declared.name;
  const placed = new Map(router.inventory.flatMap(pni => pni.sessions.map(key => [key, pni.id] as const)));
  return [...router.sessions].flatMap(([key, { facts }]) => {
    const { afi, peer, remoteAs } = facts.value;
    return [{ router: name, key, afi, peer, local: localOf(facts.value), remoteAs, pni: placed.get(key) ?? null }];
  });
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

interface Found {
  readonly sessions: ReadonlyMap<string, MicrosoftSession>;
  readonly places: readonly { readonly session: RouterSession; readonly by: JoinedBy }[];
  readonly unseen: readonly MicrosoftSession[];
  readonly ambiguous: readonly AmbiguousSession[];
  readonly swapped: readonly MicrosoftSession[];
  readonly contradicted: readonly AmbiguousSession[];
  readonly overruled: readonly AmbiguousSession[];
  readonly ends: ReadonlyMap<MicrosoftSession, string>;
}

/** `named` is the PNI that the connection is declared to be: it settles what addresses leave open. */
function foundOf(connection: Connection, { sessions, byPeer }: OurEnd, named: string | null): Found {
  const found = new Map<string, MicrosoftSession>();
  const places: { readonly session: RouterSession; readonly by: JoinedBy }[] = [];
  const unseen: MicrosoftSession[] = [];
  const ambiguous: AmbiguousSession[] = [];
  const turned: MicrosoftSession[] = [];
  const contradictions: AmbiguousSession[] = [];
  const overruled: AmbiguousSession[] = [];
  const ends = new Map<MicrosoftSession, string>();
  for (const theirs of connection.sessions) {
    const { ours: all, by, swapped, contradicted } = candidates(theirs, byPeer, sessions);
    // What is declared settles what addresses leave open, or contradict.
    const doubtful = all.length > 1 ? all : all.length === 0 ? contradicted : [];
    const declared = doubtful.filter(each => named !== null && each.pni === named);
    const ours = declared.length === 1 ? declared : all;
    const [only, ...others] = ours;
    if (only === undefined) {
      if (contradicted.length > 0) contradictions.push({ theirs, ours: contradicted });
      else if (isProvable(theirs, sessions)) unseen.push(theirs);
    } else if (others.length > 0) ambiguous.push({ theirs, ours });
    else {
      found.set(sessionName(only), theirs);
      places.push({ session: only, by });
      if (only.local !== null) ends.set(theirs, only.local);
      if (swapped) turned.push(theirs);
      if (all.length === 0) overruled.push({ theirs, ours: [only] });
    }
  }
  return { sessions: found, places, unseen, ambiguous, swapped: turned, contradicted: contradictions, overruled, ends };
}

function joined(
  peering: Peering,
  connection: Connection,
  from: JoinedConnection['from'],
  ours: OurEnd,
): JoinedConnection {
  const told = byIdentifier(connection, ours.pnis)?.pni;
  const { places, ...found } = foundOf(connection, ours, told?.id ?? null);
  const pnis = [...new Set(places.flatMap(each => each.session.pni ?? []))];
  const place = places.find(each => each.session.pni !== null) ?? places[0];
  const named = pnis.length > 0 ? undefined : told;
  return {
    peering,
    connection,
    from,
    pni: pnis[0] ?? named?.id ?? null,
    pnis: named === undefined ? pnis : [named.id],
    router: named?.router ?? place?.session.router ?? null,
    by: named === undefined ? (place?.by ?? null) : 'identifier',
    ...found,
  };
}

/** Nothing is promised about the order of a list: of several connections over one PNI the identifiers decide. */
const byIdentity = (a: JoinedConnection, b: JoinedConnection): number => byName(connectionKey(a), connectionKey(b));

/** What tells a connection from the others of its peering: its identifier, or the ends of its sessions where it has none. */
export const connectionKey = ({ peering, connection }: Pick<JoinedConnection, 'peering' | 'connection'>): string => {
  const ends = connection.sessions.map(({ microsoft, peer, subnet }) => `${microsoft ?? subnet ?? ''}-${peer ?? ''}`);
  return `${peering.key} ${connection.identifier ?? ends.join(' ')}`;
};

/** The connection without the contradictions that others have settled: there it has a session that no router has. */
function withSettled(joined: JoinedConnection, settled: ReadonlySet<string>): JoinedConnection {
  if (joined.contradicted.length === 0) return joined;
  const left = joined.contradicted.map(({ theirs, ours }) => ({
    theirs,
    ours: ours.filter(each => !settled.has(sessionName(each))),
  }));
  return {
    ...joined,
    contradicted: left.filter(({ ours }) => ours.length > 0),
    unseen: [...joined.unseen, ...left.flatMap(({ theirs, ours }) => (ours.length > 0 ? [] : theirs))],
  };
}

/**
 * Of a connection that is told twice the first telling counts: after its conversion the list of legacy peerings, which is
 * asked for once a day, still has it.
 */
function isToldFirst(): (each: JoinedConnection) => boolean {
  const told = new Set<string>();
  return ({ connection, peering }) => {
    const marks = [
      connection.identifier?.toLowerCase() ?? null,
      ...connection.sessions.map(({ microsoft, peer }) => (microsoft === null ? null : `${microsoft} ${peer ?? ''}`)),
    ].filter(mark => mark !== null);
    if (peering.legacy && marks.some(mark => told.has(mark))) return false;
    for (const mark of marks) told.add(mark);
    return true;
  };
}

function putTogether(fleet: Fleet, lists: readonly JoinedConnection['from'][]): Join {
  const routers = [...fleet.routers.values()];
  const sessions = routers.flatMap(sessionsOf);
  const byPeer = Map.groupBy(sessions, each => canonicalAddress(each.peer) ?? each.peer);
  const ours: OurEnd = { sessions, byPeer, pnis: routers.flatMap(describedPnis) };
  const told = lists
    .flatMap(from =>
      from.answer.peerings.flatMap(peering =>
        peering.connections.map(connection => joined(peering, connection, from, ours)),
      ),
    )
    .filter(isToldFirst());
  // What a session of ours really is settles that it is not another.
  const settled = new Set(told.flatMap(each => [...each.sessions.keys()]));
  const connections = told.map(each => withSettled(each, settled));
  const byPni = new Map<string, readonly JoinedConnection[]>();
  for (const each of connections) {
    for (const pni of each.pnis) byPni.set(pni, [...(byPni.get(pni) ?? []), each].toSorted(byIdentity));
  }
  const claimed = new Set(
    connections.flatMap(each => [
      ...each.sessions.keys(),
      ...[...each.ambiguous, ...each.contradicted].flatMap(({ ours }) => ours.map(sessionName)),
    ]),
  );
  // A route server speaks from one address with several of our routers, whatever the number of its connections (docs/microsoft.md).
  const shared = new Set(
    connections.flatMap(({ peering, connection }) =>
      peering.flavour === 'direct' || peering.flavour === 'voice'
        ? []
        : connection.sessions.flatMap(session => session.microsoft ?? []),
    ),
  );
  const unclaimed = sessions.filter(
    each =>
      each.remoteAs !== null &&
      microsoftAsns.has(each.remoteAs) &&
      !claimed.has(sessionName(each)) &&
      !shared.has(canonicalAddress(each.peer) ?? each.peer),
  );
  return { connections, byPni, unclaimed };
}

/** Nothing to join: no API, or nothing heard of it. */
export const noJoin: Join = { connections: [], byPni: new Map(), unclaimed: [] };

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
