import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { understand } from '../../../../src/sources/snmp/traps/notifications.ts';
import { createTrapDecoder } from '../../../../src/sources/snmp/traps/trap-decoder.ts';
import { trapHead } from '../../../../src/sources/snmp/traps/trap-head.ts';
import * as ber from '../ber.ts';
import { arcs, byCommunity, byUser, type Carried, community, v1, v2c, v3 } from './senders.ts';

const engineId = Buffer.from('8000b98305000102030405060708090a0b', 'hex');
const from = { address: '192.0.2.10', port: 50_000 };
const linkDown = '1.3.6.1.6.3.1.1.5.3';
const about501: Carried[] = [['1.3.6.1.2.1.2.2.1.1.501', 501]];
const decoders = [createTrapDecoder(byCommunity, engineId), createTrapDecoder(byUser, engineId)];
let good: readonly Buffer[] = [];

beforeAll(async () => {
  good = [
    v1(linkDown, about501),
    v2c(linkDown, about501),
    v2c(linkDown, about501, community, 0xa6),
    ...(await v3([{ name: linkDown, objects: about501 }])),
    ...(await v3([{ name: linkDown, objects: about501 }], { user: byUser.user })),
  ];
});

/** What becomes of octets, past the head or not: nothing may throw, and what comes out is in bounds. */
function survive(datagram: Buffer): void {
  trapHead(datagram);
  for (const decoder of decoders) {
    const decoded = decoder.decode(datagram, from);
    if (decoded.kind !== 'notification') continue;
    const understood = understand(decoded.notification);
    for (const { oid, number } of decoded.notification.objects) {
      expect(oid.every(arc => Number.isInteger(arc) && arc >= 0 && arc <= 0xffffffff)).toBe(true);
      expect(number === null || Number.isFinite(number)).toBe(true);
    }
    if (understood?.subject?.kind === 'interface') expect(understood.subject.ifIndex).toBeGreaterThan(0);
  }
}

describe('whatever the octets are, nothing throws', () => {
  test('octets at random', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 600 }), octets => survive(Buffer.from(octets))));
  });

  test('octets that begin like a message', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 120 }), fc.constantFrom(0, 1, 3), (octets, version) =>
        survive(ber.tlv(0x30, Buffer.concat([ber.integer(version), Buffer.from(octets)]))),
      ),
    );
  });

  test('a good trap of any version with a few octets changed', () => {
    const change = fc.tuple(fc.nat(2000), fc.nat(255));
    fc.assert(
      fc.property(fc.nat(4), fc.array(change, { minLength: 1, maxLength: 4 }), (which, changes) => {
        const datagram = Buffer.from(good[which] ?? Buffer.alloc(0));
        for (const [at, octet] of changes) datagram[at % datagram.length] = octet;
        survive(datagram);
      }),
      { numRuns: 3000 },
    );
  });

  test('a good trap that is cut short, or goes on after its end', () => {
    for (const datagram of good) {
      for (let length = 0; length < datagram.length; length++) {
        const cut = datagram.subarray(0, length);
        expect(trapHead(cut).kind).toBe('broken');
        survive(cut);
      }
      expect(trapHead(Buffer.concat([datagram, Buffer.from([0])])).kind).toBe('broken');
    }
  });

  test('objects of every type, also such as cannot be written into an acknowledgement', () => {
    const value = fc
      .tuple(
        fc.constantFrom(0x02, 0x04, 0x05, 0x06, 0x40, 0x41, 0x42, 0x43, 0x44, 0x45, 0x46, 0x47, 0x80, 0x81),
        fc.uint8Array({ maxLength: 20 }),
      )
      .map(([tag, content]) => ber.tlv(tag, content));
    const arc = fc.oneof(fc.nat(255), fc.constantFrom(0x7fffffff, 0xffffffff, 2 ** 40));
    const object = fc
      .tuple(fc.array(arc, { maxLength: 140 }), value)
      .map(([rest, content]) => ber.varbind([1, 3, 6, 1, ...rest], content));
    fc.assert(
      fc.property(fc.array(object, { maxLength: 80 }), fc.constantFrom(0xa6, 0xa7), (objects, pdu) => {
        const name = ber.varbind(arcs('1.3.6.1.6.3.1.1.4.1.0'), ber.oid(arcs(linkDown)));
        survive(ber.message({ id: 1, pdu, community, varbinds: [name, ...objects] }));
      }),
    );
  });
});

describe('the head of a datagram', () => {
  test('says who sends it', () => {
    expect(trapHead(v2c(linkDown))).toEqual({ kind: 'community', community });
    expect(trapHead(v1(linkDown))).toEqual({ kind: 'community', community });
    expect(trapHead(good[3] ?? Buffer.alloc(0))).toMatchObject({ kind: 'user', user: 'noc' });
  });

  const message = (...fields: Buffer[]): Buffer => ber.tlv(0x30, Buffer.concat(fields));
  test.each([
    ['nothing', Buffer.alloc(0), 'it ends inside a field'],
    ['text', Buffer.from('GET / HTTP/1.1\r\n'), 'no message where one belongs'],
    ['SNMPv2u', message(ber.integer(2), ber.octets('x')), 'it is of SNMP version number 2'],
    ['a version of many octets', message(ber.integer(70_000), ber.octets('x')), 'a number of its head cannot be read'],
    [
      'an OID of no end',
      message(ber.integer(1), ber.octets('x'), ber.tlv(0xa7, Buffer.from([6, 5, 1]))),
      'a field is longer than what holds it',
    ],
  ])('%s is refused', (_, datagram, why) => {
    expect(trapHead(datagram)).toEqual({ kind: 'broken', why });
  });

  test('a message that is nested without end is refused', () => {
    let nested = ber.integer(1);
    for (let depth = 0; depth < 200; depth++) nested = ber.tlv(0x30, nested);
    expect(trapHead(message(ber.integer(1), ber.octets('x'), nested))).toEqual({
      kind: 'broken',
      why: 'it is nested too deep',
    });
  });
});
