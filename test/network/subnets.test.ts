import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isWithin, parsePrefix, prefixText, subnetOf } from '../../src/network/subnets.ts';

const octet = fc.integer({ min: 0, max: 255 });
const v4 = fc.tuple(octet, octet, octet, octet).map(parts => parts.join('.'));
const v6 = fc
  .array(fc.integer({ min: 0, max: 0xffff }), { minLength: 8, maxLength: 8 })
  .map(groups => groups.map(group => group.toString(16)).join(':'));
const prefix = fc.oneof(fc.tuple(v4, fc.integer({ min: 0, max: 32 })), fc.tuple(v6, fc.integer({ min: 0, max: 128 })));

describe('a prefix', () => {
  it.each([
    ['192.0.2.0/24', '192.0.2.0/24'],
    ['192.0.2.77/24', '192.0.2.0/24'],
    ['192.0.2.70/30', '192.0.2.68/30'],
    ['192.0.2.1/31', '192.0.2.0/31'],
    ['192.0.2.1/32', '192.0.2.1/32'],
    ['255.255.255.255/0', '0.0.0.0/0'],
    ['203.0.113.255/25', '203.0.113.128/25'],
    ['2001:DB8::/32', '2001:db8::/32'],
    ['2001:db8:0:0:0:0:0:1/126', '2001:db8::/126'],
    ['2001:db8:ffff::/33', '2001:db8:8000::/33'],
    ['::/0', '::/0'],
    [' 192.0.2.0/24 ', '192.0.2.0/24'],
  ])('%s is %s', (text, canonical) => {
    const parsed = parsePrefix(text);
    expect(parsed && prefixText(parsed)).toBe(canonical);
    expect(parsed?.afi).toBe(text.includes(':') ? 'ipv6' : 'ipv4');
  });

  it.each([
    '',
    '/',
    '192.0.2.0',
    '192.0.2.0/',
    '192.0.2.0/33',
    '192.0.2.0/-1',
    '192.0.2.0/24/24',
    '192.0.2/24',
    '192.0.2.256/24',
    '192.0.02.0/24',
    '2001:db8::/129',
    '2001:db8::',
    '2001:db8:::/32',
    'fe80::1%eth0/64',
    'a/24',
    '192.0.2.0/2x',
    '192.0.2.0 / 24',
  ])('"%s" is none', text => {
    expect(parsePrefix(text)).toBeNull();
  });

  it('read from its one spelling is itself', () => {
    fc.assert(
      fc.property(prefix, ([address, length]) => {
        const parsed = parsePrefix(`${address}/${length}`);
        if (parsed === null) throw new Error('not read');
        expect(parsePrefix(prefixText(parsed))).toEqual(parsed);
        expect(parsed.length).toBe(length);
      }),
    );
  });

  it('is read or refused, and never throws', () => {
    fc.assert(fc.property(fc.string(), text => void parsePrefix(text)));
  });
});

describe('an address', () => {
  it.each([
    ['192.0.2.70', '192.0.2.68/30', true],
    ['192.0.2.72', '192.0.2.68/30', false],
    ['192.0.2.67', '192.0.2.68/30', false],
    ['192.0.2.70', '192.0.2.69/30', true],
    ['203.0.113.1', '0.0.0.0/0', true],
    ['2001:db8::2', '2001:db8::/126', true],
    ['2001:DB8:0:0::3', '2001:db8::/126', true],
    ['2001:db8::4', '2001:db8::/126', false],
    ['192.0.2.1', '::/0', false],
    ['2001:db8::1', '0.0.0.0/0', false],
    ['192.0.2.1', '', false],
    ['192.0.2.1', 'rubbish', false],
    ['', '0.0.0.0/0', false],
    ['rubbish', '0.0.0.0/0', false],
  ])('"%s" is in "%s": %s', (address, subnet, expected) => {
    expect(isWithin(address, subnet)).toBe(expected);
  });

  it('lies in every subnet that is made of it', () => {
    fc.assert(
      fc.property(prefix, ([address, length]) => {
        const subnet = subnetOf(address, length);
        expect(subnet !== null && isWithin(address, subnet)).toBe(true);
        expect(isWithin(address, `${address}/${length}`)).toBe(true);
      }),
    );
  });

  it('that is none is in no subnet', () => {
    expect(subnetOf('192.0.2', 24)).toBeNull();
    expect(subnetOf('', 0)).toBeNull();
  });
});
