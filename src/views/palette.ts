/** The palette: commands and objects by name, fuzzily. The same table as the keys, so what it lists is what there is. */
import fuzzysort from 'fuzzysort';
import type { Place, ScreenState } from '../state/screen.ts';
import type { Command, Outcome } from './command.ts';
import { commands, perform } from './commands.ts';
import type { Model } from './model.ts';

/** One line of the palette. */
export interface PaletteEntry {
  readonly id: string;
  readonly title: string;
  readonly keys: Command['keys'];
  /** Why it cannot run now; null when it can. */
  readonly disabled: string | null;
  readonly run: (model: Model) => Outcome;
}

const commandEntry = (command: Command, model: Model): PaletteEntry => ({
  id: command.id,
  title: command.title,
  keys: command.keys,
  disabled: command.disabled(model),
  run: at => perform(command, at),
});

/** An object is gone to where it belongs, not from where one happens to be: the crumbs must not call it another metro's. */
function objectEntries(model: Model): readonly PaletteEntry[] {
  const { picture } = model;
  const entry = (id: string, title: string, path: ScreenState['path']): PaletteEntry => ({
    id,
    title,
    keys: [],
    disabled: null,
    run: at => ({ screen: { ...at.screen, path } }),
  });
  const home: Place = { pane: 'overview' };
  return [
    ...picture.metros.map(metro =>
      entry(metro.name, `metro, ${metro.verdict}`, [home, { pane: 'metro', name: metro.name }]),
    ),
    ...picture.metros.flatMap(metro =>
      metro.pnis.map(pni =>
        entry(pni.id, `PNI in ${metro.name}, ${pni.state}`, [
          home,
          { pane: 'metro', name: metro.name },
          { pane: 'pni', id: pni.id },
        ]),
      ),
    ),
    ...picture.routers.map(router =>
      entry(router.name, `router in ${router.metro}`, [{ pane: 'routers' }, { pane: 'router', name: router.name }]),
    ),
  ];
}

/** What matches the text typed so far, best first; all commands while nothing is typed. */
export function paletteEntries(text: string, model: Model): readonly PaletteEntry[] {
  const own = commands.filter(command => command.id !== 'palette').map(command => commandEntry(command, model));
  const wanted = text.trim();
  if (wanted === '') return own;
  const all = [...own, ...objectEntries(model)];
  const exact = all.filter(entry => entry.id.toLowerCase() === wanted.toLowerCase());
  const found = fuzzysort
    .go(wanted, all, { keys: ['id', 'title'], limit: 50, threshold: 0.3 })
    // Of equal ones the list's own order, so that they do not change places from look to look.
    .toSorted((a, b) => b.score - a.score || all.indexOf(a.obj) - all.indexOf(b.obj))
    .map(result => result.obj);
  return [...exact, ...found.filter(entry => !exact.includes(entry))];
}
