/** What tables tell of BGP sessions, of their prefixes, and of the BFD sessions beside them. */
import type { Seconds } from './units.ts';

/** State of the BGP finite state machine (RFC 4271 §8.2.2). */
export type BgpState = 'idle' | 'connect' | 'active' | 'opensent' | 'openconfirm' | 'established';
/** What the operator wants of the session: bgpPeerAdminStatus. */
export type BgpAdmin = 'start' | 'stop';
/** Address family of the session's transport. */
export type Afi = 'ipv4' | 'ipv6';
/** Which table a session was read from. */
export type SessionSource =
  | 'jnxBgpM2'
  | 'cbgpPeer2'
  | 'cbgpPeer3'
  | 'aristaBgp4V2'
  | 'tBgpPeerNg'
  | 'hwBgp'
  | 'bgp4v2-mib'
  | 'bgp4-mib';

/** Error code and subcode of the last NOTIFICATION (RFC 4271 §4.5). */
export interface BgpError {
  readonly code: number;
  readonly subcode: number;
}

/** What changes on a session from poll to poll; `null` is "the table does not say". */
export interface SessionReading {
  readonly key: SessionKey;
  /** `null` when the row has left the table. */
  readonly state: BgpState | null;
  readonly admin: BgpAdmin | null;
  /** Seconds since the session was last established (RFC 4273 bgpPeerFsmEstablishedTime). */
  readonly establishedSeconds: Seconds | null;
  readonly transitions: number | null;
  readonly lastError: BgpError | null;
}

/** Identity of a session on one router: the routing instance and the peer's address. */
export type SessionKey = string;

/** What is counted of one session's prefixes, those of its own address family; `null` is "the table does not say". */
export interface PrefixReading {
  readonly key: SessionKey;
  readonly prefixesReceived: number | null;
  readonly prefixesAccepted: number | null;
  readonly prefixesAdvertised: number | null;
  /** Prefixes from the peer above which the router acts. */
  readonly prefixLimit: number | null;
}

/** A row of a BGP peer table. */
export interface SessionFacts extends SessionReading, PrefixReading {
  readonly state: BgpState;
  readonly peer: string;
  /** `null` when unknown or unspecified (0.0.0.0, ::). */
  readonly local: string | null;
  readonly afi: Afi;
  readonly remoteAs: number | null;
  readonly description: string | null;
  /** Routing instance by name or number; `null` for the default one, and where the table has none. */
  readonly vrf: string | null;
  /** Its number, as the vendor counts them; null where the table has none. */
  readonly instance: number | null;
  readonly source: SessionSource;
  /** The row's index in its table: what to ask for next time. */
  readonly row: readonly number[];
  /** What to ask for to count its prefixes again; null where no table counts them. */
  readonly prefixRow: readonly number[] | null;
  /** The SNMPv3 context in which the table has the row; null for the default one. */
  readonly context: string | null;
  /** A row of another table about the same session, which tells what this one leaves open; null where none does. */
  readonly also: { readonly source: SessionSource; readonly row: readonly number[] } | null;
}

/** A reading completed by another of the same session. */
export const completedBy = (reading: SessionReading, other: SessionReading): SessionReading => ({
  ...reading,
  admin: reading.admin ?? other.admin,
  establishedSeconds: reading.establishedSeconds ?? other.establishedSeconds,
  transitions: reading.transitions ?? other.transitions,
  lastError: reading.lastError ?? other.lastError,
});

/** State of a BFD session (RFC 5880 §4.1); `failing` is of BFD-STD-MIB alone. */
export type BfdState = 'admin-down' | 'down' | 'init' | 'up' | 'failing';
/** Which table a BFD session was read from. */
export type BfdSource =
  | 'bfd-std-mib'
  | 'jnx-bfd-exp-mib'
  | 'cisco-ietf-bfd-mib'
  | 'timetra-vrtr-mib'
  | 'huawei-bfd-mib';

/** What changes on a BFD session from poll to poll. */
export interface BfdReading {
  readonly key: string;
  /** `null` when the row has left the table. */
  readonly state: BfdState | null;
  /** Diagnostic code (RFC 5880 §4.1): why it last went down; null where the table does not say. */
  readonly diagnostic: number | null;
}

/** A row of a BFD session table. */
export interface BfdFacts extends BfdReading {
  readonly state: BfdState;
  /** Address of the other end. */
  readonly peer: string | null;
  readonly ifIndex: number | null;
  /** Number of the routing instance, as the vendor counts them; null where the table does not say. */
  readonly instance: number | null;
  readonly source: BfdSource;
  readonly row: readonly number[];
}
