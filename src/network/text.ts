/**
 * Text from outside is hostile until cleaned: an ifAlias may hold escape sequences, a sysName a right-to-left override.
 * Nothing reaches a screen, a log or a file but through here.
 */

/** Longest text kept of a name or description. */
export const longestText = 255;

// C0, DEL and C1 controls (ECMA-48); bidirectional marks and isolates (UAX #9); zero-width and interlinear marks; the
// byte order mark; tag characters; variation selectors that change a glyph's width.
const unsafe =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e0fff}]/gu;
// A whole escape sequence goes, not only its first octet: "\x1b[2J" must not leave "[2J" behind.
const escapeSequence = /(?:\u001b[[\]PX^_]|[\u009b\u009d\u0090])[\u0020-\u003f]*(?:[\u0040-\u007e]|$)|\u001b[\u0020-\u007e]?/gu;

/** Text fit to be shown: no control characters, no direction marks, bounded, trimmed. */
export function cleanText(text: string, longest: number = longestText): string {
  const cleaned = text
    .replace(/[\t\r\n]+/g, ' ')
    .replace(escapeSequence, '')
    .replace(unsafe, '')
    .trim();
  return cleaned.length > longest ? `${[...cleaned].slice(0, longest - 1).join('')}…` : cleaned;
}

const utf8 = new TextDecoder('utf-8', { fatal: true });
const latin1 = new TextDecoder('latin1');

/**
 * Text of an OCTET STRING that should be a DisplayString or SnmpAdminString. Octets that are not UTF-8 are read as
 * Latin-1, which older operating systems send; trailing NULs are padding.
 */
export function textOf(bytes: Uint8Array): string {
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === 0) end -= 1;
  const content = bytes.subarray(0, end);
  try {
    return cleanText(utf8.decode(content));
  } catch {
    return cleanText(latin1.decode(content));
  }
}
