/** Every call of the client that a specification is at hand for. */
import type { Call } from '../../src/network/microsoft/answers.ts';
import type { Answered } from '../../src/sources/peering-api/asker.ts';
import type { Session } from '../../src/sources/peering-api/session.ts';
import { peeringId, subscription } from '../sources/peering-api/azure.ts';

/** Makes one call, and resolves with its answer. */
export type Ask = (session: Session) => Promise<Answered>;

/** Calls to services whose specification is not at hand, and those that no service answers. */
type Unspecified = 'health' | 'notes' | 'facilities' | 'networks' | 'contacts';

const subject = 'metro1';
const id = peeringId(subject);
const service = `/subscriptions/${subscription}/resourceGroups/noc/providers/Microsoft.Peering/peeringServices/voice`;

const whole =
  (call: 'peerings' | 'services' | 'peer-asns'): Ask =>
  session =>
    session.planned({ call, subject: '' });
const resource =
  (call: 'registered-prefixes' | 'registered-asns' | 'service-prefixes' | 'metric-definitions', of = id): Ask =>
  session =>
    session.planned({ call, subject, id: of });
const legacy =
  (kind: 'Direct' | 'Exchange'): Ask =>
  session =>
    session.planned({ call: 'legacy-peerings', subject: kind, kind, location: 'San Jose' });

const rates = ['IngressTrafficRate', 'EgressTrafficRate', 'PacketDropRate', 'FlapCounts'] as const;
const probes = ['ConnectivityProbeAvailability', 'ConnectivityProbeJitter', 'ConnectivityProbeLatency'] as const;

/** Names of a peering that the specification allows, and that have to be written with care. */
const oddId = `/subscriptions/${subscription}/resourceGroups/noc (emea)/providers/Microsoft.Peering/peerings/a.b_c-1`;

const byCall: Readonly<Record<Exclude<Call, Unspecified>, Readonly<Record<string, Ask>>>> = {
  peerings: { peerings: whole('peerings') },
  'legacy-peerings': { 'legacy direct peerings': legacy('Direct'), 'legacy exchange peerings': legacy('Exchange') },
  'peer-asns': { 'peer ASNs': whole('peer-asns') },
  services: { 'peering services': whole('services') },
  'registered-prefixes': {
    'registered prefixes': resource('registered-prefixes'),
    'registered prefixes of a peering with an odd id': resource('registered-prefixes', oddId),
  },
  'registered-asns': { 'registered ASNs': resource('registered-asns') },
  'service-prefixes': { 'prefixes of a service, with events': resource('service-prefixes', service) },
  'received-routes': {
    'received routes': session => session.asker.routes(id, null),
    'received routes for a prefix': session => session.asker.routes(id, '2001:db8::/32'),
  },
  traffic: {
    traffic: session => session.planned({ call: 'traffic', subject, id, metrics: [...rates, 'SessionAvailability'] }),
  },
  availability: {
    'session availability': session =>
      session.planned({ call: 'availability', subject, id, metrics: ['SessionAvailability'] }),
  },
  latency: {
    'latency of prefixes': session =>
      session.planned({ call: 'latency', subject, id, metrics: ['RegisteredPrefixLatency'] }),
    'latency of customers': session =>
      session.planned({ call: 'latency', subject, id, metrics: ['AverageCustomerPrefixLatency'] }),
  },
  probes: { probes: session => session.planned({ call: 'probes', subject, id, metrics: probes }) },
  'metric-definitions': { 'definitions of metrics': resource('metric-definitions') },
  'looking-glass': Object.fromEntries(
    (['Traceroute', 'Ping', 'BgpRoute'] as const).map(command => [
      `looking glass: ${command}`,
      session =>
        session.asker.question({
          kind: 'looking-glass',
          command,
          sourceType: command === 'Ping' ? 'AzureRegion' : 'EdgeSite',
          source: 'West US 2',
          destination: '192.0.2.1',
        }),
    ]),
  ),
  'provider-availability': {
    'provider availability': session =>
      session.asker.question({ kind: 'provider-availability', location: 'Osaka', provider: 'ZZ & Söhne' }),
  },
  validate: {
    validate: session =>
      session.asker.question({
        kind: 'validate',
        prefix: { key: 'p', id: `${id}/registeredPrefixes/prefix1`, name: 'prefix1' },
      }),
  },
};

/** All of them, by what they are called in the tests. */
export const everyCall: readonly (readonly [string, Ask])[] = Object.values(byCall).flatMap(variants =>
  Object.entries(variants),
);
