/** One router: what it says of itself, what it does not tell, and its PNIs. */
import type { Pni } from '../../network/pni.ts';
import type { Line } from '../../terminal/line.ts';
import { durationText } from '../formats/numbers.ts';
import { pniColumns } from '../formats/pni-table.ts';
import { layOut, rowLine, titleLine } from '../formats/table.ts';
import { blank, span } from '../formats/text.ts';
import { currentFilter, currentPlace, filterTest, type Model, type Row, type Scene } from '../model.ts';
import { listLines, type Pane, type Space } from './pane.ts';
import { routerFacts } from './routers.ts';

const nameOf = (model: Scene): string => {
  const place = currentPlace(model);
  return place.pane === 'router' ? place.name : '';
};

function pnisOf(model: Scene): readonly Pni[] {
  const keep = filterTest(currentFilter(model));
  return model.picture.metros
    .flatMap(metro => metro.pnis)
    .filter(pni => pni.router === nameOf(model) && keep(`${pni.id} ${pni.metro} ${pni.state} ${pni.alias}`));
}

const rows = (model: Scene): readonly Row[] =>
  pnisOf(model).map(pni => ({
    id: pni.id,
    text: `${pni.id} ${pni.metro} ${pni.state}`,
    opens: { pane: 'pni', id: pni.id },
  }));

function lines(model: Model, { width, height }: Space): readonly Line[] {
  const { glyphs, picture } = model;
  const router = picture.routers.find(each => each.name === nameOf(model));
  if (router === undefined) return [[span(' This router is no longer in the picture; Esc goes back.', 'dim')]];
  const pnis = pnisOf(model);
  const byId = new Map(pnis.map(pni => [pni.id, pni]));
  const layout = layOut(pniColumns(pnis, glyphs, true), width - 3);
  const cost = router.cost;
  const head: Line[] = [
    [
      span(
        ` up ${router.upTime === null ? glyphs.dash : durationText(router.upTime)}, ${router.interfaces} interfaces, ${router.sessions} BGP sessions with the peers that count, last cycle ${router.took === null ? glyphs.dash : `${router.took.toFixed(1)} ms`}${cost === null ? '' : `, ${cost.requests} requests, ${cost.bytesIn} octets in`}`,
      ),
    ],
    blank,
  ];
  const drawn =
    pnis.length === 0
      ? [[span('  no PNI', 'dim')]]
      : listLines(model, Math.max(1, height - 10), row => {
          const pni = byId.get(row.id);
          return pni === undefined ? blank : rowLine(layout, pni, glyphs.ellipsis);
        });
  return [
    ...head,
    [span('  '), ...titleLine(layout, glyphs.ellipsis)],
    ...drawn,
    blank,
    ...routerFacts(router, model),
  ].slice(0, height);
}

/** One router. */
export const routerPane: Pane = { rows, lines, sortColumns: [] };
