/** What a trap makes the poller ask: the object that it names and what hangs on it, and nothing that no PNI uses. */
import { noTargets, type PollTargets } from './facts.ts';
import type { RouterState } from './fleet.ts';
import { portOf } from './interfaces.ts';
import { targetsOf } from './inventory.ts';
import type { PniInventory } from './pni-inventory.ts';
import type { TableGroup } from './samples.ts';
import type { TrapSubject } from './traps.ts';

/** True when nothing is to be asked. */
export const isEmpty = (targets: PollTargets): boolean =>
  Object.values(targets).every((list: readonly unknown[]) => list.length === 0);

interface Named {
  /** Ports and LAGs by name, with what the LAG tables tell of them. */
  readonly interfaces?: readonly string[];
  readonly sessions?: readonly string[];
  /** Addresses of the far ends of BFD sessions. */
  readonly bfdPeers?: readonly string[];
  /** Ports whose optics are asked, by ifIndex. */
  readonly optics?: readonly number[];
}

/**
 * The part of a cycle's targets that is named. Tables that are silent are left to the cycles: requests that nobody
 * answers would stand in the way of those that are.
 */
function only(router: RouterState, named: Named): PollTargets {
  const all = targetsOf(router);
  const facts = router.facts?.value;
  const names = new Set(named.interfaces);
  const keys = new Set(named.sessions);
  const rows = new Set([...names].flatMap(name => router.structure?.lagRows.get(name) ?? []));
  const interfaces = all.interfaces.filter(each => names.has(each.name));
  const indexes = new Set(interfaces.map(each => each.ifIndex));
  const bfd = new Set(facts?.bfd.flatMap(row => (named.bfdPeers?.includes(row.peer ?? '') ? row.key : [])));
  const optics = new Set(facts?.optics.flatMap(row => (named.optics?.includes(row.ifIndex) ? row.key : [])));
  const answers = (group: TableGroup): boolean => !router.silent.has(group);
  return {
    interfaces: answers('interfaces') ? interfaces : [],
    lagPorts: all.lagPorts.filter(row => answers('lag') && rows.has(row)),
    lagMembers: all.lagMembers.filter(row => answers('lag') && indexes.has(row.port)),
    sessions: all.sessions.filter(session => answers('bgp') && keys.has(session.key)),
    prefixes: [],
    bfd: all.bfd.filter(row => answers('bfd') && bfd.has(row.key)),
    optics: all.optics.filter(row => answers('optics') && optics.has(row.key)),
  };
}

const sessionsOf = (pnis: readonly PniInventory[]): readonly string[] => pnis.flatMap(pni => pni.sessions);

const peersOf = (router: RouterState, keys: readonly string[]): readonly string[] =>
  keys.flatMap(key => router.sessions.get(key)?.facts.value.peer ?? []);

/** Sessions and the BFD sessions beside them: what BFD loses, BGP loses in the same moment. */
const withBfd = (router: RouterState, sessions: readonly string[]): Pick<Named, 'sessions' | 'bfdPeers'> => ({
  sessions,
  bfdPeers: peersOf(router, sessions),
});

/** The port or LAG that an index means; a unit or sub-interface is its port. Null for an index that is not known. */
function nameAt({ structure }: RouterState, ifIndex: number): string | null {
  const found = structure?.index.byIndex.get(ifIndex);
  return found === undefined || structure === null ? null : portOf(found.name, structure.index);
}

const indexOf = ({ structure }: RouterState, name: string): readonly number[] => {
  const found = structure?.index.byName.get(name);
  return found === undefined ? [] : [found.ifIndex];
};

/** A port with its LAG, or a LAG with its ports: when one moves the others may have. */
function aroundInterface(router: RouterState, ifIndex: number): PollTargets {
  const name = nameAt(router, ifIndex);
  if (name === null) return noTargets;
  const pnis = router.inventory.filter(pni => pni.interface === name || (pni.members ?? []).includes(name));
  return only(router, {
    interfaces: pnis.flatMap(pni => [name, pni.interface, ...(pni.interface === name ? (pni.members ?? []) : [])]),
    ...withBfd(router, sessionsOf(pnis)),
    // Whether there is light says whose end it is.
    optics: indexOf(router, name),
  });
}

/** A LAG's ports; of a LAG that is not named, those of all. */
function lagMembers(router: RouterState, ifIndex: number | null): PollTargets {
  const name = ifIndex === null ? null : nameAt(router, ifIndex);
  if (ifIndex !== null && name === null) return noTargets;
  const pnis = router.inventory.filter(pni => pni.isLag && (name === null || pni.interface === name));
  return only(router, { interfaces: pnis.flatMap(pni => [pni.interface, ...(pni.members ?? [])]) });
}

/** A session by its peer, in whatever routing instance; of a peer that is not told, every session of a PNI. */
function sessionsWith(router: RouterState, peer: string | null): PollTargets {
  const keys = sessionsOf(router.inventory);
  const meant = peer === null ? keys : keys.filter(key => router.sessions.get(key)?.facts.value.peer === peer);
  return only(router, withBfd(router, meant));
}

/** BFD sessions by their rows; where those are not known, all that stand beside a PNI's sessions. */
function bfdSessions(router: RouterState, rows: { readonly from: number; readonly to: number } | null): PollTargets {
  const found = (router.facts?.value.bfd ?? []).filter(({ row }) => {
    const [index = -1] = row;
    return rows !== null && row.length === 1 && index >= rows.from && index <= rows.to;
  });
  if (found.length === 0) return sessionsWith(router, null);
  const peers = new Set(found.map(each => each.peer));
  const sessions = sessionsOf(router.inventory).filter(key => peersOf(router, [key]).some(peer => peers.has(peer)));
  return only(router, withBfd(router, sessions));
}

/** The light of a port; of a port that is not named, that of all. */
function opticsOf(router: RouterState, ifIndex: number | null): PollTargets {
  const name = ifIndex === null ? null : nameAt(router, ifIndex);
  if (ifIndex !== null && name === null) return noTargets;
  const names = name === null ? targetsOf(router).interfaces.map(each => each.name) : [name];
  return only(router, { interfaces: names, optics: names.flatMap(each => indexOf(router, each)) });
}

/** What is to be polled at once; empty when the subject is nothing that a PNI uses. A restart names the clock alone. */
export function namedTargets(router: RouterState, subject: TrapSubject): PollTargets {
  switch (subject.kind) {
    case 'interface':
      return aroundInterface(router, subject.ifIndex);
    case 'session':
      return sessionsWith(router, subject.peer);
    case 'lag':
      return lagMembers(router, subject.ifIndex);
    case 'optics':
      return opticsOf(router, subject.ifIndex);
    case 'bfd':
      return bfdSessions(router, subject.rows);
    case 'restart':
      return noTargets;
  }
}

/** Both lists, each object once. */
const union = <Target>(a: readonly Target[], b: readonly Target[], identity: (target: Target) => unknown): Target[] => [
  ...new Map([...a, ...b].map(each => [identity(each), each])).values(),
];

/** Everything in either, once. */
export const bothTargets = (a: PollTargets, b: PollTargets): PollTargets => ({
  interfaces: union(a.interfaces, b.interfaces, each => each.ifIndex),
  lagPorts: union(a.lagPorts, b.lagPorts, each => each),
  lagMembers: union(a.lagMembers, b.lagMembers, each => `${each.source} ${each.row.join('.')}`),
  sessions: union(a.sessions, b.sessions, each => each.key),
  prefixes: union(a.prefixes, b.prefixes, each => each.key),
  bfd: union(a.bfd, b.bfd, each => each.key),
  optics: union(a.optics, b.optics, each => each.key),
});
