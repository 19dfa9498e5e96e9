/** InetAddressType and InetAddress (RFC 4001), as values and as arcs of an index. */
import { addressText, isUnspecified } from '../../../network/addresses.ts';
import type { Afi } from '../../../network/session-facts.ts';
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

/** Sizes of an address by its family, without and with a zone: OcNOS adds a zone of 0 to addresses of the types without one. */
const sizesOf: Readonly<Record<Afi, readonly number[]>> = { ipv4: [4, 8], ipv6: [16, 20] };

/** Type, length and address at the end of an index. Null when it is anything else: one arc too few is another address. */
export function inetIndex(index: Oid): string | null {
  const [type, length] = index;
  if (inetSize(type) === 0) return null;
  const fits = sizesOf[type === 1 || type === 3 ? 'ipv4' : 'ipv6'];
  return length === index.length - 2 && fits.includes(length) ? inetText(index.slice(2)) : null;
}

/**
 * The same, or without the length, as OcNOS has it in ipAddressTable. What begins with an octet that may be a length is not
 * taken for that: it is an index that is too short.
 */
export function bareInetIndex(index: Oid): string | null {
  const [type, first = -1] = index;
  const fits = inetSize(type) === 0 ? [] : sizesOf[type === 1 || type === 3 ? 'ipv4' : 'ipv6'];
  const isBare = fits.includes(index.length - 1) && !fits.includes(first);
  return isBare ? inetText(index.slice(1)) : inetIndex(index);
}

/** The family of an address in text. */
export const afiOf = (address: string): Afi => (address.includes(':') ? 'ipv6' : 'ipv4');
