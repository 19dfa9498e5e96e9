import type { Oid } from './oid.ts';

/** A value of SNMPv2 (RFC 3416 §3), typed. OCTET STRINGs stay bytes until a decoder says what they are. */
export type SnmpValue =
  | { readonly kind: 'integer'; readonly value: number }
  | { readonly kind: 'unsigned'; readonly value: number }
  | { readonly kind: 'counter64'; readonly value: bigint }
  | { readonly kind: 'octets'; readonly bytes: Uint8Array }
  | { readonly kind: 'oid'; readonly value: Oid }
  | { readonly kind: 'ip-address'; readonly bytes: Uint8Array }
  | { readonly kind: 'opaque'; readonly bytes: Uint8Array }
  | { readonly kind: 'null' }
  | { readonly kind: 'no-such-object' }
  | { readonly kind: 'no-such-instance' }
  | { readonly kind: 'end-of-mib-view' }
  /** The octets do not make a value of their type: no fact, but the rest of the answer stands. */
  | { readonly kind: 'malformed' };

/** A name and its value. */
export interface Varbind {
  readonly oid: Oid;
  readonly value: SnmpValue;
}

/** True for the three answers that mean "there is nothing here" (RFC 3416 §4.2). */
export function isException(value: SnmpValue): boolean {
  return value.kind === 'no-such-object' || value.kind === 'no-such-instance' || value.kind === 'end-of-mib-view';
}
