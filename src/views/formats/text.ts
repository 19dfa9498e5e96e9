/** Fitting text into columns of a terminal, by display width. */
import stringWidth from 'string-width';
import { hasControls, withoutControls } from '../../terminal/control-characters.ts';
import type { Glyphs } from '../../terminal/glyphs.ts';
import type { Line, Span, Tone } from '../../terminal/line.ts';

const ascii = /^[\x20-\x7e]*$/;
const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** Columns that a text takes. */
export const widthOf = (text: string): number => (ascii.test(text) ? text.length : stringWidth(text));

/** The text cut to at most `width` columns, with `ellipsis` (one column) where something was cut. */
export function fit(text: string, width: number, ellipsis: string): string {
  if (width <= 0) return '';
  if (ascii.test(text)) return text.length <= width ? text : `${text.slice(0, width - 1)}${ellipsis}`;
  if (stringWidth(text) <= width) return text;
  let kept = '';
  let used = 0;
  for (const { segment } of graphemes.segment(text)) {
    const next = stringWidth(segment);
    if (used + next > width - 1) break;
    kept += segment;
    used += next;
  }
  return kept + ellipsis;
}

/** The end of a text, at most `width` columns of it. */
export function tail(text: string, width: number): string {
  const kept: string[] = [];
  let used = 0;
  for (const { segment } of [...graphemes.segment(text)].reverse()) {
    used += widthOf(segment);
    if (used > width) break;
    kept.unshift(segment);
  }
  return kept.join('');
}

/** Cut or filled with blanks to exactly `width` columns. */
export function pad(text: string, width: number, align: 'left' | 'right', ellipsis: string): string {
  const fitted = fit(text, width, ellipsis);
  const blanks = ' '.repeat(Math.max(0, width - widthOf(fitted)));
  return align === 'left' ? fitted + blanks : blanks + fitted;
}

/** The pieces of a word that is too long for a line. */
function pieces(word: string, width: number): readonly string[] {
  if (widthOf(word) <= width) return [word];
  const done: string[] = [];
  let piece = '';
  for (const { segment } of graphemes.segment(word)) {
    if (piece !== '' && widthOf(piece + segment) > width) {
      done.push(piece);
      piece = '';
    }
    piece += segment;
  }
  return [...done, piece];
}

/** A sentence on as many lines as it takes, broken between words; a word that is too long (a path, say) is broken too. */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    for (const [position, piece] of pieces(word, Math.max(1, width)).entries()) {
      const longer = line === '' ? piece : position === 0 ? `${line} ${piece}` : line + piece;
      if (widthOf(longer) <= width) line = longer;
      else {
        if (line !== '') lines.push(line);
        line = piece;
      }
    }
  }
  return line === '' ? lines : [...lines, line];
}

/** As many of the parts as fit into `width` columns, whole and in their order; the first is cut rather than dropped. */
export function joined(parts: readonly string[], width: number, ellipsis: string, between = ', '): string {
  let line = '';
  for (const part of parts) {
    const longer = line === '' ? part : `${line}${between}${part}`;
    if (widthOf(longer) > width && line !== '') break;
    line = longer;
  }
  return fit(line, width, ellipsis);
}

/** One span. */
export const span = (text: string, tone: Tone = 'plain'): Span => ({ text, tone });

/** Columns that a line takes. */
export const lineWidth = (line: Line): number => line.reduce((sum, each) => sum + widthOf(each.text), 0);

/** Stand-ins of the same width for what sentences use; whatever else is outside ASCII is a question mark per column. */
const standIns: Readonly<Partial<Record<string, string>>> = {
  '→': '>',
  '…': '~',
  '×': 'x',
  '—': '-',
  '–': '-',
  '·': '-',
  '’': "'",
};

const inAscii = (text: string): string =>
  ascii.test(text)
    ? text
    : [...graphemes.segment(text)]
        .map(({ segment }) => (ascii.test(segment) ? segment : (standIns[segment] ?? '?'.repeat(stringWidth(segment)))))
        .join('');

/**
 * The line without anything that a terminal obeys, and in ASCII where the glyphs are. Texts are cleaned where they come
 * in; a recording from elsewhere, or one place forgotten, must still not reach the terminal raw.
 */
export function harmless(line: Line, glyphs: Pick<Glyphs, 'good'>): Line {
  const plain = ascii.test(glyphs.good);
  const wrong = (text: string): boolean => hasControls(text) || (plain && !ascii.test(text));
  const right = (text: string): string => (plain ? inAscii(withoutControls(text)) : withoutControls(text));
  return line.some(each => wrong(each.text)) ? line.map(each => span(right(each.text), each.tone)) : line;
}

/** A line cut to at most `width` columns. */
export function fitLine(line: Line, width: number, ellipsis: string): Line {
  if (lineWidth(line) <= width) return line;
  const kept: Span[] = [];
  let left = width;
  for (const each of line) {
    const wide = widthOf(each.text);
    if (wide <= left && (wide < left || each === line.at(-1))) {
      kept.push(each);
      left -= wide;
      continue;
    }
    if (left > 0) kept.push({ ...each, text: fit(`${each.text}  `, left, ellipsis) });
    break;
  }
  return kept;
}

/** Two ends of one line: `left` is cut first, `right` stands at the edge. */
export function ends(left: Line, right: Line, width: number, ellipsis: string): Line {
  const room = Math.max(0, width - lineWidth(right));
  const fitted = fitLine(left, Math.max(0, room - 1), ellipsis);
  return [...fitted, span(' '.repeat(Math.max(0, room - lineWidth(fitted)))), ...right];
}

/** An empty line. */
export const blank: Line = [];
