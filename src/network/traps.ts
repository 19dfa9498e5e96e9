/** What traps say and what has come of them. A trap is never believed: it only names what is to be polled at once. */
import type { Instant } from './units.ts';

/** What a notification is about; null where it does not tell which one. */
export type TrapSubject =
  | { readonly kind: 'interface'; readonly ifIndex: number }
  | { readonly kind: 'session'; readonly peer: string | null }
  | { readonly kind: 'lag'; readonly ifIndex: number | null }
  | { readonly kind: 'optics'; readonly ifIndex: number | null }
  /** Rows of the BFD session table: bfdSessUp and bfdSessDown name a range of them (RFC 7331). */
  | { readonly kind: 'bfd'; readonly rows: { readonly from: number; readonly to: number } | null }
  /** coldStart and warmStart: everything may be different. */
  | { readonly kind: 'restart' };

/** Traps of one source may come so often; what is more is dropped before it is looked at. */
export const trapRate = { perSecond: 50, burst: 100 } as const;

/** What has become of the datagrams that came from a router's address. */
export interface TrapCounts {
  readonly received: number;
  /** Came more often than a source may send. */
  readonly dropped: number;
  readonly unreadable: number;
  /** With a community or a user that is not this router's. */
  readonly refused: number;
  /** Read, and about nothing that is polled. */
  readonly elsewhere: number;
  /** Read, and what they named was polled. */
  readonly acted: number;
}

/** A notification that was read. */
export interface TrapNotice {
  readonly at: Instant;
  /** The MIB's own name: linkDown. */
  readonly name: string;
  readonly subject: TrapSubject;
}

/** The traps of one router so far. */
export interface TrapTally {
  readonly counts: TrapCounts;
  /** The newest notification in words. */
  readonly newest: { readonly at: Instant; readonly text: string } | null;
}

/** Where traps arrive, and what comes there from addresses that are no router's. */
export interface TrapPort {
  /** Address and port, as configured. */
  readonly listen: string;
  /** Why none can arrive; null when all is well. */
  readonly failure: string | null;
  /** Datagrams from addresses that are no router's: dropped unread. */
  readonly strangers: number;
  readonly newestStranger: string | null;
}
