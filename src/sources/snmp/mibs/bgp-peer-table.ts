/** What the BGP peer tables of all MIBs have in common: the words, and the shape by which the poller asks any of them. */
import type {
  BgpAdmin,
  BgpError,
  BgpState,
  PrefixReading,
  SessionFacts,
  SessionReading,
  SessionSource,
} from '../../../network/session-facts.ts';
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
  /** The table beside it that counts prefixes; null where there is none. */
  readonly prefixes: PrefixTable | null;
}

/** Prefix counters as they are asked for one by one. */
export interface PrefixTable {
  /** The instances that are counted in one row. */
  instances(row: Oid): readonly Oid[];
  /** Reads the cells of `instances`. */
  counts(cells: readonly Cell[], row: Oid): PrefixCounts;
}

/** Identity of a session on its router. */
export const sessionKey = (instance: string | null, peer: string): string =>
  instance === null ? peer : `${instance} ${peer}`;

/** What the counters of one session's own family, unicast, say. */
export type PrefixCounts = Omit<PrefixReading, 'key'>;

/** Nothing is told of prefixes. */
export const noPrefixes: PrefixCounts = {
  prefixesReceived: null,
  prefixesAccepted: null,
  prefixesAdvertised: null,
  prefixLimit: null,
};

/** Numbers of the AFI and SAFI registries (IANA) as they stand in indexes. */
export const family = { ipv4: 1, ipv6: 2, unicast: 1 } as const;

/** Rows of a prefix table, whose index ends in AFI and SAFI, by what stands before and then by those two. */
export type PrefixRows = ReadonlyMap<string, ReadonlyMap<string, Row>>;

/** Sorts the rows of a prefix table. */
export function prefixRows(rows: readonly Row[]): PrefixRows {
  const found = new Map<string, Map<string, Row>>();
  for (const row of rows) {
    const session = row.index.slice(0, -2).join('.');
    const families = found.get(session) ?? new Map<string, Row>();
    found.set(session, families.set(row.index.slice(-2).join('.'), row));
  }
  return found;
}

/**
 * The prefixes that a session is judged by: those of its own address family, unicast; where it carries none, but VPN
 * routes alone, those. A row without cells where nothing is told: unknown, not 0, and a session that comes up may yet
 * have it. Null on a router that counts none.
 */
export function ownPrefixes(rows: PrefixRows, session: Oid, peer: string): Row | null {
  if (rows.size === 0) return null;
  const families = rows.get(session.join('.'));
  const afi = family[afiOf(peer)];
  const own = families?.get(`${afi}.${family.unicast}`);
  if (own !== undefined) return own;
  const [only, ...others] = [...(families ?? [])].filter(([name]) => name.startsWith(`${afi}.`)).map(([, row]) => row);
  if (only !== undefined && others.length === 0) return only;
  return { index: [...session, afi, family.unicast], cells: [] };
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
  /** The row that counts its prefixes, with the cells of its instances; null where none does. */
  readonly prefixes: Row | null;
}

/**
 * Decodes the rows of a walked peer table. The state, first of the fast columns, alone says that a row is a session:
 * stray cells of other columns invent none (SR OS has some).
 */
export function decodeSessions(
  walked: WalkedTable,
  table: Pick<BgpPeerTable, 'source' | 'reading' | 'prefixes'>,
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
      ...(prefixes === null ? noPrefixes : (table.prefixes?.counts(prefixes.cells, prefixes.index) ?? noPrefixes)),
      source: table.source,
      row: row.index,
      prefixRow: prefixes?.index ?? null,
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
