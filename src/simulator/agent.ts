/** One simulated router's SNMP agent: a UDP socket on loopback in front of a view. */
import { createSocket } from 'node:dgram';
import { type Answering, answerRequest } from './answer.ts';
import { readRequest } from './request.ts';

/** Largest answer: what crosses an Ethernet of 1500 octets unfragmented over IPv4, as routers are set up to do. */
export const MAX_ANSWER = 1472;

/** What an agent needs to run. */
interface AgentOptions<View> {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly community: string;
  /** What to answer from at this moment; `null` while the router answers nothing. */
  readonly now: () => Omit<Answering<View>, 'maxSize'> | null;
}

/** A listening agent. */
export interface Agent {
  readonly port: number;
  close(): Promise<void>;
}

/** Opens the socket and answers until closed. Rejects when the port cannot be bound. */
export const startAgent = async <View>({ host, port, community, now }: AgentOptions<View>): Promise<Agent> => {
  const socket = createSocket('udp4');
  socket.on('message', (datagram, from) => {
    const request = readRequest(datagram);
    // RFC 3584 §5.2.1: a wrong community gets silence, so that communities cannot be guessed from answers.
    if (request === null || request.community !== community) return;
    const answering = now();
    if (answering === null) return;
    const answer = answerRequest(request, { ...answering, maxSize: MAX_ANSWER });
    if (answer !== null) socket.send(answer, from.port, from.address);
  });
  const bound = Promise.withResolvers<void>();
  socket.once('error', bound.reject);
  socket.bind(port, host, bound.resolve);
  try {
    await bound.promise;
  } catch (error) {
    socket.close();
    throw new Error(`The simulated router cannot listen on ${host}:${port}. Choose another base port.`, {
      cause: error,
    });
  }
  socket.off('error', bound.reject);
  // What goes wrong with one datagram later (an asker that is gone) concerns only that datagram.
  socket.on('error', () => undefined);
  return {
    port: socket.address().port,
    close: () => new Promise(resolve => socket.close(() => resolve())),
  };
};
