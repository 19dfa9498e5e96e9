/** An SNMPv3 engine on a real loopback socket: as RFC 3414 §3.2 has it, or as a test tells it to be. */
import { createSocket, type RemoteInfo } from 'node:dgram';
import { onTestFinished } from 'vitest';
import type { UsmCredentials } from '../../../../src/sources/snmp/credentials.ts';
import { sealerOf, signerOf } from '../../../../src/sources/snmp/usm/usm-keys.ts';
import {
  decodeMessage,
  type Envelope,
  encodeMessage,
  flag,
  pduIn,
} from '../../../../src/sources/snmp/usm/v3-message.ts';
import { readRequest, type Script } from '../agent.ts';
import * as ber from '../ber.ts';

/** usmStats of SNMP-USER-BASED-SM-MIB, and the counter of SNMP-TARGET-MIB for contexts that are not there. */
export const counters = {
  unsupportedSecLevels: [1, 3, 6, 1, 6, 3, 15, 1, 1, 1, 0],
  notInTimeWindows: [1, 3, 6, 1, 6, 3, 15, 1, 1, 2, 0],
  unknownUserNames: [1, 3, 6, 1, 6, 3, 15, 1, 1, 3, 0],
  unknownEngineIds: [1, 3, 6, 1, 6, 3, 15, 1, 1, 4, 0],
  wrongDigests: [1, 3, 6, 1, 6, 3, 15, 1, 1, 5, 0],
  decryptionErrors: [1, 3, 6, 1, 6, 3, 15, 1, 1, 6, 0],
  unknownContexts: [1, 3, 6, 1, 6, 3, 12, 1, 5, 0],
} as const;

/** A request as it arrived. */
export interface V3Asked {
  readonly envelope: Envelope;
  readonly datagram: Buffer;
  readonly from: RemoteInfo;
}

/** What a request asks, once decrypted. */
export interface Opened {
  readonly id: number;
  readonly context: string;
  readonly oids: readonly (readonly number[])[];
  readonly pdu: Buffer;
}

/** How a message is protected; what is left out is that of the engine and of the request. */
export interface Protection {
  /** Bits of msgFlags; those of the request when left out. */
  readonly flags?: number;
  readonly msgId?: number;
  readonly engineId?: Buffer;
  readonly boots?: number;
  readonly time?: number;
  /** The octets of the digest are these instead of the right ones. */
  readonly digest?: Buffer;
  /** Signs and encrypts as this user instead. */
  readonly as?: UsmCredentials;
}

/** What a test makes of a request; null is silence. */
export type V3Script = (asked: V3Asked) => readonly Buffer[] | Buffer | null;

const empty = Buffer.alloc(0);

/** The user of the tests. */
export const noc: UsmCredentials = {
  version: '3',
  user: 'noc',
  auth: { protocol: 'sha256', password: 'auth-password' },
  priv: { protocol: 'aes', password: 'priv-password' },
  context: '',
  contexts: [],
};

/** A listening engine. */
export interface V3Agent {
  readonly port: number;
  engineId: Buffer;
  boots: number;
  time: number;
  readonly asked: V3Asked[];
  /** Datagrams that were sent. */
  readonly answered: Buffer[];
  script: V3Script;
  /** What a context holds: null where there is no such context. Left out: the number 4711 under every name. */
  mib?: (context: string) => Script | null;
  /** RFC 3414 §3.2, with answers out of the `mib`. */
  readonly lawful: V3Script;
  opened(asked: V3Asked): Opened;
  report(asked: V3Asked, counter: readonly number[], how?: Protection): Buffer;
  answer(asked: V3Asked, varbinds?: readonly Uint8Array[], how?: Protection & { readonly status?: number }): Buffer;
  send(datagram: Buffer, to: RemoteInfo): void;
}

const pduOf = (parts: ber.MessageParts): Buffer => pduInside(ber.message(parts));

/** Octets of the PDU in a message of SNMPv2c. */
function pduInside(whole: Buffer): Buffer {
  const head = ber.integer(1).length + ber.octets('public').length;
  const lengthOctets = (whole[1] ?? 0) < 0x80 ? 0 : (whole[1] ?? 0) & 0x7f;
  return whole.subarray(2 + lengthOctets + head);
}

/** An engine that this test ends with. */
export async function v3AgentWith(credentials: UsmCredentials = noc, script?: V3Script): Promise<V3Agent> {
  const socket = createSocket('udp4');
  const bound = Promise.withResolvers<void>();
  socket.once('error', bound.reject);
  socket.bind(0, '127.0.0.1', bound.resolve);
  await bound.promise;
  socket.off('error', bound.reject).on('error', () => undefined);
  onTestFinished(() => new Promise<void>(resolve => socket.close(() => resolve())));

  const securityOf = ({ auth, priv }: UsmCredentials) => ({
    signer: auth === null ? null : signerOf(auth),
    sealer: auth === null || priv === null ? null : sealerOf(priv, auth),
  });
  const own = securityOf(credentials);
  const level = (own.signer === null ? 0 : flag.auth) | (own.sealer === null ? 0 : flag.priv);

  function protect({ envelope }: V3Asked, pdu: Buffer, how: Protection): Buffer {
    const { signer, sealer } = how.as === undefined ? own : securityOf(how.as);
    const flags = how.flags ?? envelope.flags & (flag.auth | flag.priv);
    const { engineId = agent.engineId, boots = agent.boots, time = agent.time, msgId = envelope.msgId } = how;
    const scoped = ber.seq(ber.octets([...engineId]), ber.octets(''), pdu);
    const sealed = (flags & flag.priv) === 0 ? null : sealer?.seal(scoped, { engineId, boots, time });
    const head = { msgId, flags, engineId, boots, time, user: how.as?.user ?? credentials.user };
    const length = (flags & flag.auth) === 0 ? 0 : (how.digest?.length ?? signer?.digestLength ?? 0);
    const { message, digestAt } = encodeMessage(
      { ...head, salt: sealed?.salt ?? empty },
      sealed?.sealed ?? scoped,
      length,
    );
    if (how.digest !== undefined) how.digest.copy(message, digestAt);
    else if (length > 0) signer?.sign(message, digestAt, engineId);
    return message;
  }

  const agent: V3Agent = {
    port: socket.address().port,
    engineId: Buffer.from('80001f8880aabbccdd01020304', 'hex'),
    boots: 7,
    time: 1000,
    asked: [],
    answered: [],
    script: asked => agent.lawful(asked),
    lawful: asked => {
      const { envelope, datagram } = asked;
      if (!envelope.engineId.equals(agent.engineId))
        return agent.report(asked, counters.unknownEngineIds, { flags: 0 });
      if (envelope.user !== credentials.user) return agent.report(asked, counters.unknownUserNames, { flags: 0 });
      if ((envelope.flags & 3 & ~level) !== 0) return agent.report(asked, counters.unsupportedSecLevels, { flags: 0 });
      const isSigned = (envelope.flags & flag.auth) !== 0;
      if (isSigned && own.signer?.isAuthentic(datagram, envelope) !== true)
        return agent.report(asked, counters.wrongDigests, { flags: 0 });
      if (isSigned && (envelope.boots !== agent.boots || Math.abs(envelope.time - agent.time) > 150))
        return agent.report(asked, counters.notInTimeWindows, { flags: flag.auth });
      if (agent.mib === undefined) return agent.answer(asked);
      const { pdu, context } = agent.opened(asked);
      const script = agent.mib(context);
      if (script === null) return agent.report(asked, counters.unknownContexts);
      const reply = script(readRequest(ber.seq(ber.integer(1), ber.octets('public'), pdu), asked.from));
      return Buffer.isBuffer(reply) ? protect(asked, pduInside(reply), {}) : null;
    },
    opened: ({ envelope, from }) => {
      const isPrivate = (envelope.flags & flag.priv) !== 0;
      const scoped = isPrivate ? (own.sealer?.unseal(envelope) ?? empty) : envelope.content;
      const pdu = pduIn(scoped);
      const { id, oids } = readRequest(ber.seq(ber.integer(1), ber.octets(''), pdu), from);
      // The two octet strings of a ScopedPDU: contextEngineID and contextName, short here.
      const start = (scoped[1] ?? 0) < 0x80 ? 2 : 2 + ((scoped[1] ?? 0) & 0x7f);
      const nameAt = start + 2 + (scoped[start + 1] ?? 0);
      const context = scoped.toString('utf8', nameAt + 2, nameAt + 2 + (scoped[nameAt + 1] ?? 0));
      return { id, oids, context, pdu };
    },
    report: (asked, counter, how = {}) =>
      protect(asked, pduOf({ id: 0, pdu: 0xa8, varbinds: [ber.varbind(counter, ber.counter32(1))] }), how),
    answer: (asked, varbinds, how = {}) => {
      const { id, oids } = agent.opened(asked);
      const found = varbinds ?? oids.map(name => ber.varbind(name, ber.timeTicks(4711)));
      return protect(asked, pduOf({ id, varbinds: found, status: how.status ?? 0 }), how);
    },
    send: (datagram, to) => {
      agent.answered.push(datagram);
      socket.send(datagram, to.port, to.address);
    },
  };
  if (script !== undefined) agent.script = script;
  socket.on('message', (datagram, from) => {
    const asked = { envelope: decodeMessage(datagram), datagram, from };
    agent.asked.push(asked);
    const reply = agent.script(asked);
    for (const each of reply === null ? [] : Buffer.isBuffer(reply) ? [reply] : reply) agent.send(each, from);
  });
  return agent;
}
