import { blankCell, type Cell, sameCell } from './cells.ts';

/** Cells of one row from `start` up to, not including, `end`. */
export interface Run {
  readonly start: number;
  readonly end: number;
}

/** What must be done to a row: runs to write, left to right, and the column from which the rest is erased. */
export interface RowChange {
  readonly runs: readonly Run[];
  readonly eraseFrom: number | null;
}

/** Bytes of EL, "erase to end of line" (CSI K). */
const eraseCost = 3;

/** The columns where two rows of the same length differ; never half of a wide character. */
export const diffRows = (before: readonly Cell[], after: readonly Cell[]): readonly Run[] => {
  const runs: Run[] = [];
  const { length } = after;
  const differs = (x: number): boolean => !sameCell(before[x] ?? blankCell, after[x] ?? blankCell);
  let x = 0;
  while (x < length) {
    if (!differs(x)) {
      x += 1;
      continue;
    }
    const start = x;
    // A new wide character writes its second half too, even where that half looks as before.
    while (x < length && (differs(x) || after[x]?.width === 0)) x += 1;
    runs.push({ start, end: x });
  }
  return runs;
};

const blankFrom = (cells: readonly Cell[]): number => {
  let from = cells.length;
  while (from > 0 && sameCell(cells[from - 1] ?? blankCell, blankCell)) from -= 1;
  return from;
};

/** The change from one row to another; the row's tail is erased where that is shorter than writing blanks. */
export const changeOf = (before: readonly Cell[], after: readonly Cell[]): RowChange => {
  const runs = diffRows(before, after);
  const last = runs.at(-1);
  const tail = blankFrom(after);
  if (last === undefined || last.end <= tail) return { runs, eraseFrom: null };

  const firstInTail = runs.find(run => run.end > tail) ?? last;
  const eraseFrom = Math.max(firstInTail.start, tail);
  if (last.end - eraseFrom <= eraseCost) return { runs, eraseFrom: null };
  const kept = runs
    .filter(run => run.start < eraseFrom)
    .map(run => ({ start: run.start, end: Math.min(run.end, eraseFrom) }));
  return { runs: kept, eraseFrom };
};
