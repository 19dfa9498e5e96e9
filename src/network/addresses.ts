/** IP addresses as text in their one canonical form (RFC 5952). */

/** Dotted decimal of four octets. */
export const ipv4Text = (octets: ArrayLike<number>): string => Array.from(octets).slice(0, 4).join('.');

/** RFC 5952: lower case, no leading zeros, the longest run of zeros (of two or more) as `::`. */
export function ipv6Text(octets: ArrayLike<number>): string {
  const groups: number[] = [];
  for (let i = 0; i < 16; i += 2) groups.push((octets[i] ?? 0) * 256 + (octets[i + 1] ?? 0));
  let best = { start: -1, length: 1 };
  for (let start = 0; start < 8; start++) {
    let length = 0;
    while (start + length < 8 && groups[start + length] === 0) length += 1;
    if (length > best.length) best = { start, length };
  }
  const hex = groups.map(group => group.toString(16));
  if (best.start < 0) return hex.join(':');
  return `${hex.slice(0, best.start).join(':')}::${hex.slice(best.start + best.length).join(':')}`;
}

/** Text of 4 or 16 octets; null for any other number, or for an octet out of range. */
export function addressText(octets: ArrayLike<number>): string | null {
  for (let i = 0; i < octets.length; i++) {
    const octet = octets[i] ?? -1;
    if (octet < 0 || octet > 255) return null;
  }
  if (octets.length === 4) return ipv4Text(octets);
  return octets.length === 16 ? ipv6Text(octets) : null;
}

/** True for 0.0.0.0 and ::, which tables give for "not known". */
export const isUnspecified = (address: string): boolean => address === '0.0.0.0' || address === '::';

/** Octets of an address in text; null when it is none. Accepts what `addressText` and people write; a zone is left out. */
export function addressOctets(text: string): readonly number[] | null {
  return text.includes(':') ? ipv6Octets(text) : ipv4Octets(text);
}

function ipv4Octets(text: string): readonly number[] | null {
  const parts = text.split('.');
  // No leading zeros: some systems read 010 as eight (RFC 6943 §3.1.1).
  if (parts.length !== 4 || !parts.every(part => /^(?:0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255)) return null;
  return parts.map(Number);
}

function ipv6Octets(text: string): readonly number[] | null {
  const [address = '', zone, ...more] = text.split('%');
  if (zone === '' || more.length > 0) return null;
  const halves = address.split('::');
  if (halves.length > 2) return null;
  const parts = halves.map(half => (half === '' ? [] : half.split(':')));
  // Dotted decimal may stand for the last 32 bits only (RFC 4291 §2.2).
  const last = parts.at(-1)?.at(-1);
  if (parts.flat().filter(part => part.includes('.')).length > (last?.includes('.') ? 1 : 0)) return null;
  const groups = parts.map(half => half.flatMap(groupsOf));
  if (groups.flat().some(group => Number.isNaN(group))) return null;
  const [head = [], tail = []] = groups;
  const missing = 8 - head.length - tail.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return null;
  return [...head, ...new Array<number>(missing).fill(0), ...tail].flatMap(group => [group >> 8, group & 0xff]);
}

/** The 16-bit groups of one part; NaN for a part that is none. */
function groupsOf(part: string): number[] {
  if (part.includes('.')) {
    const [a = Number.NaN, b = Number.NaN, c = Number.NaN, d = Number.NaN] = ipv4Octets(part) ?? [];
    return [a * 256 + b, c * 256 + d];
  }
  return [/^[0-9a-fA-F]{1,4}$/.test(part) ? Number.parseInt(part, 16) : Number.NaN];
}

/** The canonical text of an address in any spelling; null when it is none. */
export function canonicalAddress(text: string): string | null {
  const octets = addressOctets(text.trim());
  return octets === null ? null : addressText(octets);
}
