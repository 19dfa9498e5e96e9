/**
 * The shape of an SNMP message, checked octet by octet before the codec sees it. snmp-native reads lengths without
 * checking them: a truncated answer loses varbinds silently, a long-form length on a value gives NaN, an OID of more
 * than 127 octets gives another OID. Here every length must fit exactly, and the few legal forms that the codec cannot
 * read are rewritten into the form that it can.
 */

const tag = {
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

/** What can be said about a datagram before it is parsed. */
export type Shape =
  | { readonly kind: 'sound'; readonly datagram: Buffer; readonly malformed: ReadonlySet<number> }
  | { readonly kind: 'broken'; readonly why: string };

interface Field {
  readonly tag: number;
  readonly start: number;
  readonly end: number;
  /** The length is written in more octets than it needs, or in a form that the codec reads wrongly. */
  readonly odd: boolean;
}

class Broken extends Error {}

function field(data: Buffer, at: number, limit: number): Field {
  const first = data[at];
  const second = data[at + 1];
  if (first === undefined || second === undefined || at + 2 > limit) throw new Broken('it ends inside a field');
  let length = second;
  let start = at + 2;
  let odd = false;
  if (second >= 0x80) {
    const octets = second & 0x7f;
    if (octets === 0 || octets > 4) throw new Broken('a length has no end');
    length = 0;
    for (let i = 0; i < octets; i++) length = length * 256 + (data[start + i] ?? 0);
    start += octets;
    odd = length < 0x80 || octets > (length < 0x100 ? 1 : length < 0x10000 ? 2 : 3);
  }
  if (start + length > limit) throw new Broken('a field is longer than what holds it');
  return { tag: first, start, end: start + length, odd };
}

function expect(data: Buffer, at: number, limit: number, wanted: number, name: string): Field {
  const found = field(data, at, limit);
  if (found.tag !== wanted) throw new Broken(`no ${name} where one belongs`);
  return found;
}

/** X.690 §8.19: every arc ends, none is over 32 bits (RFC 2578 §3.5), at most 128 arcs. */
function oidIsSound(data: Buffer, start: number, end: number): boolean {
  if (start === end || (data[start] ?? 0) >= 0x80 || ((data[end - 1] ?? 0) & 0x80) !== 0) return false;
  let arcs = 2;
  let arc = 0;
  for (let i = start + 1; i < end; i++) {
    const octet = data[i] ?? 0;
    arc = arc * 128 + (octet & 0x7f);
    if (arc > 0xffffffff) return false;
    if (octet < 0x80) {
      arc = 0;
      arcs += 1;
    }
  }
  return arcs <= 128;
}

function valueIsSound(data: Buffer, value: Field): boolean {
  const length = value.end - value.start;
  const leadingZero = data[value.start] === 0;
  switch (value.tag) {
    case tag.integer:
    case tag.counter32:
    case tag.gauge32:
    case tag.timeTicks:
    case tag.uinteger32:
      return length >= 1 && (length <= 4 || (length === 5 && leadingZero));
    case tag.counter64:
      return length >= 1 && (length <= 8 || (length === 9 && leadingZero));
    case tag.oid:
      return oidIsSound(data, value.start, value.end) && length <= 127;
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

function tlv(type: number, content: Buffer): Buffer {
  const length = content.length;
  const head =
    length < 0x80
      ? [type, length]
      : length < 0x100
        ? [type, 0x81, length]
        : [type, 0x82, (length >> 8) & 0xff, length & 0xff];
  return Buffer.concat([Buffer.from(head), content]);
}

/** Cuts an OID's octets after the last whole arc that fits: still in the same place of the tree, and readable. */
function shortened(data: Buffer, name: Field): Buffer {
  let end = name.start + 127;
  while (end > name.start + 1 && ((data[end - 1] ?? 0) & 0x80) !== 0) end -= 1;
  return data.subarray(name.start, end);
}

interface Message {
  readonly header: readonly [version: Field, community: Field];
  readonly pdu: Field;
  readonly numbers: readonly [requestId: Field, status: Field, index: Field];
  readonly varbinds: readonly { readonly name: Field; readonly value: Field }[];
  /** True when the codec reads these octets rightly as they are. */
  readonly plain: boolean;
}

function outline(data: Buffer): Message {
  const message = expect(data, 0, data.length, tag.sequence, 'message');
  if (message.end !== data.length) throw new Broken('its length is not that of the datagram');
  const version = expect(data, message.start, message.end, tag.integer, 'version');
  const community = expect(data, version.end, message.end, tag.octets, 'community');
  const pdu = field(data, community.end, message.end);
  if (pdu.tag < 0xa0 || pdu.tag > 0xa8) throw new Broken('no PDU where one belongs');
  if (pdu.end !== message.end) throw new Broken('something follows the PDU');
  const requestId = expect(data, pdu.start, pdu.end, tag.integer, 'request-id');
  const status = expect(data, requestId.end, pdu.end, tag.integer, 'error-status');
  const index = expect(data, status.end, pdu.end, tag.integer, 'error-index');
  const head = [version, requestId, status, index];
  if (head.some(number => number.end === number.start || number.end - number.start > 5)) {
    throw new Broken('a number of its head has an impossible length');
  }
  const varbinds: { name: Field; value: Field }[] = [];
  let plain = ![...head, community].some(each => each.odd) && community.end - community.start < 0x80;
  if (index.end === pdu.end) {
    // Some agents leave the varbind list out of an error answer; the codec cannot read that.
    plain = false;
  } else {
    const list = expect(data, index.end, pdu.end, tag.sequence, 'varbind list');
    if (list.end !== pdu.end) throw new Broken('something follows the varbind list');
    let at = list.start;
    while (at < list.end) {
      const varbind = expect(data, at, list.end, tag.sequence, 'varbind');
      const name = expect(data, varbind.start, varbind.end, tag.oid, 'name');
      if (!oidIsSound(data, name.start, name.end)) throw new Broken('a name is not an object identifier');
      const value = field(data, name.end, varbind.end);
      if (value.end !== varbind.end) throw new Broken('something follows a value');
      if (name.odd || value.odd || name.end - name.start > 127) plain = false;
      else if (value.tag === tag.uinteger32 || value.tag === tag.nsap || !valueIsSound(data, value)) plain = false;
      varbinds.push({ name, value });
      at = varbind.end;
    }
  }
  return { header: [version, community], pdu, numbers: [requestId, status, index], varbinds, plain };
}

function rewritten(data: Buffer, message: Message): Shape {
  const malformed = new Set<number>();
  const copy = (part: Field): Buffer => tlv(part.tag, data.subarray(part.start, part.end));
  const varbinds = message.varbinds.map(({ name, value }, position) => {
    const long = name.end - name.start > 127;
    const nameOctets = tlv(tag.oid, long ? shortened(data, name) : data.subarray(name.start, name.end));
    if (long || !valueIsSound(data, value)) {
      malformed.add(position);
      return tlv(tag.sequence, Buffer.concat([nameOctets, tlv(tag.nil, Buffer.alloc(0))]));
    }
    // UInteger32 (RFC 1442) is a Gauge32 by another tag, NsapAddress an OCTET STRING.
    const type = value.tag === tag.uinteger32 ? tag.gauge32 : value.tag === tag.nsap ? tag.octets : value.tag;
    return tlv(tag.sequence, Buffer.concat([nameOctets, tlv(type, data.subarray(value.start, value.end))]));
  });
  const pdu = tlv(
    message.pdu.tag,
    Buffer.concat([...message.numbers.map(copy), tlv(tag.sequence, Buffer.concat(varbinds))]),
  );
  const datagram = tlv(tag.sequence, Buffer.concat([...message.header.map(copy), pdu]));
  return { kind: 'sound', datagram, malformed };
}

const none: ReadonlySet<number> = new Set();

/** Checks a datagram. Throws nothing; a sound one may come back rewritten. */
export function shapeOf(datagram: Buffer): Shape {
  try {
    const message = outline(datagram);
    if (message.header[1].end - message.header[1].start > 127) return { kind: 'broken', why: 'its community is too long' };
    return message.plain ? { kind: 'sound', datagram, malformed: none } : rewritten(datagram, message);
  } catch (error) {
    if (error instanceof Broken) return { kind: 'broken', why: error.message };
    throw error;
  }
}
