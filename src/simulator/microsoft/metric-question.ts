/** Reads what a caller of Azure Monitor asks for. */
import { refused, type Said } from './answer.ts';
import { AGGREGATIONS, type Aggregation, GRAIN_MINUTES, METRICS, type Metric } from './metric-catalogue.ts';
import { nowMs } from './moments.ts';
import { sameName } from './places.ts';
import { type Asked, fieldOf } from './question.ts';

/** One dimension that series are split by, and the values that are wanted; `null` is all of them. */
export interface Split {
  /** In lower case. */
  readonly dimension: string;
  readonly values: readonly string[] | null;
}

/** A question that can be answered. */
export interface MetricQuestion {
  readonly metrics: readonly Metric[];
  readonly grain: string;
  readonly fromMs: number;
  readonly toMs: number;
  /** Empty: everything is summed into one series. */
  readonly splits: readonly Split[];
  readonly aggregations: readonly Aggregation[] | null;
  readonly top: number;
  /** Largest or smallest first, by one aggregation; `null` is the order as it comes. */
  readonly order: { readonly by: Aggregation; readonly descending: boolean } | null;
  readonly valuesOnly: boolean;
}

/** The question, or why it is none. */
export type Reading =
  | { readonly kind: 'question'; readonly question: MetricQuestion }
  | { readonly kind: 'refused'; readonly said: Said };

/** Series that come unless `top` says otherwise. */
const DEFAULT_TOP = 10;
const HOUR_MS = 3_600_000;

class Unreadable extends Error {}

const metricsIn = (text: string | null): Metric[] => {
  const names = (text ?? METRICS[0]?.name ?? '').split(',').map(name => name.trim());
  return names.map(name => {
    const found = METRICS.find(metric => sameName(metric.name, name));
    if (found !== undefined) return found;
    const valid = METRICS.map(metric => metric.name).join(',');
    throw new Unreadable(
      `Failed to find metric configuration for provider: Microsoft.Peering, resource Type: peerings, metric: ${name}, Valid metrics: ${valid}`,
    );
  });
};

const spanIn = (text: string | null, now: number): readonly [from: number, to: number] => {
  if (text === null) return [now - HOUR_MS, now];
  const [from = Number.NaN, to = Number.NaN] = text.split('/').map(part => Date.parse(part));
  if (from < to) return [from, to];
  throw new Unreadable(`Invalid time interval ${text}: it needs a begin before an end, in ISO 8601.`);
};

const grainIn = (asked: Asked, metrics: readonly Metric[]): string => {
  const supported = Object.keys(GRAIN_MINUTES).filter(grain => metrics.every(({ grains }) => grains.includes(grain)));
  const wanted = fieldOf(asked, 'interval');
  if (wanted === null) {
    const [first] = supported;
    if (first !== undefined) return first;
    throw new Unreadable('The metrics of one request must share a time grain.');
  }
  if (supported.includes(wanted)) return wanted;
  if (fieldOf(asked, 'AutoAdjustTimegrain') === 'true') {
    const minutes = GRAIN_MINUTES[wanted] ?? 0;
    const next = supported.find(grain => (GRAIN_MINUTES[grain] ?? 0) >= minutes) ?? supported.at(-1);
    if (next !== undefined) return next;
  }
  throw new Unreadable(
    `Detected invalid time grain input: ${wanted}, supported ones are: ${supported.join(',') || 'none'}`,
  );
};

const CONDITION = /^\(?\s*(\w+)\s+eq\s+'([^']*)'\s*\)?$/i;

const splitIn = (text: string): Split => {
  const values: string[] = [];
  let dimension: string | null = null;
  for (const condition of text.replace(/^\(|\)$/g, '').split(/\s+or\s+/i)) {
    const [, name, value] = CONDITION.exec(condition.trim()) ?? [];
    if (name === undefined || value === undefined) throw new Unreadable(`The filter cannot be read at: ${condition}`);
    if (dimension !== null && !sameName(dimension, name))
      throw new Unreadable("The filter joins different dimensions by 'or'.");
    dimension = name;
    values.push(value);
  }
  return { dimension: (dimension ?? '').toLowerCase(), values: values.includes('*') ? null : values };
};

const splitsIn = (text: string | null, metrics: readonly Metric[]): Split[] => {
  if (text === null || text === '') return [];
  const splits = text.split(/\s+and\s+/i).map(part => splitIn(part.trim()));
  for (const metric of metrics) {
    const known = metric.dimensions.map(name => name.toLowerCase());
    const wrong = splits.filter(({ dimension }) => !known.includes(dimension));
    if (wrong.length === 0) continue;
    throw new Unreadable(
      `Metric: ${metric.name} does not support requested dimension combination: ${wrong.map(({ dimension }) => dimension).join(',')}, supported ones are: ${metric.dimensions.join(',')}`,
    );
  }
  return splits;
};

const aggregationIn = (name: string): Aggregation => {
  const found = AGGREGATIONS.find(aggregation => sameName(aggregation, name.trim()));
  if (found === undefined) throw new Unreadable(`There is no aggregation ${name}.`);
  return found;
};

const topIn = (text: string | null): number => {
  const top = text === null ? DEFAULT_TOP : Number(text);
  if (Number.isInteger(top) && top > 0) return top;
  throw new Unreadable(`top must be a positive number, not ${text}.`);
};

const orderIn = (text: string | null): MetricQuestion['order'] => {
  if (text === null) return null;
  const [by = '', way = 'asc'] = text.trim().split(/\s+/);
  return { by: aggregationIn(by), descending: sameName(way, 'desc') };
};

/** Reads a request for metrics. */
export const readMetricQuestion = (asked: Asked): Reading => {
  try {
    const metrics = metricsIn(fieldOf(asked, 'metricnames'));
    const [fromMs, toMs] = spanIn(fieldOf(asked, 'timespan'), nowMs(asked.world));
    const aggregation = fieldOf(asked, 'aggregation');
    return {
      kind: 'question',
      question: {
        metrics,
        fromMs,
        toMs,
        grain: grainIn(asked, metrics),
        splits: splitsIn(fieldOf(asked, '$filter'), metrics),
        aggregations: aggregation === null ? null : aggregation.split(',').map(aggregationIn),
        top: topIn(fieldOf(asked, 'top')),
        order: orderIn(fieldOf(asked, 'orderby')),
        valuesOnly: sameName(fieldOf(asked, 'resultType') ?? 'Data', 'Metadata'),
      },
    };
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return { kind: 'refused', said: refused(400, 'BadRequest', error.message) };
  }
};
