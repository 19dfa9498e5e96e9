/** Which PNIs a router has and what belongs to each, without any state. */

import { byName } from './order.ts';
import type { SessionKey } from './session-facts.ts';
import type { DeclaredPni, DeclaredRouter } from './settings.ts';

/** A PNI as inventory: where it is and what belongs to it. */
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

/** What discovery has found out about a router, as far as PNIs are made of it. */
interface Found {
  /** Interface of each peer session; null where nothing tells. */
  readonly places: ReadonlyMap<SessionKey, string | null>;
  /** LAGs by name. */
  readonly lags: ReadonlyMap<string, unknown>;
  /** Members ever seen or declared, by LAG. */
  readonly knownMembers: ReadonlyMap<string, readonly string[]>;
}

/** Nothing found out yet. */
export const nothingFound: Found = { places: new Map(), lags: new Map(), knownMembers: new Map() };

/** The PNIs of a router: where peer sessions run, and what is declared. In the order of their names. */
export function drawUpInventory(
  router: DeclaredRouter,
  declared: readonly DeclaredPni[],
  found: Found,
): readonly PniInventory[] {
  const written = new Map(declared.map(pni => [pni.interface, pni]));
  const sessions = new Map<string, SessionKey[]>(declared.map(pni => [pni.interface, []]));
  for (const [key, place] of found.places) {
    if (place === null) continue;
    const keys = sessions.get(place) ?? [];
    keys.push(key);
    sessions.set(place, keys);
  }
  return [...sessions]
    .map(([name, keys]): PniInventory => {
      const pni = written.get(name) ?? null;
      return {
        id: `${router.name}/${name}`,
        router: router.name,
        interface: name,
        metro: pni?.metro ?? router.metro,
        declared: pni,
        isLag: found.lags.has(name),
        members: found.knownMembers.get(name) ?? pni?.members ?? null,
        sessions: keys,
      };
    })
    .sort((a, b) => byName(a.interface, b.interface));
}
