import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { canonicalAddress } from '../../network/addresses.ts';
import type { FailureKind } from '../../network/samples.ts';

/** The far end of a socket. */
export interface UdpPeer {
  /** An IPv4 or IPv6 address, already resolved. */
  readonly address: string;
  readonly family: 4 | 6;
  readonly port: number;
}

/** What a socket hears. */
export interface UdpListener {
  /** The socket can be sent on. */
  connected(): void;
  /** A datagram from the peer. */
  heard(datagram: Buffer): void;
  /** A datagram from anybody else; the text says from whom. */
  stranger(why: string): void;
  /** The network refuses what is sent. `lost` when the socket is of no use any more. */
  refused(error: Error, lost: boolean): void;
}

/** As much as a burst of answers can hold while the event loop is busy; the kernel gives what it allows. */
const receiveBuffer = 2 * 1024 * 1024;

/**
 * A UDP socket connected to one peer, so that the kernel drops what comes from another address or port and reports
 * ICMP unreachable at once instead of a time-out.
 */
export function connectUdp(peer: UdpPeer, listener: UdpListener): Socket {
  const socket = createSocket(peer.family === 6 ? 'udp6' : 'udp4');
  const expected = canonicalAddress(peer.address);
  socket.on('error', error => listener.refused(error, false));
  socket.on('message', (datagram, from) => {
    const why = strangerOf(from, expected, peer.port);
    if (why === null) listener.heard(datagram);
    else listener.stranger(why);
  });
  socket.on('listening', () => raiseReceiveBuffer(socket));
  try {
    // When connecting fails, Node calls this with the error and emits none.
    socket.connect(peer.port, peer.address, (error?: Error | null) => {
      if (error instanceof Error) listener.refused(error, true);
      else listener.connected();
    });
  } catch (error) {
    const reason = error instanceof Error ? error : new Error(String(error));
    queueMicrotask(() => listener.refused(reason, true));
  }
  return socket;
}

/** What was queued between binding and connecting has not been filtered by the kernel. */
function strangerOf(from: RemoteInfo, address: string | null, port: number): string | null {
  if (from.port !== port) return `a datagram from port ${from.port}`;
  return from.address === address || canonicalAddress(from.address) === address
    ? null
    : `a datagram from ${from.address}`;
}

function raiseReceiveBuffer(socket: Socket): void {
  try {
    socket.setRecvBufferSize(receiveBuffer);
  } catch {
    // Some systems refuse a size above their limit instead of giving less: the default must do.
  }
}

const refusals: Readonly<Record<string, FailureKind>> = { ECONNREFUSED: 'refused' };

/** What the network says of a datagram that was not delivered, in a kind and an error code. */
export function refusalOf(error: Error): { readonly kind: FailureKind; readonly code: string } {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : error.message;
  return { kind: refusals[code] ?? 'unreachable', code };
}
