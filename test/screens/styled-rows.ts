import type xterm from '@xterm/headless';
import { applySgr, plainStyle, type Style } from '../../src/terminal/sgr.ts';
import type { Theme } from '../../src/terminal/theme.ts';

type BufferCell = NonNullable<
  ReturnType<NonNullable<ReturnType<xterm.Terminal['buffer']['active']['getLine']>>['getCell']>
>;

const rgb = (value: number): string => `2;${value >> 16};${(value >> 8) & 255};${value & 255}`;

/** xterm tells colours 0 to 15 as palette entries, whether they came as 31 or as 38;5;1. */
const colourOf = (isRgb: boolean, isPalette: boolean, value: number, base: 30 | 40): string => {
  if (isRgb) return `${base + 8};${rgb(value)}`;
  if (!isPalette) return '';
  if (value < 8) return String(base + value);
  return value < 16 ? String(base + 60 + value - 8) : `${base + 8};5;${value}`;
};

/** The cell's look in the painter's canonical form. */
export const styleOfCell = (cell: BufferCell): Style => {
  const codes = [
    cell.isBold() ? '1' : '',
    cell.isDim() ? '2' : '',
    cell.isItalic() ? '3' : '',
    cell.isUnderline() ? '4' : '',
    cell.isBlink() ? '5' : '',
    cell.isInverse() ? '7' : '',
    cell.isInvisible() ? '8' : '',
    cell.isStrikethrough() ? '9' : '',
    colourOf(cell.isFgRGB(), cell.isFgPalette(), cell.getFgColor(), 30),
    colourOf(cell.isBgRGB(), cell.isBgPalette(), cell.getBgColor(), 40),
  ].filter(code => code !== '');
  return codes.length === 0 ? plainStyle : applySgr(plainStyle, codes.join(';'));
};

/** The look as far as an eye can tell: of a blank only background, lines and inversion are seen, not its colour or weight. */
export const seenStyleOfCell = (cell: BufferCell): Style => {
  const isBlank = cell.getChars() === '' || cell.getChars() === ' ';
  const shows =
    cell.isInverse() || cell.isUnderline() || cell.isStrikethrough() || cell.isBgRGB() || cell.isBgPalette();
  return isBlank && !shows ? plainStyle : styleOfCell(cell);
};

const toneNames = (theme: Theme): ReadonlyMap<Style, string> => {
  const names = new Map<Style, string>();
  for (const [tone, codes] of Object.entries(theme.codes)) {
    const style = codes === '' ? plainStyle : applySgr(plainStyle, codes);
    // Tones that look the same share the first one's name.
    if (style !== plainStyle && !names.has(style)) names.set(style, tone);
  }
  return names;
};

/** The emulator's rows; runs in another than the default look as ‹tone:text›, or ‹SGR:text› where no tone has that look. */
export const styledRows = (
  emulator: xterm.Terminal,
  theme?: Theme,
  look: (cell: BufferCell) => Style = styleOfCell,
): readonly string[] => {
  const names = theme === undefined ? new Map<Style, string>() : toneNames(theme);
  const { active } = emulator.buffer;
  return Array.from({ length: emulator.rows }, (_, y) => {
    const line = active.getLine(active.viewportY + y);
    const runs: { style: Style; text: string }[] = [];
    for (let x = 0; x < emulator.cols; x += 1) {
      const cell = line?.getCell(x);
      if (cell === undefined || cell.getWidth() === 0) continue;
      const style = look(cell);
      const text = cell.getChars() || ' ';
      const last = runs.at(-1);
      if (last?.style === style) last.text += text;
      else runs.push({ style, text });
    }
    return runs
      .map(({ style, text }) => (style === plainStyle ? text : `‹${names.get(style) ?? style}:${text}›`))
      .join('')
      .trimEnd();
  });
};
