/** Registered and service prefixes as one list, what is wrong with each, and what to do. */
import type { Severity } from '../event.ts';
import { byName } from '../order.ts';
import { canonicalPrefix } from '../subnets.ts';
import { type Instant, type Millis, millis } from '../units.ts';
import type { Peering, PeeringService } from './peerings.ts';
import { type OpenEvent, openEvent } from './prefix-events.ts';
import type { PrefixEvent, RegisteredPrefix } from './routes.ts';
import { allTold, isOld, type MicrosoftState, told } from './told.ts';
import { adviceOf, type ValidationAdvice } from './validation-messages.ts';

/** One prefix that Microsoft keeps for us. */
export interface PrefixView {
  /** Identity in the list. */
  readonly id: string;
  readonly kind: 'registered' | 'service';
  readonly prefix: string;
  readonly name: string;
  /** The peering or the service that it is under. */
  readonly owner: string;
  readonly peering: Peering | null;
  /** Where the provider serves it: primary and backup location of its service, as told. */
  readonly locations: readonly string[];
  readonly registered: RegisteredPrefix | null;
  readonly validation: string | null;
  readonly errorMessage: string | null;
  readonly advice: ValidationAdvice | null;
  /** Newest last. */
  readonly events: readonly PrefixEvent[];
  /** The gravest of them that still holds. */
  readonly open: OpenEvent | null;
  /** The gravest thing that is known of it now; null when nothing is. */
  readonly severity: Severity | null;
  readonly age: Millis;
  readonly stale: boolean;
  /** Registered under several peerings, which only one may have (R12). */
  readonly doubled: boolean;
}

const validationSeverity = (validation: string | null): Severity | null => {
  const word = validation?.toLowerCase() ?? '';
  if (word === 'failed' || word === 'invalid') return 'critical';
  return word === 'verified' ? null : word === 'pending' ? 'info' : 'warning';
};

const gravity: Readonly<Record<Severity, number>> = { critical: 0, warning: 1, info: 2 };
const gravest = (severities: readonly (Severity | null)[]): Severity | null =>
  severities.flatMap(each => each ?? []).toSorted((a, b) => gravity[a] - gravity[b])[0] ?? null;

const order = ({ severity, stale }: PrefixView): number => (severity === null ? (stale ? 3 : 4) : gravity[severity]);

function registeredViews(
  state: MicrosoftState,
  peerings: ReadonlyMap<string, Peering>,
  now: Instant,
): readonly PrefixView[] {
  const lists = allTold(state, 'registered-prefixes');
  const owners = Map.groupBy(
    lists.flatMap(each => each.answer.prefixes.map(({ prefix }) => ({ prefix, peering: each.subject }))),
    each => canonicalPrefix(each.prefix),
  );
  return lists.flatMap(list =>
    list.answer.prefixes.map((registered): PrefixView => {
      const { key, prefix, name, validation, errorMessage } = registered;
      const peering = peerings.get(list.subject) ?? null;
      const doubled = new Set((owners.get(canonicalPrefix(prefix)) ?? []).map(each => each.peering)).size > 1;
      return {
        id: `registered ${key}`,
        kind: 'registered',
        prefix,
        name,
        owner: peering?.name ?? list.subject,
        peering,
        locations: [],
        registered,
        validation,
        errorMessage,
        advice: adviceOf(errorMessage),
        events: [],
        open: null,
        severity: gravest([validationSeverity(validation), doubled ? 'warning' : null]),
        age: millis(now - list.at),
        stale: isOld(state, list, now),
        doubled,
      };
    }),
  );
}

function serviceViews(
  state: MicrosoftState,
  services: ReadonlyMap<string, PeeringService>,
  now: Instant,
  wall: Instant,
): readonly PrefixView[] {
  return allTold(state, 'service-prefixes').flatMap(list => {
    const service = services.get(list.subject);
    return list.answer.prefixes.map(({ key, prefix, name, validation, errorMessage, events }): PrefixView => {
      const open = openEvent(events, wall);
      return {
        id: `service ${key}`,
        kind: 'service',
        prefix,
        name,
        owner: service?.name ?? list.subject,
        peering: null,
        locations: [service?.primaryLocation, service?.backupLocation].flatMap(each => each ?? []),
        registered: null,
        validation,
        errorMessage,
        advice: adviceOf(errorMessage),
        events,
        open,
        severity: gravest([validationSeverity(validation), open?.severity ?? null]),
        age: millis(now - list.at),
        stale: isOld(state, list, now),
        doubled: false,
      };
    });
  });
}

/** Every prefix that Microsoft keeps for us, what is wrong first. `wall` is the time of day, in which its events are written. */
export function prefixViews(
  state: MicrosoftState,
  peerings: readonly Peering[],
  now: Instant,
  wall: Instant,
): readonly PrefixView[] {
  const services = told(state, 'services')?.answer.services ?? [];
  return [
    ...registeredViews(state, new Map(peerings.map(each => [each.key, each])), now),
    ...serviceViews(state, new Map(services.map(each => [each.key, each])), now, wall),
  ].toSorted((a, b) => order(a) - order(b) || byName(a.prefix, b.prefix));
}
