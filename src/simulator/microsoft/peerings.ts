/** The direct peerings: one per metro, one connection per PNI. */
import { type Afi, PNI_PREFIX_V4, PNI_PREFIX_V6, type PniPlan } from '../carrier.ts';
import type { World } from '../world.ts';
import { addressText, subnetText } from './address-text.ts';
import type { Json, JsonObject } from './json.ts';
import { sessionAt } from './minutes.ts';
import { PLACES, type Place } from './places.ts';
import { wordOf } from './state.ts';
import { guidOf, inGroup, PEER_ASN_ID } from './subscription.ts';

/** A peering as listed: its name, and all of it. */
export interface PeeringItem {
  readonly name: string;
  readonly region: string;
  readonly body: JsonObject;
}

/** The PNIs of a place, with their positions in the carrier's list. */
export const pnisAt = ({ carrier }: World, place: Place): readonly (readonly [at: number, plan: PniPlan])[] =>
  [...carrier.pnis.entries()].filter(([, pni]) => pni.metro === place.metro);

/** What identifies a PNI at Microsoft. */
export const connectionIdOf = (at: number): string => guidOf(`connection of PNI ${at + 1}`);

// Microsoft does not support MD5; some sessions have a key nevertheless, from before that was so.
const MD5_PNIS: ReadonlyMap<number, string> = new Map([
  [8, 'canary-md5-london-1'],
  [13, 'canary-md5-singapore-2'],
]);
/** Every MD5 key of the direct peerings. */
export const MD5_KEYS: readonly string[] = [...MD5_PNIS.values()];

const sessionOf = (world: World, at: number, plan: PniPlan): JsonObject => {
  const text = (afi: Afi, end: 'local' | 'peer'): string => addressText(plan.sessions[afi][end]);
  const md5 = MD5_PNIS.get(at);
  return {
    sessionPrefixV4: subnetText(plan.sessions.ipv4.local, PNI_PREFIX_V4),
    sessionPrefixV6: subnetText(plan.sessions.ipv6.local, PNI_PREFIX_V6),
    microsoftSessionIPv4Address: text('ipv4', 'peer'),
    microsoftSessionIPv6Address: text('ipv6', 'peer'),
    peerSessionIPv4Address: text('ipv4', 'local'),
    peerSessionIPv6Address: text('ipv6', 'local'),
    sessionStateV4: wordOf(world.microsoft, sessionAt(at, 'ipv4')),
    sessionStateV6: wordOf(world.microsoft, sessionAt(at, 'ipv6')),
    maxPrefixesAdvertisedV4: 1000,
    maxPrefixesAdvertisedV6: 500,
    ...(md5 === undefined ? {} : { md5AuthenticationKey: md5 }),
  };
};

const connectionOf = (world: World, at: number, plan: PniPlan, place: Place): JsonObject => {
  const mbps = plan.members.length * plan.memberGbps * 1000;
  const word = world.microsoft.connections.get(at) ?? { state: 'Active', error: null };
  return {
    billableBandwidthInMbps: 0,
    bandwidthInMbps: mbps,
    provisionedBandwidthInMbps: mbps,
    sessionAddressProvider: 'Peer',
    useForPeeringService: true,
    microsoftTrackingId: guidOf(`tracking id of PNI ${at + 1}`),
    peeringDBFacilityId: place.facility,
    connectionState: word.state,
    bgpSession: sessionOf(world, at, plan),
    connectionIdentifier: connectionIdOf(at),
    ...(word.error === null ? {} : { errorMessage: word.error }),
  };
};

/** Connections that a scenario adds: nothing runs over them, so they have no session at all. */
const furtherConnectionsOf = (world: World, place: Place): JsonObject[] =>
  world.microsoft.furtherConnections
    .filter(({ metro }) => metro === place.metro)
    .map(({ state, error }, i) => ({
      billableBandwidthInMbps: 0,
      bandwidthInMbps: 400_000,
      provisionedBandwidthInMbps: 0,
      sessionAddressProvider: 'Microsoft',
      useForPeeringService: true,
      peeringDBFacilityId: place.facility,
      connectionState: state,
      // Chosen by whoever created it: Azure takes one without dashes too.
      connectionIdentifier: guidOf(`further connection ${i + 1} at ${place.metro}`).replaceAll('-', ''),
      ...(error === null ? {} : { errorMessage: error }),
    }));

const probesOf = ({ probe, region }: Place): Json[] =>
  probe === null
    ? []
    : [{ endpoint: probe, azureRegion: region, protocol: 'ICMP', prefixesToAccesslist: ['198.51.100.192/28'] }];

/** A direct peering. */
const peeringOf = (world: World, place: Place): PeeringItem => {
  const probes = probesOf(place);
  return {
    name: place.peering,
    region: place.region,
    body: {
      sku: { name: 'Premium_Direct_Free', tier: 'Premium', family: 'Direct', size: 'Free' },
      kind: 'Direct',
      properties: {
        direct: {
          connections: [
            ...pnisAt(world, place).map(([at, plan]) => connectionOf(world, at, plan, place)),
            ...furtherConnectionsOf(world, place),
          ],
          useForPeeringService: true,
          peerAsn: { id: PEER_ASN_ID },
          directPeeringType: 'Edge',
        },
        ...(probes.length === 0 ? {} : { connectivityProbes: probes }),
        peeringLocation: place.location,
        provisioningState: 'Succeeded',
      },
      location: place.region,
      tags: { metro: place.slug },
      name: place.peering,
      id: inGroup(`peerings/${place.peering}`),
      type: 'Microsoft.Peering/peerings',
    },
  };
};

/** All direct peerings, in the order of the carrier's metros. */
export const directPeerings = (world: World): PeeringItem[] => PLACES.map(place => peeringOf(world, place));
