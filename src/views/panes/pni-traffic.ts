/** The traffic of one PNI over the last minutes, in and out, with its capacity lines. */
import { staleAge } from '../../network/age.ts';
import type { Pni } from '../../network/pni.ts';
import type { Line } from '../../terminal/line.ts';
import { graphDots, graphLines, seriesMark } from '../formats/graph.ts';
import { gigabits } from '../formats/numbers.ts';
import { binned } from '../formats/sparkline.ts';
import { span } from '../formats/text.ts';
import type { Model } from '../model.ts';
import type { Space } from './pane.ts';

const graphSpan = 10 * 60_000;
/** Fewer lines than this draw no graph that a person could read. */
export const shortestGraph = 4;
const tallestGraph = 16;

/** The next of 1, 2, 5 × 10ⁿ at or above a value: a scale that a person can read. */
function niceTop(value: number): number {
  if (value <= 0) return 1;
  const base = 10 ** Math.floor(Math.log10(value));
  return ([1, 2, 5, 10].find(step => step * base >= value) ?? 10) * base;
}

/** A line of numbers and, where there is room, the graph below it. */
export function trafficLines(pni: Pni, model: Model, { width, height }: Space): readonly Line[] {
  if (height < 1) return [];
  const { glyphs, picture } = model;
  const dots = graphDots(width - 1, glyphs);
  const series = (direction: 'in' | 'out') =>
    binned(
      pni.history.map(point => ({ at: point.at, value: point[direction] })),
      picture.at,
      graphSpan,
      dots,
      staleAge(picture.pollInterval),
    );
  const [inbound, outbound] = [series('in'), series('out')];
  const peak = Math.max(0, ...[...inbound, ...outbound].map(value => value ?? 0));
  // Of a PNI that carries nothing now, what it could carry: a scale of 0 is none.
  const capacity = pni.activeCapacity || pni.capacity;
  // Against the capacity wherever it is known: how much room is left is what the graph is looked at for.
  const top = capacity !== null && capacity > 0 ? Math.max(capacity, peak) : niceTop(peak * 1.1);
  const warn = capacity === null ? null : capacity * picture.thresholds.utilizationWarn;
  const limits = [
    ...(warn !== null && warn < top ? [{ value: warn, tone: 'warn' as const }] : []),
    ...(capacity === top ? [{ value: top, tone: 'risk' as const }] : []),
  ];
  const numbers = `in ${gigabits(pni.rates?.in ?? null, glyphs)}  out ${gigabits(pni.rates?.out ?? null, glyphs)}`;
  const known = `   capacity ${gigabits(capacity, glyphs)}${warn === null ? '' : `, warn ${gigabits(warn, glyphs)}`}`;
  const now: Line = [span(numbers, 'strong'), span(known, 'dim')];
  if (height < shortestGraph) return [[span(' Gb/s now      ', 'dim'), ...now]];
  const graph = graphLines({
    width: width - 1,
    height: Math.min(tallestGraph, height - 1),
    top,
    series: [
      { tone: 'good', values: outbound, dotted: true },
      { tone: 'info', values: inbound, dotted: false },
    ],
    limits,
    label: value => (top >= 10e9 ? Math.round(value / 1e9).toString() : (value / 1e9).toFixed(2)),
    glyphs,
  });
  const legend: Line = [
    span(' Gb/s, 10 min  ', 'dim'),
    span(`in ${seriesMark(false, glyphs)}`, 'info'),
    span('  '),
    span(`out ${seriesMark(true, glyphs)}`, 'good'),
    span('   '),
  ];
  return [[...legend, ...now], ...graph];
}
