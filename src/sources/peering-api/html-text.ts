import { cleanText } from '../../network/text.ts';

/** Elements whose content is not for people, whole; one that is not ended takes the rest. */
const hidden = /<(script|style|head|template)\b[\s\S]*?(?:<\/\1\s*>|$)/gi;
const comment = /<!--[\s\S]*?(?:-->|$)/g;
/** A tag, or one that the text breaks off in. */
const tag = /<\/?([a-z][a-z0-9]*)\b(?:[^<>"']|"[^"<]*"|'[^'<]*')*>?/gi;
const blocks = new Set(
  'address article br dd div dl dt h1 h2 h3 h4 h5 h6 hr li ol p section table td th tr ul'.split(' '),
);
const entity = /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,8}));/gi;
const named: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
  ['nbsp', ' '],
  ['ndash', '–'],
  ['mdash', '—'],
  ['rsquo', '’'],
  ['lsquo', '‘'],
  ['ldquo', '“'],
  ['rdquo', '”'],
  ['hellip', '…'],
  ['bull', '•'],
  ['middot', '·'],
]);

/**
 * The text of an HTML fragment on one line: Service Health writes its articles as markup. The end of a block becomes a
 * blank; what entities hide is cleaned like all else, so that `&#27;` is no way in for an escape sequence.
 */
export function htmlText(html: string, longest: number): string {
  const plain = html
    .slice(0, longest * 16)
    .replace(hidden, ' ')
    .replace(comment, ' ')
    .replace(tag, (_, name: string) => (blocks.has(name.toLowerCase()) ? ' ' : ''))
    .replace(entity, decoded);
  return cleanText(plain.replace(/[\s\u00a0]+/g, ' '), longest);
}

function decoded(whole: string, decimal?: string, hex?: string, name?: string): string {
  if (name !== undefined) return named.get(name.toLowerCase()) ?? whole;
  const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '';
}
