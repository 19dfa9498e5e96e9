type Letter =
  | ('a' | 'b' | 'c' | 'd' | 'e' | 'f' | 'g' | 'h' | 'i' | 'j' | 'k' | 'l' | 'm')
  | ('n' | 'o' | 'p' | 'q' | 'r' | 's' | 't' | 'u' | 'v' | 'w' | 'x' | 'y' | 'z');
type Digit = '0' | '1' | '2' | '3' | '4' | '5' | '6' | '7' | '8' | '9';
type Punctuation =
  | (' ' | '!' | '"' | '#' | '$' | '%' | '&' | "'" | '(' | ')' | '*' | '+' | ',' | '-' | '.' | '/')
  | (':' | ';' | '<' | '=' | '>' | '?' | '@' | '[' | '\\' | ']' | '^' | '_' | '`' | '{' | '|' | '}' | '~');

/** A printable ASCII character, as a literal: a typing error in a key table is a type error. */
export type AsciiCharacter = Letter | Uppercase<Letter> | Digit | Punctuation;

declare const beyondAscii: unique symbol;
/** One printable code point outside ASCII. */
export type OtherCharacter = string & { readonly [beyondAscii]: true };

/** Keys that move or edit; Alt can be held with them. */
type EditingKey =
  | ('enter' | 'escape' | 'tab' | 'shift-tab' | 'backspace' | 'delete' | 'insert')
  | ('up' | 'down' | 'left' | 'right' | 'home' | 'end' | 'pageup' | 'pagedown')
  | `f${1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12}`;

/** Ctrl with a letter; h, i, j and m are the same bytes as Backspace, Tab and Enter and come as those. */
type ControlKey = `ctrl-${Exclude<Letter, 'h' | 'i' | 'j' | 'm'>}`;

/** One key stroke: a printable character as itself, everything else by name. */
export type Key = AsciiCharacter | OtherCharacter | EditingKey | ControlKey | `alt-${AsciiCharacter | EditingKey}`;

const isAscii = (text: string): text is AsciiCharacter => /^[ -~]$/.test(text);

/** The key for one printable code point. */
export const characterKey = (codePoint: string): AsciiCharacter | OtherCharacter =>
  isAscii(codePoint) ? codePoint : (codePoint as OtherCharacter);

/** The key for Alt with a printable ASCII character; null for any other text. */
export const altKey = (character: string): Key | null => (isAscii(character) ? `alt-${character}` : null);

/**
 * Alt-x as Escape and x: over a slow line Escape and the next key share a packet and look the same as Alt-x, so a
 * program that has nothing on Alt-x takes it as the two keys. Every other key comes back alone.
 */
export const unfoldAlt = (key: Key): readonly Key[] => {
  const character = key.startsWith('alt-') ? key.slice('alt-'.length) : '';
  return isAscii(character) ? ['escape', character] : [key];
};

const letters = 'abcdefghijklmnopqrstuvwxyz';
const isControlLetter = (text: string): text is Exclude<Letter, 'h' | 'i' | 'j' | 'm'> =>
  letters.includes(text) && !'hijm'.includes(text);

/** The key for a C0 control character or DEL; null for those that no key of ours sends. */
export const controlKey = (code: number): Key | null => {
  switch (code) {
    case 0x08:
    case 0x7f:
      return 'backspace';
    case 0x09:
      return 'tab';
    case 0x0a:
    case 0x0d:
      return 'enter';
    default: {
      const letter = letters[code - 1] ?? '';
      return isControlLetter(letter) ? `ctrl-${letter}` : null;
    }
  }
};

/** CSI and SS3 sequences that end in a letter (xterm's ctlseqs, "PC-Style Function Keys"). */
const byLetter: ReadonlyMap<string, EditingKey> = new Map([
  ['A', 'up'],
  ['B', 'down'],
  ['C', 'right'],
  ['D', 'left'],
  ['H', 'home'],
  ['F', 'end'],
  ['P', 'f1'],
  ['Q', 'f2'],
  ['R', 'f3'],
  ['S', 'f4'],
]);

/** CSI n ~ (VT220 editing keys, and rxvt's and the Linux console's home and end). */
const byNumber: ReadonlyMap<string, EditingKey> = new Map([
  ['1', 'home'],
  ['2', 'insert'],
  ['3', 'delete'],
  ['4', 'end'],
  ['5', 'pageup'],
  ['6', 'pagedown'],
  ['7', 'home'],
  ['8', 'end'],
  ['11', 'f1'],
  ['12', 'f2'],
  ['13', 'f3'],
  ['14', 'f4'],
  ['15', 'f5'],
  ['17', 'f6'],
  ['18', 'f7'],
  ['19', 'f8'],
  ['20', 'f9'],
  ['21', 'f10'],
  ['23', 'f11'],
  ['24', 'f12'],
]);

const linuxFunctionKeys: readonly EditingKey[] = ['f1', 'f2', 'f3', 'f4', 'f5'];

const withModifier = (key: EditingKey, modifier: string): Key | null => {
  // xterm sends 1 + the sum of Shift 1, Alt 2, Ctrl 4; only Alt has names here, the others are no key of ours.
  if (modifier === '' || modifier === '1') return key;
  return modifier === '3' ? `alt-${key}` : null;
};

/** The key for a whole CSI sequence; null for reports and keys without a name here. */
export const csiKey = (parameters: string, final: string): Key | null => {
  if (final === 'Z' && parameters === '') return 'shift-tab';
  const [first = '', modifier = '', ...more] = parameters.split(';');
  if (more.length > 0) return null;
  if (final === '~') {
    const key = byNumber.get(first);
    return key === undefined ? null : withModifier(key, modifier);
  }
  const key = byLetter.get(final);
  if (key === undefined || (first !== '' && first !== '1')) return null;
  // CSI row ; column R is also the answer to a cursor position query, so F3 is only taken in its bare form.
  return final === 'R' && parameters !== '' ? null : withModifier(key, modifier);
};

/** The key for SS3 and one letter (cursor keys in application mode, F1 to F4, the keypad's Enter); else null. */
export const ss3Key = (final: string): Key | null => (final === 'M' ? 'enter' : (byLetter.get(final) ?? null));

/** The Linux console's F1 to F5 come as CSI [ A to CSI [ E. */
export const linuxConsoleKey = (final: string): Key | null => linuxFunctionKeys['ABCDE'.indexOf(final)] ?? null;
