/** Lists in pages (docs/microsoft.md). */
import type { RequestIds } from '../../network/microsoft/answers.ts';
import type { ArmClient } from './arm-client.ts';
import { CallFailed } from './call-failed.ts';
import { fieldsOf } from './json-door.ts';

/** The records of all pages, as they came. */
export interface Pages {
  readonly values: readonly unknown[];
  /** True when there is more than was read. */
  readonly cut: boolean;
  /** Of the newest page. */
  readonly ids: RequestIds | null;
}

const mostPages = 100;
/** All pages of one list together, in octets of JSON: what is kept of them is in memory at once. */
const longestList = 64 * 1024 * 1024;

/**
 * Reads a list to its end. `nextLink` is followed as it is, since it has the api-version already, but only to the same
 * origin, once to each address, and within bounds: otherwise the list is `cut`. Rejects with CallFailed.
 */
export async function readPages(arm: ArmClient, first: URL, urgent: boolean): Promise<Pages> {
  const values: unknown[] = [];
  const visited = new Set<string>();
  let url: URL | null = first;
  let size = 0;
  let ids: RequestIds | null = null;
  while (url !== null) {
    if (visited.has(url.href) || visited.size >= mostPages || size > longestList) return { values, cut: true, ids };
    visited.add(url.href);
    const reply = await arm.request({ kind: 'read', url }, urgent);
    ids = reply.ids;
    size += reply.size;
    const page = pageOf(reply.body);
    if (page === null)
      throw new CallFailed('garbage', 'the answer is JSON, but no list', 'check the endpoint', { status: 200, ids });
    for (const value of page.values) values.push(value);
    if (page.next === '') break;
    url = sameOrigin(page.next, first);
    if (url === null) return { values, cut: true, ids };
  }
  return { values, cut: false, ids };
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
