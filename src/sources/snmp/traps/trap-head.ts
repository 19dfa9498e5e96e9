/**
 * The head of an SNMP message, read before anything is decoded: who says that it is from him, and whether every length
 * fits. What goes on from here to net-snmp is at least BER.
 */
import { Broken, expectField, type Field, fieldAt, tag } from '../ber-fields.ts';

/** What a datagram says of its sender. */
export type TrapHead =
  /** SNMPv1 and SNMPv2c. */
  | { readonly kind: 'community'; readonly community: string }
  /** SNMPv3 with the User-based Security Model: the user, and the engine that the keys are for, as hexadecimal. */
  | { readonly kind: 'user'; readonly user: string; readonly engine: string }
  | { readonly kind: 'broken'; readonly why: string };

/** Bit 6 of a tag (X.690 §8.1.2.5): what it holds is fields again. */
const constructed = 0x20;
/** A trap is nested five deep. */
const deepest = 8;
const largest = 65_535;
/** RFC 3411 §5: snmpEngineID has 5 to 32 octets; SnmpAdminString names of users at most 32. */
const longestEngine = 32;
const longestUser = 32;

/** Every field must end where what holds it ends. Throws Broken. */
function expectFields(data: Buffer, start: number, end: number, depth: number): void {
  if (depth > deepest) throw new Broken('it is nested too deep');
  for (let at = start; at < end; ) {
    const field = fieldAt(data, at, end);
    if ((field.tag & constructed) !== 0) expectFields(data, field.start, field.end, depth + 1);
    at = field.end;
  }
}

const textOf = (data: Buffer, field: Field): string => data.toString('utf8', field.start, field.end);

/** A small number: the version, the security model. Throws Broken. */
function smallNumber(data: Buffer, field: Field): number {
  if (field.end - field.start !== 1) throw new Broken('a number of its head cannot be read');
  return data[field.start] ?? 0;
}

/** msgSecurityParameters of RFC 3414 §2.4, an OCTET STRING with a SEQUENCE in it. Throws Broken. */
function userOf(data: Buffer, header: Field, end: number): TrapHead {
  const outer = expectField(data, header.end, end, tag.octets, 'security parameters');
  const inner = expectField(data, outer.start, outer.end, tag.sequence, 'security parameters');
  if (inner.end !== outer.end) throw new Broken('something follows the security parameters');
  expectFields(data, inner.start, inner.end, 1);
  const engine = expectField(data, inner.start, inner.end, tag.octets, 'engine id');
  const boots = expectField(data, engine.end, inner.end, tag.integer, 'engine boots');
  const time = expectField(data, boots.end, inner.end, tag.integer, 'engine time');
  const user = expectField(data, time.end, inner.end, tag.octets, 'user name');
  if (engine.end - engine.start > longestEngine) throw new Broken('its engine id is too long');
  if (user.end - user.start > longestUser) throw new Broken('its user name is too long');
  return { kind: 'user', user: textOf(data, user), engine: data.toString('hex', engine.start, engine.end) };
}

const usm = 3;

function headOf(data: Buffer): TrapHead {
  if (data.length > largest) throw new Broken('it is too long');
  const message = expectField(data, 0, data.length, tag.sequence, 'message');
  if (message.end !== data.length) throw new Broken('its length is not that of the datagram');
  expectFields(data, message.start, message.end, 0);
  const version = expectField(data, message.start, message.end, tag.integer, 'version');
  const number = smallNumber(data, version);
  if (number < 2) {
    const community = expectField(data, version.end, message.end, tag.octets, 'community');
    return { kind: 'community', community: textOf(data, community) };
  }
  if (number !== 3) throw new Broken(`it is of SNMP version number ${number}`);
  const header = expectField(data, version.end, message.end, tag.sequence, 'header');
  const id = expectField(data, header.start, header.end, tag.integer, 'message id');
  const size = expectField(data, id.end, header.end, tag.integer, 'message size');
  const flags = expectField(data, size.end, header.end, tag.octets, 'flags');
  const model = expectField(data, flags.end, header.end, tag.integer, 'security model');
  if (smallNumber(data, model) !== usm) throw new Broken('its security model is not USM');
  return userOf(data, header, message.end);
}

/** Reads the head of a datagram. Throws nothing. */
export function trapHead(datagram: Buffer): TrapHead {
  try {
    return headOf(datagram);
  } catch (error) {
    return { kind: 'broken', why: error instanceof Broken ? error.message : String(error) };
  }
}
