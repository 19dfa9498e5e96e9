import type { SnmpValue } from '../../../../src/sources/snmp/varbind.ts';
import type { Row, WalkedTable } from '../../../../src/sources/snmp/walk.ts';

/** INTEGER. */
export const int = (value: number): SnmpValue => ({ kind: 'integer', value });
/** Gauge32, Counter32 or TimeTicks. */
export const uint = (value: number): SnmpValue => ({ kind: 'unsigned', value });
/** Counter64. */
export const big = (value: bigint): SnmpValue => ({ kind: 'counter64', value });
/** OCTET STRING of text. */
export const text = (value: string): SnmpValue => ({ kind: 'octets', bytes: Buffer.from(value) });
/** OCTET STRING of octets. */
export const bytes = (...value: readonly number[]): SnmpValue => ({ kind: 'octets', bytes: Buffer.from(value) });
/** IpAddress. */
export const ip = (value: string): SnmpValue => ({
  kind: 'ip-address',
  bytes: Buffer.from(value.split('.').map(Number)),
});
/** OBJECT IDENTIFIER. */
export const name = (value: string): SnmpValue => ({ kind: 'oid', value: value.split('.').map(Number) });
/** There is no such instance. */
export const none: SnmpValue = { kind: 'no-such-instance' };
/** Octets that make no value. */
export const malformed: SnmpValue = { kind: 'malformed' };

/** A row: its index as dotted text, and its cells. */
export const row = (index: string, ...cells: readonly (SnmpValue | undefined)[]): Row => ({
  index: index.split('.').map(Number),
  cells,
});

/** A table as walked to its end. */
export const table = (...rows: readonly Row[]): WalkedTable => ({
  rows,
  report: {
    table: 'table',
    rows: rows.length,
    bad: 0,
    disordered: 0,
    outcome: rows.length > 0 ? 'complete' : 'empty',
    detail: null,
  },
});
