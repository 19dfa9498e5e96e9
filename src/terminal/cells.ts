import { hasControls } from './control-characters.ts';
import { applySgr, plainStyle, type Style } from './sgr.ts';
import textWidth, { isNarrow, isPrintableAscii } from './text-width.ts';

/** One place on the screen. A wide character is a cell of width 2 followed by one of width 0 with the same style. */
export interface Cell {
  /** What to write: one grapheme cluster; '' in the second half of a wide character. */
  readonly text: string;
  readonly style: Style;
  readonly width: 0 | 1 | 2;
  /** Bytes of `text` in UTF-8. */
  readonly bytes: number;
  /** Whether every terminal agrees on the width; after a cell that is not steady the cursor's column is unknown. */
  readonly steady: boolean;
}

const cellLimit = 20_000;
let cellCount = 0;
let known = new Map<Style, Map<string, Cell>>();

/** Equal cells are mostly one object, which keeps frames small and comparison cheap. */
const cellsOf = (style: Style): Map<string, Cell> => {
  if (cellCount > cellLimit) {
    known = new Map();
    cellCount = 0;
  }
  const cells = known.get(style) ?? new Map<string, Cell>();
  known.set(style, cells);
  return cells;
};

const cellIn = (cells: Map<string, Cell>, text: string, style: Style, width: 0 | 1 | 2, steady = true): Cell => {
  const seen = cells.get(text);
  if (seen !== undefined) return seen;
  const cell: Cell = { text, style, width, bytes: Buffer.byteLength(text), steady };
  cells.set(text, cell);
  cellCount += 1;
  return cell;
};

/** An empty place in the terminal's default look. */
export const blankCell: Cell = { text: ' ', style: plainStyle, width: 1, bytes: 1, steady: true };

/** Whether two cells look the same. */
export const sameCell = (left: Cell, right: Cell): boolean =>
  left === right || (left.text === right.text && left.style === right.style);

const escapeCode = 0x1b;

const standsAlone = (code: number): boolean => code < 0x7f || isNarrow(code);

const segmenter = new Intl.Segmenter();

/** No script needs more combining marks; a pile of them is an attack on the renderer. */
const longestCluster = 16;

/** Whether terminals agree on two columns: one code point of CJK, kana or Hangul, not an emoji or a sequence. */
const steadyWide = /^[\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff01-\uff60]$/;

/** Where the escape sequence at `at` ends (the index after it). */
const sequenceEnd = (row: string, at: number): number => {
  const kind = row.charAt(at + 1);
  if (kind === '[') {
    let end = at + 2;
    while (end < row.length && row.charCodeAt(end) < 0x40 && row.charCodeAt(end) >= 0x20) end += 1;
    return end + 1;
  }
  if (']PX^_'.includes(kind) && kind !== '') {
    for (let end = at + 2; end < row.length; end += 1) {
      if (row.charCodeAt(end) === 0x07) return end + 1;
      if (row.charCodeAt(end) === escapeCode) return row.charAt(end + 1) === '\\' ? end + 2 : end;
    }
    return row.length;
  }
  return at + 2;
};

/** Whether a stretch of text ends here: at an escape sequence or after plain ASCII that nothing can combine with. */
const stretchEnd = (row: string, from: number): number => {
  let end = from;
  while (end < row.length && row.charCodeAt(end) !== escapeCode) {
    if (end > from && isPrintableAscii(row.charCodeAt(end)) && standsAlone(row.charCodeAt(end + 1) || 0)) break;
    end += 1;
  }
  return end;
};

/**
 * The cells of one row: exactly `columns` of them, cut or padded with blanks. SGR gives the style, every other
 * escape sequence and control character is dropped. A wide character that the right edge would cut becomes blank.
 */
export const parseRow = (row: string, columns: number): readonly Cell[] => {
  const result: Cell[] = [];
  let style: Style = plainStyle;
  let cells = cellsOf(style);
  let at = 0;

  const put = (text: string, width: 0 | 1 | 2, steady: boolean): void => {
    if (width === 2 && result.length + 2 > columns) {
      result.push(cellIn(cells, ' ', style, 1));
      return;
    }
    result.push(cellIn(cells, text, style, width, steady));
    if (width === 2) result.push(cellIn(cells, '', style, 0));
  };

  const putCluster = (cluster: string): void => {
    if (hasControls(cluster)) return;
    const width = textWidth(cluster);
    if (width === 0) return;
    if (width > 2 || cluster.length > longestCluster) {
      // No terminal is sure to agree on these: keep the place that the layout gave them and show that something is there.
      put('?', 1, true);
      for (let extra = 1; extra < width && result.length < columns; extra += 1) put(' ', 1, true);
      return;
    }
    put(cluster, width === 2 ? 2 : 1, width === 2 && steadyWide.test(cluster));
  };

  while (at < row.length && result.length < columns) {
    const code = row.charCodeAt(at);
    if (code === escapeCode) {
      const end = sequenceEnd(row, at);
      if (row.charAt(at + 1) === '[' && row.charAt(end - 1) === 'm') {
        style = applySgr(style, row.slice(at + 2, end - 1));
        cells = cellsOf(style);
      }
      at = end;
    } else if ((isPrintableAscii(code) || isNarrow(code)) && standsAlone(row.charCodeAt(at + 1) || 0)) {
      result.push(cellIn(cells, row.charAt(at), style, 1));
      at += 1;
    } else {
      const end = stretchEnd(row, at);
      for (const { segment } of segmenter.segment(row.slice(at, end))) {
        if (result.length >= columns) break;
        putCluster(segment);
      }
      at = end;
    }
  }
  while (result.length < columns) result.push(blankCell);
  return result;
};
