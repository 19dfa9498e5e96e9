/** BGP4V2-MIB as FRR and VyOS number it (draft-ietf-idr-bgp4-mibv2 under 1.3.6.1.3.5.1): both address families. */
import type { Oid } from '../oid.ts';
import { walkTable } from '../walk.ts';
import { type BgpPeerTable, decodeSessions, type PeerIdentity } from './bgp-peer-table.ts';
import { draftColumns, draftReading } from './bgp4-mibv2-draft.ts';
import { asNumberOf, textCell } from './cells.ts';
import { inetCell, inetSize, inetText } from './inet-address.ts';
import { instancesOf } from './row-table.ts';

const column = draftColumns('1.3.6.1.3.5.1.1');

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

/** The bgp4V2PeerTable with its error and event tables. */
export const bgp4v2Mib: BgpPeerTable = {
  source: 'bgp4v2-mib',
  families: 'both',
  discover: async context => {
    const walked = await walkTable(context, 'bgp4V2PeerTable', [
      ...column.fast,
      column.localAddr,
      column.remoteAs,
      column.description,
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
            prefixes: null,
          };
    });
  },
  instances: instancesOf(column.fast),
  reading: (key, cells) => ({ ...draftReading(key, cells), transitions: null }),
  prefixes: null,
};
