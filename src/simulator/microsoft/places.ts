/** The metros where the carrier peers, as Microsoft books them. */

/** One metro: its peering, its region, its building, and what is registered there. */
export interface Place {
  /** The carrier's name of the metro. */
  readonly metro: string;
  readonly slug: string;
  /** Name of the peering. */
  readonly peering: string;
  /** The Azure region. */
  readonly region: string;
  /** peeringLocation as Microsoft writes it here: on the wire the case wanders (`london`, `san Jose`). */
  readonly location: string;
  readonly country: string;
  /** Facility in PeeringDB. */
  readonly facility: number;
  /** Registered prefixes (RFC 5737). */
  readonly prefixes: readonly [string, string];
  /** Round trip from the region to the registered prefixes. */
  readonly latencyMs: number;
  /** What Microsoft probes inside the carrier's network. */
  readonly probe: string | null;
}

/** In the order of the carrier's metros. */
export const PLACES: readonly Place[] = [
  {
    metro: 'Ashburn',
    slug: 'ashburn',
    peering: 'ex-ashburn',
    region: 'East US',
    location: 'Ashburn',
    country: 'US',
    facility: 9001,
    prefixes: ['203.0.113.16/28', '203.0.113.32/28'],
    latencyMs: 2.1,
    probe: '203.0.113.17',
  },
  {
    metro: 'New York',
    slug: 'new-york',
    peering: 'ex-new-york',
    region: 'East US',
    location: 'new York',
    country: 'US',
    facility: 9002,
    prefixes: ['203.0.113.48/28', '203.0.113.64/28'],
    latencyMs: 7.4,
    probe: null,
  },
  {
    metro: 'Amsterdam',
    slug: 'amsterdam',
    peering: 'ex-amsterdam',
    region: 'West Europe',
    location: 'amsterdam',
    country: 'NL',
    facility: 9003,
    prefixes: ['203.0.113.80/28', '203.0.113.96/28'],
    latencyMs: 1.6,
    probe: '203.0.113.81',
  },
  {
    metro: 'London',
    slug: 'london',
    peering: 'ex-london',
    region: 'UK South',
    location: 'London',
    country: 'GB',
    facility: 9004,
    prefixes: ['203.0.113.112/28', '203.0.113.128/28'],
    latencyMs: 2.4,
    probe: null,
  },
  {
    metro: 'Chicago',
    slug: 'chicago',
    peering: 'ex-chicago',
    region: 'North Central US',
    location: 'Chicago',
    country: 'US',
    facility: 9005,
    prefixes: ['203.0.113.144/28', '203.0.113.160/28'],
    latencyMs: 1.9,
    probe: null,
  },
  {
    metro: 'Singapore',
    slug: 'singapore',
    peering: 'ex-singapore',
    region: 'Southeast Asia',
    location: 'Singapore',
    country: 'SG',
    facility: 9006,
    prefixes: ['203.0.113.176/28', '203.0.113.192/28'],
    latencyMs: 1.7,
    probe: null,
  },
];

/** The place of a metro. Throws for a metro where the carrier has none. */
export const placeOf = (metro: string): Place => {
  const place = PLACES.find(candidate => candidate.metro === metro);
  if (place === undefined) throw new Error(`Microsoft has no peering at ${metro}.`);
  return place;
};

/** Text without regard to case: how Azure compares names. */
export const sameName = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();
