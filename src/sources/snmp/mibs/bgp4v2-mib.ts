/** BGP4V2-MIB as FRR and VyOS number it (draft-ietf-idr-bgp4-mibv2 under 1.3.6.1.3.5.1): both address families. */
import { addressText, isUnspecified } from '../../../network/addresses.ts';
import type { BgpError, SessionFacts, SessionReading } from '../../../network/facts.ts';
import { seconds } from '../../../network/units.ts';
import { type Oid, oid } from '../oid.ts';
import { walkTable } from '../walk.ts';
import { type BgpPeerTable, bgpAdmins, bgpStates, sessionKey } from './bgp-peer-table.ts';
import { bytesOf, type Cell, enumOf, numberOf, textCell, unsignedOf } from './cells.ts';

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

/** Who a row is about, in either of the two index layouts that FRR has had. */
export function bgp4v2Index(index: Oid): { readonly instance: string | null; readonly peer: string; readonly afi: 'ipv4' | 'ipv6' } | null {
  const [first, second] = index;
  const rest = index.slice(2);
  const size = rest.length;
  if (size !== 4 && size !== 16) return null;
  const peer = addressText(rest);
  if (peer === null) return null;
  const afi = size === 4 ? 'ipv4' : 'ipv6';
  // 2022: InetAddressType, length, address. A length of 4 or 16 is no InetAddressType, so the two cannot be confused.
  if ((first === 1 && second === 4) || (first === 2 && second === 16)) return { instance: null, peer, afi };
  const family = afi === 'ipv4' ? 1 : 2;
  // Since then: instance, InetAddressType, address.
  if (second !== family) return null;
  return { instance: first === undefined || first <= 1 ? null : String(first), peer, afi };
}

function errorOf(code: Cell, subcode: Cell): BgpError | null {
  const number = numberOf(code);
  return number === null || number === 0 ? null : { code: number, subcode: numberOf(subcode) ?? 0 };
}

function reading(key: string, cells: readonly Cell[]): SessionReading {
  const [state, admin, established, codeIn, subcodeIn, codeOut, subcodeOut] = cells;
  const since = numberOf(established);
  return {
    key,
    state: enumOf(state, bgpStates),
    admin: enumOf(admin, bgpAdmins),
    establishedSeconds: since === null ? null : seconds(since),
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
    const sessions = walked.rows.flatMap((row): SessionFacts[] => {
      const who = bgp4v2Index(row.index);
      if (who === null) return [];
      const read = reading(sessionKey(who.instance, who.peer), row.cells);
      if (read.state === null) return [];
      const local = addressText(bytesOf(row.cells[7]) ?? []);
      return [
        {
          ...read,
          state: read.state,
          peer: who.peer,
          local: local === null || isUnspecified(local) ? null : local,
          afi: who.afi,
          remoteAs: unsignedOf(row.cells[8]) || null,
          description: textCell(row.cells[9]) || null,
          vrf: who.instance,
          prefixesReceived: null,
          prefixesAccepted: null,
          prefixesAdvertised: null,
          source: 'bgp4v2-mib',
          row: row.index,
        },
      ];
    });
    return { sessions, reports: [walked.report] };
  },
  instances: row => fast.map(each => [...each, ...row]),
  reading,
};
