/** BGP4-V2-MIB-JUNIPER (jnxBgpM2): peers of both families in every routing instance, with prefix counters. */
import { isUnspecified } from '../../../network/addresses.ts';
import type { SessionReading } from '../../../network/session-facts.ts';
import { type Oid, oid } from '../oid.ts';
import { type Row, walkTable } from '../walk.ts';
import {
  type BgpPeerTable,
  bgpAdmins,
  bgpStates,
  decodeSessions,
  noPrefixes,
  ownPrefixes,
  type PrefixRows,
  type PrefixTable,
  prefixRows,
} from './bgp-peer-table.ts';
import { asNumberOf, bgpErrorOf, type Cell, enumOf, numberOf, secondsOf } from './cells.ts';
import { inetSize, inetText } from './inet-address.ts';
import { instancesOf } from './row-table.ts';

const root = '1.3.6.1.4.1.2636.5.1.1.2';
const column = {
  jnxBgpM2PeerState: oid(`${root}.1.1.1.2`),
  jnxBgpM2PeerStatus: oid(`${root}.1.1.1.3`),
  jnxBgpM2PeerRemoteAs: oid(`${root}.1.1.1.13`),
  jnxBgpM2PeerIndex: oid(`${root}.1.1.1.14`),
  jnxBgpM2PeerLastErrorReceived: oid(`${root}.2.1.1.1`),
  jnxBgpM2PeerLastErrorSent: oid(`${root}.2.1.1.2`),
  jnxBgpM2PeerFsmEstablishedTime: oid(`${root}.4.1.1.1`),
  jnxBgpM2PeerFsmEstablishedTrans: oid(`${root}.6.1.1.5`),
  jnxBgpM2PrefixInPrefixes: oid(`${root}.6.2.1.7`),
  jnxBgpM2PrefixInPrefixesAccepted: oid(`${root}.6.2.1.8`),
  jnxBgpM2PrefixOutPrefixes: oid(`${root}.6.2.1.10`),
} as const;

const fast = [
  column.jnxBgpM2PeerState,
  column.jnxBgpM2PeerStatus,
  column.jnxBgpM2PeerFsmEstablishedTime,
  column.jnxBgpM2PeerFsmEstablishedTrans,
  column.jnxBgpM2PeerLastErrorReceived,
  column.jnxBgpM2PeerLastErrorSent,
];

interface PeerIndex {
  readonly instance: number;
  /** Null while the session has no local address. */
  readonly local: string | null;
  readonly peer: string;
}

/** routingInstance, localType, local, remoteType, remote: no length octets, so the type alone says how many arcs follow. */
export function jnxBgpM2Index(index: Oid): PeerIndex | null {
  const [instance] = index;
  const local = typedAddress(index, 1);
  if (instance === undefined || local === null) return null;
  const remote = typedAddress(index, local.end);
  if (remote === null || remote.text === null || remote.end !== index.length) return null;
  return { instance, local: local.text, peer: remote.text };
}

interface TypedAddress {
  readonly text: string | null;
  readonly end: number;
}

function typedAddress(index: Oid, at: number): TypedAddress | null {
  const type = index[at];
  // InetAddressType 0 is "unknown", of no octets (RFC 4001).
  if (type === 0) return { text: null, end: at + 1 };
  const end = at + 1 + inetSize(type);
  const text = inetSize(type) === 0 || end > index.length ? null : inetText(index.slice(at + 1, end));
  return text === null ? null : { text, end };
}

function reading(key: string, cells: readonly Cell[]): SessionReading {
  const [state, status, established, transitions, received, sent] = cells;
  return {
    key,
    state: enumOf(state, bgpStates),
    admin: enumOf(status, bgpAdmins),
    establishedSeconds: secondsOf(established),
    transitions: numberOf(transitions),
    lastError: bgpErrorOf(received) ?? bgpErrorOf(sent),
  };
}

const prefixColumns = [
  column.jnxBgpM2PrefixInPrefixes,
  column.jnxBgpM2PrefixInPrefixesAccepted,
  column.jnxBgpM2PrefixOutPrefixes,
];

/**
 * jnxBgpM2PrefixCountersTable is indexed by peerIndex, AFI and SAFI. A peer may be given another peerIndex, and its old
 * one to another peer: the row of the peer stands behind those three, and its peerIndex is asked for with the counters.
 */
const prefixes: PrefixTable = {
  instances: row => [[...column.jnxBgpM2PeerIndex, ...row.slice(3)], ...instancesOf(prefixColumns)(row.slice(0, 3))],
  counts: ([peerIndex, received, accepted, advertised], row) =>
    numberOf(peerIndex) === row[0]
      ? {
          prefixesReceived: numberOf(received),
          prefixesAccepted: numberOf(accepted),
          prefixesAdvertised: numberOf(advertised),
          prefixLimit: null,
        }
      : noPrefixes,
};

function ofPeer(counters: PrefixRows, peerIndex: Cell, peerRow: Oid, peer: string): Row | null {
  const number = numberOf(peerIndex);
  const own = number === null ? null : ownPrefixes(counters, [number], peer);
  return own === null ? null : { index: [...own.index, ...peerRow], cells: [peerIndex, ...own.cells] };
}

/** The peer table with its error, event and counter tables. */
export const jnxBgpM2Mib: BgpPeerTable = {
  source: 'jnxBgpM2',
  families: 'both',
  discover: async context => {
    const peers = await walkTable(context, 'jnxBgpM2PeerTable', [
      ...fast,
      column.jnxBgpM2PeerRemoteAs,
      column.jnxBgpM2PeerIndex,
    ]);
    if (peers.rows.length === 0) return { rows: [], reports: [peers.report] };
    const counters = await walkTable(context, 'jnxBgpM2PrefixCountersTable', prefixColumns);
    const counted = prefixRows(counters.rows);
    const { rows, reports } = decodeSessions(peers, jnxBgpM2Mib, ({ index, cells }) => {
      const who = jnxBgpM2Index(index);
      return who === null
        ? null
        : {
            vrf: who.instance === 0 ? null : String(who.instance),
            peer: who.peer,
            local: who.local === null || isUnspecified(who.local) ? null : who.local,
            remoteAs: asNumberOf(cells[6]),
            description: null,
            prefixes: ofPeer(counted, cells[7], index, who.peer),
          };
    });
    return { rows, reports: [...reports, counters.report] };
  },
  instances: instancesOf(fast),
  reading,
  prefixes,
};
