/** SNMPv3 messages in BER: SNMPv3Message and ScopedPDU (RFC 3412 §6), UsmSecurityParameters (RFC 3414 §2.4). */
import { Broken, expectField, type Field, fieldAt, tag, valueIsSound } from '../ber-fields.ts';
import { type Decoded, decode, encodeRequest, type Question } from '../codec.ts';
import type { EngineMoment } from './engine.ts';

/** Bits of msgFlags. */
export const flag = { auth: 1, priv: 2, reportable: 4 } as const;
/** Version number of SNMPv3 on the wire. */
const v3 = 3;
/** The User-based Security Model (RFC 3411 §5). */
const usm = 3;
/** Octets that a UDP datagram over IPv4 can carry: what we can receive. */
const maxSize = 65507;

/** Everything of a message around its ScopedPDU. */
export interface Head extends EngineMoment {
  readonly msgId: number;
  readonly flags: number;
  readonly engineId: Buffer;
  readonly user: string;
  /** msgPrivacyParameters. */
  readonly salt: Buffer;
}

/** A message as received, its digest not yet checked and its content not yet decrypted. */
export interface Envelope extends Head {
  readonly digest: { readonly at: number; readonly length: number };
  /** The ScopedPDU, or with privacy the octets that hold it. */
  readonly content: Buffer;
}

function tlv(type: number, ...parts: readonly Uint8Array[]): Buffer {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const head =
    length < 0x80 ? [type, length] : length < 0x100 ? [type, 0x81, length] : [type, 0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from(head), ...parts]);
}

/** A number of RFC 3412 §6: never negative. */
function number(value: number): Buffer {
  const octets = Buffer.alloc(5);
  octets.writeUInt32BE(value, 1);
  let from = 0;
  while (from < 4 && octets[from] === 0 && (octets[from + 1] ?? 0) < 0x80) from += 1;
  return tlv(tag.integer, octets.subarray(from));
}

const octets = (bytes: Uint8Array): Buffer => tlv(tag.octets, bytes);

/** The PDU of a question. Throws when an OID is too long for the codec. */
export function encodePdu(question: Question, requestId: number): Buffer {
  // The PDUs of versions 2c and 3 are the same (RFC 3416 §3).
  const whole = encodeRequest(question, '', requestId);
  const message = fieldAt(whole, 0, whole.length);
  const version = fieldAt(whole, message.start, message.end);
  const community = fieldAt(whole, version.end, message.end);
  return whole.subarray(community.end, message.end);
}

/** A PDU in the context that it is for. */
export const encodeScoped = (pdu: Buffer, engineId: Buffer, context: string): Buffer =>
  tlv(tag.sequence, octets(engineId), octets(Buffer.from(context)), pdu);

/** A message whose digest is still zeroes, and where the digest belongs. */
export function encodeMessage(
  head: Head,
  content: Buffer,
  digestLength: number,
): { readonly message: Buffer; readonly digestAt: number } {
  const data = (head.flags & flag.priv) === 0 ? content : octets(content);
  const salt = octets(head.salt);
  const security = tlv(
    tag.sequence,
    octets(head.engineId),
    number(head.boots),
    number(head.time),
    octets(Buffer.from(head.user)),
    octets(Buffer.alloc(digestLength)),
    salt,
  );
  const global = tlv(tag.sequence, number(head.msgId), number(maxSize), octets(Buffer.of(head.flags)), number(usm));
  const message = tlv(tag.sequence, number(v3), global, octets(security), data);
  return { message, digestAt: message.length - data.length - salt.length - digestLength };
}

function numberIn(data: Buffer, field: Field, name: string): number {
  if (!valueIsSound(data, field)) throw new Broken(`a ${name} that cannot be read`);
  const value = data.readIntBE(field.start, field.end - field.start);
  if (value < 0 || value > 0x7fffffff) throw new Broken(`a ${name} that is no number of SNMPv3`);
  return value;
}

/** The message around a ScopedPDU. Throws Broken. */
export function decodeMessage(data: Buffer): Envelope {
  const message = expectField(data, 0, data.length, tag.sequence, 'message');
  if (message.end !== data.length) throw new Broken('its length is not that of the datagram');
  const version = expectField(data, message.start, message.end, tag.integer, 'version');
  const spoken = numberIn(data, version, 'version');
  if (spoken !== v3) throw new Broken(`it is of SNMP version number ${spoken}`);
  const global = expectField(data, version.end, message.end, tag.sequence, 'header');
  const msgId = expectField(data, global.start, global.end, tag.integer, 'msgID');
  const size = expectField(data, msgId.end, global.end, tag.integer, 'msgMaxSize');
  const flags = expectField(data, size.end, global.end, tag.octets, 'msgFlags');
  const model = expectField(data, flags.end, global.end, tag.integer, 'msgSecurityModel');
  if (numberIn(data, model, 'msgSecurityModel') !== usm) throw new Broken('it is of another security model');
  const wrapper = expectField(data, global.end, message.end, tag.octets, 'security parameters');
  const security = expectField(data, wrapper.start, wrapper.end, tag.sequence, 'security parameters');
  const engineId = expectField(data, security.start, security.end, tag.octets, 'engine ID');
  const boots = expectField(data, engineId.end, security.end, tag.integer, 'engine boots');
  const time = expectField(data, boots.end, security.end, tag.integer, 'engine time');
  const user = expectField(data, time.end, security.end, tag.octets, 'user name');
  const digest = expectField(data, user.end, security.end, tag.octets, 'digest');
  const salt = expectField(data, digest.end, security.end, tag.octets, 'salt');
  const bits = flags.end - flags.start === 1 ? (data[flags.start] ?? 0) : 0xff;
  // RFC 3412 §7.2 step 5: privacy without authentication is no level.
  if (bits > 7 || (bits & flag.priv) > (bits & flag.auth) * flag.priv) throw new Broken('its msgFlags make no sense');
  const isPrivate = (bits & flag.priv) !== 0;
  const content = expectField(data, wrapper.end, message.end, isPrivate ? tag.octets : tag.sequence, 'content');
  if (content.end !== message.end) throw new Broken('something follows its content');
  return {
    msgId: numberIn(data, msgId, 'msgID'),
    flags: bits,
    engineId: data.subarray(engineId.start, engineId.end),
    boots: numberIn(data, boots, 'engine boots'),
    time: numberIn(data, time, 'engine time'),
    user: data.toString('utf8', user.start, user.end),
    digest: { at: digest.start, length: digest.end - digest.start },
    salt: data.subarray(salt.start, salt.end),
    content: data.subarray(isPrivate ? content.start : wrapper.end, content.end),
  };
}

/** The octets of the PDU in a ScopedPDU; DES leaves padding behind it (RFC 3414 §8.1.1.2). Throws Broken. */
export function pduIn(scoped: Buffer): Buffer {
  const whole = expectField(scoped, 0, scoped.length, tag.sequence, 'ScopedPDU');
  const engineId = expectField(scoped, whole.start, whole.end, tag.octets, 'context engine ID');
  const context = expectField(scoped, engineId.end, whole.end, tag.octets, 'context name');
  return scoped.subarray(context.end, whole.end);
}

const v2cHead = Buffer.of(tag.integer, 1, 1, tag.octets, 0);

/** Decodes a PDU by the codec of version 2c, which looks at every octet of it. Throws nothing. */
export const decodePdu = (pdu: Buffer): Decoded => decode(tlv(tag.sequence, v2cHead, pdu));
