/** What Microsoft publishes for everybody: locations, providers, countries, prefixes of its CDN, operations. */
import { CARRIER_ASN, CARRIER_NAME } from '../carrier.ts';
import type { Json, JsonObject } from './json.ts';
import { PLACES, sameName } from './places.ts';
import { inSubscription, PEER_ASN_ID } from './subscription.ts';

interface Location {
  readonly name: string;
  readonly country: string;
  readonly region: string;
  readonly facility: number;
}

const LOCATIONS: readonly Location[] = [
  ...PLACES.map(({ metro, country, region, facility }) => ({ name: metro, country, region, facility })),
  { name: 'Frankfurt', country: 'DE', region: 'Germany West Central', facility: 9007 },
  { name: 'Dallas', country: 'US', region: 'South Central US', facility: 9008 },
  { name: 'san Jose', country: 'US', region: 'West US', facility: 9009 },
];

const directPart = ({ facility, name }: Location): JsonObject => ({
  peeringFacilities: [
    {
      address: `1 Example Street, ${name}`,
      directPeeringType: 'Edge',
      peeringDBFacilityId: facility,
      peeringDBFacilityLink: `https://www.peeringdb.com/fac/${facility}`,
    },
  ],
  bandwidthOffers: [10, 100, 400].map(gbps => ({ offerName: `${gbps}Gbps`, valueInMbps: gbps * 1000 })),
});

const exchangePart = ({ facility, name }: Location, at: number): JsonObject => ({
  peeringFacilities: [
    {
      exchangeName: `Example Exchange ${name}`,
      bandwidthInMbps: 100_000,
      microsoftIPv4Address: `198.51.100.${160 + at}`,
      microsoftIPv6Address: `2001:db8:fff1::${at + 1}`,
      facilityIPv4Prefix: '198.51.100.160/28',
      facilityIPv6Prefix: '2001:db8:fff1::/64',
      peeringDBFacilityId: facility + 100,
      peeringDBFacilityLink: `https://www.peeringdb.com/ix/${facility + 100}`,
    },
  ],
});

/** Where one can peer with Microsoft, by kind; `null` for a kind that there is not. Items have no id on the wire. */
export const peeringLocations = (kind: string): JsonObject[] | null => {
  const direct = sameName(kind, 'Direct');
  if (!direct && !sameName(kind, 'Exchange')) return null;
  return LOCATIONS.map((location, at) => ({
    kind: direct ? 'Direct' : 'Exchange',
    properties: {
      ...(direct ? { direct: directPart(location) } : { exchange: exchangePart(location, at) }),
      peeringLocation: location.name,
      country: location.country,
      azureRegion: location.region,
      locationIndex: at,
    },
    name: location.name,
    type: 'Microsoft.Peering/peeringLocations',
  }));
};

const PROVIDERS: readonly { readonly name: string; readonly locations: readonly string[] }[] = [
  { name: CARRIER_NAME, locations: ['Ashburn', 'new York', 'amsterdam', 'London', 'Chicago', 'Singapore'] },
  { name: 'Example Cable', locations: ['Frankfurt', 'amsterdam'] },
  { name: 'examplenet-LHR-MAPS-AS', locations: ['london'] },
  { name: 'EXAMPLE MOBILE', locations: ['Dallas', 'san Jose'] },
];

/** Providers of the Peering Service, with their metros. Items have no id on the wire. */
export const serviceProviders = (): JsonObject[] =>
  PROVIDERS.map(({ name, locations }) => ({
    properties: { serviceProviderName: name, peeringLocations: locations },
    name,
    type: 'Microsoft.Peering/peeringServiceProviders',
  }));

/** Whether a provider is near enough to a location. The whole answer is this word. */
export const providerAvailability = (location: string, provider: string): 'Available' | 'Unavailable' => {
  const found = PROVIDERS.find(({ name }) => sameName(name, provider));
  return found?.locations.some(name => sameName(name, location)) === true ? 'Available' : 'Unavailable';
};

const SERVICE_LOCATIONS: readonly { readonly country: string; readonly state: string; readonly region: string }[] = [
  { country: 'United States', state: 'Virginia', region: 'eastus' },
  { country: 'United States', state: 'Illinois', region: 'northcentralus' },
  { country: 'Netherlands', state: 'North Holland', region: 'westeurope' },
  { country: 'United Kingdom', state: 'London', region: 'uksouth' },
  { country: 'Singapore', state: 'Singapore', region: 'southeastasia' },
];

/** Where a peering service can be booked; of one country when that is asked for. */
export const serviceLocations = (country: string | null): JsonObject[] =>
  SERVICE_LOCATIONS.filter(location => country === null || sameName(location.country, country)).map(location => ({
    properties: { country: location.country, state: location.state, azureRegion: location.region },
    name: location.state,
    id: inSubscription(`peeringServiceLocations/${encodeURIComponent(location.state)}`),
    type: 'Microsoft.Peering/peeringServiceLocations',
  }));

/** Countries where a peering service can be booked. */
export const serviceCountries = (): JsonObject[] =>
  [...new Set(SERVICE_LOCATIONS.map(({ country }) => country))].map(country => ({
    name: country,
    id: inSubscription(`peeringServiceCountries/${encodeURIComponent(country)}`),
    type: 'Microsoft.Peering/peeringServiceCountries',
  }));

/** What the CDN announces at a location: the literal `null` where Microsoft knows no such location. */
export const cdnPrefixes = (location: string): Json => {
  if (!LOCATIONS.some(({ name }) => sameName(name, location))) return null;
  return {
    value: ['51026', '52026'].map((community, i) => {
      const prefix = `192.0.2.${240 + i * 8}/29`;
      const name = `CdnPrefix_${prefix.replaceAll(/[./]/g, '_')}`;
      return {
        properties: {
          prefix,
          azureRegion: 'West US 2',
          azureService: i === 0 ? 'AzureCompute' : 'AzureStorage',
          isPrimaryRegion: i === 0,
          bgpCommunity: `8069:${community}`,
        },
        name,
        id: inSubscription(`cdnPeeringPrefixes/${name}`),
        type: 'Microsoft.Peering/cdnPeeringPrefixes',
      };
    }),
  };
};

const CONTACTS = [
  { role: 'Noc', email: 'noc@carrier.example', phone: '+15550100001' },
  { role: 'Technical', email: 'peering@carrier.example', phone: '+15550100002' },
  { role: 'Escalation', email: 'duty@carrier.example', phone: '+15550100003' },
];

/** Telephone numbers of the carrier's contacts at Microsoft. */
export const CONTACT_PHONES: readonly string[] = CONTACTS.map(({ phone }) => phone);

/** The carrier's AS number as registered with Microsoft. */
export const peerAsns = (): (JsonObject & { readonly name: string })[] => [
  {
    properties: {
      peerAsn: CARRIER_ASN,
      peerContactDetail: CONTACTS,
      peerName: CARRIER_NAME,
      validationState: 'Approved',
    },
    name: 'ExampleCarrier',
    id: PEER_ASN_ID,
    type: 'Microsoft.Peering/peerAsns',
  },
];

const OPERATIONS = ['peerAsns', 'peerings', 'peeringServices', 'peerings/receivedRoutes', 'peeringLocations'];

/** What the resource provider can do: answered to everybody who is signed in. */
export const operations = (): JsonObject[] =>
  OPERATIONS.map(resource => ({
    name: `Microsoft.Peering/${resource}/read`,
    display: {
      provider: 'Microsoft.Peering',
      resource,
      operation: `Read ${resource}`,
      description: `Read any ${resource}`,
    },
    isDataAction: false,
  }));
