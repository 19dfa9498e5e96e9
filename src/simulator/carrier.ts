/**
 * The simulated carrier on paper: its metros, routers and PNIs, which never change while it runs. All addresses,
 * names and AS numbers are those set aside for documentation (RFC 5737, RFC 3849, RFC 5398), except Microsoft's own.
 */

/** The carrier's AS number. */
export const CARRIER_ASN = 64496;
/** The carrier's name. */
export const CARRIER_NAME = 'Example Carrier';
/** Microsoft's AS number. */
export const MICROSOFT_ASN = 8075;

/** Address family of a session's transport. */
export type Afi = 'ipv4' | 'ipv6';

/** A metro and what its users ask for. */
interface MetroPlan {
  readonly name: string;
  readonly utcOffsetHours: number;
  /** Demand from Microsoft at the busy hour, as a fraction of the metro's full capacity. */
  readonly peakShare: number;
  /** Where its traffic goes when it does not fit here: nearest first. */
  readonly nearest: readonly string[];
}

/** A BGP session as configured. Addresses are raw octets, 4 or 16 by family. */
export interface SessionPlan {
  readonly afi: Afi;
  readonly local: readonly number[];
  readonly peer: readonly number[];
  readonly remoteAs: number;
  /** Router id of the other end. */
  readonly peerId: readonly number[];
  readonly description: string;
  /** Prefixes received and advertised while established. */
  readonly received: number;
  readonly advertised: number;
}

/** Whose tables a router answers in. */
export type Layout = 'junos' | 'iosxr' | 'sros' | 'eos' | 'vrp' | 'nxos' | 'vyos';

/** How a router's software names its interfaces. */
export interface Names {
  /** The router's LAGs and its 100G ports, counted from 0. */
  readonly lag: (at: number) => string;
  readonly member: (at: number) => string;
  /** Ports that have nothing to do with Microsoft. */
  readonly uplinks: readonly string[];
  readonly uplinkGbps: number;
  readonly peering: string;
  readonly management: string;
  readonly loopback: string;
}

/** A router as configured. */
export interface RouterPlan {
  readonly name: string;
  readonly metro: string;
  readonly layout: Layout;
  readonly loopback: readonly number[];
  readonly names: Names;
  /** The external neighbour that is not Microsoft: own address towards it. */
  readonly peering: { readonly local: readonly number[]; readonly alias: string };
  /** Sessions with others than Microsoft. */
  readonly sessions: readonly SessionPlan[];
}

/** A PNI as built: one LAG, two sessions. */
export interface PniPlan {
  /** `router/lag`, and unique. */
  readonly id: string;
  readonly router: string;
  readonly metro: string;
  readonly lag: string;
  readonly members: readonly string[];
  readonly memberGbps: number;
  readonly alias: string;
  readonly sessions: Readonly<Record<Afi, SessionPlan>>;
}

/** The whole carrier. */
export interface Carrier {
  readonly metros: readonly MetroPlan[];
  readonly routers: readonly RouterPlan[];
  readonly pnis: readonly PniPlan[];
}

/** A PNI of a metro that is cabled to another router than usual. */
interface Rehomed {
  readonly metro: string;
  readonly from: string;
  readonly to: string;
}

/** Prefix length of every PNI's IPv4 subnet (RFC 3021). */
export const PNI_PREFIX_V4 = 31;
/** Prefix length of every PNI's IPv6 subnet. */
export const PNI_PREFIX_V6 = 126;

const METROS: readonly MetroPlan[] = [
  {
    name: 'Ashburn',
    utcOffsetHours: -5,
    peakShare: 0.34,
    nearest: ['New York', 'Chicago', 'London', 'Amsterdam', 'Singapore'],
  },
  {
    name: 'New York',
    utcOffsetHours: -5,
    peakShare: 0.36,
    nearest: ['Ashburn', 'Chicago', 'London', 'Amsterdam', 'Singapore'],
  },
  {
    name: 'Amsterdam',
    utcOffsetHours: 1,
    peakShare: 0.35,
    nearest: ['London', 'New York', 'Ashburn', 'Chicago', 'Singapore'],
  },
  {
    name: 'London',
    utcOffsetHours: 0,
    peakShare: 0.33,
    nearest: ['Amsterdam', 'New York', 'Ashburn', 'Chicago', 'Singapore'],
  },
  {
    name: 'Chicago',
    utcOffsetHours: -6,
    peakShare: 0.31,
    nearest: ['Ashburn', 'New York', 'London', 'Amsterdam', 'Singapore'],
  },
  {
    name: 'Singapore',
    utcOffsetHours: 8,
    peakShare: 0.29,
    nearest: ['London', 'Amsterdam', 'Chicago', 'New York', 'Ashburn'],
  },
];

interface RouterSeed {
  readonly name: string;
  readonly metro: string;
  readonly layout: Layout;
  /** AS number of the one external neighbour that is not Microsoft. */
  readonly neighbourAs: number;
}

const ROUTERS: readonly RouterSeed[] = [
  { name: 'iad-er1', metro: 'Ashburn', layout: 'junos', neighbourAs: 64511 },
  { name: 'iad-er2', metro: 'Ashburn', layout: 'iosxr', neighbourAs: 65551 },
  { name: 'ams-er1', metro: 'Amsterdam', layout: 'sros', neighbourAs: 64510 },
  { name: 'ams-er2', metro: 'Amsterdam', layout: 'eos', neighbourAs: 65548 },
  { name: 'ord-er1', metro: 'Chicago', layout: 'vrp', neighbourAs: 65550 },
  { name: 'ord-er2', metro: 'Chicago', layout: 'junos', neighbourAs: 64509 },
  { name: 'sin-er1', metro: 'Singapore', layout: 'vyos', neighbourAs: 65549 },
  { name: 'sin-er2', metro: 'Singapore', layout: 'nxos', neighbourAs: 64508 },
];

interface PniSeed {
  readonly router: string;
  readonly metro: string;
  readonly members: number;
}

const pair = (site: string, metro: string, members: number): PniSeed[] =>
  ['er1', 'er2'].map(router => ({ router: `${site}-${router}`, metro, members }));

const PNIS: readonly PniSeed[] = [
  ...pair('iad', 'Ashburn', 4),
  ...pair('iad', 'Ashburn', 4),
  ...pair('iad', 'New York', 4),
  ...pair('ams', 'Amsterdam', 8),
  ...pair('ams', 'London', 4),
  ...pair('ord', 'Chicago', 6),
  ...pair('sin', 'Singapore', 2),
];

/** Octets of an IPv6 address given as its leading and its last 16-bit group under 2001:db8::/32. */
const v6 = (subnet: number, host: number): number[] => [
  ...[0x20, 0x01, 0x0d, 0xb8, subnet >> 8, subnet & 0xff],
  ...[0, 0, 0, 0, 0, 0, 0, 0],
  ...[host >> 8, host & 0xff],
];

const loopbackOf = (router: number): number[] => [198, 51, 100, router + 1];

const internalSession = (router: number, afi: Afi): SessionPlan => {
  // The routers of a pair stand next to each other in the list.
  const sibling = router ^ 1;
  return {
    afi,
    local: afi === 'ipv4' ? loopbackOf(router) : v6(0xffff, router + 1),
    peer: afi === 'ipv4' ? loopbackOf(sibling) : v6(0xffff, sibling + 1),
    remoteAs: CARRIER_ASN,
    peerId: loopbackOf(sibling),
    description: `core ${ROUTERS[sibling]?.name ?? ''}`,
    received: afi === 'ipv4' ? 1840 : 620,
    advertised: afi === 'ipv4' ? 1790 : 610,
  };
};

const buildRouter = (seed: RouterSeed, at: number, names: Names): RouterPlan => {
  const local = [203, 0, 113, at * 2];
  const alias = `Peering AS${seed.neighbourAs}`;
  return {
    name: seed.name,
    metro: seed.metro,
    layout: seed.layout,
    loopback: loopbackOf(at),
    names,
    peering: { local, alias },
    sessions: [
      internalSession(at, 'ipv4'),
      internalSession(at, 'ipv6'),
      {
        afi: 'ipv4',
        local,
        peer: [203, 0, 113, at * 2 + 1],
        remoteAs: seed.neighbourAs,
        peerId: [203, 0, 113, 240 + at],
        description: alias,
        received: 74,
        advertised: 12,
      },
    ],
  };
};

const microsoftSession = (afi: Afi, at: number): SessionPlan => ({
  afi,
  local: afi === 'ipv4' ? [192, 0, 2, at * 2] : v6(at + 1, 1),
  peer: afi === 'ipv4' ? [192, 0, 2, at * 2 + 1] : v6(at + 1, 2),
  remoteAs: MICROSOFT_ASN,
  peerId: [192, 0, 2, 200 + at],
  description: 'Microsoft AS8075',
  received: afi === 'ipv4' ? 280 + (at % 3) : 164 + (at % 2),
  advertised: afi === 'ipv4' ? 12 : 8,
});

const siteCode = (metro: string): string => metro.replaceAll(' ', '').slice(0, 3).toUpperCase();

/** Builds the carrier, with some PNIs cabled to another router than usual. Throws when there is no such PNI or router. */
export const buildCarrier = (
  layouts: Readonly<Record<Layout, { readonly names: Names }>>,
  rehomed: readonly Rehomed[],
): Carrier => {
  const waiting = [...rehomed];
  const lags = new Map<string, number>();
  const ports = new Map<string, number>();
  const pnis = PNIS.map((seed, at): PniPlan => {
    const moved = waiting.findIndex(move => move.metro === seed.metro && move.from === seed.router);
    const name = moved < 0 ? seed.router : (waiting.splice(moved, 1)[0]?.to ?? seed.router);
    const router = ROUTERS.find(candidate => candidate.name === name);
    if (router === undefined) throw new Error(`The simulated carrier has no router ${name} to move a PNI to.`);
    const lag = lags.get(name) ?? 0;
    const first = ports.get(name) ?? 0;
    lags.set(name, lag + 1);
    ports.set(name, first + seed.members);
    const { lag: lagNamed, member: memberNamed } = layouts[router.layout].names;
    const lagName = lagNamed(lag);
    return {
      id: `${name}/${lagName}`,
      router: name,
      metro: seed.metro,
      lag: lagName,
      members: Array.from({ length: seed.members }, (_, i) => memberNamed(first + i)),
      memberGbps: 100,
      alias: `Microsoft AS8075 ${seed.metro} PNI EX-${siteCode(seed.metro)}-${String(at + 1).padStart(3, '0')}`,
      sessions: { ipv4: microsoftSession('ipv4', at), ipv6: microsoftSession('ipv6', at) },
    };
  });
  const [left] = waiting;
  if (left !== undefined) throw new Error(`The simulated carrier has no PNI of ${left.metro} on ${left.from} to move.`);
  return {
    metros: METROS,
    routers: ROUTERS.map((seed, at) => buildRouter(seed, at, layouts[seed.layout].names)),
    pnis,
  };
};
