/** Where a metric's values come from: one source per session, prefix or probe of a peering. */
import { noise, TICK_MS } from '../traffic.ts';
import type { World } from '../world.ts';
import { addressText } from './address-text.ts';
import type { Measured } from './metric-catalogue.ts';
import { type Minute, sessionAt } from './minutes.ts';
import { connectionIdOf, pnisAt } from './peerings.ts';
import type { Place } from './places.ts';
import { registeredNameOf } from './registered-prefixes.ts';

/** One series before it is summed with others. */
export interface Source {
  /** By dimension name in lower case: so they come back, whatever case they were asked in. */
  readonly dimensions: ReadonlyMap<string, string>;
  readonly valueIn: (minute: Minute) => number;
}

/** Octets of a mean packet from Microsoft. */
const MEAN_PACKET = 1100;
const HOUR_MINUTES = 60;
const LATENCY_STREAM = 9000;
const PROBE_STREAM = 9500;

/** Which end of a session SessionIp names. Not documented: the carrier's here. */
const SESSION_END = 'local';

type PerSession = 'to-microsoft' | 'from-microsoft' | 'dropped' | 'flaps' | 'availability';

const sessionValue = (measured: PerSession, minute: Minute, at: number): number => {
  const bitsPerSecond = (octets: number): number => Math.round((octets * 8 * 1000) / (minute.ticks * TICK_MS));
  if (minute.ticks === 0) return 0;
  switch (measured) {
    case 'to-microsoft':
      return bitsPerSecond(minute.toMicrosoft[at] ?? 0);
    case 'from-microsoft':
      return bitsPerSecond(minute.fromMicrosoft[at] ?? 0);
    case 'dropped':
      return bitsPerSecond(((minute.dropped[at] ?? 0) / 1000) * MEAN_PACKET);
    case 'flaps':
      return minute.flaps[at] ?? 0;
    case 'availability':
      return (minute.upTicks[at] ?? 0) / minute.ticks;
  }
};

const sessionSources = (world: World, place: Place, measured: PerSession): Source[] =>
  pnisAt(world, place).flatMap(([at, plan]) =>
    [plan.sessions.ipv4, plan.sessions.ipv6].map(session => ({
      dimensions: new Map([
        ['connectionid', connectionIdOf(at)],
        ['sessionip', addressText(session[SESSION_END])],
        ['trafficclass', 'BestEffort'],
      ]),
      valueIn: minute => sessionValue(measured, minute, sessionAt(at, session.afi)),
    })),
  );

const thousandths = (value: number): number => Math.round(value * 1000) / 1000;

const latencySources = ({ seed }: World, place: Place): Source[] =>
  place.prefixes.map((_, i) => {
    const stream = LATENCY_STREAM + place.facility * 10 + i;
    return {
      dimensions: new Map([['registeredprefixname', registeredNameOf(place, i)]]),
      valueIn: ({ minute }) =>
        thousandths(place.latencyMs * (1 + 0.3 * i + 0.1 * noise(seed, stream, minute, 3 * HOUR_MINUTES))),
    };
  });

const probeSources = ({ seed }: World, place: Place, value: (wobble: number) => number): Source[] =>
  place.probe === null
    ? []
    : [
        {
          dimensions: new Map([['protocol', 'ICMP']]),
          valueIn: ({ minute }) => thousandths(value(noise(seed, PROBE_STREAM + place.facility, minute, 7))),
        },
      ];

/** The sources of a metric at a place. */
export const sourcesOf = (world: World, place: Place, measured: Measured): Source[] => {
  switch (measured) {
    case 'to-microsoft':
    case 'from-microsoft':
    case 'dropped':
    case 'flaps':
    case 'availability':
      return sessionSources(world, place, measured);
    case 'prefix-latency':
      return latencySources(world, place);
    case 'customer-latency':
      // Only a peering over a route server has AS numbers of customers.
      return [];
    case 'probe-availability':
      return probeSources(world, place, () => 100);
    case 'probe-jitter':
      return probeSources(world, place, wobble => 0.2 + 0.1 * wobble);
    case 'probe-latency':
      return probeSources(world, place, wobble => place.latencyMs * (1 + 0.05 * wobble));
  }
};
