/** What the screen costs: bytes on the line against htop's and against the least possible, processor time per frame. */
import { spawn } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { withDemoFleet } from './demo-fleet.ts';
import { type Figure, mean, type Part } from './figure.ts';
import { openOnScreen, showsRates } from './on-screen.ts';
import { cpuMs } from './process-cost.ts';
import { environment, isInstalled, program } from './program.ts';
import { type Update, updatesOf } from './updates.ts';

/** After the start the console paints more often, and code is compiled. */
const settleMs = 30_000;
const watchMs = 30_000;

interface Watched {
  readonly updates: readonly Update[];
  /** Processor milliseconds per second. */
  readonly cpu: number;
  readonly updatesPerSecond: number;
}

async function watch(
  file: string,
  args: readonly string[],
  isReady: (text: string) => boolean,
  keys = '',
): Promise<Watched> {
  const screen = openOnScreen(file, args);
  try {
    await screen.shows(isReady);
    screen.type(keys);
    await pause(settleMs);
    const from = performance.now();
    const before = cpuMs(screen.pid);
    await pause(watchMs);
    const cpu = cpuMs(screen.pid) - before;
    const seconds = (performance.now() - from) / 1000;
    const updates = (await updatesOf(screen)).filter(update => update.at >= from);
    return { updates, cpu: cpu / seconds, updatesPerSecond: updates.length / seconds };
  } finally {
    await screen.end();
  }
}

/** Processor milliseconds per second of the same polling without a screen: `status`, which prints only at its end. */
async function pollingAlone(config: string): Promise<number> {
  const status = spawn(program, ['status', '-c', config, '--samples', '1000'], { env: environment, stdio: 'ignore' });
  const { pid } = status;
  if (pid === undefined) throw new Error('peerdeck status did not start');
  try {
    await pause(settleMs);
    const from = performance.now();
    const before = cpuMs(pid);
    await pause(watchMs);
    return (cpuMs(pid) - before) / ((performance.now() - from) / 1000);
  } finally {
    status.kill('SIGKILL');
  }
}

const bytesOf = (updates: readonly Update[]): number => mean(updates.map(update => update.bytes));
const timesLeast = (updates: readonly Update[]): number => bytesOf(updates) / mean(updates.map(update => update.least));

async function measure(): Promise<readonly Figure[]> {
  return withDemoFleet(async config => {
    const overview = await watch(program, ['-c', config], showsRates);
    const pni = await watch(program, ['-c', config], showsRates, '2\r');
    const polling = await pollingAlone(config);
    const htop = isInstalled('htop') ? await watch('htop', ['-d', '10'], text => text.includes('Load average')) : null;
    const peer = (value: (watched: Watched) => number): Pick<Figure, 'peer'> =>
      htop === null ? {} : { peer: { name: 'htop', value: value(htop) } };
    const figuresOf = (name: string, watched: Watched): readonly Figure[] => [
      { name: `${name}: updates per second`, unit: '', ours: watched.updatesPerSecond },
      { name: `${name}: cells changed per update`, unit: '', ours: mean(watched.updates.map(update => update.cells)) },
      {
        name: `${name}: bytes per update`,
        unit: 'B',
        ours: bytesOf(watched.updates),
        ...peer(each => bytesOf(each.updates)),
      },
      {
        name: `${name}: bytes to the cell-diff minimum`,
        unit: '×',
        ours: timesLeast(watched.updates),
        aim: { of: 'value', most: 1.3 },
      },
      {
        name: `${name}: processor time per frame`,
        unit: 'ms',
        ours: Math.max(0, watched.cpu - polling) / watched.updatesPerSecond,
        ...peer(each => each.cpu / each.updatesPerSecond),
        aim: { of: 'value', most: 15 },
      },
    ];
    return [...figuresOf('overview', overview), ...figuresOf('one PNI', pni)];
  });
}

/** The console on the demo fleet at 200×60: its first screen, and a PNI with its graph. */
export const paint: Part = { name: 'paint', measure };
