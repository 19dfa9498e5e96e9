/** Prefixes that the carrier has registered under its peerings. */
import type { World } from '../world.ts';
import type { JsonObject } from './json.ts';
import { PLACES, type Place, sameName } from './places.ts';
import { inGroup, prefixKeyOf } from './subscription.ts';

/** A registered prefix as listed. */
interface RegisteredItem {
  readonly name: string;
  readonly prefix: string;
  readonly body: JsonObject;
}

/** Name of a place's registered prefix. */
export const registeredNameOf = (place: Place, at: number): string => `${place.slug}-infra-${at + 1}`;

/** Prefix keys of all registered prefixes; a service prefix repeats the one of its registration. */
export const REGISTERED_PREFIX_KEYS: readonly string[] = PLACES.flatMap(({ prefixes }) => prefixes.map(prefixKeyOf));

/** The registered prefixes of a peering, by its name; none for a peering of another kind. */
export const registeredPrefixes = (
  { microsoft }: World,
  peering: string,
  isChecked: (prefix: string) => boolean,
): RegisteredItem[] => {
  const place = PLACES.find(candidate => sameName(candidate.peering, peering));
  if (place === undefined) return [];
  return place.prefixes.map((prefix, at) => {
    const name = registeredNameOf(place, at);
    const said = isChecked(prefix)
      ? { state: 'Pending', error: null }
      : (microsoft.registrations.get(prefix) ?? { state: 'Verified', error: null });
    return {
      name,
      prefix,
      body: {
        properties: {
          prefix,
          prefixValidationState: said.state,
          peeringServicePrefixKey: prefixKeyOf(prefix),
          ...(said.error === null ? {} : { errorMessage: said.error }),
          provisioningState: 'Succeeded',
        },
        name,
        id: inGroup(`peerings/${place.peering}/registeredPrefixes/${name}`),
        // Not `Microsoft.Peering/registeredPrefixes`, as the specification's examples have it.
        type: 'Microsoft.Peering/peerings/registeredPrefixes',
      },
    };
  });
};
