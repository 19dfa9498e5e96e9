/** The calls to Microsoft in words, and how old their answers may be. */

import { type Millis, millis } from '../units.ts';
import type { Call } from './answers.ts';

const minutes = (count: number): Millis => millis(count * 60_000);

/** What a call asks for, in words that go on after "Microsoft's". */
export const callWords: Readonly<Record<Call, string>> = {
  peerings: 'list of peerings',
  'legacy-peerings': 'list of legacy peerings',
  'peer-asns': 'record of our AS number',
  'registered-prefixes': 'registered prefixes',
  'registered-asns': 'registered AS numbers',
  services: 'peering services',
  'service-prefixes': 'service prefixes',
  'received-routes': 'received routes',
  traffic: 'traffic metrics',
  availability: 'session availability',
  latency: 'prefix latency',
  probes: 'connectivity probes',
  'metric-definitions': 'list of metrics',
  health: 'service health',
  notes: 'maintenance notes',
  'looking-glass': 'looking glass',
  'provider-availability': 'provider availability',
  validate: 'validation of a prefix',
  facilities: 'facilities (PeeringDB)',
  networks: 'network records (PeeringDB)',
  contacts: 'contacts (PeeringDB)',
};

/**
 * How often each call is made while something needs its answer; null for what only a person asks for. The budget that
 * the limits of the API leave (Azure Resource Manager's request limits; Azure Monitor's grains).
 */
export const callIntervals: Readonly<Record<Exclude<Call, 'peerings'>, Millis | null>> = {
  health: minutes(5),
  'registered-prefixes': minutes(5),
  'registered-asns': minutes(5),
  services: minutes(15),
  'service-prefixes': minutes(5),
  'legacy-peerings': minutes(1440),
  'peer-asns': minutes(1440),
  traffic: minutes(5),
  availability: minutes(5),
  latency: minutes(60),
  probes: minutes(5),
  'metric-definitions': minutes(1440),
  facilities: minutes(1440),
  networks: minutes(1440),
  'received-routes': null,
  notes: null,
  'looking-glass': null,
  'provider-availability': null,
  validate: null,
  contacts: null,
};
