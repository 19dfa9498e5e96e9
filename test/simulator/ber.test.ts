import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as ber from '../../src/simulator/ber.ts';
import { readRequest } from '../../src/simulator/request.ts';
import { ask, decode } from './asker.ts';

const arcs = fc
  .tuple(
    fc.integer({ min: 0, max: 2 }),
    fc.integer({ min: 0, max: 39 }),
    fc.array(fc.nat(0xffff_ffff), { maxLength: 60 }),
  )
  .map(([first, second, rest]) => [first, second, ...rest]);

const whole = (bytes: Uint8Array): ber.Element => ber.readElement(bytes, 0, bytes.length);

describe('what is written reads back the same', () => {
  test('object identifiers', () => {
    fc.assert(
      fc.property(arcs, oid => {
        const bytes = ber.oid(oid);
        expect(ber.oidOf(bytes, whole(bytes))).toEqual(oid);
        expect(decode(bytes).value).toBe(oid.join('.'));
      }),
    );
  });

  test('signed integers, in the fewest octets', () => {
    fc.assert(
      fc.property(fc.integer(), value => {
        const bytes = ber.integer(value);
        expect(ber.integerOf(bytes, whole(bytes))).toBe(value);
        expect(decode(bytes).value).toBe(BigInt(value));
      }),
    );
    expect(ber.integer(-1)).toEqual(Uint8Array.from([2, 1, 0xff]));
    expect(ber.integer(128)).toEqual(Uint8Array.from([2, 2, 0, 0x80]));
    expect(ber.integer(-129)).toEqual(Uint8Array.from([2, 2, 0xff, 0x7f]));
  });

  test('Counter64 is exact over all 64 bits', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), value => {
        expect(decode(ber.counter64(value))).toEqual({ tag: 0x46, value });
      }),
    );
    expect(ber.counter64(2n ** 64n - 1n)).toEqual(Uint8Array.from([0x46, 9, 0, ...Array<number>(8).fill(0xff)]));
  });

  test('32-bit counters wrap, gauges latch', () => {
    fc.assert(
      fc.property(fc.nat(0xffff_ffff), value => {
        expect(decode(ber.counter32(value)).value).toBe(BigInt(value));
        expect(decode(ber.gauge32(value)).value).toBe(BigInt(value));
      }),
    );
    expect(decode(ber.counter32(0x1_0000_0005)).value).toBe(5n);
    expect(decode(ber.timeTicks(0x1_0000_0005)).value).toBe(5n);
    expect(decode(ber.gauge32(400e9)).value).toBe(0xffff_ffffn);
  });

  test('texts of any length', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), value => {
        expect(decode(ber.text(value)).value).toBe(Buffer.from(value).toString('latin1'));
      }),
    );
  });

  test('requests', () => {
    fc.assert(
      fc.property(fc.array(arcs, { maxLength: 20 }), fc.integer(), fc.nat(300), (oids, requestId, repetitions) => {
        const names = oids.map(oid => oid.join('.'));
        const request = readRequest(ask({ kind: 'getBulk', names, requestId, bulk: [1, repetitions] }));
        expect(request?.names.map(name => name.arcs)).toEqual(oids);
        expect(request?.requestId).toEqual(ber.integer(requestId));
        expect(request).toMatchObject({
          kind: 'getBulk',
          community: 'public',
          nonRepeaters: 1,
          maxRepetitions: repetitions,
        });
      }),
    );
  });
});

describe('what is not a request is ignored', () => {
  test('random bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), bytes => {
        expect(readRequest(bytes)).toBeNull();
      }),
    );
  });

  test('a request cut short at any octet, or with octets behind it', () => {
    const good = ask({ names: ['1.3.6.1.2.1.1.3.0', '1.3.6.1.2.1.31.1.1.1.6.501'] });
    for (let length = 0; length < good.length; length += 1) expect(readRequest(good.subarray(0, length))).toBeNull();
    expect(readRequest(Uint8Array.from([...good, 0]))).toBeNull();
  });

  test('a mutated request never throws', () => {
    const good = ask({ kind: 'getBulk', names: ['1.3.6.1.2.1.1', '1.3.6.1.4.1.2636'], bulk: [0, 10] });
    fc.assert(
      fc.property(fc.nat(good.length - 1), fc.nat(255), (at, byte) => {
        const bad = Uint8Array.from(good);
        bad[at] = byte;
        readRequest(bad);
      }),
    );
  });

  test.each([
    ['SNMPv1', ask({ names: ['1.3.6'], version: 0 })],
    ['SNMPv3', ask({ names: ['1.3.6'], version: 3 })],
  ])('%s', (_, bytes) => expect(readRequest(bytes)).toBeNull());
});
