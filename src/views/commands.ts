/**
 * The one table of commands. The key line, the help, the palette and docs/keys.md are all made from it; a command that
 * is not possible now says why. Running a command is pure: it gives the next screen and what the shell must do.
 */

import { withoutControls } from '../terminal/control-characters.ts';
import type { Key } from '../terminal/keys.ts';
import {
  always,
  back,
  flash,
  freeze,
  goTo,
  halfPage,
  moveBy,
  moveTo,
  nextSort,
  noRows,
  notSortable,
  open,
  reverse,
  selectedRow,
} from './actions.ts';
import type { Command, Outcome } from './command.ts';
import { microsoftCommands } from './microsoft-commands.ts';
import { currentFilter, currentPlace, type Model, type Row } from './model.ts';

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
  ...microsoftCommands,
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
      effect: { kind: 'copy', text: copyText(selectedRow(model)?.copy ?? '') },
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

/** Without anything that a terminal obeys. Only a card has line breaks: pasted into a shell, one would run a command. */
const copyText = (copy: Row['copy']): string =>
  typeof copy === 'string' ? withoutControls(copy) : `${copy.map(withoutControls).join('\n')}\n`;

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
