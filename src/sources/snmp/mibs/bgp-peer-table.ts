/** What the BGP peer tables of all MIBs have in common: the words, and the shape by which the poller asks any of them. */
import type {
  BgpAdmin,
  BgpError,
  BgpState,
  SessionFacts,
  SessionReading,
  SessionSource,
} from '../../../network/facts.ts';
import type { Oid } from '../oid.ts';
import type { Row, WalkedTable } from '../walk.ts';
import { bgpErrorOf, type Cell, enumOf, hasValue, numberOf, secondsOf } from './cells.ts';
import { afiOf } from './inet-address.ts';
import { decodeRows, type FoundRows, type RowTable } from './row-table.ts';

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

/** One MIB's peer table. */
export interface BgpPeerTable extends RowTable<SessionSource, SessionFacts, SessionReading> {
  /** The address families that this table can hold. */
  readonly families: 'ipv4' | 'both';
  /** Every cell says what it is: the row is not needed to read it. */
  reading(key: string, cells: readonly Cell[]): SessionReading;
}

/** Identity of a session on its router. */
export const sessionKey = (instance: string | null, peer: string): string =>
  instance === null ? peer : `${instance} ${peer}`;

/** What the counters of one session's own family, unicast, say; null where the table does not. */
export interface PrefixCounts {
  readonly received: number | null;
  readonly accepted: number | null;
  readonly advertised: number | null;
  readonly limit: number | null;
}

/** Nothing is told of prefixes. */
export const noPrefixes: PrefixCounts = { received: null, accepted: null, advertised: null, limit: null };

/** Numbers of the AFI and SAFI registries (IANA) as they stand in indexes. */
export const family = { ipv4: 1, ipv6: 2, unicast: 1 } as const;

/** Rows of a prefix table, whose index ends in AFI and SAFI, by what stands before. */
export type PrefixRows = ReadonlyMap<string, ReadonlyMap<string, readonly Cell[]>>;

/** Sorts the rows of a prefix table; `keyOf` names the session that the arcs before AFI and SAFI are about. */
export function prefixRows(rows: readonly Row[], keyOf: (arcs: Oid) => string | null): PrefixRows {
  const found = new Map<string, Map<string, readonly Cell[]>>();
  for (const { index, cells } of rows) {
    const key = keyOf(index.slice(0, -2));
    if (key === null) continue;
    const families = found.get(key) ?? new Map<string, readonly Cell[]>();
    found.set(key, families.set(index.slice(-2).join('.'), cells));
  }
  return found;
}

/**
 * The prefixes that a session is judged by: those of its own address family, unicast; where it carries none, but VPN
 * routes alone, those. Empty when nothing is told: unknown, not 0.
 */
export function ownPrefixes(rows: PrefixRows, key: string, peer: string): readonly Cell[] {
  const families = rows.get(key);
  const own = families?.get(`${family[afiOf(peer)]}.${family.unicast}`);
  if (own !== undefined) return own;
  const afi = `${family[afiOf(peer)]}.`;
  const [only, ...others] = [...(families ?? [])].filter(([name]) => name.startsWith(afi)).map(([, cells]) => cells);
  return only === undefined || others.length > 0 ? [] : only;
}

/**
 * Reads state, admin status, last error, transitions and established time, in this order, as BGP4-MIB (RFC 4273) and
 * CISCO-BGP4-MIB after it have them.
 */
export function bgp4Reading(key: string, cells: readonly Cell[]): SessionReading {
  const [state, admin, error, transitions, established] = cells;
  return {
    key,
    state: enumOf(state, bgpStates),
    admin: enumOf(admin, bgpAdmins),
    establishedSeconds: secondsOf(established),
    transitions: numberOf(transitions),
    lastError: bgpErrorOf(error),
  };
}

/** Whom a row is about. */
export interface PeerIdentity {
  /** Null for the default routing instance. */
  readonly vrf: string | null;
  /** The number of the instance in the index; absent where the index has none. */
  readonly instance?: number;
  readonly peer: string;
}

/** What a peer table tells of one row beside its fast part. */
export interface PeerDetails extends PeerIdentity {
  readonly local: string | null;
  readonly remoteAs: number | null;
  readonly description: string | null;
  readonly prefixes: PrefixCounts;
}

/**
 * Decodes the rows of a walked peer table. The state, first of the fast columns, alone says that a row is a session:
 * stray cells of other columns invent none (SR OS has some).
 */
export function decodeSessions(
  walked: WalkedTable,
  table: Pick<BgpPeerTable, 'source' | 'reading'>,
  details: (row: Row) => PeerDetails | null,
): FoundRows<SessionFacts> {
  const { rows, report } = decodeRows(walked, (row): SessionFacts | 'bad' | 'none' => {
    if (!hasValue(row.cells[0])) return 'none';
    const who = details(row);
    if (who === null) return 'bad';
    const { prefixes, instance = null, ...peer } = who;
    const { state, ...read } = table.reading(sessionKey(who.vrf, who.peer), row.cells);
    if (state === null) return 'bad';
    return {
      ...read,
      ...peer,
      instance,
      state,
      afi: afiOf(who.peer),
      prefixesReceived: prefixes.received,
      prefixesAccepted: prefixes.accepted,
      prefixesAdvertised: prefixes.advertised,
      prefixLimit: prefixes.limit,
      source: table.source,
      row: row.index,
      context: null,
      also: null,
    };
  });
  return { rows, reports: [report] };
}

/** Code and subcode in columns of their own; code 0 is "no error". */
export function errorOf(code: Cell, subcode: Cell): BgpError | null {
  const number = numberOf(code);
  return number === null || number === 0 ? null : { code: number, subcode: numberOf(subcode) ?? 0 };
}
