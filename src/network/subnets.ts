/** Subnets and prefixes: addresses with a length. */
import { addressOctets, addressText } from './addresses.ts';

/** Address and length of the subnet that an address is in, as text that compares; null for what is no address. */
export function subnetOf(address: string, length: number): string | null {
  const network = addressOctets(address)?.map((octet, position) => {
    const bits = Math.min(8, Math.max(0, length - position * 8));
    return octet & (0xff << (8 - bits));
  });
  return network === undefined ? null : `${addressText(network.map(octet => octet & 0xff))}/${length}`;
}

/** A prefix in text. */
export interface Prefix {
  /** Canonical text of the address with the bits beyond the length cleared. */
  readonly network: string;
  readonly length: number;
  readonly afi: 'ipv4' | 'ipv6';
}

/** Reads `192.0.2.0/24` or `2001:db8::/32`, host bits or not; null for anything else. */
export function parsePrefix(text: string): Prefix | null {
  const [, address = '', digits = ''] = /^([0-9a-fA-F:.]+)\/(\d{1,3})$/.exec(text.trim()) ?? [];
  const octets = addressOctets(address);
  const length = Number(digits);
  if (octets === null || digits === '' || length > octets.length * 8) return null;
  const [network = ''] = subnetOf(address, length)?.split('/') ?? [];
  return { network, length, afi: octets.length === 4 ? 'ipv4' : 'ipv6' };
}

/** The one spelling of a prefix. */
export const prefixText = ({ network, length }: Prefix): string => `${network}/${length}`;

/** True when an address lies in a prefix in text; false also where either is none. */
export function isWithin(address: string, prefix: string): boolean {
  const wanted = parsePrefix(prefix);
  if (wanted === null || address.includes(':') !== (wanted.afi === 'ipv6')) return false;
  return subnetOf(address, wanted.length) === prefixText(wanted);
}

/** A prefix as it is compared, however it was written; what is none stays as it is. */
export function canonicalPrefix(text: string): string {
  const prefix = parsePrefix(text);
  return prefix === null ? text : prefixText(prefix);
}
