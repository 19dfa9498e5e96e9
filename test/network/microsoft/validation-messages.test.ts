import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { prefixViews } from '../../../src/network/microsoft/prefixes.ts';
import { afterTold, nothingTold } from '../../../src/network/microsoft/told.ts';
import { adviceOf, type MessageFamily } from '../../../src/network/microsoft/validation-messages.ts';
import { instant } from '../../../src/network/units.ts';
import { answered, listInterval, registeredPrefix, whole } from './microsoft-samples.ts';

/** The messages of the reference (sections 1.8 and 4), with what documents put where they say "IP" and "prefix". */
const messages: readonly (readonly [string, MessageFamily, readonly string[]])[] = [
  ['Prefix not received from IP', 'not-received', []],
  ['Prefix not received from IP 198.51.100.1', 'not-received', ['198.51.100.1']],
  ['Prefix not received from IP: 198.51.100.1, 198.51.100.5.', 'not-received', ['198.51.100.1', '198.51.100.5']],
  ['prefix not received from ip (2001:db8:1::1)', 'not-received', ['2001:db8:1::1']],
  [
    'Not receiving prefix advertisement from IP 2001:DB8:1:0::1 for prefix 2001:db8:100::/48',
    'not-received',
    ['2001:db8:1::1'],
  ],
  [
    'Not receiving prefix advertisement from IP 198.51.100.1;198.51.100.1 for prefix 203.0.113.0/24',
    'not-received',
    ['198.51.100.1'],
  ],
  ['Advertisement missing MAPS community', 'community', []],
  ['Received route for prefix 203.0.113.0/24 should have the MAPS community 8075:8007', 'community', []],
  ["AS path isn't correct", 'as-path', []],
  ['AS path length for prefix should be <=3 for prefix 203.0.113.0/24', 'as-path', []],
  ["AS path for prefix shouldn't have any private ASN", 'private-asn', []],
  ['Provider has fewer than two sessions in its primary location', 'primary-sessions', []],
  ['Provider has no sessions in its backup location', 'backup-sessions', []],
  ['Peering service prefix is invalid', 'invalid-prefix', []],
  ['Invalid IP prefix 192.168.1.0/24', 'invalid-prefix', []],
  ['Peering service provider not found', 'provider', []],
  ['Internal server error', 'internal', []],
  ['Deletion in progress', 'deleting', []],
];

describe('a message by which Microsoft refuses a prefix', () => {
  it.each(messages)('"%s" is of the family %s', (message, family, addresses) => {
    expect(adviceOf(message)).toMatchObject({ family, addresses });
    expect(adviceOf(message.toUpperCase())?.family).toBe(family);
    expect(adviceOf(message)?.todo).not.toContain('ask peeringservice');
  });

  it('that nobody knows is answered by asking Microsoft', () => {
    for (const message of ['The moon is full', "This request was not approved by the Microsoft's peering team.", '']) {
      expect(adviceOf(message)).toEqual({
        family: 'other',
        todo: expect.stringMatching(/^ask peeringservice@microsoft\.com/),
        addresses: [],
      });
    }
  });

  it('that is none needs no advice', () => {
    expect(adviceOf(null)).toBeNull();
  });

  it('keeps its text beside the advice', () => {
    const failing = registeredPrefix({ validation: 'Failed', errorMessage: 'The moon is full' });
    const told = answered({ call: 'registered-prefixes', prefixes: [failing], list: whole }, { subject: 'p' });
    const [view] = prefixViews(afterTold(nothingTold('sub-1', listInterval), told), [], instant(0), instant(0));
    expect(view).toMatchObject({ errorMessage: 'The moon is full', advice: { family: 'other' } });
  });

  it.each([
    '8075:8007',
    'code 8075:8007:1',
    '12:34:56',
    'version 1.2.3',
    '198.51.100.1.5',
    '198.51.100.256',
    '203.0.113.0/24',
    '2001:db8::/32',
    '2001:DB8:100::/48',
    'PREFIX 2001:DB8:ABCD::/48',
    'a198.51.100.1',
    'Guid 9bba5769-c03d-4c84',
  ])('names no address by "%s"', text => {
    const named = adviceOf(`Prefix not received from ${text}.`)?.addresses ?? [];
    // Three groups of hexadecimal digits are no address of IPv6.
    expect(named).toEqual([]);
  });

  it('names every address that stands in it, once', () => {
    const address = fc.oneof(
      fc.ipV4(),
      fc
        .tuple(fc.integer({ min: 1, max: 0xffff }), fc.integer({ min: 1, max: 0xffff }))
        .map(([a, b]) => `2001:db8:${a.toString(16)}::${b.toString(16)}`),
    );
    fc.assert(
      fc.property(fc.uniqueArray(address, { minLength: 1, maxLength: 6 }), list => {
        const text = `Prefix not received from IP: ${list.join(', ')}`;
        expect(adviceOf(text)?.addresses).toEqual(list);
        expect(adviceOf(`${text}, ${text}.`)?.addresses).toEqual(list);
      }),
    );
  });

  it('is read whatever it says', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), text => {
        expect(adviceOf(text)?.todo).toBeTruthy();
      }),
    );
  });
});
