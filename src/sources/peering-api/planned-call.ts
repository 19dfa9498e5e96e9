/** Calls that are made by plan, each with what it needs. */
import type { MetricName } from '../../network/microsoft/metrics.ts';

/** About the subscription as a whole. */
export interface WholeCall {
  readonly call: 'peerings' | 'services' | 'peer-asns' | 'health';
  readonly subject: '';
}

/** About one resource: its key, and its id as it was told. */
export interface ResourceCall {
  readonly call: 'registered-prefixes' | 'registered-asns' | 'service-prefixes' | 'metric-definitions';
  readonly subject: string;
  readonly id: string;
}

/** Measurements of one peering. */
export interface MetricCall {
  readonly call: 'traffic' | 'availability' | 'latency' | 'probes';
  readonly subject: string;
  readonly id: string;
  readonly metrics: readonly MetricName[];
}

/** Peerings at one metro that are no Azure resource yet. */
export interface LegacyCall {
  readonly call: 'legacy-peerings';
  readonly subject: string;
  readonly kind: 'Direct' | 'Exchange';
  readonly location: string;
}

/** Buildings at PeeringDB. */
export interface FacilitiesCall {
  readonly call: 'facilities';
  readonly subject: '';
  readonly ids: readonly number[];
}

/** Networks at PeeringDB: Microsoft's and ours. */
export interface NetworksCall {
  readonly call: 'networks';
  readonly subject: '';
}

/** A planned call that goes to Microsoft. */
export type ArmCall = WholeCall | ResourceCall | MetricCall | LegacyCall;
/** A planned call that goes to PeeringDB, which has limits of its own. */
export type PeeringDbCall = FacilitiesCall | NetworksCall;
/** All of them. */
export type PlannedCall = ArmCall | PeeringDbCall;

/** The same for the same call: what is noted of it is noted under this. Other facilities make another call. */
export const callKey = (planned: PlannedCall): string =>
  planned.call === 'facilities' ? `facilities ${planned.ids.join(',')}` : `${planned.call} ${planned.subject}`;

/** True for what goes to PeeringDB. */
export const isForPeeringDb = (planned: PlannedCall): planned is PeeringDbCall =>
  planned.call === 'facilities' || planned.call === 'networks';
