import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressOctets, addressText, canonicalAddress, ipv6Text, isUnspecified } from '../../src/network/addresses.ts';

describe('an IPv6 address has one canonical text (RFC 5952)', () => {
  it.each([
    ['2001:0db8::0001', '2001:db8::1'],
    ['2001:DB8::A', '2001:db8::a'],
    ['2001:db8:0:0:0:0:2:1', '2001:db8::2:1'],
    ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
    ['2001:0:0:1:0:0:0:1', '2001:0:0:1::1'],
    ['2001:db8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
    ['0:0:0:0:0:0:0:0', '::'],
    ['0:0:0:0:0:0:0:1', '::1'],
    ['1:0:0:0:0:0:0:0', '1::'],
    ['fe80::1%eth0', 'fe80::1'],
    ['::ffff:192.0.2.1', '::ffff:c000:201'],
    [' 192.0.2.1 ', '192.0.2.1'],
  ])('%s → %s', (written, canonical) => {
    expect(canonicalAddress(written)).toBe(canonical);
  });

  it.each([
    '',
    '1',
    '1.2.3',
    '1.2.3.256',
    '1.2.3.4.5',
    '010.0.0.1',
    ':',
    ':::',
    '1::2::3',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '1:2:3:4:5:6:7::8',
    '12345::',
    'g::',
    '1.2.3.4::',
    '::1.2.3.4:5',
    '::1.2.3',
    'fe80::1%',
    'fe80::1%a%b',
    'ams-er1',
  ])('%j is no address', text => {
    expect(canonicalAddress(text)).toBeNull();
  });

  it('a "::" stands for eight groups at most, and for one at least', () => {
    expect(canonicalAddress('1:2:3:4:5:6:7::')).toBe('1:2:3:4:5:6:7:0');
  });
});

describe('octets and text', () => {
  const v6 = fc.uint8Array({ minLength: 16, maxLength: 16 });
  const sparse = fc.array(fc.constantFrom(0, 0, 0, 1, 255), { minLength: 16, maxLength: 16 });

  it('every address goes to text and back', () => {
    fc.assert(
      fc.property(fc.oneof(v6, sparse, fc.uint8Array({ minLength: 4, maxLength: 4 })), octets => {
        const text = addressText(octets);
        expect(addressOctets(text ?? '')).toEqual([...octets]);
        expect(canonicalAddress(text ?? '')).toBe(text);
      }),
    );
  });

  it('spelling out all groups, in capitals, is the same address', () => {
    fc.assert(
      fc.property(sparse, octets => {
        const groups = Array.from({ length: 8 }, (_, at) => (octets[at * 2] ?? 0) * 256 + (octets[at * 2 + 1] ?? 0));
        const full = groups.map(group => group.toString(16).toUpperCase().padStart(4, '0')).join(':');
        expect(canonicalAddress(full)).toBe(ipv6Text(octets));
      }),
    );
  });

  it('any text gives octets or null, and never throws', () => {
    const text = fc.string({ unit: fc.constantFrom(':', '.', '0', '1', 'f', '9', '%', 'x') });
    fc.assert(
      fc.property(text, each => {
        expect([4, 16, undefined]).toContain(addressOctets(each)?.length);
      }),
    );
  });

  it('a number of octets that is no address, or an arc above 255, is no address', () => {
    expect(addressText([1, 2, 3])).toBeNull();
    expect(addressText([1, 2, 3, 256])).toBeNull();
    expect(addressText([])).toBeNull();
  });

  it('0.0.0.0 and :: say that nothing is known', () => {
    expect(isUnspecified('0.0.0.0')).toBe(true);
    expect(isUnspecified('::')).toBe(true);
    expect(isUnspecified('0.0.0.1')).toBe(false);
  });
});
