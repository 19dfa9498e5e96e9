import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decode } from '../../../src/sources/snmp/codec.ts';
import type { SnmpValue } from '../../../src/sources/snmp/varbind.ts';
import * as ber from './ber.ts';

const arcs = fc
  .tuple(fc.constantFrom(1, 2), fc.nat(39), fc.array(fc.nat(0xffffffff), { maxLength: 20 }))
  .map(([first, second, rest]) => [first, second, ...rest]);

const value = fc.oneof(
  fc.integer().map(ber.integer),
  fc.nat(0xffffffff).map(ber.counter32),
  fc.nat(0xffffffff).map(ber.gauge32),
  fc.nat(0xffffffff).map(ber.timeTicks),
  fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map(ber.counter64),
  fc.uint8Array({ maxLength: 300 }).map(bytes => ber.tlv(4, bytes)),
  arcs.map(ber.oid),
  fc.uint8Array({ minLength: 4, maxLength: 4 }).map(bytes => ber.tlv(0x40, bytes)),
  fc.constantFrom(ber.nil, ber.noSuchObject, ber.noSuchInstance, ber.endOfMibView),
);

const answer = fc
  .tuple(fc.nat(0x7fffffff), fc.array(fc.tuple(arcs, value), { maxLength: 12 }))
  .map(([id, pairs]) => ber.message({ id, varbinds: pairs.map(([name, each]) => ber.varbind(name, each)) }));

const mutation = fc.record({ at: fc.nat(), octet: fc.nat(255), act: fc.constantFrom('set', 'insert', 'remove') });

function mutated(datagram: Buffer, mutations: readonly { at: number; octet: number; act: string }[]): Buffer {
  const bytes = [...datagram];
  for (const { at, octet, act } of mutations) {
    const place = at % Math.max(1, bytes.length);
    if (act === 'set') bytes[place] = octet;
    else bytes.splice(place, act === 'remove' ? 1 : 0, ...(act === 'insert' ? [octet] : []));
  }
  return Buffer.from(bytes);
}

const isInteger = (number: unknown, low: number, high: number): boolean =>
  typeof number === 'number' && Number.isInteger(number) && number >= low && number <= high;

function isOfItsType(each: SnmpValue): boolean {
  switch (each.kind) {
    case 'integer':
      return isInteger(each.value, -(2 ** 31), 2 ** 32 - 1);
    case 'unsigned':
      return isInteger(each.value, 0, 2 ** 32 - 1);
    case 'counter64':
      return typeof each.value === 'bigint' && each.value >= 0n && each.value < 2n ** 64n;
    case 'octets':
    case 'opaque':
      return each.bytes instanceof Uint8Array;
    case 'ip-address':
      return each.bytes instanceof Uint8Array && each.bytes.length === 4;
    case 'oid':
      return isName(each.value);
    default:
      return Object.keys(each).length === 1;
  }
}

const isName = (name: readonly number[]): boolean =>
  name.length >= 2 && name.length <= 128 && name.every(arc => isInteger(arc, 0, 0xffffffff));

/** Throws when anything of a decoded datagram is not of its type. */
function expectTyped(datagram: Buffer): void {
  const result = decode(datagram);
  if (result.kind === 'garbage') {
    expect(result.why).not.toBe('');
    return;
  }
  const { message } = result;
  for (const number of [message.version, message.requestId, message.errorStatus, message.errorIndex]) {
    expect(isInteger(number, -(2 ** 31), 2 ** 32 - 1)).toBe(true);
  }
  expect(isInteger(message.pduType, 0, 8)).toBe(true);
  for (const each of message.varbinds) {
    expect(isName(each.oid)).toBe(true);
    expect(isOfItsType(each.value)).toBe(true);
  }
}

describe('whatever arrives, decoding neither throws nor invents', () => {
  test('a valid answer is a message', () => {
    fc.assert(
      fc.property(answer, datagram => {
        expect(decode(datagram).kind).toBe('message');
      }),
      { numRuns: 300 },
    );
  });

  test('a truncated answer is never a message', () => {
    fc.assert(
      fc.property(answer, fc.nat(), (datagram, cut) => {
        expect(decode(datagram.subarray(0, cut % datagram.length)).kind).toBe('garbage');
      }),
      { numRuns: 1000 },
    );
  });

  test('a mutated answer is garbage, or a message whose every value has its type', () => {
    fc.assert(
      fc.property(answer, fc.array(mutation, { minLength: 1, maxLength: 3 }), (datagram, mutations) => {
        expectTyped(mutated(datagram, mutations));
      }),
      { numRuns: 5000 },
    );
  });

  test('random octets', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), bytes => {
        expectTyped(Buffer.from(bytes));
      }),
      { numRuns: 2000 },
    );
  });

  test('lengths in the long form change nothing', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 1, max: 4 }), (number, form) => {
        const plain = ber.integer(number);
        const odd = ber.tlv(2, plain.subarray(2), form);
        const datagram = ber.message({ id: 5, longForm: form, varbinds: [ber.varbind([1, 3, 6], odd)] });
        expect(decode(datagram)).toMatchObject({
          kind: 'message',
          message: { requestId: 5, varbinds: [{ oid: [1, 3, 6], value: { kind: 'integer', value: number } }] },
        });
      }),
      { numRuns: 300 },
    );
  });
});
