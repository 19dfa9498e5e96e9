/** Reads what is registered: prefixes and AS numbers of a peering, prefixes of a peering service. */
import type { PrefixEvent, RegisteredAsn, RegisteredPrefix, ServicePrefix } from '../../network/microsoft/routes.ts';
import { type Fields, isSet, type Records, recordsOf } from './json-door.ts';
import { type Resource, resourceOf } from './resource.ts';

/** Prefixes registered under a peering. */
export const registeredPrefixesOf = (values: readonly unknown[]): Records<RegisteredPrefix> =>
  recordsOf(values, registeredPrefixOf);

/** A prefix is known by itself where Azure names no resource. */
const nameless = (kind: string, prefix: string): Resource => ({ key: `${kind} ${prefix}`, id: null, name: prefix });

/** One registered prefix, as `validate` answers it too; null without a prefix. */
export function registeredPrefixOf(record: Fields): RegisteredPrefix | null {
  const properties = record.fields('properties');
  const prefix = properties.text('prefix');
  if (prefix === null) return null;
  const resource = resourceOf(record, 'registered prefix') ?? nameless('registered prefix', prefix);
  return {
    ...resource,
    prefix,
    validation: properties.text('prefixValidationState'),
    errorMessage: properties.message('errorMessage'),
    provisioningState: properties.text('provisioningState'),
    hasKey: isSet(properties.raw('peeringServicePrefixKey')),
  };
}

/** AS numbers registered under a route-server peering. */
export const registeredAsnsOf = (values: readonly unknown[]): Records<RegisteredAsn> =>
  recordsOf(values, record => {
    const resource = resourceOf(record, 'registered asn');
    if (resource === null) return null;
    const properties = record.fields('properties');
    return {
      name: resource.name,
      asn: properties.asn('asn'),
      provisioningState: properties.text('provisioningState'),
      hasKey: isSet(properties.raw('peeringServicePrefixKey')),
    };
  });

/** Prefixes under a peering service, with their events where those were asked for. */
export const servicePrefixesOf = (values: readonly unknown[]): Records<ServicePrefix> =>
  recordsOf(values, record => {
    const properties = record.fields('properties');
    const prefix = properties.text('prefix');
    if (prefix === null) return null;
    const resource = resourceOf(record, 'service prefix') ?? nameless('service prefix', prefix);
    return {
      key: resource.key,
      name: resource.name,
      prefix,
      validation: properties.text('prefixValidationState'),
      learned: properties.text('learnedType'),
      errorMessage: properties.message('errorMessage'),
      provisioningState: properties.text('provisioningState'),
      hasKey: isSet(properties.raw('peeringServicePrefixKey')),
      events: inOrder(properties.objects('events').flatMap(event => eventOf(event) ?? [])),
    };
  });

/** Oldest first. Nothing is promised about the order of a list; of events of the same moment its own order decides. */
function inOrder(events: readonly PrefixEvent[]): readonly PrefixEvent[] {
  const moments = events.flatMap(({ at }) => at ?? []);
  const isNewestFirst = (moments[0] ?? 0) > (moments.at(-1) ?? 0);
  return (isNewestFirst ? events.toReversed() : events).toSorted((a, b) => (a.at ?? 0) - (b.at ?? 0));
}

function eventOf(event: Fields): PrefixEvent | null {
  const type = event.text('eventType');
  if (type === null) return null;
  return {
    at: event.moment('eventTimestamp'),
    type,
    level: event.text('eventLevel'),
    summary: event.message('eventSummary'),
    description: event.message('eventDescription'),
  };
}
