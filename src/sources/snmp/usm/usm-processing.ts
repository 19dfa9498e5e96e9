import type { Clock } from '../../clock.ts';
import { type Message, reportPdu, responsePdu } from '../codec.ts';
import type { UsmCredentials } from '../credentials.ts';
import type { Heard, MessageProcessing, Prepared } from '../message-processing.ts';
import { errorName } from '../transport.ts';
import { type EngineMemory, heardFrom, momentOf } from './engine.ts';
import { meetEngine, sealerOf, signerOf } from './usm-keys.ts';
import { authAdvice, levelOf, privAdvice, reportOf, userOf, wrongPrivacy } from './usm-reports.ts';
import {
  decodeMessage,
  decodePdu,
  type Envelope,
  encodeMessage,
  encodePdu,
  encodeScoped,
  flag,
  type Head,
  pduIn,
} from './v3-message.ts';

/** What the processing takes from outside. */
export interface UsmSurroundings {
  readonly clock: Clock;
  /** A number in [0, 1). */
  readonly random: () => number;
  /** Outlives the socket: an engine is discovered once. */
  readonly memory: EngineMemory;
}

/** A question on its way to an answer. */
interface Asked {
  readonly id: number;
  readonly pdu: Buffer;
  readonly context: string;
  /** An engine ID that the router has told without proof: good enough to ask with, and for no more. */
  candidate: Buffer | null;
  /** How often a report has brought this question on. Reports to transmissions of an earlier step are late. */
  step: number;
}

/** What must be known of a transmission when something comes back (RFC 3412 §7.1 step 9). */
interface Sent {
  readonly asked: Asked;
  readonly step: number;
  /** Empty in a discovery. */
  readonly engineId: Buffer;
}

const empty = Buffer.alloc(0);
const largestMsgId = 0x7fffffff;
/** Transmissions that are remembered; of those whose question is settled, an answer is only late. */
const sentKept = 512;
/** Engine ID and time, twice over for a router that changes under the question. */
const mostSteps = 6;
const authorizationError = 16;
/** SnmpEngineID has 5 to 32 octets (RFC 3411 §5); agents with a shorter one exist. */
const isEngineId = (id: Buffer): boolean => id.length >= 1 && id.length <= 32;

/**
 * SNMPv3 with the User-based Security Model (RFC 3412, RFC 3414). An engine is met as RFC 3414 §4 has it: first its ID,
 * unproven, then by a question at boots 0 and time 0 its clock, in a report that it signs. So nobody who cannot sign
 * changes what is known of the router, and a user that is wrong is told from a privacy key that is wrong.
 */
export function usmProcessing(credentials: UsmCredentials, surroundings: UsmSurroundings): MessageProcessing {
  const { clock, random, memory } = surroundings;
  const { auth, priv, user } = credentials;
  const signer = auth === null ? null : signerOf(auth);
  const sealer = auth === null || priv === null ? null : sealerOf(priv, auth);
  const level = (signer === null ? 0 : flag.auth) | (sealer === null ? 0 : flag.priv);
  const sent = new Map<number, Sent>();

  function freshMsgId(): number {
    // RFC 3412 §6.2: one of its own for each transmission. Random, for it is what ties an unsigned report to a question.
    let id = 1 + Math.floor(random() * (largestMsgId - 1));
    while (sent.has(id)) id = (id % largestMsgId) + 1;
    return id;
  }

  function remember(asked: Asked, engineId: Buffer): number {
    const msgId = freshMsgId();
    sent.set(msgId, { asked, step: asked.step, engineId });
    for (const oldest of sent.keys()) {
      if (sent.size <= sentKept) break;
      sent.delete(oldest);
    }
    return msgId;
  }

  /** RFC 3414 §4: a question by nobody to nobody, which every engine answers with a report that holds its ID. */
  function discovery(asked: Asked): Buffer {
    const scoped = encodeScoped(encodePdu({ pdu: 'get', oids: [] }, asked.id), empty, '');
    const head = { msgId: remember(asked, empty), flags: flag.reportable, engineId: empty, boots: 0, time: 0 };
    return encodeMessage({ ...head, user: '', salt: empty }, scoped, 0).message;
  }

  function transmission(asked: Asked): Buffer {
    const known = asked.candidate === null ? memory.known : null;
    const engineId = known?.id ?? asked.candidate;
    if (engineId === null) return discovery(asked);
    const { boots, time } = known === null || signer === null ? { boots: 0, time: 0 } : momentOf(known, clock.now());
    const scoped = encodeScoped(asked.pdu, engineId, asked.context);
    const { salt, sealed } = sealer?.seal(scoped, { engineId, boots, time }) ?? { salt: empty, sealed: scoped };
    const head: Head = {
      msgId: remember(asked, engineId),
      flags: level | flag.reportable,
      engineId,
      boots,
      time,
      user,
      salt,
    };
    const { message, digestAt } = encodeMessage(head, sealed, signer?.digestLength ?? 0);
    signer?.sign(message, digestAt, engineId);
    return message;
  }

  function silence(asked: Asked): ReturnType<Prepared['silence']> {
    const who = userOf(credentials);
    // Agents drop a question for a context that they do not have (snmpd), where RFC 3413 §3.2 wants a report.
    const { context } = asked;
    const orContext = context === '' ? '' : `, or it has no context "${context}"`;
    if (asked.candidate !== null) {
      const what = auth === null ? 'is noAuthNoPriv enough there' : `is ${authAdvice(credentials)} right`;
      const seen = `tells its SNMP engine ID but does not answer ${who}`;
      return { seen, advice: `is the user right, ${what}, may it ask from here?` };
    }
    if (memory.known === null)
      return { seen: 'does not answer', advice: 'is it up, does it speak SNMPv3, may this host ask?' };
    if (!memory.proven && sealer !== null) {
      const seen = `authenticates ${who} but does not answer what is encrypted`;
      return { seen, advice: `most likely ${privAdvice(credentials)} is wrong${orContext}` };
    }
    if (context === '') return { seen: 'does not answer', advice: 'is it up, may this host ask?' };
    return { seen: `does not answer in the context "${context}"`, advice: 'is it up, does it have that context?' };
  }

  const rejected = (why: string | null): Heard => ({ kind: 'rejected', why });

  /** The question goes on with what the report has brought. */
  function again(asked: Asked, why: string): Heard {
    asked.step += 1;
    if (asked.step <= mostSteps) return { kind: 'again', id: asked.id };
    return { kind: 'refused', id: asked.id, failure: 'garbage', why };
  }

  function report(envelope: Envelope, message: Message, { asked, step, engineId }: Sent, isSigned: boolean): Heard {
    const { id } = asked;
    if (step !== asked.step) return rejected(null);
    const told = reportOf(message.varbinds[0]?.oid, credentials, asked.context);
    const isDiscovery = engineId.length === 0;
    if (isDiscovery || told.kind === 'unknown-engine') {
      if (!isEngineId(envelope.engineId)) return rejected('a report without an SNMP engine ID');
      asked.candidate = Buffer.from(envelope.engineId);
      if (signer !== null) meetEngine();
      return again(asked, 'changes its SNMP engine ID with every answer; do several routers share its address?');
    }
    if (told.kind === 'not-in-time-window') {
      if (!isSigned) return rejected('a report of its time that is not signed');
      // Signed, and an answer to a message of this moment because the msgID is: even a count of boots that has gone back,
      // as after an exchange of its storage, is the router's own. RFC 3414 §3.2 would wait for it to catch up.
      const { boots, time } = envelope;
      memory.known = { id: Buffer.from(engineId), boots, time, at: clock.now() };
      asked.candidate = null;
      return again(asked, 'finds every question outside its time window; do several routers share its address?');
    }
    return { kind: 'refused', id, failure: told.failure, why: told.why };
  }

  /** The PDU, decrypted; null when the key does not fit. Throws Broken when what was never encrypted is none. */
  function pduOf(envelope: Envelope): Buffer | null {
    if ((envelope.flags & flag.priv) === 0) return pduIn(envelope.content);
    try {
      return sealer === null ? null : pduIn(sealer.unseal(envelope));
    } catch {
      return null;
    }
  }

  function response(envelope: Envelope, message: Message, { asked, engineId }: Sent, size: number): Heard {
    const { id } = asked;
    const { boots, time } = envelope;
    // RFC 3412 §7.2 step 12: an answer at another level than the question is nobody's.
    if ((envelope.flags & (flag.auth | flag.priv)) !== level)
      return rejected('an answer without the security of the question');
    if (envelope.user !== user || !envelope.engineId.equals(engineId))
      return rejected('an answer of another SNMP engine');
    if (message.requestId !== id) return rejected('an answer to another question');
    const same = memory.known?.id.equals(engineId) === true ? memory.known : null;
    const met = { id: Buffer.from(engineId), boots, time, at: clock.now() };
    const engine = signer === null || same === null ? met : heardFrom(same, envelope, clock.now());
    if (engine === null) return rejected('an answer from outside its time window');
    memory.known = engine;
    const { errorStatus, errorIndex, varbinds } = message;
    if (errorStatus === authorizationError) {
      // RFC 3413 §3.2: no view for this user, this level and this context; of single objects it would say noSuchInstance.
      const why = `does not let ${userOf(credentials)} read at ${levelOf(credentials)} (${errorName(errorStatus)}); check the user's access there`;
      return { kind: 'refused', id, failure: 'credentials', why };
    }
    memory.proven = true;
    return { kind: 'answer', id, answer: { errorStatus, errorIndex, varbinds, size } };
  }

  function understand(datagram: Buffer, envelope: Envelope): Heard {
    const found = sent.get(envelope.msgId);
    if (found === undefined) return rejected('an answer to a question that was not asked');
    const isSigned = (envelope.flags & flag.auth) !== 0;
    if (isSigned) {
      // What is signed by another engine or for another user proves nothing, however good the digest.
      const isOurs = envelope.user === user && envelope.engineId.equals(found.engineId);
      if (!isOurs || signer?.isAuthentic(datagram, envelope) !== true) return rejected('an answer with a wrong digest');
    }
    const pdu = pduOf(envelope);
    if (pdu === null)
      return { kind: 'refused', id: found.asked.id, failure: 'credentials', why: wrongPrivacy(credentials) };
    const decoded = decodePdu(pdu);
    if (decoded.kind === 'garbage') return rejected(`a datagram that is not SNMP: ${decoded.why}`);
    const { message } = decoded;
    switch (message.pduType) {
      case reportPdu:
        return report(envelope, message, found, isSigned);
      case responsePdu:
        return response(envelope, message, found, datagram.length);
      default:
        return rejected(`a PDU of type ${message.pduType} instead of a response`);
    }
  }

  return {
    prepare: (question, id) => {
      const context = question.context ?? credentials.context;
      const asked: Asked = { id, pdu: encodePdu(question, id), context, candidate: null, step: 0 };
      return { transmission: () => transmission(asked), silence: () => silence(asked) };
    },
    hear: datagram => {
      try {
        return understand(datagram, decodeMessage(datagram));
      } catch (error) {
        return rejected(`a datagram that is not SNMPv3: ${error instanceof Error ? error.message : String(error)}`);
      }
    },
  };
}
