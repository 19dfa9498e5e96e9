import { describe, expect, test } from 'vitest';
import { decode, encodeRequest, type Message } from '../../../src/sources/snmp/codec.ts';
import { oid } from '../../../src/sources/snmp/oid.ts';
import type { SnmpValue } from '../../../src/sources/snmp/varbind.ts';
import { readRequest } from './agent.ts';
import * as ber from './ber.ts';

const name = oid('1.3.6.1.2.1.31.1.1.1.6.501');

function decoded(datagram: Buffer): Message {
  const result = decode(datagram);
  if (result.kind !== 'message') throw new Error(result.why);
  return result.message;
}

const valueIn = (value: Uint8Array): SnmpValue | undefined =>
  decoded(ber.message({ id: 1, varbinds: [ber.varbind(name, value)] })).varbinds[0]?.value;

const raw = (tag: number, ...content: number[]): Buffer => ber.tlv(tag, Buffer.from(content));

describe('a value is what its type says', () => {
  test.each<[string, Uint8Array, SnmpValue]>([
    ['INTEGER 0', ber.integer(0), { kind: 'integer', value: 0 }],
    ['INTEGER -1', ber.integer(-1), { kind: 'integer', value: -1 }],
    ['INTEGER -129', ber.integer(-129), { kind: 'integer', value: -129 }],
    ['INTEGER -200', ber.integer(-200), { kind: 'integer', value: -200 }],
    ['INTEGER -32769', ber.integer(-32769), { kind: 'integer', value: -32769 }],
    ['INTEGER -2^31', ber.integer(-(2 ** 31)), { kind: 'integer', value: -(2 ** 31) }],
    ['INTEGER 2^31-1', ber.integer(2 ** 31 - 1), { kind: 'integer', value: 2 ** 31 - 1 }],
    ['INTEGER of five octets', raw(2, 0, 0xff, 0xff, 0xff, 0xff), { kind: 'integer', value: 0xffffffff }],
    ['Counter32', ber.counter32(0xffffffff), { kind: 'unsigned', value: 0xffffffff }],
    ['Gauge32 without its leading zero', raw(0x42, 0xff, 0xff, 0xff, 0xff), { kind: 'unsigned', value: 0xffffffff }],
    ['TimeTicks', ber.timeTicks(1), { kind: 'unsigned', value: 1 }],
    ['OCTET STRING', ber.octets('a'), { kind: 'octets', bytes: Buffer.from('a') }],
    ['an empty OCTET STRING', ber.octets(''), { kind: 'octets', bytes: Buffer.alloc(0) }],
    ['a long OCTET STRING', ber.octets('x'.repeat(300)), { kind: 'octets', bytes: Buffer.from('x'.repeat(300)) }],
    ['OBJECT IDENTIFIER', ber.oid([1, 3, 6, 1, 4, 1, 2636]), { kind: 'oid', value: [1, 3, 6, 1, 4, 1, 2636] }],
    ['an arc of 2^32-1', ber.oid([1, 3, 0xffffffff]), { kind: 'oid', value: [1, 3, 0xffffffff] }],
    ['IpAddress', ber.ipAddress('192.0.2.1'), { kind: 'ip-address', bytes: Buffer.from([192, 0, 2, 1]) }],
    ['Opaque', raw(0x44, 0x9f, 0x78, 4), { kind: 'opaque', bytes: Buffer.from([0x9f, 0x78, 4]) }],
    ['NULL', ber.nil, { kind: 'null' }],
    ['noSuchObject', ber.noSuchObject, { kind: 'no-such-object' }],
    ['noSuchInstance', ber.noSuchInstance, { kind: 'no-such-instance' }],
    ['endOfMibView', ber.endOfMibView, { kind: 'end-of-mib-view' }],
  ])('%s', (_, value, expected) => expect(valueIn(value)).toEqual(expected));

  test.each([0n, 255n, 2n ** 32n, 2n ** 53n + 1n, 0x20000000000001n, 2n ** 55n + 3n, 2n ** 63n, 2n ** 64n - 1n])(
    'Counter64 %d is exact',
    value => expect(valueIn(ber.counter64(value))).toEqual({ kind: 'counter64', value }),
  );

  test.each([1, 2, 3, 4, 5, 6, 7, 8])('Counter64 in %d octets with the top bit set is not negative', length => {
    const content = Array.from({ length }, () => 0xff);
    expect(valueIn(raw(0x46, ...content))).toEqual({ kind: 'counter64', value: 2n ** BigInt(8 * length) - 1n });
  });
});

describe('octets that make no value cost that value only', () => {
  test.each<[string, Uint8Array]>([
    ['an INTEGER of no octets', raw(2)],
    ['an INTEGER of five octets that does not fit 32 bits', raw(2, 1, 0, 0, 0, 0)],
    ['a Counter32 of six octets', raw(0x41, 0, 0, 0, 0, 0, 1)],
    ['a Counter64 of no octets', raw(0x46)],
    ['a Counter64 of nine octets that does not fit 64 bits', raw(0x46, 1, 0, 0, 0, 0, 0, 0, 0, 0)],
    ['an IpAddress of three octets', raw(0x40, 1, 2, 3)],
    ['an IpAddress of sixteen octets', raw(0x40, ...new Array<number>(16).fill(1))],
    ['an OID of no octets', raw(6)],
    ['an OID that ends inside an arc', raw(6, 0x2b, 0x86)],
    ['an OID with an arc over 32 bits', raw(6, 0x2b, 0x9f, 0xff, 0xff, 0xff, 0x7f)],
    ['an OID with a padded arc', raw(6, 0x2b, 0x80, 0x01)],
    ['a NULL with content', raw(5, 0)],
    ['noSuchObject with content', raw(0x80, 0)],
    ['a type that SNMP does not have', raw(0x13, 1)],
  ])('%s', (_, value) => {
    const varbinds = [ber.varbind(name, value), ber.varbind([...name, 1], ber.integer(7))];
    expect(decoded(ber.message({ id: 1, varbinds })).varbinds.map(each => each.value)).toEqual([
      { kind: 'malformed' },
      { kind: 'integer', value: 7 },
    ]);
  });
});

describe('a message that does not hold together is garbage', () => {
  const good = ber.message({ id: 1, varbinds: [ber.varbind(name, ber.integer(1))] });
  const patched = (at: number, octet: number): Buffer => {
    const copy = Buffer.from(good);
    copy[at] = octet;
    return copy;
  };
  test.each<[string, Buffer, string]>([
    ['nothing', Buffer.alloc(0), 'it ends inside a field'],
    ['text', Buffer.from('SSH-2.0-OpenSSH\r\n'), 'no message'],
    ['octets behind the message', Buffer.concat([good, Buffer.from([0])]), 'its length is not that of the datagram'],
    ['a length with no end', Buffer.from([0x30, 0x80, 0, 0]), 'a length has no end'],
    ['a length of five octets', Buffer.from([0x30, 0x85, 0, 0, 0, 0, 0]), 'a length has no end'],
    ['a PDU that is none', patched(13, 0x30), 'no PDU'],
    ['an SNMPv1 trap', patched(13, 0xa4), ''],
    [
      'a request-id without octets',
      ber.tlv(
        0x30,
        Buffer.concat([
          ber.integer(1),
          ber.octets('public'),
          ber.tlv(0xa2, Buffer.concat([raw(2), ber.integer(0), ber.integer(0)])),
        ]),
      ),
      'head cannot be read',
    ],
    [
      'a community of more than 127 octets',
      ber.message({ id: 1, community: 'x'.repeat(200) }),
      'its community is too long',
    ],
    [
      'a name that is no OID',
      ber.message({ id: 1, varbinds: [ber.tlv(0x30, Buffer.concat([raw(6), ber.nil]))] }),
      'a name is not an object identifier',
    ],
    [
      'a varbind with three fields',
      ber.message({ id: 1, varbinds: [ber.tlv(0x30, Buffer.concat([ber.oid([1, 3]), ber.nil, ber.nil]))] }),
      'something follows a value',
    ],
  ])('%s', (_, datagram, why) => {
    const result = decode(datagram);
    if (result.kind === 'garbage') expect(result.why).toContain(why);
    // The layout of an SNMPv1 trap is another; only its head is the same, and its PDU type tells.
    else expect(result.message.pduType).toBe(4);
  });
});

describe('a question is encoded as RFC 3416 says', () => {
  const from = { address: '127.0.0.1', family: 'IPv4', port: 1, size: 0 } as const;

  test.each([1, 127, 128, 255, 256, 32767, 32768, 8388608, 0x7fffffff])('request-id %d', id => {
    expect(readRequest(encodeRequest({ pdu: 'get', oids: [name] }, 'public', id), from)).toMatchObject({
      pdu: 'get',
      id,
      version: 1,
      community: 'public',
      oids: [name],
    });
  });

  test('GETBULK carries its repetitions', () => {
    const question = { pdu: 'getbulk', oids: [name, oid('1.2.840.10006.300.43')], maxRepetitions: 25 } as const;
    expect(readRequest(encodeRequest(question, 'priv\u00e9', 9), from)).toMatchObject({
      pdu: 'getbulk',
      community: 'priv\u00e9',
      maxRepetitions: 25,
      oids: question.oids,
    });
  });

  test('an OID that the codec would garble is refused', () => {
    const long = [1, 3, ...new Array<number>(60).fill(70000)];
    expect(() => encodeRequest({ pdu: 'get', oids: [long] }, 'public', 1)).toThrow('too long to ask for');
  });
});
