/** IP-MIB: ipAddressTable (RFC 4293) for both families and ipAddrTable (RFC 4293, deprecated, IPv4); IPV6-MIB's ipv6AddrTable (RFC 2465). */
import { addressText } from '../../../network/addresses.ts';
import type { AddressFacts } from '../../../network/facts.ts';
import { type Oid, oid } from '../oid.ts';
import type { Row } from '../walk.ts';
import { bytesOf, numberOf, oidOf } from './cells.ts';

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
  return /^1*0*$/.test(bits) ? bits.indexOf('0') === -1 ? 32 : bits.indexOf('0') : null;
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

/** InetAddressType and InetAddress of an index: type, length, octets (RFC 4001); a zone (types 3 and 4) adds four octets. */
function indexAddress(index: Oid): string | null {
  const [type, length] = index;
  const size = type === 1 || type === 3 ? 4 : type === 2 || type === 4 ? 16 : 0;
  if (size === 0) return null;
  if (length === size || length === size + 4) return addressText(index.slice(2, 2 + size));
  // Some agents leave the length out of the index.
  return index.length === 1 + size ? addressText(index.slice(1)) : null;
}

/** ipAddressTable: the prefix is a RowPointer into ipAddressPrefixTable, whose last index arc is the prefix length. */
export function ipAddressTableOf(rows: readonly Row[]): readonly AddressFacts[] {
  return rows.flatMap(row => {
    const ifIndex = numberOf(row.cells[0]);
    const address = indexAddress(row.index);
    if (ifIndex === null || ifIndex <= 0 || address === null) return [];
    const pointer = oidOf(row.cells[1]);
    const bits = address.includes(':') ? 128 : 32;
    const last = pointer !== null && pointer.length > 8 ? (pointer[pointer.length - 1] ?? null) : null;
    return [{ ifIndex, address, prefixLength: last !== null && last <= bits ? last : null }];
  });
}

/** ipv6AddrTable: index ifIndex and 16 octets. */
export function ipv6AddrTableOf(rows: readonly Row[]): readonly AddressFacts[] {
  return rows.flatMap(row => {
    const [ifIndex] = row.index;
    const octets = row.index.length === 18 ? row.index.slice(2) : row.index.slice(1);
    const address = octets.length === 16 ? addressText(octets) : null;
    if (ifIndex === undefined || address === null) return [];
    return [{ ifIndex, address, prefixLength: numberOf(row.cells[0]) }];
  });
}
