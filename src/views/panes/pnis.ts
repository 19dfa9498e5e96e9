/** Every PNI of every metro in one table. */
import type { Pni, PniState } from '../../network/pni.ts';
import type { Line } from '../../terminal/line.ts';
import { pniColumns } from '../formats/pni-table.ts';
import { layOut, rowLine, titleLine } from '../formats/table.ts';
import { blank, span } from '../formats/text.ts';
import { currentFilter, currentSort, cursorIndex, filterTest, type Model, type Row, type Scene } from '../model.ts';
import { reasonText } from './overview.ts';
import { listLines, type Pane, type Space } from './pane.ts';

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
  name: (a, b) => a.id.localeCompare(b.id),
  metro: (a, b) => a.metro.localeCompare(b.metro) || a.id.localeCompare(b.id),
  in: (a, b) => (b.rates?.in ?? -1) - (a.rates?.in ?? -1),
  used: (a, b) => (b.utilization ?? -1) - (a.utilization ?? -1),
};

const textOf = (pni: Pni): string =>
  [pni.id, pni.metro, pni.state, pni.alias, ...pni.sessions.map(session => session.peer)].join(' ');

function pnisOf(model: Scene): readonly Pni[] {
  const keep = filterTest(currentFilter(model));
  const all = model.picture.metros.flatMap(metro => metro.pnis).filter(pni => keep(textOf(pni)));
  const { column, reversed } = currentSort(model);
  const order = column === null ? undefined : orders[column];
  const sorted = all.toSorted(
    order ?? ((a, b) => worstFirst[a.state] - worstFirst[b.state] || a.id.localeCompare(b.id)),
  );
  return reversed ? sorted.toReversed() : sorted;
}

const rows = (model: Scene): readonly Row[] =>
  pnisOf(model).map(pni => ({ id: pni.id, text: textOf(pni), opens: { pane: 'pni', id: pni.id } }));

function lines(model: Model, { width, height }: Space): readonly Line[] {
  const { glyphs } = model;
  const pnis = pnisOf(model);
  const byId = new Map(pnis.map(pni => [pni.id, pni]));
  const layout = layOut(pniColumns(pnis, glyphs, true), width - 3);
  const list = model.rows;
  const room = Math.max(1, height - 5);
  const drawn = listLines(model, room, row => {
    const pni = byId.get(row.id);
    return pni === undefined ? blank : rowLine(layout, pni, glyphs.ellipsis);
  });
  const chosen = byId.get(list[cursorIndex(model)]?.id ?? '');
  const reasons = (chosen?.reasons ?? [])
    .flatMap(reason => reasonText(reason, model, width))
    .slice(0, Math.max(0, height - drawn.length - 2));
  const none: Line = [
    span(currentFilter(model) === '' ? '  no PNI is known yet' : `  no PNI matches ${currentFilter(model)}`, 'dim'),
  ];
  return [
    [span('  '), ...titleLine(layout, glyphs.ellipsis)],
    ...(list.length === 0 ? [none] : drawn),
    blank,
    ...reasons,
  ];
}

/** The table of all PNIs. */
export const pnisPane: Pane = { rows, lines, sortColumns: ['name', 'metro', 'in', 'used'] };
