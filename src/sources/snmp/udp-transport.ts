import type { Socket } from 'node:dgram';
import { type Instant, millis } from '../../network/units.ts';
import type { Cancel, Clock } from '../clock.ts';
import type { MessageProcessing, Prepared } from './message-processing.ts';
import { type Answer, type Patience, SnmpFailure, type SnmpTransport, type Spent } from './transport.ts';
import { connectUdp, refusalOf, type UdpPeer } from './udp-socket.ts';

/** Where and how to reach one router. */
export interface UdpTarget extends UdpPeer {
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
/**
 * So long a request that is not answered keeps others from being asked; its own wait may be longer. Of a router that has
 * answered before, as long as its slowest answers of late take three times over, and no less than the short turn.
 */
const longestTurn = millis(1000);
const shortestTurn = millis(100);
const answersInATurn = 3;
/** How fast a slow answer is forgotten, with each that comes after it. */
const fading = 0.95;
const jitter = 0.2;
const largestRequestId = 0x7fffffff;
/** Ids of answered requests that are remembered: a second answer to one of them is only late, not suspicious. */
const answeredKept = 32;

interface Request {
  readonly id: number;
  readonly prepared: Prepared;
  readonly patience: Patience;
  transmissions: number;
  sentAt: Instant;
  /** Ends the wait for an answer, or for a turn. */
  cancel: Cancel;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (failure: SnmpFailure) => void;
}

const nothing: Cancel = () => {};

/** SNMP over UDP to one router. The socket is opened with the first request, and again after trouble. */
export function openUdpTransport(
  target: UdpTarget,
  processing: MessageProcessing,
  surroundings: UdpSurroundings,
): SnmpTransport {
  const { clock, random } = surroundings;
  /** Every request that is not settled, by its id. */
  const open = new Map<number, Request>();
  /** Those of them that were sent and are waited for. */
  const waitedFor = new Set<Request>();
  /** Those of them that others give way to. */
  const inFlight = new Set<Request>();
  /** Those of them that wait for their turn. */
  const queue = new Set<Request>();
  const answered: number[] = [];
  const spent = { requests: 0, retransmissions: 0, bytesOut: 0, bytesIn: 0, rejected: 0 };
  let socket: Socket | null = null;
  let connected = false;
  let troubled = false;
  let closed = false;
  let lastRejection: string | null = null;
  /** How long its slowest answers of late took, in milliseconds; null before the first. */
  let slowest: number | null = null;
  const where = `${target.label} (${target.family === 6 ? `[${target.address}]` : target.address}:${target.port})`;

  function connect(): void {
    const mine: Socket = connectUdp(target, {
      connected: () => {
        if (socket !== mine) return;
        connected = true;
        next();
      },
      heard: datagram => {
        if (socket === mine) receive(datagram);
      },
      stranger: why => {
        if (socket === mine) drop(why);
      },
      refused: (error, lost) => {
        if (socket !== mine) return;
        const failure = unreachable(error);
        for (const each of lost ? [...open.values()] : [...waitedFor]) settle(each, () => each.reject(failure));
        if (lost) disconnect();
      },
    });
    socket = mine;
  }

  function disconnect(): void {
    socket?.close();
    socket = null;
    connected = false;
    troubled = false;
  }

  function unreachable(error: Error): SnmpFailure {
    const { kind, code } = refusalOf(error);
    troubled = true;
    return kind === 'refused'
      ? new SnmpFailure(
          kind,
          `${where} refuses: nothing listens on UDP port ${target.port}; is SNMP enabled there, is the port right?`,
        )
      : new SnmpFailure(kind, `${where} cannot be reached: ${code}; check the route and the address`);
  }

  const unsupported = (error: unknown): SnmpFailure =>
    new SnmpFailure('unsupported', `${where}: ${error instanceof Error ? error.message : String(error)}`);

  function ended(): SnmpFailure {
    return new SnmpFailure('closed', `${where}: the session has ended`);
  }

  function silence(request: Request): SnmpFailure {
    const late = 'no time was left to ask';
    if (request.transmissions === 0) return new SnmpFailure('not-asked', `${where}: ${late} in this cycle`, late);
    troubled = true;
    const heard = lastRejection === null ? '' : `; what came back was unusable (${lastRejection})`;
    const { seen, advice } = request.prepared.silence();
    return new SnmpFailure(
      'timeout',
      `${where} ${seen}${heard}; ${advice}`,
      `the router stopped answering here${heard}`,
    );
  }

  function settle(request: Request, act: () => void): void {
    if (!open.delete(request.id)) return;
    request.cancel();
    waitedFor.delete(request);
    inFlight.delete(request);
    queue.delete(request);
    act();
    next();
    // A socket keeps the source address that it had when it was connected: after silence a new one may find a way.
    if (open.size === 0 && troubled) disconnect();
  }

  function giveUp(request: Request): void {
    settle(request, () => request.reject(silence(request)));
  }

  function next(): void {
    for (const request of queue) {
      if (closed || !connected || inFlight.size >= inFlightLimit) return;
      queue.delete(request);
      request.cancel();
      transmit(request);
    }
  }

  /** The end of the queue. A request that was not answered gives way there to those that have not been asked yet. */
  function enqueue(request: Request): void {
    const left = request.patience.deadline - clock.now();
    if (left <= 0) {
      giveUp(request);
      return;
    }
    queue.add(request);
    next();
    if (!queue.has(request)) return;
    request.cancel = clock.schedule(millis(left), () => giveUp(request));
  }

  function transmit(request: Request): void {
    const left = request.patience.deadline - clock.now();
    if (request.patience.waits[request.transmissions] === undefined || left <= 0) {
      giveUp(request);
      return;
    }
    request.transmissions += 1;
    request.sentAt = clock.now();
    if (request.transmissions === 1) spent.requests += 1;
    else spent.retransmissions += 1;
    waitedFor.add(request);
    inFlight.add(request);
    send(request);
  }

  function send(request: Request): void {
    const wait = request.patience.waits[request.transmissions - 1] ?? 0;
    const left = Math.max(0, request.patience.deadline - clock.now());
    const spread = 1 + jitter * (2 * random() - 1);
    waitFor(request, Math.min(wait * spread, left));
    try {
      const datagram = request.prepared.transmission();
      spent.bytesOut += datagram.length;
      socket?.send(datagram, error => {
        if (error instanceof Error) settle(request, () => request.reject(unreachable(error)));
      });
    } catch (error) {
      settle(request, () => request.reject(unsupported(error)));
    }
  }

  /** What the router has just told makes an answer possible: another question, within the wait of this one. */
  function sendAgain(request: Request): void {
    if (!waitedFor.has(request)) return;
    request.cancel();
    spent.requests += 1;
    send(request);
  }

  function waitFor(request: Request, wait: number): void {
    const own = slowest === null ? longestTurn : Math.max(shortestTurn, answersInATurn * slowest);
    const turn = Math.min(wait, longestTurn, own);
    request.cancel = clock.schedule(millis(turn), () => {
      inFlight.delete(request);
      if (wait <= turn) {
        notAnswered(request);
        return;
      }
      request.cancel = clock.schedule(millis(wait - turn), () => notAnswered(request));
      next();
    });
  }

  function notAnswered(request: Request): void {
    request.cancel = nothing;
    waitedFor.delete(request);
    if (request.transmissions >= request.patience.waits.length) giveUp(request);
    else enqueue(request);
  }

  /** Counts a datagram that is no answer; `why` is null for one that is only late. */
  function drop(why: string | null): void {
    spent.rejected += 1;
    lastRejection = why ?? lastRejection;
  }

  function receive(datagram: Buffer): void {
    spent.bytesIn += datagram.length;
    const heard = processing.hear(datagram);
    if (heard.kind === 'rejected') {
      drop(heard.why);
      return;
    }
    const request = open.get(heard.id);
    if (request === undefined || request.transmissions === 0) {
      drop(answered.includes(heard.id) ? null : 'an answer to a question that was not asked');
      return;
    }
    if (heard.kind === 'again') {
      sendAgain(request);
      return;
    }
    // Of a request that was sent more than once it is not known which one is answered (Karn).
    if (request.transmissions === 1) slowest = Math.max(clock.now() - request.sentAt, (slowest ?? 0) * fading);
    answered.push(request.id);
    if (answered.length > answeredKept) answered.shift();
    settle(request, () => {
      if (heard.kind === 'answer') request.resolve(heard.answer);
      else request.reject(new SnmpFailure(heard.failure, `${where} ${heard.why}`, `the router ${heard.why}`));
    });
  }

  function freshId(): number {
    // Random, so that an answer cannot be forged by someone who does not see the question.
    let id = 1 + Math.floor(random() * (largestRequestId - 1));
    while (open.has(id) || answered.includes(id)) id = (id % largestRequestId) + 1;
    return id;
  }

  return {
    request: (question, patience) =>
      new Promise<Answer>((resolve, reject) => {
        if (closed) return reject(ended());
        if (open.size === 0) lastRejection = null;
        const id = freshId();
        try {
          const prepared = processing.prepare(question, id);
          const request: Request = {
            id,
            prepared,
            patience,
            transmissions: 0,
            sentAt: clock.now(),
            cancel: nothing,
            resolve,
            reject,
          };
          open.set(id, request);
          if (socket === null) connect();
          enqueue(request);
        } catch (error) {
          open.delete(id);
          reject(unsupported(error));
        }
      }),
    spent: (): Spent => ({ ...spent }),
    close: () => {
      if (closed) return;
      closed = true;
      const failure = ended();
      for (const each of [...open.values()]) settle(each, () => each.reject(failure));
      disconnect();
    },
  };
}
