/** The program as users start it: bundled once for a test file, into a folder of its own, and run as a process. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { compileCache } from '../terminal/compile-cache.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
/** Below the project, so that what stays outside the bundle is found. */
const cache = join(root, 'node_modules', '.cache');

/** How a process ended and what it said. */
export interface Ended {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

/** A built program. */
export interface Program {
  readonly file: string;
  /** An empty folder: the current directory of every run, and its home. */
  readonly folder: string;
  /** Runs it to its end. */
  run(...args: readonly string[]): Promise<Ended>;
  /** Starts it. */
  start(...args: readonly string[]): ChildProcess;
  remove(): void;
}

/** No colours, no locale and no configuration of whoever runs the tests. */
const environment = (home: string): NodeJS.ProcessEnv => ({
  PATH: process.env.PATH,
  HOME: home,
  XDG_CONFIG_HOME: join(home, 'config'),
  XDG_STATE_HOME: join(home, 'state'),
  LANG: 'C.UTF-8',
  ...compileCache,
});

/** Builds the program. */
export async function buildProgram(): Promise<Program> {
  mkdirSync(cache, { recursive: true });
  const place = mkdtempSync(join(cache, 'peerdeck-'));
  const file = join(place, 'dist', 'peerdeck.mjs');
  const folder = join(place, 'home');
  mkdirSync(folder);
  await promisify(execFile)(process.execPath, ['build.mjs', file], { cwd: root });
  copyFileSync(join(root, 'package.json'), join(place, 'package.json'));
  const start = (...args: readonly string[]): ChildProcess =>
    spawn(process.execPath, ['--disable-warning=ExperimentalWarning', file, ...args], {
      cwd: folder,
      env: environment(folder),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  return {
    file,
    folder,
    start,
    run: (...args) =>
      new Promise((resolve, reject) => {
        const child = start(...args);
        let out = '';
        let err = '';
        child.stdout?.on('data', (text: Buffer) => {
          out += text.toString('utf8');
        });
        child.stderr?.on('data', (text: Buffer) => {
          err += text.toString('utf8');
        });
        child.once('error', reject);
        child.once('close', status => resolve({ status, out, err }));
      }),
    remove: () => rmSync(place, { recursive: true, force: true }),
  };
}
