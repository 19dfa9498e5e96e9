/** Discovers the router at the port given, as often as given, each time as if for the first; tells what each took. */

import type { Sample } from '../src/network/samples.ts';
import { millis } from '../src/network/units.ts';
import { processClock } from '../src/sources/clock.ts';
import { createSnmpRouter } from '../src/sources/snmp/snmp-router.ts';

/** What one discovery took. */
export interface Discovery {
  readonly wallMs: number;
  readonly cpuMs: number;
  readonly requests: number;
  readonly bytes: number;
  readonly interfaces: number;
}

async function discover(port: number): Promise<Discovery> {
  const heard: Sample[] = [];
  const router = createSnmpRouter(
    {
      router: 'large',
      address: '127.0.0.1',
      port,
      credentials: { version: '2c', community: 'public' },
      cycle: millis(10_000),
    },
    { clock: processClock, random: Math.random, hear: sample => void heard.push(sample) },
  );
  const before = process.cpuUsage();
  const start = performance.now();
  await router.discover();
  const wallMs = performance.now() - start;
  const { user, system } = process.cpuUsage(before);
  router.close();
  const [sample] = heard;
  if (sample?.kind !== 'discovered') throw new Error(`no discovery: ${JSON.stringify(sample)}`);
  return {
    wallMs,
    cpuMs: (user + system) / 1000,
    requests: sample.cost.requests,
    bytes: sample.cost.bytesOut + sample.cost.bytesIn,
    interfaces: sample.facts.interfaces.length,
  };
}

const [port, times] = process.argv.slice(2).map(Number);
const found: Discovery[] = [];
for (let i = 0; i < (times ?? 0); i += 1) found.push(await discover(port ?? 0));
process.send?.(found);
