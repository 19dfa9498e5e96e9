/** The demo fleet in a process of its own, reached through a configuration file. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { environment, program } from './program.ts';

/** Runs `use` while the fleet runs and gives what it gives. Rejects when the fleet does not start. */
export async function withDemoFleet<Result>(use: (configFile: string) => Promise<Result>): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'peerdeck-bench-'));
  const fleet = spawn(program, ['demo', '--serve', '--seed', '1'], {
    env: environment,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const file = join(folder, 'peerdeck.yaml');
    writeFileSync(file, await configurationFrom(fleet.stdout), { mode: 0o600 });
    return await use(file);
  } finally {
    fleet.kill('SIGTERM');
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The YAML document that the fleet prints; its end mark says that it is whole. */
async function configurationFrom(output: NodeJS.ReadableStream): Promise<string> {
  let text = '';
  for await (const chunk of output) {
    text += String(chunk);
    const end = text.search(/^\.\.\.$/m);
    if (end < 0) continue;
    output.resume();
    return text.slice(0, end);
  }
  throw new Error('the demo fleet ended without printing its configuration');
}
