/** A terminal's screen as cells that can be compared. */
import type xterm from '@xterm/headless';

/** One place on a screen. */
export interface ScreenCell {
  /** What is written there; '' in the second half of a wide character. */
  readonly text: string;
  /** Bytes of `text` in UTF-8. */
  readonly bytes: number;
  /** The look: SGR parameters (ECMA-48 §8.3.117) of flags, foreground and background with `|` between; '' is the default. */
  readonly style: string;
}

/** Rows of cells, top to bottom. */
export type Grid = readonly (readonly ScreenCell[])[];

type BufferCell = NonNullable<ReturnType<xterm.Terminal['buffer']['active']['getNullCell']>>;

function colour(isDefault: boolean, isRgb: boolean, value: number, base: 30 | 40): string {
  if (isDefault) return '';
  if (isRgb) return `${base + 8};2;${value >> 16};${(value >> 8) & 0xff};${value & 0xff}`;
  if (value < 8) return String(base + value);
  return value < 16 ? String(base + 52 + value) : `${base + 8};5;${value}`;
}

function styleOf(cell: BufferCell): string {
  const flags = [
    cell.isBold() ? '1' : '',
    cell.isDim() ? '2' : '',
    cell.isItalic() ? '3' : '',
    cell.isUnderline() ? '4' : '',
    cell.isBlink() ? '5' : '',
    cell.isInverse() ? '7' : '',
    cell.isInvisible() ? '8' : '',
    cell.isStrikethrough() ? '9' : '',
  ].filter(flag => flag !== '');
  const foreground = colour(cell.isFgDefault(), cell.isFgRGB(), cell.getFgColor(), 30);
  const background = colour(cell.isBgDefault(), cell.isBgRGB(), cell.getBgColor(), 40);
  const style = `${flags.join(';')}|${foreground}|${background}`;
  return style === '||' ? '' : style;
}

const known = new Map<string, ScreenCell>();

function cellOf(text: string, style: string): ScreenCell {
  const key = `${style} ${text}`;
  const seen = known.get(key);
  if (seen !== undefined) return seen;
  const cell = { text, style, bytes: Buffer.byteLength(text) };
  known.set(key, cell);
  return cell;
}

/** The screen of an emulator as it is now. Equal cells are the same object. */
export function gridOf({ buffer: { active }, rows, cols }: xterm.Terminal): Grid {
  const place = active.getNullCell();
  return Array.from({ length: rows }, (_, y) => {
    const line = active.getLine(active.viewportY + y);
    return Array.from({ length: cols }, (__, x) => {
      const cell = line?.getCell(x, place);
      if (cell === undefined) return cellOf(' ', '');
      // A place that nothing was written to looks like a blank.
      return cellOf(cell.getWidth() === 0 ? '' : cell.getChars() || ' ', styleOf(cell));
    });
  });
}
