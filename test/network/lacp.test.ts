import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LacpOctet } from '../../src/network/facts.ts';
import { type BitOrder, type BitOrders, bitOrdersOf, lacpSays, lacpWords, mirrored } from '../../src/network/lacp.ts';

const row = (actor: LacpOctet, partner: LacpOctet = actor) => ({
  ifIndex: 1,
  selected: 9,
  attached: 9,
  actor,
  partner,
});
const octet = fc.integer({ min: 0, max: 255 });

describe('a member forwards', () => {
  it.each([
    ['slow timers on both ends', 0xbc, 0xbc],
    ['fast timers on both ends', 0xfc, 0xfc],
    ['timers of each kind', 0xbc, 0xfc],
    ['a passive partner', 0xbc, 0x3c],
    ['a partner that the agent does not tell', 0xbc, null],
    ['a partner that the agent leaves empty', 0xbc, 'empty'],
    ['a partner of 0x00, which is "not told" too', 0xbc, 0x00],
  ] as const)('with %s', (_what, actor, partner) => {
    expect(lacpSays(row(actor, partner), both('mib'))).toBe('forwarding');
  });
});

describe('a member does not forward', () => {
  it.each([
    ['out of sync', 0xa0, 'out of sync'],
    ['in sync only', 0xb0, 'not collecting'],
    ['collecting only', 0xb8, 'not distributing'],
    ['expired', 0xbd, 'expired'],
    ['on made-up information', 0xbe, 'no partner'],
    ['with both complaints', 0xbf, 'expired'],
  ] as const)('%s', (_what, actor, words) => {
    expect(lacpSays(row(actor, 0xbc), both('mib'))).toBe('not-forwarding');
    expect(lacpWords(actor, 'mib')).toBe(words);
  });

  it('when only the partner does not, for traffic needs both', () => {
    expect(lacpSays(row(0xbc, 0xb0), both('mib'))).toBe('not-forwarding');
  });

  it('when only the partner is told, and does not', () => {
    expect(lacpSays(row(null, 0xb0), both('mib'))).toBe('not-forwarding');
  });
});

describe('LACP has nothing to say', () => {
  it('where the state is empty or 0x00: the bundle is static', () => {
    expect(lacpSays(row('empty', 'empty'), both('mib'))).toBe('off');
    expect(lacpSays(row(0x00, 0x00), both('mib'))).toBe('off');
    expect(lacpWords(0x00, 'mib')).toBeNull();
  });

  it('where there is no such object', () => {
    expect(lacpSays(row(null), both('mib'))).toBe('silent');
    expect(lacpSays(row(null, 0xbc), both('mib'))).toBe('silent');
  });

  it('for a member that forwards there are no words', () => {
    expect(lacpWords(0xbc, 'mib')).toBeNull();
    expect(lacpWords(0x3d, 'wire')).toBeNull();
  });
});

/** One order for both columns. */
const both = (order: BitOrder): BitOrders => ({ actor: order, partner: order });

describe('the order of the bits is told by the router', () => {
  it('for each column: an agent may mirror the partner alone', () => {
    const rows = [row(0xbc, 0x3e), row(0xbc, 0x3e)];
    expect(bitOrdersOf(rows)).toEqual({ actor: 'mib', partner: 'wire' });
    expect(lacpSays(row(0xbc, 0x3e), bitOrdersOf(rows))).toBe('forwarding');
  });

  it.each([
    ['0x3D', 0x3d],
    ['0x3F', 0x3f],
    ['0x3E', 0x3e],
  ])('%s is impossible as the MIB orders it and healthy when mirrored', (_name, wire) => {
    expect(bitOrdersOf([row(wire)]).actor).toBe('wire');
    expect(lacpSays(row(wire), both('wire'))).toBe('forwarding');
    expect(lacpSays(row(wire), both('mib'))).toBe('not-forwarding');
  });

  it('0xBC and 0xFC are as the MIB says', () => {
    expect(bitOrdersOf([row(0xbc), row(0xfc)]).actor).toBe('mib');
  });

  it('one port that is caught in a change does not turn all the others round', () => {
    expect(bitOrdersOf([row(0xbc), row(0xbc), row(0x3d, null)]).actor).toBe('mib');
    expect(bitOrdersOf([row(0x3d), row(0x3f), row(0xbc, null)]).actor).toBe('wire');
  });

  it('while every port is down, what was known stands', () => {
    const down = [row(0x45, 0x00), row('empty'), row(null)];
    expect(bitOrdersOf(down, both('wire'))).toEqual(both('wire'));
    expect(bitOrdersOf(down, both('mib'))).toEqual(both('mib'));
    expect(bitOrdersOf([]).actor).toBe('mib');
  });
});

describe('for every octet', () => {
  it('mirroring twice changes nothing', () => {
    fc.assert(
      fc.property(octet, each => {
        expect(mirrored(mirrored(each))).toBe(each);
      }),
    );
  });

  it('it forwards in both orders only if it reads the same both ways', () => {
    fc.assert(
      fc.property(octet, each => {
        const inBoth = (['mib', 'wire'] as const).every(order => lacpSays(row(each), both(order)) === 'forwarding');
        expect(inBoth && mirrored(each) !== each).toBe(false);
      }),
    );
  });

  it('the order told by a healthy port is one in which that port forwards', () => {
    fc.assert(
      fc.property(octet, octet, (actor, partner) => {
        const rows = [row(actor, partner)];
        if (lacpSays(row(actor, partner), both('mib')) === 'forwarding') {
          expect(lacpSays(row(actor, partner), bitOrdersOf(rows))).toBe('forwarding');
        }
      }),
    );
  });

  it('it has words exactly when it does not forward, in either order', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 255 }), fc.constantFrom('mib' as const, 'wire' as const), (each, order) => {
        expect(lacpWords(each, order) === null).toBe(lacpSays(row(each), both(order)) === 'forwarding');
      }),
    );
  });
});
