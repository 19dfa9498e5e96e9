/** Reads answers of Azure Monitor (docs/microsoft.md). */
import type { MetricAnswer, MetricName, MetricPoint, MetricSeries } from '../../network/microsoft/metrics.ts';
import { type Instant, type Millis, millis } from '../../network/units.ts';
import { type Fields, fieldsOf, recordsOf } from './json-door.ts';
import { momentOf } from './moments.ts';

/** The documented metrics (reference, 2.1), each with the aggregation that its value is told in. */
const aggregations: Readonly<Record<MetricName, 'average' | 'total'>> = {
  IngressTrafficRate: 'average',
  EgressTrafficRate: 'average',
  PacketDropRate: 'average',
  FlapCounts: 'total',
  SessionAvailability: 'average',
  RegisteredPrefixLatency: 'average',
  AverageCustomerPrefixLatency: 'average',
  ConnectivityProbeAvailability: 'average',
  ConnectivityProbeJitter: 'average',
  ConnectivityProbeLatency: 'average',
};

const byLowerCase: ReadonlyMap<string, MetricName> = new Map(
  Object.keys(aggregations)
    .filter((name): name is MetricName => Object.hasOwn(aggregations, name))
    .map(name => [name.toLowerCase(), name]),
);

/** All metrics that the console knows. */
export const documentedMetrics: readonly MetricName[] = [...byLowerCase.values()];

/** What was asked for: stands in for what the answer does not repeat. */
export interface MetricFrame {
  readonly grain: Millis;
  readonly from: Instant;
  readonly to: Instant;
}

const grains: ReadonlyMap<string, number> = new Map([
  ['PT1M', 60_000],
  ['PT5M', 300_000],
  ['PT15M', 900_000],
  ['PT30M', 1_800_000],
  ['PT1H', 3_600_000],
  ['PT6H', 21_600_000],
  ['PT12H', 43_200_000],
  ['P1D', 86_400_000],
]);

/** The answer to a call for metrics; null for what is none. */
export function metricsOf(body: unknown, asked: MetricFrame): MetricAnswer | null {
  const answer = fieldsOf(body);
  if (answer === null || !Array.isArray(answer.raw('value'))) return null;
  const metrics = answer.objects('value');
  const [from, to] = (answer.text('timespan') ?? '').split('/').map(momentOf);
  const grain = grains.get(answer.text('interval')?.toUpperCase() ?? '');
  return {
    grain: grain === undefined ? asked.grain : millis(grain),
    from: from ?? asked.from,
    to: to ?? asked.to,
    series: metrics.flatMap(seriesOf),
    refused: metrics.flatMap(metric => {
      const code = metric.text('errorCode');
      if (code === null || code.toLowerCase() === 'success') return [];
      return [{ metric: nameOf(metric) ?? '', why: metric.text('errorMessage') ?? code }];
    }),
  };
}

const nameOf = (metric: Fields): string | null => metric.fields('name').text('value') ?? metric.text('name');

function seriesOf(metric: Fields): readonly MetricSeries[] {
  const name = byLowerCase.get(nameOf(metric)?.toLowerCase() ?? '');
  if (name === undefined) return [];
  const unit = metric.text('unit') ?? '';
  return metric.objects('timeseries').map(series => ({
    metric: name,
    unit,
    dimensions: dimensionsOf(series),
    points: pointsOf(series, aggregations[name]),
  }));
}

function dimensionsOf(series: Fields): Readonly<Record<string, string>> {
  const dimensions = series.objects('metadatavalues').flatMap(dimension => {
    const name = nameOf(dimension);
    const value = dimension.text('value');
    return name === null || value === null ? [] : [[name.toLowerCase(), value] as const];
  });
  // Names come from outside: "__proto__" must be a name like any other.
  return Object.fromEntries(dimensions);
}

/** Points that have a value: an interval without one is missing, never 0. Oldest first. */
function pointsOf(series: Fields, aggregation: 'average' | 'total'): readonly MetricPoint[] {
  const points: MetricPoint[] = [];
  for (const point of series.objects('data')) {
    const at = point.moment('timeStamp');
    const value = point.number(aggregation);
    if (at !== null && value !== null) points.push({ at, value });
  }
  return points.sort((a, b) => a.at - b.at);
}

/** Metrics that the service defines, of those that the console knows. */
export function definedMetricsOf(values: readonly unknown[]): readonly MetricName[] {
  const { items } = recordsOf(values, nameOf);
  return [...new Set(items.map(name => byLowerCase.get(name.toLowerCase())).filter(name => name !== undefined))];
}
