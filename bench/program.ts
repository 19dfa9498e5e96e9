/** The built program and how it is started: by its first line, because the flags there are part of what is measured. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The bundle: of its own, so that another build does not change it half-way. */
export const program = fileURLToPath(new URL('../dist/bench.mjs', import.meta.url));

const root = fileURLToPath(new URL('..', import.meta.url));

/** The environment of a person at a terminal, with the Node that runs the bench first in the path. */
export const environment: Readonly<Record<string, string>> = {
  PATH: [dirname(process.execPath), process.env.PATH ?? ''].join(delimiter),
  HOME: process.env.HOME ?? '/',
  TERM: 'xterm-256color',
  LANG: 'C.UTF-8',
};

/** Bundles the sources as they are now. Throws when they cannot be bundled. */
export function build(): void {
  execFileSync(process.execPath, ['build.mjs', program], { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
}

/** The flags that the program's first line gives to Node. */
export function nodeFlags(): readonly string[] {
  const [firstLine = ''] = readFileSync(program, 'utf8').split('\n', 1);
  return firstLine.split(' ').filter(word => word.startsWith('--'));
}

/** Whether a program to compare with is installed; its columns stay empty where it is not. */
export const isInstalled = (name: string): boolean =>
  (process.env.PATH ?? '').split(delimiter).some(folder => existsSync(join(folder, name)));
