/** The fleet after a discovery: a router's structure, and facts that are as old as the beginning of their reading. */
import type { LagMemberFacts } from '../network/facts.ts';
import type { RouterState, RouterStructure, SessionTrack } from '../network/fleet.ts';
import type { Heard } from '../network/heard.ts';
import { declaredOn, structureOf, targetsOf } from '../network/inventory.ts';
import { mergedFacts, tellsMembers, tellsSessions, untoldTable } from '../network/merged-facts.ts';
import { drawUpInventory } from '../network/pni-inventory.ts';
import type { DiscoveredSample, TableGroup } from '../network/samples.ts';
import type { SessionFacts } from '../network/session-facts.ts';
import type { DeclaredPni, FleetSettings } from '../network/settings.ts';
import { type Instant, instant } from '../network/units.ts';
import { resetAfter } from './restart.ts';
import { changedAtOf } from './session-change.ts';

/** Of two values the one that was heard later. */
const newer = <Value>(held: Heard<Value> | null | undefined, read: Heard<Value>): Heard<Value> =>
  held !== null && held !== undefined && held.at > read.at ? held : read;

/**
 * Folds a discovery. It takes its time, and polls go on meanwhile: what it read counts from its beginning, and what a
 * poll has heard since is newer.
 */
export function discovered(router: RouterState, sample: DiscoveredSample, settings: FleetSettings): RouterState {
  const { at } = sample;
  const readAt = instant(at - sample.took);
  const clock = newer(router.clock, { at: readAt, value: sample.facts.system.clock });
  const reset = resetAfter(router, clock);
  const hasReset = reset !== router.reset;
  // After a restart an ifIndex may mean another interface: what was read before it completes nothing.
  const facts = mergedFacts(hasReset ? null : (router.facts?.value ?? null), sample.facts);
  const declared = declaredOn(settings, router.declared.name);
  const structure = structureOf(facts, declared, settings, router.structure);
  const knownMembers = knownAfter(router.knownMembers, structure, declared);
  const toldWhole = wholeTables(hasReset ? new Set() : router.toldWhole, sample);
  const unanswered = unansweredTable(sample, toldWhole);
  const settled = router.rediscoverSince === null || router.rediscoverSince <= readAt;
  const next: RouterState = {
    ...router,
    facts: { at: readAt, value: facts },
    structure,
    clock,
    reset,
    heardAt: at,
    took: router.took ?? sample.took,
    failure: null,
    discoveryFailure: null,
    sessions: sessionsAfter(router.sessions, sample.facts.sessions, readAt),
    knownMembers,
    inventory: drawUpInventory(router.declared, declared, {
      places: structure.places,
      lags: structure.lags,
      knownMembers,
    }),
    lagPorts: rowsAfter(router.lagPorts, facts.lagPorts, new Set(sample.facts.lagPorts), row => row.ifIndex, readAt),
    lagMembers: lagMembersAfter(router.lagMembers, structure, sample, readAt),
    bfd: rowsAfter(router.bfd, facts.bfd, new Set(sample.facts.bfd), row => row.key, readAt),
    optics: rowsAfter(router.optics, facts.optics, new Set(sample.facts.optics), row => row.key, readAt),
    toldWhole,
    untoldTable: untoldTable(facts, toldWhole),
    renumbered: !settled && router.renumbered,
    rediscover: settled ? unanswered : router.rediscover,
    rediscoverSince: settled ? (unanswered === null ? null : at) : router.rediscoverSince,
    unanswered: unanswered === null ? 0 : router.unanswered + 1,
  };
  return { ...next, silent: stillAsked(next) };
}

/** The tables that were read to their end once since the router has been up. */
const wholeTables = (before: ReadonlySet<string>, { facts }: DiscoveredSample): ReadonlySet<string> =>
  new Set([...before, ...facts.tables.flatMap(({ table, outcome }) => (outcome === 'stopped' ? [] : table))]);

/** Tables without which it is not known which PNIs there are, or what they are made of. */
const isNeeded = (table: string): boolean =>
  /^if(X)?Table$/.test(table) || tellsMembers(table) || tellsSessions(table) || /bgp/i.test(table);

/**
 * A needed table that gave nothing at all, or has never been read to its end: it is asked for again soon, not at the
 * next ordinary discovery.
 */
function unansweredTable({ facts }: DiscoveredSample, toldWhole: ReadonlySet<string>): string | null {
  const silent = facts.tables.find(
    each => each.outcome === 'stopped' && isNeeded(each.table) && (each.rows === 0 || !toldWhole.has(each.table)),
  );
  if (silent === undefined) return null;
  return `${silent.table} ${silent.rows === 0 ? 'did not answer' : 'was not told to its end'}`;
}

/**
 * Sessions that are not listed any more stay: whether they have left their table is for the next poll to say, which
 * asks for the row itself. A row that has moved is read where it is now.
 */
function sessionsAfter(
  before: RouterState['sessions'],
  listed: readonly SessionFacts[],
  readAt: Instant,
): RouterState['sessions'] {
  const sessions = new Map(before);
  for (const session of listed) {
    const held = before.get(session.key);
    const read = { at: readAt, value: session };
    const moved = held !== undefined && held.facts.value.row.join('.') !== session.row.join('.');
    const reading = moved ? read : newer(held?.reading, read);
    const track: SessionTrack = {
      facts: read,
      reading,
      changedAt: changedAtOf(held, reading),
      prefixes: moved ? read : newer(held?.prefixes, read),
    };
    sessions.set(session.key, track);
  }
  return sessions;
}

/** Rows that this discovery read, and those that only an earlier one did, as old as they are. */
function rowsAfter<Key, Reading, Row extends Reading>(
  before: ReadonlyMap<Key, Heard<Reading>>,
  rows: readonly Row[],
  read: ReadonlySet<Row>,
  keyOf: (row: Row) => Key,
  readAt: Instant,
): ReadonlyMap<Key, Heard<Reading>> {
  const after = new Map<Key, Heard<Reading>>();
  for (const row of rows) {
    const key = keyOf(row);
    const held = before.get(key);
    if (read.has(row)) after.set(key, newer(held, { at: readAt, value: row }));
    else if (held !== undefined) after.set(key, held);
  }
  return after;
}

/** Rows that tell of a LAG's members: those of this discovery, and the others as they were last heard. */
function lagMembersAfter(
  before: RouterState['lagMembers'],
  structure: RouterStructure,
  { facts }: DiscoveredSample,
  readAt: Instant,
): RouterState['lagMembers'] {
  const rows = [...structure.memberRows.values()];
  const stack = new Set(facts.stack.map(row => `${row.upper} ${row.lower}`));
  const isRead = (row: LagMemberFacts): boolean =>
    row.source === 'if-stack-table' ? stack.has(row.row.join(' ')) : facts.lagMembers.includes(row);
  return rowsAfter(before, rows, new Set(rows.filter(isRead)), row => row.port, readAt);
}

/** Declared members and those ever seen: what a table forgets, the fleet does not. */
function knownAfter(
  before: RouterState['knownMembers'],
  structure: RouterStructure,
  declared: readonly DeclaredPni[],
): RouterState['knownMembers'] {
  const written = new Map(declared.map(pni => [pni.interface, pni.members ?? []]));
  const known = new Map(before);
  for (const { name, members } of structure.lags.values()) {
    const all = new Set([...(written.get(name) ?? []), ...(before.get(name) ?? []), ...(members ?? [])]);
    if (all.size > 0) known.set(name, [...all]);
  }
  return known;
}

/** A table group of which nothing is asked any more cannot be silent. */
function stillAsked(router: RouterState): RouterState['silent'] {
  const targets = targetsOf(router);
  const asked: Readonly<Record<TableGroup, boolean>> = {
    interfaces: true,
    lag: targets.lagPorts.length + targets.lagMembers.length > 0,
    bgp: targets.sessions.length > 0,
    prefixes: targets.prefixes.length > 0,
    bfd: targets.bfd.length > 0,
    optics: targets.optics.length > 0,
  };
  return new Map([...router.silent].filter(([group]) => asked[group]));
}
