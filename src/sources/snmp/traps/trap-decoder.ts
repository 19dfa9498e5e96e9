/**
 * Decodes traps and informs of those who share one set of credentials. net-snmp's Receiver does it: it checks
 * communities, digests and keys, and words the answers that informs and engine discovery want. It is given no socket
 * of its own but one that only passes datagrams by.
 */
import { EventEmitter } from 'node:events';
import { createReceiver, SecurityLevel } from 'net-snmp';
import type { CommunityCredentials, UsmCredentials } from '../credentials.ts';
import { authProtocols, privProtocols } from '../usm/net-snmp-protocols.ts';
import { mendDes } from './des-privacy.ts';
import { type Notification, notificationOf } from './notification.ts';

/** Who may send: what the router is asked with. Contexts are for questions only. */
export type TrapCredentials = CommunityCredentials | Pick<UsmCredentials, 'version' | 'user' | 'auth' | 'priv'>;

/** What a datagram has come to. */
export type Decoded =
  | { readonly kind: 'notification'; readonly notification: Notification; readonly replies: readonly Buffer[] }
  /** It asked for our engine id, as senders of informs do first (RFC 3414 §4). */
  | { readonly kind: 'asked'; readonly replies: readonly Buffer[] }
  /** Of another community or user, or with another key. */
  | { readonly kind: 'refused' }
  | { readonly kind: 'unreadable' };

/** Decodes datagrams of one set of credentials. */
export interface TrapDecoder {
  /** Throws nothing, whatever the octets are. */
  decode(datagram: Buffer, from: { readonly address: string; readonly port: number }): Decoded;
}

/** What a Receiver does with a dgram socket. */
class PassedSocket extends EventEmitter {
  readonly replies: Buffer[] = [];

  bind(): void {}

  close(): void {}

  send(reply: Buffer, offset: number, length: number): void {
    this.replies.push(reply.subarray(offset, offset + length));
  }
}

interface Receiver {
  getAuthorizer(): { addCommunity(community: string): void; addUser(user: object): void };
}

type OnNotification = (error: Error | null, data: { readonly pdu: unknown } | undefined) => void;

const openReceiver: (options: object, onNotification: OnNotification) => Receiver = createReceiver;

function admit(receiver: Receiver, credentials: TrapCredentials): void {
  const authorizer = receiver.getAuthorizer();
  if (credentials.version === '2c') {
    authorizer.addCommunity(credentials.community);
    return;
  }
  const { user, auth, priv } = credentials;
  if (priv?.protocol === 'des') mendDes();
  authorizer.addUser({
    name: user,
    level:
      auth === null ? SecurityLevel.noAuthNoPriv : priv === null ? SecurityLevel.authNoPriv : SecurityLevel.authPriv,
    ...(auth === null ? {} : { authProtocol: authProtocols[auth.protocol], authKey: auth.password }),
    ...(priv === null ? {} : { privProtocol: privProtocols[priv.protocol], privKey: priv.password }),
  });
}

/** Errors of net-snmp by which a datagram is whole but not from whom it claims to be. */
const refusals: ReadonlySet<string> = new Set(['RequestFailedError', 'ResponseInvalidError']);

/** `engineId` is ours: the one to which senders of informs localise their keys. */
export function createTrapDecoder(credentials: TrapCredentials, engineId: Buffer): TrapDecoder {
  const socket = new PassedSocket();
  let said: { readonly error: Error | null; readonly pdu: unknown } | null = null;
  const receiver = openReceiver(
    // A port is wanted by name only: nothing is bound.
    { dgramModule: { createSocket: () => socket }, engineID: engineId, port: 162, includeAuthentication: true },
    (error, data) => {
      said = { error, pdu: data?.pdu };
    },
  );
  admit(receiver, credentials);

  /** net-snmp lets a message without a user through, unauthenticated, as if it were a user's. */
  const isOwn = (pdu: unknown): boolean => {
    const wanted = credentials.version === '2c' ? credentials.community : credentials.user;
    const name = credentials.version === '2c' ? 'community' : 'user';
    return typeof pdu === 'object' && pdu !== null && Object.getOwnPropertyDescriptor(pdu, name)?.value === wanted;
  };

  function outcome(replies: readonly Buffer[]): Decoded {
    if (said === null) return replies.length > 0 ? { kind: 'asked', replies } : { kind: 'unreadable' };
    if (said.error !== null) return { kind: refusals.has(said.error.name) ? 'refused' : 'unreadable' };
    if (!isOwn(said.pdu)) return { kind: 'refused' };
    const notification = notificationOf(said.pdu);
    return notification === null ? { kind: 'unreadable' } : { kind: 'notification', notification, replies };
  }

  return {
    decode: (datagram, from) => {
      said = null;
      socket.replies.length = 0;
      try {
        // A copy: checking a digest writes into the message.
        socket.emit('message', Buffer.from(datagram), { ...from, family: 'IPv4', size: datagram.length });
        return outcome([...socket.replies]);
      } catch {
        // Some values that it can read, it cannot write into the acknowledgement of an inform.
        return { kind: 'unreadable' };
      }
    },
  };
}
