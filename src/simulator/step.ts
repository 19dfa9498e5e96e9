/** Moves a world forward. Pure: the same world and the same time give the same world, in however many steps. */
import { act, comeUp, restructured, withPni, withRouter } from './actions.ts';
import { counted } from './counters.ts';
import { withLoads } from './loads.ts';
import { firstNoted, nextLook, watched, withNotes } from './microsoft/watching.ts';
import { advanced } from './sessions.ts';
import { eventsAt, nextEventAfter } from './timeline.ts';
import { TICK_MS } from './traffic.ts';
import {
  createWorld,
  lagIsUp,
  type PortState,
  type SessionState,
  type Tick,
  type World,
  type WorldOptions,
} from './world.ts';

/** How often loads follow the demand: 250 ms. In between they change only when something happens. */
const CELL_TICKS = 25;

const allSessions = (world: World): SessionState[] => [
  ...world.pnis.flatMap(({ sessions }) => [sessions.ipv4, sessions.ipv6]),
  ...world.routers.flatMap(({ sessions }) => sessions),
];

/** The next tick at which something other than counting happens. */
const nextChange = (world: World): Tick => {
  let next = Math.min(
    (Math.floor(world.tick / CELL_TICKS) + 1) * CELL_TICKS,
    nextEventAfter(world.timeline, world.tick),
    nextLook(world),
  );
  for (const { due } of allSessions(world)) if (due !== null) next = Math.min(next, due.at);
  for (const { upAt } of world.routers) if (upAt !== null) next = Math.min(next, upAt);
  return next;
};

const count = <Port extends PortState>(port: Port, ticks: number): Port => ({
  ...port,
  counters: counted(port.counters, port.rates, ticks),
});

const accrue = (world: World, ticks: number): World => ({
  ...world,
  tick: world.tick + ticks,
  pnis: world.pnis.map(pni => ({ ...pni, members: pni.members.map(member => count(member, ticks)) })),
  routers: world.routers.map(router => ({
    ...router,
    uplinks: router.uplinks.map(port => count(port, ticks)),
    peering: count(router.peering, ticks),
  })),
  microsoft: watched(world, ticks),
});

const settleRouters = (world: World): World => {
  let settled = world;
  for (const [at, { upAt }] of world.routers.entries()) {
    if (upAt !== null && upAt <= world.tick) settled = comeUp(settled, at);
  }
  for (const [at, router] of settled.routers.entries()) {
    const sessions = router.sessions.map(session => advanced(session, settled.tick, true));
    if (sessions.every((session, i) => session === router.sessions[i])) continue;
    settled = withRouter(settled, at, old => ({ ...old, sessions, structure: old.structure + 1 }));
  }
  return settled;
};

const settlePnis = (world: World): World => {
  let settled = world;
  for (const [at, pni] of world.pnis.entries()) {
    const up = lagIsUp(pni);
    const ipv4 = advanced(pni.sessions.ipv4, world.tick, up);
    const ipv6 = advanced(pni.sessions.ipv6, world.tick, up);
    if (ipv4 === pni.sessions.ipv4 && ipv6 === pni.sessions.ipv6) continue;
    settled = withPni(settled, at, old => ({ ...old, sessions: { ipv4, ipv6 } }));
    settled = restructured(settled, world.carrier.pnis[at]?.router ?? '');
  }
  return settled;
};

/** Does what happens at the world's own tick: the scenario's events, what was due by itself, then Microsoft's look. */
const settle = (world: World): World =>
  withNotes(settlePnis(settleRouters(eventsAt(world.timeline, world.tick).reduce(act, world))));

/** A world at its beginning: the scenario's events at 0 s have happened, traffic flows. */
export const begin = (options: WorldOptions): World => withLoads(settle(firstNoted(createWorld(options))));

/** The world `dtMs` later. Throws a `RangeError` unless that is a whole number of 10 ms ticks. */
export const step = (world: World, dtMs: number): World => {
  const ticks = dtMs / TICK_MS;
  if (!Number.isInteger(ticks) || ticks < 0)
    throw new RangeError(`A world moves by whole ticks of ${TICK_MS} ms, not by ${dtMs} ms.`);
  const until = world.tick + ticks;
  let now = world;
  while (now.tick < until) {
    const change = nextChange(now);
    now = accrue(now, Math.min(change, until) - now.tick);
    if (now.tick === change) now = withLoads(settle(now));
  }
  return now;
};
