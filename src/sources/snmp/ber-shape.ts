/**
 * The shape of an SNMP message, checked octet by octet before the codec sees it. snmp-native reads lengths without
 * checking them: a truncated answer loses varbinds silently, a long-form length on a value gives NaN, an OID of more
 * than 127 octets gives another OID. Here every length must fit exactly, and the few legal forms that the codec cannot
 * read are rewritten into the form that it can.
 */
import { Broken, expectField, type Field, fieldAt, longestOid, oidIsSound, tag, valueIsSound } from './ber-fields.ts';

/** What can be said about a datagram before it is parsed. */
export type Shape =
  | {
      readonly kind: 'sound';
      /** The message in the form that the codec reads rightly: usually the datagram itself. */
      readonly datagram: Buffer;
      /** Positions of the varbinds whose octets make no value of their type. */
      readonly malformed: ReadonlySet<number>;
    }
  | { readonly kind: 'broken'; readonly why: string };

interface Message {
  readonly header: readonly [version: Field, community: Field];
  readonly pdu: Field;
  readonly numbers: readonly [requestId: Field, status: Field, index: Field];
  readonly varbinds: readonly { readonly name: Field; readonly value: Field }[];
  /** True when the codec reads these octets rightly as they are. */
  readonly plain: boolean;
}

function outline(data: Buffer): Message {
  const message = expectField(data, 0, data.length, tag.sequence, 'message');
  if (message.end !== data.length) throw new Broken('its length is not that of the datagram');
  const version = expectField(data, message.start, message.end, tag.integer, 'version');
  const community = expectField(data, version.end, message.end, tag.octets, 'community');
  if (community.end - community.start > 0x7f) throw new Broken('its community is too long');
  const pdu = fieldAt(data, community.end, message.end);
  if (pdu.tag < 0xa0 || pdu.tag > 0xa8) throw new Broken('no PDU where one belongs');
  if (pdu.end !== message.end) throw new Broken('something follows the PDU');
  const requestId = expectField(data, pdu.start, pdu.end, tag.integer, 'request-id');
  const status = expectField(data, requestId.end, pdu.end, tag.integer, 'error-status');
  const index = expectField(data, status.end, pdu.end, tag.integer, 'error-index');
  const numbers = [version, requestId, status, index];
  if (numbers.some(number => !valueIsSound(data, number))) throw new Broken('a number of its head cannot be read');
  const list = varbindList(data, index.end, pdu.end);
  return {
    header: [version, community],
    pdu,
    numbers: [requestId, status, index],
    varbinds: list.varbinds,
    plain: list.plain && !community.odd && numbers.every(number => !number.odd),
  };
}

function varbindList(data: Buffer, start: number, end: number): Pick<Message, 'varbinds' | 'plain'> {
  // Some agents leave the list out of an error answer; the codec cannot read that.
  if (start === end) return { varbinds: [], plain: false };
  const list = expectField(data, start, end, tag.sequence, 'varbind list');
  if (list.end !== end) throw new Broken('something follows the varbind list');
  const varbinds: { name: Field; value: Field }[] = [];
  let plain = true;
  for (let at = list.start; at < list.end; ) {
    const varbind = expectField(data, at, list.end, tag.sequence, 'varbind');
    const name = expectField(data, varbind.start, varbind.end, tag.oid, 'name');
    if (!oidIsSound(data, name.start, name.end)) throw new Broken('a name is not an object identifier');
    const value = fieldAt(data, name.end, varbind.end);
    if (value.end !== varbind.end) throw new Broken('something follows a value');
    plain &&= !name.odd && !value.odd && name.end - name.start <= longestOid && isReadable(data, value);
    varbinds.push({ name, value });
    at = varbind.end;
  }
  return { varbinds, plain };
}

/** The codec gives up the whole answer at a tag that it does not know. */
const isReadable = (data: Buffer, value: Field): boolean =>
  value.tag !== tag.uinteger32 && value.tag !== tag.nsap && valueIsSound(data, value);

function encoded(type: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const head =
    length < 0x80
      ? [type, length]
      : length < 0x100
        ? [type, 0x81, length]
        : [type, 0x82, (length >> 8) & 0xff, length & 0xff];
  return Buffer.concat([Buffer.from(head), content]);
}

/** A name cut after the last whole arc that fits: no longer the same object, but in the same place of the tree. */
function shortened(data: Buffer, name: Field): Buffer {
  let end = name.start + longestOid;
  while (end > name.start + 1 && ((data[end - 1] ?? 0) & 0x80) !== 0) end -= 1;
  return data.subarray(name.start, end);
}

function rewritten(data: Buffer, message: Message): Shape {
  const malformed = new Set<number>();
  const content = (part: Field): Buffer => data.subarray(part.start, part.end);
  const copy = (part: Field): Buffer => encoded(part.tag, content(part));
  const varbinds = message.varbinds.map(({ name, value }, position) => {
    const long = name.end - name.start > longestOid;
    const nameField = encoded(tag.oid, long ? shortened(data, name) : content(name));
    if (long || !valueIsSound(data, value)) {
      malformed.add(position);
      return encoded(tag.sequence, nameField, encoded(tag.nil));
    }
    // UInteger32 (RFC 1442) is a Gauge32 by another tag, NsapAddress an OCTET STRING.
    const type = value.tag === tag.uinteger32 ? tag.gauge32 : value.tag === tag.nsap ? tag.octets : value.tag;
    return encoded(tag.sequence, nameField, encoded(type, content(value)));
  });
  const pdu = encoded(message.pdu.tag, ...message.numbers.map(copy), encoded(tag.sequence, ...varbinds));
  return { kind: 'sound', datagram: encoded(tag.sequence, ...message.header.map(copy), pdu), malformed };
}

const none: ReadonlySet<number> = new Set();

/** Checks a datagram. Throws nothing; a sound one may come back rewritten. */
export function shapeOf(datagram: Buffer): Shape {
  try {
    const message = outline(datagram);
    return message.plain ? { kind: 'sound', datagram, malformed: none } : rewritten(datagram, message);
  } catch (error) {
    return { kind: 'broken', why: error instanceof Broken ? error.message : String(error) };
  }
}
