import { readFileSync } from 'node:fs';
import { chown, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { vi } from 'vitest';
import type { Daemon, Namespace } from './namespaces.ts';
import { run } from './run-command.ts';

/** Where Debian's frr keeps its daemons. */
export const frrFolder = '/usr/lib/frr';

/** A BGP neighbour as the configuration of one side writes it. */
export interface Neighbour {
  readonly address: string;
  readonly remoteAs: number;
  readonly description: string;
}

/** One FRR router. */
export interface FrrOptions {
  readonly namespace: Namespace;
  /** The lab's folder; the router gets one of its own in it. */
  readonly folder: string;
  readonly asn: number;
  readonly routerId: string;
  readonly neighbours: readonly Neighbour[];
  /** Prefixes to originate, so that there is something to count. */
  readonly networks: readonly string[];
  /** The partner's routers have an snmpd that shows their BGP4-MIB, and open the sessions; the other side waits. */
  readonly side: 'partner' | 'other';
}

/** A running FRR: zebra and bgpd in the foreground, with a vty of their own. */
export interface Frr {
  /** Starts bgpd, again after it has been ended, and waits until it answers. */
  startBgpd(): Promise<void>;
  /** Ends bgpd by its process id. */
  endBgpd(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>;
  /** Runs configuration or show commands. */
  vtysh(...commands: readonly string[]): Promise<string>;
  /** Configuration lines under `router bgp`. */
  configure(...lines: readonly string[]): Promise<string>;
}

/** Where snmpd and its subagents meet: inside the namespace, so every router has one. */
export const agentxSocket = 'tcp:127.0.0.1:705';

const isIpv6 = (text: string): boolean => text.includes(':');

function configurationOf(options: FrrOptions): string {
  const { asn, neighbours, networks, namespace } = options;
  const family = (name: 'ipv4' | 'ipv6', wanted: boolean): string[] => [
    ` address-family ${name} unicast`,
    ...networks.filter(each => isIpv6(each) === wanted).map(each => `  network ${each}`),
    ...neighbours.map(each => `  ${isIpv6(each.address) === wanted ? '' : 'no '}neighbor ${each.address} activate`),
    ' exit-address-family',
  ];
  return [
    `hostname ${namespace.role}`,
    'log stdout',
    ...(options.side === 'partner' ? ['agentx'] : []),
    `router bgp ${asn}`,
    ` bgp router-id ${options.routerId}`,
    ' no bgp ebgp-requires-policy',
    ' no bgp network import-check',
    ' timers bgp 1 3',
    ...neighbours.flatMap(each => [
      ` neighbor ${each.address} remote-as ${each.remoteAs}`,
      ` neighbor ${each.address} description ${each.description}`,
      ` neighbor ${each.address} timers connect 1`,
      ` neighbor ${each.address} advertisement-interval 0`,
      // Two that both connect collide, and the loser remembers it as its last error (RFC 4271 §6.8).
      ...(options.side === 'other' ? [` neighbor ${each.address} passive`] : []),
    ]),
    ...family('ipv4', false),
    ...family('ipv6', true),
    '',
  ].join('\n');
}

async function idOf(kind: 'passwd' | 'group', name: string): Promise<number> {
  const [, , id] = (await run('getent', kind, name)).split(':');
  return Number(id);
}

/** Starts zebra and bgpd and waits until both answer on their vty. */
export async function startFrr(options: FrrOptions): Promise<Frr> {
  const { namespace } = options;
  const folder = join(options.folder, namespace.role);
  await mkdir(folder, { recursive: true });
  const configuration = join(folder, 'bgpd.conf');
  await writeFile(configuration, configurationOf(options));
  await writeFile(join(folder, 'zebra.conf'), `hostname ${namespace.role}\nlog stdout\n`);
  // A subagent reads its own configuration from the folder in SNMPCONFPATH under the name that FRR registers with.
  await writeFile(join(folder, 'frr.conf'), `agentXSocket ${agentxSocket}\n`);
  // The daemons give up root and must still write their sockets and pid files.
  const [user, group] = [await idOf('passwd', 'frr'), await idOf('group', 'frr')];
  for (const each of [folder, configuration]) await chown(each, user, group);
  const shared = ['--vty_socket', folder, '-z', join(folder, 'zserv.api'), '-P', '0'];
  const env = { SNMPCONFPATH: folder };
  const file = (name: string): string => join(folder, name);
  const vty = (...args: readonly string[]): [string, ...string[]] => ['vtysh', '--vty_socket', folder, ...args];
  const zebra = namespace.start(
    file('zebra.log'),
    env,
    `${frrFolder}/zebra`,
    ...shared,
    '-f',
    file('zebra.conf'),
    '-i',
    file('zebra.pid'),
  );
  await answering(zebra, () => run(...vty('-d', 'zebra', '-c', 'show version')));
  let bgpd: Daemon;

  async function startBgpd(): Promise<void> {
    const modules = options.side === 'partner' ? ['-M', 'snmp'] : [];
    bgpd = namespace.start(
      file('bgpd.log'),
      env,
      `${frrFolder}/bgpd`,
      ...shared,
      ...modules,
      '-f',
      configuration,
      '-i',
      file('bgpd.pid'),
    );
    await answering(bgpd, () => run(...vty('-d', 'bgpd', '-c', 'show version')));
  }

  await startBgpd();
  const vtysh = (...commands: readonly string[]): Promise<string> =>
    run(...vty(...commands.flatMap(each => ['-c', each])));
  return {
    startBgpd,
    endBgpd: signal => bgpd.end(signal),
    vtysh,
    configure: (...lines) => vtysh('configure terminal', `router bgp ${options.asn}`, ...lines),
  };
}

/** Waits until a daemon answers; one that has ended never will, and its log says why. */
async function answering(daemon: Daemon, ask: () => Promise<unknown>): Promise<void> {
  await vi.waitFor(ask, { timeout: 15_000, interval: 50 }).catch((error: unknown) => {
    throw new Error(
      `${daemon.running() ? 'a daemon does not answer' : 'a daemon has ended'}: ${readFileSync(daemon.log, 'utf8').slice(-2000)}`,
      { cause: error },
    );
  });
}
