/**
 * Routes and prefixes: what is registered at Microsoft, what is wrong first; Enter checks one on every session.
 *
 *  Microsoft, 42 s old …
 *    PREFIX            KIND        VALIDATION  UNDER        WHAT MICROSOFT SAYS
 *  ▸ ■ 192.0.2.0/24    registered  Failed      ex-ashburn   Advertisement missing MAPS community
 *
 *  the selected prefix: what to do; registered AS numbers of route-server peerings
 */

import type { MicrosoftPicture } from '../../network/microsoft/picture.ts';
import type { PrefixView } from '../../network/microsoft/prefixes.ts';
import { allTold } from '../../network/microsoft/told.ts';
import { adviceOf } from '../../network/microsoft/validation-messages.ts';
import { wallTime } from '../../network/picture.ts';
import type { Line } from '../../terminal/line.ts';
import { openEventText, prefixColumns, prefixLook } from '../formats/prefix-table.ts';
import { layOut } from '../formats/table.ts';
import { blank, span } from '../formats/text.ts';
import { currentFilter, cursorIndex, filterTest, type Model, type Row, type Scene } from '../model.ts';
import { heardLines, notConfigured } from './microsoft-heard.ts';
import { listAndFacts, nothingListed, type Pane, type Space, sentence } from './pane.ts';

const textOf = (view: PrefixView): string =>
  [view.prefix, view.kind, view.name, view.owner, view.validation, view.errorMessage, view.events.at(-1)?.type]
    .filter(Boolean)
    .join(' ');

const viewsOf = (model: Scene): readonly PrefixView[] =>
  (model.picture.microsoft?.prefixes ?? []).filter(view => filterTest(currentFilter(model))(textOf(view)));

const rows = (model: Scene): readonly Row[] =>
  viewsOf(model).map(view => ({
    id: view.id,
    text: textOf(view),
    copy: [view.prefix, view.kind, view.owner, view.validation, view.errorMessage].filter(Boolean).join(', '),
    opens: { pane: 'prefix', prefix: view.prefix },
  }));

/** What is wrong with a prefix and what to do about it. */
export function adviceLines(view: PrefixView, { glyphs, picture }: Model, width: number): readonly Line[] {
  const look = prefixLook(view, glyphs);
  const mark = span(`   ${look.glyph} `, look.tone);
  const advice = adviceOf(view.errorMessage);
  if (advice === null) {
    const why =
      view.severity === null
        ? null
        : (openEventText(view, wallTime(picture, picture.at)) ?? 'Microsoft gives no reason');
    return sentence(mark, why === null ? look.word : `${look.word}: ${why}`, 'plain', width);
  }
  return [
    ...sentence(mark, view.errorMessage ?? '', 'plain', width),
    ...sentence(span('     '), `What to do: ${advice.todo}.`, 'plain', width),
  ];
}

function asnLines({ state, peerings }: MicrosoftPicture, { glyphs }: Model, width: number): readonly Line[] {
  return allTold(state, 'registered-asns').flatMap(({ subject, answer }) => {
    const name = peerings.find(each => each.peering.key === subject)?.peering.name ?? subject;
    const asns = answer.asns.map(
      each =>
        `AS${each.asn ?? glyphs.unknown}${each.provisioningState === 'Succeeded' ? '' : ` ${each.provisioningState ?? ''}`}`,
    );
    return asns.length === 0
      ? []
      : sentence(span(' '), `Registered AS numbers of ${name}: ${asns.join(', ')}`, 'dim', width);
  });
}

function lines(model: Model, { width, height }: Space): readonly Line[] {
  const { glyphs, picture } = model;
  const { microsoft } = picture;
  if (microsoft === null) return notConfigured(width);
  const views = viewsOf(model);
  const head = heardLines(microsoft, model, ['registered-prefixes', 'registered-asns', 'service-prefixes'], width, [
    'services',
    'validate',
  ]);
  const layout = layOut(prefixColumns(views, wallTime(picture, picture.at), glyphs), width - 3);
  const known = new Map(views.map(view => [view.id, view]));
  const chosen = known.get(model.rows[cursorIndex(model)]?.id ?? '');
  const asns = asnLines(microsoft, model, width);
  if (chosen === undefined) return [...head, blank, ...nothingListed('prefix', layout, model), blank, ...asns];
  const facts = [
    [span(` ${chosen.prefix}`, 'strong'), span(`, ${chosen.kind} as ${chosen.name} under ${chosen.owner}`, 'dim')],
    ...adviceLines(chosen, model, width),
    ...asns,
  ];
  return listAndFacts(model, height, { head, layout, find: id => known.get(id), facts, factsRoom: 8 });
}

/** Registered and service prefixes. */
export const prefixesPane: Pane = { rows, lines, sortColumns: [] };
