/** What lies beside the project: the specifications, their examples, and recorded answers. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Fields, fieldsOf, isObject } from '../../src/sources/peering-api/json-door.ts';

/** Where it lies, unless the environment names another place. */
export const folder =
  process.env.PEERDECK_PEERING_API ?? resolve(import.meta.dirname, '..', '..', '..', 'shared', 'data', 'peering-api');

/** True where a missing part is a failure, as in `.ci/run`. */
export const isRequired = process.env.PEERDECK_REQUIRE_DAEMONS === '1';

/** The program of the mock server, once it is installed. */
export const prismProgram = join(import.meta.dirname, 'node_modules', '.bin', 'prism');

const missingData = existsSync(folder) ? [] : [`${folder} (PEERDECK_PEERING_API names another folder)`];

/** What is missing to replay recorded answers; empty when they can be. */
export const missingForReplay = (): readonly string[] => missingData;

/** What is missing to run the mock server too. */
export const missingForPrism = (): readonly string[] => [
  ...missingData,
  ...(existsSync(prismProgram) ? [] : ['Prism (npm ci --prefix test/contract)']),
];

/** One file, read as JSON. */
export const stored = (...path: readonly string[]): unknown => JSON.parse(readFileSync(join(folder, ...path), 'utf8'));

/** Names of the files of a folder. */
export const filesIn = (...path: readonly string[]): readonly string[] => readdirSync(join(folder, ...path)).sort();

/** An object of JSON; throws for anything else. */
export function objectIn(value: unknown): Fields {
  const fields = fieldsOf(value);
  if (fields === null) throw new Error('this should have been an object');
  return fields;
}

/** An answer as it was recorded or published. */
export interface Recorded {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** The answer with a status that a file of the specification's examples shows. */
export const exampleOf = (folders: readonly string[], name: string, status = 200): Recorded => ({
  status,
  headers: {},
  body: objectIn(stored(...folders, name))
    .fields('responses')
    .fields(`${status}`)
    .raw('body'),
});

/** The answer that a recording of the wire holds. */
export function wireOf(name: string): Recorded {
  const response = objectIn(stored('wire', name)).fields('response');
  const headers = response.raw('headers');
  const texts = Object.entries(isObject(headers) ? headers : {}).map(([key, value]) => [key, String(value)] as const);
  return { status: response.number('status') ?? 0, headers: Object.fromEntries(texts), body: response.raw('body') };
}
