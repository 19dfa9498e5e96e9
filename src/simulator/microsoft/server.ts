/** Microsoft's API on loopback: HTTP in front of the door. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { World } from '../world.ts';
import { answer, OPEN_DOOR, type Reply } from './door.ts';

/** Runs something later; returns what prevents it. */
export type Later = (ms: number, run: () => void) => () => void;

/** What the server needs to run. */
interface PeeringApiOptions {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly now: () => World;
  readonly later?: Later;
}

/** A listening API. */
export interface PeeringApi {
  readonly port: number;
  close(): Promise<void>;
}

/** No request of the product is longer. */
const LONGEST_BODY = 65_536;
const DROPS = 8;

const byTimer: Later = (ms, run) => {
  const timer = setTimeout(run, ms);
  return () => clearTimeout(timer);
};

const bodyOf = async (request: IncomingMessage): Promise<string | null> => {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of request) {
    const bytes = Buffer.from(part);
    length += bytes.length;
    if (length > LONGEST_BODY) return null;
    parts.push(bytes);
  }
  return Buffer.concat(parts).toString('utf8');
};

/** Sends the body in drops, the last one when the time is up. */
const drip = (response: ServerResponse, body: string, overMs: number, later: Later): void => {
  const size = Math.ceil(body.length / DROPS);
  let cancel = (): void => undefined;
  const drop = (from: number): void => {
    cancel = later(overMs / DROPS, () => {
      response.write(body.slice(from, from + size));
      if (from + size < body.length) drop(from + size);
      else response.end();
    });
  };
  drop(0);
  response.on('close', () => cancel());
};

const send = (response: ServerResponse, reply: Reply, later: Later): void => {
  switch (reply.delivery.kind) {
    case 'never':
      return;
    case 'drips':
      response.writeHead(reply.status, reply.headers);
      response.flushHeaders();
      drip(response, reply.body, reply.delivery.overMs, later);
      return;
    case 'at-once':
      response.writeHead(reply.status, reply.headers);
      response.end(reply.body);
  }
};

/** Opens the port and answers until closed. Rejects when the port cannot be bound. */
export const startPeeringApi = async (options: PeeringApiOptions): Promise<PeeringApi> => {
  const { host, now, later = byTimer } = options;
  let door = OPEN_DOOR;
  let base = '';
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await bodyOf(request);
    if (body === null) {
      response.writeHead(413, { connection: 'close' }).end();
      return;
    }
    const answered = answer(now(), door, {
      method: request.method ?? 'GET',
      target: request.url ?? '/',
      authorization: request.headers.authorization ?? null,
      body,
      base,
    });
    door = answered.door;
    send(response, answered.reply, later);
  };
  const server = createServer((request, response) => {
    // A request that cannot be read concerns only whoever sent it.
    serve(request, response).catch(() => response.destroy());
  });
  const bound = Promise.withResolvers<void>();
  server.once('error', bound.reject);
  server.listen(options.port, host, bound.resolve);
  try {
    await bound.promise;
  } catch (error) {
    throw new Error(`The simulated peering API cannot listen on ${host}:${options.port}. Choose another base port.`, {
      cause: error,
    });
  }
  server.off('error', bound.reject);
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : options.port;
  base = `http://${host}:${port}`;
  return {
    port,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
