/** What the BGP peer tables of all MIBs have in common: the words, and the shape by which the poller asks any of them. */
import type {
  BgpAdmin,
  BgpState,
  SessionFacts,
  SessionReading,
  SessionSource,
  TableReport,
} from '../../../network/facts.ts';
import type { WalkContext } from '../bulk.ts';
import type { Oid } from '../oid.ts';
import type { Cell } from './cells.ts';

/** bgpPeerState and its copies: the same numbers everywhere. */
export const bgpStates: Readonly<Record<number, BgpState>> = {
  1: 'idle',
  2: 'connect',
  3: 'active',
  4: 'opensent',
  5: 'openconfirm',
  6: 'established',
};

/** bgpPeerAdminStatus and its copies (Junos says halted and running, with the same numbers). */
export const bgpAdmins: Readonly<Record<number, BgpAdmin>> = { 1: 'stop', 2: 'start' };

/** One MIB's peer table: how it is walked in discovery and asked for in the fast loop. */
export interface BgpPeerTable {
  readonly source: SessionSource;
  /** The address families that this table can hold. */
  readonly families: 'ipv4' | 'both';
  discover(context: WalkContext): Promise<DiscoveredSessions>;
  /** The instances of one row, for the fast loop. */
  instances(row: Oid): readonly Oid[];
  /** Reads the cells of `instances`. */
  reading(key: string, cells: readonly Cell[]): SessionReading;
}

/** Sessions of one table, and how reading it went. */
export interface DiscoveredSessions {
  readonly sessions: readonly SessionFacts[];
  readonly reports: readonly TableReport[];
}

/** Identity of a session on its router. */
export const sessionKey = (instance: string | null, peer: string): string =>
  instance === null ? peer : `${instance} ${peer}`;
