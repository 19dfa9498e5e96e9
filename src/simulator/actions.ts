/** Carries out a scenario's events on a world. */
import type { Afi } from './carrier.ts';
import { ZERO } from './counters.ts';
import { actAtMicrosoft } from './microsoft/acting.ts';
import { lossAt } from './optics.ts';
import type { Action } from './scenario-file.ts';
import * as sessions from './sessions.ts';
import { chance } from './traffic.ts';
import {
  forwards,
  freshSession,
  hasLight,
  lagIsUp,
  type MemberCondition,
  type MemberState,
  type PniState,
  type RouterState,
  type SessionState,
  type World,
} from './world.ts';

const FAMILIES: readonly Afi[] = ['ipv4', 'ipv6'];

/** Two to five seconds, different for each session and moment, the same for each seed. */
const delayOf = (world: World, stream: number): number =>
  200 + Math.floor(300 * chance(world.seed, 3000 + stream, world.tick));

/** The world with one PNI changed. */
export const withPni = (world: World, at: number, change: (pni: PniState) => PniState): World => ({
  ...world,
  pnis: world.pnis.map((pni, i) => (i === at ? change(pni) : pni)),
});

/** The world with one router changed. */
export const withRouter = (world: World, at: number, change: (router: RouterState) => RouterState): World => ({
  ...world,
  routers: world.routers.map((router, i) => (i === at ? change(router) : router)),
});

/** Notes that a router's tables gain or lose rows. */
export const restructured = (world: World, name: string): World =>
  withRouter(
    world,
    world.carrier.routers.findIndex(router => router.name === name),
    router => ({ ...router, structure: router.structure + 1 }),
  );

const mapSessions = (
  pni: PniState,
  change: (session: SessionState, family: number) => SessionState,
): PniState['sessions'] => ({ ipv4: change(pni.sessions.ipv4, 0), ipv6: change(pni.sessions.ipv6, 1) });

const inCondition = (member: MemberState, condition: MemberCondition, now: number): MemberState => {
  const next = { ...member, condition };
  return {
    ...next,
    changed: hasLight(next) === hasLight(member) ? member.changed : now,
    lacpChanged: condition === member.condition ? member.lacpChanged : now,
  };
};

const setMembers = (world: World, at: number, names: readonly string[] | undefined, to: MemberCondition): World => {
  const plan = world.carrier.pnis[at];
  if (plan === undefined) return world;
  const next = withPni(world, at, pni => {
    const members = pni.members.map((member, i) =>
      names === undefined || names.includes(plan.members[i] ?? '') ? inCondition(member, to, world.tick) : member,
    );
    const was = lagIsUp(pni);
    const is = members.some(forwards);
    if (was === is) return { ...pni, members };
    return {
      ...pni,
      members,
      changed: world.tick,
      sessions: mapSessions(pni, (session, family) =>
        is
          ? sessions.lagBack(session, world.tick, delayOf(world, at * 2 + family))
          : sessions.lagLost(session, world.tick),
      ),
    };
  });
  return restructured(next, plan.router);
};

const setSessions = (world: World, at: number, event: Extract<Action, { do: 'session' }>): World => {
  const plan = world.carrier.pnis[at];
  if (plan === undefined) return world;
  const next = withPni(world, at, pni => ({
    ...pni,
    sessions: mapSessions(pni, (session, family) => {
      if (event.afi !== 'both' && event.afi !== FAMILIES[family]) return session;
      switch (event.to) {
        case 'down':
          return sessions.heldDown(session, world.tick, event.bfd === 'down', event.error);
        case 'shut':
          return sessions.shut(session, world.tick, event.error);
        case 'up':
          return sessions.released(session, world.tick, delayOf(world, at * 2 + family), lagIsUp(pni));
      }
    }),
  }));
  return restructured(next, plan.router);
};

const stopped: SessionState = { ...freshSession(0), phase: 'idle', due: null };

/** Sessions end and nothing is forwarded until `upAt`. */
const goDown = (world: World, at: number, upAt: number): World => {
  const name = world.carrier.routers[at]?.name;
  return {
    ...withRouter(world, at, router => ({ ...router, upAt, sessions: router.sessions.map(() => stopped) })),
    pnis: world.pnis.map((pni, i) =>
      world.carrier.pnis[i]?.router === name
        ? { ...pni, sessions: mapSessions(pni, ({ held, admin, bfdCut }) => ({ ...stopped, held, admin, bfdCut })) }
        : pni,
    ),
  };
};

/** The end of a restart: everything that the router counts or stamps begins anew, and its sessions open. */
export const comeUp = (world: World, at: number): World => {
  const now = world.tick;
  const name = world.carrier.routers[at]?.name;
  const open = (session: SessionState, stream: number): SessionState =>
    session.held || session.admin === 'stop' ? session : freshSession(now + delayOf(world, stream));
  const reset = (member: MemberState): MemberState => ({ ...member, counters: ZERO, changed: now, lacpChanged: now });
  const routers = withRouter(world, at, router => ({
    ...router,
    boot: now,
    boots: router.boots + 1,
    upAt: null,
    tableChanged: now,
    uplinks: router.uplinks.map(port => ({ ...port, counters: ZERO })),
    peering: { ...router.peering, counters: ZERO },
    sessions: router.sessions.map((session, i) => open(session, 100 + at * 10 + i)),
    structure: router.structure + 1,
  })).routers;
  const pnis = world.pnis.map((pni, i) =>
    world.carrier.pnis[i]?.router === name
      ? {
          ...pni,
          changed: now,
          members: pni.members.map(reset),
          sessions: mapSessions(pni, (session, family) => open(session, i * 2 + family)),
        }
      : pni,
  );
  return { ...world, routers, pnis };
};

const shares = (world: World, metro: string, share: number | null): World['shares'] => {
  const next = new Map(world.shares);
  if (share === null) next.delete(metro);
  else next.set(metro, share);
  return next;
};

/** The world with one member of a PNI changed. */
const withMember = (
  world: World,
  which: { readonly pni: string; readonly member: string },
  change: (state: MemberState) => MemberState,
): World => {
  const at = world.carrier.pnis.findIndex(pni => pni.id === which.pni);
  const member = world.carrier.pnis[at]?.members.indexOf(which.member);
  return withPni(world, at, pni => ({
    ...pni,
    members: pni.members.map((state, i) => (i === member ? change(state) : state)),
  }));
};

/** The world after an event, at the same tick. Loads are not worked out again here. */
export const act = (world: World, event: Action): World => {
  const pniAt = (id: string): number => world.carrier.pnis.findIndex(pni => pni.id === id);
  const routerAt = (name: string): number => world.carrier.routers.findIndex(router => router.name === name);
  switch (event.do) {
    case 'member':
      return setMembers(world, pniAt(event.pni), event.members, event.to);
    case 'errors':
      return withMember(world, event, state => ({ ...state, errorsPerSecond: event.perSecond }));
    case 'light': {
      const now = world.tick;
      return withMember(world, event, state => ({
        ...state,
        loss: { from: lossAt(state.loss, now), to: event.lossDb, since: now, until: now + (event.over ?? 0) },
      }));
    }
    case 'module':
      return setMembers(world, pniAt(event.pni), [event.member], event.to === 'in' ? 'up' : 'pulled');
    case 'session':
      return setSessions(world, pniAt(event.pni), event);
    case 'drain':
      return withPni(world, pniAt(event.pni), pni => ({ ...pni, drained: true }));
    case 'undrain':
      return withPni(world, pniAt(event.pni), pni => ({ ...pni, drained: false }));
    case 'answers':
      return withRouter(world, routerAt(event.router), router => ({ ...router, answers: event.to }));
    case 'restart':
      return goDown(world, routerAt(event.router), world.tick + event.for);
    case 'renumber':
      return withRouter(world, routerAt(event.router), router => ({
        ...router,
        indexShift: router.indexShift + event.by,
        tableChanged: world.tick,
        structure: router.structure + 1,
      }));
    case 'demand':
      return { ...world, shares: shares(world, event.metro, event.share) };
    default:
      return { ...world, microsoft: actAtMicrosoft(world.microsoft, event, world.tick, world.carrier) };
  }
};
