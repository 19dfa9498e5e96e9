/** Lists in pages, each with an absolute link to the next. */
import { refused, type Said, told } from './answer.ts';
import type { Json } from './json.ts';
import { type Asked, fieldOf } from './question.ts';

const tokenOf = (offset: number): string => Buffer.from(`from ${offset}`).toString('base64url');

const offsetIn = (token: string | null): number | null => {
  if (token === null) return 0;
  const [, digits] = /^from (\d+)$/.exec(Buffer.from(token, 'base64url').toString('latin1')) ?? [];
  return digits === undefined ? null : Number(digits);
};

/** One page of a list: the first, or the one that `$skipToken` names. */
export const paged = (items: readonly Json[], size: number, asked: Asked): Said => {
  const offset = offsetIn(fieldOf(asked, '$skipToken'));
  if (offset === null) return refused(400, 'InvalidSkipToken', 'The $skipToken is not one that was given out.');
  const value = items.slice(offset, offset + size);
  if (offset + size >= items.length) return told({ value });
  const next = new URL(asked.url);
  next.searchParams.set('$skipToken', tokenOf(offset + size));
  return told({ value, nextLink: next.href });
};
