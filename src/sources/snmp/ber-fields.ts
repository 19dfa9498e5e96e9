/** Fields of BER (X.690) as SNMP uses them: where each lies, and whether its octets make a value of its type. */

/** Tags of RFC 3416 §3, with the two of RFC 1442 that old agents still send. */
export const tag = {
  integer: 0x02,
  octets: 0x04,
  nil: 0x05,
  oid: 0x06,
  sequence: 0x30,
  ipAddress: 0x40,
  counter32: 0x41,
  gauge32: 0x42,
  timeTicks: 0x43,
  opaque: 0x44,
  nsap: 0x45,
  counter64: 0x46,
  uinteger32: 0x47,
  noSuchObject: 0x80,
  noSuchInstance: 0x81,
  endOfMibView: 0x82,
} as const;

/** Octets that are no SNMP message; the text says why. */
export class Broken extends Error {}

/** Where one field's content lies: from `start` up to, not including, `end`. */
export interface Field {
  readonly tag: number;
  readonly start: number;
  readonly end: number;
  /** The length is written in more octets than it needs: legal, and read wrongly by the codec. */
  readonly odd: boolean;
}

/** The field that begins at `at` and must end by `limit`. Throws Broken. */
export function fieldAt(data: Uint8Array, at: number, limit: number): Field {
  const first = data[at];
  const second = data[at + 1];
  if (first === undefined || second === undefined || at + 2 > limit) throw new Broken('it ends inside a field');
  if (second < 0x80) {
    if (at + 2 + second > limit) throw new Broken('a field is longer than what holds it');
    return { tag: first, start: at + 2, end: at + 2 + second, odd: false };
  }
  // RFC 3417 §8: definite lengths only; four octets are more than a datagram can need.
  const octets = second & 0x7f;
  if (octets === 0 || octets > 4) throw new Broken('a length has no end');
  const start = at + 2 + octets;
  let length = 0;
  for (let i = at + 2; i < start; i++) length = length * 256 + (data[i] ?? 0);
  if (start + length > limit) throw new Broken('a field is longer than what holds it');
  const needed = length < 0x80 ? 0 : length < 0x100 ? 1 : length < 0x10000 ? 2 : 3;
  return { tag: first, start, end: start + length, odd: octets > needed };
}

/** The same, of the tag that belongs there. Throws Broken. */
export function expectField(data: Uint8Array, at: number, limit: number, wanted: number, name: string): Field {
  if (at < limit && data[at] !== wanted) throw new Broken(`no ${name} where one belongs`);
  return fieldAt(data, at, limit);
}

/** X.690 §8.19: every arc ends, none begins with padding or passes 32 bits, and there are at most 128 (RFC 2578 §3.5). */
export function oidIsSound(data: Uint8Array, start: number, end: number): boolean {
  if (start === end || (data[start] ?? 0) >= 0x80 || ((data[end - 1] ?? 0) & 0x80) !== 0) return false;
  let arcs = 2;
  let arc = 0;
  for (let i = start + 1; i < end; i++) {
    const octet = data[i] ?? 0;
    if (octet === 0x80 && arc === 0) return false;
    arc = arc * 128 + (octet & 0x7f);
    if (arc > 0xffffffff) return false;
    if (octet < 0x80) {
      arc = 0;
      arcs += 1;
    }
  }
  return arcs <= 128;
}

/** The codec reads OIDs of more octets than this as other OIDs; the deepest index in use takes about 90. */
export const longestOid = 127;

/** True when the octets of a value make one of its type (RFC 2578 §7.1). */
export function valueIsSound(data: Uint8Array, value: Field): boolean {
  const length = value.end - value.start;
  switch (value.tag) {
    case tag.integer:
    case tag.counter32:
    case tag.gauge32:
    case tag.timeTicks:
    case tag.uinteger32:
      // A fifth octet is the zero that keeps a number above 2^31 positive.
      return length >= 1 && (length <= 4 || (length === 5 && data[value.start] === 0));
    case tag.counter64:
      return length >= 1 && (length <= 8 || (length === 9 && data[value.start] === 0));
    case tag.oid:
      return length <= longestOid && oidIsSound(data, value.start, value.end);
    case tag.ipAddress:
      return length === 4;
    case tag.octets:
    case tag.opaque:
    case tag.nsap:
      return true;
    case tag.nil:
    case tag.noSuchObject:
    case tag.noSuchInstance:
    case tag.endOfMibView:
      return length === 0;
    default:
      return false;
  }
}
