/** One router: what it says of itself, what it does not tell, and its PNIs. */
import type { Pni } from '../../network/pni.ts';
import type { Line } from '../../terminal/line.ts';
import { counted, durationText } from '../formats/numbers.ts';
import { pniColumns } from '../formats/pni-table.ts';
import { layOut, rowLine, titleLine } from '../formats/table.ts';
import { blank, joined, span } from '../formats/text.ts';
import { currentPlace, type Model, type Row, type Scene } from '../model.ts';
import { listLines, nothingListed, type Pane, type Space } from './pane.ts';
import { keptPnis, pniRows } from './pni-rows.ts';
import { routerFacts } from './routers.ts';

const nameOf = (model: Scene): string => {
  const place = currentPlace(model);
  return place.pane === 'router' ? place.name : '';
};

function pnisOf(model: Scene): readonly Pni[] {
  const router = nameOf(model);
  return keptPnis(
    model,
    model.picture.metros.flatMap(metro => metro.pnis).filter(pni => pni.router === router),
  );
}

const rows = (model: Scene): readonly Row[] => pniRows(pnisOf(model));

function lines(model: Model, { width, height }: Space): readonly Line[] {
  const { glyphs, picture } = model;
  const router = picture.routers.find(each => each.name === nameOf(model));
  if (router === undefined) return [[span(' This router is no longer in the picture; Esc goes back.', 'dim')]];
  const pnis = pnisOf(model);
  const byId = new Map(pnis.map(pni => [pni.id, pni]));
  const layout = layOut(pniColumns(pnis, picture, glyphs, true), width - 3);
  const heard = [
    `up ${router.upTime === null ? glyphs.dash : durationText(router.upTime)}`,
    router.interfaces === null ? 'interfaces not read' : counted(router.interfaces, 'interface'),
    router.sessions === null ? 'sessions not read' : counted(router.sessions, 'BGP session'),
    `last cycle ${router.took === null ? glyphs.dash : `${router.took.toFixed(1)} ms`}`,
  ];
  if (router.cost !== null) heard.push(counted(router.cost.requests, 'request'), `${router.cost.bytesIn} octets in`);
  const head: readonly Line[] = [
    [span(` ${joined(router.age === null ? ['nothing heard yet'] : heard, width - 2, glyphs.ellipsis)}`)],
    blank,
  ];
  const table =
    pnis.length === 0
      ? nothingListed('PNI', layout, model)
      : [
          [span('  '), ...titleLine(layout, glyphs.ellipsis)],
          ...listLines(model, Math.max(1, height - 10), row => {
            const pni = byId.get(row.id);
            return pni === undefined ? blank : rowLine(layout, pni, glyphs.ellipsis);
          }),
        ];
  const left = height - head.length - table.length - 1;
  return [...head, ...table, blank, ...routerFacts(router, model, { width, height: left })];
}

/** One router. */
export const routerPane: Pane = { rows, lines, sortColumns: [] };
