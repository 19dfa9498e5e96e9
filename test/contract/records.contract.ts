/** The records of the specification's examples and of recorded answers, each read by its own door: all can be read, and none holds a secret. */
import { describe, expect, test } from 'vitest';
import { instant, millis } from '../../src/network/units.ts';
import { fieldsOf } from '../../src/sources/peering-api/json-door.ts';
import { outputOf } from '../../src/sources/peering-api/looking-glass.ts';
import { noticesOf } from '../../src/sources/peering-api/maintenance.ts';
import { definedMetricsOf, metricsOf } from '../../src/sources/peering-api/metrics.ts';
import { peerAsnsOf } from '../../src/sources/peering-api/peer-asns.ts';
import { contactsOf, dataOf, facilitiesOf, networksOf } from '../../src/sources/peering-api/peeringdb.ts';
import { peeringsOf } from '../../src/sources/peering-api/peerings.ts';
import { registeredAsnsOf, registeredPrefixesOf, servicePrefixesOf } from '../../src/sources/peering-api/prefixes.ts';
import { apiErrorOf } from '../../src/sources/peering-api/refusals.ts';
import { routesOf } from '../../src/sources/peering-api/routes.ts';
import { servicesOf } from '../../src/sources/peering-api/services.ts';
import { exampleOf, isRequired, missingForReplay, stored, wireOf } from './stored.ts';

const missing = missingForReplay();
if (missing.length > 0)
  console.warn(`left out: records of the examples and recordings; missing: ${missing.join('; ')}`);

test.runIf(isRequired)('everything is here that these tests need', () => expect(missing).toEqual([]));

const example = (name: string): unknown => exampleOf(['examples', '2025-05-01'], `${name}.json`).body;
const wire = (name: string): unknown => wireOf(`${name}.json`).body;
const valuesOf = (body: unknown): readonly unknown[] => {
  const values = fieldsOf(body)?.raw('value');
  return Array.isArray(values) ? values : [body];
};

describe.runIf(missing.length === 0)('documented answers are read whole', () => {
  test.each([
    ['ListPeeringsBySubscription', (values: readonly unknown[]) => peeringsOf(values, false)],
    ['GetPeering', (values: readonly unknown[]) => peeringsOf(values, false)],
    ['CreateDirectPeering', (values: readonly unknown[]) => peeringsOf(values, false)],
    ['CreatePeeringWithExchangeRouteServer', (values: readonly unknown[]) => peeringsOf(values, false)],
    ['ListLegacyPeerings', (values: readonly unknown[]) => peeringsOf(values, true)],
    ['ListRegisteredPrefixesByPeering', registeredPrefixesOf],
    ['ValidateRegisteredPrefix', registeredPrefixesOf],
    ['ListRegisteredAsnsByPeering', registeredAsnsOf],
    ['ListPeeringServicesBySubscription', servicesOf],
    ['ListPrefixesByPeeringService', servicePrefixesOf],
    ['GetPeeringServicePrefix', servicePrefixesOf],
    ['ListPeerAsnsBySubscription', peerAsnsOf],
    ['GetPeeringReceivedRoutes', routesOf],
  ] as const)('%s', (name, read) => {
    const values = valuesOf(example(name));
    const { items, unreadable } = read(values);
    expect(unreadable).toBe(0);
    expect(items.length).toBeGreaterThan(0);
    expect(JSON.stringify(items)).not.toMatch(/test-md5-auth-key|00000000-0000-0000-0000|\+1 \(234\)/);
  });

  test('a recorded MAPS peering: two active connections with their sessions', () => {
    const [peering] = peeringsOf([wire('peerings_get')], false).items;
    expect(peering).toMatchObject({
      flavour: 'direct',
      location: 'Dallas',
      sku: 'Premium_Direct_Free',
      peerAsn: 'AS64500',
    });
    expect(peering?.connections).toHaveLength(2);
    expect(peering?.connections[0]).toMatchObject({
      state: 'Active',
      provisioned: 200e9,
      facilityId: 69,
      hasMd5Key: false,
      sessions: [
        { afi: 'ipv4', microsoft: '192.0.2.70', peer: '192.0.2.69', state: 'Established', prefixLimit: 200_000 },
      ],
    });
  });

  test('a recorded peering that waits for approval', () => {
    const [peering] = peeringsOf([wire('peerings_put_201')], false).items;
    expect(peering?.connections[0]).toMatchObject({ state: 'PendingApproval', sessions: [{ state: 'None' }] });
  });

  test('recorded validation failures, contacts and the flat error', () => {
    expect(servicePrefixesOf(valuesOf(wire('peeringServicePrefixes_list'))).items).toMatchObject([
      { validation: 'Failed', errorMessage: 'Peering service provider not found', hasKey: true },
      { validation: 'Pending', hasKey: false },
    ]);
    expect(peerAsnsOf(valuesOf(wire('peerAsns_list'))).items).toMatchObject([
      { asn: 64496, validationState: 'Approved' },
    ]);
    expect(apiErrorOf(wire('peerAsns_get_404'))).toEqual({ code: 'NotFound', message: 'Resource does not exist.' });
    expect(outputOf(example('LookingGlassInvokeCommand'))).toContain('\n 1 West US (1.1.1.1)');
  });

  test('metrics, definitions and health', () => {
    const body = fieldsOf(stored('monitor', 'constructed.metrics.peering.json'))?.raw('body');
    const answer = metricsOf(body, { grain: millis(1), from: instant(0), to: instant(0) });
    expect(answer).toMatchObject({ grain: 300_000, to: Date.parse('2025-01-01T00:20:00Z'), refused: [] });
    expect(answer?.series[0]).toMatchObject({
      metric: 'EgressTrafficRate',
      dimensions: { connectionid: '11111111-1111-4111-8111-111111111111', sessionip: '192.0.2.1' },
    });
    expect(answer?.series[0]?.points.map(({ value }) => value)).toEqual([41.2e9, 42e9, 41.7e9]);
    const definitions = fieldsOf(stored('monitor', 'constructed.metricDefinitions.peering.json'))?.raw('body');
    expect(definedMetricsOf(valuesOf(definitions))).toHaveLength(10);
    const events = fieldsOf(stored('resourcehealth', 'Events_ListBySubscriptionId.json'))
      ?.fields('responses')
      .fields('200')
      .raw('body');
    expect(noticesOf(valuesOf(events)).items).toMatchObject([
      { trackingId: 'BC_1-FXZ', services: ['Virtual Machines'], regions: ['West US'], status: 'Active' },
    ]);
  });

  test('PeeringDB', () => {
    const data = (name: string) => dataOf(stored('peeringdb', `constructed.${name}.json`)) ?? [];
    expect(facilitiesOf(data('fac')).items).toEqual([
      { id: 69, name: 'Example Dallas Facility', city: 'Dallas', country: 'US' },
    ]);
    expect(networksOf(data('net')).items).toMatchObject([{ asn: 64500, prefixes4: 11_000, lacking: [] }]);
    expect(contactsOf(data('poc'), 64500).contacts).toMatchObject([{ role: 'NOC', email: 'noc@example.net' }]);
  });
});
