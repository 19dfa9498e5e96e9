/** The fleet after a poll: what was heard is new, what was not heard grows old. */
import { noClock, type RouterClock } from '../network/facts.ts';
import type { RouterState, TrafficPoint } from '../network/fleet.ts';
import type { Heard } from '../network/heard.ts';
import { bitOrdersOf } from '../network/lacp.ts';
import type { PollCost, PolledSample, TableGroup } from '../network/samples.ts';
import type { FleetSettings } from '../network/settings.ts';
import { type Instant, instant } from '../network/units.ts';
import { trackInterfaces } from './interface-tracks.ts';
import { reasonToRediscover } from './rediscovery.ts';
import { resetAfter } from './restart.ts';
import { changedAtOf } from './session-change.ts';

/** Points kept for graphs: two hours and a half at ten seconds, half an hour at two. */
const historyPoints = 900;

/**
 * What a poll tells that no other has told later. A poll that a trap has caused may be answered while a cycle that began
 * before it still waits: an older "up" must not stand in the place of a newer "down", nor an older clock look like a restart.
 */
function withoutOlder(router: RouterState, sample: PolledSample): PolledSample {
  const { at } = sample;
  if (router.heardAt === null || router.heardAt <= at) return sample;
  const isNew = (held: { readonly at: Instant } | null | undefined): boolean => held == null || held.at <= at;
  const session = (key: string) => router.sessions.get(key);
  return {
    ...sample,
    clock: isNew(router.clock) ? sample.clock : noClock,
    interfaces: sample.interfaces.filter(each => isNew(router.interfaces.get(each.name ?? '')?.reading)),
    lagPorts: sample.lagPorts.filter(row => isNew(router.lagPorts.get(row.ifIndex))),
    lagMembers: sample.lagMembers.filter(row => isNew(router.lagMembers.get(row.port))),
    sessions: sample.sessions.filter(each => isNew(session(each.key)?.reading)),
    prefixes: sample.prefixes.filter(each => isNew(session(each.key)?.prefixes)),
    bfd: sample.bfd.filter(row => isNew(router.bfd.get(row.key))),
    optics: sample.optics.filter(row => isNew(router.optics.get(row.key))),
  };
}

/** Folds a poll. */
export function polled(router: RouterState, heard: PolledSample, settings: FleetSettings): RouterState {
  const sample = withoutOlder(router, heard);
  const { at } = sample;
  const clock = clockAfter(router, sample);
  const reset = resetAfter(router, clock);
  const reason = reset === router.reset ? reasonToRediscover(router, sample, clock) : 'the router has restarted';
  const renumbered = router.renumbered || isRenumbered(router, sample);
  const lagPorts = lagPortsAfter(router, sample, renumbered);
  const next: RouterState = {
    ...router,
    clock,
    heardAt: router.heardAt !== null && router.heardAt > at ? router.heardAt : at,
    ...(sample.cause === 'trap' ? {} : { took: sample.took, ...cycleAfter(router, sample) }),
    failure: null,
    silent: silentAfter(router, sample),
    interfaces: trackInterfaces(router, sample, reset, settings.pollInterval),
    portChangedAt: hasChangedPort(router, sample) ? at : router.portChangedAt,
    lagPorts,
    lagMembers: renumbered ? new Map() : heardAfter(router.lagMembers, sample.lagMembers, row => row.port, at),
    structure: structureAfter(router, lagPorts),
    sessions: sessionsAfter(router.sessions, sample),
    bfd: heardAfter(router.bfd, sample.bfd, row => row.key, at),
    optics: renumbered ? new Map() : heardAfter(router.optics, sample.optics, row => row.key, at),
    reset,
    renumbered,
    rediscover: reason ?? router.rediscover,
    rediscoverSince: reason === null ? router.rediscoverSince : at,
    unanswered: reason === null ? router.unanswered : 0,
  };
  const measured = sample.interfaces.length > 0 && sample.cause !== 'trap';
  return measured ? { ...next, history: historyAfter(next, at) } : next;
}

/** One cycle comes as several samples, a group of tables each: what they cost is added up from its beginning. */
function cycleAfter(router: RouterState, sample: PolledSample): Pick<RouterState, 'cost' | 'cycleBegan'> {
  const began = instant(sample.at - sample.took);
  const same = router.cost !== null && router.cycleBegan !== null && Math.abs(router.cycleBegan - began) < 1;
  return { cycleBegan: began, cost: same ? together(router.cost, sample.cost) : sample.cost };
}

const together = (a: PollCost | null, b: PollCost): PollCost => ({
  requests: (a?.requests ?? 0) + b.requests,
  retransmissions: (a?.retransmissions ?? 0) + b.retransmissions,
  bytesOut: (a?.bytesOut ?? 0) + b.bytesOut,
  bytesIn: (a?.bytesIn ?? 0) + b.bytesIn,
  rejected: (a?.rejected ?? 0) + b.rejected,
});

function clockAfter(router: RouterState, { at, clock }: PolledSample): Heard<RouterClock> | null {
  return clock.upTime === null && clock.engineTime === null ? router.clock : { at, value: clock };
}

function groupsHeard(sample: PolledSample): readonly TableGroup[] {
  const heard: TableGroup[] = [];
  if (sample.interfaces.length > 0 || sample.clock.upTime !== null) heard.push('interfaces');
  if (sample.lagPorts.length > 0 || sample.lagMembers.length > 0) heard.push('lag');
  if (sample.sessions.length > 0) heard.push('bgp');
  if (sample.prefixes.length > 0) heard.push('prefixes');
  if (sample.bfd.length > 0) heard.push('bfd');
  if (sample.optics.length > 0) heard.push('optics');
  return heard;
}

/** Since when a group is silent stays what it was while the silence lasts. */
function silentAfter(router: RouterState, sample: PolledSample): RouterState['silent'] {
  const silent = new Map(router.silent);
  const now = new Map(sample.silent.map(each => [each.group, each.failure]));
  for (const group of groupsHeard(sample)) if (!now.has(group)) silent.delete(group);
  for (const [group, failure] of now) silent.set(group, { at: silent.get(group)?.at ?? sample.at, value: failure });
  return silent;
}

function sessionsAfter(
  before: RouterState['sessions'],
  { at, sessions: readings, prefixes: counts }: PolledSample,
): RouterState['sessions'] {
  if (readings.length + counts.length === 0) return before;
  const sessions = new Map(before);
  for (const reading of readings) {
    const track = sessions.get(reading.key);
    if (track === undefined) continue;
    const newest = { at, value: reading };
    sessions.set(reading.key, { ...track, reading: newest, changedAt: changedAtOf(track, newest) });
  }
  for (const count of counts) {
    const track = sessions.get(count.key);
    if (track === undefined) continue;
    const { transitions } = track.reading.value;
    sessions.set(count.key, { ...track, prefixes: { at, value: { ...count, transitions } } });
  }
  return sessions;
}

const hasChangedPort = (router: RouterState, sample: PolledSample): boolean =>
  sample.interfaces.some(({ name, oper }) => {
    const before = router.interfaces.get(name ?? '')?.reading.value.oper ?? null;
    return before !== null && oper !== null && before !== oper;
  });

const isRenumbered = ({ structure }: RouterState, sample: PolledSample): boolean =>
  sample.interfaces.some(
    each => each.name !== null && structure !== null && structure.index.byIndex.get(each.ifIndex)?.name !== each.name,
  );

/** Rows go by ifIndex and carry no name: once an index means another interface, they may be about somebody else. */
function lagPortsAfter(router: RouterState, sample: PolledSample, renumbered: boolean): RouterState['lagPorts'] {
  return renumbered ? new Map() : heardAfter(router.lagPorts, sample.lagPorts, row => row.ifIndex, sample.at);
}

/** What was heard before, with what was heard now in its place. */
function heardAfter<Key, Reading>(
  before: ReadonlyMap<Key, Heard<Reading>>,
  readings: readonly Reading[],
  keyOf: (reading: Reading) => Key,
  at: Instant,
): ReadonlyMap<Key, Heard<Reading>> {
  if (readings.length === 0) return before;
  const after = new Map(before);
  for (const reading of readings) after.set(keyOf(reading), { at, value: reading });
  return after;
}

/** While every port is down no octet tells the order of the bits; the first that comes up does. */
function structureAfter(router: RouterState, lagPorts: RouterState['lagPorts']): RouterState['structure'] {
  const { structure } = router;
  if (structure === null || lagPorts === router.lagPorts) return structure;
  const rows = [...lagPorts.values()].map(heard => heard.value);
  const bitOrders = bitOrdersOf(rows, structure.bitOrders);
  const { actor, partner } = structure.bitOrders;
  const same = bitOrders.actor === actor && bitOrders.partner === partner;
  return same ? structure : { ...structure, bitOrders };
}

function historyAfter(router: RouterState, at: Instant): RouterState['history'] {
  const history = new Map(router.history);
  for (const pni of router.inventory) {
    const track = router.interfaces.get(pni.interface);
    if (track === undefined || track.reading.at !== at) continue;
    const rates = track.rates?.value ?? null;
    const point: TrafficPoint = { at, in: rates?.in ?? null, out: rates?.out ?? null };
    history.set(pni.interface, [...(history.get(pni.interface) ?? []).slice(1 - historyPoints), point]);
  }
  return history;
}
