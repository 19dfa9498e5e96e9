/** InetAddressType and InetAddress (RFC 4001), as values and as arcs of an index. */
import { addressText, isUnspecified } from '../../../network/addresses.ts';
import type { Afi } from '../../../network/facts.ts';
import type { Oid } from '../oid.ts';
import { bytesOf, type Cell } from './cells.ts';

/** Octets of an address by its InetAddressType; the types with a zone (3 and 4) carry four more. */
const sizes: Readonly<Record<number, number>> = { 1: 4, 2: 16, 3: 8, 4: 20 };

/** How many arcs an address of this InetAddressType takes; 0 for a type that is no IP address. */
export const inetSize = (type: number | undefined): number => sizes[type ?? 0] ?? 0;

/** ::ffff:0:0/96 (RFC 4291 §2.5.5.2): an IPv4 address in IPv6 clothes. */
const isMapped = (octets: readonly number[]): boolean =>
  octets.slice(0, 10).every(octet => octet === 0) && octets[10] === 0xff && octets[11] === 0xff;

/** Text of an address in any of its sizes, without its zone; an IPv4 address in IPv6 clothes is an IPv4 address. */
export function inetText(octets: ArrayLike<number>): string | null {
  const all = Array.from(octets);
  const plain = all.length === 8 ? all.slice(0, 4) : all.length === 20 ? all.slice(0, 16) : all;
  return addressText(plain.length === 16 && isMapped(plain) ? plain.slice(12) : plain);
}

/** An address in a cell; null for none, and for 0.0.0.0 and ::, which say "not known". */
export function inetCell(cell: Cell): string | null {
  const text = inetText(bytesOf(cell) ?? []);
  return text === null || isUnspecified(text) ? null : text;
}

/** Type, length and address at the end of an index; some agents leave the length out. Null when it is anything else. */
export function inetIndex(index: Oid): string | null {
  const [type, length] = index;
  const size = inetSize(type);
  if (size === 0) return null;
  if (length === size && index.length === 2 + size) return inetText(index.slice(2));
  return index.length === 1 + size ? inetText(index.slice(1)) : null;
}

/** The family of an address in text. */
export const afiOf = (address: string): Afi => (address.includes(':') ? 'ipv6' : 'ipv4');
