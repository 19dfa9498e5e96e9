/** What Microsoft measures of a PNI, on the PNI's page. */
import { expect, it } from 'vitest';
import type { MetricAnswer, MetricSeries } from '../../../src/network/microsoft/metrics.ts';
import { instant } from '../../../src/network/units.ts';
import { metricAnswer, series } from '../../network/microsoft/microsoft-samples.ts';
import { agreeing } from '../../network/microsoft/two-ends.ts';
import { first, linesWith, openOn } from './story.ts';

const five = 300_000;

/** The page of the first PNI after Microsoft has told some metrics, which end now. */
function page(of: (end: number, own: Readonly<Record<string, string>>) => readonly MetricSeries[], more = {}) {
  const carrier = agreeing();
  const end = Math.floor((carrier.now + 3_600_000) / five) * five;
  const answer: MetricAnswer = metricAnswer(of(end, { connectionid: carrier.connection(first).identifier ?? '' }), {
    from: instant(end - 12 * five),
    to: instant(end),
    ...more,
  });
  carrier.told({ call: 'traffic', metrics: answer }, carrier.peering(first).key);
  return openOn(carrier, { path: [{ pane: 'pni', id: first }], columns: 160, rows: 40 });
}
const hour = (end: number, value: number) =>
  Array.from({ length: 12 }, (_, before) => [end - (12 - before) * five, value] as const);

it('flaps are told with the time over which they were', () => {
  const console = page((end, own) => [
    series('FlapCounts', own, ...hour(end, 0)),
    series('SessionAvailability', own, [end - five, 1]),
  ]);
  expect(linesWith(console, 'availability')[0]).toMatch(/ 1\.00, 0 flaps in 60 min$/);
});

it('of an interval that was not told nothing is claimed', () => {
  const console = page((end, own) => [series('FlapCounts', own, [end - 3 * five, 2])]);
  expect(linesWith(console, 'measured')[0]).toMatch(/ 2 flaps in 5 min$/);
});

it('drops far below a Gb/s are no zero', () => {
  const console = page((end, own) => [
    series('SessionAvailability', own, [end - five, 0]),
    series('PacketDropRate', own, [end - five, 12e6]),
    series('FlapCounts', own, ...hour(end, 1)),
  ]);
  expect(linesWith(console, 'availability')[0]).toMatch(/ 0\.00, drops 12 Mb\/s, 12 flaps in 60 min$/);
});

it('a metric that Azure Monitor refuses is said to be missing, and why', () => {
  const console = page(() => [], { refused: [{ metric: 'PacketDropRate', why: 'InternalServerError' }] });
  expect(linesWith(console, 'not told')[0]).toMatch(/ PacketDropRate: InternalServerError$/);
});
