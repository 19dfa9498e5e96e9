import { z } from 'zod';
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
