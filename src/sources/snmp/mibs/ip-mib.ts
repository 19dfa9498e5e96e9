/** IP-MIB: ipAddressTable (RFC 4293) for both families and ipAddrTable (RFC 4293, deprecated, IPv4); IPV6-MIB's ipv6AddrTable (RFC 2465). */
import { addressText } from '../../../network/addresses.ts';
import type { AddressFacts } from '../../../network/facts.ts';
import { oid } from '../oid.ts';
import type { WalkedTable } from '../walk.ts';
import { bytesOf, type Cell, hasValue, numberOf, oidOf } from './cells.ts';
import { afiOf, bareInetIndex } from './inet-address.ts';
import { type DecodedRows, decodeRows } from './row-table.ts';

/** Columns by their names in the MIBs. */
export const column = {
  ipAdEntIfIndex: oid('1.3.6.1.2.1.4.20.1.2'),
  ipAdEntNetMask: oid('1.3.6.1.2.1.4.20.1.3'),
  ipAddressIfIndex: oid('1.3.6.1.2.1.4.34.1.3'),
  ipAddressPrefix: oid('1.3.6.1.2.1.4.34.1.5'),
  ipv6AddrPfxLength: oid('1.3.6.1.2.1.55.1.8.1.2'),
} as const;

function maskLength(mask: Uint8Array | null): number | null {
  if (mask === null || mask.length !== 4) return null;
  const bits = [...mask].map(octet => octet.toString(2).padStart(8, '0')).join('');
  return /^1*0*$/.test(bits) ? bits.replaceAll('0', '').length : null;
}

/** Of a row without its interface: a hole in the table is legal, an interface that is no number is not. */
const without = (ifIndex: Cell): 'bad' | 'none' => (hasValue(ifIndex) ? 'bad' : 'none');
/** A row whose interface is 0 is an address that no interface has: legal, and of no use. */
const isOnInterface = (ifIndex: number): boolean => ifIndex > 0;

/** ipAddrTable: index a.b.c.d. */
export function ipAddrTableOf(walked: WalkedTable): DecodedRows<AddressFacts> {
  return decodeRows(walked, ({ index, cells }) => {
    const ifIndex = numberOf(cells[0]);
    const address = index.length === 4 ? addressText(index) : null;
    if (address === null) return 'bad';
    if (ifIndex === null) return without(cells[0]);
    return isOnInterface(ifIndex) ? { ifIndex, address, prefixLength: maskLength(bytesOf(cells[1])) } : 'none';
  });
}

/** ipAddressTable: the prefix is a RowPointer into ipAddressPrefixTable, whose last index arc is the prefix length. */
export function ipAddressTableOf(walked: WalkedTable): DecodedRows<AddressFacts> {
  return decodeRows(walked, ({ index, cells }) => {
    const ifIndex = numberOf(cells[0]);
    const address = bareInetIndex(index);
    if (address === null) return 'bad';
    if (ifIndex === null) return without(cells[0]);
    if (!isOnInterface(ifIndex)) return 'none';
    const pointer = oidOf(cells[1]);
    const bits = afiOf(address) === 'ipv6' ? 128 : 32;
    // zeroDotZero stands for "no row".
    const last = pointer !== null && pointer.length > 8 ? (pointer.at(-1) ?? null) : null;
    return { ifIndex, address, prefixLength: last !== null && last <= bits ? last : null };
  });
}

/** ipv6AddrTable: index ifIndex and 16 octets. */
export function ipv6AddrTableOf(walked: WalkedTable): DecodedRows<AddressFacts> {
  return decodeRows(walked, ({ index, cells }) => {
    const [ifIndex] = index;
    const octets = index.length === 18 ? index.slice(2) : index.slice(1);
    const address = octets.length === 16 ? addressText(octets) : null;
    const prefix = numberOf(cells[0]);
    if (ifIndex === undefined || address === null) return 'bad';
    if (!isOnInterface(ifIndex)) return 'none';
    return { ifIndex, address, prefixLength: prefix !== null && prefix >= 0 && prefix <= 128 ? prefix : null };
  });
}
