/** What a call to Microsoft's API (or to PeeringDB) gave: the samples of the second witness. */
import { canonicalPrefix } from '../subnets.ts';
import type { Instant, Millis } from '../units.ts';
import type { HealthNotice, MaintenanceNote } from './maintenance.ts';
import type { MetricAnswer, MetricName } from './metrics.ts';
import type { Facility, NetworkContacts, NetworkRecord } from './peeringdb.ts';
import type { PeerAsn, Peering, PeeringService } from './peerings.ts';
import type { ReceivedRoute, RegisteredAsn, RegisteredPrefix, ServicePrefix } from './routes.ts';

/** The answer to one call, by call. Lists say how many of their records could not be read, and whether all pages were. */
export type Answer =
  | { readonly call: 'peerings'; readonly peerings: readonly Peering[]; readonly list: ListState }
  | { readonly call: 'legacy-peerings'; readonly peerings: readonly Peering[]; readonly list: ListState }
  | { readonly call: 'peer-asns'; readonly asns: readonly PeerAsn[]; readonly list: ListState }
  | { readonly call: 'registered-prefixes'; readonly prefixes: readonly RegisteredPrefix[]; readonly list: ListState }
  | { readonly call: 'registered-asns'; readonly asns: readonly RegisteredAsn[]; readonly list: ListState }
  | { readonly call: 'services'; readonly services: readonly PeeringService[]; readonly list: ListState }
  | {
      readonly call: 'service-prefixes';
      readonly prefixes: readonly ServicePrefix[];
      readonly list: ListState;
      /** Why Microsoft told the prefixes without their events; absent where it told them. */
      readonly eventsUntold?: ApiFailure | undefined;
    }
  | { readonly call: 'received-routes'; readonly routes: readonly ReceivedRoute[]; readonly list: ListState }
  | { readonly call: 'traffic'; readonly metrics: MetricAnswer }
  | { readonly call: 'availability'; readonly metrics: MetricAnswer }
  | { readonly call: 'latency'; readonly metrics: MetricAnswer }
  | { readonly call: 'probes'; readonly metrics: MetricAnswer }
  | { readonly call: 'metric-definitions'; readonly metrics: readonly MetricName[] }
  | { readonly call: 'health'; readonly notices: readonly HealthNotice[]; readonly list: ListState }
  | { readonly call: 'notes'; readonly notes: readonly MaintenanceNote[]; readonly list: ListState }
  | { readonly call: 'looking-glass'; readonly output: string }
  | { readonly call: 'provider-availability'; readonly available: string }
  | { readonly call: 'validate'; readonly validation: string | null }
  | { readonly call: 'facilities'; readonly facilities: readonly Facility[] }
  | { readonly call: 'networks'; readonly networks: readonly NetworkRecord[] }
  | { readonly call: 'contacts'; readonly networks: readonly NetworkContacts[] };

/** The kinds of calls. */
export type Call = Answer['call'];

/** How whole a list is. */
export interface ListState {
  /** Records that could not be read, and are left out. */
  readonly unreadable: number;
  /** True when paging was broken off at its bound or in a loop: there is more. */
  readonly cut: boolean;
}

/** Why a call gave nothing. */
export type ApiFailureKind =
  | 'timeout'
  | 'unresolved'
  | 'unreachable'
  | 'certificate'
  /** The sign-in service gave no token: no call can be made. */
  | 'sign-in'
  /** Signed in, but not allowed this call. */
  | 'forbidden'
  | 'not-found'
  | 'throttled'
  | 'server'
  /** Not what the API answers: markup, broken JSON, cut short. */
  | 'garbage'
  | 'too-large'
  /** Any other refusal, in the API's words. */
  | 'refused'
  | 'closed';

/** A failure of a call, in words: what failed, what was seen, what to do. */
export interface ApiFailure {
  readonly kind: ApiFailureKind;
  readonly text: string;
  /** Status of HTTP; null where there was no answer. */
  readonly status: number | null;
  /** The API's own code, such as AuthorizationFailed. */
  readonly code: string | null;
  /** When it will be asked again at the earliest, where the API said so. */
  readonly retryAt: Instant | null;
}

/** What Microsoft's support asks for: x-ms-request-id and x-ms-correlation-request-id of an answer. */
export interface RequestIds {
  readonly request: string | null;
  readonly correlation: string | null;
}

/** What the API lets us ask. */
export interface Budget {
  /** The smallest x-ms-ratelimit-remaining-… of the newest answers as a fraction of its limit; null until one was told. */
  readonly left: number | null;
  /** Requests sent in the last hour. */
  readonly lastHour: number;
  /** While it lasts nothing is asked: 429 with Retry-After. */
  readonly throttledUntil: Instant | null;
}

/** The outcome of one call: an answer or a failure. */
export type Outcome =
  | { readonly kind: 'answered'; readonly answer: Answer }
  | { readonly kind: 'failed'; readonly call: Call; readonly failure: ApiFailure };

/** One call and what came of it. */
export interface MicrosoftSample {
  readonly kind: 'microsoft';
  readonly at: Instant;
  readonly took: Millis;
  /** What it was about: the key of a peering or service, a prefix …; '' for the subscription as a whole. */
  readonly subject: string;
  readonly outcome: Outcome;
  readonly ids: RequestIds | null;
  readonly budget: Budget;
}

/** What was said of the subject of a received-routes call: a peering and a prefix, or the peering alone for the sample. */
export const routesSubject = (peering: string, prefix: string | null): string =>
  prefix === null ? peering : `${peering} ${canonicalPrefix(prefix)}`;

/** Something that only a person asks for. */
export type Question =
  | {
      readonly kind: 'routes';
      readonly peerings: readonly Pick<Peering, 'key' | 'id'>[];
      readonly prefix: string | null;
    }
  | {
      readonly kind: 'looking-glass';
      readonly command: 'Traceroute' | 'Ping' | 'BgpRoute';
      readonly sourceType: 'EdgeSite' | 'AzureRegion';
      readonly source: string;
      readonly destination: string;
    }
  | { readonly kind: 'provider-availability'; readonly location: string; readonly provider: string }
  /** The one request that has an effect at Microsoft: only after its name was typed. */
  | { readonly kind: 'validate'; readonly prefix: Pick<RegisteredPrefix, 'key' | 'id' | 'name'> }
  | { readonly kind: 'contacts' };

/** Something that a screen shows and that is asked for only as long as it does. */
export type Want =
  | { readonly kind: 'metrics'; readonly peering: string }
  | { readonly kind: 'latency'; readonly peering: string }
  | { readonly kind: 'peer-asns' }
  | { readonly kind: 'facilities' };
