import type { ResourceKey } from '../../network/microsoft/peerings.ts';
import { cleanText } from '../../network/text.ts';
import type { Fields } from './json-door.ts';

/** Longest resource id that Azure gives: names of 63 to 90 characters in a few levels. */
const longestId = 1024;

/** What every resource of Azure has, as far as it came. */
export interface Resource {
  readonly key: ResourceKey;
  readonly id: string | null;
  readonly name: string;
}

/** The last segment of a resource id, or the whole of what is none: legacy peerings give a bare AS number. */
export const lastSegment = (id: string): string => id.split('/').findLast(part => part !== '') ?? id;

/** Identity of a record: its id, or `kind` and its name; null for one that has neither. */
export function resourceOf(record: Fields, kind: string): Resource | null {
  const raw = record.raw('id');
  // An id that cleaning would change is none that Azure gives, and must not be asked for.
  const id = typeof raw === 'string' && raw !== '' && cleanText(raw, longestId) === raw ? raw : null;
  const name = record.text('name') ?? (id === null ? null : cleanText(lastSegment(id)));
  if (name === null || name === '') return null;
  return { key: (id ?? `${kind} ${name}`).toLowerCase(), id, name };
}

/** The resource group that an id names; null for a resource of the subscription as a whole. */
export const resourceGroupOf = (id: string | null): string | null =>
  id === null ? null : (/\/resourceGroups\/([^/]+)/i.exec(id)?.[1] ?? null);
