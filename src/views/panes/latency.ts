/**
 * Latency per location as Microsoft measures it; asked for while this pane is on screen.
 *
 *  Microsoft, 12 min old …
 *    METRO      WHAT                  LATENCY ms  JITTER ms  ANSWERED %  HOUR   LAST 24 h
 *  ▸ Ashburn    prefix ash-1                 4.2          —           —  02:00  ▂▂▃▂▂
 */
import type { LatencyRow } from '../../network/microsoft/latencies.ts';
import { latencyRows } from '../../network/microsoft/latencies.ts';
import { byName } from '../../network/order.ts';
import type { Glyphs } from '../../terminal/glyphs.ts';
import type { Line } from '../../terminal/line.ts';
import { clockText } from '../formats/numbers.ts';
import { sparkline } from '../formats/sparkline.ts';
import { type Column, layOut, rowLine, titleLine, widest } from '../formats/table.ts';
import { blank, span } from '../formats/text.ts';
import { currentFilter, currentSort, filterTest, type Model, type Row, type Scene } from '../model.ts';
import { heardLines, notConfigured } from './microsoft-heard.ts';
import { listLines, nothingListed, type Pane, type Space, sentence } from './pane.ts';

const whatOf = ({ kind, what }: LatencyRow): string => `${kind} ${what}`;
const idOf = (row: LatencyRow): string => `${row.peering} ${whatOf(row)}`;
const textOf = (row: LatencyRow): string => `${row.metro} ${row.peering} ${whatOf(row)}`;
const decimal = (value: number | null, glyphs: Glyphs): string => (value === null ? glyphs.dash : value.toFixed(1));

function rowsOf(model: Scene): readonly LatencyRow[] {
  const { microsoft } = model.picture;
  if (microsoft === null) return [];
  const keep = filterTest(currentFilter(model));
  const { column, reversed } = currentSort(model);
  const kept = latencyRows(microsoft)
    .filter(row => keep(textOf(row)))
    .toSorted((a, b) => byName(a.metro, b.metro) || byName(idOf(a), idOf(b)));
  const sorted = column === 'latency' ? kept.toSorted((a, b) => (b.latency ?? -1) - (a.latency ?? -1)) : kept;
  return reversed ? sorted.toReversed() : sorted;
}

const rows = (model: Scene): readonly Row[] =>
  rowsOf(model).map(row => ({
    id: idOf(row),
    text: textOf(row),
    copy: `${textOf(row)}, ${row.latency === null ? 'no latency told' : `${row.latency.toFixed(1)} ms`}`,
    opens: null,
  }));

/** Figures older than this are told with their day. */
const today = 20 * 3_600_000;

function momentText(at: number | null, wall: number, glyphs: Glyphs): string {
  if (at === null) return glyphs.dash;
  return wall - at > today ? new Date(at).toISOString().slice(5, 10) : clockText(at).slice(0, 5);
}

const columns = (all: readonly LatencyRow[], wall: number, glyphs: Glyphs): readonly Column<LatencyRow>[] => [
  {
    id: 'metro',
    title: 'METRO',
    align: 'left',
    width: widest(all, row => row.metro, 8, 22),
    priority: 0,
    cell: row => ({ text: row.metro }),
  },
  {
    id: 'what',
    title: 'WHAT',
    align: 'left',
    width: widest(all, whatOf, 12, 34),
    priority: 0,
    cell: row => ({ text: whatOf(row) }),
  },
  {
    id: 'latency',
    title: 'LATENCY ms',
    align: 'right',
    width: 10,
    priority: 0,
    cell: row => ({ text: decimal(row.latency, glyphs), tone: 'strong' }),
  },
  {
    id: 'jitter',
    title: 'JITTER ms',
    align: 'right',
    width: 9,
    priority: 2,
    cell: row => ({ text: decimal(row.jitter, glyphs) }),
  },
  {
    id: 'answered',
    title: 'ANSWERED %',
    align: 'right',
    width: 10,
    priority: 2,
    cell: row => ({ text: decimal(row.availability, glyphs) }),
  },
  {
    id: 'of',
    title: 'OF',
    align: 'left',
    width: 6,
    priority: 1,
    cell: row => ({ text: momentText(row.at, wall, glyphs), tone: 'dim' }),
  },
  {
    id: 'trend',
    title: 'TREND',
    align: 'left',
    width: 12,
    most: 24,
    priority: 3,
    cell: (row, width) => {
      const values = row.trend.slice(-width);
      return { text: sparkline(values, Math.max(...values.map(each => each ?? 0), 0) * 1.25, glyphs), tone: 'info' };
    },
  },
];

function lines(model: Model, { width, height }: Space): readonly Line[] {
  const { glyphs } = model;
  const { microsoft } = model.picture;
  if (microsoft === null) return notConfigured(width);
  const all = rowsOf(model);
  const head = heardLines(microsoft, model, ['latency', 'probes'], width);
  const layout = layOut(columns(all, model.picture.at + model.picture.clockOffset, glyphs), width - 3);
  if (all.length === 0) return [...head, blank, ...nothingListed('latency', layout, model)];
  const known = new Map(all.map(row => [idOf(row), row]));
  const about = sentence(
    span(' '),
    'Medians to registered prefixes, measured for the /24 around them; hours, not minutes. What is missing was not told.',
    'dim',
    width,
  );
  const drawn = listLines(model, Math.max(2, height - head.length - about.length - 3), row => {
    const found = known.get(row.id);
    return found === undefined ? blank : rowLine(layout, found, glyphs.ellipsis);
  });
  return [...head, blank, [span('  '), ...titleLine(layout, glyphs.ellipsis)], ...drawn, blank, ...about].slice(
    0,
    height,
  );
}

/** Latency per location. */
export const latencyPane: Pane = { rows, lines, sortColumns: ['latency'] };
