/** Reads one cell of a table as what its MIB says it is; anything else is no fact (`null`), never a guess. */
import type { LacpOctet } from '../../../network/facts.ts';
import type { BgpError } from '../../../network/session-facts.ts';
import { textOf } from '../../../network/text.ts';
import { type Seconds, seconds, type Ticks, ticks } from '../../../network/units.ts';
import type { Oid } from '../oid.ts';
import { isException, type SnmpValue } from '../varbind.ts';

/** A cell: absent, or a value, which may be an exception. */
export type Cell = SnmpValue | undefined;

/** True for a cell that the router has, readable or not. */
export const hasValue = (cell: Cell): boolean => cell !== undefined && !isException(cell);

/** INTEGER, Counter32, Gauge32 or TimeTicks. */
export function numberOf(cell: Cell): number | null {
  return cell?.kind === 'integer' || cell?.kind === 'unsigned' ? cell.value : null;
}

/** Counter64, or a 32-bit counter where the agent sends one in its place. */
export function counterOf(cell: Cell): bigint | null {
  if (cell?.kind === 'counter64') return cell.value;
  return cell?.kind === 'unsigned' ? BigInt(cell.value) : null;
}

/** An unsigned 32-bit number that some agents send as a negative INTEGER (FRR 8.4 with AS numbers above 2^31). */
function unsignedOf(cell: Cell): number | null {
  const value = numberOf(cell);
  return value === null ? null : value >>> 0;
}

/** DisplayString or SnmpAdminString, cleaned. */
export function textCell(cell: Cell): string | null {
  return cell?.kind === 'octets' ? textOf(cell.bytes) : null;
}

/** AS_TRANS (RFC 6793): stands where a four-octet number does not fit, and says nothing about whose it is. */
const asTrans = 23456;

/** A BGP autonomous system number; 0 and AS_TRANS are no fact. */
export function asNumberOf(cell: Cell): number | null {
  const value = unsignedOf(cell);
  return value === 0 || value === asTrans ? null : value;
}

/** Octets of an OCTET STRING or IpAddress. */
export function bytesOf(cell: Cell): Uint8Array | null {
  return cell?.kind === 'octets' || cell?.kind === 'ip-address' ? cell.bytes : null;
}

/** OBJECT IDENTIFIER. */
export function oidOf(cell: Cell): Oid | null {
  return cell?.kind === 'oid' ? cell.value : null;
}

/** TimeTicks; some agents send a plain number. */
export function ticksOf(cell: Cell): Ticks | null {
  const value = numberOf(cell);
  return value === null || value < 0 ? null : ticks(value);
}

/** A Gauge32 of seconds. */
export function secondsOf(cell: Cell): Seconds | null {
  const value = numberOf(cell);
  return value === null || value < 0 ? null : seconds(value);
}

/** A number looked up in an enumeration; a number outside it is no fact. */
export function enumOf<Name extends string>(cell: Cell, names: Readonly<Record<number, Name>>): Name | null {
  const value = numberOf(cell);
  return value === null ? null : (names[value] ?? null);
}

/** Code and subcode in two octets (bgpPeerLastError, RFC 4273); 0.0 is "no error". */
export function bgpErrorOf(cell: Cell): BgpError | null {
  const bytes = bytesOf(cell);
  if (bytes === null || bytes.length < 2) return null;
  const [code = 0, subcode = 0] = bytes;
  return code === 0 && subcode === 0 ? null : { code, subcode };
}

/** The first octet of a BITS value. */
export function bitsOf(cell: Cell): LacpOctet {
  const bytes = bytesOf(cell);
  return bytes === null ? null : (bytes[0] ?? 'empty');
}
