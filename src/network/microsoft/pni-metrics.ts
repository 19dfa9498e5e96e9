/** Microsoft's measurements of one PNI, picked out of those of its peering. */
import { canonicalAddress } from '../addresses.ts';
import type { Instant, Millis } from '../units.ts';
import type { MetricAnswer, MetricName } from './metrics.ts';
import { summed } from './orientation.ts';
import type { Connection } from './peerings.ts';

/**
 * Whether a series belongs to a connection. Whether ConnectionId is the connection's identifier, and whose address
 * SessionIp is, no document says: the identifier is compared without regard to case, and the address with both ends.
 */
export function dimensionsOf(connection: Connection): (dimensions: Readonly<Record<string, string>>) => boolean {
  const identifier = connection.identifier?.toLowerCase() ?? null;
  const ends = new Set(connection.sessions.flatMap(each => [each.microsoft, each.peer].flatMap(end => end ?? [])));
  return dimensions => {
    const id = dimensions.connectionid?.toLowerCase();
    if (identifier !== null && id === identifier) return true;
    const address = canonicalAddress(dimensions.sessionip ?? '');
    return address !== null && ends.has(address);
  };
}

/** A figure of Microsoft with the interval that it is of. */
export interface MetricFigure {
  readonly at: Instant;
  readonly value: number;
}

/** Events counted over the intervals that were told. */
export interface MetricCount {
  readonly count: number;
  readonly told: number;
}

/** What Microsoft measured of one PNI; null is what it did not tell. */
export interface PniMetrics {
  readonly ingress: MetricFigure | null;
  readonly egress: MetricFigure | null;
  readonly drops: MetricFigure | null;
  /** Flaps in the time that the answer covers. */
  readonly flaps: MetricCount | null;
  /** The lowest newest availability of its sessions: 1 is up. */
  readonly availability: MetricFigure | null;
  readonly grain: Millis;
}

/** Of the newest interval that is told. */
function newest(sums: ReadonlyMap<Instant, number>): MetricFigure | null {
  const [last] = [...sums].toSorted(([a], [b]) => b - a);
  return last === undefined ? null : { at: last[0], value: last[1] };
}

/** Picks a PNI's figures out of an answer. */
export function pniMetrics(metrics: MetricAnswer, connection: Connection): PniMetrics {
  const belongs = dimensionsOf(connection);
  const own = (metric: MetricName) => metrics.series.filter(each => each.metric === metric && belongs(each.dimensions));
  const figure = (metric: Parameters<typeof summed>[1]): MetricFigure | null =>
    newest(summed(metrics, metric, belongs));
  const flaps = own('FlapCounts').flatMap(each => each.points);
  const last = own('SessionAvailability').flatMap(each => each.points.at(-1) ?? []);
  return {
    ingress: figure('IngressTrafficRate'),
    egress: figure('EgressTrafficRate'),
    drops: figure('PacketDropRate'),
    flaps:
      flaps.length === 0
        ? null
        : {
            count: flaps.reduce((sum, { value }) => sum + value, 0),
            told: new Set(flaps.map(({ at }) => at)).size,
          },
    availability: last.toSorted((a, b) => a.value - b.value)[0] ?? null,
    grain: metrics.grain,
  };
}
