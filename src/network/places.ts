/** Session → local address → interface → the LAG or port that carries it. */
import { canonicalAddress, isUnspecified } from './addresses.ts';
import type { AddressFacts, InterfaceFacts, RouterFacts } from './facts.ts';
import { type InterfaceIndex, isLoopback, portOf, ridesOnAnother } from './interfaces.ts';
import type { Afi, SessionFacts } from './session-facts.ts';
import type { DeclaredPni } from './settings.ts';
import { subnetOf } from './subnets.ts';

/** The link of a private interconnect is a small subnet; an interface with a shorter prefix is a LAN that proves nothing. */
const shortestLinkPrefix: Readonly<Record<Afi, number>> = { ipv4: 24, ipv6: 64 };

/** Finds the interface that carries a session, or null when nothing tells. `remembered` is where it was seen before. */
export type Placer = (session: SessionFacts, remembered: string | undefined) => string | null;

/**
 * The port or LAG under an interface: by its name, or by ifStackTable where IP interfaces have names of their own. By
 * index and not by name as long as it goes: SR OS gives one name to interfaces of several routing instances.
 */
function carrierOf(
  start: InterfaceFacts,
  index: InterfaceIndex,
  below: ReadonlyMap<number, readonly number[]>,
): string {
  const seen = new Set<number>();
  let at = start;
  for (;;) {
    const port = portOf(at.name, index);
    const facts = port === at.name ? at : index.byName.get(port);
    if (facts === undefined || !ridesOnAnother(facts) || seen.has(facts.ifIndex)) return port;
    seen.add(facts.ifIndex);
    const lowers = (below.get(facts.ifIndex) ?? []).flatMap(each => index.byIndex.get(each) ?? []);
    const [only, ...others] = new Map(lowers.map(each => [portOf(each.name, index), each])).values();
    // A VLAN over several ports runs over none of them in particular.
    if (only === undefined || others.length > 0) return port;
    at = only;
  }
}

/** The one interface behind some address rows; null when it is a loopback, or when several claim the address. */
function onlyInterface(rows: readonly AddressFacts[], index: InterfaceIndex): InterfaceFacts | null {
  const [ifIndex, ...others] = new Set(rows.map(row => row.ifIndex));
  const found = ifIndex === undefined || others.length > 0 ? undefined : index.byIndex.get(ifIndex);
  return found === undefined || isOnLoopback(found, index) ? null : found;
}

/** A loopback, or a unit of one, whatever type the unit has. */
function isOnLoopback(facts: InterfaceFacts, index: InterfaceIndex): boolean {
  const port = index.byName.get(portOf(facts.name, index));
  return isLoopback(facts) || (port !== undefined && isLoopback(port));
}

/** The loopback that a session of more than one hop runs from; null where its local address is not on one. */
export function loopbackOf(session: SessionFacts, facts: RouterFacts, index: InterfaceIndex): string | null {
  const row = facts.addresses.find(each => each.address === session.local);
  const found = row === undefined ? undefined : index.byIndex.get(row.ifIndex);
  return found !== undefined && isOnLoopback(found, index) ? portOf(found.name, index) : null;
}

/** True when an address is in the subnet of a router's address: a session from elsewhere does not run over that link. */
const isBeside = (address: string, { address: own, prefixLength }: AddressFacts): boolean =>
  prefixLength !== null && subnetOf(address, prefixLength) === subnetOf(own, prefixLength);

/** Router addresses by subnet, so that a table of fifty thousand rows is read once and not once for each session. */
function subnetsOf(addresses: readonly AddressFacts[]): (session: SessionFacts) => readonly AddressFacts[] {
  const bySubnet = new Map<string, AddressFacts[]>();
  const lengths: Record<Afi, Set<number>> = { ipv4: new Set(), ipv6: new Set() };
  for (const each of addresses) {
    const afi = each.address.includes(':') ? 'ipv6' : 'ipv4';
    if (each.prefixLength === null || each.prefixLength < shortestLinkPrefix[afi]) continue;
    const subnet = subnetOf(each.address, each.prefixLength);
    if (subnet === null) continue;
    lengths[afi].add(each.prefixLength);
    const rows = bySubnet.get(subnet) ?? [];
    rows.push(each);
    bySubnet.set(subnet, rows);
  }
  const longestFirst = { ipv4: [...lengths.ipv4].sort((a, b) => b - a), ipv6: [...lengths.ipv6].sort((a, b) => b - a) };
  return session => {
    for (const length of longestFirst[session.afi]) {
      const rows = bySubnet.get(subnetOf(session.peer, length) ?? '');
      if (rows !== undefined) return rows;
    }
    return [];
  };
}

/** Prepares to place the sessions of one router: what is declared first, then what its tables tell, then what they told before. */
export function placerOf(facts: RouterFacts, index: InterfaceIndex, declared: readonly DeclaredPni[]): Placer {
  const byAddress = Map.groupBy(facts.addresses, each => each.address);
  const stack = Map.groupBy(facts.stack, row => row.upper);
  const below = new Map([...stack].map(([upper, rows]) => [upper, rows.map(row => row.lower)]));
  const inSubnet = subnetsOf(facts.addresses);
  const byPeer = Map.groupBy(facts.sessions, each => each.peer);
  const written = declaredPeers(declared);
  return (session, remembered) => {
    const declaredAt = written.get(session.peer);
    if (declaredAt !== undefined) return declaredAt;
    const local = session.local === null || isUnspecified(session.local) ? null : session.local;
    const own = local === null ? [] : (byAddress.get(local) ?? []);
    // Of one peer address in several instances the subnet does not tell whose it is.
    const isShared = session.vrf !== null && (byPeer.get(session.peer)?.length ?? 0) > 1;
    // FRR 8.4 gives 0.0.0.0 as the local address once the link is down: the subnet of the peer still tells the place.
    const linked = isShared ? [] : inSubnet(session).filter(row => local === null || isBeside(local, row));
    const found = onlyInterface(own, index) ?? onlyInterface(linked, index);
    return found === null ? (remembered ?? null) : carrierOf(found, index, below);
  };
}

/** The declared interface of every declared peer address. */
export function declaredPeers(declared: readonly DeclaredPni[]): ReadonlyMap<string, string> {
  return new Map(
    declared.flatMap(pni => (pni.peers ?? []).map(peer => [canonicalAddress(peer) ?? peer, pni.interface] as const)),
  );
}

/** True when a session is with one of the peers that make a PNI. With `any`, every external session is. */
export function isPeer(session: SessionFacts, peerAsns: readonly number[] | 'any', localAs: number | null): boolean {
  if (peerAsns === 'any') return session.remoteAs !== null && session.remoteAs !== localAs;
  return session.remoteAs !== null && peerAsns.includes(session.remoteAs);
}
