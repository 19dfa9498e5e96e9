/** Debian's snmpsimd serving walks of real routers: the community chooses the router. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { existsSync, readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { vi } from 'vitest';
import { instant } from '../../src/network/units.ts';
import { processClock } from '../../src/sources/clock.ts';
import { communityProcessing } from '../../src/sources/snmp/community.ts';
import { oid } from '../../src/sources/snmp/oid.ts';
import { probeWaits } from '../../src/sources/snmp/transport.ts';
import { openUdpTransport } from '../../src/sources/snmp/udp-transport.ts';
import { watchDaemon } from '../daemon-process.ts';

/** Where the recordings are: beside the project, or where the environment says. */
export const recordingsFolder =
  process.env.PEERDECK_RECORDINGS ?? resolve(import.meta.dirname, '..', '..', '..', 'shared', 'data', 'recordings');

/** Names of the recordings that have an oracle. */
export const recordingsHere = (): readonly string[] =>
  (existsSync(recordingsFolder) ? readdirSync(recordingsFolder) : [])
    .filter(file => file.endsWith('.oracle.json'))
    .map(file => file.slice(0, -'.oracle.json'.length))
    .sort();

/** What is missing to run these tests; empty when they can. */
export function missingHere(): readonly string[] {
  const missing: string[] = [];
  if (!existsSync(recordingsFolder) || !readdirSync(recordingsFolder).some(name => name.endsWith('.snmprec'))) {
    missing.push(`recordings (*.snmprec) in ${recordingsFolder}; PEERDECK_RECORDINGS names another folder`);
  }
  const installed = (process.env.PATH ?? '').split(':').some(folder => existsSync(join(folder, 'snmpsimd')));
  if (!installed) missing.push('snmpsimd, of the Debian package snmpsim');
  return missing;
}

async function freePort(): Promise<number> {
  const socket = createSocket('udp4');
  await new Promise<void>(done => socket.bind(0, '127.0.0.1', done));
  const { port } = socket.address();
  await new Promise<void>(done => socket.close(done));
  return port;
}

/** True once the simulator answers for a community. */
async function answers(port: number, community: string): Promise<boolean> {
  const target = { address: '127.0.0.1', family: 4, port, label: 'snmpsimd' } as const;
  const transport = openUdpTransport(target, communityProcessing({ version: '2c', community }), {
    clock: processClock,
    random: Math.random,
  });
  try {
    const question = { pdu: 'getnext', oids: [oid('1.3.6.1')] } as const;
    await transport.request(question, { deadline: instant(processClock.now() + 2000), waits: probeWaits });
    return true;
  } catch {
    return false;
  } finally {
    transport.close();
  }
}

/** A running simulator. */
export interface Simulator {
  readonly port: number;
  stop(): Promise<void>;
}

/** Starts the simulator and waits until it answers for every recording. Rejects with what it printed otherwise. */
export async function startSimulator(communities: readonly string[]): Promise<Simulator> {
  const cache = await mkdtemp(join(tmpdir(), 'peerdeck-snmpsim-'));
  const asRoot = process.getuid?.() === 0;
  // As root it refuses to run before it is told whom to become; that user must be able to write the cache.
  if (asRoot) execFileSync('chown', ['nobody:nogroup', cache]);
  const port = await freePort();
  const child: ChildProcess = spawn(
    'snmpsimd',
    [
      ...(asRoot ? ['--process-user=nobody', '--process-group=nogroup'] : []),
      `--data-dir=${recordingsFolder}`,
      `--cache-dir=${cache}`,
      `--agent-udpv4-endpoint=127.0.0.1:${port}`,
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const daemon = watchDaemon(child, () => rm(cache, { recursive: true, force: true }));
  const { stop } = daemon;
  try {
    for (const community of communities) {
      await vi.waitUntil(async () => daemon.hasEnded() || (await answers(port, community)), {
        timeout: 60_000,
        interval: 100,
      });
    }
    if (daemon.hasEnded()) throw new Error('snmpsimd has ended');
  } catch (error) {
    await stop();
    throw new Error(`snmpsimd does not serve the recordings; it printed:\n${daemon.printed()}`, { cause: error });
  }
  return { port, stop };
}
