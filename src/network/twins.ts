/**
 * Routers that are configured under two names and are one. Two names for one chassis would make a metro look redundant
 * that is not, so they count as one router.
 */
import type { RouterName } from './facts.ts';
import type { Fleet, RouterState } from './fleet.ts';

/** The chassis behind each configured router: its own name, or that of the router which it is known to be. */
export type Chassis = ReadonlyMap<RouterName, RouterName>;

/** Both ends of every session: two routers never have the same. */
const ends = (router: RouterState): ReadonlySet<string> =>
  new Set(
    (router.facts?.value.sessions ?? []).flatMap(({ local, peer, vrf }) =>
      local === null ? [] : [`${vrf ?? ''} ${local} ${peer}`],
    ),
  );

/** One sysName may be given twice by mistake; one sysName and the same two ends of a session are one router. */
function isSame(a: RouterState, b: RouterState): boolean {
  const name = a.facts?.value.system.sysName ?? null;
  if (name === null || name !== b.facts?.value.system.sysName) return false;
  return !ends(a).isDisjointFrom(ends(b));
}

/** Finds the routers that are one, in the order in which they are configured. */
export function chassisOf(fleet: Fleet): Chassis {
  const chassis = new Map<RouterName, RouterName>();
  const bySysName = Map.groupBy(fleet.routers.values(), router => router.facts?.value.system.sysName ?? null);
  for (const [name, routers] of bySysName) {
    if (name === null) continue;
    for (const [at, router] of routers.entries()) {
      const twin = routers.slice(0, at).find(earlier => isSame(earlier, router));
      if (twin !== undefined) chassis.set(router.declared.name, chassis.get(twin.declared.name) ?? twin.declared.name);
    }
  }
  return chassis;
}

/** What to say of each router that answers under another's name; by its configured name. */
export function sharedNames(fleet: Fleet, chassis: Chassis): ReadonlyMap<RouterName, string> {
  const said = new Map<RouterName, string>();
  const bySysName = Map.groupBy(fleet.routers.values(), router => router.facts?.value.system.sysName ?? null);
  for (const [sysName, routers] of bySysName) {
    if (sysName === null || routers.length < 2) continue;
    for (const { declared } of routers) {
      const others = routers.map(other => other.declared.name).filter(name => name !== declared.name);
      const own = chassis.get(declared.name) ?? declared.name;
      const same = others.filter(other => (chassis.get(other) ?? other) === own);
      said.set(
        declared.name,
        same.length > 0
          ? `${declared.name} and ${same.join(', ')} are one router: the same sysName ${sysName} and the same sessions; they count as one`
          : `${others.join(', ')} ${others.length === 1 ? 'calls' : 'call'} itself ${sysName} too: is one router configured twice?`,
      );
    }
  }
  return said;
}
