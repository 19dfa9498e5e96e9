/** What a pane is drawn from: one picture, the events until then, and the state of the screen. */
import type { FleetEvent } from '../network/events.ts';
import type { Picture } from '../network/picture.ts';
import type { Instant } from '../network/units.ts';
import { type Place, placeKey, placeOf, type ScreenState, type SortOrder } from '../state/screen.ts';
import type { Glyphs } from '../terminal/glyphs.ts';

/** Everything at one moment, before a pane has looked at it. While frozen, `picture` and `events` are the held ones and `live` goes on. */
export interface Scene {
  readonly picture: Picture;
  readonly events: readonly FleetEvent[];
  readonly live: { readonly picture: Picture; readonly events: readonly FleetEvent[] };
  readonly screen: ScreenState;
  readonly glyphs: Glyphs;
  readonly now: Instant;
  /** Set while a recording is shown: what it is and how far. */
  readonly replay: string | null;
}

/** A scene with the rows of the pane on screen, filtered and sorted: what the cursor walks over. */
export interface Model extends Scene {
  readonly rows: readonly Row[];
  /** Columns that the pane can be sorted by. */
  readonly sortColumns: readonly string[];
  /** The pane that the help page lies over, which is what its commands are about; null elsewhere. */
  readonly below: Model | null;
}

/** One row of a pane that can be selected. */
export interface Row {
  readonly id: string;
  /** What a filter looks at. */
  readonly text: string;
  /** What a copy takes: one line that can be read elsewhere, or the lines of a card. */
  readonly copy: string | readonly string[];
  /** Where Enter leads; null where it leads nowhere. */
  readonly opens: Place | null;
}

/** The pane on screen. */
export const currentPlace = (scene: Scene): Place => placeOf(scene.screen);

/** The filter of the pane on screen; '' for none. */
export const currentFilter = (scene: Scene): string => scene.screen.filters[placeKey(currentPlace(scene))] ?? '';

/** The order of the pane on screen. */
export const currentSort = (scene: Scene): SortOrder =>
  scene.screen.sorts[currentPlace(scene).pane] ?? { column: null, reversed: false };

/** Whether what is typed so far is a regular expression. */
export function isExpression(filter: string): boolean {
  try {
    new RegExp(filter.replace(/^!/, ''));
    return true;
  } catch {
    return false;
  }
}

/**
 * A filter as a test of texts: a regular expression, `!` in front turns it round. While it is being typed it may not be
 * a regular expression yet; then it is looked for as it stands.
 */
export function filterTest(filter: string): (text: string) => boolean {
  const inverse = filter.startsWith('!');
  const pattern = inverse ? filter.slice(1) : filter;
  if (pattern === '') return () => true;
  let test: (text: string) => boolean;
  try {
    const expression = new RegExp(pattern, 'i');
    test = text => expression.test(text);
  } catch {
    const wanted = pattern.toLowerCase();
    test = text => text.toLowerCase().includes(wanted);
  }
  return inverse ? text => !test(text) : test;
}

/** The index of the selected row; the first row when the selected object is not on the list. */
export function cursorIndex(model: Model): number {
  const wanted = model.screen.cursors[placeKey(currentPlace(model))];
  return Math.max(
    0,
    model.rows.findIndex(row => row.id === wanted),
  );
}

/** The slice of a list that keeps the cursor in sight: `height` rows, the cursor in the middle where there is more. */
export function windowOf(
  count: number,
  cursor: number,
  height: number,
): { readonly from: number; readonly to: number } {
  if (count <= height) return { from: 0, to: count };
  const from = Math.min(Math.max(0, cursor - Math.floor(height / 2)), count - height);
  return { from, to: from + height };
}
