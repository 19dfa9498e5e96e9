/** The commands about Microsoft's side: rows of the one table of commands. */
import type { Peering } from '../network/microsoft/peerings.ts';
import type { PrefixView } from '../network/microsoft/prefixes.ts';
import type { Place } from '../state/screen.ts';
import { flash, goTo, open, selectedRow } from './actions.ts';
import type { Command } from './command.ts';
import { openForm } from './form-prompt.ts';
import { routesQuestion } from './forms.ts';
import { currentPlace, type Model } from './model.ts';

/** Why Microsoft cannot be asked now. */
function cannotAsk(model: Model): string | null {
  if (model.picture.microsoft === null) return "Microsoft's side is not configured";
  if (model.replay !== null) return 'this is a recording';
  return model.screen.frozen === null ? null : 'the picture is frozen; Space goes on';
}

/** The PNI that is on screen or selected. */
function pniAt(model: Model): string | null {
  const place = currentPlace(model);
  if (place.pane === 'pni') return place.id;
  if (place.pane === 'card') return place.of === 'pni' ? place.id : null;
  const opens = selectedRow(model)?.opens ?? null;
  return opens?.pane === 'pni' ? opens.id : null;
}

/** The PNI that a card would be about; a connection of which no PNI was found may need one most. */
function cardAt(model: Model): Place | null {
  const pni = pniAt(model);
  if (pni !== null) return { pane: 'card', of: 'pni', id: pni, phones: false };
  const row = currentPlace(model).pane === 'microsoft' ? selectedRow(model) : undefined;
  return row === undefined ? null : { pane: 'card', of: 'connection', id: row.id, phones: false };
}

/** The prefix that is on screen or selected. */
function prefixAt(model: Model): string | null {
  const place = currentPlace(model);
  if (place.pane === 'prefix') return place.prefix;
  const opens = selectedRow(model)?.opens ?? null;
  return opens?.pane === 'prefix' ? opens.prefix : null;
}

/** The peering of the connection or PNI that is on screen or selected. */
function peeringAt(model: Model): Peering | null {
  const { microsoft } = model.picture;
  const place = currentPlace(model);
  if (microsoft === null) return null;
  if (place.pane === 'routes')
    return microsoft.peerings.find(each => each.peering.key === place.peering)?.peering ?? null;
  if (place.pane === 'microsoft') {
    return microsoft.connections.find(each => each.id === selectedRow(model)?.id)?.peering ?? null;
  }
  return microsoft.join.byPni.get(pniAt(model) ?? '')?.[0]?.peering ?? null;
}

/** The registration of the prefix on screen or selected. */
function registeredAt(model: Model): PrefixView | undefined {
  const place = currentPlace(model);
  const views = model.picture.microsoft?.prefixes ?? [];
  return place.pane === 'prefixes'
    ? views.find(each => each.id === selectedRow(model)?.id && each.registered !== null)
    : views.find(each => each.prefix === prefixAt(model) && each.registered !== null);
}

/** In the order of the key line, the help and the palette. */
export const microsoftCommands: readonly Command[] = [
  {
    id: 'microsoft',
    title: "Microsoft's side of every PNI",
    keys: ['5'],
    category: 'Open',
    danger: 'none',
    hint: 'Microsoft',
    disabled: () => null,
    run: goTo({ pane: 'microsoft' }),
  },
  {
    id: 'prefixes',
    title: 'Routes and prefixes at Microsoft',
    keys: ['6'],
    category: 'Open',
    danger: 'none',
    hint: 'prefixes',
    disabled: () => null,
    run: goTo({ pane: 'prefixes' }),
  },
  {
    id: 'maintenance',
    title: 'Work that Microsoft has announced',
    keys: ['7'],
    category: 'Open',
    danger: 'none',
    hint: 'maintenance',
    disabled: () => null,
    run: goTo({ pane: 'maintenance' }),
  },
  {
    id: 'latency',
    title: 'Latency per location',
    keys: ['8'],
    category: 'Open',
    danger: 'none',
    hint: 'latency',
    disabled: () => null,
    run: goTo({ pane: 'latency' }),
  },
  {
    id: 'findings',
    title: "Where our list and Microsoft's differ",
    keys: ['f'],
    category: 'Microsoft',
    danger: 'none',
    disabled: model => (model.picture.microsoft === null ? "Microsoft's side is not configured" : null),
    run: goTo({ pane: 'findings' }),
  },
  {
    id: 'escalate',
    title: 'Escalation card: ids, addresses, contacts',
    keys: ['e'],
    category: 'Microsoft',
    danger: 'none',
    hint: 'escalate',
    disabled: model => {
      if (model.picture.microsoft === null) return "Microsoft's side is not configured";
      return cardAt(model) === null ? 'no PNI or connection is selected here' : null;
    },
    run: model => {
      const card = cardAt(model);
      return { screen: card === null ? model.screen : open(model.screen, card) };
    },
  },
  {
    id: 'phones',
    title: 'Show or withhold telephone numbers',
    keys: ['p'],
    category: 'Microsoft',
    danger: 'none',
    disabled: model => (currentPlace(model).pane === 'card' ? null : 'only an escalation card has any'),
    run: model => {
      const place = currentPlace(model);
      if (place.pane !== 'card') return { screen: model.screen };
      const [first, ...rest] = [...model.screen.path.slice(0, -1), { ...place, phones: !place.phones }];
      const screen = first === undefined ? model.screen : { ...model.screen, path: [first, ...rest] as const };
      return place.phones || cannotAsk(model) !== null
        ? { screen }
        : { screen, effect: { kind: 'ask', question: { kind: 'contacts' } } };
    },
  },
  {
    id: 'check',
    title: 'Check the prefix on every session',
    keys: ['c'],
    category: 'Microsoft',
    danger: 'none',
    hint: 'check',
    disabled: model =>
      cannotAsk(model) ?? (prefixAt(model) === null ? 'no prefix is selected here; C takes any' : null),
    run: model => {
      const prefix = prefixAt(model);
      if (prefix === null) return { screen: model.screen };
      const { effect, said } = routesQuestion(prefix, model);
      return { screen: flash(open(model.screen, { pane: 'prefix', prefix }), model, said), effect };
    },
  },
  {
    id: 'check-any',
    title: 'Check any prefix on every session',
    keys: ['C'],
    category: 'Microsoft',
    danger: 'none',
    disabled: cannotAsk,
    run: model => ({ screen: openForm(model.screen, 'check-prefix', '') }),
  },
  {
    id: 'routes',
    title: 'Routes that Microsoft hears here: a sample',
    keys: ['r'],
    category: 'Microsoft',
    danger: 'none',
    disabled: model => cannotAsk(model) ?? (peeringAt(model) === null ? 'no connection is selected here' : null),
    run: model => {
      const peering = peeringAt(model);
      if (peering === null) return { screen: model.screen };
      const screen = open(model.screen, { pane: 'routes', peering: peering.key });
      return { screen, effect: { kind: 'ask', question: { kind: 'routes', peerings: [peering], prefix: null } } };
    },
  },
  {
    id: 'validate',
    title: 'Have Microsoft validate this prefix again',
    keys: ['v'],
    category: 'Microsoft',
    danger: 'changes-microsoft',
    disabled: model =>
      cannotAsk(model) ?? (registeredAt(model) === undefined ? 'no registered prefix is selected here' : null),
    run: model => ({ screen: openForm(model.screen, 'validate', registeredAt(model)?.id ?? '') }),
  },
  {
    id: 'looking-glass',
    title: 'Looking glass: ping, traceroute, route',
    keys: ['L'],
    category: 'Microsoft',
    danger: 'none',
    disabled: cannotAsk,
    run: model => ({ screen: openForm(model.screen, 'looking-glass', '') }),
  },
  {
    id: 'provider-availability',
    title: 'Is a provider available at a location',
    keys: ['A'],
    category: 'Microsoft',
    danger: 'none',
    disabled: cannotAsk,
    run: model => ({ screen: openForm(model.screen, 'provider-availability', '') }),
  },
  {
    id: 'note',
    title: 'Write down a notice that came by mail',
    keys: ['n'],
    category: 'Microsoft',
    danger: 'none',
    disabled: cannotAsk,
    run: model => ({ screen: openForm(model.screen, 'maintenance-note', '') }),
  },
  {
    id: 'calls',
    title: 'Calls to Microsoft, with request ids',
    keys: ['R'],
    category: 'Microsoft',
    danger: 'none',
    disabled: model => (model.picture.microsoft === null ? "Microsoft's side is not configured" : null),
    run: model => ({ screen: open(model.screen, { pane: 'calls' }) }),
  },
];
