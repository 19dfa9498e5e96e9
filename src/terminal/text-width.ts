import stringWidth, { type Options } from 'string-width';

/**
 * Characters of one column that stand alone in every terminal: Latin letters, dashes and quotes, arrows, mathematics,
 * box drawing, blocks and shapes (but not the wide U+25FD and U+25FE), check marks, Braille. They need no segmenter.
 */
export const isNarrow = (code: number): boolean =>
  (code >= 0xa1 && code <= 0x24f && code !== 0xad) ||
  (code >= 0x2010 && code <= 0x2027) ||
  (code >= 0x2030 && code <= 0x205e) ||
  (code >= 0x2190 && code <= 0x22ff) ||
  (code >= 0x2500 && code <= 0x25fc) ||
  code === 0x25ff ||
  code === 0x2713 ||
  code === 0x2717 ||
  (code >= 0x2800 && code <= 0x28ff);

/** Whether a code is a printable character of ASCII. */
export const isPrintableAscii = (code: number): boolean => code >= 0x20 && code <= 0x7e;

const escapeCode = 0x1b;
const openBracket = 0x5b;
const letterM = 0x6d;

/** Where the SGR sequence that starts at `at` has its last character; -1 when none starts there. */
const sgrEnd = (text: string, at: number): number => {
  if (text.charCodeAt(at + 1) !== openBracket) return -1;
  let end = at + 2;
  while (text.charCodeAt(end) >= 0x30 && text.charCodeAt(end) <= 0x3b) end += 1;
  return text.charCodeAt(end) === letterM ? end : -1;
};

/** The width of text in which every character stands alone; -1 when some character may not. */
const simpleWidth = (text: string, skipsSgr: boolean): number => {
  let width = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (isPrintableAscii(code) || isNarrow(code)) width += 1;
    else if (code === escapeCode && skipsSgr) {
      at = sgrEnd(text, at);
      if (at < 0) return -1;
    } else return -1;
  }
  return width;
};

/**
 * The columns that text takes, SGR not counted, as string-width tells. Nearly all text is simple, and string-width takes
 * a segmenter and the long pattern of all emoji to it. The bundle gives this to every package that asks for string-width,
 * so that the layout and the painter agree.
 */
export default function textWidth(text: string, options?: Options): number {
  // Ambiguous characters that count as wide are not simple.
  const width = options?.ambiguousIsNarrow === false ? -1 : simpleWidth(text, options?.countAnsiEscapeCodes !== true);
  return width < 0 ? stringWidth(text, options) : width;
}
