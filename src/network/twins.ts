/**
 * Routers that are configured under two names and are one. Two names for one chassis would make a metro look redundant
 * that is not, so they count as one router.
 */
import type { RouterName } from './facts.ts';
import type { Fleet, RouterState } from './fleet.ts';

/** The chassis behind each configured router: its own name, or that of the router which it is known to be. */
export type Chassis = ReadonlyMap<RouterName, RouterName>;

/** The other ends of the peer sessions. */
const peersOf = ({ inventory, sessions }: RouterState): ReadonlySet<string> =>
  new Set(inventory.flatMap(pni => pni.sessions).flatMap(key => sessions.get(key)?.facts.value.peer ?? []));

/** Addresses that a router has for itself; some use the same inside every chassis, so that one in common proves little. */
const addressesOf = ({ facts }: RouterState): ReadonlySet<string> =>
  new Set((facts?.value.addresses ?? []).map(({ address }) => address));

/**
 * One sysName may be given twice by mistake, and a router may tell none. But two routers do not have the same peer from
 * addresses of which one is the same.
 */
function isSame(a: RouterState, b: RouterState): boolean {
  const [one, other] = [a, b].map(router => router.facts?.value.system.sysName ?? null);
  if (one !== null && other !== null && one !== other) return false;
  return !peersOf(a).isDisjointFrom(peersOf(b)) && !addressesOf(a).isDisjointFrom(addressesOf(b));
}

/** Finds the routers that are one, in the order in which they are configured. */
export function chassisOf(fleet: Fleet): Chassis {
  const chassis = new Map<RouterName, RouterName>();
  const byPeer = new Map<string, RouterState[]>();
  for (const router of fleet.routers.values()) {
    const peers = peersOf(router);
    const earlier = new Set([...peers].flatMap(peer => byPeer.get(peer) ?? []));
    const twin = [...earlier].find(each => isSame(each, router));
    if (twin !== undefined) chassis.set(router.declared.name, chassis.get(twin.declared.name) ?? twin.declared.name);
    for (const peer of peers) byPeer.set(peer, [...(byPeer.get(peer) ?? []), router]);
  }
  return chassis;
}

/** What to say of each router that answers as another does, or under another's name; by its configured name. */
export function sharedNames(fleet: Fleet, chassis: Chassis): ReadonlyMap<RouterName, string> {
  const said = new Map<RouterName, string>();
  const byChassis = Map.groupBy(fleet.routers.keys(), name => chassis.get(name) ?? name);
  const bySysName = Map.groupBy(fleet.routers.values(), router => router.facts?.value.system.sysName ?? null);
  for (const { declared, facts } of fleet.routers.values()) {
    const { name } = declared;
    const same = (byChassis.get(chassis.get(name) ?? name) ?? []).filter(other => other !== name);
    if (same.length > 0) {
      said.set(
        name,
        `${name} and ${same.join(', ')} are one router: the same peers, the same addresses; they count as one`,
      );
      continue;
    }
    const sysName = facts?.value.system.sysName ?? null;
    const others = (bySysName.get(sysName) ?? []).map(other => other.declared.name).filter(other => other !== name);
    if (sysName === null || others.length === 0) continue;
    const call = others.length === 1 ? 'calls itself' : 'call themselves';
    said.set(name, `${others.join(', ')} ${call} ${sysName} too: is one router configured twice?`);
  }
  return said;
}
