import snmp from 'snmp-native';
import { shapeOf } from './ber-shape.ts';
import { encodedLength, type Oid } from './oid.ts';
import type { SnmpValue, Varbind } from './varbind.ts';

/** What can be asked (RFC 3416 §4.2). */
export type Question =
  | { readonly pdu: 'get' | 'getnext'; readonly oids: readonly Oid[] }
  | { readonly pdu: 'getbulk'; readonly oids: readonly Oid[]; readonly maxRepetitions: number };

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
export type Decoded = { readonly kind: 'message'; readonly message: Message } | { readonly kind: 'garbage'; readonly why: string };

const pduTypes = { get: 0, getnext: 1, getbulk: 5 } as const;
/** Version number of SNMPv2c on the wire (RFC 1901). */
export const v2c = 1;
/** The PDU type of an answer. */
export const responsePdu = 2;
const nullType = 5;
/** The codec reads OIDs of more octets than this wrongly; the deepest index in use takes about 90. */
const longestOid = 127;

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
    return { oid: [...name], type: nullType, value: null };
  });
  return snmp.encode(packet);
}

function unsigned64(raw: Buffer): bigint {
  return raw.length === 0 ? 0n : BigInt(`0x${raw.toString('hex')}`);
}

function typed(type: number, parsed: unknown, raw: Buffer): SnmpValue {
  switch (type) {
    case 0x02:
      return isNumber(parsed) ? { kind: 'integer', value: parsed } : { kind: 'malformed' };
    case 0x41:
    case 0x42:
    case 0x43:
      return isNumber(parsed) && parsed <= 0xffffffff ? { kind: 'unsigned', value: parsed } : { kind: 'malformed' };
    case 0x46:
      return { kind: 'counter64', value: unsigned64(raw) };
    case 0x04:
      return { kind: 'octets', bytes: raw };
    case 0x06:
      return isOid(parsed) ? { kind: 'oid', value: parsed } : { kind: 'malformed' };
    case 0x40:
      return { kind: 'ip-address', bytes: raw };
    case 0x44:
      return { kind: 'opaque', bytes: raw };
    case 0x05:
      return { kind: 'null' };
    case 0x80:
      return { kind: 'no-such-object' };
    case 0x81:
      return { kind: 'no-such-instance' };
    case 0x82:
      return { kind: 'end-of-mib-view' };
    default:
      return { kind: 'malformed' };
  }
}

const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);
const isOid = (value: unknown): value is number[] => Array.isArray(value) && value.every(isNumber);

/** Decodes a datagram. Throws nothing, whatever the octets are. */
export function decode(datagram: Buffer): Decoded {
  const shape = shapeOf(datagram);
  if (shape.kind === 'broken') return { kind: 'garbage', why: shape.why };
  try {
    const packet = snmp.parse(shape.datagram);
    const { pdu } = packet;
    if (![packet.version, pdu.reqid, pdu.error, pdu.errorIndex].every(isNumber)) {
      return { kind: 'garbage', why: 'a number of its head cannot be read' };
    }
    const varbinds: Varbind[] = [];
    for (const [position, varbind] of pdu.varbinds.entries()) {
      if (!isOid(varbind.oid)) return { kind: 'garbage', why: 'a name cannot be read' };
      const value: SnmpValue = shape.malformed.has(position)
        ? { kind: 'malformed' }
        : typed(varbind.type, varbind.value, varbind.valueRaw ?? Buffer.alloc(0));
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
