/** What Microsoft hears of the carrier: every session announces the same, as the policy wants it. */
import { CARRIER_ASN, type SessionPlan } from '../carrier.ts';
import type { World } from '../world.ts';
import { addressText } from './address-text.ts';
import type { JsonObject } from './json.ts';
import { sessionAt } from './minutes.ts';
import { msAt, ticksText } from './moments.ts';
import { pnisAt } from './peerings.ts';
import { PLACES, type Place } from './places.ts';
import { wordOf } from './state.ts';

/** What a caller may narrow the list down to. */
export interface RouteFilter {
  readonly prefix: string | null;
  readonly asPath: string | null;
  readonly originAsValidationState: string | null;
  readonly rpkiValidationState: string | null;
}

interface Announcement {
  readonly prefix: string;
  readonly asPath: string;
  readonly rpki: 'Valid' | 'Unknown';
  readonly trustAnchor: string;
}

const OWN = String(CARRIER_ASN);
const CUSTOMER = `${OWN} 64499`;

const ipv4 = (): Announcement[] =>
  PLACES.flatMap(({ prefixes }) =>
    prefixes.map(
      (prefix, i): Announcement => ({
        prefix,
        asPath: i === 0 ? OWN : CUSTOMER,
        rpki: 'Valid',
        trustAnchor: 'Arin',
      }),
    ),
  );

const ipv6 = (how: number): Announcement[] =>
  Array.from(
    { length: how },
    (_, i): Announcement => ({
      prefix: `2001:db8:${(0xa000 + i * 0x100).toString(16)}::/40`,
      asPath: OWN,
      rpki: i % 4 === 3 ? 'Unknown' : 'Valid',
      trustAnchor: i % 4 === 3 ? 'None' : 'Ripe',
    }),
  );

/** More-specific prefixes of a customer that only Singapore has: more than an unfiltered list holds. */
const CUSTOMER_SITES = 152;
const sites = (): Announcement[] =>
  Array.from(
    { length: CUSTOMER_SITES },
    (_, i): Announcement => ({
      prefix: `2001:db8:${(0xc000 + i).toString(16)}::/48`,
      asPath: `${OWN} 64500`,
      rpki: 'Unknown',
      trustAnchor: 'None',
    }),
  );

const announcedOver = ({ afi, advertised }: SessionPlan, place: Place): Announcement[] => {
  if (afi === 'ipv4') return ipv4().slice(0, advertised);
  return [...ipv6(advertised), ...(place.metro === 'Singapore' ? sites() : [])];
};

/** What an unfiltered list holds of each session: a sample, without a word that it is one. */
const SAMPLE = 100;

const byText = (a: Announcement, b: Announcement): number => Number(a.prefix > b.prefix) - Number(a.prefix < b.prefix);

const matches = (one: Announcement, filter: RouteFilter): boolean =>
  (filter.prefix === null || one.prefix === filter.prefix) &&
  (filter.asPath === null || one.asPath === filter.asPath) &&
  (filter.originAsValidationState === null || filter.originAsValidationState === 'Valid') &&
  (filter.rpkiValidationState === null || one.rpki === filter.rpkiValidationState);

/** The routes heard at a place: session by session (by nextHop), each in the order of text. */
export const receivedRoutes = (world: World, place: Place, filter: RouteFilter): JsonObject[] => {
  const sample = Object.values(filter).every(value => value === null);
  return pnisAt(world, place).flatMap(([at, plan]) =>
    [plan.sessions.ipv4, plan.sessions.ipv6].flatMap(session => {
      const position = sessionAt(at, session.afi);
      if (wordOf(world.microsoft, position) !== 'Established') return [];
      const heard = announcedOver(session, place)
        .filter(one => matches(one, filter))
        .sort(byText);
      const received = ticksText(msAt(world, world.microsoft.noted[position]?.since ?? 0));
      return (sample ? heard.slice(0, SAMPLE) : heard).map(one => ({
        prefix: one.prefix,
        nextHop: addressText(session.local),
        asPath: one.asPath,
        originAsValidationState: 'Valid',
        rpkiValidationState: one.rpki,
        trustAnchor: one.trustAnchor,
        receivedTimestamp: received,
      }));
    }),
  );
};
