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

const day = minutes(1440);
/** The list of peerings is asked for this often unless somebody configures it otherwise. */
const usualInterval = minutes(1);

/** How often a call is made: so many times as seldom as the list of peerings, or as the thing itself changes. */
type Pace = { readonly times: number } | { readonly every: Millis };

/**
 * How often each call is made while something needs its answer; null for what only a person asks for. It leaves the
 * most part of what the API allows (docs/microsoft.md); metrics are no newer than their grain.
 */
const paces: Readonly<Record<Call, Pace | null>> = {
  peerings: { times: 1 },
  'service-prefixes': { times: 2 },
  health: { times: 5 },
  'registered-prefixes': { times: 5 },
  'registered-asns': { times: 5 },
  services: { times: 15 },
  'legacy-peerings': { every: day },
  'peer-asns': { every: day },
  traffic: { every: minutes(5) },
  availability: { every: minutes(5) },
  probes: { every: minutes(5) },
  latency: { every: minutes(60) },
  'metric-definitions': { every: day },
  facilities: { every: day },
  networks: { every: day },
  'received-routes': null,
  notes: null,
  'looking-glass': null,
  'provider-availability': null,
  validate: null,
  contacts: null,
};

/**
 * Between two answers to a call, where the list of peerings is asked for every `interval`; null for what only a person
 * asks for. A longer interval spares the list alone: an announcement must not come hours late.
 */
export function callInterval(call: Call, interval: Millis): Millis | null {
  const pace = paces[call];
  if (pace === null || 'every' in pace) return pace?.every ?? null;
  return pace.times === 1 ? interval : millis(pace.times * Math.min(interval, usualInterval));
}
