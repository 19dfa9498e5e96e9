/** A second receiver of the routers' traps: when each has arrived at this host, whatever the program does with its own. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { decode } from '../../src/sources/snmp/codec.ts';

/** A trap as it came. */
export interface SeenTrap {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly name: string;
  readonly from: string;
}

/** An open witness. */
export interface TrapWitness {
  readonly seen: readonly SeenTrap[];
  close(): void;
}

const snmpTrapOid = '1.3.6.1.6.3.1.1.4.1.0';

/** Listens for SNMPv2c traps. */
export async function openWitness(address: string, port: number): Promise<TrapWitness> {
  const seen: SeenTrap[] = [];
  const socket = createSocket(address.includes(':') ? 'udp6' : 'udp4');
  socket.on('message', (datagram, from) => {
    const at = performance.timeOrigin + performance.now();
    const decoded = decode(datagram);
    if (decoded.kind !== 'message') return;
    const value = decoded.message.varbinds.find(varbind => varbind.oid.join('.') === snmpTrapOid)?.value;
    if (value?.kind === 'oid') seen.push({ at, name: value.value.join('.'), from: from.address });
  });
  socket.bind(port, address);
  await once(socket, 'listening');
  return { seen, close: () => socket.close() };
}
