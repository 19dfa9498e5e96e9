import { hasControls } from './control-characters.ts';
import { altKey, characterKey, controlKey, csiKey, type Key, linuxConsoleKey, ss3Key } from './key-names.ts';

/** What stands at one place of the typed stream: `length` UTF-16 units that are a key, the start of a paste, or nothing of ours. */
export type KeyToken =
  | { readonly kind: 'key'; readonly key: Key; readonly length: number }
  | { readonly kind: 'paste'; readonly length: number }
  | { readonly kind: 'dropped'; readonly length: number }
  | { readonly kind: 'unfinished' };

const esc = '\u001b';
const unfinished: KeyToken = { kind: 'unfinished' };
const dropped = (length: number): KeyToken => ({ kind: 'dropped', length });
const keyOrNothing = (key: Key | null, length: number): KeyToken =>
  key === null ? dropped(length) : { kind: 'key', key, length };

/** No terminal sends a longer sequence; past this it is noise, and holding it would only hold back real keys. */
const longestSequence = 64;

const isFinal = (code: number): boolean => code >= 0x40 && code <= 0x7e;
const isParameter = (code: number): boolean => code >= 0x30 && code <= 0x3f;
const isIntermediate = (code: number): boolean => code >= 0x20 && code <= 0x2f;

const readCsi = (text: string, at: number): KeyToken => {
  let end = at + 2;
  while (end < text.length && end - at < longestSequence && isParameter(text.charCodeAt(end))) end += 1;
  const parametersEnd = end;
  while (end < text.length && end - at < longestSequence && isIntermediate(text.charCodeAt(end))) end += 1;
  if (end === text.length) return unfinished;
  // A byte that ECMA-48 does not allow here belongs to the next key: only the torn sequence before it is lost.
  if (!isFinal(text.charCodeAt(end))) return dropped(end - at);

  const parameters = text.slice(at + 2, parametersEnd);
  const final = text.charAt(end);
  const length = end + 1 - at;
  if (final === '[' && length === 3) {
    const letter = text.charAt(at + 3);
    return letter === '' ? unfinished : keyOrNothing(linuxConsoleKey(letter), 4);
  }
  if (final === 'M' && length === 3) {
    // X10 mouse reports carry three more bytes that would otherwise be typed text.
    return text.length < at + 6 ? unfinished : dropped(6);
  }
  if (parametersEnd !== end) return dropped(length);
  if (final === '~' && parameters === '200') return { kind: 'paste', length };
  return keyOrNothing(csiKey(parameters, final), length);
};

const readSs3 = (text: string, at: number): KeyToken => {
  let end = at + 2;
  while (end < text.length && end - at < longestSequence && isParameter(text.charCodeAt(end))) end += 1;
  if (end === text.length) return unfinished;
  if (!isFinal(text.charCodeAt(end))) return dropped(end - at);
  const length = end + 1 - at;
  return length === 3 ? keyOrNothing(ss3Key(text.charAt(end)), length) : dropped(length);
};

/** Late answers to another program's queries: OSC 10;…, DCS >|…, DCS 1$r…, APC G…; each ends with BEL or ST. */
const isReply = (introducer: string, next: string): boolean => {
  switch (introducer) {
    case ']':
      return /[0-9]/.test(next);
    case 'P':
      return /[0-9>]/.test(next);
    case '_':
      return next === 'G';
    default:
      return false;
  }
};

const readReply = (text: string, at: number): KeyToken => {
  for (let end = at + 2; end < text.length; end += 1) {
    const character = text.charAt(end);
    if (character === '\u0007') return dropped(end + 1 - at);
    if (character === esc && end + 1 < text.length) return dropped(end + (text.charAt(end + 1) === '\\' ? 2 : 0) - at);
  }
  return unfinished;
};

const readEscape = (text: string, at: number): KeyToken => {
  const next = text.charAt(at + 1);
  if (next === '') return unfinished;
  if (next === '[') return readCsi(text, at);
  if (next === 'O') return readSs3(text, at);
  if (next === ']' || next === 'P' || next === '_') {
    const third = text.charAt(at + 2);
    if (third === '') return unfinished;
    if (isReply(next, third)) return readReply(text, at);
  }
  const alt = altKey(next);
  // Escape before anything that Alt cannot be held with (a second Escape, Enter, é) is Escape itself.
  return alt === null ? { kind: 'key', key: 'escape', length: 1 } : { kind: 'key', key: alt, length: 2 };
};

/** Reads the token at `at`, which must be inside the text. */
export const readKeyToken = (text: string, at: number): KeyToken => {
  const first = text.charAt(at);
  if (first === esc) return readEscape(text, at);
  const code = text.charCodeAt(at);
  if (code < 0x20 || code === 0x7f) return keyOrNothing(controlKey(code), 1);
  if (code >= 0xd800 && code <= 0xdbff && at + 1 === text.length) return unfinished;
  const codePoint = String.fromCodePoint(text.codePointAt(at) ?? 0);
  const isHalf = codePoint.length === 1 && code >= 0xd800 && code <= 0xdfff;
  return isHalf || hasControls(codePoint)
    ? dropped(1)
    : { kind: 'key', key: characterKey(codePoint), length: codePoint.length };
};
