/** The fleet: everything heard of every router, folded from samples. Immutable; a snapshot of it is all that a screen or a verdict needs. */
import type {
  InterfaceReading,
  LagMemberFacts,
  LagMemberReading,
  LagPortRow,
  RouterClock,
  RouterFacts,
  RouterName,
} from './facts.ts';
import type { Heard } from './heard.ts';
import type { InterfaceIndex } from './interfaces.ts';
import type { BitOrders } from './lacp.ts';
import type { Lag } from './lags.ts';
import { type MicrosoftState, nothingTold } from './microsoft/told.ts';
import type { OpticFacts, OpticReading } from './optic-facts.ts';
import { drawUpInventory, nothingFound, type PniInventory } from './pni-inventory.ts';
import type { Rates, VoidReason } from './rates.ts';
import type { Step } from './refresh.ts';
import type { Failure, PollCost, TableGroup } from './samples.ts';
import type {
  BfdFacts,
  BfdReading,
  PrefixReading,
  SessionFacts,
  SessionKey,
  SessionReading,
  SessionSource,
} from './session-facts.ts';
import type { DeclaredPni, DeclaredRouter, FleetSettings } from './settings.ts';
import type { TrapPort, TrapTally } from './traps.ts';
import { type BitsPerSecond, type Instant, type Millis, millis } from './units.ts';

/** One polled interface: its newest reading and the rates that it gave. */
export interface InterfaceTrack {
  readonly reading: Heard<InterfaceReading>;
  /** The reading that the next one is compared with; older than `reading` while the router repeats cached counters. */
  readonly base: Heard<InterfaceReading>;
  /** Readings with counters of their own since the last void pair, oldest first; the newest is `base`. */
  readonly steps: readonly Step[];
  /** Of the newest pair; null when it gave none. Kept while the router repeats cached counters. */
  readonly rates: Heard<Rates> | null;
  /** Of a first pair that was short, until another pair says the same; null when there is none. */
  readonly tentative: Rates | null;
  /** Of the newest pair that gave any: what a forecast may still go by for a moment, and a screen may not show as live. */
  readonly lastRates: Heard<Rates> | null;
  /** Why the newest pair gave no rate. */
  readonly voided: VoidReason | null;
}

/** Prefixes, and how often the session had come up when they were counted. */
export type CountedPrefixes = PrefixReading & Pick<SessionReading, 'transitions'>;

/** One session: what discovery said, the newest reading, and the newest count of its prefixes. */
export interface SessionTrack {
  readonly facts: Heard<SessionFacts>;
  readonly reading: Heard<SessionReading>;
  /** When it was first heard in its present state, after it had been heard in another; null while it never changed. */
  readonly changedAt: Instant | null;
  readonly prefixes: Heard<CountedPrefixes>;
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
  /** True when the interface tables were read to their end: what they do not list does not exist. */
  readonly wholeIndex: boolean;
  /** The LAG-MIB row (its ifIndex) that tells of a port: the port's own, or that of one of its units. */
  readonly lagRows: ReadonlyMap<string, number>;
  /** The row beside the LAG-MIB that tells of a port: of a vendor's own table, or of ifStackTable. */
  readonly memberRows: ReadonlyMap<string, LagMemberFacts>;
  /** True when dot3adAggPortTable was read to its end: of a port without a row no LACP is told. */
  readonly wholeLagRows: boolean;
  /** True when every table that tells members of LAGs was read to its end. */
  readonly wholeMembers: boolean;
  readonly lags: ReadonlyMap<string, Lag>;
  /** Interface (LAG or port) that each peer session runs over; null where nothing tells. */
  readonly places: ReadonlyMap<SessionKey, string | null>;
  readonly bitOrders: BitOrders;
  /** Lanes by the ifIndex of their port. */
  readonly optics: ReadonlyMap<number, readonly OpticFacts[]>;
  /** BFD sessions by the address of the other end. */
  readonly bfd: ReadonlyMap<string, readonly BfdFacts[]>;
  /** The tables that sessions were read from. */
  readonly sessionSources: readonly SessionSource[];
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
  /** What the newest cycle has cost so far. */
  readonly cost: PollCost | null;
  /** When the newest cycle began. */
  readonly cycleBegan: Instant | null;
  /** The newest failure of the whole router; null while it answers. */
  readonly failure: Heard<Failure> | null;
  /** Why the structure could not be read again although the router answers polls; null when it could. */
  readonly discoveryFailure: Heard<Failure> | null;
  /** Table groups that do not answer although the router does. */
  readonly silent: ReadonlyMap<TableGroup, Heard<Failure>>;
  /** By interface name. */
  readonly interfaces: ReadonlyMap<string, InterfaceTrack>;
  /** When an interface was last found in another state than before. */
  readonly portChangedAt: Instant | null;
  /** By ifIndex of the port row. */
  readonly lagPorts: ReadonlyMap<number, Heard<LagPortRow>>;
  /** By ifIndex of the port. */
  readonly lagMembers: ReadonlyMap<number, Heard<LagMemberReading>>;
  readonly sessions: ReadonlyMap<SessionKey, SessionTrack>;
  /** By the table's key. */
  readonly bfd: ReadonlyMap<string, Heard<BfdReading>>;
  /** By the table's key: port, or port and lane. */
  readonly optics: ReadonlyMap<string, Heard<OpticReading>>;
  /** Members ever seen or declared, by LAG: what a table forgets, the fleet does not. */
  readonly knownMembers: ReadonlyMap<string, readonly string[]>;
  /** The PNIs: drawn up once per discovery. */
  readonly inventory: readonly PniInventory[];
  readonly history: ReadonlyMap<string, readonly TrafficPoint[]>;
  /** True from when a polled name shows that an ifIndex means another interface, until the structure is read again. */
  readonly renumbered: boolean;
  /** Why the structure must be read again, or null. */
  readonly rediscover: string | null;
  /** Tables that were read to their end since the router has been up: what stops short later has told all it has once. */
  readonly toldWhole: ReadonlySet<string>;
  /** The table that stopped short and leaves open which interfaces or sessions there are; null when none does. */
  readonly untoldTable: string | null;
  /** When that became known: a discovery that began earlier does not settle it. */
  readonly rediscoverSince: Instant | null;
  /** Discoveries in a row to which a table that is needed gave nothing, and since which nothing else has changed. */
  readonly unanswered: number;
  /** The newest restart or renumbering. */
  readonly reset: Heard<string> | null;
  readonly skippedCycles: number;
  /** Null until the first trap. */
  readonly traps: TrapTally | null;
}

/** The fleet as a whole. */
export interface Fleet {
  readonly settings: FleetSettings;
  readonly routers: ReadonlyMap<RouterName, RouterState>;
  /** How far the wall clock is ahead of the samples' clock. */
  readonly clockOffset: Millis;
  /** Null where no traps are received. */
  readonly trapPort: TrapPort | null;
  /** The second witness; null where Microsoft's API is not configured. */
  readonly microsoft: MicrosoftState | null;
}

/** A fleet of which nothing has been heard yet. */
export function emptyFleet(settings: FleetSettings): Fleet {
  const declared = Map.groupBy(settings.pnis, pni => pni.router);
  const routers = settings.routers.map((router): [RouterName, RouterState] => [
    router.name,
    silentRouter(router, declared.get(router.name) ?? []),
  ]);
  const { microsoft } = settings;
  return {
    settings,
    routers: new Map(routers),
    clockOffset: millis(0),
    trapPort: null,
    microsoft: microsoft === null ? null : nothingTold(microsoft.subscriptionId, microsoft.interval),
  };
}

function silentRouter(declared: DeclaredRouter, pnis: readonly DeclaredPni[]): RouterState {
  return {
    declared,
    facts: null,
    structure: null,
    clock: null,
    heardAt: null,
    took: null,
    cost: null,
    cycleBegan: null,
    failure: null,
    discoveryFailure: null,
    silent: new Map(),
    interfaces: new Map(),
    portChangedAt: null,
    lagPorts: new Map(),
    lagMembers: new Map(),
    sessions: new Map(),
    bfd: new Map(),
    optics: new Map(),
    knownMembers: new Map(),
    inventory: drawUpInventory(declared, pnis, nothingFound),
    history: new Map(),
    renumbered: false,
    rediscover: null,
    toldWhole: new Set(),
    untoldTable: null,
    unanswered: 0,
    rediscoverSince: null,
    reset: null,
    skippedCycles: 0,
    traps: null,
  };
}
