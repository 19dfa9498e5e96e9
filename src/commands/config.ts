/** `peerdeck config check` and `peerdeck config schema`. */
import { machine } from '../config/config-io.ts';
import { missingMessage } from '../config/find.ts';
import { jsonSchema } from '../config/json-schema.ts';
import { type CheckResult, checkConfig } from '../config/load.ts';
import { type Problem, problemLine } from '../config/problem.ts';

/** Where a command reads its surroundings and writes; texts end with their newline. */
export interface ConfigCommandIo {
  out(text: string): void;
  err(text: string): void;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
}

/** What `config check` is asked; `config` is the value of -c. */
export interface ConfigCheckOptions {
  readonly config?: string | undefined;
  readonly json?: boolean | undefined;
}

const count = (number: number, one: string): string => `${number} ${one}${number === 1 ? '' : 's'}`;

/** Says what is wrong with the configuration; gives the exit status: 0 good, 2 not. */
export async function configCheck(options: ConfigCheckOptions, io: ConfigCommandIo): Promise<number> {
  const result = await checkConfig(options.config, machine(io.env, io.cwd));
  if (options.json) io.out(`${JSON.stringify(report(result), null, 2)}\n`);
  else tell(result, io);
  return result.kind === 'ok' ? 0 : 2;
}

function tell(result: CheckResult, io: ConfigCommandIo): void {
  switch (result.kind) {
    case 'ok':
      for (const warning of result.warnings) io.err(`warning: ${problemLine(result.file, warning)}\n`);
      io.out(`${result.file}: ok, ${count(result.routers, 'router')}, ${count(result.metros, 'metro')}\n`);
      return;
    case 'missing':
      io.err(`${missingMessage(result.searched)}\n`);
      return;
    case 'invalid':
      for (const problem of result.problems) io.err(`${problemLine(result.file, problem)}\n`);
      return;
  }
}

interface CheckReport {
  readonly schema: 'peerdeck.config-check/1';
  readonly file: string | null;
  readonly ok: boolean;
  readonly problems: readonly Problem[];
  readonly warnings: readonly Problem[];
}

function report(result: CheckResult): CheckReport {
  const schema = 'peerdeck.config-check/1';
  switch (result.kind) {
    case 'ok':
      return { schema, file: result.file, ok: true, problems: [], warnings: result.warnings };
    case 'missing': {
      const problem = { line: null, column: null, path: '', message: missingMessage(result.searched) };
      return { schema, file: null, ok: false, problems: [problem], warnings: [] };
    }
    case 'invalid':
      return { schema, file: result.file, ok: false, problems: result.problems, warnings: [] };
  }
}

/** Prints the JSON Schema of peerdeck.yaml; gives the exit status 0. */
export function configSchema(io: ConfigCommandIo): number {
  io.out(`${JSON.stringify(jsonSchema(), null, 2)}\n`);
  return 0;
}
