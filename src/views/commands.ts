/**
 * The one table of commands. The key line, the help, the palette and docs/keys.md are all made from it; a command that
 * is not possible now says why. Running a command is pure: it gives the next screen and what the shell must do.
 */

import { instant, millis } from '../network/units.ts';
import { type Place, placeKey, placeOf, type ScreenState } from '../state/screen.ts';
import { withoutControls } from '../terminal/control-characters.ts';
import type { Key } from '../terminal/keys.ts';
import { currentFilter, currentPlace, currentSort, cursorIndex, type Model, type Row } from './model.ts';

/** What the shell does for a command; everything else is the next screen. */
export type Effect =
  | { readonly kind: 'quit' }
  | { readonly kind: 'suspend' }
  | { readonly kind: 'redraw' }
  | { readonly kind: 'copy'; readonly text: string }
  | { readonly kind: 'dump' };

/** What running a command gives. */
export interface Outcome {
  readonly screen: ScreenState;
  readonly effect?: Effect;
}

/** Whether a command changes anything outside the screen. Nothing in this table does. */
export type Danger = 'none' | 'changes-network';

/** Groups of the help page, in its order. */
export const categories = ['Move', 'Open', 'Find', 'Show', 'Take along', 'Program'] as const;

/** One command. */
export interface Command {
  readonly id: string;
  readonly title: string;
  readonly keys: readonly Key[];
  readonly category: (typeof categories)[number];
  readonly danger: Danger;
  /** Its short name in the key line; without one it is not shown there. */
  readonly hint?: string;
  /** Why it is not possible now; null when it is. */
  readonly disabled: (model: Model) => string | null;
  readonly run: (model: Model) => Outcome;
}

const always = (): null => null;
const noRows = (model: Model): string | null => (model.rows.length === 0 ? 'there is nothing to select here' : null);

function moveTo(model: Model, index: number): Outcome {
  const row = model.rows[Math.min(model.rows.length - 1, Math.max(0, index))];
  const { screen } = model;
  if (row === undefined) return { screen };
  return { screen: { ...screen, cursors: { ...screen.cursors, [placeKey(placeOf(screen))]: row.id } } };
}

const moveBy = (model: Model, step: number): Outcome => moveTo(model, cursorIndex(model) + step);
const halfPage = (model: Model): number => Math.max(1, Math.floor((model.screen.rows - 8) / 2));

/** Goes into a place; the way back is kept. */
function open(screen: ScreenState, place: Place): ScreenState {
  return placeKey(placeOf(screen)) === placeKey(place) ? screen : { ...screen, path: [...screen.path, place] };
}

/** A pane on the top level: the way there is its own, not the one that was walked. */
const goTo =
  (place: Place) =>
  (model: Model): Outcome => ({ screen: { ...model.screen, path: [place] } });

const selectedRow = (model: Model): Row | undefined => model.rows[cursorIndex(model)];

function back(model: Model): Outcome {
  const { screen } = model;
  const key = placeKey(placeOf(screen));
  if ((screen.filters[key] ?? '') !== '') return { screen: { ...screen, filters: { ...screen.filters, [key]: '' } } };
  const [first, ...rest] = screen.path.slice(0, -1);
  if (first !== undefined) return { screen: { ...screen, path: [first, ...rest] } };
  return { screen: placeOf(screen).pane === 'overview' ? screen : { ...screen, path: [{ pane: 'overview' }] } };
}

function nextSort(model: Model): Outcome {
  const { pane } = currentPlace(model);
  const columns = [null, ...model.sortColumns];
  const { column, reversed } = currentSort(model);
  const next = columns[(columns.indexOf(column) + 1) % columns.length] ?? null;
  const screen: ScreenState = { ...model.screen, sorts: { ...model.screen.sorts, [pane]: { column: next, reversed } } };
  return { screen: flash(screen, model, next === null ? 'sorted worst first' : `sorted by ${next}`) };
}

function reverse(model: Model): Outcome {
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

function freeze(model: Model): Outcome {
  const { screen, live, now } = model;
  return { screen: { ...screen, frozen: screen.frozen === null ? { ...live, since: now } : null } };
}

const notSortable = (model: Model): string | null =>
  model.sortColumns.length === 0 ? 'this pane has one order' : null;

/** Every command, in the order of the key line, the help and the palette. */
export const commands: readonly Command[] = [
  {
    id: 'open',
    title: 'Open what is selected',
    keys: ['enter'],
    category: 'Open',
    danger: 'none',
    hint: 'open',
    disabled: model => noRows(model) ?? (selectedRow(model)?.opens === null ? 'nothing lies behind this row' : null),
    run: model => {
      const target = selectedRow(model)?.opens ?? null;
      return { screen: target === null ? model.screen : open(model.screen, target) };
    },
  },
  {
    id: 'back',
    title: 'Back; takes a filter away first',
    keys: ['escape'],
    category: 'Open',
    danger: 'none',
    hint: 'back',
    disabled: model =>
      model.screen.path.length === 1 && currentFilter(model) === '' && currentPlace(model).pane === 'overview'
        ? 'this is the outermost pane'
        : null,
    run: back,
  },
  {
    id: 'overview',
    title: 'Metros',
    keys: ['1'],
    category: 'Open',
    danger: 'none',
    hint: 'metros',
    disabled: always,
    run: goTo({ pane: 'overview' }),
  },
  {
    id: 'pnis',
    title: 'PNIs of all metros',
    keys: ['2'],
    category: 'Open',
    danger: 'none',
    hint: 'PNIs',
    disabled: always,
    run: goTo({ pane: 'pnis' }),
  },
  {
    id: 'routers',
    title: 'Routers',
    keys: ['3'],
    category: 'Open',
    danger: 'none',
    hint: 'routers',
    disabled: always,
    run: goTo({ pane: 'routers' }),
  },
  {
    id: 'events',
    title: 'Events',
    keys: ['4'],
    category: 'Open',
    danger: 'none',
    hint: 'events',
    disabled: always,
    run: goTo({ pane: 'events' }),
  },
  {
    id: 'down',
    title: 'Down',
    keys: ['j', 'down', 'l', 'right'],
    category: 'Move',
    danger: 'none',
    disabled: noRows,
    run: model => moveBy(model, 1),
  },
  {
    id: 'up',
    title: 'Up',
    keys: ['k', 'up', 'h', 'left'],
    category: 'Move',
    danger: 'none',
    disabled: noRows,
    run: model => moveBy(model, -1),
  },
  {
    id: 'top',
    title: 'First row',
    keys: ['g', 'home'],
    category: 'Move',
    danger: 'none',
    disabled: noRows,
    run: model => moveTo(model, 0),
  },
  {
    id: 'bottom',
    title: 'Last row',
    keys: ['G', 'end'],
    category: 'Move',
    danger: 'none',
    disabled: noRows,
    run: model => moveTo(model, Number.MAX_SAFE_INTEGER),
  },
  {
    id: 'half-down',
    title: 'Half a page down',
    keys: ['ctrl-d', 'pagedown'],
    category: 'Move',
    danger: 'none',
    disabled: noRows,
    run: model => moveBy(model, halfPage(model)),
  },
  {
    id: 'half-up',
    title: 'Half a page up',
    keys: ['ctrl-u', 'pageup'],
    category: 'Move',
    danger: 'none',
    disabled: noRows,
    run: model => moveBy(model, -halfPage(model)),
  },
  {
    id: 'filter',
    title: 'Filter by regular expression; !x leaves x out',
    keys: ['/'],
    category: 'Find',
    danger: 'none',
    hint: 'filter',
    disabled: always,
    run: model => ({
      screen: { ...model.screen, prompt: { kind: 'filter', text: currentFilter(model), before: currentFilter(model) } },
    }),
  },
  {
    id: 'palette',
    title: 'Run a command; go to a metro, PNI or router',
    keys: [':'],
    category: 'Find',
    danger: 'none',
    hint: 'command',
    disabled: always,
    run: model => ({ screen: { ...model.screen, prompt: { kind: 'palette', text: '', selected: 0 } } }),
  },
  {
    id: 'sort',
    title: 'Sort by the next column',
    keys: ['s'],
    category: 'Find',
    danger: 'none',
    disabled: notSortable,
    run: nextSort,
  },
  {
    id: 'reverse',
    title: 'Turn the order round',
    keys: ['S'],
    category: 'Find',
    danger: 'none',
    disabled: notSortable,
    run: reverse,
  },
  {
    id: 'freeze',
    title: 'Hold the picture, or go on; polling goes on',
    keys: [' '],
    category: 'Show',
    danger: 'none',
    hint: 'freeze',
    disabled: always,
    run: freeze,
  },
  {
    id: 'theme',
    title: 'Colours: default, or for colour-blind eyes',
    keys: ['T'],
    category: 'Show',
    danger: 'none',
    disabled: always,
    run: model => ({
      screen: { ...model.screen, theme: model.screen.theme === 'default' ? 'colour-blind' : 'default' },
    }),
  },
  {
    id: 'redraw',
    title: 'Draw the screen anew',
    keys: ['ctrl-l'],
    category: 'Show',
    danger: 'none',
    disabled: always,
    run: model => ({ screen: model.screen, effect: { kind: 'redraw' } }),
  },
  {
    id: 'copy',
    title: 'Copy the selected row to your clipboard',
    keys: ['y'],
    category: 'Take along',
    danger: 'none',
    disabled: noRows,
    run: model => ({
      screen: flash(model.screen, model, 'row copied, if the terminal takes OSC 52'),
      effect: { kind: 'copy', text: withoutControls(selectedRow(model)?.copy ?? '') },
    }),
  },
  {
    id: 'dump',
    title: 'Write this screen to a file',
    keys: ['ctrl-s'],
    category: 'Take along',
    danger: 'none',
    disabled: always,
    run: model => ({ screen: model.screen, effect: { kind: 'dump' } }),
  },
  {
    id: 'help',
    title: 'Help: every key of this table',
    keys: ['?', 'f1'],
    category: 'Program',
    danger: 'none',
    hint: 'help',
    disabled: always,
    run: model => ({ screen: open(model.screen, { pane: 'help' }) }),
  },
  {
    id: 'suspend',
    title: 'Back to the shell; fg returns',
    keys: ['ctrl-z'],
    category: 'Program',
    danger: 'none',
    disabled: always,
    run: model => ({ screen: model.screen, effect: { kind: 'suspend' } }),
  },
  {
    id: 'quit',
    title: 'Quit',
    keys: ['q', 'ctrl-c'],
    category: 'Program',
    danger: 'none',
    hint: 'quit',
    disabled: always,
    run: model => ({ screen: model.screen, effect: { kind: 'quit' } }),
  },
];

const byKey = new Map<Key, Command>(
  commands.flatMap(command => command.keys.map((key): [Key, Command] => [key, command])),
);

/** The command of a key. */
export const commandOf = (key: Key): Command | undefined => byKey.get(key);

/** Runs a command, or says why it cannot run now. */
export function perform(command: Command, model: Model): Outcome {
  const reason = command.disabled(model);
  return reason === null
    ? command.run(model)
    : { screen: flash(model.screen, model, `${command.title}: ${reason}`, 'warn') };
}
