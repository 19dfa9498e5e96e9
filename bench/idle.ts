/** What a console costs that nobody touches. */
import { setTimeout as pause } from 'node:timers/promises';
import { withDemoFleet } from './demo-fleet.ts';
import type { Figure, Part } from './figure.ts';
import { openOnScreen, showsRates } from './on-screen.ts';
import { cpuMs, memoryMb } from './process-cost.ts';
import { program } from './program.ts';

const settleMs = 30_000;
const watchMs = 45_000;

async function measure(): Promise<readonly Figure[]> {
  return withDemoFleet(async config => {
    const screen = openOnScreen(program, ['-c', config]);
    try {
      await screen.shows(showsRates);
      await pause(settleMs);
      const from = performance.now();
      const before = cpuMs(screen.pid);
      await pause(watchMs);
      const share = (cpuMs(screen.pid) - before) / (performance.now() - from);
      const { resident, peak } = memoryMb(screen.pid);
      return [
        { name: 'idle: share of a core', unit: '%', ours: share * 100, aim: { of: 'value', most: 3 } },
        { name: 'idle: resident memory', unit: 'MB', ours: resident, aim: { of: 'value', most: 150 } },
        { name: 'idle: resident memory at its peak', unit: 'MB', ours: peak, aim: { of: 'value', most: 150 } },
      ];
    } finally {
      await screen.end();
    }
  });
}

/** The console on the demo fleet, the fleet in another process. */
export const idle: Part = { name: 'idle', measure };
