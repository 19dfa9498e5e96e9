/** A router's interfaces, as its software lists them: which rows its interface tables have and what stands behind each. */
import { type Carrier, PNI_PREFIX_V4, PNI_PREFIX_V6, type PniPlan, type RouterPlan } from './carrier.ts';
import { type Counters, summed, ZERO } from './counters.ts';
import { forwards, hasLight, lagIsUp, type PniState, type RouterState, type Tick, type World } from './world.ts';

/** Numbers of IANAifType-MIB. */
const TYPE = { ethernet: 6, loopback: 24, virtual: 53, lag: 161 } as const;

/** What an interface row tells that changes. */
export interface PortReading {
  readonly up: boolean;
  readonly changed: Tick;
  readonly gbps: number;
  readonly counters: Counters;
}

/** One row of the interface tables. */
export interface Port {
  readonly name: string;
  readonly type: number;
  readonly mtu: number;
  readonly alias: string;
  readonly physical: boolean;
  readonly read: (world: World) => PortReading;
}

/** An address of an interface. */
interface PortAddress {
  /** The interface's name. */
  readonly port: string;
  readonly address: readonly number[];
  readonly prefixLength: number;
}

/** A LAG with the names of its rows in the LAG MIB. */
interface LagRows {
  readonly pni: number;
  readonly lag: string;
  /** By member, in the plan's order. */
  readonly members: readonly string[];
}

/** Everything that a router's tables are made of, by interface name. */
export interface Ports {
  /** In the order of ifIndex. */
  readonly ports: readonly Port[];
  /** `null` is the 0 of ifStackTable: nothing above, or nothing below. */
  readonly stack: readonly (readonly [upper: string | null, lower: string | null])[];
  readonly addresses: readonly PortAddress[];
  /** Empty where the router has no LAG MIB. */
  readonly lags: readonly LagRows[];
}

const LOOPBACK_V6 = [0x20, 0x01, 0x0d, 0xb8, 0xff, 0xff, 0, 0, 0, 0, 0, 0, 0, 0];
const NONE: PortReading = { up: false, changed: 0, gbps: 0, counters: ZERO };

/** A port that is always up and counts nothing worth telling: management, loopback. */
const quiet =
  (router: number, gbps: number): Port['read'] =>
  world => ({ up: true, changed: world.routers[router]?.boot ?? 0, gbps, counters: ZERO });

const ofRouter =
  (
    router: number,
    gbps: number,
    pick: (state: RouterState) => { readonly counters: Counters } | undefined,
  ): Port['read'] =>
  world => {
    const state = world.routers[router];
    if (state === undefined) return NONE;
    return { up: true, changed: state.boot, gbps, counters: pick(state)?.counters ?? ZERO };
  };

const ofMember =
  (pni: number, member: number, gbps: number): Port['read'] =>
  world => {
    const state = world.pnis[pni]?.members[member];
    return state === undefined ? NONE : { up: hasLight(state), changed: state.changed, gbps, counters: state.counters };
  };

// A LAG's counters are never kept, only summed: they cannot disagree with the members'.
const lagReading = (state: PniState, memberGbps: number): PortReading => ({
  up: lagIsUp(state),
  changed: state.changed,
  gbps: state.members.filter(forwards).length * memberGbps,
  counters: summed(state.members.map(member => member.counters)),
});

const ofLag =
  (pni: number, memberGbps: number): Port['read'] =>
  world => {
    const state = world.pnis[pni];
    return state === undefined ? NONE : lagReading(state, memberGbps);
  };

const base = (name: string, type: number, read: Port['read'], alias = ''): Port => ({
  name,
  type,
  alias,
  read,
  mtu: type === TYPE.loopback ? 65535 : 9192,
  physical: type === TYPE.ethernet,
});

type Placed = readonly [at: number, plan: PniPlan];

const placedPnis = (carrier: Carrier, router: RouterPlan): Placed[] =>
  [...carrier.pnis.entries()].filter(([, pni]) => pni.router === router.name);

const addressesOf = (plan: RouterPlan, pnis: readonly Placed[], suffix: string, loopback: string): PortAddress[] => [
  { port: loopback, address: plan.loopback, prefixLength: 32 },
  { port: loopback, address: [...LOOPBACK_V6, 0, plan.loopback.at(-1) ?? 0], prefixLength: 128 },
  { port: plan.peering.port + suffix, address: plan.peering.local, prefixLength: 31 },
  ...pnis.flatMap(([, { lag, sessions }]) => [
    { port: lag + suffix, address: sessions.ipv4.local, prefixLength: PNI_PREFIX_V4 },
    { port: lag + suffix, address: sessions.ipv6.local, prefixLength: PNI_PREFIX_V6 },
  ]),
];

const memberAlias = ({ alias }: PniPlan, member: number): string => `${alias} link ${member + 1}`;

/** Junos: every port has a unit with the same traffic, and the LAG consists of units. */
const junosPorts = (carrier: Carrier, router: number, plan: RouterPlan): Ports => {
  const pnis = placedPnis(carrier, plan);
  const withUnit = (port: Port): Port[] => [
    port,
    { ...port, name: `${port.name}.0`, type: TYPE.virtual, physical: false },
  ];
  const members = pnis.flatMap(([at, pni]) =>
    pni.members.map((name, i) => base(name, TYPE.ethernet, ofMember(at, i, pni.memberGbps), memberAlias(pni, i))),
  );
  const uplinks = plan.uplinks.map((name, i) =>
    base(
      name,
      TYPE.ethernet,
      ofRouter(router, plan.uplinkGbps, state => state.uplinks[i]),
      `core ${plan.metro} ${i + 1}`,
    ),
  );
  const peering = base(
    plan.peering.port,
    TYPE.ethernet,
    ofRouter(router, 100, state => state.peering),
    plan.peering.alias,
  );
  const lags = pnis.map(([at, pni]) => base(pni.lag, TYPE.lag, ofLag(at, pni.memberGbps), pni.alias));
  const ports = [
    base('fxp0', TYPE.ethernet, quiet(router, 1), 'management'),
    base('lo0', TYPE.loopback, quiet(router, 0)),
    ...members,
    ...uplinks,
    peering,
    ...lags,
  ].flatMap(withUnit);
  const lagNames = new Set(lags.map(({ name }) => name));
  const memberNames = new Set(members.map(({ name }) => name));
  return {
    ports,
    stack: ports.flatMap(({ name }): [string | null, string | null][] => {
      const parent = name.endsWith('.0') ? name.slice(0, -2) : null;
      // A port or LAG has nothing below; what is above a LAG is not told, as its unit runs over the members' units.
      if (parent === null)
        return lagNames.has(name)
          ? [
              [null, name],
              [name, null],
            ]
          : [[name, null]];
      if (lagNames.has(parent)) {
        const below = pnis.find(([, pni]) => pni.lag === parent)?.[1].members ?? [];
        return [[null, name], ...below.map((member): [string, string] => [name, `${member}.0`])];
      }
      return memberNames.has(parent)
        ? [[name, parent]]
        : [
            [null, name],
            [name, parent],
          ];
    }),
    addresses: addressesOf(plan, pnis, '.0', 'lo0.0'),
    lags: pnis.map(([pni, { lag, members: names }]) => ({ pni, lag, members: names.map(name => `${name}.0`) })),
  };
};

/** VyOS: Linux names, the bond is an Ethernet of its own, and nothing tells what it consists of. */
const vyosPorts = (carrier: Carrier, router: number, plan: RouterPlan): Ports => {
  const pnis = placedPnis(carrier, plan);
  return {
    ports: [
      base('lo', TYPE.loopback, quiet(router, 0.01)),
      ...pnis.flatMap(([at, pni]) =>
        pni.members.map((name, i) => base(name, TYPE.ethernet, ofMember(at, i, pni.memberGbps), memberAlias(pni, i))),
      ),
      ...plan.uplinks.map((name, i) =>
        base(
          name,
          TYPE.ethernet,
          ofRouter(router, plan.uplinkGbps, state => state.uplinks[i]),
          `core ${plan.metro} ${i + 1}`,
        ),
      ),
      base(
        plan.peering.port,
        TYPE.ethernet,
        ofRouter(router, 100, state => state.peering),
        plan.peering.alias,
      ),
      base('eth7', TYPE.ethernet, quiet(router, 1), 'management'),
      ...pnis.map(([at, pni]) => base(pni.lag, TYPE.ethernet, ofLag(at, pni.memberGbps), pni.alias)),
    ],
    stack: [],
    addresses: addressesOf(plan, pnis, '', 'lo'),
    lags: [],
  };
};

/** The interfaces of one router, by its position in the carrier's list. Throws when there is no such router. */
export const portsOf = (carrier: Carrier, router: number): Ports => {
  const plan = carrier.routers[router];
  if (plan === undefined) throw new RangeError(`The simulated carrier has no router number ${router}.`);
  switch (plan.layout) {
    case 'junos':
      return junosPorts(carrier, router, plan);
    case 'vyos':
      return vyosPorts(carrier, router, plan);
  }
};
