/** Reads peerings: direct, exchange, and those that are no Azure resource yet (docs/microsoft.md). */
import { canonicalAddress, isUnspecified } from '../../network/addresses.ts';
import type {
  Connection,
  ConnectivityProbe,
  Flavour,
  MicrosoftSession,
  Peering,
} from '../../network/microsoft/peerings.ts';
import type { Afi } from '../../network/session-facts.ts';
import { type BitsPerSecond, bitsPerSecond } from '../../network/units.ts';
import { type Fields, isObject, isSet, type Records, recordsOf } from './json-door.ts';
import { lastSegment, type Resource, resourceGroupOf, resourceOf } from './resource.ts';

/** Peerings of a list; `legacy` for a list of legacyPeerings. */
export const peeringsOf = (values: readonly unknown[], legacy: boolean): Records<Peering> =>
  recordsOf(values, (record, leftOut) => peeringOf(record, legacy, leftOut));

function peeringOf(record: Fields, legacy: boolean, leftOut: (parts: number) => void): Peering | null {
  const properties = record.fields('properties');
  const direct = properties.fields('direct');
  const exchange = properties.fields('exchange');
  const connections = [...direct.objects('connections'), ...exchange.objects('connections')];
  const location = properties.text('peeringLocation');
  const what = legacy ? 'legacy peering' : 'peering';
  const resource = resourceOf(record, what) ?? nameless(what, location, connections);
  if (resource === null) return null;
  // What is missing in a record must not pass for something that Microsoft does not have.
  const told = record.raw('properties');
  const isBroken = told !== undefined && !isObject(told);
  leftOut(lengthOf(direct) + lengthOf(exchange) - connections.length + (isBroken ? 1 : 0));
  const kind = record.text('kind');
  const directType = direct.text('directPeeringType');
  const asn = direct.fields('peerAsn').text('id', 512) ?? exchange.fields('peerAsn').text('id', 512);
  return {
    ...resource,
    resourceGroup: resourceGroupOf(resource.id),
    kind,
    directType,
    flavour: flavourOf(kind ?? (properties.raw('exchange') == null ? null : 'Exchange'), directType),
    legacy,
    location,
    region: record.text('location'),
    provisioningState: properties.text('provisioningState'),
    sku: record.fields('sku').text('name'),
    useForPeeringService: direct.flag('useForPeeringService'),
    peerAsn: asn === null ? null : lastSegment(asn),
    probes: properties.objects('connectivityProbes').map(probeOf),
    connections: connections.map(connectionOf),
  };
}

/** Entries of a list of connections, whatever they are. */
function lengthOf(kind: Fields): number {
  const list = kind.raw('connections');
  return Array.isArray(list) ? list.length : 0;
}

/** A peering without id and name is known by its first connection: its connections are worth as much as any other's. */
function nameless(what: string, location: string | null, connections: readonly Fields[]): Resource | null {
  const [first] = connections;
  if (first === undefined) return null;
  const session = first.fields('bgpSession');
  const mark =
    first.text('connectionIdentifier') ??
    session.text('microsoftSessionIPv4Address') ??
    session.text('microsoftSessionIPv6Address');
  if (mark === null) return null;
  return { key: `${what} of ${mark.toLowerCase()}`, id: null, name: `unnamed ${location ?? what}` };
}

/** What a peering is for; words that nobody knows yet make it `other`. */
function flavourOf(kind: string | null, directType: string | null): Flavour {
  if (kind?.toLowerCase() === 'exchange') return 'exchange';
  switch (directType?.toLowerCase()) {
    case undefined:
    case 'edge':
    case 'transit':
    case 'peerprop':
    case 'edgezoneforoperators':
    case 'internal':
      return 'direct';
    case 'voice':
      return 'voice';
    case 'ixrs':
      return 'route-server';
    case 'cdn':
      return 'cdn';
    default:
      return 'other';
  }
}

function connectionOf(connection: Fields): Connection {
  const session = connection.fields('bgpSession');
  return {
    identifier: connection.text('connectionIdentifier'),
    state: connection.text('connectionState'),
    errorMessage: connection.message('errorMessage'),
    trackingId: connection.text('microsoftTrackingId'),
    requested: bandwidthOf(connection.number('bandwidthInMbps')),
    provisioned: bandwidthOf(connection.number('provisionedBandwidthInMbps')),
    addressProvider: connection.text('sessionAddressProvider'),
    useForPeeringService: connection.flag('useForPeeringService'),
    facilityId: connection.positive('peeringDBFacilityId'),
    hasMd5Key: isSet(session.raw('md5AuthenticationKey')),
    sessions: [sessionOf(session, 'ipv4', 'V4'), sessionOf(session, 'ipv6', 'V6')].filter(found => found !== null),
  };
}

const bandwidthOf = (mbps: number | null): BitsPerSecond | null =>
  mbps === null || mbps < 0 ? null : bitsPerSecond(mbps * 1e6);

/** One family's session; null where nothing is set for it, which the API says as a lone state `None` (1.3). */
function sessionOf(session: Fields, afi: Afi, suffix: 'V4' | 'V6'): MicrosoftSession | null {
  const microsoft = addressOf(session.text(`microsoftSessionIP${suffix.toLowerCase()}Address`));
  const peer = addressOf(session.text(`peerSessionIP${suffix.toLowerCase()}Address`));
  const subnet = session.text(`sessionPrefix${suffix}`);
  const state = session.text(`sessionState${suffix}`);
  const isSilent = state === null || state.toLowerCase() === 'none';
  if (microsoft === null && peer === null && subnet === null && isSilent) return null;
  return { afi, microsoft, peer, subnet, state, prefixLimit: session.positive(`maxPrefixesAdvertised${suffix}`) };
}

/** An address in its canonical form; a length after it is no part of it. */
function addressOf(text: string | null): string | null {
  const address = text === null ? null : canonicalAddress(text.replace(/\/\d+$/, ''));
  return address === null || isUnspecified(address) ? null : address;
}

const probeOf = (probe: Fields): ConnectivityProbe => ({
  endpoint: probe.text('endpoint'),
  azureRegion: probe.text('azureRegion'),
  protocol: probe.text('protocol'),
  sources: probe.texts('prefixesToAccesslist'),
});
