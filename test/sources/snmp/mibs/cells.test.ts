import { describe, expect, test } from 'vitest';
import {
  asNumberOf,
  bgpErrorOf,
  bitsOf,
  bytesOf,
  type Cell,
  counterOf,
  enumOf,
  numberOf,
  oidOf,
  secondsOf,
  textCell,
  ticksOf,
} from '../../../../src/sources/snmp/mibs/cells.ts';
import { big, bytes, int, ip, malformed, name, none, text, uint } from './values.ts';

const everyCell: readonly Cell[] = [
  undefined,
  none,
  malformed,
  { kind: 'null' },
  { kind: 'no-such-object' },
  { kind: 'end-of-mib-view' },
  int(1),
  uint(1),
  big(1n),
  text('1'),
  bytes(1),
  ip('1.1.1.1'),
  name('1.1'),
  { kind: 'opaque', bytes: Buffer.from([1]) },
];

describe('a cell is read as what its MIB says, and is no fact otherwise', () => {
  const takes = (read: (cell: Cell) => unknown) =>
    everyCell.filter(cell => read(cell) !== null).map(cell => cell?.kind);

  test.each<[string, (cell: Cell) => unknown, readonly string[]]>([
    ['numberOf', numberOf, ['integer', 'unsigned']],
    ['counterOf', counterOf, ['unsigned', 'counter64']],
    ['textCell', textCell, ['octets', 'octets']],
    ['bytesOf', bytesOf, ['octets', 'octets', 'ip-address']],
    ['oidOf', oidOf, ['oid']],
    ['secondsOf', secondsOf, ['integer', 'unsigned']],
    ['ticksOf', ticksOf, ['integer', 'unsigned']],
    ['asNumberOf', asNumberOf, ['integer', 'unsigned']],
  ])('%s', (_, read, kinds) => expect(takes(read)).toEqual(kinds));
});

test.each<[string, Cell, number | null]>([
  ['as it is', uint(8075), 8075],
  ['of four octets', uint(4200000001), 4200000001],
  ['of four octets as a negative INTEGER (FRR 8.4)', int(-94967295), 4200000001],
  ['AS_TRANS is nobody’s', int(23456), null],
  ['0 is nobody’s', uint(0), null],
  ['absent', undefined, null],
])('an AS number %s', (_, cell, expected) => expect(asNumberOf(cell)).toBe(expected));

test.each<[string, Cell, unknown]>([
  ['Cease / administrative shutdown', bytes(6, 2), { code: 6, subcode: 2 }],
  ['no error', bytes(0, 0), null],
  ['one octet', bytes(6), null],
  ['no octets', bytes(), null],
  ['more than two octets', bytes(4, 0, 9), { code: 4, subcode: 0 }],
])('a last error: %s', (_, cell, expected) => expect(bgpErrorOf(cell)).toEqual(expected));

test.each<[string, Cell, unknown]>([
  ['healthy', bytes(0xbc), 0xbc],
  ['none set', bytes(0), 0],
  ['an empty string', bytes(), 'empty'],
  ['absent', none, null],
  ['a number', int(0xbc), null],
])('LACP bits: %s', (_, cell, expected) => expect(bitsOf(cell)).toBe(expected));

test('a negative count of seconds or ticks is no fact', () => {
  expect(secondsOf(int(-1))).toBeNull();
  expect(ticksOf(int(-1))).toBeNull();
});

test('an enumeration does not guess', () => {
  expect(enumOf(int(1), { 1: 'up' })).toBe('up');
  expect(enumOf(int(9), { 1: 'up' })).toBeNull();
  expect(enumOf(text('up'), { 1: 'up' })).toBeNull();
});

test('text loses what would harm a terminal', () => {
  expect(textCell(text('\u001b[2Jcore\u202e\u0000'))).toBe('core');
  expect(textCell(text(''))).toBe('');
});
