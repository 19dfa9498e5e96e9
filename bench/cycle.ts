/** What the fast loop costs: the product's own pollers on the demo fleet, cycle after cycle without a pause. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { planOf, sourceOf } from '../src/commands/poll-fleet.ts';
import type { Config } from '../src/config/config.ts';
import { machine } from '../src/config/config-io.ts';
import { loadConfig } from '../src/config/load.ts';
import type { PollCost, Sample } from '../src/network/samples.ts';
import { processClock } from '../src/sources/clock.ts';
import { createFleetStore } from '../src/state/fleet-store.ts';
import { withDemoFleet } from './demo-fleet.ts';
import type { Figure, Part } from './figure.ts';
import { environment, program } from './program.ts';

const warmUp = 50;
const cycles = 300;

/** The configuration that a file holds. Rejects when there is none. */
export async function configIn(file: string): Promise<Config> {
  const loaded = await loadConfig(file, machine(process.env, process.cwd()));
  if (loaded.kind !== 'ok') throw new Error(`the demo's configuration cannot be loaded: ${loaded.kind}`);
  return loaded.config;
}

/** How many PNIs the fleet has, as `status --json` tells. */
export async function pnisIn(file: string): Promise<number> {
  const args = ['status', '--json', '--samples', '1', '-c', file];
  const { stdout } = await promisify(execFile)(program, args, { env: environment });
  const { metros }: { readonly metros: readonly { readonly pnis: readonly unknown[] }[] } = JSON.parse(stdout);
  return metros.reduce((sum, metro) => sum + metro.pnis.length, 0);
}

/** A fleet that is polled cycle by cycle, as often as the bench says. */
export interface PolledFleet {
  /** What each request group has cost since the list was last emptied. */
  readonly costs: PollCost[];
  cycle(): Promise<void>;
  close(): void;
}

/** Discovers the fleet; throws as soon as a router does not answer. */
export async function openFleet(config: Config): Promise<PolledFleet> {
  const store = createFleetStore(config);
  const costs: PollCost[] = [];
  const hear = (sample: Sample): void => {
    store.getState().apply(sample);
    if (sample.kind === 'polled') costs.push(sample.cost);
    if (sample.kind === 'failed') throw new Error(`${sample.router}: ${sample.failure.text}`);
  };
  const surroundings = { clock: processClock, random: Math.random, hear };
  const sources = config.routers.map(router => sourceOf(router, config.pollInterval, surroundings));
  const plan = planOf(store);
  await Promise.all(sources.map(source => source.discover()));
  return {
    costs,
    cycle: async () => {
      await Promise.all(sources.map(source => source.poll(plan(source.router).targets)));
    },
    close: () => {
      for (const source of sources) source.close();
    },
  };
}

async function measureWith(config: Config, pnis: number): Promise<readonly Figure[]> {
  const fleet = await openFleet(config);
  for (let i = 0; i < warmUp; i += 1) await fleet.cycle();
  const { costs } = fleet;
  costs.length = 0;
  const before = process.cpuUsage();
  for (let i = 0; i < cycles; i += 1) await fleet.cycle();
  const { user, system } = process.cpuUsage(before);
  fleet.close();

  const each = (total: number): number => total / cycles / pnis;
  const sum = (field: keyof PollCost): number => costs.reduce((total, cost) => total + cost[field], 0);
  return [
    { name: 'cycle: requests per PNI', unit: '', ours: each(sum('requests')) },
    { name: 'cycle: bytes out per PNI', unit: 'B', ours: each(sum('bytesOut')) },
    { name: 'cycle: bytes in per PNI', unit: 'B', ours: each(sum('bytesIn')) },
    { name: 'cycle: processor time per PNI', unit: 'µs', ours: each(user + system) },
  ];
}

/** The demo fleet's routers, asked for what their PNIs need. */
export const cycle: Part = {
  name: 'cycle',
  measure: () => withDemoFleet(async file => measureWith(await configIn(file), await pnisIn(file))),
};
