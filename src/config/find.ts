/** Which file is the configuration, and its text. */
import { isAbsolute, join, resolve } from 'node:path';
import type { ConfigIo } from './config-io.ts';
import type { Problem } from './problem.ts';

/** The file that was read. */
export interface FoundFile {
  /** As messages name it: as it was given, not made absolute. */
  readonly shown: string;
  readonly absolute: string;
  /** Permission bits. */
  readonly mode: number;
  readonly text: string;
}

/** A file, nothing in any of the usual places, or a file that cannot be used. */
export type Finding =
  | { readonly kind: 'found'; readonly file: FoundFile }
  | { readonly kind: 'missing'; readonly searched: readonly string[] }
  | { readonly kind: 'unusable'; readonly shown: string; readonly problem: Problem };

// A fleet of a thousand routers takes about 200 KiB.
const MOST_BYTES = 1024 * 1024;

/** `given` is what -c says; it and $PEERDECK_CONFIG name the file, so that nothing else is tried when it is not there. */
export async function findConfig(given: string | undefined, io: ConfigIo): Promise<Finding> {
  const named = namedPlace(given, io.env);
  if (named?.path === '') return unusable(named.by, 'names no file');
  const places = named === null ? usualPlaces(io.env) : [named.path];
  for (const shown of places) {
    const absolute = resolve(io.cwd, shown);
    const reading = await io.read(absolute, MOST_BYTES);
    switch (reading.kind) {
      case 'absent':
        break;
      case 'failed':
        return unusable(shown, reading.reason);
      case 'read': {
        const text = decode(reading.bytes);
        if (text === null) return unusable(shown, 'is not UTF-8 text: a configuration is written in YAML');
        return { kind: 'found', file: { shown, absolute, mode: reading.mode, text } };
      }
    }
  }
  if (named === null) return { kind: 'missing', searched: places };
  return unusable(named.path, `does not exist (named by ${named.by})`);
}

function namedPlace(
  given: string | undefined,
  env: ConfigIo['env'],
): { readonly path: string; readonly by: string } | null {
  if (given !== undefined) return { path: given, by: '-c' };
  const fromEnv = env.PEERDECK_CONFIG;
  return fromEnv ? { path: fromEnv, by: '$PEERDECK_CONFIG' } : null;
}

function usualPlaces(env: ConfigIo['env']): readonly string[] {
  // The XDG base directory specification has relative values ignored.
  const xdg = env.XDG_CONFIG_HOME && isAbsolute(env.XDG_CONFIG_HOME) ? env.XDG_CONFIG_HOME : null;
  const base = xdg ?? (env.HOME ? join(env.HOME, '.config') : null);
  return [
    'peerdeck.yaml',
    ...(base === null ? [] : [join(base, 'peerdeck', 'peerdeck.yaml')]),
    '/etc/peerdeck/peerdeck.yaml',
  ];
}

const unusable = (shown: string, message: string): Finding => ({
  kind: 'unusable',
  shown,
  problem: { line: null, column: null, path: '', message },
});

function decode(bytes: Uint8Array): string | null {
  // A NUL is valid UTF-8 and never part of a text file.
  if (bytes.includes(0)) return null;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** What to tell somebody who has no configuration: one line. */
export const missingMessage = (searched: readonly string[]): string =>
  `no configuration found; looked for ${searched.join(', ')}: write one (docs/configuration.md), name one with -c FILE, or try "peerdeck demo"`;
