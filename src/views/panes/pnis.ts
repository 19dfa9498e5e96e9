/** Every PNI of every metro in one table. */
import { byName } from '../../network/order.ts';
import type { Pni, PniState } from '../../network/pni.ts';
import type { Line } from '../../terminal/line.ts';
import { pniColumns } from '../formats/pni-table.ts';
import { layOut, rowLine, titleLine } from '../formats/table.ts';
import { blank, span } from '../formats/text.ts';
import { currentSort, cursorIndex, type Model, type Row, type Scene } from '../model.ts';
import { reasonText } from './overview.ts';
import { listLines, nothingListed, type Pane, type Space } from './pane.ts';
import { keptPnis, pniRows } from './pni-rows.ts';

const worstFirst: Readonly<Record<PniState, number>> = {
  down: 0,
  unknown: 1,
  degraded: 2,
  draining: 3,
  drained: 4,
  shut: 5,
  up: 6,
};

const orders: Readonly<Record<string, (a: Pni, b: Pni) => number>> = {
  name: (a, b) => byName(a.id, b.id),
  metro: (a, b) => byName(a.metro, b.metro) || byName(a.id, b.id),
  in: (a, b) => (b.rates?.in ?? -1) - (a.rates?.in ?? -1),
  used: (a, b) => (b.utilization ?? -1) - (a.utilization ?? -1),
};

function pnisOf(model: Scene): readonly Pni[] {
  const all = keptPnis(
    model,
    model.picture.metros.flatMap(metro => metro.pnis),
  );
  const { column, reversed } = currentSort(model);
  const order = column === null ? undefined : orders[column];
  const sorted = all.toSorted(order ?? ((a, b) => worstFirst[a.state] - worstFirst[b.state] || byName(a.id, b.id)));
  return reversed ? sorted.toReversed() : sorted;
}

const rows = (model: Scene): readonly Row[] => pniRows(pnisOf(model));

/** Lines of reasons below the table, at most. */
const mostReasons = 4;

const reasonsOf = (pni: Pni | undefined, model: Model, width: number): readonly Line[] =>
  (pni?.reasons ?? []).flatMap(reason => reasonText(reason, model, width)).slice(0, mostReasons);

function lines(model: Model, { width, height }: Space): readonly Line[] {
  const { glyphs, picture } = model;
  const pnis = pnisOf(model);
  const byId = new Map(pnis.map(pni => [pni.id, pni]));
  const layout = layOut(pniColumns(pnis, picture, glyphs, true), width - 3);
  const list = model.rows;
  if (list.length === 0) return nothingListed('PNI', layout, model);
  // As much as the longest needs, so that the table keeps its height while the cursor walks over it.
  const below = Math.max(
    0,
    ...pnis.map(pni => (pni.reasons.length === 0 ? 0 : reasonsOf(pni, model, width).length + 1)),
  );
  const drawn = listLines(model, Math.max(1, height - 1 - below), row => {
    const pni = byId.get(row.id);
    return pni === undefined ? blank : rowLine(layout, pni, glyphs.ellipsis);
  });
  const chosen = byId.get(list[cursorIndex(model)]?.id ?? '');
  return [[span('  '), ...titleLine(layout, glyphs.ellipsis)], ...drawn, blank, ...reasonsOf(chosen, model, width)];
}

/** The table of all PNIs. */
export const pnisPane: Pane = { rows, lines, sortColumns: ['name', 'metro', 'in', 'used'] };
