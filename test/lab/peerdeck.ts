import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import { type Ended, ending } from './run-command.ts';
import { community } from './snmpd.ts';

/** The bundle that users start. PEERDECK_BUNDLE names another, so that one can be tested while the first is rebuilt. */
export const bundle = process.env.PEERDECK_BUNDLE ?? fileURLToPath(new URL('../../dist/peerdeck.mjs', import.meta.url));

/** A router as a configuration names it. */
export interface RouterEntry {
  readonly name: string;
  readonly address: string;
  readonly port?: number;
  readonly community?: string;
  /** What stands under `snmp` in place of version 2c with a community. */
  readonly snmp?: Readonly<Record<string, unknown>>;
}

/** Writes a configuration and gives the name of the file. */
export async function writeConfiguration(
  folder: string,
  name: string,
  interval: string,
  routers: readonly RouterEntry[],
  more: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  const file = join(folder, `${name}.yaml`);
  const document = {
    partner: { asn: 64496, name: 'Example Carrier' },
    poll: { interval },
    ...more,
    routers: routers.map(({ name, address, port, community: own, snmp }) => ({
      name,
      address,
      port: port ?? 161,
      metro: 'Amsterdam',
      snmp: snmp ?? { version: '2c', community: own === undefined ? `\${env:${communityVariable}}` : own },
    })),
  };
  // YAML is a superset of JSON. The file may hold a community in clear: nobody else may read it.
  await writeFile(file, JSON.stringify(document, null, 2), { mode: 0o600 });
  return file;
}

const communityVariable = 'LAB_COMMUNITY';
/** The passwords of the lab's SNMPv3 users. */
export const passwords = { auth: 'lab-authenticates', priv: 'lab-encrypts' } as const;
/** What a configuration of the lab takes from the environment. */
export const environment = {
  ...process.env,
  [communityVariable]: community,
  LAB_AUTH: passwords.auth,
  LAB_PRIV: passwords.priv,
  NO_COLOR: '1',
};

/** Runs the program to its end. */
export const peerdeck = (...args: readonly string[]): Promise<Ended> =>
  ending(process.execPath, ['--disable-warning=ExperimentalWarning', bundle, ...args], environment);

const afi = z.enum(['ipv4', 'ipv6']);
const sessionState = z.enum(['idle', 'connect', 'active', 'opensent', 'openconfirm', 'established']).nullable();
const bgpError = z.object({ code: z.number(), subcode: z.number(), text: z.string() });

/** `discover --json`, as far as the lab looks at it. */
export const discovery = z.object({
  schema: z.literal('peerdeck.discover/1'),
  routers: z.array(
    z.object({
      name: z.string(),
      vendor: z.string().nullable(),
      sysName: z.string().nullable(),
      interfaces: z.number().nullable(),
      lags: z.array(z.unknown()),
      sessions: z.array(
        z.object({
          peer: z.string(),
          afi,
          remoteAs: z.number().nullable(),
          state: sessionState,
          admin: z.enum(['start', 'stop']).nullable(),
          establishedSeconds: z.number().nullable(),
          interface: z.string().nullable(),
          source: z.string(),
        }),
      ),
      missing: z.array(z.string()),
      error: z.string().nullable(),
    }),
  ),
});

const reason = z.object({ code: z.string(), subject: z.string(), text: z.string() });

/** `status --json`, as far as the lab looks at it. */
export const statusReport = z.object({
  schema: z.literal('peerdeck.status/1'),
  metros: z.array(
    z.object({
      name: z.string(),
      verdict: z.enum(['redundant', 'degraded', 'at-risk', 'down', 'unknown']),
      reasons: z.array(reason),
      capacityBps: z.number().nullable(),
      pnis: z.array(
        z.object({
          id: z.string(),
          interface: z.string(),
          state: z.enum(['up', 'degraded', 'down', 'draining', 'drained', 'shut', 'unknown']),
          capacityBps: z.number().nullable(),
          activeCapacityBps: z.number().nullable(),
          inBps: z.number().nullable(),
          outBps: z.number().nullable(),
          inErrorsPerSecond: z.number().nullable(),
          sessions: z.array(
            z.object({
              peer: z.string(),
              local: z.string().nullable(),
              afi,
              remoteAs: z.number().nullable(),
              state: sessionState,
              admin: z.enum(['start', 'stop']).nullable(),
              establishedSeconds: z.number().nullable(),
              transitions: z.number().nullable(),
              lastError: bgpError.nullable(),
            }),
          ),
          stale: z.boolean(),
        }),
      ),
    }),
  ),
  routers: z.array(
    z.object({
      name: z.string(),
      vendor: z.string(),
      reachable: z.boolean().nullable(),
      sysName: z.string().nullable(),
      uptimeSeconds: z.number().nullable(),
      error: z.string().nullable(),
    }),
  ),
});
