import type { Cell } from './cells.ts';
import { plainStyle, type Style, transition } from './sgr.ts';

/** Where the cursor is, 0-based; a row or column that is not known is null. */
interface Position {
  readonly x: number | null;
  readonly y: number | null;
}

const csi = '\u001b[';
const counted = (count: number, final: string): string => `${csi}${count === 1 ? '' : count}${final}`;

const shortest = (...candidates: readonly string[]): string =>
  candidates.reduce((best, candidate) => (candidate.length < best.length ? candidate : best));

const sideways = (from: number | null, to: number): string => {
  if (from === to) return '';
  if (to === 0) return '\r';
  const column = shortest(`${csi}${to + 1}G`, `\r${counted(to, 'C')}`);
  if (from === null) return column;
  if (to > from) return shortest(counted(to - from, 'C'), column);
  const back = from - to;
  return shortest(back <= 3 ? '\b'.repeat(back) : counted(back, 'D'), column);
};

/** The shortest bytes that bring the cursor to column `x` of row `y`; '' when it is there. */
const moveTo = (from: Position, x: number, y: number): string => {
  if (from.y === y) return sideways(from.x, x);
  const row = y === 0 ? '' : String(y + 1);
  const absolute = `${csi}${row}${x === 0 ? '' : `;${x + 1}`}H`;
  if (from.y === null) return absolute;
  const down = y - from.y;
  const vertical = down > 0 ? counted(down, 'B') : counted(-down, 'A');
  const relative = vertical + sideways(from.x, x);
  // CR LF means the same with and without the tty's ONLCR; a bare LF would not. It never scrolls: y is on the screen.
  const newLines = down > 0 && down <= 3 ? '\r\n'.repeat(down) + sideways(0, x) : absolute;
  return shortest(absolute, relative, newLines);
};

/** Writes cells and keeps track of the cursor and the style, so that only what is needed is sent. */
export interface Pen {
  /** Goes to a cell; when the cells between are cheaper than a move, they are written again. */
  goTo(x: number, y: number, row: readonly Cell[]): void;
  put(cell: Cell): void;
  /** Erases from the cursor to the end of the row, in the default look. */
  eraseTail(): void;
  /** Resets the style and clears the screen. */
  clear(): void;
  /** What was written since the last call; the cursor counts as unknown afterwards, so that every update heals it. */
  take(): string;
}

/** A pen for a screen of so many columns. Autowrap must be off. */
export const createPen = (columns: number): Pen => {
  let output = '';
  let x: number | null = null;
  let y: number | null = null;
  let style: Style = plainStyle;

  const put = (cell: Cell): void => {
    if (cell.style !== style) {
      output += transition(style, cell.style);
      style = cell.style;
    }
    // Where a terminal gives the character one column only, the second must not keep what stood there.
    output += cell.width === 2 && !cell.steady ? `  \b\b${cell.text}` : cell.text;
    if (x !== null) x += cell.width;
    // At the right edge terminals differ in where the cursor stays.
    if (!cell.steady || x === columns) x = null;
  };

  /** Whether writing the cells between the cursor and `to` again costs no more bytes than moving there. */
  const isCheaperThrough = (from: number, to: number, row: readonly Cell[], move: string): boolean => {
    const arriving = row[to]?.style ?? plainStyle;
    const allowed = move.length + transition(style, arriving).length;
    let cost = 0;
    let current = style;
    for (let at = from; at < to; at += 1) {
      const cell = row[at];
      if (cell === undefined || !cell.steady) return false;
      cost += cell.bytes + transition(current, cell.style).length;
      current = cell.style;
      if (cost > allowed) return false;
    }
    return cost + transition(current, arriving).length <= allowed;
  };

  return {
    goTo(toX, toY, row) {
      if (x === toX && y === toY) return;
      const move = moveTo({ x, y }, toX, toY);
      if (y === toY && x !== null && x < toX && isCheaperThrough(x, toX, row, move)) {
        for (const cell of row.slice(x, toX)) put(cell);
        x = toX;
        return;
      }
      output += move;
      x = toX;
      y = toY;
    },
    put,
    eraseTail() {
      // Erased cells take the current background (BCE), so the style must be the default first.
      output += `${transition(style, plainStyle)}${csi}K`;
      style = plainStyle;
    },
    clear() {
      output += `${csi}m${csi}H${csi}J`;
      style = plainStyle;
      x = 0;
      y = 0;
    },
    take() {
      const taken = output;
      output = '';
      x = null;
      y = null;
      return taken;
    },
  };
};
