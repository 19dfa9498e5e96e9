/**
 * Whose session a notification is about. The peer stands in the instances of the objects, in the layout of their
 * table's index; the *value* of bgpPeerRemoteAddr is 0.0.0.0 for a peer that was never up (FRR).
 */
import { addressText, isUnspecified } from '../../../network/addresses.ts';
import { bgp4v2Index } from '../mibs/bgp4v2-mib.ts';
import { inetIndex } from '../mibs/inet-address.ts';
import { jnxBgpM2Index } from '../mibs/jnx-bgp-m2-mib.ts';
import { isWithin, type Oid, oid } from '../oid.ts';

interface PeerTables {
  /** The entries of the tables lie under this. */
  readonly root: Oid;
  /** Arcs between the root and the index: which table, its entry and the column. */
  readonly column: number;
  readonly peer: (index: Oid) => string | null;
}

const enterprises = '1.3.6.1.4.1';

/** InetAddressType, length and address after so many arcs; an AFI and a SAFI may follow. */
const inetAfter =
  (before: number) =>
  (index: Oid): string | null => {
    const address = index.slice(before);
    const whole = 2 + (address[1] ?? 0);
    return inetIndex(address.length === whole + 2 ? address.slice(0, whole) : address);
  };

const tables: readonly PeerTables[] = [
  // BGP4-MIB bgpPeerTable: the address as it is.
  { root: oid('1.3.6.1.2.1.15.3.1'), column: 1, peer: index => (index.length === 4 ? addressText(index) : null) },
  // CISCO-BGP4-MIB cbgpPeerTable extends bgpPeerTable: the same index.
  {
    root: oid(`${enterprises}.9.9.187.1.2.1.1`),
    column: 1,
    peer: index => (index.length === 4 ? addressText(index) : null),
  },
  // cbgpPeer2Table and cbgpPeer2AddrFamilyPrefixTable, cbgpPeer3Table with the VRF before them.
  { root: oid(`${enterprises}.9.9.187.1.2.5.1`), column: 1, peer: inetAfter(0) },
  { root: oid(`${enterprises}.9.9.187.1.2.8.1`), column: 1, peer: inetAfter(0) },
  { root: oid(`${enterprises}.9.9.187.1.2.9.1`), column: 1, peer: inetAfter(1) },
  // ARISTA-BGP4V2-MIB: instance, then the address, in every table.
  { root: oid(`${enterprises}.30065.4.1.1`), column: 3, peer: inetAfter(1) },
  // BGP4-V2-MIB-JUNIPER: two arcs for the group and the table.
  { root: oid(`${enterprises}.2636.5.1.1.2`), column: 4, peer: index => jnxBgpM2Index(index)?.peer ?? null },
  // TIMETRA-BGP-MIB: the routing instance first.
  { root: oid(`${enterprises}.6527.3.1.2.14.4`), column: 3, peer: inetAfter(1) },
  // HUAWEI-BGP-VPN-MIB: instance, AFI, SAFI first.
  { root: oid(`${enterprises}.2011.5.25.177.1.1`), column: 3, peer: inetAfter(3) },
  // BGP4V2-MIB as FRR numbers it.
  { root: oid('1.3.6.1.3.5.1.1'), column: 3, peer: index => bgp4v2Index(index)?.peer ?? null },
];

/** The peer that an instance is about; null for an object of another table. */
export function peerIn(instance: Oid): string | null {
  const table = tables.find(each => isWithin(instance, each.root));
  const peer = table?.peer(instance.slice(table.root.length + table.column)) ?? null;
  return peer === null || isUnspecified(peer) ? null : peer;
}
