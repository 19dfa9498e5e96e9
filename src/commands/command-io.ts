import type { Config } from '../config/config.ts';
import { machine } from '../config/config-io.ts';
import { missingMessage } from '../config/find.ts';
import { loadConfig } from '../config/load.ts';
import { problemLine } from '../config/problem.ts';

/** Where a command reads its surroundings and writes; texts end with their newline. */
export interface CommandIo {
  out(text: string): void;
  err(text: string): void;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
}

/** Exit statuses that scripts rely on. */
export const exitStatus = { ok: 0, usage: 2, noRouter: 3 } as const;

/** Loads the configuration, or says in one line each what is wrong with it and gives null. */
export async function loadOrExplain(file: string | undefined, io: CommandIo): Promise<Config | null> {
  const result = await loadConfig(file, machine(io.env, io.cwd));
  switch (result.kind) {
    case 'ok':
      for (const warning of result.config.warnings) io.err(`warning: ${warning}\n`);
      return result.config;
    case 'missing':
      io.err(`${missingMessage(result.searched)}\n`);
      return null;
    case 'invalid':
      for (const problem of result.problems) io.err(`${problemLine(result.file, problem)}\n`);
      return null;
  }
}

/** A count with its noun: "1 router", "2 routers". */
export const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

/** The one line for "nobody answered": how many were asked, and what the first one said. */
export function nobodyAnswered(failures: readonly (string | null)[]): string {
  const first = failures.find(failure => failure !== null) ?? 'no reason known';
  return `no router answered, ${counted(failures.length, 'router')} asked; the first: ${first}\n`;
}
