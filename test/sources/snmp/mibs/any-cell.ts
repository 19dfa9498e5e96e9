/** Whatever a router could put into a cell. */
import fc from 'fast-check';
import type { Cell } from '../../../../src/sources/snmp/mibs/cells.ts';
import * as ber from '../ber.ts';
import { big, bytes, int, malformed, name, none, text, uint } from './values.ts';

const extremes = fc.constantFrom(0, 1, -1, 2 ** 31 - 1, -(2 ** 31), 1e9, -1e9, 1e9 + 1, -4000, -4000000);
const integers = fc.oneof(fc.integer(), extremes, fc.integer({ min: -6000, max: 30_000 }));
const words = fc.oneof(
  fc.string({ maxLength: 40 }),
  fc.constantFrom('', ',', '-1.21,-1.51,,x', '133.83,98.54', '1e999,Infinity', 'Ethernet1 Lane 1 Receive Power Sensor'),
);

/** Any value, an exception, octets that make no value, or nothing. */
export const anyCell: fc.Arbitrary<Cell> = fc.oneof(
  integers.map(int),
  fc.nat().map(uint),
  fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map(big),
  words.map(text),
  fc.array(fc.nat({ max: 255 }), { maxLength: 20 }).map(octets => bytes(...octets)),
  fc.constantFrom<Cell>(none, malformed, undefined, name('1.3.6.1.2.1.2.2.1.1.5'), { kind: 'null' }),
);

/** The same as octets on the wire. */
export const anyEncoded: fc.Arbitrary<Uint8Array> = fc.oneof(
  integers.map(ber.integer),
  fc.nat().map(ber.gauge32),
  words.map(ber.octets),
  fc.array(fc.nat({ max: 255 }), { maxLength: 20 }).map(ber.octets),
  fc.constantFrom(ber.oid([1, 3, 6, 1, 2, 1, 2, 2, 1, 1, 5]), ber.nil, ber.ipAddress('192.0.2.1')),
);
