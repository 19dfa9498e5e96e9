import { readFileSync } from 'node:fs';
import { setInterval } from 'node:timers/promises';
import * as z from 'zod';
import type { LinkEnd } from './namespaces.ts';
import { run } from './run-command.ts';

/** What the kernel has counted on one end of a link, and when it was asked. */
export interface Counted {
  /** Milliseconds on this process's steady clock. */
  readonly at: number;
  readonly inBytes: number;
  readonly outBytes: number;
}

const side = z.object({ bytes: z.number() });
const shown = z.tuple([z.object({ stats64: z.object({ rx: side, tx: side }) })]);

/** Reads the kernel's own byte counters: the truth that every other count is held against. */
export async function counted({ namespace, device }: LinkEnd): Promise<Counted> {
  const before = performance.now();
  const text = await run(
    'ip',
    ...(namespace === null ? [] : ['-n', namespace.name]),
    '-s',
    '-j',
    'link',
    'show',
    'dev',
    device,
  );
  const [{ stats64 }] = shown.parse(JSON.parse(text));
  return { at: (before + performance.now()) / 2, inBytes: stats64.rx.bytes, outBytes: stats64.tx.bytes };
}

/** Bits per second between two readings. */
export function bitRates(from: Counted, to: Counted): { readonly in: number; readonly out: number } {
  const perSecond = 8000 / (to.at - from.at);
  return { in: (to.inBytes - from.inBytes) * perSecond, out: (to.outBytes - from.outBytes) * perSecond };
}

/** The kernel's count of one end of a link, kept for as long as a test runs. */
export interface CounterRecord {
  /**
   * How far a rate is off the kernel's over a span of so many seconds that ended at `until` or up to `age` seconds
   * before it, whichever ending suits it best: an agent's counters are of a moment that nobody tells. 0.05 is 5 %.
   */
  off(rate: number | null, direction: 'in' | 'out', span: number, until: number, age: number): number;
  stop(): void;
}

/** Milliseconds between two readings. */
const step = 100;

/** Starts recording. The counters are read from a process of the namespace's own view of /proc: no program is started. */
export async function recordCounters({ namespace, device }: LinkEnd): Promise<CounterRecord> {
  if (namespace === null) throw new Error('only links inside namespaces are recorded');
  const [pid] = (await run('ip', 'netns', 'pids', namespace.name)).split('\n');
  const line = new RegExp(`^ *${device}: *(.*)$`, 'm');
  const record: Counted[] = [];
  const read = (): void => {
    const fields = (line.exec(readFileSync(`/proc/${pid}/net/dev`, 'utf8'))?.[1] ?? '').split(/ +/).map(Number);
    record.push({ at: performance.now(), inBytes: fields[0] ?? Number.NaN, outBytes: fields[8] ?? Number.NaN });
  };
  const end = new AbortController();
  const recording = async (): Promise<void> => {
    for await (const _ of setInterval(step, undefined, { signal: end.signal })) read();
  };
  read();
  recording().catch((error: unknown) => {
    if (!end.signal.aborted) throw error;
  });
  const at = (moment: number): Counted | undefined => record.findLast(each => each.at <= moment);
  return {
    off: (rate, direction, span, until, age) => {
      let least = Number.POSITIVE_INFINITY;
      for (let ending = until; rate !== null && ending >= until - age * 1000; ending -= step) {
        const [from, to] = [at(ending - span * 1000), at(ending)];
        if (from === undefined || to === undefined) continue;
        const off = rate / bitRates(from, to)[direction] - 1;
        if (Math.abs(off) < Math.abs(least)) least = off;
      }
      return least;
    },
    stop: () => end.abort(),
  };
}
