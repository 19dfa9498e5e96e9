/** The metrics of Microsoft.Peering/peerings, as documented. */

/** How values of an interval become one. */
export type Aggregation = 'Average' | 'Total' | 'Minimum' | 'Maximum' | 'Count';

/** All of them. */
export const AGGREGATIONS: readonly Aggregation[] = ['Average', 'Total', 'Minimum', 'Maximum', 'Count'];

/** Whose values a metric has. */
export type Measured =
  | 'to-microsoft'
  | 'from-microsoft'
  | 'dropped'
  | 'flaps'
  | 'availability'
  | 'prefix-latency'
  | 'customer-latency'
  | 'probe-availability'
  | 'probe-jitter'
  | 'probe-latency';

/** One metric. */
export interface Metric {
  readonly name: string;
  readonly display: string;
  readonly unit: string;
  readonly primary: Aggregation;
  readonly dimensions: readonly string[];
  readonly grains: readonly string[];
  readonly measured: Measured;
}

/** Minutes of a grain. */
export const GRAIN_MINUTES: Readonly<Record<string, number>> = {
  PT1M: 1,
  PT5M: 5,
  PT30M: 30,
  PT1H: 60,
  PT6H: 360,
  P1D: 1440,
};

/**
 * Which way IngressTrafficRate counts. Not documented: we take it from Microsoft's side, so that ingress is what
 * Microsoft receives, the carrier's out.
 */
const INGRESS: Measured = 'to-microsoft';
const EGRESS: Measured = INGRESS === 'to-microsoft' ? 'from-microsoft' : 'to-microsoft';

const SESSION = ['ConnectionId', 'SessionIp'];
const TRAFFIC = [...SESSION, 'TrafficClass'];
const TRAFFIC_GRAINS = ['PT1M', 'PT5M', 'PT1H'];
const PROBE_GRAINS = Object.keys(GRAIN_MINUTES);

const rate = (name: string, display: string, measured: Measured): Metric => ({
  name,
  display,
  unit: 'BitsPerSecond',
  primary: 'Average',
  dimensions: TRAFFIC,
  grains: TRAFFIC_GRAINS,
  measured,
});

const latency = (name: string, display: string, dimension: string, measured: Measured): Metric => ({
  name,
  display,
  unit: 'MilliSeconds',
  primary: 'Average',
  dimensions: [dimension],
  grains: ['PT1H'],
  measured,
});

const probe = (name: string, display: string, unit: string, measured: Measured): Metric => ({
  name,
  display,
  unit,
  primary: 'Average',
  dimensions: ['Protocol'],
  grains: PROBE_GRAINS,
  measured,
});

/** All metrics, in the order of the alphabet. */
export const METRICS: readonly Metric[] = [
  latency('AverageCustomerPrefixLatency', 'Average Customer Prefix Latency', 'RegisteredAsnName', 'customer-latency'),
  probe('ConnectivityProbeAvailability', 'Average Connectivity Probe Availability', 'Percent', 'probe-availability'),
  probe('ConnectivityProbeJitter', 'Average Connectivity Probe Jitter', 'MilliSeconds', 'probe-jitter'),
  probe('ConnectivityProbeLatency', 'Average Connectivity Probe Latency', 'MilliSeconds', 'probe-latency'),
  rate('EgressTrafficRate', 'Egress Traffic Rate', EGRESS),
  {
    name: 'FlapCounts',
    display: 'Connection Flap Events Count',
    unit: 'Count',
    primary: 'Total',
    dimensions: SESSION,
    grains: TRAFFIC_GRAINS,
    measured: 'flaps',
  },
  rate('IngressTrafficRate', 'Ingress Traffic Rate', INGRESS),
  rate('PacketDropRate', 'Packets Drop Rate', 'dropped'),
  latency('RegisteredPrefixLatency', 'Prefix Latency (median)', 'RegisteredPrefixName', 'prefix-latency'),
  {
    name: 'SessionAvailability',
    display: 'Session Availability',
    unit: 'Count',
    primary: 'Average',
    dimensions: SESSION,
    grains: ['PT5M', 'PT1H'],
    measured: 'availability',
  },
];
