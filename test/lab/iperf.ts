import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { vi } from 'vitest';
import * as z from 'zod';
import type { Daemon, Namespace } from './namespaces.ts';

/** A steady stream of UDP from one host to another. */
export interface FlowOptions {
  readonly from: Namespace;
  readonly to: Namespace;
  /** An address of `to`. */
  readonly address: string;
  /** Of UDP payload. */
  readonly bitsPerSecond: number;
  /** For the server's port and the names of the logs; every flow of a lab has another. */
  readonly number: number;
  readonly folder: string;
}

/** What the sending side of iperf3 says of a flow: payload only, without the headers. */
export interface FlowReport {
  readonly bytes: number;
  readonly seconds: number;
}

/** A flow that is running. */
export interface Flow {
  /** Ends it and gives iperf3's own report. */
  stop(): Promise<FlowReport>;
}

const firstPort = 5201;
/** Payload of one datagram: with its headers it fits an Ethernet frame. */
export const payloadOctets = 1400;
/** UDP 8, IPv4 20, Ethernet 14: what the interface counts besides the payload. */
export const headerOctets = 42;

const report = z.object({
  end: z.object({ sum: z.object({ bytes: z.number(), seconds: z.number() }) }),
});

/** Starts a flow and waits until packets go. */
export async function startFlow(options: FlowOptions): Promise<Flow> {
  const { from, to, address, bitsPerSecond, number, folder } = options;
  const port = String(firstPort + number);
  const log = (name: string): string => join(folder, `iperf-${number}-${name}.json`);
  const server = to.start(log('server'), {}, 'iperf3', '-s', '-1', '-p', port);
  await vi.waitFor(() => listening(to, port), { timeout: 5000, interval: 50 });
  const client: Daemon = from.start(
    log('client'),
    {},
    'iperf3',
    '-c',
    address,
    '-p',
    port,
    '-u',
    '-b',
    String(bitsPerSecond),
    '-l',
    String(payloadOctets),
    '-t',
    '0',
    '-J',
  );
  return {
    stop: async () => {
      await client.end('SIGINT');
      await server.end('SIGTERM');
      const { sum } = report.parse(JSON.parse(await readFile(log('client'), 'utf8'))).end;
      return { bytes: sum.bytes, seconds: sum.seconds };
    },
  };
}

async function listening(host: Namespace, port: string): Promise<void> {
  const sockets = await host.run('ss', '-Hltn', `sport = :${port}`);
  if (sockets.trim() === '') throw new Error(`iperf3 does not listen on port ${port} of ${host.role} yet`);
}
