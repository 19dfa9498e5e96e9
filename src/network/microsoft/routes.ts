/** What Microsoft hears of us and has registered for us: routes, prefixes, AS numbers. */
import type { Instant } from '../units.ts';
import type { ResourceKey } from './peerings.ts';

/** A route as one session of Microsoft heard it. */
export interface ReceivedRoute {
  readonly prefix: string;
  /** The partner's end of the session that it came over, canonical; null where it is not told. */
  readonly nextHop: string | null;
  /** AS numbers in the order of the path, the partner's first; null where the path cannot be read. */
  readonly asPath: readonly number[] | null;
  /** The path as told. */
  readonly asPathText: string;
  /** Free words: `Valid`, `Unknown`, `Invalid` … */
  readonly originValidation: string | null;
  readonly rpkiValidation: string | null;
  readonly trustAnchor: string | null;
  readonly receivedAt: Instant | null;
}

/** A prefix that the partner has registered under a peering. */
export interface RegisteredPrefix {
  readonly key: ResourceKey;
  readonly id: string | null;
  readonly name: string;
  readonly prefix: string;
  /** PrefixValidationState as told: `Verified`, `Failed`, `Pending` … */
  readonly validation: string | null;
  readonly errorMessage: string | null;
  readonly provisioningState: string | null;
  readonly hasKey: boolean;
}

/** A customer's AS number registered under a route-server peering. */
export interface RegisteredAsn {
  readonly name: string;
  readonly asn: number | null;
  readonly provisioningState: string | null;
  readonly hasKey: boolean;
}

/** Something that happened to a service prefix at Microsoft. */
export interface PrefixEvent {
  readonly at: Instant | null;
  /** As told: `PrefixWithdrawalEvent`, `PrefixOriginAsChangeEvent` … */
  readonly type: string;
  /** As told: `Information`, `Warning`, `Error`, `Critical`. */
  readonly level: string | null;
  readonly summary: string | null;
  readonly description: string | null;
}

/** A customer's prefix under a peering service. */
export interface ServicePrefix {
  readonly key: ResourceKey;
  readonly name: string;
  readonly prefix: string;
  readonly validation: string | null;
  /** LearnedType as told: `ViaServiceProvider`, `ViaSession` … */
  readonly learned: string | null;
  readonly errorMessage: string | null;
  readonly provisioningState: string | null;
  readonly hasKey: boolean;
  /** Newest last. */
  readonly events: readonly PrefixEvent[];
}
