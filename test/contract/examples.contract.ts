/**
 * The examples of the specification, each through the client over HTTP: what comes out. That their records can be read
 * and hold no secret is told by records.contract.ts, and not here again.
 */
import { describe, expect, test } from 'vitest';
import type { Ask } from './calls.ts';
import { alone, calls, madeOf, toldBy } from './replay.ts';
import { exampleOf, filesIn, isRequired, missingForReplay, type Recorded } from './stored.ts';

const missing = missingForReplay();
if (missing.length > 0) console.warn(`left out: the specification's examples; missing: ${missing.join('; ')}`);

test.runIf(isRequired)('everything is here that these tests need', () => expect(missing).toEqual([]));

const folders = ['examples', '2025-05-01'] as const;
const whole = (recorded: Recorded): Recorded => recorded;

interface Expectation {
  readonly file: string;
  readonly status?: number;
  /** A list is replayed as it is; a resource in a list of one. */
  readonly as?: (recorded: Recorded) => Recorded;
  readonly ask: Ask;
  readonly told: unknown;
}

const states = (...some: readonly (readonly [string, string])[]) =>
  some.map(([state, session]) => ({ state, sessions: [{ afi: 'ipv4', state: session }, { afi: 'ipv6' }] }));

const examples: readonly Expectation[] = [
  {
    file: 'ListPeeringsBySubscription',
    ask: calls.peerings,
    told: [
      {
        resourceGroup: 'rgName',
        flavour: 'exchange',
        peerAsn: 'myAsn1',
        connections: states(['Active', 'Established'], ['Active', 'Established']),
      },
    ],
  },
  { file: 'GetPeering', as: alone, ask: calls.peerings, told: [{ name: 'peeringName', sku: 'Basic_Exchange_Free' }] },
  {
    file: 'CreateDirectPeering',
    as: alone,
    ask: calls.peerings,
    told: [
      {
        flavour: 'direct',
        connections: [
          {
            state: 'ProvisioningFailed',
            errorMessage: 'IPv4 address is already configured with a different ASN',
            trackingId: 'test-microsoft-reference-id-1',
          },
          { state: 'Active', addressProvider: 'Microsoft', hasMd5Key: true },
        ],
      },
    ],
  },
  {
    file: 'CreateDirectPeering',
    status: 201,
    as: alone,
    ask: calls.peerings,
    told: [{ connections: [...states(['PendingApproval', 'PendingAdd']), { provisioned: 0, sessions: [] }] }],
  },
  {
    file: 'CreatePeeringWithExchangeRouteServer',
    as: alone,
    ask: calls.peerings,
    told: [
      {
        flavour: 'route-server',
        connections: [{ sessions: [{ microsoft: '192.168.0.123', peer: '192.168.0.234' }, { microsoft: null }] }],
      },
    ],
  },
  {
    file: 'CreatePeeringWithExchangeRouteServer',
    status: 201,
    as: alone,
    ask: calls.peerings,
    told: [{ connections: states(['PendingApproval', 'PendingAdd']) }],
  },
  {
    file: 'ListLegacyPeerings',
    ask: calls.legacyPeerings,
    told: [{ legacy: true, flavour: 'exchange', peerAsn: '65000', resourceGroup: null }],
  },
  {
    file: 'ListRegisteredPrefixesByPeering',
    ask: calls.registeredPrefixes,
    told: [
      { prefix: '10.22.20.0/24', validation: 'Verified', hasKey: true },
      { prefix: '10.22.21.0/24', validation: 'Verified', hasKey: true },
      { prefix: '10.22.22.0/24', validation: 'Pending', hasKey: false },
    ],
  },
  { file: 'ValidateRegisteredPrefix', ask: calls.validate, told: 'Pending' },
  {
    file: 'ListRegisteredAsnsByPeering',
    ask: calls.registeredAsns,
    told: [
      { name: 'registeredAsnName0', asn: 65_000, hasKey: true },
      { name: 'registeredAsnName1', asn: 65_001, hasKey: false, provisioningState: 'Failed' },
      { name: 'registeredAsnName2', asn: 65_002, hasKey: true },
    ],
  },
  {
    file: 'ListPeeringServicesBySubscription',
    ask: calls.services,
    told: [
      {
        location: 'state1',
        provider: 'serviceProvider1',
        primaryLocation: 'peeringLocation1',
        backupLocation: 'peeringLocation2',
        hasWorkspaceKey: true,
      },
    ],
  },
  {
    file: 'ListPrefixesByPeeringService',
    ask: calls.servicePrefixes,
    told: [
      { prefix: '192.168.1.0/24', learned: 'ViaServiceProvider', events: [] },
      { prefix: '192.168.2.0/24', learned: 'ViaServiceProvider', events: [] },
    ],
  },
  {
    file: 'GetPeeringServicePrefix',
    as: alone,
    ask: calls.servicePrefixes,
    told: [{ name: 'peeringServicePrefixName', validation: 'Verified' }],
  },
  {
    file: 'ListPeerAsnsBySubscription',
    ask: calls.peerAsns,
    told: [
      { asn: 65_000, peerName: 'Contoso', contacts: [{ role: 'Noc' }, { role: 'Policy' }, { role: 'Technical' }] },
    ],
  },
  {
    file: 'GetPeeringReceivedRoutes',
    ask: calls.receivedRoutes,
    told: [
      {
        nextHop: '127.0.0.1',
        asPath: [123, 456],
        trustAnchor: 'Arin',
        // Without a zone, and with a blank where ISO 8601 has a T.
        receivedAt: Date.parse('2020-04-05T03:39:20Z'),
      },
    ],
  },
  {
    file: 'LookingGlassInvokeCommand',
    ask: calls.lookingGlass,
    told: expect.stringMatching(/^traceroute to 0\.0\.0\.0, 64 hops max, 52 bytes packets\n/),
  },
  { file: 'CheckServiceProviderAvailability', ask: calls.providerAvailability, told: 'Available' },
];

/** Examples of calls that the client does not make. */
const notAsked = [
  'ListCdnPeeringPrefixes',
  'ListConnectionMonitorTestsByPeeringService',
  'ListDirectPeeringLocations',
  'ListExchangePeeringLocations',
  'ListPeeringOperations',
  'ListPeeringServiceCountriesBySubscription',
  'ListPeeringServiceLocationsBySubscription',
  'ListPeeringServiceProviders',
  'ListRpUnbilledPrefixes',
];

describe.runIf(missing.length === 0)('an example of the specification is read', () => {
  test.each(examples.map(each => [`${each.file} (${each.status ?? 200})`, each] as const))('%s', async (_, example) => {
    const { file, status, as = whole, ask, told } = example;
    const answer = await madeOf(as(exampleOf(folders, `${file}.json`, status)), ask);
    expect(toldBy(answer)).toMatchObject(told as object);
    if ('list' in answer) expect(answer.list).toEqual({ unreadable: 0, cut: false });
  });

  test('every example is an answer to a call of ours, or to one that we do not make', () => {
    const known = new Set([...examples.map(({ file }) => file), ...notAsked]);
    expect(filesIn(...folders)).toEqual([...known].map(file => `${file}.json`).sort());
  });
});
