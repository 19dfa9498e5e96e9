/** What commands do to the screen, as pure functions: a model in, the next screen out. */
import { instant, millis } from '../network/units.ts';
import { type Place, placeKey, placeOf, type ScreenState } from '../state/screen.ts';
import type { Outcome } from './command.ts';
import { currentPlace, currentSort, cursorIndex, type Model, type Row } from './model.ts';

/** Never disabled. */
export const always = (): null => null;
/** Why the cursor has nowhere to go. */
export const noRows = (model: Model): string | null =>
  model.rows.length === 0 ? 'there is nothing to select here' : null;

/** Selects the row at a place of the list, or the nearest there is. */
export function moveTo(model: Model, index: number): Outcome {
  const row = model.rows[Math.min(model.rows.length - 1, Math.max(0, index))];
  const { screen } = model;
  if (row === undefined) return { screen };
  return { screen: { ...screen, cursors: { ...screen.cursors, [placeKey(placeOf(screen))]: row.id } } };
}

/** Selects the row so many further on. */
export const moveBy = (model: Model, step: number): Outcome => moveTo(model, cursorIndex(model) + step);
/** Rows that half a page holds. */
export const halfPage = (model: Model): number => Math.max(1, Math.floor((model.screen.rows - 8) / 2));

/** Goes into a place; the way back is kept. */
export function open(screen: ScreenState, place: Place): ScreenState {
  return placeKey(placeOf(screen)) === placeKey(place) ? screen : { ...screen, path: [...screen.path, place] };
}

/** A pane on the top level: the way there is its own, not the one that was walked. */
export const goTo =
  (place: Place) =>
  (model: Model): Outcome => ({ screen: { ...model.screen, path: [place] } });

/** The row under the cursor. */
export const selectedRow = (model: Model): Row | undefined => model.rows[cursorIndex(model)];

/** Takes the filter away; without one, goes back. */
export function back(model: Model): Outcome {
  const { screen } = model;
  const key = placeKey(placeOf(screen));
  if ((screen.filters[key] ?? '') !== '') return { screen: { ...screen, filters: { ...screen.filters, [key]: '' } } };
  const [first, ...rest] = screen.path.slice(0, -1);
  if (first !== undefined) return { screen: { ...screen, path: [first, ...rest] } };
  return { screen: placeOf(screen).pane === 'overview' ? screen : { ...screen, path: [{ pane: 'overview' }] } };
}

/** Sorts by the next column of the pane. */
export function nextSort(model: Model): Outcome {
  const { pane } = currentPlace(model);
  const columns = [null, ...model.sortColumns];
  const { column, reversed } = currentSort(model);
  const next = columns[(columns.indexOf(column) + 1) % columns.length] ?? null;
  const screen: ScreenState = { ...model.screen, sorts: { ...model.screen.sorts, [pane]: { column: next, reversed } } };
  return { screen: flash(screen, model, next === null ? 'sorted worst first' : `sorted by ${next}`) };
}

/** Turns the order round. */
export function reverse(model: Model): Outcome {
  const { pane } = currentPlace(model);
  const sort = currentSort(model);
  return {
    screen: { ...model.screen, sorts: { ...model.screen.sorts, [pane]: { ...sort, reversed: !sort.reversed } } },
  };
}

const flashLife = millis(6000);

/** The screen with a short message at its bottom. */
export const flash = (
  screen: ScreenState,
  model: Pick<Model, 'now'>,
  text: string,
  tone: 'info' | 'warn' = 'info',
): ScreenState => ({
  ...screen,
  flash: { text, tone, until: instant(model.now + flashLife) },
});

/** Holds the picture, or lets it go on. */
export function freeze(model: Model): Outcome {
  const { screen, live, now } = model;
  return { screen: { ...screen, frozen: screen.frozen === null ? { ...live, since: now } : null } };
}

/** Why the pane cannot be sorted. */
export const notSortable = (model: Model): string | null =>
  model.sortColumns.length === 0 ? 'this pane has one order' : null;
