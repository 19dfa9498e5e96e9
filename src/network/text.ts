/**
 * Text from outside is hostile until cleaned: an ifAlias may hold escape sequences, a sysName a right-to-left override.
 * Nothing reaches a screen, a log or a file but through here.
 */

/** Longest text kept of a name or description, in characters. */
export const longestText = 255;

/**
 * Escape sequences of ECMA-48 as terminals read them, whole: "\x1b[2J" must not leave "[2J" behind, nor OSC 52 the text
 * that it would put on the clipboard. One that is not ended takes the rest of the text, as it would on a terminal.
 */
const escapeSequences = new RegExp(
  [
    // OSC ends with BEL (xterm) or ST; any other ESC, CAN and SUB break it off.
    '(?:\\x1b\\]|\\x9d)[^\\x07\\x18\\x1a\\x1b\\x9c]*(?:\\x07|\\x18|\\x1a|\\x1b\\\\|\\x9c)?',
    // DCS, SOS, PM and APC end with ST only.
    '(?:\\x1b[PX^_]|[\\x90\\x98\\x9e\\x9f])[^\\x18\\x1a\\x1b\\x9c]*(?:\\x18|\\x1a|\\x1b\\\\|\\x9c)?',
    // CSI: parameters and intermediates; control characters in the middle do not end it.
    '(?:\\x1b\\[|\\x9b)[\\x00-\\x17\\x19\\x1c-\\x3f]*[\\x40-\\x7e]?',
    // Everything shorter: ESC, intermediates and one final octet, such as ESC ( B or ESC c.
    '\\x1b[\\x20-\\x2f]*[\\x30-\\x7e]?',
  ].join('|'),
  'g',
);
const whiteSpace = /[\t-\r\u0085\u2028\u2029]+/g;
/** Control and format characters (bidi marks among them), lone surrogates, and whatever takes no width or pretends to be a blank. */
const unsafe = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

/** Text fit to be shown: one line, no control characters, no direction marks, trimmed, at most `longest` characters. */
export function cleanText(text: string, longest: number = longestText): string {
  const cleaned = text.replace(escapeSequences, '').replace(whiteSpace, ' ').replace(unsafe, '').trim();
  if (cleaned.length <= longest) return cleaned;
  // Characters, not UTF-16 units: a cut through a pair would leave half a character behind.
  const characters = [...cleaned];
  return characters.length > longest
    ? `${characters
        .slice(0, longest - 1)
        .join('')
        .trimEnd()}…`
    : cleaned;
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** UTF-8 that was cut in the middle of its last character; null for anything else. */
function cutUtf8(bytes: Uint8Array): string | null {
  for (let left = 1; left <= 3 && left < bytes.length; left++) {
    try {
      const text = utf8.decode(bytes.subarray(0, bytes.length - left));
      // One odd octet after plain ASCII is Latin-1: "Café". UTF-8 elsewhere in the text says that it is UTF-8.
      return /[^\x00-\x7f]/.test(text) ? text : null;
    } catch {
      // Not yet at the beginning of the last character.
    }
  }
  return null;
}

function decoded(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch {
    // ISO 8859-1 by number: TextDecoder's "latin1" is windows-1252, which would turn a C1 control into a letter.
    return cutUtf8(bytes) ?? Array.from(bytes, octet => String.fromCharCode(octet)).join('');
  }
}

/**
 * Text of an OCTET STRING that should be a DisplayString or SnmpAdminString, cleaned. Octets that are not UTF-8 are
 * read as Latin-1, which older operating systems send; trailing NULs are padding; ifAlias ends after 64 octets on many
 * agents, in the middle of a character if need be.
 */
export function textOf(bytes: Uint8Array): string {
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === 0) end -= 1;
  return cleanText(decoded(bytes.subarray(0, end)));
}
