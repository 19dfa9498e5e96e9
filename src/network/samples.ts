/**
 * Samples: plain data, one instant, one router. They are what a source hands to the state, what a recording file
 * holds, and all that the network's meaning is computed from.
 */
import type { InterfaceReading, LagMemberReading, LagPortRow, RouterClock, RouterFacts, RouterName } from './facts.ts';
import type { MicrosoftSample } from './microsoft/answers.ts';
import type { OpticReading } from './optic-facts.ts';
import type { BfdReading, PrefixReading, SessionReading } from './session-facts.ts';
import type { TrapCounts, TrapNotice, TrapPort } from './traps.ts';
import type { Instant, Millis, Ticks } from './units.ts';

/** The families of tables that are asked for in requests of their own, so that one that goes silent spares the others. */
export type TableGroup = 'interfaces' | 'lag' | 'bgp' | 'prefixes' | 'bfd' | 'optics';

/** Why a router or a request to it failed. */
export type FailureKind =
  | 'timeout'
  /** The cycle was over before it was its turn: says nothing about the router. */
  | 'not-asked'
  | 'refused'
  | 'unreachable'
  | 'unresolved'
  | 'garbage'
  | 'error-status'
  | 'loop'
  | 'unsupported'
  /** The router does not know the user, or what the user proves itself with. */
  | 'credentials'
  | 'closed';

/** A failure in words for a person: what failed, what was seen, what to do. */
export interface Failure {
  readonly kind: FailureKind;
  readonly text: string;
}

/** Which table group gave no usable answer in a cycle that was otherwise answered. */
export interface SilentGroup {
  readonly group: TableGroup;
  readonly failure: Failure;
}

/** What a poll cycle cost. */
export interface PollCost {
  readonly requests: number;
  readonly retransmissions: number;
  readonly bytesOut: number;
  readonly bytesIn: number;
  readonly rejected: number;
}

/** The slow loop's result. */
export interface DiscoveredSample {
  readonly kind: 'discovered';
  readonly router: RouterName;
  readonly at: Instant;
  readonly took: Millis;
  readonly facts: RouterFacts;
  readonly cost: PollCost;
}

/** The fast loop's result: what was heard in one cycle. What is absent was not heard and grows old. */
export interface PolledSample {
  readonly kind: 'polled';
  readonly router: RouterName;
  /** Asked between two cycles because a trap named it: no cycle, and no pair of readings for a rate. */
  readonly cause?: 'trap';
  /** When the first answer of its tables came; when the wait for it ended, where none did. */
  readonly at: Instant;
  /** From the beginning of the poll until then. */
  readonly took: Millis;
  readonly clock: RouterClock;
  readonly interfaces: readonly InterfaceReading[];
  readonly lagPorts: readonly LagPortRow[];
  /** dot3adTablesLastChanged; null where it was not heard. */
  readonly lagChange: Ticks | null;
  readonly lagMembers: readonly LagMemberReading[];
  readonly sessions: readonly SessionReading[];
  readonly prefixes: readonly PrefixReading[];
  readonly bfd: readonly BfdReading[];
  readonly optics: readonly OpticReading[];
  readonly silent: readonly SilentGroup[];
  readonly cost: PollCost;
}

/** A cycle in which the router gave nothing usable at all. */
export interface FailedSample {
  readonly kind: 'failed';
  readonly router: RouterName;
  readonly at: Instant;
  readonly phase: 'discovery' | 'poll';
  readonly failure: Failure;
}

/** A cycle that was not begun because the one before it was still running. */
export interface SkippedSample {
  readonly kind: 'skipped';
  readonly router: RouterName;
  readonly at: Instant;
}

/** The wall clock was set: all times on screen move by `step`, ages do not. */
export interface ClockSample {
  readonly kind: 'clock';
  readonly at: Instant;
  /** How far the wall clock is ahead of the session's steady clock now. */
  readonly offset: Millis;
}

/** Traps of one router, all of them so far; at most one such sample a second. */
export interface TrappedSample {
  readonly kind: 'trapped';
  readonly router: RouterName;
  readonly at: Instant;
  readonly counts: TrapCounts;
  readonly newest: TrapNotice | null;
}

/** Whether traps can arrive, and what arrives from strangers; at most one such sample a second. */
export interface TrapPortSample {
  readonly kind: 'trap-port';
  readonly at: Instant;
  readonly port: TrapPort;
}

/** What is said of one router. */
export type RouterSample = DiscoveredSample | PolledSample | FailedSample | SkippedSample | TrappedSample;

/** Everything a source can say. */
export type Sample = RouterSample | ClockSample | TrapPortSample | MicrosoftSample;
