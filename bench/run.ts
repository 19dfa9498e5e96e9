/** `npm run bench [-- PART …]`: measures and prints one table. A missed aim is no failure; a part that cannot measure is. */
import { cpus, release } from 'node:os';
import { cycle } from './cycle.ts';
import { discovery } from './discovery.ts';
import type { Figure, Part } from './figure.ts';
import { idle } from './idle.ts';
import { keys } from './keys.ts';
import { paint } from './paint.ts';
import { build } from './program.ts';
import { secondWitness } from './second-witness.ts';
import { startUp } from './start-up.ts';
import { tableOf } from './table.ts';
import { v3 } from './v3.ts';
import { vendors } from './vendors.ts';

const parts: readonly Part[] = [cycle, v3, discovery, vendors, startUp, keys, paint, idle, secondWitness];
const usageError = 2;

async function bench(names: readonly string[]): Promise<number> {
  const unknown = names.filter(name => !parts.some(part => part.name === name));
  if (unknown.length > 0) {
    console.error(`no such part: ${unknown.join(', ')}; parts are ${parts.map(part => part.name).join(', ')}`);
    return usageError;
  }
  build();
  let status = 0;
  const figures: Figure[] = [];
  for (const part of parts) {
    if (names.length > 0 && !names.includes(part.name)) continue;
    console.error(`measuring ${part.name} …`);
    try {
      figures.push(...(await part.measure()));
    } catch (error) {
      console.error(`${part.name} could not be measured: ${error instanceof Error ? error.message : error}`);
      status = 1;
    }
  }
  const [cpu] = cpus();
  console.log(
    `${cpus().length} × ${cpu?.model.trim() ?? 'unknown processor'}, Linux ${release()}, Node ${process.version}\n`,
  );
  console.log(tableOf(figures));
  return status;
}

process.exitCode = await bench(process.argv.slice(2));
