import snmp from 'snmp-native';
import { longestOid, tag } from './ber-fields.ts';
import { shapeOf } from './ber-shape.ts';
import { encodedLength, type Oid } from './oid.ts';
import type { SnmpValue, Varbind } from './varbind.ts';

/** What can be asked (RFC 3416 §4.2), and in which SNMPv3 context when not in the configured one. */
export type Question = (
  | { readonly pdu: 'get' | 'getnext'; readonly oids: readonly Oid[] }
  | { readonly pdu: 'getbulk'; readonly oids: readonly Oid[]; readonly maxRepetitions: number }
) & { readonly context?: string };

/** A message as received, every value checked. */
export interface Message {
  readonly version: number;
  readonly community: string;
  /** 2 is Response (RFC 3416 §3). */
  readonly pduType: number;
  readonly requestId: number;
  readonly errorStatus: number;
  readonly errorIndex: number;
  readonly varbinds: readonly Varbind[];
}

/** Either a message or the reason why the octets are none. */
export type Decoded =
  | { readonly kind: 'message'; readonly message: Message }
  | { readonly kind: 'garbage'; readonly why: string };

const pduTypes = { get: 0, getnext: 1, getbulk: 5 } as const;
/** Version number of SNMPv2c on the wire (RFC 1901). */
export const v2c = 1;
/** The PDU type of an answer. */
export const responsePdu = 2;
/** The PDU type with which an SNMPv3 engine says what is wrong with a message. */
export const reportPdu = 8;

/** Encodes a v2c request. Throws when an OID is too long for the codec, which no table in use has. */
export function encodeRequest(question: Question, community: string, requestId: number): Buffer {
  const packet = new snmp.Packet();
  packet.version = v2c;
  packet.community = community;
  packet.pdu.type = pduTypes[question.pdu];
  packet.pdu.reqid = requestId;
  // In a GETBULK these two fields are non-repeaters and max-repetitions (RFC 3416 §3).
  packet.pdu.error = 0;
  packet.pdu.errorIndex = question.pdu === 'getbulk' ? question.maxRepetitions : 0;
  packet.pdu.varbinds = question.oids.map(name => {
    if (encodedLength(name) > longestOid) throw new Error(`object identifier too long to ask for: ${name.join('.')}`);
    return { oid: [...name], type: tag.nil, value: null };
  });
  return snmp.encode(packet);
}

/** The codec goes through a double, which is exact up to 2^53 only; the octets are exact. */
function unsigned64(raw: Buffer): bigint {
  if (raw.length <= 6) return BigInt(raw.readUIntBE(0, raw.length));
  if (raw.length === 7) return BigInt(raw.readUIntBE(0, 6)) * 256n + BigInt(raw.readUInt8(6));
  return raw.readBigUInt64BE(raw.length - 8);
}

function typed(type: number, parsed: unknown, raw: Buffer): SnmpValue {
  switch (type) {
    case tag.integer:
      return isNumber(parsed) ? { kind: 'integer', value: parsed } : malformed;
    case tag.counter32:
    case tag.gauge32:
    case tag.timeTicks:
      return isNumber(parsed) ? { kind: 'unsigned', value: parsed } : malformed;
    case tag.counter64:
      return { kind: 'counter64', value: unsigned64(raw) };
    case tag.octets:
      return { kind: 'octets', bytes: raw };
    case tag.oid:
      return isOid(parsed) ? { kind: 'oid', value: parsed } : malformed;
    case tag.ipAddress:
      return { kind: 'ip-address', bytes: raw };
    case tag.opaque:
      return { kind: 'opaque', bytes: raw };
    case tag.nil:
      return { kind: 'null' };
    case tag.noSuchObject:
      return { kind: 'no-such-object' };
    case tag.noSuchInstance:
      return { kind: 'no-such-instance' };
    case tag.endOfMibView:
      return { kind: 'end-of-mib-view' };
    default:
      return malformed;
  }
}

const malformed: SnmpValue = { kind: 'malformed' };
const noOctets = Buffer.alloc(0);
const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);

function isOid(value: unknown): value is number[] {
  if (!Array.isArray(value)) return false;
  for (const arc of value) if (!isNumber(arc)) return false;
  return true;
}

/** Decodes a datagram. Throws nothing, whatever the octets are. */
export function decode(datagram: Buffer): Decoded {
  const shape = shapeOf(datagram);
  if (shape.kind === 'broken') return { kind: 'garbage', why: shape.why };
  try {
    const packet = snmp.parse(shape.datagram);
    const { pdu } = packet;
    const varbinds: Varbind[] = [];
    for (const varbind of pdu.varbinds) {
      if (!isOid(varbind.oid)) return { kind: 'garbage', why: 'a name cannot be read' };
      const unusable = shape.malformed.size > 0 && shape.malformed.has(varbinds.length);
      const value = unusable ? malformed : typed(varbind.type, varbind.value, varbind.valueRaw ?? noOctets);
      varbinds.push({ oid: varbind.oid, value });
    }
    return {
      kind: 'message',
      message: {
        version: packet.version,
        community: packet.community,
        pduType: pdu.type,
        requestId: pdu.reqid,
        errorStatus: pdu.error,
        errorIndex: pdu.errorIndex,
        varbinds,
      },
    };
  } catch (error) {
    return { kind: 'garbage', why: error instanceof Error ? error.message : String(error) };
  }
}
