/** BGP4V2-MIB as FRR and VyOS number it (draft-ietf-idr-bgp4-mibv2 under 1.3.6.1.3.5.1): both address families. */
import type { SessionReading } from '../../../network/facts.ts';
import { type Oid, oid } from '../oid.ts';
import { walkTable } from '../walk.ts';
import {
  type BgpPeerTable,
  bgpAdmins,
  bgpStates,
  decodeSessions,
  errorOf,
  instancesOf,
  noPrefixes,
  type PeerIdentity,
} from './bgp-peer-table.ts';
import { asNumberOf, type Cell, enumOf, secondsOf, textCell } from './cells.ts';
import { inetCell, inetSize, inetText } from './inet-address.ts';

const root = '1.3.6.1.3.5.1.1';
const column = {
  bgp4V2PeerLocalAddr: oid(`${root}.2.1.3`),
  bgp4V2PeerRemoteAs: oid(`${root}.2.1.10`),
  bgp4V2PeerAdminStatus: oid(`${root}.2.1.12`),
  bgp4V2PeerState: oid(`${root}.2.1.13`),
  bgp4V2PeerDescription: oid(`${root}.2.1.14`),
  bgp4V2PeerLastErrorCodeReceived: oid(`${root}.3.1.1`),
  bgp4V2PeerLastErrorSubCodeReceived: oid(`${root}.3.1.2`),
  bgp4V2PeerLastErrorCodeSent: oid(`${root}.3.1.6`),
  bgp4V2PeerLastErrorSubCodeSent: oid(`${root}.3.1.7`),
  bgp4V2PeerFsmEstablishedTime: oid(`${root}.4.1.1`),
} as const;

const fast = [
  column.bgp4V2PeerState,
  column.bgp4V2PeerAdminStatus,
  column.bgp4V2PeerFsmEstablishedTime,
  column.bgp4V2PeerLastErrorCodeReceived,
  column.bgp4V2PeerLastErrorSubCodeReceived,
  column.bgp4V2PeerLastErrorCodeSent,
  column.bgp4V2PeerLastErrorSubCodeSent,
];

/** Who a row is about, in either of the two index layouts that FRR has had; null for an index of neither. */
export function bgp4v2Index(index: Oid): PeerIdentity | null {
  const [first, second] = index;
  const rest = index.slice(2);
  const peer = inetText(rest);
  if (first === undefined || second === undefined || peer === null) return null;
  // 2022: InetAddressType, length, address. A length is no InetAddressType, so the two cannot be confused.
  if (second === rest.length && inetSize(first) === second) return { vrf: null, peer };
  // Since then: instance, InetAddressType, address.
  if (inetSize(second) !== rest.length) return null;
  return { vrf: first <= 1 ? null : String(first), peer };
}

function reading(key: string, cells: readonly Cell[]): SessionReading {
  const [state, admin, established, codeIn, subcodeIn, codeOut, subcodeOut] = cells;
  return {
    key,
    state: enumOf(state, bgpStates),
    admin: enumOf(admin, bgpAdmins),
    establishedSeconds: secondsOf(established),
    transitions: null,
    lastError: errorOf(codeIn, subcodeIn) ?? errorOf(codeOut, subcodeOut),
  };
}

/** The bgp4V2PeerTable with its error and event tables. */
export const bgp4v2Mib: BgpPeerTable = {
  source: 'bgp4v2-mib',
  families: 'both',
  discover: async context => {
    const walked = await walkTable(context, 'bgp4V2PeerTable', [
      ...fast,
      column.bgp4V2PeerLocalAddr,
      column.bgp4V2PeerRemoteAs,
      column.bgp4V2PeerDescription,
    ]);
    return decodeSessions(walked, bgp4v2Mib, ({ index, cells }) => {
      const who = bgp4v2Index(index);
      return who === null
        ? null
        : {
            ...who,
            local: inetCell(cells[7]),
            remoteAs: asNumberOf(cells[8]),
            description: textCell(cells[9]) || null,
            prefixes: noPrefixes,
          };
    });
  },
  instances: instancesOf(fast),
  reading,
};
