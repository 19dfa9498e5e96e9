/** Whether routers are polled as well while Microsoft's API hangs: the same fleet, once with it answering and once with it silent. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { withDemoFleet } from './demo-fleet.ts';
import { type Figure, median, type Part, quantile } from './figure.ts';
import { openOnScreen, showsRates } from './on-screen.ts';
import { program } from './program.ts';

const watchMs = 40_000;
/** The first cycles discover, and every process warms up. */
const settleMs = 8_000;

interface Polled {
  readonly router: string;
  readonly at: number;
  readonly took: number;
}

/** What polls of a run were like. */
interface Polling {
  /** How long the counters of a router took to come. */
  readonly took: readonly number[];
  /** How far apart two polls of one router were. */
  readonly gaps: readonly number[];
  readonly skipped: number;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

function polledOf(sample: Readonly<Record<string, unknown>>): readonly Polled[] {
  const { kind, router, at, took, interfaces } = sample;
  const counts = kind === 'polled' && Array.isArray(interfaces) && interfaces.length > 0;
  return counts && typeof router === 'string' && typeof at === 'number' && typeof took === 'number'
    ? [{ router, at, took }]
    : [];
}

function pollingOf(recording: string): Polling {
  const samples = readFileSync(recording, 'utf8')
    .split('\n')
    .slice(1)
    .filter(line => line !== '')
    .map((line): unknown => JSON.parse(line))
    .filter(isObject);
  const all = samples.flatMap(polledOf);
  const start = Math.min(...all.map(each => each.at)) + settleMs;
  const polled = all.filter(each => each.at >= start);
  const byRouter = Map.groupBy(polled, each => each.router);
  return {
    took: polled.map(each => each.took),
    gaps: [...byRouter.values()].flatMap(list =>
      list.slice(1).map((each, position) => each.at - (list[position]?.at ?? each.at)),
    ),
    skipped: samples.filter(sample => sample.kind === 'skipped').length,
  };
}

async function watch(config: string, folder: string, name: string): Promise<Polling> {
  const recording = join(folder, `${name}.jsonl`);
  const screen = openOnScreen(program, ['-c', config, '--record', recording]);
  try {
    await screen.shows(showsRates);
    await pause(watchMs);
  } finally {
    await screen.end();
  }
  return pollingOf(recording);
}

/** Takes connections and questions and never answers. */
async function withSilentServer<Result>(use: (port: number) => Promise<Result>): Promise<Result> {
  const open = new Set<Socket>();
  const server = createServer(socket => {
    open.add(socket);
    socket.on('error', () => {});
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  try {
    return await use(typeof address === 'object' && address !== null ? address.port : 0);
  } finally {
    for (const socket of open) socket.destroy();
    server.close();
  }
}

async function measure(): Promise<readonly Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'peerdeck-bench-'));
  try {
    return await withDemoFleet(async config => {
      const answering = await watch(config, folder, 'answering');
      const hanging = await withSilentServer(async port => {
        const file = join(folder, 'hanging.yaml');
        const text = readFileSync(config, 'utf8').replaceAll(/http:\/\/127\.0\.0\.1:\d+/g, `http://127.0.0.1:${port}`);
        writeFileSync(file, text, { mode: 0o600 });
        return watch(file, folder, 'hanging');
      });
      const peer = (value: number) => ({ name: 'answers', value });
      return [
        {
          name: 'API hangs: a poll, median',
          unit: 'ms',
          ours: median(hanging.took),
          peer: peer(median(answering.took)),
          aim: { of: 'ratio', most: 1.2 },
        },
        {
          name: 'API hangs: a poll, 99 of 100',
          unit: 'ms',
          ours: quantile(hanging.took, 0.99),
          peer: peer(quantile(answering.took, 0.99)),
        },
        {
          name: 'API hangs: between two polls, the longest',
          unit: 'ms',
          ours: Math.max(...hanging.gaps),
          peer: peer(Math.max(...answering.gaps)),
        },
        { name: 'API hangs: cycles skipped', unit: '', ours: hanging.skipped, aim: { of: 'value', most: 0 } },
      ];
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The console on the demo fleet, with Microsoft's side answering and hanging. */
export const secondWitness: Part = { name: 'second-witness', measure };
