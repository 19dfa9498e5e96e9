/** Every path of the API that is answered. Paths that the product must not use (writes) are not here. */
import { type Limit, listed, missing, refused, type Said, told } from './answer.ts';
import * as directory from './directory.ts';
import { furtherPeerings, legacyPeerings, registeredAsns } from './further-peerings.ts';
import { healthEvents } from './health.ts';
import type { JsonObject } from './json.ts';
import { commandOf, lookThrough } from './looking-glass.ts';
import { metricDefinitionsSaid, metricsSaid } from './metrics.ts';
import { paged } from './paging.ts';
import { directPeerings, type PeeringItem } from './peerings.ts';
import { PLACES, sameName } from './places.ts';
import { type Asked, fieldOf, nameOf, type Route } from './question.ts';
import { receivedRoutes } from './received-routes.ts';
import { registeredPrefixes } from './registered-prefixes.ts';
import { peeringServices, servicePrefixes } from './services.ts';

const SUBSCRIPTION = '/subscriptions/:subscription/providers/Microsoft.Peering';
const GROUP = '/subscriptions/:subscription/resourceGroups/:group/providers/Microsoft.Peering';
const PEERING = `${GROUP}/peerings/:peering`;
const SERVICE = `${GROUP}/peeringServices/:service`;

const get = (path: string, limit: Limit, say: Route['say']): Route => ({ method: 'GET', path, limit, say });
const post = (path: string, limit: Limit, say: Route['say']): Route => ({ method: 'POST', path, limit, say });

/** Fewer than there are, so that whoever reads only the first page sees too little. */
const PEERINGS_PER_PAGE = 4;

const allPeerings = (asked: Asked): PeeringItem[] => [...directPeerings(asked.world), ...furtherPeerings(asked.world)];

const listPeerings = (asked: Asked): Said =>
  paged(
    allPeerings(asked).map(({ body }) => body),
    PEERINGS_PER_PAGE,
    asked,
  );

const withPeering =
  (say: (asked: Asked, peering: PeeringItem) => Said): Route['say'] =>
  asked => {
    const peering = allPeerings(asked).find(({ name }) => sameName(name, nameOf(asked, 'peering')));
    return peering === undefined ? missing() : say(asked, peering);
  };

const required = (asked: Asked, names: readonly string[], say: (...values: string[]) => Said): Said => {
  const values = names.map(name => fieldOf(asked, name) ?? '');
  const absent = names.filter((_, i) => values[i] === '');
  if (absent.length === 0) return say(...values);
  return refused(400, 'InvalidParameter', `The query parameter ${absent.join(', ')} is required.`);
};

const one = (items: readonly (JsonObject & { readonly name: string })[], name: string): Said => {
  const found = items.find(item => sameName(item.name, name));
  return found === undefined ? missing() : told(found);
};

const routesOf = (asked: Asked, peering: PeeringItem): Said => {
  const place = PLACES.find(candidate => candidate.peering === peering.name);
  if (place === undefined) return listed([]);
  const names = ['prefix', 'asPath', 'originAsValidationState', 'rpkiValidationState'] as const;
  const [prefix = null, asPath = null, originAsValidationState = null, rpkiValidationState = null] = names.map(name =>
    fieldOf(asked, name),
  );
  return listed(receivedRoutes(asked.world, place, { prefix, asPath, originAsValidationState, rpkiValidationState }));
};

const prefixOf = (asked: Asked, peering: PeeringItem) =>
  registeredPrefixes(asked.world, peering.name, asked.isChecked).find(({ name }) =>
    sameName(name, nameOf(asked, 'prefix')),
  );

const prefixesOf = (asked: Asked, pick: (prefixes: (JsonObject & { readonly name: string })[]) => Said): Said => {
  const expanded = (fieldOf(asked, '$expand') ?? '').split(',').some(part => sameName(part.trim(), 'events'));
  const prefixes = servicePrefixes(asked.world, nameOf(asked, 'service'), expanded);
  return prefixes === null ? missing() : pick(prefixes);
};

const lookingGlass = (asked: Asked): Said =>
  required(
    asked,
    ['command', 'sourceType', 'sourceLocation', 'destinationIP'],
    (name = '', _, source = '', to = '') => {
      const command = commandOf(name);
      if (command === undefined) return refused(400, 'InvalidParameter', `There is no command ${name}.`);
      return told({ command, output: lookThrough(command, source, to) });
    },
  );

const textIn = (body: unknown, name: string): string => {
  const value: unknown =
    typeof body === 'object' && body !== null ? Object.entries(body).find(([key]) => key === name)?.[1] : '';
  return typeof value === 'string' ? value : '';
};

const availability = ({ body }: Asked): Said => {
  let input: unknown;
  try {
    input = JSON.parse(body);
  } catch {
    return refused(400, 'InvalidRequestContent', 'The request content was invalid and could not be deserialized.');
  }
  const location = textIn(input, 'peeringServiceLocation');
  const provider = textIn(input, 'peeringServiceProvider');
  return told(directory.providerAvailability(location, provider));
};

/** The path that asks for a registered prefix to be checked again. */
export const VALIDATE_PATH = `${PEERING}/registeredPrefixes/:prefix/validate`;

/** All paths. */
export const ROUTES: readonly Route[] = [
  get('/providers/Microsoft.Peering/operations', 'reads', () => listed(directory.operations())),
  get(`${SUBSCRIPTION}/peerings`, 'resource-requests', listPeerings),
  get(`${GROUP}/peerings`, 'resource-requests', listPeerings),
  get(
    PEERING,
    'resource-requests',
    withPeering((_, { body }) => told(body)),
  ),
  get(`${PEERING}/receivedRoutes`, 'reads', withPeering(routesOf)),
  get(
    `${PEERING}/registeredPrefixes`,
    'reads',
    withPeering((asked, { name }) =>
      listed(registeredPrefixes(asked.world, name, asked.isChecked).map(({ body }) => body)),
    ),
  ),
  get(
    `${PEERING}/registeredPrefixes/:prefix`,
    'reads',
    withPeering((asked, peering) => {
      const found = prefixOf(asked, peering);
      return found === undefined ? missing() : told(found.body);
    }),
  ),
  // The door has noted the check before this is asked, so that the state told is the new one.
  post(
    VALIDATE_PATH,
    'writes',
    withPeering((asked, peering) => {
      const found = prefixOf(asked, peering);
      return found === undefined ? missing() : told(found.body);
    }),
  ),
  get(
    `${PEERING}/registeredAsns`,
    'reads',
    withPeering((_, { name }) => listed(registeredAsns(name))),
  ),
  get(
    `${PEERING}/registeredAsns/:asn`,
    'reads',
    withPeering((asked, { name }) => one(registeredAsns(name), nameOf(asked, 'asn'))),
  ),
  get(
    `${PEERING}/rpUnbilledPrefixes`,
    'reads',
    withPeering(() => listed([])),
  ),
  get(`${PEERING}/providers/Microsoft.Insights/metrics`, 'reads', withPeering(metricsSaid)),
  get(
    `${PEERING}/providers/Microsoft.Insights/metricDefinitions`,
    'reads',
    withPeering((_, peering) => metricDefinitionsSaid(peering)),
  ),
  get(`${SUBSCRIPTION}/peeringServices`, 'resource-requests', () => listed(peeringServices())),
  get(`${GROUP}/peeringServices`, 'resource-requests', () => listed(peeringServices())),
  get(SERVICE, 'resource-requests', asked => one(peeringServices(), nameOf(asked, 'service'))),
  get(`${SERVICE}/prefixes`, 'reads', asked => prefixesOf(asked, listed)),
  get(`${SERVICE}/prefixes/:prefix`, 'reads', asked =>
    prefixesOf(asked, prefixes => one(prefixes, nameOf(asked, 'prefix'))),
  ),
  get(`${SERVICE}/connectionMonitorTests`, 'reads', () => listed([])),
  get(`${SUBSCRIPTION}/peerAsns`, 'resource-requests', () => listed(directory.peerAsns())),
  get(`${SUBSCRIPTION}/peerAsns/:asn`, 'resource-requests', asked => one(directory.peerAsns(), nameOf(asked, 'asn'))),
  get(`${SUBSCRIPTION}/peeringLocations`, 'resource-requests', asked =>
    required(asked, ['kind'], (kind = '') => {
      const locations = directory.peeringLocations(kind);
      return locations === null ? refused(400, 'InvalidParameter', `There is no kind ${kind}.`) : listed(locations);
    }),
  ),
  get(`${SUBSCRIPTION}/legacyPeerings`, 'resource-requests', asked =>
    required(asked, ['peeringLocation', 'kind'], (location = '', kind = '') =>
      listed(legacyPeerings(asked.world, location, kind)),
    ),
  ),
  get(`${SUBSCRIPTION}/cdnPeeringPrefixes`, 'resource-requests', asked =>
    required(asked, ['peeringLocation'], (location = '') => told(directory.cdnPrefixes(location))),
  ),
  get(`${SUBSCRIPTION}/peeringServiceProviders`, 'resource-requests', () => listed(directory.serviceProviders())),
  get(`${SUBSCRIPTION}/peeringServiceLocations`, 'resource-requests', asked =>
    listed(directory.serviceLocations(fieldOf(asked, 'country'))),
  ),
  get(`${SUBSCRIPTION}/peeringServiceCountries`, 'resource-requests', () => listed(directory.serviceCountries())),
  post(`${SUBSCRIPTION}/lookingGlass`, 'writes', lookingGlass),
  post(`${SUBSCRIPTION}/checkServiceProviderAvailability`, 'writes', availability),
  get('/subscriptions/:subscription/providers/Microsoft.ResourceHealth/events', 'reads', asked =>
    listed(healthEvents(asked.world, fieldOf(asked, '$filter'))),
  ),
];
