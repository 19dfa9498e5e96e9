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

/** What a metric is told in. */
type MetricUnit = 'bitsPerSecond' | 'milliseconds' | 'share' | 'percent' | 'count';

/** Units by metric; PacketDropRate is documented in bits per second. */
const units: Readonly<Record<MetricName, MetricUnit>> = {
  IngressTrafficRate: 'bitsPerSecond',
  EgressTrafficRate: 'bitsPerSecond',
  PacketDropRate: 'bitsPerSecond',
  FlapCounts: 'count',
  SessionAvailability: 'share',
  RegisteredPrefixLatency: 'milliseconds',
  AverageCustomerPrefixLatency: 'milliseconds',
  ConnectivityProbeAvailability: 'percent',
  ConnectivityProbeJitter: 'milliseconds',
  ConnectivityProbeLatency: 'milliseconds',
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
      const metricName = nameOf(metric) ?? '';
      if (code !== null && code.toLowerCase() !== 'success')
        return [{ metric: metricName, why: metric.text('errorMessage') ?? code }];
      const known = byLowerCase.get(metricName.toLowerCase());
      const unit = metric.text('unit');
      const isOdd = known !== undefined && factorOf(known, unit) === null;
      return isOdd ? [{ metric: metricName, why: `it is told in ${unit}, which is not what it is documented in` }] : [];
    }),
  };
}

/** The units of the documented metrics, and of those that come as others: by how much a value is to be multiplied. */
const perUnit: Readonly<Record<MetricUnit, ReadonlyMap<string, number>>> = {
  bitsPerSecond: new Map([
    ['bitspersecond', 1],
    ['bytespersecond', 8],
  ]),
  // The specification spells it MilliSeconds, the documentation Milliseconds.
  milliseconds: new Map([
    ['milliseconds', 1],
    ['seconds', 1000],
  ]),
  // Up or not: as a share of 1, or as one of 100.
  share: new Map([
    ['count', 1],
    ['unspecified', 1],
    ['percent', 0.01],
  ]),
  percent: new Map([
    ['percent', 1],
    ['count', 1],
  ]),
  count: new Map([['count', 1]]),
};

/** What to multiply a value by; null for a unit that says that it is something else. Without a unit it is the documented one. */
const factorOf = (name: MetricName, unit: string | null): number | null =>
  unit === null ? 1 : (perUnit[units[name]].get(unit.toLowerCase()) ?? null);

const nameOf = (metric: Fields): string | null => metric.fields('name').text('value') ?? metric.text('name');

function seriesOf(metric: Fields): readonly MetricSeries[] {
  const name = byLowerCase.get(nameOf(metric)?.toLowerCase() ?? '');
  if (name === undefined) return [];
  const factor = factorOf(name, metric.text('unit'));
  if (factor === null) return [];
  return metric.objects('timeseries').map(series => ({
    metric: name,
    dimensions: dimensionsOf(series),
    points: pointsOf(series, aggregations[name], factor),
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
function pointsOf(series: Fields, aggregation: 'average' | 'total', factor: number): readonly MetricPoint[] {
  const points: MetricPoint[] = [];
  for (const point of series.objects('data')) {
    const at = point.moment('timeStamp');
    const value = point.number(aggregation);
    if (at !== null && value !== null) points.push({ at, value: value * factor });
  }
  return points.sort((a, b) => a.at - b.at);
}

/** Metrics that the service defines, of those that the console knows. */
export function definedMetricsOf(values: readonly unknown[]): readonly MetricName[] {
  const { items } = recordsOf(values, nameOf);
  return [...new Set(items.map(name => byLowerCase.get(name.toLowerCase())).filter(name => name !== undefined))];
}
