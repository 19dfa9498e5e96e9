/** The configuration as the program uses it: parsed, checked, in our units. */
import type { DeclaredRouter, FleetSettings } from '../network/settings.ts';
import type { Millis } from '../network/units.ts';
import type { Secret } from './secret.ts';

/** SNMP credentials of one router. */
export type SnmpConfig =
  | { readonly version: '2c'; readonly community: Secret }
  | {
      readonly version: '3';
      readonly user: string;
      readonly auth: { readonly protocol: string; readonly password: Secret } | null;
      readonly priv: { readonly protocol: string; readonly password: Secret } | null;
      readonly context: string | null;
    };

/** One router to poll. */
export interface RouterConfig extends DeclaredRouter {
  readonly port: number;
  readonly snmp: SnmpConfig;
}

/** The whole configuration. */
export interface Config extends FleetSettings {
  /** The file it was read from, for messages. */
  readonly file: string;
  readonly discoveryInterval: Millis;
  readonly routers: readonly RouterConfig[];
  /** Accepted, but worth a line to the operator. */
  readonly warnings: readonly string[];
}
