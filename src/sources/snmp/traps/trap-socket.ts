import { createSocket, type Socket } from 'node:dgram';
import { isIPv6 } from 'node:net';

/** Where traps arrive. */
export interface TrapAddress {
  /** IPv4 or IPv6, without brackets. */
  readonly address: string;
  readonly port: number;
}

/** What the socket tells. */
export interface TrapSocketListener {
  listening(): void;
  heard(datagram: Buffer, from: { readonly address: string; readonly port: number }): void;
  /** It cannot be used, or not any more; the text says why and what to do. */
  failed(why: string): void;
}

/** An open socket. */
export interface TrapSocket {
  reply(datagram: Buffer, to: { readonly address: string; readonly port: number }): void;
  close(): void;
}

/** Address and port as the configuration writes them. */
export const listenText = ({ address, port }: TrapAddress): string =>
  isIPv6(address) ? `[${address}]:${port}` : `${address}:${port}`;

const causes: Readonly<Record<string, string>> = {
  EACCES: 'this user may not: ports below 1024 need root, CAP_NET_BIND_SERVICE or a port above',
  EADDRINUSE: 'another program listens there already',
  EADDRNOTAVAIL: 'this host has no such address',
};

function failureText(where: TrapAddress, error: unknown): string {
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
  const seen = code ?? (error instanceof Error ? error.message : String(error));
  const cause = causes[seen];
  return `no traps can be received on ${listenText(where)}: ${cause === undefined ? seen : `${cause} (${seen})`}`;
}

/** One UDP socket for the traps of all routers. Throws nothing. */
export function openTrapSocket(where: TrapAddress, listener: TrapSocketListener): TrapSocket {
  const socket: Socket = createSocket(isIPv6(where.address) ? 'udp6' : 'udp4');
  let closed = false;
  const close = (): void => {
    if (closed) return;
    closed = true;
    socket.close();
  };
  socket.on('error', error => {
    if (closed) return;
    close();
    listener.failed(failureText(where, error));
  });
  socket.on('listening', () => {
    if (!closed) listener.listening();
  });
  socket.on('message', (datagram, from) => {
    if (!closed) listener.heard(datagram, from);
  });
  socket.bind({ port: where.port, address: where.address });
  return {
    // Whether a reply arrives is the sender's business: it sends its inform again.
    reply: (datagram, to) => {
      if (!closed) socket.send(datagram, to.port, to.address, () => {});
    },
    close,
  };
}
