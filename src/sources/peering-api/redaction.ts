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
const isMessage = (name: string): boolean => /message|description|summary|title|header|article/.test(name);

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

/** How a secret may be quoted: as it is, in an address, in a form. */
function spellings(secret: string): readonly string[] {
  const form = new URLSearchParams({ '': secret }).toString().slice(1);
  return [...new Set([secret, encodeURIComponent(secret.toWellFormed()), form])];
}

function patternOf(secret: string): RegExp {
  const cut = secret.length >= worthCutting;
  return new RegExp(cut ? `${literal(secret.slice(0, beginning))}[A-Za-z0-9._~+/=%-]*` : literal(secret), 'g');
}

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

interface Sought {
  readonly everywhere: Patterns;
  readonly inMessages: Patterns;
}

/** The value with every text cleaned; what has nothing to clean is the value itself. */
function cleaned(value: unknown, name: string, sought: Sought, depth = 0): unknown {
  if (depth > deepest) return null;
  if (typeof value === 'string') {
    if (secretNames.has(name)) return value;
    const text = without(value, sought.everywhere);
    return isMessage(name) ? without(text, sought.inMessages) : text;
  }
  if (Array.isArray(value)) return value.map(each => cleaned(each, name, sought, depth + 1));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, property]) => [key, cleaned(property, key.toLowerCase(), sought, depth + 1)]),
  );
}

const mayHoldKeys = /md5authenticationkey|peeringserviceprefixkey|"phone"|loganalyticsworkspaceproperties/i;
const mayHoldTokens = /bearer |eyJ/i;
/** Escapes in JSON could hide a secret from a search of the text. */
const mayHideSecrets = /\\/;

/**
 * A parsed answer without the secrets that it quotes: `secrets` went out with the request, further ones are in the
 * records. `text` is the answer as it came; most have nothing to seek, which it tells at once.
 */
export function redacted(value: unknown, text: string, secrets: readonly string[]): unknown {
  const everywhere = patternsOf(secrets);
  const quotes = mayHideSecrets.test(text) || everywhere.some(pattern => text.search(pattern) >= 0);
  const hasKeys = mayHoldKeys.test(text);
  const hasTokens = mayHoldTokens.test(text);
  if (!(quotes || hasKeys || hasTokens)) return value;
  const keys = new Set<string>();
  if (hasKeys) keysIn(value, '', keys);
  const inMessages = [...[...keys].flatMap(spellings).map(patternOf), ...tokenShapes];
  return cleaned(value, '', { everywhere, inMessages });
}
