/** The configuration as the program uses it: parsed, checked, in our units. */
import type { DeclaredRouter, FleetSettings } from '../network/settings.ts';
import type { Millis } from '../network/units.ts';
import type { Secret } from './secret.ts';

/** One name for each authentication protocol of SNMPv3. */
export type AuthProtocol = 'md5' | 'sha' | 'sha224' | 'sha256' | 'sha384' | 'sha512';

/** One name for each privacy protocol of SNMPv3: AES-256 says its key extension. */
export type PrivProtocol = 'des' | 'aes' | 'aes256b' | 'aes256r';

/** SNMP credentials of one router. */
export type SnmpConfig =
  | { readonly version: '2c'; readonly community: Secret }
  | {
      readonly version: '3';
      readonly user: string;
      readonly auth: { readonly protocol: AuthProtocol; readonly password: Secret } | null;
      readonly priv: { readonly protocol: PrivProtocol; readonly password: Secret } | null;
      readonly context: string | null;
      /** Further contexts, in which BGP tables are read too. */
      readonly contexts: readonly string[];
    };

/** One router to poll. */
export interface RouterConfig extends DeclaredRouter {
  readonly port: number;
  readonly snmp: SnmpConfig;
}

/** Where traps arrive. */
export interface TrapListen {
  /** IPv4 or IPv6, without brackets. */
  readonly address: string;
  readonly port: number;
}

/** How to sign in to Microsoft. */
export type SignInConfig =
  | {
      readonly kind: 'clientSecret';
      readonly tenantId: string;
      readonly clientId: string;
      readonly clientSecret: Secret;
    }
  | {
      readonly kind: 'clientCertificate';
      readonly tenantId: string;
      readonly clientId: string;
      readonly certificate: Secret;
    }
  | { readonly kind: 'azureCli' }
  | { readonly kind: 'managedIdentity'; readonly clientId: string | null }
  /** Its secret cannot be had here. */
  | { readonly kind: 'unavailable'; readonly why: string };

/** Microsoft's peering API. */
export interface PeeringApiConfig {
  readonly subscriptionId: string;
  readonly auth: SignInConfig;
  readonly endpoint: string;
  readonly authority: string;
  readonly interval: Millis;
}

/** PeeringDB. */
export interface PeeringDbConfig {
  readonly apiKey: Secret | null;
  readonly endpoint: string;
}

/** The whole configuration. */
export interface Config extends FleetSettings {
  /** The file it was read from, for messages. */
  readonly file: string;
  readonly discoveryInterval: Millis;
  readonly routers: readonly RouterConfig[];
  /** Null where Microsoft's side is not configured. */
  readonly peeringApi: PeeringApiConfig | null;
  readonly peeringDb: PeeringDbConfig | null;
  /** Null where no traps are received. */
  readonly traps: { readonly listen: TrapListen } | null;
  /** Accepted, but worth a line to the operator. */
  readonly warnings: readonly string[];
}
