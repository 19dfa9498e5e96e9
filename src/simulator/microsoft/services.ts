/** Peering services: what customers have bought through the carrier, one per two metros, and their prefixes. */
import { CARRIER_NAME } from '../carrier.ts';
import type { World } from '../world.ts';
import type { JsonObject } from './json.ts';
import { msAt, ticksText } from './moments.ts';
import { type Place, placeOf, sameName } from './places.ts';
import type { PrefixHappening } from './state.ts';
import { guidOf, inGroup, prefixKeyOf } from './subscription.ts';

interface Service {
  readonly name: string;
  readonly primary: Place;
  readonly backup: Place;
  /** The state or country whose users it is for. */
  readonly location: string;
}

const SERVICES: readonly Service[] = [
  { name: 'ps-us-east', primary: placeOf('Ashburn'), backup: placeOf('New York'), location: 'Virginia' },
  { name: 'ps-europe', primary: placeOf('Amsterdam'), backup: placeOf('London'), location: 'North Holland' },
  { name: 'ps-pacific', primary: placeOf('Singapore'), backup: placeOf('Chicago'), location: 'Singapore' },
];

const workspaceKeyOf = ({ primary }: Service): string => `canary-workspace-${primary.slug}`;

/** Keys of the customers' Log Analytics workspaces. */
export const WORKSPACE_KEYS: readonly string[] = SERVICES.map(workspaceKeyOf);

/** All peering services. */
export const peeringServices = (): (JsonObject & { readonly name: string })[] =>
  SERVICES.map(service => ({
    properties: {
      peeringServiceLocation: service.location,
      peeringServiceProvider: CARRIER_NAME,
      provisioningState: 'Succeeded',
      providerPrimaryPeeringLocation: service.primary.location,
      providerBackupPeeringLocation: service.backup.location,
      logAnalyticsWorkspaceProperties: {
        workspaceID: guidOf(`workspace of ${service.name}`),
        key: workspaceKeyOf(service),
        connectedAgents: ['agent-1'],
      },
    },
    location: service.primary.region,
    tags: {},
    name: service.name,
    id: inGroup(`peeringServices/${service.name}`),
    type: 'Microsoft.Peering/peeringServices',
  }));

/** Ticks of three days. */
const LONG_AGO = 3 * 86_400 * 100;

/** What happened to every prefix when it was announced, long before the world began. */
const beginnings = (prefix: string): PrefixHappening[] => [
  {
    at: -LONG_AGO,
    prefix,
    type: 'PrefixAnnouncementEvent',
    level: 'Information',
    summary: `Announcement of ${prefix} received`,
    description: `The route for ${prefix} was announced by the service provider.`,
  },
  {
    at: -LONG_AGO + 600,
    prefix,
    type: 'PrefixActivePath',
    level: 'Information',
    summary: `Active path of ${prefix}`,
    description: `${prefix} is reached over the primary peering location.`,
  },
];

const eventOf = (world: World, happening: PrefixHappening): JsonObject => ({
  eventTimestamp: ticksText(msAt(world, happening.at)),
  eventType: happening.type,
  eventSummary: happening.summary,
  eventLevel: happening.level,
  eventDescription: happening.description,
});

/** The prefixes of a peering service, or `null` when there is no such service. Events come only when asked for. */
export const servicePrefixes = (
  world: World,
  service: string,
  withEvents: boolean,
): (JsonObject & { readonly name: string })[] | null => {
  const found = SERVICES.find(({ name }) => sameName(name, service));
  if (found === undefined) return null;
  return found.primary.prefixes.map((prefix, i) => {
    const name = `${found.primary.slug}-customer-${i + 1}`;
    const happenings = [...beginnings(prefix), ...world.microsoft.happenings.filter(one => one.prefix === prefix)];
    return {
      properties: {
        prefix,
        prefixValidationState: 'Verified',
        learnedType: 'ViaServiceProvider',
        ...(withEvents ? { events: happenings.map(one => eventOf(world, one)) } : {}),
        peeringServicePrefixKey: prefixKeyOf(prefix),
        provisioningState: 'Succeeded',
      },
      name,
      id: inGroup(`peeringServices/${found.name}/prefixes/${name}`),
      type: 'Microsoft.Peering/peeringServices/prefixes',
    };
  });
};
