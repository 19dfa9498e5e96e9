/** Measurements of Microsoft (Azure Monitor, namespace Microsoft.Peering/peerings): minutes old, and never for a value that is missing. */
import type { Instant, Millis } from '../units.ts';

/** The metrics that the console knows, by their names in the API. */
export type MetricName =
  | 'IngressTrafficRate'
  | 'EgressTrafficRate'
  | 'PacketDropRate'
  | 'FlapCounts'
  | 'SessionAvailability'
  | 'RegisteredPrefixLatency'
  | 'AverageCustomerPrefixLatency'
  | 'ConnectivityProbeAvailability'
  | 'ConnectivityProbeJitter'
  | 'ConnectivityProbeLatency';

/** One interval of a series. A point that came without a value is not here: missing is missing, not 0. */
export interface MetricPoint {
  /** Begin of the interval. */
  readonly at: Instant;
  readonly value: number;
}

/** One series of one metric. */
export interface MetricSeries {
  /** Decides the unit of its values: rates, drops too, in bit/s; latency and jitter in ms; availability of a session 0 to 1, of a probe in %. */
  readonly metric: MetricName;
  /** Dimension values by dimension name in lower case: `connectionid`, `sessionip`, `registeredprefixname` … */
  readonly dimensions: Readonly<Record<string, string>>;
  /** Oldest first. */
  readonly points: readonly MetricPoint[];
}

/** The answer to one call for metrics of one peering. */
export interface MetricAnswer {
  readonly grain: Millis;
  readonly from: Instant;
  readonly to: Instant;
  readonly series: readonly MetricSeries[];
  /** Metrics that Azure Monitor answered with an error, in its words. */
  readonly refused: readonly { readonly metric: string; readonly why: string }[];
}
