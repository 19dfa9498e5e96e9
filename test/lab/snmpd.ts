import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { vi } from 'vitest';
import { agentxSocket } from './frr.ts';
import type { Daemon, Namespace } from './namespaces.ts';

/** The community that the lab's agents know. */
export const community = 'lab-reads';
const writeCommunity = 'lab-writes';

/** One router's agent. */
export interface SnmpdOptions {
  readonly namespace: Namespace;
  readonly folder: string;
  /**
   * How often the agent reads the interfaces from the kernel; between two readings it repeats the last one. It does so
   * by a timer of its own, whoever asks: 3 s as Debian packages it, 15 s as older releases have it. Null leaves it alone.
   */
  readonly refreshSeconds: number | null;
  /** Further lines of its configuration. */
  readonly lines: readonly string[];
}

/** A running agent that can be ended and started again. */
export interface Snmpd {
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>;
  start(): Promise<void>;
  /** Rejects unless a subagent has registered BGP4-MIB. */
  answersForBgp(): Promise<void>;
  /** The agent's own count of the octets that have come in on a device: what it last read from the kernel. */
  inOctets(device: string): Promise<number>;
}

/** nsCacheTimeout of NET-SNMP-AGENT-MIB for ifTable: writing it resets the timer. */
const ifTableCacheTimeout = '1.3.6.1.4.1.8072.1.5.3.1.2.1.3.6.1.2.1.2.2';
const sysUpTime = '1.3.6.1.2.1.1.3.0';
const ifHCInOctets = '1.3.6.1.2.1.31.1.1.1.6';
const bgpLocalAs = '1.3.6.1.2.1.15.2.0';

/** Starts snmpd as an AgentX master and waits until it answers. */
export async function startSnmpd(options: SnmpdOptions): Promise<Snmpd> {
  const { namespace } = options;
  const folder = join(options.folder, namespace.role, 'snmpd');
  await mkdir(folder, { recursive: true });
  const configuration = join(folder, 'snmpd.conf');
  // Boots are counted on for an engine ID that stays: that of snmpd's own making is another with every start.
  const engineId = `engineID ${namespace.role}`;
  await writeFile(
    configuration,
    [
      'agentaddress udp:161,udp6:161',
      `rocommunity ${community}`,
      `rocommunity6 ${community}`,
      `rwcommunity ${writeCommunity} 127.0.0.1`,
      `sysName ${namespace.role}`,
      engineId,
      'dontLogTCPWrappersConnects yes',
      'master agentx',
      `agentXSocket ${agentxSocket}`,
      ...options.lines,
      '',
    ].join('\n'),
  );
  // Engine boots are kept there, and read only from where configurations are looked for. A folder of its own: snmpd
  // writes what it keeps to a file named like its configuration.
  const kept = join(folder, 'kept');
  const env = { SNMP_PERSISTENT_DIR: kept, SNMPCONFPATH: kept, MIBS: '' };
  const ask = (tool: string, who: string, ...args: readonly string[]): Promise<string> =>
    namespace.run(tool, '-v', '2c', '-c', who, '-t', '0.2', '-r', '0', '-m', '', '-Oqv', '127.0.0.1', ...args);
  let daemon: Daemon;

  async function start(): Promise<void> {
    daemon = namespace.start(
      join(folder, 'snmpd.log'),
      env,
      // Ahead of everything else that a busy machine does: an agent without a processor reads its counters late, and
      // its rates are wrong by as much. A router's agent has the processor that it needs for a timer.
      'nice',
      '-n',
      '-10',
      'snmpd',
      '-f',
      '-c',
      configuration,
      '-Le',
      '-I',
      '-smux',
      '-p',
      join(folder, 'snmpd.pid'),
    );
    await vi.waitFor(() => ask('snmpget', community, sysUpTime), { timeout: 15_000, interval: 50 });
    const { refreshSeconds } = options;
    if (refreshSeconds !== null) await ask('snmpset', writeCommunity, ifTableCacheTimeout, 'i', String(refreshSeconds));
  }

  async function answersForBgp(): Promise<void> {
    const answer = await ask('snmpget', community, bgpLocalAs);
    if (!/^[1-9]\d*$/.test(answer.trim()))
      throw new Error(`the agent of ${namespace.role} has no BGP4-MIB yet: ${answer.trim()}`);
  }

  async function inOctets(device: string): Promise<number> {
    const index = await namespace.run('cat', `/sys/class/net/${device}/ifindex`);
    return Number((await ask('snmpget', community, `${ifHCInOctets}.${index.trim()}`)).trim());
  }

  await start();
  return { end: signal => daemon.end(signal), start, answersForBgp, inOctets };
}
