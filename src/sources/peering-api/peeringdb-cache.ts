import { mkdir, open, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fieldsOf, isObject } from './json-door.ts';
import { randomUuid } from './random-uuid.ts';

/** Answers of PeeringDB, raw but for what must not be kept, by query. */
export interface PeeringDbCache {
  /** The records of a query, if they are not older than a day. */
  get(query: string, wallNow: number): Promise<readonly unknown[] | null>;
  put(query: string, records: readonly unknown[], wallNow: number): Promise<void>;
}

const keptFor = 86_400_000;
const largestFile = 8 * 1024 * 1024;
/** Fields that are read again from the file; telephone numbers and addresses of people are not among them. */
const kept = [
  'id',
  'name',
  'city',
  'country',
  'asn',
  'irr_as_set',
  'info_prefixes4',
  'info_prefixes6',
  'info_traffic',
  'info_scope',
  'policy_general',
] as const;

interface Entry {
  readonly at: number;
  readonly records: readonly unknown[];
}

/** A cache in a file, or in memory only. A file that cannot be read or written costs nothing but the next question. */
export function openPeeringDbCache(file: string | null, random: () => number): PeeringDbCache {
  let loaded: Promise<Map<string, Entry>> | null = null;
  const entries = (): Promise<Map<string, Entry>> => {
    loaded ??= file === null ? Promise.resolve(new Map()) : read(file);
    return loaded;
  };
  return {
    get: async (query, wallNow) => {
      const entry = (await entries()).get(query);
      // A moment that lies ahead was written by a clock that was wrong.
      return entry !== undefined && entry.at <= wallNow && wallNow - entry.at < keptFor ? entry.records : null;
    },
    put: async (query, records, wallNow) => {
      const all = await entries();
      for (const [other, { at }] of all) if (wallNow - at >= keptFor) all.delete(other);
      all.set(query, { at: wallNow, records: records.map(withoutPeople) });
      if (file !== null) await write(file, `${file}.${randomUuid(random)}.new`, all);
    },
  };
}

function withoutPeople(record: unknown): unknown {
  const fields = fieldsOf(record);
  return fields === null ? null : Object.fromEntries(kept.map(name => [name, fields.raw(name)]));
}

async function read(file: string): Promise<Map<string, Entry>> {
  const entries = new Map<string, Entry>();
  try {
    const stored: unknown = JSON.parse(await textOf(file));
    const queries = isObject(stored) && isObject(stored.queries) ? stored.queries : {};
    for (const [query, entry] of Object.entries(queries))
      if (isObject(entry) && typeof entry.at === 'number' && Array.isArray(entry.records))
        entries.set(query, { at: entry.at, records: entry.records });
  } catch {
    // No file yet, or a broken one: it is written anew with the next answer.
  }
  return entries;
}

async function textOf(file: string): Promise<string> {
  const handle = await open(file, 'r');
  try {
    const { size } = await handle.stat();
    return size > largestFile ? '' : await handle.readFile('utf8');
  } finally {
    await handle.close();
  }
}

/** Written beside and renamed, so that nobody ever reads half of it. */
async function write(file: string, beside: string, entries: ReadonlyMap<string, Entry>): Promise<void> {
  try {
    const text = JSON.stringify({ version: 1, queries: Object.fromEntries(entries) });
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    await writeFile(beside, text, { mode: 0o600, flag: 'wx' });
    await rename(beside, file);
  } catch {
    await rm(beside, { force: true }).catch(() => {});
  }
}
