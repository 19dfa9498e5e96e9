/** Writes BER for these tests, legal and otherwise. Separate from the product's codec, so that no mistake hides itself. */

/** Octets of one field. `lengthOctets` forces the long form with that many octets. */
export function tlv(tag: number, content: Uint8Array, lengthOctets?: number): Buffer {
  const { length } = content;
  const wanted = lengthOctets ?? (length < 0x80 ? 0 : length < 0x100 ? 1 : 2);
  const head = wanted === 0 ? [tag, length] : [tag, 0x80 | wanted, ...bigEndian(length, wanted)];
  return Buffer.concat([Buffer.from(head), content]);
}

const bigEndian = (value: number, octets: number): number[] =>
  Array.from({ length: octets }, (_, i) => Math.floor(value / 256 ** (octets - 1 - i)) % 256);

/** SEQUENCE. */
export const seq = (...parts: readonly Uint8Array[]): Buffer => tlv(0x30, Buffer.concat(parts));

/** INTEGER. */
export function integer(value: number): Buffer {
  const octets = [value & 0xff];
  for (let rest = value >> 8; ; rest >>= 8) {
    const first = octets[0] ?? 0;
    if ((rest === 0 && first < 0x80) || (rest === -1 && first >= 0x80)) break;
    octets.unshift(rest & 0xff);
  }
  return tlv(0x02, Buffer.from(octets));
}

function unsignedOctets(value: bigint): Buffer {
  let digits = value.toString(16);
  if (digits.length % 2 === 1) digits = `0${digits}`;
  const octets = Buffer.from(digits, 'hex');
  return (octets[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.from([0]), octets]) : octets;
}

/** Counter32. */
export const counter32 = (value: number): Buffer => tlv(0x41, unsignedOctets(BigInt(value)));
/** Gauge32. */
export const gauge32 = (value: number): Buffer => tlv(0x42, unsignedOctets(BigInt(value)));
/** TimeTicks. */
export const timeTicks = (value: number): Buffer => tlv(0x43, unsignedOctets(BigInt(value)));
/** Counter64. */
export const counter64 = (value: bigint): Buffer => tlv(0x46, unsignedOctets(value));
/** OCTET STRING. */
export const octets = (value: string | readonly number[]): Buffer =>
  tlv(0x04, typeof value === 'string' ? Buffer.from(value) : Buffer.from(value));
/** IpAddress. */
export const ipAddress = (text: string): Buffer => tlv(0x40, Buffer.from(text.split('.').map(Number)));
/** NULL. */
export const nil = tlv(0x05, Buffer.alloc(0));
/** The three exceptions of RFC 3416. */
export const noSuchObject = tlv(0x80, Buffer.alloc(0));
export const noSuchInstance = tlv(0x81, Buffer.alloc(0));
export const endOfMibView = tlv(0x82, Buffer.alloc(0));

/** The content of an OBJECT IDENTIFIER. */
export function oidOctets(arcs: readonly number[]): Buffer {
  const [first = 0, second = 0, ...rest] = arcs;
  const content: number[] = [];
  for (const arc of [first * 40 + second, ...rest]) {
    const digits = [arc % 128];
    for (let left = Math.floor(arc / 128); left > 0; left = Math.floor(left / 128)) digits.unshift((left % 128) | 0x80);
    content.push(...digits);
  }
  return Buffer.from(content);
}

/** OBJECT IDENTIFIER. */
export const oid = (arcs: readonly number[]): Buffer => tlv(0x06, oidOctets(arcs));

/** A name with its value. */
export const varbind = (name: readonly number[], value: Uint8Array): Buffer => seq(oid(name), value);

/** What a message is made of; what is left out is that of a good answer. */
export interface MessageParts {
  readonly id: number;
  readonly varbinds?: readonly Uint8Array[];
  readonly version?: number;
  readonly community?: string;
  readonly pdu?: number;
  readonly status?: number;
  readonly index?: number;
  /** Leaves out even the empty list. */
  readonly noList?: boolean;
  /** Puts lengths of the header in this many octets more than needed. */
  readonly longForm?: number;
}

/** A whole message. */
export function message(parts: MessageParts): Buffer {
  const { id, varbinds = [], version = 1, community = 'public', pdu = 0xa2, status = 0, index = 0 } = parts;
  const form = parts.longForm;
  const header = (field: Buffer): Buffer => (form === undefined ? field : tlv(field[0] ?? 0, field.subarray(2), form));
  const list = parts.noList === true ? [] : [tlv(0x30, Buffer.concat(varbinds), form)];
  const body = [header(integer(id)), header(integer(status)), header(integer(index)), ...list];
  return tlv(
    0x30,
    Buffer.concat([header(integer(version)), header(octets(community)), tlv(pdu, Buffer.concat(body), form)]),
    form,
  );
}
