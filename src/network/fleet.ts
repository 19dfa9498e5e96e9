/** The fleet: everything heard of every router, folded from samples. Immutable; a snapshot of it is all that a screen or a verdict needs. */
import type {
  InterfaceReading,
  LagPortRow,
  RouterClock,
  RouterFacts,
  RouterName,
  SessionFacts,
  SessionKey,
  SessionReading,
} from './facts.ts';
import type { BitOrder } from './lacp.ts';
import type { InterfaceIndex, Lag } from './lags.ts';
import type { Rates, VoidReason } from './rates.ts';
import type { Failure, PollCost, TableGroup } from './samples.ts';
import type { DeclaredRouter, FleetSettings } from './settings.ts';
import { type BitsPerSecond, type Instant, type Millis, millis } from './units.ts';

/** A value with the moment at which it was heard. */
export interface Heard<Value> {
  readonly at: Instant;
  readonly value: Value;
}

/** One polled interface: its newest reading and the rates that it gave. */
export interface InterfaceTrack {
  readonly reading: Heard<InterfaceReading>;
  /** The reading that the next one is compared with; older than `reading` while the router repeats cached counters. */
  readonly base: Heard<InterfaceReading>;
  readonly rates: Heard<Rates> | null;
  /** Why the newest pair gave no rate. */
  readonly voided: VoidReason | null;
}

/** One session: what discovery said and the newest reading. */
export interface SessionTrack {
  readonly facts: Heard<SessionFacts>;
  readonly reading: Heard<SessionReading>;
}

/** Traffic of a PNI at one moment, for graphs; null where a poll gave no rate: a gap stays a gap. */
export interface TrafficPoint {
  readonly at: Instant;
  readonly in: BitsPerSecond | null;
  readonly out: BitsPerSecond | null;
}

/** What the structure of a router comes to: derived once per discovery. */
export interface RouterStructure {
  readonly index: InterfaceIndex;
  /** The LAG-MIB row (its ifIndex) that tells of a port: the port's own, or that of its first unit. */
  readonly lagRows: ReadonlyMap<string, number>;
  readonly lags: ReadonlyMap<string, Lag>;
  /** Interface (LAG or port) that each peer session runs over; null where nothing tells. */
  readonly places: ReadonlyMap<SessionKey, string | null>;
  readonly bitOrder: BitOrder;
}

/** Everything known of one router. */
export interface RouterState {
  readonly declared: DeclaredRouter;
  readonly facts: Heard<RouterFacts> | null;
  readonly structure: RouterStructure | null;
  readonly clock: Heard<RouterClock> | null;
  /** When it last answered anything. */
  readonly heardAt: Instant | null;
  /** How long the newest cycle took. */
  readonly took: Millis | null;
  readonly cost: PollCost | null;
  /** The newest failure of the whole router; null while it answers. */
  readonly failure: Heard<Failure> | null;
  /** Table groups that do not answer although the router does. */
  readonly silent: ReadonlyMap<TableGroup, Heard<Failure>>;
  /** By interface name. */
  readonly interfaces: ReadonlyMap<string, InterfaceTrack>;
  /** By ifIndex of the port row. */
  readonly lagPorts: ReadonlyMap<number, Heard<LagPortRow>>;
  readonly sessions: ReadonlyMap<SessionKey, SessionTrack>;
  /** Members ever seen or declared, by LAG: what a table forgets, the fleet does not. */
  readonly knownMembers: ReadonlyMap<string, readonly string[]>;
  readonly history: ReadonlyMap<string, readonly TrafficPoint[]>;
  /** Why the structure must be read again, or null. */
  readonly rediscover: string | null;
  /** The newest restart or renumbering. */
  readonly reset: Heard<string> | null;
  readonly skippedCycles: number;
}

/** The fleet as a whole. */
export interface Fleet {
  readonly settings: FleetSettings;
  readonly routers: ReadonlyMap<RouterName, RouterState>;
  /** How far the wall clock is ahead of the samples' clock. */
  readonly clockOffset: Millis;
}

/** A fleet of which nothing has been heard yet. */
export function emptyFleet(settings: FleetSettings): Fleet {
  const routers = settings.routers.map((declared): [RouterName, RouterState] => [declared.name, silentRouter(declared)]);
  return { settings, routers: new Map(routers), clockOffset: millis(0) };
}

function silentRouter(declared: DeclaredRouter): RouterState {
  return {
    declared,
    facts: null,
    structure: null,
    clock: null,
    heardAt: null,
    took: null,
    cost: null,
    failure: null,
    silent: new Map(),
    interfaces: new Map(),
    lagPorts: new Map(),
    sessions: new Map(),
    knownMembers: new Map(),
    history: new Map(),
    rediscover: null,
    reset: null,
    skippedCycles: 0,
  };
}
