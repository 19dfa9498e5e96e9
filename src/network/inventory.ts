/** What a router's tables come to, and what the fast loop must therefore ask. */
import { canonicalAddress } from './addresses.ts';
import { noTargets, type PollTargets, type RouterFacts } from './facts.ts';
import type { RouterState, RouterStructure } from './fleet.ts';
import { indexInterfaces, portOf } from './interfaces.ts';
import { bitOrdersOf } from './lacp.ts';
import { lagRowsOf, lagsOf, stackMembersOf } from './lags.ts';
import { stoppedTables, tellsMembers } from './merged-facts.ts';
import { declaredPeers, isPeer, placerOf } from './places.ts';
import type { DeclaredPni, FleetSettings } from './settings.ts';

/** AS_TRANS (RFC 6793): bgpLocalAs of BGP4-MIB where the router's own number has four octets. */
const asTrans = 23456;

/** The router's own AS number; bgpLocalAs is an INTEGER, in which numbers above 2^31 come out negative. */
function localAsOf(facts: RouterFacts, settings: FleetSettings): number | null {
  const told = facts.system.localAs;
  return told === null || told === 0 || told === asTrans ? settings.partner.asn : told >>> 0;
}

/** What a router's tables come to. `before` is what was derived last time: places outlive the tables that told them. */
export function structureOf(
  facts: RouterFacts,
  declared: readonly DeclaredPni[],
  settings: FleetSettings,
  before: RouterStructure | null,
): RouterStructure {
  const index = indexInterfaces(facts.interfaces);
  const localAs = localAsOf(facts, settings);
  const placeOf = placerOf(facts, index, declared);
  // A router may tell no AS number of a peer (VRP in BGP4-MIB): then the declaration says that it is one.
  const written = declaredPeers(declared);
  const places = new Map(before?.places ?? []);
  for (const session of facts.sessions) {
    if (isPeer(session, settings.peerAsns, localAs) || written.has(session.peer)) {
      places.set(session.key, placeOf(session, before?.places.get(session.key) ?? undefined));
    }
  }
  const stopped = stoppedTables(facts);
  const lags = new Map(lagsOf(facts, index, declared, before?.lags).map(lag => [lag.name, lag]));
  const memberRows = [...facts.lagMembers, ...stackMembersOf(facts, index, lags)];
  return {
    index,
    wholeIndex: facts.interfaces.length > 0 && !stopped.has('ifTable') && !stopped.has('ifXTable'),
    lagRows: stillAsked(before?.lagRows, lagRowsOf(facts.lagPorts, index), index),
    memberRows: memberRowsOf(memberRows, index, before?.memberRows),
    wholeLagRows: !stopped.has('dot3adAggPortTable'),
    wholeMembers: ![...stopped].some(tellsMembers),
    lags,
    places,
    bitOrders: bitOrdersOf(facts.lagPorts, before?.bitOrders),
    optics: Map.groupBy(facts.optics, optic => optic.ifIndex),
    bfd: Map.groupBy(facts.bfd, session => canonicalAddress(session.peer ?? '') ?? ''),
    sessionSources: [...new Set(facts.sessions.map(session => session.source))],
  };
}

/**
 * The rows that tell of each port. One that was there before is asked for still, for it may come back; but not once the
 * whole table is empty, as of a router that tells LAGs otherwise now.
 */
function stillAsked(
  before: RouterStructure['lagRows'] | undefined,
  now: RouterStructure['lagRows'],
  index: RouterStructure['index'],
): RouterStructure['lagRows'] {
  if (now.size === 0) return now;
  const gone = [...(before ?? [])].filter(([port, ifIndex]) => {
    const facts = index.byIndex.get(ifIndex);
    return !now.has(port) && facts !== undefined && portOf(facts.name, index) === port;
  });
  return new Map([...gone, ...now]);
}

/** The same of a table beside the LAG-MIB. */
function memberRowsOf(
  rows: RouterFacts['lagMembers'],
  index: RouterStructure['index'],
  before: RouterStructure['memberRows'] | undefined,
): RouterStructure['memberRows'] {
  const now = new Map(
    rows.flatMap(row => {
      const facts = index.byIndex.get(row.port);
      return facts === undefined ? [] : [[portOf(facts.name, index), row] as const];
    }),
  );
  if (now.size === 0) return now;
  const gone = [...(before ?? [])].filter(([port, row]) => {
    const facts = index.byIndex.get(row.port);
    return !now.has(port) && facts !== undefined && portOf(facts.name, index) === port;
  });
  return new Map([...gone, ...now]);
}

/** What the operator declared of one router. */
export const declaredOn = (settings: FleetSettings, router: string): readonly DeclaredPni[] =>
  settings.pnis.filter(pni => pni.router === router);

/**
 * What the fast loop asks of a router: the PNIs, their members, their sessions, and nothing else. A session that has
 * left its table is asked for all the same: the answer that it is still gone is what keeps it "missing".
 */
export function targetsOf(router: RouterState): PollTargets {
  const { structure, inventory } = router;
  if (structure === null) return noTargets;
  const names = new Set(inventory.flatMap(pni => [pni.interface, ...(pni.members ?? [])]));
  const ports = new Set(inventory.flatMap(pni => pni.members ?? []));
  const facts = router.facts?.value;
  const sessions = inventory.flatMap(pni => pni.sessions).flatMap(key => router.sessions.get(key)?.facts.value ?? []);
  const peers = new Set(sessions.map(session => session.peer));
  const indexes = new Set([...names].flatMap(name => structure.index.byName.get(name)?.ifIndex ?? []));
  return {
    interfaces: [...names].flatMap(name => {
      const found = structure.index.byName.get(name);
      return found === undefined ? [] : [{ ifIndex: found.ifIndex, name }];
    }),
    lagPorts: [...ports].flatMap(port => structure.lagRows.get(port) ?? []),
    lagMembers: [...structure.memberRows.values()].filter(row => row.row.length > 0 && indexes.has(row.port)),
    sessions,
    prefixes: sessions.filter(session => session.prefixRow !== null),
    bfd: (facts?.bfd ?? []).filter(session => session.peer !== null && peers.has(session.peer)),
    optics: (facts?.optics ?? []).filter(optic => indexes.has(optic.ifIndex)),
  };
}
