/** Which PNIs a router has, what they are made of, and what the fast loop must therefore ask. */
import type { PollTargets, RouterFacts, SessionKey } from './facts.ts';
import type { Fleet, RouterState, RouterStructure } from './fleet.ts';
import { bitOrderOf } from './lacp.ts';
import { indexInterfaces, lagRowsOf, lagsOf } from './lags.ts';
import { isPeer, placeOf } from './places.ts';
import type { DeclaredPni, FleetSettings } from './settings.ts';

/** A PNI as inventory: where it is and what belongs to it, without any state. */
export interface PniInventory {
  readonly id: string;
  readonly router: string;
  /** The LAG, or the port where there is no LAG. */
  readonly interface: string;
  readonly metro: string;
  readonly declared: DeclaredPni | null;
  readonly isLag: boolean;
  /** Declared and ever seen; null when nobody knows. */
  readonly members: readonly string[] | null;
  readonly sessions: readonly SessionKey[];
}

/** What a router's tables come to. `before` is what was derived last time: places outlive the tables that told them. */
export function structureOf(facts: RouterFacts, declared: readonly DeclaredPni[], settings: FleetSettings, before: RouterStructure | null): RouterStructure {
  const index = indexInterfaces(facts.interfaces);
  const localAs = facts.system.localAs ?? settings.partner.asn;
  const places = new Map(before?.places ?? []);
  for (const session of facts.sessions) {
    if (isPeer(session, settings.peerAsns, localAs)) {
      places.set(session.key, placeOf(session, facts, index, declared, before?.places.get(session.key) ?? undefined));
    }
  }
  return {
    index,
    lagRows: lagRowsOf(facts.lagPorts, index),
    lags: new Map(lagsOf(facts, index, declared).map(lag => [lag.name, lag])),
    places,
    bitOrder: bitOrderOf(facts.lagPorts),
  };
}

/** What the operator declared of one router. */
export const declaredOn = (settings: FleetSettings, router: string): readonly DeclaredPni[] => settings.pnis.filter(pni => pni.router === router);

/** The PNIs of a router: where peer sessions run, and what is declared. */
export function pnisOf(router: RouterState, settings: FleetSettings): readonly PniInventory[] {
  const declared = declaredOn(settings, router.declared.name);
  const sessions = new Map<string, SessionKey[]>(declared.map(pni => [pni.interface, []]));
  for (const [key, place] of router.structure?.places ?? []) {
    if (place === null) continue;
    const keys = sessions.get(place) ?? [];
    keys.push(key);
    sessions.set(place, keys);
  }
  return [...sessions].map(([name, keys]): PniInventory => {
    const written = declared.find(pni => pni.interface === name) ?? null;
    return {
      id: `${router.declared.name}/${name}`,
      router: router.declared.name,
      interface: name,
      metro: written?.metro ?? router.declared.metro,
      declared: written,
      isLag: router.structure?.lags.has(name) ?? false,
      members: router.knownMembers.get(name) ?? written?.members ?? null,
      sessions: keys,
    };
  });
}

/** What the fast loop asks of a router: the PNIs, their members, their sessions, and nothing else. */
export function targetsOf(router: RouterState, settings: FleetSettings): PollTargets {
  const facts = router.facts?.value;
  const { structure } = router;
  if (facts === undefined || structure === null) return { interfaces: [], lagPorts: [], sessions: [] };
  const pnis = pnisOf(router, settings);
  const names = new Set(pnis.flatMap(pni => [pni.interface, ...(pni.members ?? [])]));
  const wanted = new Set(pnis.flatMap(pni => pni.sessions));
  return {
    interfaces: [...names].flatMap(name => {
      const found = structure.index.byName.get(name);
      return found === undefined ? [] : [{ ifIndex: found.ifIndex, name }];
    }),
    lagPorts: pnis.flatMap(pni => pni.members ?? []).flatMap(port => structure.lagRows.get(port) ?? []),
    sessions: facts.sessions.filter(session => wanted.has(session.key)),
  };
}

/** Every PNI of the fleet, in the order of configuration. */
export const inventoryOf = (fleet: Fleet): readonly PniInventory[] =>
  [...fleet.routers.values()].flatMap(router => pnisOf(router, fleet.settings));
