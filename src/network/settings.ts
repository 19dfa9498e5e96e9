/** What the operator has declared about the fleet: the part of the configuration that gives facts their meaning. */
import type { RouterName } from './facts.ts';
import type { BitsPerSecond, Millis, Ratio } from './units.ts';

/** A router as declared: its name, where it is reached and the metro it stands in. */
export interface DeclaredRouter {
  readonly name: RouterName;
  /** IPv4, IPv6 or a host name. */
  readonly address: string;
  readonly metro: string;
}

/** What discovery cannot know about a PNI, declared by the operator and compared with what is seen. */
export interface DeclaredPni {
  readonly router: RouterName;
  /** The LAG, or the port where there is no LAG. */
  readonly interface: string;
  /** Where the PNI lands, when that is not the router's own metro. */
  readonly metro: string | null;
  readonly members: readonly string[] | null;
  readonly minLinks: number | null;
  /** Peer addresses of its sessions, where a router does not say which interface they run over. */
  readonly peers: readonly string[] | null;
  readonly capacity: BitsPerSecond | null;
  /** connectionIdentifier of its connection at Microsoft, where addresses do not tell which it is. */
  readonly connection: string | null;
}

/** Where the utilisation lines are drawn, as fractions of forwarding capacity. */
export interface Thresholds {
  readonly utilizationWarn: Ratio;
  readonly utilizationHard: Ratio;
  readonly utilizationLimit: Ratio;
}

/** Which subscription tells Microsoft's side, and how often its list of peerings is asked for. */
export interface MicrosoftSettings {
  readonly subscriptionId: string;
  readonly interval: Millis;
}

/** Everything declared. */
export interface FleetSettings {
  readonly partner: { readonly asn: number | null; readonly name: string | null };
  /** Sessions with these remote ASNs make a PNI. */
  readonly peerAsns: readonly number[] | 'any';
  readonly pollInterval: Millis;
  readonly routers: readonly DeclaredRouter[];
  readonly pnis: readonly DeclaredPni[];
  readonly thresholds: Thresholds;
  /** Microsoft's API, the second witness; null where it is not configured. */
  readonly microsoft: MicrosoftSettings | null;
  /** True for a demo fleet: every screen says so. */
  readonly simulation: boolean;
}
