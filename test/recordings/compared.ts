/** A router as we read it beside what the oracle makes of the same walk: how many facts agree, and which do not. */
import { canonicalAddress } from '../../src/network/addresses.ts';
import type { RouterFacts } from '../../src/network/facts.ts';
import type { Afi, SessionFacts } from '../../src/network/session-facts.ts';
import type { Oracle, OraclePeer, OraclePort, OraclePrefixes } from './oracle.ts';

/** What is compared. */
export const comparedFacts = ['interfaces', 'stack', 'sessions', 'state', 'AS', 'admin', 'uptime', 'prefixes'] as const;
export type ComparedFact = (typeof comparedFacts)[number];

/** One fact that differs. */
export interface Difference {
  readonly fact: ComparedFact;
  /** Interface, session or stack row that it is about. */
  readonly subject: string;
  readonly oracle: unknown;
  readonly read: unknown;
}

/** Everything compared of one recording. */
export interface Comparison {
  readonly right: ReadonlyMap<ComparedFact, number>;
  readonly different: readonly Difference[];
}

const operNames: Readonly<Record<string, string>> = { lowerLayerDown: 'lower-layer-down', notPresent: 'not-present' };
/** Its words for an administrative state that is not "stop": Junos and BGP4V2 say running. */
const started: ReadonlySet<string> = new Set(['start', 'running']);

class Tally {
  readonly right = new Map<ComparedFact, number>();
  readonly different: Difference[] = [];

  see(fact: ComparedFact, subject: string, oracle: unknown, read: unknown): void {
    if (Object.is(oracle, read)) this.right.set(fact, (this.right.get(fact) ?? 0) + 1);
    else this.different.push({ fact, subject, oracle, read });
  }
}

function seePort(tally: Tally, port: OraclePort, facts: RouterFacts): void {
  const found = facts.interfaces.find(each => each.ifIndex === port.ifIndex);
  const text = (name: unknown, admin: unknown, oper: unknown, speed: unknown): string =>
    [name, admin, oper, speed].join(' ');
  const oper = operNames[port.ifOperStatus ?? ''] ?? port.ifOperStatus;
  // It leaves out a speed of 0, which is none.
  const oracle = text(port.ifName, port.ifAdminStatus, oper, port.ifSpeed ?? null);
  const read = found === undefined ? 'no row' : text(found.name, found.admin, found.oper, found.speed);
  tally.see('interfaces', `ifIndex ${port.ifIndex}`, oracle, read);
}

function seePeer(tally: Tally, peer: OraclePeer, session: SessionFacts | undefined): void {
  const subject = canonicalAddress(peer.bgpPeerIdentifier) ?? peer.bgpPeerIdentifier;
  tally.see('sessions', subject, 'listed', session === undefined ? 'not listed' : 'listed');
  if (session === undefined) return;
  tally.see('state', subject, peer.bgpPeerState, session.state);
  tally.see('AS', subject, peer.bgpPeerRemoteAs, session.remoteAs);
  tally.see('admin', subject, started.has(peer.bgpPeerAdminStatus) ? 'start' : peer.bgpPeerAdminStatus, session.admin);
  tally.see('uptime', subject, peer.bgpPeerFsmEstablishedTime, session.establishedSeconds);
}

/** Accepted and advertised where we tell them; the oracle has a row for every family, we for the session's own. */
function seePrefixes(tally: Tally, row: OraclePrefixes, sessions: readonly SessionFacts[], alone: boolean): void {
  const peer = canonicalAddress(row.bgpPeerIdentifier);
  const session = sessions.find(each => each.peer === peer);
  const own: Afi | undefined = session?.afi;
  if (!alone && (row.afi !== own || row.safi !== 'unicast')) return;
  const accepted = session?.prefixesAccepted ?? session?.prefixesReceived ?? null;
  const subject = `${peer} ${row.afi} ${row.safi}`;
  tally.see('prefixes', subject, `${row.AcceptedPrefixes} in`, `${accepted} in`);
  const advertised = session?.prefixesAdvertised ?? null;
  // It writes 0 where the column is absent too.
  if (advertised === null && row.AdvertisedPrefixes === 0) return;
  tally.see('prefixes', subject, `${row.AdvertisedPrefixes} out`, `${advertised} out`);
}

/** Compares one recording. `stackExchanged`: the oracle has the upper and the lower layer exchanged. */
export function compared(facts: RouterFacts, oracle: Oracle, stackExchanged: boolean): Comparison {
  const tally = new Tally();
  for (const port of oracle.ports ?? []) seePort(tally, port, facts);
  const stack = new Set(facts.stack.map(row => `${row.upper} over ${row.lower}`));
  // Where there is no ifStackTable it has the members of the LAG-MIB instead, as they are.
  const members = new Set(facts.lagPorts.map(row => `${row.attached ?? row.selected} over ${row.ifIndex}`));
  for (const { high_ifIndex: high, low_ifIndex: low } of oracle.ports_stack ?? []) {
    const row = stackExchanged ? `${low} over ${high}` : `${high} over ${low}`;
    tally.see('stack', row, 'listed', stack.has(row) || members.has(row) ? 'listed' : 'not listed');
  }
  const listed = new Set<string | null>();
  for (const peer of oracle.bgpPeers ?? []) {
    const address = canonicalAddress(peer.bgpPeerIdentifier);
    // It lists a session of SR OS once more from BGP4-MIB.
    if (listed.has(address)) continue;
    listed.add(address);
    seePeer(
      tally,
      peer,
      facts.sessions.find(session => session.peer === address),
    );
  }
  if (oracle.bgpPeers !== undefined) {
    for (const session of facts.sessions) {
      if (!listed.has(session.peer)) tally.see('sessions', session.peer, 'not listed', 'listed');
    }
  }
  const families = Map.groupBy(oracle.bgpPeers_cbgp ?? [], row => row.bgpPeerIdentifier);
  for (const rows of families.values()) {
    for (const row of rows) seePrefixes(tally, row, facts.sessions, rows.length === 1);
  }
  return { right: tally.right, different: tally.different };
}
