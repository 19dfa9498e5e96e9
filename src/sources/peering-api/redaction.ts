/**
 * Secrets that an answer quotes are gone before anything of it is read: a token or a key in an error message would
 * otherwise go on to screens, logs and recordings. Whole texts are searched, since a text that was cut first may hold
 * the beginning of a secret that no longer matches.
 */
import { isObject } from './json-door.ts';

const gone = '(withheld)';

/** Properties that are secrets themselves: they stay for who reads them by name, and are gone from the words beside them. */
const secretNames: ReadonlySet<string> = new Set([
  'md5authenticationkey',
  'peeringserviceprefixkey',
  'phone',
  'access_token',
  'accesstoken',
]);
/** Of an object with this name, the property `key`: the key of a Log Analytics workspace. */
const workspace = 'loganalyticsworkspaceproperties';
/** Words for people. A key that somebody chose may be a word that names or states are too, so that it is sought here only. */
const isMessage = (name: string): boolean => /message|description|summary|title|header|article|code$/.test(name);

/** Shorter secrets would hit innocent words: no service gives one of less than 8 characters, but people choose keys of 6. */
const shortestSecret = 8;
const shortestKey = 6;
/** Long secrets are known by their beginning, also where whoever quotes them has cut them. */
const beginning = 16;
const worthCutting = 24;

/** What tokens look like wherever they are quoted: a header (RFC 6750), a JSON Web Token (RFC 7519). */
const tokenShapes = [/\bBearer +[A-Za-z0-9._~+/=-]{8,}/gi, /\beyJ[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]*){0,4}/g];

/** No answer that is documented goes half as deep; a hostile one must not exhaust the stack. */
const deepest = 50;

const literal = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Prefix keys are GUIDs, which are written with dashes and without. */
const guid = /^[0-9a-f]{8}(?:-?[0-9a-f]{4}){3}-?[0-9a-f]{12}$/i;

/** A key that is quoted before any record has told it is known by the word right before it: PrefixKey=…, key is "…". */
const toldAsKey =
  /((?:key|secret|password)s?["']?\s{0,3}(?:is\b|was\b|[=:])?\s{0,3}["'{(]?)[0-9a-f]{8}(?:-?[0-9a-f]{4}){3}-?[0-9a-f]{12}/gi;

/** How a secret may be quoted: as it is, in an address, in a form. */
function spellings(secret: string): readonly string[] {
  const form = new URLSearchParams({ '': secret }).toString().slice(1);
  return [...new Set([secret, encodeURIComponent(secret.toWellFormed()), form])];
}

const sourceOf = (secret: string): string =>
  secret.length >= worthCutting ? `${literal(secret.slice(0, beginning))}[A-Za-z0-9._~+/=%-]*` : literal(secret);

const patternOf = (secret: string): RegExp => new RegExp(sourceOf(secret), 'gi');

/** Names and states are shorter. */
const longestWord = 16;

/** Whether a key could be no word of a message; one that could is sought beside its own record only, and as a whole word. */
const isTelling = (key: string): boolean =>
  key.length >= longestWord || (key.length >= shortestSecret && /[^A-Za-z]|[a-z][A-Z]/.test(key));

/** Where a key is sought among words. */
const amongWords = (key: string): string =>
  isTelling(key) ? sourceOf(key) : `(?<![A-Za-z0-9])(?:${sourceOf(key)})(?![A-Za-z0-9])`;

type Patterns = readonly RegExp[];

const patternsOf = (secrets: readonly string[]): Patterns =>
  secrets
    .filter(each => each.length >= shortestSecret)
    .flatMap(spellings)
    .map(patternOf);

const without = (text: string, patterns: Patterns): string =>
  patterns.reduce((shown, pattern) => shown.replace(pattern, gone), text);

/** A text from outside without the secrets that it may quote. */
export const redactedText = (text: string, secrets: readonly string[]): string =>
  without(text, [...patternsOf(secrets), ...tokenShapes]);

/** Every key that the records themselves have. */
function keysIn(value: unknown, under: string, found: Set<string>, depth = 0): void {
  if (depth > deepest) return;
  if (Array.isArray(value)) {
    for (const each of value) keysIn(each, under, found, depth + 1);
    return;
  }
  if (!isObject(value)) return;
  for (const [name, property] of Object.entries(value)) {
    const key = name.toLowerCase();
    const isSecret = secretNames.has(key) || (key === 'key' && under === workspace);
    if (!isSecret) keysIn(property, key, found, depth + 1);
    else if (typeof property === 'string' && property.trim().length >= shortestKey) found.add(property.trim());
  }
}

/** Keys that answers have told: another answer may quote them, in another spelling. */
export interface KeyRing {
  learn(keys: Iterable<string>): void;
  /** Whether a text quotes one of them. */
  isIn(text: string): boolean;
  /** The text without them. */
  without(text: string): string;
}

/** Keys of people's choice that are kept, the newest; those of the API are GUIDs, which are looked up and cost nothing. */
const mostChosen = 500;
const anyGuid = /[0-9a-f]{8}(?:(?:-|_|%2d)?[0-9a-f]{4}){3}(?:-|_|%2d)?[0-9a-f]{12}/gi;
const bare = (text: string): string => text.toLowerCase().replaceAll(/-|_|%2d/g, '');

/** GUIDs kept, the newest: ten times what a list may hold. */
const mostGuids = 200_000;

function keep(guids: Set<string>, key: string): void {
  guids.delete(key);
  guids.add(key);
  if (guids.size <= mostGuids) return;
  for (const oldest of guids) {
    guids.delete(oldest);
    return;
  }
}

/** An empty ring. */
export function createKeyRing(): KeyRing {
  const guids = new Set<string>();
  let chosen: ReadonlySet<string> = new Set();
  let pattern: RegExp | null = null;
  return {
    learn: keys => {
      const others = new Set(chosen);
      for (const key of keys) {
        if (guid.test(key)) keep(guids, bare(key));
        else if (isTelling(key)) others.add(key);
      }
      if (others.size === chosen.size) return;
      chosen = new Set([...others].slice(-mostChosen));
      pattern = new RegExp([...chosen].flatMap(spellings).map(amongWords).join('|'), 'gi');
    },
    isIn: text =>
      (pattern !== null && text.search(pattern) >= 0) ||
      (guids.size > 0 && text.matchAll(anyGuid).some(([found]) => guids.has(bare(found)))),
    without: text => {
      const shown = pattern === null ? text : text.replace(pattern, gone);
      return guids.size === 0 ? shown : shown.replace(anyGuid, found => (guids.has(bare(found)) ? gone : found));
    },
  };
}

interface Sought {
  readonly everywhere: Patterns;
  /** Of words for people. */
  readonly inMessage: (text: string) => string;
}

/** The value with every text cleaned; what has nothing to clean is the value itself. */
function cleaned(value: unknown, name: string, sought: Sought, depth = 0): unknown {
  if (depth > deepest) return null;
  if (typeof value === 'string') {
    if (secretNames.has(name)) return value;
    const text = without(value, sought.everywhere);
    return isMessage(name) ? sought.inMessage(text) : text;
  }
  if (Array.isArray(value)) return value.map(each => cleaned(each, name, sought, depth + 1));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, property]) => [key, cleaned(property, key.toLowerCase(), sought, depth + 1)]),
  );
}

const mayHoldKeys = /md5authenticationkey|peeringserviceprefixkey|"phone"|loganalyticsworkspaceproperties/i;
/** Escapes in JSON could hide a secret from a search of the text. */
const mayHideSecrets = /\\/;

/**
 * A parsed answer without the secrets that it quotes: `secrets` went out with the request, further ones are in its records
 * or were in those of others. `text` is the answer as it came; most have nothing to seek, which it tells at once.
 */
export function redacted(value: unknown, text: string, secrets: readonly string[], ring: KeyRing): unknown {
  const everywhere = patternsOf(secrets);
  const keys = new Set<string>();
  if (mayHoldKeys.test(text)) keysIn(value, '', keys);
  ring.learn(keys);
  const own = [...keys].flatMap(spellings).map(each => new RegExp(amongWords(each), 'gi'));
  const shapes = [...own, ...tokenShapes];
  const quotes =
    mayHideSecrets.test(text) ||
    ring.isIn(text) ||
    [...everywhere, toldAsKey, ...shapes].some(each => text.search(each) >= 0);
  if (!quotes) return value;
  const inMessage = (words: string): string =>
    without(ring.without(words), shapes).replace(toldAsKey, (_, before: string) => `${before}${gone}`);
  return cleaned(value, '', { everywhere, inMessage });
}
