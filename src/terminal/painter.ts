import { blankCell, type Cell, parseRow } from './cells.ts';
import { createPen } from './pen.ts';
import { changeOf } from './row-diff.ts';

/** Where a painter's bytes go, and the size of the screen. */
export interface PainterOptions {
  /** Sends bytes to the terminal; false when the line is congested and `onDrain` will tell when it is free again. */
  readonly write: (data: string) => boolean;
  /** Calls back once when everything written has gone out. */
  readonly onDrain: (run: () => void) => void;
  readonly columns: number;
  readonly rows: number;
}

/** Shows whole frames by sending only what changed. */
export interface Painter {
  /** Shows a frame: rows joined by line feeds, SGR inside. Rows too many are cut at the bottom, missing ones are blank. */
  paint(frame: string): void;
  /** The terminal's new size; the next frame is painted whole. */
  resize(columns: number, rows: number): void;
  /** The terminal's content is unknown (after a suspension, say): paints the newest frame whole, now. */
  invalidate(): void;
}

/** Synchronized output, DEC private mode 2026: the terminal shows the update at once. Unknown modes are ignored. */
const beginUpdate = '\u001b[?2026h';
const endUpdate = '\u001b[?2026l';
/** Characters that one write and one packet carry whole: shown at once without marks, which would be a sixth of most updates. */
const wholeLength = 1000;

/**
 * A painter. While the line is congested frames are skipped and the newest is painted when it is free, so a slow
 * SSH line shows the present late, never the past in slow motion.
 */
export const createPainter = ({ write, onDrain, columns, rows }: PainterOptions): Painter => {
  let size = { columns, rows };
  let pen = createPen(columns);
  let shownRows: string[] = [];
  let shownCells: (readonly Cell[])[] = [];
  let isShownKnown = false;
  let newest: string | null = null;
  let isCongested = false;

  const clear = (): void => {
    const blankRow: readonly Cell[] = new Array<Cell>(size.columns).fill(blankCell);
    shownRows = new Array<string>(size.rows).fill('');
    shownCells = new Array<readonly Cell[]>(size.rows).fill(blankRow);
    pen = createPen(size.columns);
    pen.clear();
    isShownKnown = true;
  };

  const paintRow = (y: number, row: string): void => {
    if (row === shownRows[y]) return;
    const after = parseRow(row, size.columns);
    const { runs, eraseFrom } = changeOf(shownCells[y] ?? [], after);
    for (const { start, end } of runs) {
      for (let x = start; x < end; x += 1) {
        const cell = after[x];
        if (cell === undefined || cell.width === 0) continue;
        pen.goTo(x, y, after);
        pen.put(cell);
      }
    }
    if (eraseFrom !== null) {
      pen.goTo(eraseFrom, y, after);
      pen.eraseTail();
    }
    shownRows[y] = row;
    shownCells[y] = after;
  };

  const flush = (): void => {
    if (newest === null || isCongested) return;
    if (!isShownKnown) clear();
    const frameRows = newest.split('\n', size.rows);
    for (let y = 0; y < size.rows; y += 1) paintRow(y, frameRows[y] ?? '');
    const update = pen.take();
    if (update === '') return;
    if (write(update.length > wholeLength ? beginUpdate + update + endUpdate : update)) return;
    isCongested = true;
    onDrain(() => {
      isCongested = false;
      flush();
    });
  };

  return {
    paint(frame) {
      newest = frame;
      flush();
    },
    resize(newColumns, newRows) {
      size = { columns: newColumns, rows: newRows };
      isShownKnown = false;
    },
    invalidate() {
      isShownKnown = false;
      flush();
    },
  };
};
