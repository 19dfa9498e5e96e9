/** What the configuration asks of the machine it runs on, so that tests can stand in for it. */
import { spawn } from 'node:child_process';
import { open } from 'node:fs/promises';

/** A file as it was read: bytes and permission bits come from one open file, so that they belong together. */
type FileReading =
  | { readonly kind: 'read'; readonly bytes: Uint8Array; readonly mode: number }
  | { readonly kind: 'absent' }
  | { readonly kind: 'failed'; readonly reason: string };

/** How a command ended; its output is given only when it succeeded. */
export type CommandResult =
  | { readonly kind: 'done'; readonly output: Uint8Array }
  | { readonly kind: 'failed'; readonly reason: string };

/** The machine, as the configuration sees it. */
export interface ConfigIo {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** Reads a file of at most `most` bytes. Never rejects. */
  read(path: string, most: number): Promise<FileReading>;
  /** Runs a command line with `sh -c` in `cwd` and waits at most `timeoutMillis`. Never rejects. */
  run(command: string, cwd: string, timeoutMillis: number): Promise<CommandResult>;
}

/** The real machine, with the environment and working directory given. */
export const machine = (env: ConfigIo['env'], cwd: string): ConfigIo => ({
  env,
  cwd,
  read: readBounded,
  run: (command, at, timeoutMillis) => runShell(command, at, env, timeoutMillis),
});

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown error';

function reasonOf(error: unknown): string {
  const code = codeOf(error);
  switch (code) {
    case 'EACCES':
    case 'EPERM':
      return 'may not be read by this user (permission denied)';
    case 'EISDIR':
      return 'is a directory, not a file';
    case 'ELOOP':
      return 'is a loop of symbolic links';
    case 'ENAMETOOLONG':
      return 'has too long a name';
    default:
      return `cannot be read (${code})`;
  }
}

async function readBounded(path: string, most: number): Promise<FileReading> {
  let file: Awaited<ReturnType<typeof open>>;
  try {
    file = await open(path, 'r');
  } catch (error) {
    const absent = ['ENOENT', 'ENOTDIR'].includes(codeOf(error));
    return absent ? { kind: 'absent' } : { kind: 'failed', reason: reasonOf(error) };
  }
  try {
    const { mode } = await file.stat();
    // Read to the end rather than to the size: a pipe (process substitution) has none, and a device has no end.
    const buffer = new Uint8Array(most + 1);
    let length = 0;
    while (length < buffer.length) {
      const { bytesRead } = await file.read(buffer, length, buffer.length - length);
      if (bytesRead === 0) break;
      length += bytesRead;
    }
    if (length > most) return { kind: 'failed', reason: `is larger than ${most / 1024} KiB` };
    return { kind: 'read', bytes: buffer.subarray(0, length), mode: mode & 0o777 };
  } catch (error) {
    return { kind: 'failed', reason: reasonOf(error) };
  } finally {
    await file.close();
  }
}

const MOST_OUTPUT = 64 * 1024;

function runShell(command: string, cwd: string, env: ConfigIo['env'], timeoutMillis: number): Promise<CommandResult> {
  return new Promise(resolve => {
    // A process group of its own: at the time limit the whole pipeline must go, not only its shell. Its stderr is
    // dropped because a failing password tool may print there what it should not.
    const child = spawn('sh', ['-c', command], { cwd, env, detached: true, stdio: ['ignore', 'pipe', 'ignore'] });
    const chunks: Uint8Array[] = [];
    let length = 0;
    const end = (result: CommandResult): void => {
      clearTimeout(timer);
      child.stdout.destroy();
      resolve(result);
    };
    const stop = (reason: string): void => {
      end({ kind: 'failed', reason });
      if (child.pid === undefined) return;
      try {
        process.kill(-child.pid, 'SIGKILL');
      } catch {
        // The group ended by itself in the meantime.
      }
    };
    const timer = setTimeout(() => stop(`gave no answer within ${timeoutMillis / 1000} s`), timeoutMillis);
    child.stdout.on('data', (chunk: Uint8Array) => {
      length += chunk.length;
      chunks.push(chunk);
      if (length > MOST_OUTPUT) stop(`printed more than ${MOST_OUTPUT / 1024} KiB`);
    });
    child.on('error', error => end({ kind: 'failed', reason: `could not be started (${codeOf(error)})` }));
    child.on('close', (status, signal) => {
      if (status === 0) end({ kind: 'done', output: Buffer.concat(chunks) });
      else
        end({
          kind: 'failed',
          reason: status === null ? `was ended by ${signal ?? 'a signal'}` : `ended with status ${status}`,
        });
    });
  });
}
