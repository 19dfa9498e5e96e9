/** What a program sent, cut into updates, each against the least that would have done. */
import xterm from '@xterm/headless';
import { atStart, changedCells, cheapest, waysTo } from './cell-diff.ts';
import { type OnScreen, size } from './on-screen.ts';
import { type Grid, gridOf } from './screen-cells.ts';

/** One update of a screen. */
export interface Update {
  readonly at: number;
  readonly bytes: number;
  /** The cell-diff minimum in bytes. */
  readonly least: number;
  /** Cells that changed. */
  readonly cells: number;
}

/** Reads of one update follow each other within this; updates are further apart. */
const gapMs = 100;

/** Every update since the program began, the first one included. */
export async function updatesOf({ chunks }: OnScreen): Promise<readonly Update[]> {
  const emulator = new xterm.Terminal({ cols: size.columns, rows: size.rows, allowProposedApi: true, scrollback: 0 });
  const updates: Update[] = [];
  let shown: Grid = gridOf(emulator);
  let ways = atStart;
  for (let i = 0; i < chunks.length; ) {
    const at = chunks[i]?.at ?? 0;
    let data = '';
    for (let last = at; i < chunks.length; i += 1) {
      const chunk = chunks[i];
      if (chunk === undefined || chunk.at - last > gapMs) break;
      last = chunk.at;
      data += chunk.data;
    }
    await new Promise<void>(resolve => emulator.write(data, resolve));
    const grid = gridOf(emulator);
    const next = waysTo(shown, grid, ways);
    const least = cheapest(next) - cheapest(ways);
    updates.push({ at, bytes: Buffer.byteLength(data), least, cells: changedCells(shown, grid) });
    shown = grid;
    ways = next;
  }
  return updates;
}
