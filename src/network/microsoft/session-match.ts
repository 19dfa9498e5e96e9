/** Which session of ours one of Microsoft's is: by its addresses, then by its subnet. No address is ever computed. */
import type { Afi, SessionKey } from '../session-facts.ts';
import { isWithin } from '../subnets.ts';
import type { MicrosoftSession } from './peerings.ts';

/** A session of a router with a peer that makes a PNI. */
export interface RouterSession {
  readonly router: string;
  readonly key: SessionKey;
  readonly afi: Afi;
  readonly peer: string;
  /** Our end, canonical; null where it is not told. */
  readonly local: string | null;
  readonly remoteAs: number | null;
  /** The PNI that it runs over; null where nothing tells. */
  readonly pni: string | null;
}

/** A session of Microsoft that several of ours may be. */
export interface AmbiguousSession {
  readonly theirs: MicrosoftSession;
  readonly ours: readonly RouterSession[];
}

/** AS numbers from which Microsoft peers with partners: 8075, and 8069 of its content network (docs/microsoft.md). */
export const microsoftAsns: ReadonlySet<number> = new Set([8075, 8069]);

/** False only where the neighbour is known to be somebody else: one address of ours may have many at an exchange. */
const isOfMicrosoft = ({ remoteAs }: RouterSession): boolean => remoteAs === null || microsoftAsns.has(remoteAs);

/** Names a session of a router across the fleet. */
export const sessionName = (session: Pick<RouterSession, 'router' | 'key'>): string =>
  `${session.router} ${session.key}`;

/** What one of Microsoft's sessions may be. */
export interface Candidates {
  readonly ours: readonly RouterSession[];
  readonly by: 'addresses' | 'subnet';
  readonly swapped: boolean;
  /** Sessions that have one of its ends, and another one in the place of the other. */
  readonly contradicted: readonly RouterSession[];
}

/** Whether our end of a session is another than Microsoft has. What a router does not tell contradicts nothing. */
const contradicts = ({ local }: RouterSession, { peer }: MicrosoftSession): boolean =>
  local !== null && peer !== null && local !== peer;

/** The sessions of ours that one of Microsoft's may be: one for certain, none, or several that nothing tells apart. */
export function candidates(
  theirs: MicrosoftSession,
  byPeer: ReadonlyMap<string, readonly RouterSession[]>,
  all: readonly RouterSession[],
): Candidates {
  const { microsoft, peer, subnet, afi } = theirs;
  if (microsoft === null) {
    const ofFamily = all.filter(each => each.afi === afi);
    const ofOurEnd = peer === null ? [] : ofFamily.filter(each => each.local === peer && isOfMicrosoft(each));
    if (ofOurEnd.length > 0) return { ours: ofOurEnd, by: 'addresses', swapped: false, contradicted: [] };
    const ours = subnet === null ? [] : ofFamily.filter(each => isWithin(each.peer, subnet));
    return { ours, by: 'subnet', swapped: false, contradicted: [] };
  }
  const found = byPeer.get(microsoft) ?? [];
  if (found.length === 0 && peer !== null) {
    // Whoever asked for the connection wrote the ends down, and which address of a subnet is whose is often confused.
    const ours = (byPeer.get(peer) ?? []).filter(each => each.local === microsoft || each.local === null);
    if (ours.length > 0) return { ours, by: 'addresses', swapped: true, contradicted: [] };
    const contradicted = all.filter(each => each.afi === afi && each.local === peer && isOfMicrosoft(each));
    return { ours: [], by: 'addresses', swapped: false, contradicted };
  }
  const exact = found.filter(each => peer !== null && each.local === peer);
  const possible = exact.length > 0 ? exact : found.filter(each => !contradicts(each, theirs));
  return { ours: possible, by: 'addresses', swapped: false, contradicted: possible.length > 0 ? [] : found };
}

/** The end of a session that tells it from others, as far as Microsoft says; empty where it says none. */
export const endText = ({ microsoft, peer, subnet }: MicrosoftSession): string =>
  microsoft ?? subnet ?? (peer === null ? '' : `our end ${peer}`);

/** Whether it would have been found if a router had it: our own end is not told by every router. */
export function isProvable({ microsoft, peer, subnet, afi }: MicrosoftSession, all: readonly RouterSession[]): boolean {
  if (microsoft !== null || subnet !== null) return true;
  return peer !== null && all.every(each => each.afi !== afi || each.local !== null);
}

/** How the two ends are told of a session that is contradicted. */
export const contradictionText = ({ theirs, ours }: AmbiguousSession): string =>
  ours
    .map(
      each =>
        `Microsoft has ${theirs.peer ?? ''} with ${theirs.microsoft ?? ''}, ${each.router} has ${each.local ?? 'no address'} with ${each.peer}`,
    )
    .join('; ');
