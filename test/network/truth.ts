/** What is true of a router, whether anybody asks or not. */
import type { LacpOctet, OperStatus } from '../../src/network/facts.ts';
import type { TableGroup } from '../../src/network/samples.ts';
import type { BgpState } from '../../src/network/session-facts.ts';

/** A port or a LAG as it truly is. */
export interface TruePort {
  name: string;
  ifIndex: number;
  oper: OperStatus | null;
  admin: 'up' | 'down';
  speed: number;
  inBps: number;
  outBps: number;
  inOctets: bigint | null;
  outOctets: bigint | null;
  inErrors: number;
  inDiscards: number;
  discontinuity: number;
}

/** A member: a port with its row in the LAG-MIB. */
export interface TrueMember extends TruePort {
  actor: LacpOctet;
  partner: LacpOctet;
  /** False when its row has left dot3adAggPortTable. */
  listed: boolean;
}

export interface TrueSession {
  peer: string;
  local: string;
  afi: 'ipv4' | 'ipv6';
  remoteAs: number;
  state: BgpState;
  admin: 'start' | 'stop';
  upSince: number;
  transitions: number;
  prefixes: number;
  lastError: { code: number; subcode: number } | null;
  /** False when its row has left the table. */
  listed: boolean;
}

export interface TruePni {
  lag: TruePort;
  members: TrueMember[];
  sessions: TrueSession[];
}

export interface TrueRouter {
  name: string;
  metro: string;
  pnis: TruePni[];
  bootedAt: number;
  boots: number;
  tableChange: number;
  /** Groups of tables that do not answer; `all` is a router that is silent. */
  silent: Set<TableGroup | 'all'>;
}

export interface PniShape {
  readonly members?: number;
  readonly gigabits?: number;
  readonly inGbps?: number;
  readonly outGbps?: number;
}

/** 0xBC: active, aggregation, in sync, collecting, distributing. */
export const healthy = 0xbc;
const giga = 1e9;
/** When the pretended console starts, on its own clock. */
export const start = 1_000_000;

function truePort(name: string, ifIndex: number, speed: number, inBps: number, outBps: number): TruePort {
  return {
    name,
    ifIndex,
    oper: 'up',
    admin: 'up',
    speed,
    inBps,
    outBps,
    inOctets: 10n ** 15n,
    outOctets: 10n ** 14n,
    inErrors: 0,
    inDiscards: 0,
    discontinuity: 0,
  };
}

/** A PNI with everything up: `ae0`, its members, and a session of each family. */
export function truePni(position: number, shape: PniShape): TruePni {
  const { members = 4, gigabits = 100, inGbps = 40, outGbps = 10 } = shape;
  const share = (total: number): number => (total * giga) / Math.max(1, members);
  const session = (afi: 'ipv4' | 'ipv6', local: string, peer: string): TrueSession => ({
    peer,
    local,
    afi,
    remoteAs: 8075,
    state: 'established',
    admin: 'start',
    upSince: start - 3_600_000,
    transitions: 1,
    prefixes: 280,
    lastError: null,
    listed: true,
  });
  return {
    lag: truePort(
      `ae${position}`,
      500 + position,
      Math.max(1, members) * gigabits * giga,
      inGbps * giga,
      outGbps * giga,
    ),
    members: Array.from({ length: members }, (_, at) => ({
      ...truePort(`et-0/${position}/${at}`, 600 + position * 20 + at, gigabits * giga, share(inGbps), share(outGbps)),
      actor: healthy,
      partner: healthy,
      listed: true,
    })),
    sessions: [
      session('ipv4', `192.0.2.${position * 4 + 1}`, `192.0.2.${position * 4 + 2}`),
      session('ipv6', `2001:db8:${position + 1}::1`, `2001:db8:${position + 1}::2`),
    ],
  };
}
