/** Lists in pages (docs/microsoft.md). */
import { setImmediate } from 'node:timers/promises';
import type { RequestIds } from '../../network/microsoft/answers.ts';
import type { Clock } from '../clock.ts';
import type { ArmClient } from './arm-client.ts';
import { CallFailed } from './call-failed.ts';
import { fieldsOf, type Records } from './json-door.ts';

/** The records of all pages. */
export interface Pages<Item> extends Records<Item> {
  /** True when there is more than was read. */
  readonly cut: boolean;
  /** Of the newest page. */
  readonly ids: RequestIds | null;
}

/** What bounds one list. */
export interface Bounds {
  /** Records that are read: far more than anybody has, and far fewer than would hold up the polls. */
  readonly records: number;
}

const usualBounds: Bounds = { records: 20_000 };
const mostPages = 100;
/** Milliseconds for all pages together: what comes later than the next list would is not waited for. */
const longestTime = 120_000;
/** Records that are read at a stretch: about 20 ms, so that polls and keys come in between. */
const slice = 500;
/** All pages of one list together, in octets of JSON: what is kept of them is in memory at once. */
const longestList = 64 * 1024 * 1024;

/**
 * Reads a list to its end. `nextLink` is followed as it is, since it has the api-version already, but only to the same
 * origin, once to each address, and within bounds: otherwise the list is `cut`. Rejects with CallFailed.
 */
export async function readPages<Item>(
  arm: Pick<ArmClient, 'request'>,
  clock: Clock,
  first: URL,
  read: (values: readonly unknown[]) => Records<Item>,
  urgent: boolean,
  bounds: Bounds = usualBounds,
): Promise<Pages<Item>> {
  const items: Item[] = [];
  const begun = clock.now();
  let count = 0;
  let unreadable = 0;
  const visited = new Set<string>();
  let url: URL | null = first;
  let size = 0;
  let ids: RequestIds | null = null;
  while (url !== null) {
    const isOver = visited.size >= mostPages || size > longestList || clock.now() - begun > longestTime;
    if (visited.has(url.href) || isOver) return { items, unreadable, cut: true, ids };
    visited.add(url.href);
    const reply = await arm.request({ kind: 'read', url }, urgent);
    ids = reply.ids;
    size += reply.size;
    const page = pageOf(reply.body);
    if (page === null)
      throw new CallFailed('garbage', 'the answer is JSON, but no list', 'check the endpoint', { status: 200, ids });
    const values = page.values.slice(0, bounds.records - count);
    for (let at = 0; at < values.length; at += slice) {
      if (at > 0) await setImmediate();
      const records = read(values.slice(at, at + slice));
      for (const item of records.items) items.push(item);
      unreadable += records.unreadable;
    }
    count += values.length;
    if (values.length < page.values.length) return { items, unreadable, cut: true, ids };
    if (page.next === '') break;
    url = sameOrigin(page.next, first);
    if (url === null) return { items, unreadable, cut: true, ids };
  }
  return { items, unreadable, cut: false, ids };
}

/** One page; `null` is an empty list, as an unknown location is answered. */
function pageOf(body: unknown): { readonly values: readonly unknown[]; readonly next: string } | null {
  if (body === null) return { values: [], next: '' };
  if (Array.isArray(body)) return { values: body, next: '' };
  const fields = fieldsOf(body);
  const value = fields?.raw('value');
  if (fields === null || !(Array.isArray(value) || value === null)) return null;
  const next = fields.raw('nextLink');
  return { values: value ?? [], next: typeof next === 'string' ? next : '' };
}

function sameOrigin(next: string, first: URL): URL | null {
  const url = URL.canParse(next, first.href) ? new URL(next, first.href) : null;
  return url !== null && url.origin === first.origin && url.username === '' && url.password === '' ? url : null;
}
