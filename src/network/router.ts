/** One router at one moment: does it answer, from which tables, and what does it not tell. */
import { isStale } from './age.ts';
import type { Vendor } from './facts.ts';
import type { RouterState } from './fleet.ts';
import { groupWords } from './pni-reasons.ts';
import type { Failure, PollCost, TableGroup } from './samples.ts';
import type { TrapTally } from './traps.ts';
import { type Instant, type Millis, millis, type Seconds, seconds } from './units.ts';

/** A table group that does not answer although the router does. */
export interface SilentTable {
  readonly group: TableGroup;
  readonly failure: Failure;
  readonly since: Instant;
}

/** A router as a person or a script sees it. */
export interface Router {
  readonly name: string;
  readonly address: string;
  readonly metro: string;
  readonly vendor: Vendor;
  readonly sysName: string | null;
  readonly sysDescr: string | null;
  /** Null while nobody has asked yet. */
  readonly reachable: boolean | null;
  /** Null as well while the router is not heard: it may have restarted. */
  readonly upTime: Seconds | null;
  readonly took: Millis | null;
  readonly cost: PollCost | null;
  readonly age: Millis | null;
  readonly stale: boolean;
  readonly failure: Failure | null;
  /** Tables that are silent although the router answers, in words; and the same as data. */
  readonly silent: readonly string[];
  readonly silentTables: readonly SilentTable[];
  /** What is wrong with the router as it is configured here, in words. */
  readonly findings: readonly string[];
  /** What no table tells, or could not be read again, in words. */
  readonly missing: readonly string[];
  /** Null while it has not been read. */
  readonly interfaces: number | null;
  readonly pnis: number | null;
  /** Sessions with the peers that make PNIs. */
  readonly sessions: number | null;
  /** Peer sessions that no interface could be found for. */
  readonly unplaced: readonly string[];
  readonly lagSources: readonly string[];
  readonly bgpSources: readonly string[];
  readonly reset: { readonly at: Instant; readonly text: string } | null;
  readonly skippedCycles: number;
  /** Null when none have come. */
  readonly traps: TrapTally | null;
}

/** Of a table, a time-out says that this table is silent: the router itself answers. */
export const silenceText = (failure: Failure): string =>
  failure.kind === 'timeout' ? 'requests for them get no answer, although the router answers others' : failure.text;

/** The router's own clock, carried on to now. */
function upTimeOf({ clock }: RouterState, now: Instant, interval: Millis): Seconds | null {
  const ticks = clock?.value.upTime ?? null;
  if (clock === null || ticks === null || isStale(clock.at, now, interval)) return null;
  return seconds(ticks / 100 + (now - clock.at) / 1000);
}

/** What no table of a router tells, or could not be read again, and what is read otherwise than it comes; in words. */
export function missingOf({ facts, discoveryFailure, structure }: RouterState): readonly string[] {
  const missing = facts?.value.missing ?? [];
  const reversed =
    structure !== null && [structure.bitOrders.actor, structure.bitOrders.partner].includes('wire')
      ? ['LACP bits in the order of the MIB: they come reversed, and are read so']
      : [];
  const again = discoveryFailure === null ? [] : [`the tables could not be read again: ${discoveryFailure.value.text}`];
  return [...again, ...reversed, ...missing];
}

/** Draws the picture of one router. */
export function routerOf(state: RouterState, interval: Millis, now: Instant): Router {
  const { facts, structure, inventory, declared, heardAt, failure, reset } = state;
  const system = facts?.value.system;
  const places = structure?.places ?? new Map<string, string | null>();
  const stale = heardAt === null || isStale(heardAt, now, interval);
  const silentTables = [...state.silent].map(([group, { at, value }]) => ({ group, failure: value, since: at }));
  return {
    name: declared.name,
    address: declared.address,
    metro: declared.metro,
    vendor: system?.vendor ?? 'unknown',
    sysName: system?.sysName ?? null,
    sysDescr: system?.sysDescr ?? null,
    // Merely not heard lately is not known to be unreachable: that takes a request without an answer.
    reachable: failure !== null ? false : stale ? null : true,
    upTime: upTimeOf(state, now, interval),
    took: stale ? null : state.took,
    cost: stale ? null : state.cost,
    age: heardAt === null ? null : millis(now - heardAt),
    stale,
    failure: failure?.value ?? null,
    silent: silentTables.map(table => `${groupWords[table.group]}: ${silenceText(table.failure)}`),
    silentTables,
    findings: [],
    missing: missingOf(state),
    interfaces: facts?.value.interfaces.length ?? null,
    pnis: facts === null ? null : inventory.length,
    sessions: facts === null ? null : places.size,
    unplaced: [...places].filter(([, place]) => place === null).map(([key]) => key),
    lagSources: [...new Set(inventory.flatMap(pni => structure?.lags.get(pni.interface)?.source ?? []))],
    bgpSources: structure?.sessionSources ?? [],
    reset: reset === null ? null : { at: reset.at, text: reset.value },
    skippedCycles: state.skippedCycles,
    traps: state.traps,
  };
}
