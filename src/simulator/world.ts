/** The carrier in motion: everything that changes, at one tick. Plain immutable data; `step.ts` makes the next one. */
import type { Afi, Carrier, PniPlan, RouterPlan, SessionPlan } from './carrier.ts';
import type { Counters, Rates } from './counters.ts';
import { STILL, ZERO } from './counters.ts';
import { createMicrosoft, type MicrosoftState } from './microsoft/state.ts';
import type { Timeline } from './timeline.ts';
import { chance, OCTETS_PER_TICK_PER_GBPS, TICK_MS } from './traffic.ts';

/** A moment: ticks of 10 ms since the world began; negative before. */
export type Tick = number;

/** State of the BGP finite state machine, as far as the simulated routers show it. */
export type Phase = 'idle' | 'connect' | 'active' | 'openconfirm' | 'established';

/** The last NOTIFICATION of a session, and which end sent it. */
export interface SessionError {
  readonly code: number;
  readonly subcode: number;
  readonly by: 'local' | 'peer';
}

/** A session's state. */
export interface SessionState {
  readonly phase: Phase;
  readonly admin: 'start' | 'stop';
  /** A scenario keeps it from coming back. */
  readonly held: boolean;
  /** When it last became or ceased to be established; `null` when it never was. */
  readonly since: Tick | null;
  /** How often it became established since the router's start. */
  readonly transitions: number;
  readonly lastError: SessionError | null;
  /** A scenario stops the BFD packets of the session below it. */
  readonly bfdCut: boolean;
  /** What happens next by itself, and when. */
  readonly due: { readonly at: Tick; readonly what: 'drop' | 'confirm' | 'establish' } | null;
}

/**
 * How a member is: `down` has no light; `expired` has light but hears no LACPDU; `gone` has no light and no LACP row
 * either, as some routers do; `pulled` has no transceiver.
 */
export type MemberCondition = 'up' | 'down' | 'expired' | 'gone' | 'pulled';

/** Loss that a fibre has on top of what it was built with, in dB: it moves from one value to another, then stays. */
export interface FibreLoss {
  readonly from: number;
  readonly to: number;
  readonly since: Tick;
  readonly until: Tick;
}

/** A port's counters and the rates they grow at. */
export interface PortState {
  readonly counters: Counters;
  readonly rates: Rates;
}

/** A member port's state. */
export interface MemberState extends PortState {
  readonly condition: MemberCondition;
  /** When ifOperStatus last changed. */
  readonly changed: Tick;
  /** When its LACP state last changed. */
  readonly lacpChanged: Tick;
  readonly errorsPerSecond: number;
  readonly loss: FibreLoss;
  /** How much more (or less) than its even share the hashing gives it, in [-1, 1]. */
  readonly skew: number;
}

/** A PNI's state, as its own router has it. */
export interface PniState {
  readonly members: readonly MemberState[];
  /** When the LAG's ifOperStatus last changed. */
  readonly changed: Tick;
  readonly drained: boolean;
  readonly sessions: Readonly<Record<Afi, SessionState>>;
}

/** What of a router's SNMP agent answers. */
type Answers = 'all' | 'none' | 'no-bgp';

/** A router's state beside its PNIs. */
export interface RouterState {
  /** When it last started. */
  readonly boot: Tick;
  readonly boots: number;
  /** While it restarts: when it will be up again. */
  readonly upAt: Tick | null;
  readonly answers: Answers;
  /** Added to every ifIndex of the plan. */
  readonly indexShift: number;
  readonly tableChanged: Tick;
  readonly uplinks: readonly PortState[];
  readonly peering: PortState;
  /** In the order of the plan's sessions. */
  readonly sessions: readonly SessionState[];
  /** Grows whenever a table gains or loses rows. */
  readonly structure: number;
}

/** Everything. */
export interface World {
  readonly carrier: Carrier;
  readonly timeline: Timeline;
  readonly seed: number;
  /** Milliseconds since 1970 at tick 0. */
  readonly beganMs: number;
  readonly tick: Tick;
  /** By position in the carrier's lists. */
  readonly routers: readonly RouterState[];
  readonly pnis: readonly PniState[];
  /** Metros whose demand a scenario has set, as a fraction of full capacity. */
  readonly shares: ReadonlyMap<string, number>;
  /** Octets per tick that found no room anywhere. */
  readonly unserved: { readonly in: number; readonly out: number };
  readonly microsoft: MicrosoftState;
}

const TICKS_PER_SECOND = 1000 / TICK_MS;
const TICKS_PER_DAY = 86_400 * TICKS_PER_SECOND;

const NO_LOSS: FibreLoss = { from: 0, to: 0, since: 0, until: 0 };

const PNI_STREAM = 1000;
const ROUTER_STREAM = 2000;

/** Capacity of one member in octets per tick. */
export const memberCapacity = (pni: PniPlan): number => pni.memberGbps * OCTETS_PER_TICK_PER_GBPS;

/** Whether a member collects and distributes on both ends. */
export const forwards = (member: MemberState): boolean => member.condition === 'up';
/** Whether a member's ifOperStatus is up: light is enough. */
export const hasLight = ({ condition }: MemberState): boolean => condition === 'up' || condition === 'expired';
/** Whether a member's port has a transceiver. */
export const hasModule = ({ condition }: MemberState): boolean => condition !== 'pulled';
/** Whether a LAG's ifOperStatus is up: one forwarding member is enough. */
export const lagIsUp = (pni: PniState): boolean => pni.members.some(forwards);

/** A fresh session as after a router's start: never established, about to be opened. */
export const freshSession = (establishAt: Tick): SessionState => ({
  phase: 'connect',
  admin: 'start',
  held: false,
  since: null,
  transitions: 0,
  lastError: null,
  bfdCut: false,
  due: { at: establishAt, what: 'establish' },
});

const longEstablished = (since: Tick, transitions: number): SessionState => ({
  phase: 'established',
  admin: 'start',
  held: false,
  since,
  transitions,
  lastError: transitions > 1 ? { code: 6, subcode: 4, by: 'peer' } : null,
  bfdCut: false,
  due: null,
});

/** Counters as a port has them after running at some load since its router's start. */
const seasoned = (ticks: number, inPerTick: number, outPerTick: number): Counters => ({
  ...ZERO,
  inOctets: BigInt(Math.floor(inPerTick)) * BigInt(ticks),
  outOctets: BigInt(Math.floor(outPerTick)) * BigInt(ticks),
  inPackets: BigInt(Math.floor(inPerTick / 1100)) * BigInt(ticks),
  outPackets: BigInt(Math.floor(outPerTick / 620)) * BigInt(ticks),
  inErrors: Math.floor(ticks / TICKS_PER_DAY) * 3 * 1000,
});

const createSession = (boot: Tick, seed: number, stream: number): SessionState => {
  // Up for between a fifth and all of the router's uptime, less the two minutes that convergence took.
  const age = Math.floor((-boot - 120 * TICKS_PER_SECOND) * (0.2 + 0.8 * chance(seed, stream, 1)));
  return longEstablished(-age, 1 + Math.floor(chance(seed, stream, 2) * 4));
};

const createRouter = (plan: RouterPlan, at: number, seed: number): RouterState => {
  const stream = ROUTER_STREAM + at;
  const boot = -Math.floor((40 + 320 * chance(seed, stream, 0)) * TICKS_PER_DAY);
  const busy = plan.names.uplinkGbps * OCTETS_PER_TICK_PER_GBPS * (0.1 + 0.1 * chance(seed, stream, 3));
  return {
    boot,
    boots: 3 + Math.floor(chance(seed, stream, 4) * 20),
    upAt: null,
    answers: 'all',
    indexShift: 0,
    tableChanged: boot,
    uplinks: plan.names.uplinks.map(() => ({ counters: seasoned(-boot, busy / 3, busy), rates: STILL })),
    peering: { counters: seasoned(-boot, busy / 40, busy / 60), rates: STILL },
    sessions: plan.sessions.map((_, i) => createSession(boot, seed, stream * 10 + i)),
    structure: 0,
  };
};

const createPni = (plan: PniPlan, at: number, boot: Tick, seed: number): PniState => {
  const stream = PNI_STREAM + at * 20;
  const startUp = boot + 45 * TICKS_PER_SECOND;
  const members = plan.members.map((_, i): MemberState => {
    const load = memberCapacity(plan) * (0.18 + 0.06 * chance(seed, stream + i, 0));
    // Some were worked on since the start.
    const touched = chance(seed, stream + i, 1) < 0.25;
    const changed = touched ? Math.floor(startUp * (0.1 + 0.8 * chance(seed, stream + i, 2))) : startUp;
    return {
      condition: 'up',
      changed,
      lacpChanged: changed,
      errorsPerSecond: 0,
      loss: NO_LOSS,
      skew: 2 * chance(seed, stream + i, 3) - 1,
      counters: seasoned(-boot, load, load / 3),
      rates: STILL,
    };
  });
  return {
    members,
    changed: startUp,
    drained: false,
    sessions: {
      ipv4: createSession(boot, seed, stream + 10),
      ipv6: createSession(boot, seed, stream + 11),
    },
  };
};

/** What a world starts from. */
export interface WorldOptions {
  readonly carrier: Carrier;
  readonly timeline: Timeline;
  readonly seed: number;
  /** Milliseconds since 1970 now. */
  readonly nowMs: number;
}

/** The world at tick 0, in good order, before the scenario's first event; `begin` in `step.ts` sets it going. */
export const createWorld = ({ carrier, timeline, seed, nowMs }: WorldOptions): World => {
  const routers = carrier.routers.map((plan, at) => createRouter(plan, at, seed));
  const bootOf = (name: string): Tick => routers[carrier.routers.findIndex(router => router.name === name)]?.boot ?? 0;
  return {
    carrier,
    timeline,
    seed,
    beganMs: nowMs,
    tick: 0,
    routers,
    pnis: carrier.pnis.map((plan, at) => createPni(plan, at, bootOf(plan.router), seed)),
    shares: new Map(),
    unserved: { in: 0, out: 0 },
    microsoft: createMicrosoft(carrier.pnis.length, nowMs),
  };
};

/** State of the BFD session that watches a BGP session's path (RFC 5880 §4.1), as far as it is ever seen here. */
export type BfdState = 'adminDown' | 'down' | 'up';

/** A session of one router: its plan and where its state is, and that of its BFD session. */
export interface SessionView {
  readonly plan: SessionPlan;
  readonly stateIn: (world: World) => SessionState | undefined;
  readonly bfdIn: (world: World) => BfdState;
}

const bfdOf = (session: SessionState | undefined, pathUp: boolean): BfdState => {
  if (session?.admin === 'stop') return 'adminDown';
  return pathUp && session?.bfdCut === false ? 'up' : 'down';
};

/** All sessions of one router, those with Microsoft first; the order is that of jnxBgpM2PeerIndex. */
export const sessionsOf = (carrier: Carrier, router: number): SessionView[] => {
  const views: SessionView[] = [];
  const plan = carrier.routers[router];
  if (plan === undefined) return views;
  for (const [at, pni] of carrier.pnis.entries()) {
    if (pni.router !== plan.name) continue;
    for (const afi of ['ipv4', 'ipv6'] as const) {
      views.push({
        plan: pni.sessions[afi],
        stateIn: world => world.pnis[at]?.sessions[afi],
        bfdIn: world => {
          const state = world.pnis[at];
          return bfdOf(state?.sessions[afi], state !== undefined && lagIsUp(state));
        },
      });
    }
  }
  for (const [i, session] of plan.sessions.entries()) {
    views.push({
      plan: session,
      stateIn: world => world.routers[router]?.sessions[i],
      bfdIn: world => bfdOf(world.routers[router]?.sessions[i], true),
    });
  }
  return views;
};
