/** Latency as Microsoft measures it, by location: its median to our prefixes or customers, and its probes. */
import type { Instant } from '../units.ts';
import type { MetricAnswer, MetricName, MetricSeries } from './metrics.ts';
import type { MicrosoftPicture } from './picture.ts';
import { type MicrosoftState, told } from './told.ts';

/** One thing measured at one location. */
export interface LatencyRow {
  readonly peering: string;
  /** Our metros there, Microsoft's name where none is. */
  readonly metro: string;
  /** A registered prefix, a customer's AS number, or a probe's protocol. */
  readonly what: string;
  readonly kind: 'prefix' | 'customer' | 'probe';
  /** Milliseconds of the newest interval; null where it is missing. */
  readonly latency: number | null;
  /** Milliseconds; of probes only. */
  readonly jitter: number | null;
  /** Percent of probes answered. */
  readonly availability: number | null;
  /** The newest interval that was told. */
  readonly at: Instant | null;
  /** Of the intervals told, oldest first, for a trend; null for one that is missing. */
  readonly trend: readonly (number | null)[];
}

const newest = (series: MetricSeries | undefined): { readonly at: Instant; readonly value: number } | null =>
  series?.points.at(-1) ?? null;

/** One value an interval over the whole time that was asked for. */
function trendOf(answer: MetricAnswer, series: MetricSeries | undefined): readonly (number | null)[] {
  const values = new Map((series?.points ?? []).map(point => [point.at as number, point.value]));
  const trend: (number | null)[] = [];
  const slots = Math.min(500, Math.round((answer.to - answer.from) / Math.max(1, answer.grain)));
  const first = series?.points[0]?.at ?? answer.from;
  // Intervals begin where the first point lies, not where the question began.
  const begin = first - Math.floor((first - answer.from) / Math.max(1, answer.grain)) * answer.grain;
  for (let slot = 0; slot < slots; slot++) trend.push(values.get(begin + slot * answer.grain) ?? null);
  return trend;
}

const dimension = (series: MetricSeries): string => Object.values(series.dimensions)[0] ?? '';

function measured(answer: MetricAnswer | undefined, metric: MetricName): readonly MetricSeries[] {
  return (answer?.series ?? []).filter(each => each.metric === metric);
}

/** When the newest of several series was told last. */
function newestMoment(all: readonly (MetricSeries | undefined)[]): Instant | null {
  const moments = all.flatMap(each => newest(each)?.at ?? []);
  return moments.length === 0 ? null : moments.reduce((last, each) => (each > last ? each : last));
}

/** Intervals by which figures of one row may differ in age: one that is older is not told any more. */
const oneTelling = 2;

function rowsOf(
  state: MicrosoftState,
  peering: string,
  place: { readonly peering: string; readonly metro: string },
): readonly LatencyRow[] {
  const latency = told(state, 'latency', peering)?.answer.metrics;
  const probes = told(state, 'probes', peering)?.answer.metrics;
  const plain = (kind: 'prefix' | 'customer', metric: MetricName): readonly LatencyRow[] =>
    latency === undefined
      ? []
      : measured(latency, metric).map(series => ({
          ...place,
          what: dimension(series),
          kind,
          latency: newest(series)?.value ?? null,
          jitter: null,
          availability: null,
          at: newest(series)?.at ?? null,
          trend: trendOf(latency, series),
        }));
  const protocols = [...new Set((probes?.series ?? []).map(dimension))];
  const of = (metric: MetricName, protocol: string): MetricSeries | undefined =>
    measured(probes, metric).find(each => dimension(each) === protocol);
  return [
    ...plain('prefix', 'RegisteredPrefixLatency'),
    ...plain('customer', 'AverageCustomerPrefixLatency'),
    ...protocols.map((protocol): LatencyRow => {
      const series = of('ConnectivityProbeLatency', protocol);
      const [jitter, answered] = [
        of('ConnectivityProbeJitter', protocol),
        of('ConnectivityProbeAvailability', protocol),
      ];
      const at = newestMoment([series, jitter, answered]);
      const figure = (each: MetricSeries | undefined): number | null => {
        const point = newest(each);
        const oldest = (at ?? 0) - oneTelling * (probes?.grain ?? 0);
        return point === undefined || point === null || point.at < oldest ? null : point.value;
      };
      return {
        ...place,
        what: protocol,
        kind: 'probe',
        latency: figure(series),
        jitter: figure(jitter),
        availability: figure(answered),
        at,
        trend: probes === undefined ? [] : trendOf(probes, series),
      };
    }),
  ];
}

/** Every latency that was told, by location; the peerings of which nothing was told come without a row. */
export const latencyRows = (microsoft: MicrosoftPicture): readonly LatencyRow[] =>
  microsoft.peerings.flatMap(({ peering, metros }) =>
    rowsOf(microsoft.state, peering.key, {
      peering: peering.name,
      metro: metros.join(', ') || (peering.location ?? ''),
    }),
  );
