/**
 * The part of BER (ITU-T X.690) that SNMPv2 messages use (RFC 3416, RFC 3417 §8). It is separate from the product's
 * decoder on purpose: the same mistake made twice would hide itself.
 */

/** Tags of RFC 3416 that the simulated routers read or write. */
export const TAG = {
  integer: 0x02,
  octets: 0x04,
  empty: 0x05,
  oid: 0x06,
  sequence: 0x30,
  ipAddress: 0x40,
  counter32: 0x41,
  gauge32: 0x42,
  timeTicks: 0x43,
  counter64: 0x46,
  noSuchObject: 0x80,
  noSuchInstance: 0x81,
  endOfMibView: 0x82,
  get: 0xa0,
  getNext: 0xa1,
  response: 0xa2,
  getBulk: 0xa5,
} as const;

/** Bytes that are not what BER or SNMP allows at that place. */
export class BerError extends Error {}

/** Where one element's content lies in a buffer: `[start, end)`. */
export interface Element {
  readonly tag: number;
  readonly start: number;
  readonly end: number;
}

const byteAt = (bytes: Uint8Array, at: number): number => {
  const byte = bytes[at];
  if (byte === undefined) throw new BerError(`nothing at byte ${at}`);
  return byte;
};

/** Reads the element at `at`, which must end at or before `limit`. Throws `BerError`. */
export const readElement = (bytes: Uint8Array, at: number, limit: number): Element => {
  const tag = byteAt(bytes, at);
  const first = byteAt(bytes, at + 1);
  let start = at + 2;
  let size = first;
  if (first >= 0x80) {
    // RFC 3417 §8 (1): definite form only; four octets are more than a datagram can hold.
    const octets = first - 0x80;
    if (octets === 0 || octets > 4) throw new BerError('length form not allowed');
    size = 0;
    for (let i = 0; i < octets; i += 1) size = size * 256 + byteAt(bytes, start + i);
    start += octets;
  }
  const end = start + size;
  if (end > limit) throw new BerError('element runs past its container');
  return { tag, start, end };
};

/** Reads an element of one expected tag. Throws `BerError`. */
export const expectElement = (bytes: Uint8Array, at: number, limit: number, tag: number): Element => {
  const element = readElement(bytes, at, limit);
  if (element.tag !== tag) throw new BerError(`tag ${element.tag} where ${tag} belongs`);
  return element;
};

/** The signed 32-bit number of an INTEGER element. Throws `BerError`. */
export const integerOf = (bytes: Uint8Array, { start, end }: Element): number => {
  if (end === start || end - start > 4) throw new BerError('INTEGER of a size that SNMP does not have');
  let value = byteAt(bytes, start) >= 0x80 ? -1 : 0;
  for (let i = start; i < end; i += 1) value = (value << 8) | byteAt(bytes, i);
  return value;
};

/** The arcs of an OBJECT IDENTIFIER element. Throws `BerError` above 128 arcs or 2^32-1 (RFC 2578 §3.5). */
export const oidOf = (bytes: Uint8Array, { start, end }: Element): number[] => {
  const arcs: number[] = [];
  let arc = 0;
  let inside = false;
  for (let i = start; i < end; i += 1) {
    const byte = byteAt(bytes, i);
    if (!inside && byte === 0x80) throw new BerError('arc with a leading zero');
    arc = arc * 128 + (byte & 0x7f);
    if (arc > 0xffff_ffff) throw new BerError('arc above 2^32-1');
    inside = byte >= 0x80;
    if (inside) continue;
    // X.690 §8.19.4: the first two arcs share one subidentifier.
    if (arcs.length === 0) arcs.push(Math.min(2, Math.floor(arc / 40)), arc - 40 * Math.min(2, Math.floor(arc / 40)));
    else arcs.push(arc);
    arc = 0;
  }
  if (inside || arcs.length === 0 || arcs.length > 128) throw new BerError('not an object identifier');
  return arcs;
};

const lengthOctets = (size: number): number[] => {
  if (size < 0x80) return [size];
  if (size < 0x100) return [0x81, size];
  return [0x82, size >> 8, size & 0xff];
};

/** One element around already encoded parts (content up to 65,535 octets). */
export const element = (tag: number, ...parts: readonly Uint8Array[]): Uint8Array => {
  let size = 0;
  for (const part of parts) size += part.length;
  const head = lengthOctets(size);
  const bytes = new Uint8Array(1 + head.length + size);
  bytes[0] = tag;
  bytes.set(head, 1);
  let at = 1 + head.length;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
};

/** INTEGER, signed 32 bits, in the fewest octets. */
export const integer = (value: number): Uint8Array => {
  const octets: number[] = [];
  let rest = value | 0;
  for (;;) {
    octets.unshift(rest & 0xff);
    const next = rest >> 8;
    // The top bit of the first octet is the sign, so it has to agree with what is left out.
    if ((next === 0 && (rest & 0x80) === 0) || (next === -1 && (rest & 0x80) !== 0)) break;
    rest = next;
  }
  return Uint8Array.from([TAG.integer, octets.length, ...octets]);
};

const unsigned = (tag: number, value: number): Uint8Array => {
  let rest = value >>> 0;
  const octets: number[] = [];
  do {
    octets.unshift(rest & 0xff);
    rest >>>= 8;
  } while (rest > 0);
  if ((octets[0] ?? 0) >= 0x80) octets.unshift(0);
  return Uint8Array.from([tag, octets.length, ...octets]);
};

/** Counter32; a larger count is taken modulo 2^32, as the counter wraps. */
export const counter32 = (value: number): Uint8Array => unsigned(TAG.counter32, value % 0x1_0000_0000);
/** Gauge32 or Unsigned32; a larger value latches at 2^32-1 (RFC 2578 §7.1.7). */
export const gauge32 = (value: number): Uint8Array => unsigned(TAG.gauge32, Math.min(value, 0xffff_ffff));
/** TimeTicks, hundredths of a second modulo 2^32. */
export const timeTicks = (value: number): Uint8Array => unsigned(TAG.timeTicks, value % 0x1_0000_0000);

/** Counter64, exact, modulo 2^64. */
export const counter64 = (value: bigint): Uint8Array => {
  let digits = BigInt.asUintN(64, value).toString(16);
  if (digits.length % 2 === 1) digits = `0${digits}`;
  // A set top bit would read as negative: X.690 §8.3 is signed whatever the SNMP type is.
  if (Number.parseInt(digits.slice(0, 2), 16) >= 0x80) digits = `00${digits}`;
  return element(TAG.counter64, Buffer.from(digits, 'hex'));
};

/** OCTET STRING of raw bytes. */
export const octets = (bytes: ArrayLike<number>): Uint8Array => element(TAG.octets, Uint8Array.from(bytes));
/** OCTET STRING of UTF-8 text. */
export const text = (value: string): Uint8Array => element(TAG.octets, Buffer.from(value, 'utf8'));
/** IpAddress of four octets. */
export const ipAddress = (bytes: ArrayLike<number>): Uint8Array => element(TAG.ipAddress, Uint8Array.from(bytes));

/** OBJECT IDENTIFIER; needs at least two arcs. */
export const oid = (arcs: readonly number[]): Uint8Array => {
  const [first = 0, second = 0, ...rest] = arcs;
  const content: number[] = [];
  for (const arc of [first * 40 + second, ...rest]) {
    const digits = [arc % 128];
    for (let left = Math.floor(arc / 128); left > 0; left = Math.floor(left / 128)) digits.unshift((left % 128) | 0x80);
    content.push(...digits);
  }
  return element(TAG.oid, Uint8Array.from(content));
};

/** The three exceptions that stand in a value's place (RFC 3416 §3). */
export const exception = (kind: 'noSuchObject' | 'noSuchInstance' | 'endOfMibView'): Uint8Array =>
  Uint8Array.from([TAG[kind], 0]);
