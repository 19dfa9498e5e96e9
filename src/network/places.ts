/** Session → local address → interface → the LAG or port that carries it. */
import { sameSubnet } from './addresses.ts';
import type { RouterFacts, SessionFacts } from './facts.ts';
import { type InterfaceIndex, isLoopback, portOf } from './lags.ts';
import type { DeclaredPni } from './settings.ts';

/** An address on a link that carries one session: longer prefixes than these hold more than two ends. */
const shortestLinkPrefix = { ipv4: 24, ipv6: 64 } as const;

function byLocalAddress(session: SessionFacts, facts: RouterFacts, index: InterfaceIndex): string | null {
  const own = facts.addresses.find(each => each.address === session.local);
  const found = own === undefined ? undefined : index.byIndex.get(own.ifIndex);
  return found === undefined || isLoopback(found) ? null : portOf(found.name, index);
}

/** FRR 8.4 gives 0.0.0.0 as the local address once the link is down: the subnet of the peer still tells the place. */
function bySubnet(session: SessionFacts, facts: RouterFacts, index: InterfaceIndex): string | null {
  let best: { readonly ifIndex: number; readonly length: number } | null = null;
  for (const each of facts.addresses) {
    const length = each.prefixLength;
    if (length === null || length < shortestLinkPrefix[session.afi] || !sameSubnet(each.address, session.peer, length)) continue;
    if (best === null || length > best.length) best = { ifIndex: each.ifIndex, length };
  }
  const found = best === null ? undefined : index.byIndex.get(best.ifIndex);
  return found === undefined || isLoopback(found) ? null : portOf(found.name, index);
}

/** The interface that carries a session, or null when nothing tells. `remembered` is where it was seen before. */
export function placeOf(
  session: SessionFacts,
  facts: RouterFacts,
  index: InterfaceIndex,
  declared: readonly DeclaredPni[],
  remembered: string | undefined,
): string | null {
  const written = declared.find(pni => pni.peers?.includes(session.peer))?.interface;
  return written ?? byLocalAddress(session, facts, index) ?? bySubnet(session, facts, index) ?? remembered ?? null;
}

/** True when a session is with one of the peers that make a PNI. With `any`, every external session is. */
export function isPeer(session: SessionFacts, peerAsns: readonly number[] | 'any', localAs: number | null): boolean {
  if (peerAsns === 'any') return session.remoteAs !== null && session.remoteAs !== localAs;
  return session.remoteAs !== null && peerAsns.includes(session.remoteAs);
}
