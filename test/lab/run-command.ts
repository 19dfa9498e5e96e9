import { execFile } from 'node:child_process';

/** How a command ended. */
export interface Ended {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

const mostOutput = 16 * 1024 * 1024;

/** Runs a program to its end, whatever its exit status. Rejects when it cannot be started or was ended by a signal. */
export function ending(file: string, args: readonly string[], env: NodeJS.ProcessEnv = process.env): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = execFile(file, args, { env, maxBuffer: mostOutput }, (error, stdout, stderr) => {
      const status = child.exitCode;
      if (status === null) reject(error ?? new Error(`${file} was ended by ${child.signalCode}`));
      else resolve({ status, stdout, stderr });
    });
  });
}

/** Runs a program and gives its standard output. Rejects with its standard error when it does not end with 0. */
export async function run(file: string, ...args: readonly string[]): Promise<string> {
  const { status, stdout, stderr } = await ending(file, args);
  if (status !== 0)
    throw new Error(`${file} ${args.join(' ')} ended with ${status}: ${stderr.trim() || stdout.trim()}`);
  return stdout;
}
