/** What BGP4V2-MIB of FRR and ARISTA-BGP4V2-MIB have in common: the objects of draft-ietf-idr-bgp4-mibv2, each under a root of its own. */
import type { SessionReading } from '../../../network/session-facts.ts';
import { type Oid, oid } from '../oid.ts';
import { bgpAdmins, bgpStates, errorOf } from './bgp-peer-table.ts';
import { type Cell, enumOf, secondsOf } from './cells.ts';

/** Columns by their names in the draft. */
export interface DraftColumns {
  /** What the fast loop asks for, in the order that `draftReading` takes. */
  readonly fast: readonly Oid[];
  readonly localAddr: Oid;
  readonly remoteAs: Oid;
  readonly description: Oid;
}

/** The columns under a root. */
export function draftColumns(root: string): DraftColumns {
  const under = (arcs: string): Oid => oid(`${root}.${arcs}`);
  return {
    fast: [
      // bgp4V2PeerState, bgp4V2PeerAdminStatus, bgp4V2PeerFsmEstablishedTime.
      under('2.1.13'),
      under('2.1.12'),
      under('4.1.1'),
      // Code and subcode of the last error received, then of the last sent.
      under('3.1.1'),
      under('3.1.2'),
      under('3.1.6'),
      under('3.1.7'),
    ],
    localAddr: under('2.1.3'),
    remoteAs: under('2.1.10'),
    description: under('2.1.14'),
  };
}

/** Reads the cells of `fast`; the transitions are in a table that FRR does not have. */
export function draftReading(key: string, cells: readonly Cell[]): Omit<SessionReading, 'transitions'> {
  const [state, admin, established, codeIn, subcodeIn, codeOut, subcodeOut] = cells;
  return {
    key,
    state: enumOf(state, bgpStates),
    admin: enumOf(admin, bgpAdmins),
    establishedSeconds: secondsOf(established),
    lastError: errorOf(codeIn, subcodeIn) ?? errorOf(codeOut, subcodeOut),
  };
}
