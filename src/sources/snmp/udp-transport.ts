import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { type Instant, instant, type Millis, millis } from '../../network/units.ts';
import type { Cancel, Clock } from '../clock.ts';
import { decode, encodeRequest, type Message, type Question, responsePdu, v2c } from './codec.ts';
import { type Answer, type Patience, SnmpFailure, type SnmpTransport, type Spent } from './transport.ts';

/** Where and how to reach one router. */
export interface UdpTarget {
  /** An IPv4 or IPv6 address, already resolved. */
  readonly address: string;
  readonly family: 4 | 6;
  readonly port: number;
  readonly community: string;
  /** What to call it in messages. */
  readonly label: string;
}

/** What the transport takes from outside. */
export interface UdpSurroundings {
  readonly clock: Clock;
  /** A number in [0, 1). */
  readonly random: () => number;
}

/** Nokia's agents queue two requests and drop the third; nobody gains by more. */
const inFlightLimit = 2;
/** As much as a burst of answers can hold while the event loop is busy; the kernel gives what it allows. */
const receiveBuffer = 2 * 1024 * 1024;
const jitter = 0.2;
const largestRequestId = 0x7fffffff;

interface Pending {
  readonly id: number;
  readonly datagram: Buffer;
  readonly question: Question;
  readonly patience: Patience;
  transmissions: number;
  cancel: Cancel;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (failure: SnmpFailure) => void;
}

interface Waiting {
  readonly start: () => void;
  readonly reject: (failure: SnmpFailure) => void;
}

const refusals: Readonly<Record<string, 'refused' | 'unreachable'>> = {
  ECONNREFUSED: 'refused',
  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'unreachable',
  EHOSTDOWN: 'unreachable',
  ENETDOWN: 'unreachable',
  EADDRNOTAVAIL: 'unreachable',
  EINVAL: 'unreachable',
  EACCES: 'unreachable',
  EPERM: 'unreachable',
};

const codeOf = (error: Error): string => ('code' in error && typeof error.code === 'string' ? error.code : 'unknown');

/**
 * SNMPv2c over one connected UDP socket. Connected, so that the kernel drops what comes from another address or port
 * and reports ICMP unreachable at once instead of a time-out.
 */
export function openUdpTransport(target: UdpTarget, surroundings: UdpSurroundings): SnmpTransport {
  const { clock, random } = surroundings;
  const pending = new Map<number, Pending>();
  const queue: Waiting[] = [];
  let inFlight = 0;
  let closed = false;
  let spent: Spent = { requests: 0, retransmissions: 0, bytesOut: 0, bytesIn: 0, rejected: 0 };
  let lastRejection: string | null = null;
  const where = `${target.label} (${target.family === 6 ? `[${target.address}]` : target.address}:${target.port})`;

  const socket: Socket = createSocket({
    type: target.family === 6 ? 'udp6' : 'udp4',
    recvBufferSize: receiveBuffer,
  });
  const connected = new Promise<void>((resolve, reject) => {
    socket.once('error', reject);
    socket.connect(target.port, target.address, () => {
      socket.off('error', reject);
      socket.on('error', refuseAll);
      resolve();
    });
  });
  // A failure to connect reaches each request that awaits it; nobody else is asked.
  connected.catch(() => undefined);
  socket.on('message', receive);

  function unreachable(error: Error): SnmpFailure {
    const code = codeOf(error);
    const kind = refusals[code] ?? 'unreachable';
    return kind === 'refused'
      ? new SnmpFailure(kind, `${where} refuses: nothing listens on UDP port ${target.port}; is SNMP enabled there, is the port right?`)
      : new SnmpFailure(kind, `${where} cannot be reached: ${code}; check the route and the address`);
  }

  function refuseAll(error: Error): void {
    for (const each of [...pending.values()]) settle(each, () => each.reject(unreachable(error)));
  }

  function settle(request: Pending, act: () => void): void {
    if (!pending.delete(request.id)) return;
    request.cancel();
    inFlight -= 1;
    act();
    next();
  }

  function next(): void {
    while (inFlight < inFlightLimit) {
      const waiting = queue.shift();
      if (waiting === undefined) return;
      inFlight += 1;
      waiting.start();
    }
  }

  function drop(why: string): void {
    spent = { ...spent, rejected: spent.rejected + 1 };
    lastRejection = why;
  }

  function answersQuestion(message: Message): Pending | null {
    if (message.version !== v2c) return dropped(`an answer of SNMP version number ${message.version}`);
    if (message.pduType !== responsePdu) return dropped(`a PDU of type ${message.pduType} instead of a response`);
    if (message.community !== target.community) return dropped('an answer with another community');
    return pending.get(message.requestId) ?? dropped('an answer to no open request');
  }

  function dropped(why: string): null {
    drop(why);
    return null;
  }

  function receive(datagram: Buffer, from: RemoteInfo): void {
    spent = { ...spent, bytesIn: spent.bytesIn + datagram.length };
    // The kernel filters by peer once the socket is connected; before that a stranger could slip in.
    if (from.port !== target.port) return drop(`a datagram from port ${from.port}`);
    const decoded = decode(datagram);
    if (decoded.kind === 'garbage') return drop(`a datagram that is not SNMP: ${decoded.why}`);
    const { message } = decoded;
    const request = answersQuestion(message);
    if (request === null) return;
    const answer: Answer = {
      errorStatus: message.errorStatus,
      errorIndex: message.errorIndex,
      varbinds: message.varbinds,
      size: datagram.length,
    };
    settle(request, () => request.resolve(answer));
  }

  function timeout(): SnmpFailure {
    const heard = lastRejection === null ? '' : `; what came back was unusable (${lastRejection})`;
    return new SnmpFailure(
      'timeout',
      `${where} does not answer${heard}; is it up, is the community right, may this host ask?`,
    );
  }

  function transmit(request: Pending): void {
    const wait = request.patience.waits[request.transmissions];
    const left = request.patience.deadline - clock.now();
    if (wait === undefined || left <= 0) {
      settle(request, () => request.reject(timeout()));
      return;
    }
    request.transmissions += 1;
    const retransmission = request.transmissions > 1;
    spent = {
      ...spent,
      requests: spent.requests + (retransmission ? 0 : 1),
      retransmissions: spent.retransmissions + (retransmission ? 1 : 0),
      bytesOut: spent.bytesOut + request.datagram.length,
    };
    const spread = 1 + jitter * (2 * random() - 1);
    request.cancel = clock.schedule(millis(Math.min(wait * spread, left)), () => transmit(request));
    socket.send(request.datagram, error => {
      if (error !== null && error !== undefined) settle(request, () => request.reject(unreachable(error)));
    });
  }

  function freshId(): number {
    // Random, so that an answer cannot be forged by someone who does not see the question.
    let id = 0;
    do id = 1 + Math.floor(random() * (largestRequestId - 1));
    while (pending.has(id));
    return id;
  }

  function begin(question: Question, patience: Patience, resolve: Pending['resolve'], reject: Pending['reject']): void {
    const id = freshId();
    const datagram = encodeRequest(question, target.community, id);
    const request: Pending = { id, datagram, question, patience, transmissions: 0, cancel: () => {}, resolve, reject };
    pending.set(id, request);
    connected.then(
      () => {
        if (pending.has(id)) transmit(request);
      },
      (error: Error) => settle(request, () => reject(unreachable(error))),
    );
  }

  return {
    request: (question, patience) =>
      new Promise<Answer>((resolve, reject) => {
        if (closed) return reject(new SnmpFailure('closed', `${where}: the session has ended`));
        if (queue.length === 0) lastRejection = inFlight === 0 ? null : lastRejection;
        queue.push({ start: () => begin(question, patience, resolve, reject), reject });
        next();
      }),
    spent: () => spent,
    close: () => {
      if (closed) return;
      closed = true;
      const ended = new SnmpFailure('closed', `${where}: the session has ended`);
      for (const waiting of queue.splice(0)) waiting.reject(ended);
      for (const each of [...pending.values()]) settle(each, () => each.reject(ended));
      socket.close();
    },
  };
}

/** Waits of an ordinary request: retransmitted after 1, 2 and 4 s with the same id and port, given up 2 s later. */
export const ordinaryWaits: readonly Millis[] = [millis(1000), millis(2000), millis(4000), millis(2000)];
/** Waits of a request that can be asked again in a smaller form. */
export const shortWaits: readonly Millis[] = [millis(1000), millis(2000)];

/** The moment `after` from now on this clock. */
export const deadlineIn = (clock: Clock, after: Millis): Instant => instant(clock.now() + after);
