/**
 * A router's interfaces: what is the same whatever software lists them. `layouts/` makes of this the rows that each
 * software has.
 */
import { type Carrier, PNI_PREFIX_V4, PNI_PREFIX_V6, type PniPlan, type RouterPlan } from './carrier.ts';
import { type Counters, summed, ZERO } from './counters.ts';
import { lossAt, type Optics, opticsOf } from './optics.ts';
import {
  forwards,
  hasLight,
  hasModule,
  lagIsUp,
  type MemberState,
  type PniState,
  type RouterState,
  type Tick,
  type World,
} from './world.ts';

/** Numbers of IANAifType-MIB. */
export const IF_TYPE = {
  other: 1,
  ethernet: 6,
  loopback: 24,
  virtual: 53,
  subInterface: 135,
  ip: 142,
  lag: 161,
} as const;

/** What an interface row tells that changes. */
export interface PortReading {
  readonly status: 'up' | 'down' | 'notPresent';
  readonly changed: Tick;
  readonly gbps: number;
  readonly counters: Counters;
}

/** What the transceiver in a port measures; `null` while there is none in it. */
type Transceiver = (world: World) => Optics | null;

/** An interface before it has a number. */
export interface Interface {
  readonly name: string;
  readonly descr: string;
  readonly type: number;
  readonly mtu: number;
  readonly alias: string;
  readonly physical: boolean;
  readonly read: (world: World) => PortReading;
  /** Absent where no transceiver can be. */
  readonly optics?: Transceiver;
}

/** One row of the interface tables. */
export interface Port extends Interface {
  readonly ifIndex: number;
}

/** An address of an interface. */
interface PortAddress {
  /** The interface's name. */
  readonly port: string;
  readonly address: readonly number[];
  readonly prefixLength: number;
}

/** A LAG with the names of its rows in the tables of LAGs. */
export interface LagRows {
  readonly pni: number;
  readonly lag: string;
  /** The number in its name. */
  readonly number: number;
  /** By member, in the plan's order. */
  readonly members: readonly string[];
}

/** A row of ifStackTable. `null` is its 0: nothing above, or nothing below. */
export type StackRow = readonly [upper: string | null, lower: string | null];

/** Everything that a router's tables are made of, by interface name. */
export interface Ports {
  readonly ports: readonly Port[];
  /** Empty where the router has no such table. */
  readonly stack: readonly StackRow[];
  readonly addresses: readonly PortAddress[];
  readonly lags: readonly LagRows[];
}

/** A LAG of a router, and what runs over it. */
interface HardwareLag extends LagRows {
  readonly interface: Interface;
  readonly sessions: PniPlan['sessions'];
}

/** The interfaces that every router has, as its software names them. */
export interface Hardware {
  readonly plan: RouterPlan;
  readonly management: Interface;
  readonly loopback: Interface;
  readonly members: readonly Interface[];
  readonly uplinks: readonly Interface[];
  readonly peering: Interface;
  readonly lags: readonly HardwareLag[];
}

const LOOPBACK_V6 = [0x20, 0x01, 0x0d, 0xb8, 0xff, 0xff, 0, 0, 0, 0, 0, 0, 0, 0];
const NONE: PortReading = { status: 'down', changed: 0, gbps: 0, counters: ZERO };

/** A port that is always up and counts nothing worth telling: management, loopback. */
const quiet =
  (router: number, gbps: number): Interface['read'] =>
  world => ({ status: 'up', changed: world.routers[router]?.boot ?? 0, gbps, counters: ZERO });

const ofRouter =
  (
    router: number,
    gbps: number,
    pick: (state: RouterState) => { readonly counters: Counters } | undefined,
  ): Interface['read'] =>
  world => {
    const state = world.routers[router];
    if (state === undefined) return NONE;
    return { status: 'up', changed: state.boot, gbps, counters: pick(state)?.counters ?? ZERO };
  };

const statusOf = (member: MemberState): PortReading['status'] => {
  if (!hasModule(member)) return 'notPresent';
  return hasLight(member) ? 'up' : 'down';
};

const ofMember =
  (pni: number, member: number, gbps: number): Interface['read'] =>
  world => {
    const state = world.pnis[pni]?.members[member];
    if (state === undefined) return NONE;
    return { status: statusOf(state), changed: state.changed, gbps, counters: state.counters };
  };

// A LAG's counters are never kept, only summed: they cannot disagree with the members'.
const lagReading = (state: PniState, memberGbps: number): PortReading => ({
  status: lagIsUp(state) ? 'up' : 'down',
  changed: state.changed,
  gbps: state.members.filter(forwards).length * memberGbps,
  counters: summed(state.members.map(member => member.counters)),
});

const ofLag =
  (pni: number, memberGbps: number): Interface['read'] =>
  world => {
    const state = world.pnis[pni];
    return state === undefined ? NONE : lagReading(state, memberGbps);
  };

// Streams of the random numbers behind the levels of light: no two transceivers share one.
const MEMBER_OPTICS = 5000;
const OTHER_OPTICS = 7000;

const memberOptics =
  (pni: number, member: number): Transceiver =>
  world => {
    const state = world.pnis[pni]?.members[member];
    if (state === undefined || !hasModule(state)) return null;
    const stream = MEMBER_OPTICS + pni * 20 + member;
    const loss = lossAt(state.loss, world.tick);
    return opticsOf({ seed: world.seed, stream, now: world.tick, dark: !hasLight(state), loss });
  };

const otherOptics =
  (router: number, port: number): Transceiver =>
  world =>
    opticsOf({
      seed: world.seed,
      stream: OTHER_OPTICS + router * 10 + port,
      now: world.tick,
      dark: false,
      loss: 0,
    });

/** An interface of that name and type, not a port of the hardware. */
export const logical = (name: string, type: number, read: Interface['read'], alias = ''): Interface => ({
  name,
  descr: name,
  type,
  alias,
  read,
  mtu: type === IF_TYPE.loopback ? 65535 : 9192,
  physical: false,
});

const physical = (name: string, read: Interface['read'], alias: string): Interface => ({
  ...logical(name, IF_TYPE.ethernet, read, alias),
  physical: true,
});

/** The interfaces of one router, by its position in the carrier's list. Throws when there is no such router. */
export const hardwareOf = (carrier: Carrier, router: number, lagType: number): Hardware => {
  const plan = carrier.routers[router];
  if (plan === undefined) throw new RangeError(`The simulated carrier has no router number ${router}.`);
  const { names } = plan;
  const pnis = [...carrier.pnis.entries()].filter(([, pni]) => pni.router === plan.name);
  return {
    plan,
    management: physical(names.management, quiet(router, 1), 'management'),
    loopback: logical(names.loopback, IF_TYPE.loopback, quiet(router, 0)),
    members: pnis.flatMap(([at, pni]) =>
      pni.members.map((name, i) => ({
        ...physical(name, ofMember(at, i, pni.memberGbps), `${pni.alias} link ${i + 1}`),
        optics: memberOptics(at, i),
      })),
    ),
    uplinks: names.uplinks.map((name, i) => ({
      ...physical(
        name,
        ofRouter(router, names.uplinkGbps, state => state.uplinks[i]),
        `core ${plan.metro} ${i + 1}`,
      ),
      optics: otherOptics(router, i),
    })),
    peering: {
      ...physical(
        names.peering,
        ofRouter(router, 100, state => state.peering),
        plan.peering.alias,
      ),
      optics: otherOptics(router, 9),
    },
    lags: pnis.map(([at, pni]) => ({
      interface: logical(pni.lag, lagType, ofLag(at, pni.memberGbps), pni.alias),
      pni: at,
      lag: pni.lag,
      number: Number(/\d+$/.exec(pni.lag)?.[0]),
      members: pni.members,
      sessions: pni.sessions,
    })),
  };
};

/** Numbers interfaces in their order. */
export const numbered = (first: number, interfaces: readonly Interface[], step = 1): Port[] =>
  interfaces.map((one, i) => ({ ...one, ifIndex: first + i * step }));

/** The router's addresses; `on` tells which interface carries those of a port or LAG. */
export const addressesOf = (
  { plan, loopback, peering, lags }: Hardware,
  on: (name: string) => string = name => name,
): PortAddress[] => [
  { port: on(loopback.name), address: plan.loopback, prefixLength: 32 },
  { port: on(loopback.name), address: [...LOOPBACK_V6, 0, plan.loopback.at(-1) ?? 0], prefixLength: 128 },
  { port: on(peering.name), address: plan.peering.local, prefixLength: 31 },
  ...lags.flatMap(({ lag, sessions }) => [
    { port: on(lag), address: sessions.ipv4.local, prefixLength: PNI_PREFIX_V4 },
    { port: on(lag), address: sessions.ipv6.local, prefixLength: PNI_PREFIX_V6 },
  ]),
];

/** What stands over what: each LAG over its members. */
export const bundled = ({ lags }: Hardware): StackRow[] =>
  lags.flatMap(({ lag, members }) => members.map((member): StackRow => [lag, member]));

/** All rows of ifStackTable (RFC 2863 §3.1.1): what stands over what, and a 0 where nothing is above or below. */
export const stacked = (ports: readonly Interface[], over: readonly StackRow[]): StackRow[] => {
  const uppers = new Set(over.map(([upper]) => upper));
  const lowers = new Set(over.map(([, lower]) => lower));
  return [
    ...over,
    ...ports.flatMap(({ name }): StackRow[] => [
      ...(lowers.has(name) ? [] : [[null, name] satisfies StackRow]),
      ...(uppers.has(name) ? [] : [[name, null] satisfies StackRow]),
    ]),
  ];
};
