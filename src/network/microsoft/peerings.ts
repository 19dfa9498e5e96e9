/**
 * Microsoft's side of the interconnects as its API tells it (Microsoft.Peering, 2025-05-01), in our units. Every
 * enumeration of that API is open: what it says stays the word that it said. Keys (MD5, prefix, workspace) are not
 * here: the door leaves them out and keeps only whether there is one.
 */
import type { Afi } from '../session-facts.ts';
import type { BitsPerSecond } from '../units.ts';
import type { Withheld } from '../withheld.ts';

/** Identity of a resource of Azure: its resource id in lower case, or kind and name for an item that comes without one. */
export type ResourceKey = string;

/** One BGP session as a connection has it. */
export interface MicrosoftSession {
  readonly afi: Afi;
  /** Microsoft's end, canonical; null where none is set, which the API says as "" or not at all. */
  readonly microsoft: string | null;
  /** The partner's end. */
  readonly peer: string | null;
  /** The subnet that both ends are in, as told. */
  readonly subnet: string | null;
  /** SessionStateV4 or V6 as told: `Established`, `Idle`, `PendingAdd` …; null where nothing is told. */
  readonly state: string | null;
  /** Prefixes that Microsoft accepts at most (maxPrefixesAdvertised); 0 and absent are null. */
  readonly prefixLimit: number | null;
}

/** One connection: at a direct peering one PNI. */
export interface Connection {
  /** Chosen by whoever created it, mostly a GUID; compare without regard to case. */
  readonly identifier: string | null;
  /** ConnectionState as told: `PendingApproval` … `Active`. */
  readonly state: string | null;
  readonly errorMessage: string | null;
  /** What Microsoft's support asks for (microsoftTrackingId). */
  readonly trackingId: string | null;
  readonly requested: BitsPerSecond | null;
  readonly provisioned: BitsPerSecond | null;
  /** Who gives the addresses, as told: `Microsoft` or `Peer`. */
  readonly addressProvider: string | null;
  readonly useForPeeringService: boolean | null;
  /** Of a direct connection a facility of PeeringDB, of an exchange connection an exchange. */
  readonly facilityId: number | null;
  readonly hasMd5Key: boolean;
  readonly sessions: readonly MicrosoftSession[];
}

/** A probe that Microsoft sends into the partner's network. */
export interface ConnectivityProbe {
  readonly endpoint: string | null;
  readonly azureRegion: string | null;
  readonly protocol: string | null;
  /** Whence the probes come: what an access list must let in. */
  readonly sources: readonly string[];
}

/** What a peering is for: decides which of our rules apply to it. */
export type Flavour = 'direct' | 'voice' | 'route-server' | 'cdn' | 'exchange' | 'other';

/** One peering: one AS number of the partner at one metro, and its connections. */
export interface Peering {
  readonly key: ResourceKey;
  /** The resource id as told, for further calls; null where an item has none. */
  readonly id: string | null;
  readonly name: string;
  readonly resourceGroup: string | null;
  /** `Direct` or `Exchange` as told. */
  readonly kind: string | null;
  /** DirectPeeringType as told: `Edge`, `Voice`, `IxRs` … */
  readonly directType: string | null;
  readonly flavour: Flavour;
  /** True for one that is no Azure resource yet (legacyPeerings). */
  readonly legacy: boolean;
  /** The metro in Microsoft's spelling (peeringLocation). */
  readonly location: string | null;
  /** The Azure region that it is booked in: what planned maintenance is told for. */
  readonly region: string | null;
  /** ARM's bookkeeping: `Succeeded` also when every connection failed. */
  readonly provisioningState: string | null;
  readonly sku: string | null;
  readonly useForPeeringService: boolean | null;
  readonly peerAsn: string | null;
  readonly probes: readonly ConnectivityProbe[];
  readonly connections: readonly Connection[];
}

/** Our AS number as registered with Microsoft. */
export interface PeerAsn {
  readonly name: string;
  readonly asn: number | null;
  readonly peerName: string | null;
  /** ValidationState as told: `Approved` … */
  readonly validationState: string | null;
  readonly errorMessage: string | null;
  readonly contacts: readonly Contact[];
}

/** Whom to write or call; a telephone number is shown only to who asks for it. */
export interface Contact {
  readonly role: string | null;
  readonly name: string | null;
  readonly email: string | null;
  readonly phone: Withheld | null;
}

/** A peering service: what a customer has bought through the partner. */
export interface PeeringService {
  readonly key: ResourceKey;
  readonly id: string | null;
  readonly name: string;
  readonly location: string | null;
  readonly provider: string | null;
  readonly primaryLocation: string | null;
  readonly backupLocation: string | null;
  readonly provisioningState: string | null;
  /** True when it has a key of a Log Analytics workspace, which stays where it is. */
  readonly hasWorkspaceKey: boolean;
}
