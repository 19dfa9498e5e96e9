/** How measurements are asked for (docs/microsoft.md). */
import type { Instant } from '../../network/units.ts';
import { instant, millis } from '../../network/units.ts';
import type { MetricFrame } from './metrics.ts';
import type { MetricCall } from './planned-call.ts';

const minute = 60_000;

interface Manner {
  readonly interval: 'PT5M' | 'PT1H';
  readonly grain: number;
  /** How far back. */
  readonly span: number;
  readonly filter: string;
}

function mannerOf(planned: MetricCall): Manner {
  switch (planned.call) {
    case 'traffic':
    case 'availability':
      return { ...fine, filter: "ConnectionId eq '*' and SessionIp eq '*'" };
    case 'probes':
      return { ...fine, filter: "Protocol eq '*'" };
    case 'latency': {
      const isByCustomer = planned.metrics.includes('AverageCustomerPrefixLatency');
      return { ...coarse, filter: `${isByCustomer ? 'RegisteredAsnName' : 'RegisteredPrefixName'} eq '*'` };
    }
    default:
      return planned.call satisfies never;
  }
}

const fine = { interval: 'PT5M', grain: 5 * minute, span: 60 * minute } as const;
const coarse = { interval: 'PT1H', grain: 60 * minute, span: 1440 * minute } as const;

/** The query of a call, and the time that it is about. */
export interface MetricQuery {
  readonly query: Readonly<Record<string, string>>;
  readonly frame: MetricFrame;
}

/** Asks for whole intervals that are over; `wallNow` is what Microsoft's clock shows, as far as ours is right. */
export function metricQuery(planned: MetricCall, wallNow: number): MetricQuery {
  const { interval, grain, span, filter } = mannerOf(planned);
  const to = instant(Math.floor(wallNow / grain) * grain);
  const from = instant(to - span);
  const query = {
    'api-version': '2018-01-01',
    metricnames: planned.metrics.join(','),
    metricnamespace: 'Microsoft.Peering/peerings',
    aggregation: 'Average,Total',
    interval,
    timespan: `${seconds(from)}/${seconds(to)}`,
    $filter: filter,
    // Ten series unless it is said, and then only with a filter.
    top: '100',
    resultType: 'Data',
  };
  return { query, frame: { grain: millis(grain), from, to } };
}

const seconds = (at: Instant): string => `${new Date(at).toISOString().slice(0, 19)}Z`;
