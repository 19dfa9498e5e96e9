/**
 * Routes that Microsoft hears over one peering, without a filter: a sample, and labelled so.
 *
 *  A sample: Microsoft cuts this list, so that a prefix which is not in it proves nothing.
 *    PREFIX             FROM         PNI            AS PATH          RPKI     ORIGIN
 *  ▸ 203.0.113.0/24     192.0.2.2    iad-er1/ae0    64496 64500      Valid    Valid
 */
import { ageText } from '../../network/age.ts';
import type { MicrosoftPicture } from '../../network/microsoft/picture.ts';
import { ourEnd } from '../../network/microsoft/prefix-check.ts';
import type { ReceivedRoute } from '../../network/microsoft/routes.ts';
import { told, untold } from '../../network/microsoft/told.ts';
import type { Glyphs } from '../../terminal/glyphs.ts';
import type { Line } from '../../terminal/line.ts';
import { counted } from '../formats/numbers.ts';
import { type Column, layOut, rowLine, titleLine, widest } from '../formats/table.ts';
import { blank, span } from '../formats/text.ts';
import { currentFilter, currentPlace, filterTest, type Model, type Row, type Scene } from '../model.ts';
import { notConfigured } from './microsoft-heard.ts';
import { listLines, nothingListed, type Pane, type Space, sentence } from './pane.ts';

const idOf = (route: ReceivedRoute): string => `${route.prefix} ${route.nextHop ?? ''}`;
const textOf = (route: ReceivedRoute): string =>
  [route.prefix, route.nextHop, route.asPathText, route.rpkiValidation, route.originValidation]
    .filter(Boolean)
    .join(' ');

function routesOf(model: Scene): readonly ReceivedRoute[] {
  const place = currentPlace(model);
  const { microsoft } = model.picture;
  if (place.pane !== 'routes' || microsoft === null) return [];
  const keep = filterTest(currentFilter(model));
  const routes = told(microsoft.state, 'received-routes', place.peering)?.answer.routes ?? [];
  return routes.filter(route => keep(textOf(route)));
}

const rows = (model: Scene): readonly Row[] =>
  routesOf(model).map(route => ({
    id: idOf(route),
    text: textOf(route),
    copy: textOf(route),
    opens: { pane: 'prefix', prefix: route.prefix },
  }));

/** The PNI of the session that a route came over: the next hop is our end of it. */
function pniOfRoute({ nextHop }: ReceivedRoute, { join }: MicrosoftPicture): string | null {
  const from = join.connections.find(joined =>
    joined.connection.sessions.some(session => nextHop !== null && ourEnd(session, joined) === nextHop),
  );
  return from?.pni ?? null;
}

const columns = (
  routes: readonly ReceivedRoute[],
  microsoft: MicrosoftPicture,
  glyphs: Glyphs,
): readonly Column<ReceivedRoute>[] => [
  {
    id: 'prefix',
    title: 'PREFIX',
    align: 'left',
    width: widest(routes, each => each.prefix, 14, 30),
    priority: 0,
    cell: each => ({ text: each.prefix }),
  },
  {
    id: 'from',
    title: 'FROM',
    align: 'left',
    width: widest(routes, each => each.nextHop ?? '', 8, 26),
    priority: 1,
    cell: each => ({ text: each.nextHop ?? glyphs.dash }),
  },
  {
    id: 'pni',
    title: 'PNI',
    align: 'left',
    width: widest(routes, each => pniOfRoute(each, microsoft) ?? '', 8, 26),
    priority: 3,
    cell: each => ({ text: pniOfRoute(each, microsoft) ?? glyphs.dash }),
  },
  {
    id: 'path',
    title: 'AS PATH',
    align: 'left',
    width: widest(routes, each => each.asPathText, 8, 30),
    priority: 0,
    cell: each => ({ text: each.asPathText }),
  },
  {
    id: 'rpki',
    title: 'RPKI',
    align: 'left',
    width: 8,
    priority: 2,
    cell: each => ({
      text: each.rpkiValidation ?? glyphs.dash,
      tone: /^invalid$/i.test(each.rpkiValidation ?? '') ? 'risk' : 'plain',
    }),
  },
  {
    id: 'origin',
    title: 'ORIGIN',
    align: 'left',
    width: 8,
    priority: 2,
    cell: each => ({ text: each.originValidation ?? glyphs.dash }),
  },
];

function lines(model: Model, { width, height }: Space): readonly Line[] {
  const { microsoft } = model.picture;
  const place = currentPlace(model);
  if (microsoft === null || place.pane !== 'routes') return notConfigured(width);
  const { glyphs, picture } = model;
  const name = microsoft.peerings.find(each => each.peering.key === place.peering)?.peering.name ?? place.peering;
  const answer = told(microsoft.state, 'received-routes', place.peering);
  const failure = untold(microsoft.state, 'received-routes', place.peering);
  const all = routesOf(model);
  const layout = layOut(columns(all, microsoft, glyphs), width - 3);
  const age =
    answer === null
      ? 'being asked for'
      : `${counted(answer.answer.routes.length, 'route')}, asked ${ageText(picture.at - answer.at)} ago`;
  const head: readonly Line[] = [
    [span(` ${name}`, 'strong'), span(`, ${age}`, 'dim')],
    ...sentence(
      span(` ${glyphs.unknown} `, 'warn'),
      'A sample: Microsoft cuts this list, so that a prefix which is not in it proves nothing. Enter checks one prefix on every session.',
      'plain',
      width,
    ),
    ...(failure === null ? [] : sentence(span(` ${glyphs.unknown} `, 'warn'), failure.value.text, 'plain', width)),
    blank,
  ];
  if (all.length === 0) return [...head, ...(answer === null ? [] : nothingListed('route', layout, model))];
  const known = new Map(all.map(route => [idOf(route), route]));
  const drawn = listLines(model, Math.max(2, height - head.length - 1), row => {
    const route = known.get(row.id);
    return route === undefined ? blank : rowLine(layout, route, glyphs.ellipsis);
  });
  return [...head, [span('  '), ...titleLine(layout, glyphs.ellipsis)], ...drawn].slice(0, height);
}

/** Received routes of one peering. */
export const routesPane: Pane = { rows, lines, sortColumns: [] };
