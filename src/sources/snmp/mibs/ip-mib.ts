/** IP-MIB: ipAddressTable (RFC 4293) for both families and ipAddrTable (RFC 4293, deprecated, IPv4); IPV6-MIB's ipv6AddrTable (RFC 2465). */
import { addressText } from '../../../network/addresses.ts';
import type { AddressFacts } from '../../../network/facts.ts';
import { oid } from '../oid.ts';
import type { Row } from '../walk.ts';
import { bytesOf, numberOf, oidOf } from './cells.ts';
import { afiOf, inetIndex } from './inet-address.ts';

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

/** ipAddrTable: index a.b.c.d. */
export function ipAddrTableOf(rows: readonly Row[]): readonly AddressFacts[] {
  return rows.flatMap(row => {
    const ifIndex = numberOf(row.cells[0]);
    const address = addressText(row.index);
    if (ifIndex === null || ifIndex <= 0 || address === null) return [];
    return [{ ifIndex, address, prefixLength: maskLength(bytesOf(row.cells[1])) }];
  });
}

/** ipAddressTable: the prefix is a RowPointer into ipAddressPrefixTable, whose last index arc is the prefix length. */
export function ipAddressTableOf(rows: readonly Row[]): readonly AddressFacts[] {
  return rows.flatMap(row => {
    const ifIndex = numberOf(row.cells[0]);
    const address = inetIndex(row.index);
    if (ifIndex === null || ifIndex <= 0 || address === null) return [];
    const pointer = oidOf(row.cells[1]);
    const bits = afiOf(address) === 'ipv6' ? 128 : 32;
    // zeroDotZero stands for "no row".
    const last = pointer !== null && pointer.length > 8 ? (pointer.at(-1) ?? null) : null;
    return [{ ifIndex, address, prefixLength: last !== null && last <= bits ? last : null }];
  });
}

/** ipv6AddrTable: index ifIndex and 16 octets. */
export function ipv6AddrTableOf(rows: readonly Row[]): readonly AddressFacts[] {
  return rows.flatMap(row => {
    const [ifIndex] = row.index;
    const octets = row.index.length === 18 ? row.index.slice(2) : row.index.slice(1);
    const address = octets.length === 16 ? addressText(octets) : null;
    const prefix = numberOf(row.cells[0]);
    if (ifIndex === undefined || ifIndex <= 0 || address === null) return [];
    return [{ ifIndex, address, prefixLength: prefix !== null && prefix >= 0 && prefix <= 128 ? prefix : null }];
  });
}
