/** `peerdeck demo`: the console, or another command, on a simulated carrier; `--serve` runs only the carrier and prints how to reach it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { scenarioList, startFleet } from '../simulator/fleet.ts';
import { type CommandIo, exitStatus } from './command-io.ts';

/** Options as given on the command line. */
export interface DemoOptions {
  readonly scenario: string;
  readonly seed: number;
  /** UDP port of the first router; 0 takes free ones. */
  readonly port: number;
}

/** What the fleet's process tells the one that started it. */
interface Ready {
  readonly configuration: string;
}

const isReady = (message: unknown): message is Ready =>
  typeof message === 'object' &&
  message !== null &&
  'configuration' in message &&
  typeof message.configuration === 'string';

/** Prints the scenarios. */
export function listScenarios(io: CommandIo): number {
  for (const { name, title } of scenarioList()) io.out(`${name.padEnd(20)} ${title}\n`);
  return exitStatus.ok;
}

/** Runs the fleet until it is told to stop. Gives the exit status. */
export async function serveDemo(options: DemoOptions, io: CommandIo): Promise<number> {
  let fleet: Awaited<ReturnType<typeof startFleet>>;
  try {
    fleet = await startFleet({ scenario: options.scenario, seed: options.seed, basePort: options.port });
  } catch (error) {
    io.err(`the demo fleet cannot start: ${error instanceof Error ? error.message : String(error)}\n`);
    return exitStatus.usage;
  }
  if (process.send === undefined) io.out(`${fleet.configuration.trimEnd()}\n...\n`);
  else process.send({ configuration: fleet.configuration } satisfies Ready);
  await new Promise<void>(resolve => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve());
    // The console that started this process is gone, however it went.
    process.once('disconnect', () => resolve());
  });
  await fleet.close();
  return exitStatus.ok;
}

function firstMessage(child: ChildProcess): Promise<string | null> {
  return new Promise(resolve => {
    child.once('message', message => resolve(isReady(message) ? message.configuration : null));
    child.once('exit', () => resolve(null));
    child.once('error', () => resolve(null));
  });
}

/**
 * Starts the fleet in a process of its own, so that the console's figures are the console's, and runs `use` with a
 * configuration file that reaches it. Gives what `use` gives.
 */
export async function withDemoFleet(
  options: DemoOptions,
  io: CommandIo,
  use: (configFile: string) => Promise<number>,
): Promise<number> {
  const program = process.argv[1];
  if (program === undefined) throw new Error('the program does not know its own path');
  const args = [
    'demo',
    '--serve',
    '--scenario',
    options.scenario,
    '--seed',
    String(options.seed),
    '--port',
    String(options.port),
  ];
  // A group of its own: Ctrl-C and Ctrl-Z at the terminal are for the console, which ends the fleet itself.
  const child = spawn(process.execPath, [program, ...args], {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    detached: true,
  });
  let complaint = '';
  child.stderr?.on('data', (text: Buffer) => {
    complaint += text.toString('utf8');
  });
  const configuration = await firstMessage(child);
  if (configuration === null) {
    io.err(complaint === '' ? 'the demo fleet did not start\n' : complaint);
    return exitStatus.usage;
  }
  const folder = mkdtempSync(join(tmpdir(), 'peerdeck-demo-'));
  const file = join(folder, 'peerdeck.yaml');
  const end = (): void => {
    if (child.connected) child.disconnect();
    rmSync(folder, { recursive: true, force: true });
  };
  process.once('exit', end);
  try {
    writeFileSync(file, configuration, { mode: 0o600 });
    return await use(file);
  } finally {
    process.off('exit', end);
    end();
    child.unref();
  }
}
