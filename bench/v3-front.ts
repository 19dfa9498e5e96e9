/**
 * SNMPv3 in front of SNMPv2c agents, in a process of its own: each agent of the ports given gets a port at which an
 * authPriv user is answered the same. Tells its parent the ports, in the same order.
 */
import { createSocket, type RemoteInfo } from 'node:dgram';
import * as ber from '../src/simulator/ber.ts';
import { sealerOf, signerOf } from '../src/sources/snmp/usm/usm-keys.ts';
import { decodeMessage, type Envelope, encodeMessage, flag, pduIn } from '../src/sources/snmp/usm/v3-message.ts';
import { benchUser } from './v3-user.ts';

const { user, auth, priv } = benchUser;
const signer = signerOf(auth);
const sealer = sealerOf(priv, auth);
const community = 'public';
const engineId = Buffer.from('80001f880462656e6368', 'hex');
const started = performance.now();
const empty = Buffer.alloc(0);
/** usmStatsUnknownEngineIDs and usmStatsNotInTimeWindows. */
const counters = { unknownEngine: '1.3.6.1.6.3.15.1.1.4.0', notInTime: '1.3.6.1.6.3.15.1.1.2.0' } as const;

const octets = (bytes: Uint8Array): Uint8Array => ber.element(ber.TAG.octets, bytes);

/** A message of this engine in return for another. */
function wrap(pdu: Uint8Array, asked: Envelope, flags: number): Buffer {
  const clock = { boots: 1, time: 1 + Math.floor((performance.now() - started) / 1000) };
  const scoped = Buffer.from(ber.element(ber.TAG.sequence, octets(engineId), octets(empty), pdu));
  const sealed = (flags & flag.priv) === 0 ? null : sealer.seal(scoped, { engineId, ...clock });
  const head = { msgId: asked.msgId, flags, engineId, user, salt: sealed?.salt ?? empty, ...clock };
  const length = (flags & flag.auth) === 0 ? 0 : signer.digestLength;
  const { message, digestAt } = encodeMessage(head, sealed?.sealed ?? scoped, length);
  if (length > 0) signer.sign(message, digestAt, engineId);
  return message;
}

function report(counter: string, asked: Envelope, flags: number): Buffer {
  const name = ber.oid(counter.split('.').map(Number));
  const list = ber.element(ber.TAG.sequence, ber.element(ber.TAG.sequence, name, ber.counter32(1)));
  const pdu = ber.element(0xa8, ber.integer(0), ber.integer(0), ber.integer(0), list);
  return wrap(pdu, asked, flags);
}

/** Octets of the PDU of an SNMPv2c message, and those of its request-id. */
function pduOf(datagram: Uint8Array): { readonly pdu: Uint8Array; readonly id: string } {
  const message = ber.readElement(datagram, 0, datagram.length);
  const version = ber.readElement(datagram, message.start, message.end);
  const named = ber.readElement(datagram, version.end, message.end);
  const pdu = ber.readElement(datagram, named.end, message.end);
  return { pdu: datagram.subarray(named.end, pdu.end), id: idOf(datagram, pdu.start, pdu.end) };
}

function idOf(bytes: Uint8Array, at: number, limit: number): string {
  const { start, end } = ber.readElement(bytes, at, limit);
  return Buffer.from(bytes.subarray(start, end)).toString('hex');
}

async function listen(agentPort: number): Promise<number> {
  const [front, back] = [createSocket('udp4'), createSocket('udp4')];
  const waiting = new Map<string, { readonly asked: Envelope; readonly from: RemoteInfo }>();
  front.on('message', (datagram, from) => {
    const send = (answer: Buffer): void => front.send(answer, from.port, from.address);
    const asked = decodeMessage(datagram);
    if (!asked.engineId.equals(engineId)) return send(report(counters.unknownEngine, asked, 0));
    if (!signer.isAuthentic(datagram, asked)) throw new Error('the bench asks with a wrong key');
    if (asked.boots !== 1) return send(report(counters.notInTime, asked, flag.auth));
    const pdu = pduIn(sealer.unseal(asked));
    waiting.set(idOf(pdu, ber.readElement(pdu, 0, pdu.length).start, pdu.length), { asked, from });
    back.send(
      ber.element(ber.TAG.sequence, ber.integer(1), octets(Buffer.from(community)), pdu),
      agentPort,
      '127.0.0.1',
    );
  });
  back.on('message', datagram => {
    const { pdu, id } = pduOf(datagram);
    const found = waiting.get(id);
    waiting.delete(id);
    if (found !== undefined)
      front.send(wrap(pdu, found.asked, flag.auth | flag.priv), found.from.port, found.from.address);
  });
  await new Promise<void>(bound => front.bind(0, '127.0.0.1', bound));
  return front.address().port;
}

process.on('disconnect', () => process.exit());
process.send?.(await Promise.all(process.argv.slice(2).map(port => listen(Number(port)))));
