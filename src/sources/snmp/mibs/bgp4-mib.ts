/** BGP4-MIB (RFC 4273): bgpPeerTable. IPv4 only, two-octet AS numbers by design, and on every router: the last resort. */
import { addressText } from '../../../network/addresses.ts';
import { oid } from '../oid.ts';
import { walkTable } from '../walk.ts';
import { type BgpPeerTable, bgp4Reading, decodeSessions } from './bgp-peer-table.ts';
import { asNumberOf } from './cells.ts';
import { inetCell } from './inet-address.ts';
import { instancesOf } from './row-table.ts';

const entry = '1.3.6.1.2.1.15.3.1';
const column = {
  bgpPeerState: oid(`${entry}.2`),
  bgpPeerAdminStatus: oid(`${entry}.3`),
  bgpPeerLocalAddr: oid(`${entry}.5`),
  bgpPeerRemoteAs: oid(`${entry}.9`),
  bgpPeerLastError: oid(`${entry}.14`),
  bgpPeerFsmEstablishedTransitions: oid(`${entry}.15`),
  bgpPeerFsmEstablishedTime: oid(`${entry}.16`),
} as const;

const fast = [
  column.bgpPeerState,
  column.bgpPeerAdminStatus,
  column.bgpPeerLastError,
  column.bgpPeerFsmEstablishedTransitions,
  column.bgpPeerFsmEstablishedTime,
];

/** The bgpPeerTable of BGP4-MIB. */
export const bgp4Mib: BgpPeerTable = {
  source: 'bgp4-mib',
  families: 'ipv4',
  discover: async context => {
    const walked = await walkTable(context, 'bgpPeerTable', [...fast, column.bgpPeerLocalAddr, column.bgpPeerRemoteAs]);
    return decodeSessions(walked, bgp4Mib, ({ index, cells }) => {
      const peer = index.length === 4 ? addressText(index) : null;
      return peer === null
        ? null
        : {
            vrf: null,
            peer,
            local: inetCell(cells[5]),
            remoteAs: asNumberOf(cells[6]),
            description: null,
            prefixes: null,
          };
    });
  },
  instances: instancesOf(fast),
  reading: bgp4Reading,
  prefixes: null,
};
