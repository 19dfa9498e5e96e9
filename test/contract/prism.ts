/** Prism, the mock server that makes its answers, and its judgement of requests, from a specification. */
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vi } from 'vitest';
import { watchDaemon } from '../daemon-process.ts';
import { documentFor } from './documents.ts';
import type { DocumentName } from './specification.ts';
import { prismProgram } from './stored.ts';

/** A running mock server. */
export interface Prism {
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * What Prism's process begins with: it ends with the process that has started it, however that ends, since its end of
 * the pipe is closed then. The document stays until that: Prism watches it.
 */
const endingWithUs = (scratch: string): string =>
  `data:text/javascript,${encodeURIComponent(`
    import { rmSync } from 'node:fs';
    process.stdin.on('end', () => {
      rmSync(${JSON.stringify(scratch)}, { recursive: true, force: true });
      process.exit();
    }).resume();`)}`;

/** Starts one on a free port of loopback, and waits until it listens. Rejects with what it printed otherwise. */
export async function startPrism(name: DocumentName): Promise<Prism> {
  const scratch = await mkdtemp(join(tmpdir(), 'peerdeck-prism-'));
  const file = join(scratch, `${name}.json`);
  await writeFile(file, JSON.stringify(documentFor(name)));
  const child = spawn(
    process.execPath,
    ['--import', endingWithUs(scratch), prismProgram, 'mock', '--errors', '--host', '127.0.0.1', '--port', '0', file],
    { stdio: ['pipe', 'pipe', 'pipe'], env: { ...process.env, FORCE_COLOR: '0' } },
  );
  const daemon = watchDaemon(child, () => rm(scratch, { recursive: true, force: true }));
  const { stop } = daemon;
  const address = (): string | undefined => /is listening on (http:\/\/127\.0\.0\.1:\d+)/.exec(daemon.printed())?.[1];
  try {
    await vi.waitUntil(() => daemon.hasEnded() || address() !== undefined, { timeout: 60_000, interval: 50 });
    const url = address();
    if (daemon.hasEnded() || url === undefined) throw new Error('Prism has ended');
    return { url, stop };
  } catch (error) {
    await stop();
    throw new Error(`Prism does not serve the document ${name}; it printed:\n${daemon.printed()}`, { cause: error });
  }
}
