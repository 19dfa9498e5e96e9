import { describe, expect, test } from 'vitest';
import { afiOf, bareInetIndex, inetCell, inetIndex, inetText } from '../../../../src/sources/snmp/mibs/inet-address.ts';
import { ipAddressTableOf, ipAddrTableOf, ipv6AddrTableOf } from '../../../../src/sources/snmp/mibs/ip-mib.ts';
import { bytes, int, ip, malformed, name, none, row, table } from './values.ts';

const v6 = '32.1.13.184.0.0.0.0.0.0.0.0.0.0.0.1';
const mapped = '0.0.0.0.0.0.0.0.0.0.255.255.192.0.2.9';
const arcs = (text: string): number[] => text.split('.').map(Number);

describe('addresses', () => {
  test.each<[string, string, string | null]>([
    ['IPv4', `1.4.192.0.2.1`, '192.0.2.1'],
    ['IPv6', `2.16.${v6}`, '2001:db8::1'],
    ['IPv4 with a zone', '3.8.192.0.2.1.0.0.0.7', '192.0.2.1'],
    ['IPv6 with a zone', `4.20.254.128.0.0.0.0.0.0.0.0.0.0.0.0.0.1.0.0.0.7`, 'fe80::1'],
    ['IPv4 in IPv6 clothes', `2.16.${mapped}`, '192.0.2.9'],
    ['IPv4 without its length', '1.192.0.2.1', null],
    ['IPv4, one arc too short: not 4.192.0.2', '1.4.192.0.2', null],
    ['IPv6, one arc too short', `2.16.${v6.slice(0, -2)}`, null],
    ['IPv4 with arcs behind it', '1.4.192.0.2.1.9.9', null],
    ['a length that does not fit the type', `1.16.${v6}`, null],
    ['a length that does not fit what follows', '1.4.192.0', null],
    ['an arc that is no octet', '1.4.192.0.2.256', null],
    ['a name (type 16)', '16.3.97.98.99', null],
    ['an unknown type', '0.0', null],
    ['nothing', '1', null],
  ])('in an index: %s', (_, index, expected) => expect(inetIndex(arcs(index))).toBe(expected));

  test.each<[string, string, string | null]>([
    ['IPv4', '1.192.0.2.1', '192.0.2.1'],
    ['IPv6', `2.${v6}`, '2001:db8::1'],
    ['IPv6 with a zone that its type has not', `2.${v6}.0.0.0.0`, '2001:db8::1'],
    ['IPv4 with its length all the same', '1.4.192.0.2.1', '192.0.2.1'],
    ['IPv4 with its length, one arc too short', '1.4.192.0.2', null],
    ['IPv6 with its length, one arc too short', `2.16.${v6.slice(0, -2)}`, null],
    ['an unknown type', '0.0', null],
  ])('of OcNOS, which leaves the length out: %s', (_, index, expected) => {
    expect(bareInetIndex(arcs(index))).toBe(expected);
  });

  test.each<[string, ReturnType<typeof bytes>, string | null]>([
    ['four octets', bytes(192, 0, 2, 1), '192.0.2.1'],
    ['an IpAddress', ip('192.0.2.1'), '192.0.2.1'],
    ['sixteen octets', bytes(...arcs(v6)), '2001:db8::1'],
    ['IPv4 in IPv6 clothes', bytes(...arcs(mapped)), '192.0.2.9'],
    ['0.0.0.0', ip('0.0.0.0'), null],
    ['::', bytes(...new Array<number>(16).fill(0)), null],
    ['no octets', bytes(), null],
    ['a number', int(1), null],
    ['an exception', none, null],
  ])('in a cell: %s', (_, cell, expected) => expect(inetCell(cell)).toBe(expected));

  test('have a family', () => {
    expect(afiOf('192.0.2.1')).toBe('ipv4');
    expect(afiOf('2001:db8::1')).toBe('ipv6');
    expect(inetText([])).toBeNull();
  });
});

test.each<[string, readonly number[] | null, number | null]>([
  ['255.255.255.254', [255, 255, 255, 254], 31],
  ['255.255.255.255', [255, 255, 255, 255], 32],
  ['0.0.0.0', [0, 0, 0, 0], 0],
  ['one with holes', [255, 0, 255, 0], null],
  ['one of three octets', [255, 255, 255], null],
  ['none', null, null],
])('ipAddrTable: a mask of %s', (_, mask, expected) => {
  const cell = mask === null ? undefined : bytes(...mask);
  expect(ipAddrTableOf(table(row('192.0.2.1', int(7), cell))).rows).toEqual([
    { ifIndex: 7, address: '192.0.2.1', prefixLength: expected },
  ]);
});

test('rows without an interface or an address are left out', () => {
  expect(ipAddrTableOf(table(row('192.0.2.1', none), row('192.0.2.2', int(0)), row('192.0.2', int(7)))).rows).toEqual(
    [],
  );
  expect(ipAddressTableOf(table(row('1.4.192.0.2.1', malformed), row('7', int(7)))).rows).toEqual([]);
  expect(ipv6AddrTableOf(table(row('7', int(64)), row(`0.${v6}`, int(64)), row('7.1.2.3', int(64)))).rows).toEqual([]);
});

test.each<[string, ReturnType<typeof name> | undefined, number | null]>([
  ['a pointer into the prefix table', name(`1.3.6.1.2.1.4.32.1.5.7.2.16.${v6}.64`), 64],
  ['a pointer with an impossible length', name(`1.3.6.1.2.1.4.32.1.5.7.2.16.${v6}.129`), null],
  ['zeroDotZero', name('0.0'), null],
  ['nothing', undefined, null],
])('ipAddressTable: the prefix length of %s', (_, pointer, expected) => {
  expect(ipAddressTableOf(table(row(`2.16.${v6}`, int(7), pointer))).rows).toEqual([
    { ifIndex: 7, address: '2001:db8::1', prefixLength: expected },
  ]);
});

test('ipAddressTable: an IPv4 prefix is at most 32 long', () => {
  const pointer = name('1.3.6.1.2.1.4.32.1.5.7.1.4.192.0.2.0.64');
  expect(ipAddressTableOf(table(row('1.4.192.0.2.1', int(7), pointer))).rows[0]?.prefixLength).toBeNull();
});

test('ipv6AddrTable: with and without a length in its index', () => {
  const expected = [{ ifIndex: 7, address: '2001:db8::1', prefixLength: 127 }];
  expect(ipv6AddrTableOf(table(row(`7.${v6}`, int(127)))).rows).toEqual(expected);
  expect(ipv6AddrTableOf(table(row(`7.16.${v6}`, int(127)))).rows).toEqual(expected);
  expect(ipv6AddrTableOf(table(row(`7.${v6}`, int(300)))).rows[0]?.prefixLength).toBeNull();
});
