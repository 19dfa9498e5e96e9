/** Peerings of other kinds, which a scenario adds beside the direct ones: over a route server, at an exchange, for voice. */
import type { World } from '../world.ts';
import type { JsonObject } from './json.ts';
import type { PeeringItem } from './peerings.ts';
import { sameName } from './places.ts';
import type { FurtherPeering } from './state.ts';
import { guidOf, inGroup, inSubscription, PEER_ASN_ID, prefixKeyOf } from './subscription.ts';

const PREMIUM = { name: 'Premium_Direct_Free', tier: 'Premium', family: 'Direct', size: 'Free' };

interface Link {
  readonly what: string;
  readonly facility: number;
  readonly mbps: number;
  readonly addresses: 'Peer' | 'Microsoft';
  readonly peer: string;
  readonly microsoft: string;
}

const sessionOf = ({ peer, microsoft }: Link): JsonObject => ({
  sessionPrefixV4: '',
  sessionPrefixV6: '',
  microsoftSessionIPv4Address: microsoft,
  peerSessionIPv4Address: peer,
  sessionStateV4: 'Established',
  sessionStateV6: 'None',
  maxPrefixesAdvertisedV4: 1000,
  maxPrefixesAdvertisedV6: 0,
});

const direct = (link: Link): JsonObject => ({
  billableBandwidthInMbps: 0,
  bandwidthInMbps: link.mbps,
  provisionedBandwidthInMbps: link.mbps,
  sessionAddressProvider: link.addresses,
  useForPeeringService: true,
  microsoftTrackingId: guidOf(`tracking id of ${link.what}`),
  peeringDBFacilityId: link.facility,
  connectionState: 'Active',
  bgpSession: sessionOf(link),
  connectionIdentifier: guidOf(`connection of ${link.what}`),
});

const directPeering = (
  name: string,
  type: string,
  where: { readonly region: string; readonly location: string },
  links: readonly Link[],
): PeeringItem => ({
  name,
  region: where.region,
  body: {
    sku: PREMIUM,
    kind: 'Direct',
    properties: {
      direct: {
        connections: links.map(direct),
        useForPeeringService: true,
        peerAsn: { id: PEER_ASN_ID },
        directPeeringType: type,
      },
      peeringLocation: where.location,
      provisioningState: 'Succeeded',
    },
    location: where.region,
    tags: {},
    name,
    id: inGroup(`peerings/${name}`),
    type: 'Microsoft.Peering/peerings',
  },
});

const FRANKFURT = { region: 'Germany West Central', location: 'Frankfurt' };
const EXCHANGE_MD5 = 'canary-md5-exchange';
const ROUTE_SERVER = 'ex-frankfurt-rs';

/** MD5 keys of these peerings. */
export const FURTHER_MD5_KEYS: readonly string[] = [EXCHANGE_MD5];

const routeServer = (): PeeringItem =>
  directPeering(ROUTE_SERVER, 'IxRs', FRANKFURT, [
    {
      what: ROUTE_SERVER,
      facility: 9007,
      mbps: 100_000,
      addresses: 'Peer',
      peer: '198.51.100.129',
      microsoft: '198.51.100.130',
    },
  ]);

const voice = (): PeeringItem =>
  directPeering(
    'ex-dallas-voice',
    'Voice',
    { region: 'South Central US', location: 'dallas' },
    [1, 2].map(i => ({
      what: `voice ${i}`,
      facility: 9008,
      mbps: 10_000,
      addresses: 'Microsoft',
      peer: `198.51.100.${129 + i * 4}`,
      microsoft: `198.51.100.${130 + i * 4}`,
    })),
  );

const exchange = (): PeeringItem => ({
  name: 'ex-frankfurt-ix',
  region: FRANKFURT.region,
  body: {
    sku: { name: 'Basic_Exchange_Free', tier: 'Basic', family: 'Exchange', size: 'Free' },
    kind: 'Exchange',
    properties: {
      exchange: {
        connections: [
          {
            peeringDBFacilityId: 9101,
            connectionState: 'Active',
            bgpSession: {
              microsoftSessionIPv4Address: '198.51.100.146',
              microsoftSessionIPv6Address: '2001:db8:fff0::2',
              peerSessionIPv4Address: '198.51.100.145',
              peerSessionIPv6Address: '2001:db8:fff0::1',
              sessionStateV4: 'Established',
              sessionStateV6: 'PendingUpdate',
              maxPrefixesAdvertisedV4: 1000,
              maxPrefixesAdvertisedV6: 100,
              md5AuthenticationKey: EXCHANGE_MD5,
            },
            connectionIdentifier: guidOf('connection at the exchange').toUpperCase(),
          },
        ],
        peerAsn: { id: PEER_ASN_ID },
      },
      peeringLocation: FRANKFURT.location,
      provisioningState: 'Succeeded',
    },
    location: FRANKFURT.region,
    name: 'ex-frankfurt-ix',
    id: inGroup('peerings/ex-frankfurt-ix'),
    type: 'Microsoft.Peering/peerings',
  },
});

/** A peering from before peerings were resources: it has no resource group, and a bare AS number. */
const legacy = (): JsonObject => ({
  sku: { name: 'Basic_Direct_Free', tier: 'Basic', family: 'Direct', size: 'Free' },
  kind: 'Direct',
  properties: {
    direct: {
      connections: [
        {
          bandwidthInMbps: 10_000,
          sessionAddressProvider: 'Microsoft',
          peeringDBFacilityId: 9005,
          connectionState: 'Active',
          bgpSession: {
            microsoftSessionIPv4Address: '198.51.100.150',
            peerSessionIPv4Address: '198.51.100.149',
            sessionStateV4: 'Established',
            sessionStateV6: 'None',
            maxPrefixesAdvertisedV4: 200,
            maxPrefixesAdvertisedV6: 0,
          },
          connectionIdentifier: guidOf('legacy connection'),
        },
      ],
      peerAsn: { id: '64496' },
      directPeeringType: 'Edge',
    },
    peeringLocation: 'chicago',
    provisioningState: 'Succeeded',
  },
  location: 'northcentralus',
  name: 'AS64496_Chicago_Direct',
  id: inSubscription('peerings/AS64496_Chicago_Direct'),
  type: 'Microsoft.Peering/peerings',
});

const itemOf = (which: FurtherPeering): PeeringItem[] => {
  switch (which) {
    case 'route-server':
      return [routeServer()];
    case 'exchange':
      return [exchange()];
    case 'voice':
      return [voice()];
    case 'legacy':
      return [];
  }
};

/** The peerings beside the direct ones. */
export const furtherPeerings = ({ microsoft }: World): PeeringItem[] => microsoft.furtherPeerings.flatMap(itemOf);

/** Peerings that are no Azure resources yet, at a location and of a kind. */
export const legacyPeerings = ({ microsoft }: World, location: string, kind: string): JsonObject[] =>
  microsoft.furtherPeerings.includes('legacy') && sameName(location, 'Chicago') && sameName(kind, 'Direct')
    ? [legacy()]
    : [];

const CUSTOMERS = [64501, 64502];

/** Prefix keys of the customers' AS numbers. */
export const REGISTERED_ASN_KEYS: readonly string[] = CUSTOMERS.map(asn => prefixKeyOf(`AS${asn}`));

/** AS numbers of customers that are registered under a peering: only a route server's has some. */
export const registeredAsns = (peering: string): (JsonObject & { readonly name: string })[] =>
  peering !== ROUTE_SERVER
    ? []
    : CUSTOMERS.map(asn => ({
        properties: { asn, peeringServicePrefixKey: prefixKeyOf(`AS${asn}`), provisioningState: 'Succeeded' },
        name: `AS${asn}`,
        id: inGroup(`peerings/${peering}/registeredAsns/AS${asn}`),
        type: 'Microsoft.Peering/peerings/registeredAsns',
      }));
