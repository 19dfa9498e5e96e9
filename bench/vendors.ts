/** What the discovery of one router costs, vendor by vendor: each demo router answers in one vendor's tables. */

import { sourceOf } from '../src/commands/poll-fleet.ts';
import type { Config } from '../src/config/config.ts';
import type { DiscoveredSample, Sample } from '../src/network/samples.ts';
import { processClock } from '../src/sources/clock.ts';
import { configIn } from './cycle.ts';
import { withDemoFleet } from './demo-fleet.ts';
import { type Figure, median, type Part } from './figure.ts';

const warmUp = 2;
const rounds = 15;

/** Discovers one router again and again; the first time its agent's pace is not known yet. */
async function discoveries(config: Config, at: number): Promise<readonly DiscoveredSample[]> {
  const router = config.routers[at];
  if (router === undefined) return [];
  const found: DiscoveredSample[] = [];
  const hear = (sample: Sample): void => {
    if (sample.kind === 'failed') throw new Error(`${sample.router}: ${sample.failure.text}`);
    if (sample.kind === 'discovered') found.push(sample);
  };
  const source = sourceOf(router, config.pollInterval, { clock: processClock, random: Math.random, hear });
  for (let round = 0; round < warmUp + rounds; round += 1) await source.discover();
  source.close();
  return found;
}

async function measureIn(config: Config): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  const seen = new Set<string>();
  for (const at of config.routers.keys()) {
    const [first, ...later] = await discoveries(config, at);
    if (first === undefined) throw new Error('nothing was discovered');
    const { vendor } = first.facts.system;
    if (seen.has(vendor)) continue;
    seen.add(vendor);
    figures.push(
      { name: `discovery of ${vendor}: requests, the first time`, unit: '', ours: first.cost.requests },
      { name: `discovery of ${vendor}: requests`, unit: '', ours: median(later.map(each => each.cost.requests)) },
      {
        name: `discovery of ${vendor}: wall time`,
        unit: 'ms',
        ours: median(later.slice(warmUp - 1).map(each => each.took)),
      },
    );
  }
  return figures;
}

/** Every vendor of the demo fleet, each once. */
export const vendors: Part = {
  name: 'vendors',
  measure: () => withDemoFleet(async file => measureIn(await configIn(file))),
};
