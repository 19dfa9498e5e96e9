/** Says once, before any lab is built, whether this machine can hold one. */
import { execFileSync } from 'node:child_process';
import { accessSync, constants, existsSync, globSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { frrFolder } from './frr.ts';
import { bundle } from './peerdeck.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** What this machine lacks for the lab, in words; empty when all is there. */
    missing: readonly string[];
  }
}

/** Programs and the Debian packages that bring them. */
const programs = {
  ip: 'iproute2',
  ss: 'iproute2',
  nft: 'nftables',
  sysctl: 'procps',
  snmpd: 'snmpd',
  snmpget: 'snmp',
  snmpset: 'snmp',
  vtysh: 'frr',
  iperf3: 'iperf3',
} as const;

function isRunnable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

const folders = (process.env.PATH ?? '').split(delimiter);
const isInstalled = (program: string): boolean => folders.some(folder => isRunnable(join(folder, program)));

/** Why network namespaces cannot be made here, or null. Root in a container may lack CAP_SYS_ADMIN or CAP_NET_ADMIN. */
function namespaceTrouble(): string | null {
  const [one, two] = [`peerdeck-${process.pid}-try`, `pd${process.pid}t`];
  const ip = (...args: string[]): Buffer => execFileSync('ip', args, { stdio: ['ignore', 'pipe', 'pipe'] });
  try {
    ip('netns', 'add', one);
    try {
      ip('link', 'add', two, 'netns', one, 'type', 'veth', 'peer', 'name', `${two}p`, 'netns', one);
      ip('netns', 'exec', one, 'nft', 'add', 'table', 'inet', 'try');
    } finally {
      ip('netns', 'del', one);
    }
    return null;
  } catch (error) {
    return error instanceof Error ? (error.message.split('\n')[1] ?? error.message) : String(error);
  }
}

function findMissing(): readonly string[] {
  const missing: string[] = [];
  const root = process.getuid?.() === 0;
  if (!root) missing.push('root: network namespaces and port 161 need it');
  for (const [program, from] of Object.entries(programs)) {
    if (!isInstalled(program)) missing.push(`${program} (Debian package ${from})`);
  }
  for (const daemon of ['zebra', 'bgpd']) {
    if (!isRunnable(join(frrFolder, daemon))) missing.push(`${daemon} (Debian package frr)`);
  }
  if (globSync('/usr/lib/*/frr/modules/bgpd_snmp.so').length === 0)
    missing.push('bgpd_snmp.so (Debian package frr-snmp)');
  if (!existsSync(bundle)) missing.push(`${bundle} (npm run build)`);
  const trouble = missing.length === 0 ? namespaceTrouble() : null;
  if (trouble !== null) missing.push(`network namespaces with veth and nftables: ${trouble}`);
  return missing;
}

/** Vitest's global set-up: fails the run when something is missing and must not be, otherwise says what is left out. */
export default function ready(project: TestProject): void {
  const missing = findMissing();
  if (missing.length > 0 && process.env.PEERDECK_REQUIRE_DAEMONS === '1') {
    throw new Error(`the lab cannot be built; missing:\n${missing.map(each => `  ${each}`).join('\n')}`);
  }
  if (missing.length > 0) process.stdout.write(`test/lab is left out. Missing here: ${missing.join('; ')}\n`);
  project.provide('missing', missing);
}
