/** Azure Monitor: the metrics of one peering, and what metrics there are. */
import type { World } from '../world.ts';
import { listed, type Said, told } from './answer.ts';
import { historyOf } from './history.ts';
import type { Json, JsonObject } from './json.ts';
import { AGGREGATIONS, type Aggregation, GRAIN_MINUTES, METRICS, type Metric } from './metric-catalogue.ts';
import { type MetricQuestion, readMetricQuestion, type Split } from './metric-question.ts';
import { type Source, sourcesOf } from './metric-sources.ts';
import type { Minute } from './minutes.ts';
import { nowMs, secondsText } from './moments.ts';
import type { PeeringItem } from './peerings.ts';
import { PLACES } from './places.ts';
import type { Asked } from './question.ts';
import { inGroup } from './subscription.ts';

const MINUTE_MS = 60_000;
const METRIC_TYPE = 'Microsoft.Insights/metrics';

/** An interval: when it begins, and the minutes in it; `null` while Azure has no value for it yet. */
interface Interval {
  readonly at: number;
  readonly minutes: readonly Minute[] | null;
}

/** The intervals of a question. The newest two, the one that is passing among them, have no value yet. */
const intervalsOf = (world: World, { grain, fromMs, toMs }: MetricQuestion): Interval[] => {
  const length = GRAIN_MINUTES[grain] ?? 1;
  const lengthMs = length * MINUTE_MS;
  const passing = Math.floor(nowMs(world) / lengthMs);
  const end = Math.min(Math.ceil(toMs / lengthMs) - 1, passing);
  const look = historyOf(world);
  const intervals: Interval[] = [];
  for (let at = Math.floor(fromMs / lengthMs); at <= end; at += 1) {
    const minutes = at >= passing - 1 ? null : look(at * length, (at + 1) * length);
    intervals.push({ at: at * lengthMs, minutes });
  }
  return intervals;
};

const wanted = (source: Source, splits: readonly Split[]): boolean =>
  splits.every(({ dimension, values }) => {
    const value = source.dimensions.get(dimension)?.toLowerCase();
    return values === null || values.some(one => one.toLowerCase() === value);
  });

/** Sources that one series sums, by the values of the dimensions that are split. */
const groupsOf = (sources: readonly Source[], splits: readonly Split[]): Source[][] => {
  const groups = new Map<string, Source[]>();
  for (const source of sources.filter(one => wanted(one, splits))) {
    const key = splits.map(({ dimension }) => source.dimensions.get(dimension) ?? '').join('\n');
    groups.set(key, [...(groups.get(key) ?? []), source]);
  }
  return [...groups.values()];
};

const summed = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

const aggregate = (values: readonly number[], how: Aggregation): number => {
  switch (how) {
    case 'Average':
      return summed(values) / values.length;
    case 'Total':
      return summed(values);
    case 'Minimum':
      return Math.min(...values);
    case 'Maximum':
      return Math.max(...values);
    case 'Count':
      return values.length;
  }
};

const valuesIn = (group: readonly Source[], { minutes }: Interval): number[] =>
  minutes === null ? [] : group.flatMap(source => minutes.map(source.valueIn));

const pointOf = (group: readonly Source[], interval: Interval, how: readonly Aggregation[]): JsonObject => {
  const values = valuesIn(group, interval);
  const aggregated = values.length === 0 ? [] : how.map(one => [one.toLowerCase(), aggregate(values, one)] as const);
  return { timeStamp: secondsText(interval.at), ...Object.fromEntries(aggregated) };
};

const ordered = (groups: Source[][], intervals: readonly Interval[], order: MetricQuestion['order']): Source[][] => {
  if (order === null) return groups;
  const weight = (group: Source[]): number => {
    const values = intervals.flatMap(interval => valuesIn(group, interval));
    return values.length === 0 ? 0 : aggregate(values, order.by);
  };
  const sign = order.descending ? -1 : 1;
  return groups.toSorted((a, b) => sign * (weight(a) - weight(b)));
};

const metadataOf = (group: readonly Source[], splits: readonly Split[]): Json[] =>
  splits.map(({ dimension }) => ({
    name: { value: dimension, localizedValue: dimension },
    value: group[0]?.dimensions.get(dimension) ?? '',
  }));

const seriesOf = (
  metric: Metric,
  sources: readonly Source[],
  question: MetricQuestion,
  intervals: readonly Interval[],
): Json[] => {
  const { splits, order, valuesOnly, top } = question;
  const how = question.aggregations ?? [metric.primary];
  return ordered(groupsOf(sources, splits), intervals, order)
    .slice(0, top)
    .map(group => ({
      metadatavalues: metadataOf(group, splits),
      ...(valuesOnly ? {} : { data: intervals.map(interval => pointOf(group, interval, how)) }),
    }));
};

/** Answers a request for metrics of one peering. A peering that is not a direct one has metrics without series. */
export const metricsSaid = (asked: Asked, peering: PeeringItem): Said => {
  const reading = readMetricQuestion(asked);
  if (reading.kind === 'refused') return reading.said;
  const { question } = reading;
  const { world } = asked;
  const place = PLACES.find(candidate => candidate.peering === peering.name);
  const intervals = intervalsOf(world, question);
  return told({
    cost: question.metrics.length * intervals.length,
    timespan: `${secondsText(question.fromMs)}/${secondsText(question.toMs)}`,
    interval: question.grain,
    namespace: 'Microsoft.Peering/peerings',
    resourceregion: peering.region.replaceAll(' ', '').toLowerCase(),
    value: question.metrics.map(metric => ({
      id: inGroup(`peerings/${peering.name}/providers/${METRIC_TYPE}/${metric.name}`),
      type: METRIC_TYPE,
      name: { value: metric.name, localizedValue: metric.display },
      displayDescription: metric.display,
      unit: metric.unit,
      timeseries:
        place === undefined ? [] : seriesOf(metric, sourcesOf(world, place, metric.measured), question, intervals),
      errorCode: 'Success',
    })),
  });
};

/** What can be asked of a peering. */
export const metricDefinitionsSaid = (peering: PeeringItem): Said => {
  const resourceId = inGroup(`peerings/${peering.name}`);
  return listed(
    METRICS.map(metric => ({
      id: `${resourceId}/providers/microsoft.insights/metricdefinitions/${metric.name}`,
      resourceId,
      namespace: 'Microsoft.Peering/peerings',
      name: { value: metric.name, localizedValue: metric.display },
      isDimensionRequired: false,
      unit: metric.unit,
      primaryAggregationType: metric.primary,
      supportedAggregationTypes: ['None', ...AGGREGATIONS],
      metricAvailabilities: metric.grains.map(timeGrain => ({ timeGrain, retention: 'P93D' })),
      dimensions: metric.dimensions.map(name => ({ value: name, localizedValue: name })),
    })),
  );
};
