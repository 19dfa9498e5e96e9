/** Rows that no MIB allows, and some that it does: what a broken agent may put into any table. */
import fc from 'fast-check';
import type { Entry } from '../agent.ts';
import * as ber from '../ber.ts';

const arc = fc.oneof(
  fc.integer({ min: 0, max: 20 }),
  fc.integer({ min: 0, max: 255 }),
  fc.integer({ min: 0, max: 0xffffffff }),
);

/** Indexes too short, too long, and of the right length by chance. */
const index = fc.array(arc, { minLength: 0, maxLength: 30 });

/** A value of any type, whatever the column wants. */
const value: fc.Arbitrary<Uint8Array> = fc.oneof(
  fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }).map(ber.integer),
  fc.integer({ min: 0, max: 0xffffffff }).map(ber.gauge32),
  fc.integer({ min: 0, max: 10 }).map(ber.integer),
  fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map(ber.counter64),
  fc.uint8Array({ maxLength: 40 }).map(octets => ber.octets([...octets])),
  fc.constantFrom('', '-', 'noSuchInstance', '\u001b[2J', '255.255.255.255').map(ber.octets),
  fc.array(fc.integer({ min: 0, max: 9999 }), { maxLength: 8 }).map(rest => ber.oid([1, 3, ...rest])),
  fc.constant(ber.nil),
  // A value that is none of its type: an INTEGER without octets.
  fc.constant(ber.tlv(0x02, Buffer.alloc(0))),
);

/** An index that is nearly right: an arc too many, too few, or another one. */
const nearly = (right: readonly number[]): fc.Arbitrary<number[]> =>
  fc
    .tuple(fc.nat({ max: right.length }), fc.nat({ max: 1 }), fc.array(arc, { maxLength: 2 }))
    .map(([at, drop, add]) => right.toSpliced(at, drop, ...add));

/** Junk in the given columns, some of it near the index of a good row. */
export const junkIn = (
  columns: readonly (readonly number[])[],
  right: readonly number[],
): fc.Arbitrary<readonly Entry[]> =>
  fc.array(
    fc
      .tuple(fc.constantFrom(...columns), fc.oneof(index, nearly(right)), value)
      .map(([column, rest, cell]): Entry => [[...column, ...rest], cell]),
    { maxLength: 12 },
  );
