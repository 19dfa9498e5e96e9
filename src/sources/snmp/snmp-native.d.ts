/** The part of snmp-native 1.2 that is used: its codec. Its Session is not (see docs/architecture.md). */
declare module 'snmp-native' {
  interface Varbind {
    oid: number[];
    type: number;
    value: unknown;
    valueRaw?: Buffer;
  }
  interface Pdu {
    type: number;
    reqid: number;
    error: number;
    errorIndex: number;
    varbinds: Varbind[];
  }
  export class Packet {
    version: number;
    community: string;
    pdu: Pdu;
  }
  export function encode(packet: Packet): Buffer;
  export function parse(datagram: Buffer): Packet;
  const snmp: { Packet: typeof Packet; encode: typeof encode; parse: typeof parse };
  export default snmp;
}
