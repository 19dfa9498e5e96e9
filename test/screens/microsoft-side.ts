/** What Microsoft tells of the carrier of the stories: samples for the real reducer, in four conditions. */
import type { MicrosoftSample } from '../../src/network/microsoft/answers.ts';
import { routesSubject } from '../../src/network/microsoft/answers.ts';
import type { Connection, Peering } from '../../src/network/microsoft/peerings.ts';
import { bitsPerSecond, type Instant, instant, millis } from '../../src/network/units.ts';
import { Withheld } from '../../src/network/withheld.ts';
import {
  answered,
  connection,
  failed,
  failure,
  listOf,
  metricAnswer,
  notice,
  peering,
  prefixEvent,
  registeredPrefix,
  route,
  series,
  service,
  servicePrefix,
  theirSession,
  whole,
} from '../network/microsoft/microsoft-samples.ts';
import { type Carrier, discovered } from './carrier.ts';

/** How Microsoft is: of one mind with the routers, behind them, silent since a while, or building. */
export type MicrosoftMood = 'agrees' | 'disagrees' | 'silent' | 'building';

/** The subscription of the stories. */
export const subscription = { subscriptionId: '00000000-0000-4000-8000-000000000001', interval: millis(60_000) };

const guid = (at: number): string => `9bba5769-c03d-4c84-8ece-${String(at).padStart(12, '0')}`;

/** The connection of a PNI, with the addresses that its router has. */
function connectionOf(carrier: Carrier, at: number, end: Instant, mood: MicrosoftMood): Connection {
  const plan = carrier.pnis[at];
  const sample = plan === undefined ? undefined : discovered(carrier, plan.router, end);
  const sessions = sample?.kind === 'discovered' ? sample.facts.sessions : [];
  const own = sessions.filter(each =>
    each.peer.startsWith('2001') ? each.peer === `2001:db8:${(at + 1).toString(16)}::2` : true,
  );
  const v4 = `198.51.${100 + Math.floor((at + 1) / 120)}.${((at + 1) % 120) * 2 + 1}`;
  const isFaulty = plan?.router === 'iad-er1';
  return connection({
    identifier: guid(at),
    trackingId: `MS-${4711 + at}`,
    provisioned: bitsPerSecond((plan?.members ?? 1) * 100e9),
    addressProvider: 'Peer',
    useForPeeringService: true,
    facilityId: 69,
    state: mood === 'building' && isFaulty ? 'Validating' : 'Active',
    sessions: own
      .filter(each => each.peer === v4 || each.peer === `2001:db8:${(at + 1).toString(16)}::2`)
      .map(each =>
        theirSession({
          afi: each.afi,
          microsoft: each.peer,
          peer: each.local,
          state: mood !== 'disagrees' && each.state !== 'established' ? 'Idle' : 'Established',
        }),
      ),
  });
}

function peeringsOf(carrier: Carrier, end: Instant, mood: MicrosoftMood): readonly Peering[] {
  const metros = [...new Set(carrier.pnis.map(pni => pni.metro))];
  const own = metros.map(metro =>
    peering({
      name: `ex-${metro.toLowerCase().replaceAll(' ', '-')}`,
      location: metro.toLowerCase(),
      region: metro === 'Amsterdam' ? 'West Europe' : 'East US',
      sku: 'Premium_Direct_Free',
      connections: carrier.pnis.flatMap((pni, at) =>
        pni.metro === metro ? [connectionOf(carrier, at, end, mood)] : [],
      ),
    }),
  );
  if (mood !== 'building') return own;
  const refused = connection({
    identifier: guid(99),
    state: 'ProvisioningFailed',
    errorMessage: 'IPv4 address is already configured with a different ASN',
  });
  const server = peering({
    name: 'rs-dallas',
    flavour: 'route-server',
    directType: 'IxRs',
    location: 'dallas',
    connections: [
      connection({
        identifier: guid(98),
        sessions: [theirSession({ microsoft: '203.0.113.9', state: 'Established' })],
      }),
    ],
  });
  return [...own, peering({ name: 'ex-dallas-2', location: 'dallas', connections: [refused] }), server];
}

const five = 300_000;

/** Everything that a console would have been told by `end`; the list of peerings 8 s before, or long ago when it is silent. */
export function microsoftSamples(carrier: Carrier, end: Instant, mood: MicrosoftMood): readonly MicrosoftSample[] {
  const at = mood === 'silent' ? end - 400_000 : end - 8000;
  const ids = { request: '7d3c…', correlation: '0bab1733-3f4b-427c-8c6f-c5251718ca4c' };
  const peerings = peeringsOf(carrier, end, mood);
  const ashburn = peerings.find(each => each.name === 'ex-ashburn');
  const key = ashburn?.key ?? '';
  const prefix = registeredPrefix({ key: `${key}/registeredprefixes/infra`, name: 'infra', prefix: '203.0.113.0/28' });
  const refused = registeredPrefix({
    key: `${key}/registeredprefixes/web`,
    name: 'web',
    prefix: '203.0.113.16/28',
    validation: 'Failed',
    errorMessage: 'Advertisement missing MAPS community',
  });
  const hijacked = servicePrefix({
    prefix: '203.0.113.32/28',
    events: [
      prefixEvent('PrefixAnnouncementEvent', {
        at: instant(end - 7_200_000),
        level: 'Information',
        summary: 'Announced',
      }),
      prefixEvent('PrefixOriginAsChangeEvent', {
        at: instant(end - 60_000),
        level: 'Critical',
        summary: 'Origin AS 64499',
      }),
    ],
  });
  const [first] = ashburn?.connections ?? [];
  const dimensions = { connectionid: first?.identifier?.toUpperCase() ?? '', sessionip: '' };
  const traffic = metricAnswer(
    [
      series('IngressTrafficRate', dimensions, [end - 2 * five, 200e9]),
      series('EgressTrafficRate', dimensions, [end - 2 * five, 610e9]),
      series('FlapCounts', dimensions, [end - 2 * five, 1]),
      series('SessionAvailability', dimensions, [end - 2 * five, 1]),
    ],
    { from: instant(end - 3_600_000), to: end },
  );
  const latency = metricAnswer(
    [
      series(
        'RegisteredPrefixLatency',
        { registeredprefixname: 'infra' },
        [end - 7_200_000, 4.2],
        [end - 3_600_000, 4.6],
      ),
    ],
    { from: instant(end - 86_400_000), to: end, grain: millis(3_600_000) },
  );
  const contact = { role: 'Noc', name: null, email: 'noc@example.net', phone: new Withheld('+15550100') };
  const good: readonly MicrosoftSample[] = [
    answered(listOf(peerings), { at, ids }),
    answered(
      { call: 'registered-prefixes', prefixes: mood === 'agrees' ? [prefix] : [prefix, refused], list: whole },
      { at, subject: key, ids },
    ),
    answered({ call: 'services', services: [service()], list: whole }, { at }),
    answered(
      { call: 'service-prefixes', prefixes: mood === 'disagrees' ? [hijacked] : [], list: whole },
      { at, subject: '/services/shop' },
    ),
    answered(
      {
        call: 'peer-asns',
        asns: [
          {
            name: 'own',
            asn: 64496,
            peerName: 'Example Carrier',
            validationState: 'Approved',
            errorMessage: null,
            contacts: [contact],
          },
        ],
        list: whole,
      },
      { at },
    ),
    answered(
      { call: 'facilities', facilities: [{ id: 69, name: 'Example House', city: 'Ashburn', country: 'US' }] },
      { at },
    ),
    answered({ call: 'traffic', metrics: traffic }, { at, subject: key }),
    answered({ call: 'latency', metrics: latency }, { at, subject: key }),
    answered(
      {
        call: 'received-routes',
        routes: (first?.sessions ?? [])
          .filter(each => each.afi === 'ipv4')
          .map(each => route(each.peer, { prefix: '203.0.113.0/28' })),
        list: whole,
      },
      { at, subject: routesSubject(key, '203.0.113.0/28') },
    ),
    answered(
      {
        call: 'received-routes',
        routes: (first?.sessions ?? []).map(each =>
          route(each.peer, {
            prefix: each.afi === 'ipv4' ? '203.0.113.0/28' : '2001:db8:a000::/40',
            rpkiValidation: each.afi === 'ipv4' ? 'Valid' : 'Invalid',
          }),
        ),
        list: whole,
      },
      { at, subject: key },
    ),
    answered(
      {
        call: 'health',
        notices:
          mood === 'agrees'
            ? []
            : [
                notice({
                  title: 'Planned maintenance of a peering device in Amsterdam',
                  text: 'BGP sessions may go down and come back more than once.',
                  startsAt: instant(end + 3_600_000),
                  endsAt: instant(end + 10_800_000),
                }),
              ],
        list: whole,
      },
      { at },
    ),
  ];
  const budget = { left: 0.97, lastHour: 412, throttledUntil: null };
  if (mood !== 'silent') return good.map(sample => ({ ...sample, budget }));
  const why = failure({
    kind: 'sign-in',
    text: 'sign-in at login.example: the client secret has expired (AADSTS7000222)',
    status: 401,
    retryAt: instant(end + 30_000),
  });
  return [
    ...good,
    failed('peerings', { at: end - 4000, budget }, why),
    failed('health', { at: end - 4000, budget }, why),
  ];
}
