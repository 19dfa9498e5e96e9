/** A configuration from the disk: found, read, validated, with its secrets. */
import { dirname } from 'node:path';
import type { Config } from './config.ts';
import type { ConfigIo } from './config-io.ts';
import type { DocumentData } from './document.ts';
import { type FoundFile, findConfig } from './find.ts';
import { inFileOrder, type Problem, pathText, problemLine } from './problem.ts';
import type { FileContent } from './schema.ts';
import type { Secret } from './secret.ts';
import { clearTextFinding, routerSecrets, serviceSecrets } from './secret-fields.ts';
import { SecretSource } from './secrets.ts';
import { settle } from './settle.ts';
import { validate } from './validate.ts';

/** No file in any of the usual places. */
interface Missing {
  readonly kind: 'missing';
  readonly searched: readonly string[];
}

/** A file that cannot be used, with everything that is wrong, in file order. */
interface Invalid {
  readonly kind: 'invalid';
  readonly file: string;
  readonly problems: readonly Problem[];
}

/** What loading for use gives. Print `problems` with `problemLine(file, …)`. */
export type LoadResult = { readonly kind: 'ok'; readonly config: Config } | Missing | Invalid;

/** What a check gives: counts instead of a configuration, because it may run where the secrets are not. */
export type CheckResult =
  | {
      readonly kind: 'ok';
      readonly file: string;
      readonly routers: number;
      readonly metros: number;
      readonly warnings: readonly Problem[];
    }
  | Missing
  | Invalid;

/** Loads the configuration for use; `given` is the value of -c. A secret that cannot be had is a problem. Never rejects. */
export async function loadConfig(given: string | undefined, io: ConfigIo): Promise<LoadResult> {
  const read = await readConfig(given, io);
  if (read.kind !== 'valid') return read;
  const { content, document, file } = read;
  const source = new SecretSource(io, dirname(file.absolute), true);
  const needed = routerSecrets(content);
  const fields = [...needed, ...serviceSecrets(content)];
  const resolutions = await Promise.all(fields.map(field => source.resolve(field, document)));
  const secrets = new Map<string, Secret>();
  const missing = new Map<string, Problem>();
  const problems: Problem[] = [];
  for (const [index, field] of fields.entries()) {
    const resolution = resolutions[index];
    if (resolution?.kind === 'secret') secrets.set(pathText(field.path), resolution.secret);
    if (resolution?.kind !== 'problem') continue;
    // Whoever is called at night sees the routers even where a secret of Microsoft's API is not at hand.
    if (needed.includes(field)) problems.push(resolution.problem);
    else missing.set(pathText(field.path), resolution.problem);
  }
  if (problems.length > 0) return { kind: 'invalid', file: file.shown, problems: inFileOrder(problems) };
  const warnings = [...read.warnings, ...missing.values()].map(warning => problemLine(file.shown, warning));
  const missingAt = (path: readonly (string | number)[]): string | null => missing.get(pathText(path))?.message ?? null;
  const secretAt = (path: readonly (string | number)[]): Secret => {
    const secret = secrets.get(pathText(path));
    if (secret === undefined) throw new Error(`no secret was looked up for ${pathText(path)}`);
    return secret;
  };
  return { kind: 'ok', config: settle(content, { secretAt, missingAt }, file.shown, warnings) };
}

/** Checks the configuration without using it: commands are not run, and a secret that is not here is a warning. Never rejects. */
export async function checkConfig(given: string | undefined, io: ConfigIo): Promise<CheckResult> {
  const read = await readConfig(given, io);
  if (read.kind !== 'valid') return read;
  const { content, document, file } = read;
  const source = new SecretSource(io, dirname(file.absolute), false);
  const fields = [...routerSecrets(content), ...serviceSecrets(content)];
  const resolutions = await Promise.all(fields.map(field => source.resolve(field, document)));
  const problems = resolutions.filter(resolution => resolution.kind === 'problem');
  const wrong = problems.filter(({ absent }) => !absent).map(({ problem }) => problem);
  if (wrong.length > 0) return { kind: 'invalid', file: file.shown, problems: inFileOrder(wrong) };
  const absent = problems.map(({ problem }) => problem);
  const metros = new Set([
    ...content.routers.map(router => router.metro),
    ...content.pnis.flatMap(pni => (pni.metro === undefined ? [] : [pni.metro])),
  ]);
  return {
    kind: 'ok',
    file: file.shown,
    routers: content.routers.length,
    metros: metros.size,
    warnings: inFileOrder([...read.warnings, ...absent]),
  };
}

interface Valid {
  readonly kind: 'valid';
  readonly file: FoundFile;
  readonly content: FileContent;
  readonly document: DocumentData;
  readonly warnings: readonly Problem[];
}

async function readConfig(given: string | undefined, io: ConfigIo): Promise<Valid | Missing | Invalid> {
  const found = await findConfig(given, io);
  switch (found.kind) {
    case 'missing':
      return found;
    case 'unusable':
      return { kind: 'invalid', file: found.shown, problems: [found.problem] };
    case 'found':
      break;
  }
  const { file } = found;
  const checked = validate(file.text);
  if (checked.kind === 'invalid') return { kind: 'invalid', file: file.shown, problems: checked.problems };
  const { content, document } = checked;
  const secrets = [...routerSecrets(content), ...serviceSecrets(content)];
  const clear = clearTextFinding(secrets, content, file, document);
  if (clear.refused !== null) return { kind: 'invalid', file: file.shown, problems: [clear.refused] };
  const warnings = clear.warning === null ? [] : [clear.warning];
  return { kind: 'valid', file, content, document, warnings: inFileOrder(warnings) };
}
