/** A carrier as data, and what its routers would say at any moment: samples for the real reducer. */
import type { LagPortRow, RouterClock, RouterFacts, Vendor } from '../../src/network/facts.ts';
import type { OpticFacts } from '../../src/network/optic-facts.ts';
import type { PollCost, Sample } from '../../src/network/samples.ts';
import type { BfdFacts, BgpError, SessionFacts } from '../../src/network/session-facts.ts';
import type { FleetSettings } from '../../src/network/settings.ts';
import {
  bitsPerSecond,
  celsius,
  dbm,
  type Instant,
  instant,
  milliamps,
  millis,
  ratio,
  seconds,
  ticks,
} from '../../src/network/units.ts';

/** How a PNI of the carrier is built and loaded. */
export interface PniPlan {
  readonly router: string;
  readonly interface: string;
  readonly metro: string;
  readonly vendor: Vendor;
  readonly alias: string;
  /** 0 is a port without a LAG. */
  readonly members: number;
  /** Whether a table tells the members. */
  readonly membersTold: boolean;
  readonly load: { readonly in: number; readonly out: number };
  /** Lanes of every port whose light is told, and BFD beside BGP; none where left out. */
  readonly lanes?: number;
}

/** What is wrong with a PNI from a moment on; what is left out is well. */
export interface Fault {
  readonly pni: string;
  readonly from: Instant;
  readonly until?: Instant;
  /** The last so many members lose LACP. */
  readonly lostMembers?: number;
  /** These families' sessions leave established. */
  readonly sessions?: readonly ('ipv4' | 'ipv6')[];
  readonly error?: BgpError;
  /** The sessions are shut by configuration. */
  readonly shut?: boolean;
  readonly linkDown?: boolean;
  /** Multiplies the traffic. */
  readonly load?: number;
  readonly discards?: number;
  /** The last so many members get no light. */
  readonly darkMembers?: number;
  /** The second lane of this member gets less light than it should. */
  readonly dimMember?: number;
}

/** What is wrong with a router from a moment on. */
export interface RouterFault {
  readonly router: string;
  readonly from: Instant;
  readonly kind: 'silent' | 'silent-bgp' | 'restart';
}

/** Everything that a story is made of. */
export interface Carrier {
  readonly pnis: readonly PniPlan[];
  readonly faults: readonly Fault[];
  readonly routerFaults: readonly RouterFault[];
  readonly simulation: boolean;
}

/** A hundred gigabit, the speed of every port here. */
const portSpeed = bitsPerSecond(100e9);
const lagIndex = 500;
const interval = millis(10_000);

export const routersOf = (carrier: Carrier): readonly string[] => [...new Set(carrier.pnis.map(pni => pni.router))];

/** What the operator of the carrier has declared. */
export function settingsOf(carrier: Carrier): FleetSettings {
  return {
    partner: { asn: 64496, name: 'Example Carrier' },
    peerAsns: [8075],
    pollInterval: interval,
    routers: routersOf(carrier).map((name, position) => ({
      name,
      address: `192.0.2.${position + 1}`,
      metro: carrier.pnis.find(pni => pni.router === name)?.metro ?? '',
    })),
    pnis: [],
    thresholds: { utilizationWarn: ratio(0.5), utilizationHard: ratio(0.8), utilizationLimit: ratio(0.95) },
    simulation: carrier.simulation,
    microsoft: null,
  };
}

const idOf = (pni: PniPlan): string => `${pni.router}/${pni.interface}`;
const active = (fault: { readonly from: Instant; readonly until?: Instant }, at: number): boolean =>
  at >= fault.from && (fault.until === undefined || at < fault.until);

/** All that holds for a PNI at a moment, folded into one. */
const conditionOf = (carrier: Carrier, pni: PniPlan, at: number): Partial<Fault> =>
  Object.assign({}, ...carrier.faults.filter(fault => fault.pni === idOf(pni) && active(fault, at)));

/** A slow swell with a ripple, the same on every run; `phase` keeps two PNIs from moving together. */
const shape = (at: number, phase: number): number =>
  1 + 0.08 * Math.sin(at / 400_000 + phase) + 0.02 * Math.sin(at / 37_000 + phase * 3);

const phaseOf = (pni: PniPlan): number =>
  [...idOf(pni)].reduce((sum, character) => sum + character.charCodeAt(0), 0) % 7;

function rateOf(carrier: Carrier, pni: PniPlan, direction: 'in' | 'out', at: number): number {
  const condition = conditionOf(carrier, pni, at);
  const dead = condition.linkDown || condition.shut || condition.sessions?.length === 2;
  return dead ? 0 : pni.load[direction] * (condition.load ?? 1) * shape(at, phaseOf(pni));
}

/** Octet counters by PNI or member since the beginning of the story; samples are asked for in the order of time. */
export type Counters = Map<string, { readonly in: number; readonly out: number; readonly at: number }>;

/** Both counters of a PNI, or of the share of it that one member carries. */
function counted(
  carrier: Carrier,
  pni: PniPlan,
  port: number | null,
  share: number,
  at: number,
  counters: Counters,
): { in: number; out: number } {
  const key = `${idOf(pni)} ${port ?? ''}`;
  const before = counters.get(key) ?? { in: 1e15, out: 4e14, at };
  const over = (at - before.at) / 1000;
  const grown = (direction: 'in' | 'out'): number =>
    before[direction] + (rateOf(carrier, pni, direction, (at + before.at) / 2) * share * over) / 8;
  const now = { in: grown('in'), out: grown('out'), at };
  counters.set(key, now);
  return now;
}

const cost: PollCost = { requests: 4, retransmissions: 0, bytesOut: 610, bytesIn: 2480, rejected: 0 };
const healthy = 0xbc;
/** Active, aggregatable, expired: nothing is collected or distributed. */
const expired = 0xa1;
/** sysUpTime of every router when the epoch of the stories begins. */
const upSince = Date.UTC(2025, 6, 1);

function clockOf(carrier: Carrier, router: string, at: number): RouterClock {
  const restart = carrier.routerFaults.find(
    fault => fault.router === router && fault.kind === 'restart' && active(fault, at),
  );
  const since = restart === undefined ? upSince : restart.from;
  return {
    upTime: ticks(Math.round((at - since) / 10)),
    engineBoots: restart === undefined ? 3 : 4,
    engineTime: seconds(Math.round((at - since) / 1000)),
    tableChange: ticks(4100),
    stackChange: null,
  };
}

const portsOf = (pni: PniPlan): readonly string[] =>
  Array.from({ length: pni.members }, (_, port) => (pni.vendor === 'vyos' ? `eth${port + 1}` : `et-0/0/${port}`));

const own = (carrier: Carrier, router: string): readonly PniPlan[] => carrier.pnis.filter(pni => pni.router === router);
const indexOf = (position: number): number => lagIndex + position * 20;
/** Ports of a router's second PNI begin where those of its first end. */
const portName = (pni: PniPlan, position: number, port: number): string =>
  (portsOf(pni)[port] ?? '').replace(/^et-0\/0/, `et-${position}/0`);

function lagRowsOf(carrier: Carrier, router: string, at: number): readonly LagPortRow[] {
  return own(carrier, router).flatMap((pni, position) => {
    if (!pni.membersTold) return [];
    const { lostMembers = 0 } = conditionOf(carrier, pni, at);
    return Array.from({ length: pni.members }, (_, port): LagPortRow => {
      const octet = port >= pni.members - lostMembers ? expired : healthy;
      const lag = indexOf(position);
      return { ifIndex: lag + 1 + port, selected: lag, attached: lag, actor: octet, partner: octet };
    });
  });
}

function sessionsOf(carrier: Carrier, router: string, at: number): readonly SessionFacts[] {
  return own(carrier, router).flatMap((pni, position) => {
    const condition = conditionOf(carrier, pni, at);
    const site = carrier.pnis.indexOf(pni) + 1;
    const fault = carrier.faults.find(each => each.pni === idOf(pni) && active(each, at));
    return (['ipv4', 'ipv6'] as const).map((afi): SessionFacts => {
      const peer =
        afi === 'ipv4'
          ? `198.51.${100 + Math.floor(site / 120)}.${(site % 120) * 2 + 1}`
          : `2001:db8:${site.toString(16)}::2`;
      const down = condition.shut === true || condition.sessions?.includes(afi) === true;
      const since = upSince + ((site * 37 + position + (afi === 'ipv4' ? 11 : 60)) % 3000) * 3_600_000;
      return {
        key: peer,
        state: down ? 'idle' : 'established',
        admin: condition.shut === true ? 'stop' : 'start',
        establishedSeconds: seconds(
          down ? Math.round((at - (fault?.from ?? at)) / 1000) : Math.round((at - since) / 1000),
        ),
        transitions: down ? 2 : 1,
        lastError: down ? (condition.error ?? null) : null,
        peer,
        local:
          afi === 'ipv4'
            ? `198.51.${100 + Math.floor(site / 120)}.${(site % 120) * 2}`
            : `2001:db8:${site.toString(16)}::1`,
        afi,
        remoteAs: 8075,
        description: null,
        vrf: null,
        instance: null,
        prefixesReceived: afi === 'ipv4' ? 280 : 164,
        prefixesAccepted: afi === 'ipv4' ? 280 : 164,
        prefixesAdvertised: 12,
        prefixLimit: null,
        context: null,
        also: null,
        source: pni.vendor === 'junos' ? 'jnxBgpM2' : 'bgp4v2-mib',
        row: [1, site],
        prefixRow: [1, site],
      };
    });
  });
}

const limits = {
  rxLowAlarm: dbm(-13.9),
  rxLowWarning: dbm(-9.9),
  rxHighWarning: dbm(2.4),
  rxHighAlarm: dbm(3.4),
  txLowAlarm: dbm(-11.4),
  txLowWarning: dbm(-8.4),
  txHighWarning: dbm(3),
  txHighAlarm: dbm(5),
};

function opticsOf(carrier: Carrier, router: string, at: number): readonly OpticFacts[] {
  return own(carrier, router).flatMap((pni, position) => {
    const { darkMembers = 0, dimMember = null } = conditionOf(carrier, pni, at);
    const ports = Math.max(1, pni.members);
    return Array.from({ length: ports }, (_, port) =>
      Array.from({ length: pni.lanes ?? 0 }, (__, lane): OpticFacts => {
        const ifIndex = indexOf(position) + (pni.members === 0 ? 0 : 1 + port);
        const dark = port >= ports - darkMembers;
        const dim = port === dimMember && lane === 1;
        return {
          key: `${ifIndex} lane ${lane + 1}`,
          ifIndex,
          lane: lane + 1,
          module: 'present',
          rx: dbm(dark ? -40 : dim ? -15.2 : -2.11 - port / 8 - lane / 16),
          tx: dbm(-1.02 - lane / 16),
          bias: milliamps(7.4),
          temperature: celsius(41),
          thresholds: limits,
          source: 'juniper-dom-mib',
          row: [ifIndex, lane],
        };
      }),
    ).flat();
  });
}

function bfdOf(carrier: Carrier, router: string, at: number): readonly BfdFacts[] {
  const told = own(carrier, router).some(pni => pni.lanes !== undefined);
  return (told ? sessionsOf(carrier, router, at) : []).map(
    ({ peer, state }, position): BfdFacts => ({
      key: `bfd ${peer}`,
      peer,
      ifIndex: null,
      instance: null,
      state: state === 'established' ? 'up' : 'down',
      diagnostic: state === 'established' ? 0 : 1,
      source: 'jnx-bfd-exp-mib',
      row: [position + 1],
    }),
  );
}

/** Light is read once a minute. */
const isLightRead = (at: number): boolean => at % 60_000 < interval;

const sysDescr: Readonly<Partial<Record<Vendor, string>>> = {
  junos: 'Juniper Networks, Inc. mx10008 internet router, kernel JUNOS 23.4R2-S2.1',
  vyos: 'VyOS 1.4.2',
};

/** What discovery reads at a moment. */
export function factsOf(carrier: Carrier, router: string, at: number): RouterFacts {
  const pnis = own(carrier, router);
  const vendor = pnis[0]?.vendor ?? 'unknown';
  const site = (pni: PniPlan): number => carrier.pnis.indexOf(pni) + 1;
  return {
    system: {
      vendor,
      sysDescr: sysDescr[vendor] ?? null,
      sysObjectId: '1.3.6.1.4.1.2636.1.1.1.2.1',
      sysName: `${router}.example.net`,
      clock: clockOf(carrier, router, at),
      lagChange: null,
      localAs: 64496,
      counterRefresh: null,
    },
    interfaces: pnis.flatMap((pni, position) => {
      const { linkDown } = conditionOf(carrier, pni, at);
      const common = {
        descr: null,
        admin: 'up' as const,
        oper: linkDown === true ? ('down' as const) : ('up' as const),
      };
      const lag = {
        ...common,
        ifIndex: indexOf(position),
        name: pni.interface,
        alias: pni.alias,
        type: pni.members === 0 ? 6 : 161,
        speed: bitsPerSecond(portSpeed * Math.max(1, pni.members)),
      };
      const ports = Array.from({ length: pni.members }, (_, port) => ({
        ...common,
        ifIndex: indexOf(position) + 1 + port,
        name: portName(pni, position, port),
        alias: '',
        type: 6,
        speed: portSpeed,
      }));
      return [lag, ...ports];
    }),
    addresses: pnis.flatMap((pni, position) => [
      {
        ifIndex: indexOf(position),
        address: `198.51.${100 + Math.floor(site(pni) / 120)}.${(site(pni) % 120) * 2}`,
        prefixLength: 31,
      },
      { ifIndex: indexOf(position), address: `2001:db8:${site(pni).toString(16)}::1`, prefixLength: 126 },
    ]),
    stack: [],
    lagPorts: lagRowsOf(carrier, router, at),
    aggregators: pnis.flatMap((pni, position) => (pni.members === 0 ? [] : [indexOf(position)])),
    lagMembers: [],
    lagSettings: [],
    bfd: bfdOf(carrier, router, at),
    optics: opticsOf(carrier, router, at),
    sessions: sessionsOf(carrier, router, at),
    tables: [
      { table: 'ifTable', rows: 40, bad: 0, disordered: 0, outcome: 'complete', detail: null },
      { table: 'dot3adAggPortTable', rows: 16, bad: 0, disordered: 0, outcome: 'complete', detail: null },
    ],
    missing:
      vendor === 'vyos'
        ? ['LACP: no LAG-MIB', 'optical power: no table of this router tells it']
        : opticsOf(carrier, router, at).length > 0
          ? []
          : ['optical power: no table of this router tells it'],
  };
}

const unanswered = (router: string, at: number, phase: 'discovery' | 'poll'): Sample => {
  const text = `${router} (192.0.2.9:161) did not answer within 9 s; is it up, and may this host ask it?`;
  return { kind: 'failed', router, at: instant(at), phase, failure: { kind: 'timeout', text } };
};

const faultOf = (carrier: Carrier, router: string, at: number): RouterFault | undefined =>
  carrier.routerFaults.find(each => each.router === router && active(each, at));

/** The slow loop's answer, or what came instead of one. */
export function discovered(carrier: Carrier, router: string, at: number): Sample {
  if (faultOf(carrier, router, at)?.kind === 'silent') return unanswered(router, at, 'discovery');
  return { kind: 'discovered', router, at: instant(at), took: millis(84), facts: factsOf(carrier, router, at), cost };
}

/** The fast loop's answer, or what came instead of one. */
export function polled(carrier: Carrier, router: string, at: number, counters: Counters): Sample {
  const fault = faultOf(carrier, router, at);
  if (fault?.kind === 'silent') return unanswered(router, at, 'poll');
  const bgpSilent = fault?.kind === 'silent-bgp';
  const position = routersOf(carrier).indexOf(router);
  const clock = clockOf(carrier, router, at);
  return {
    kind: 'polled',
    router,
    at: instant(at),
    took: millis(8 + ((position * 37) % 50) / 10),
    clock,
    interfaces: own(carrier, router).flatMap((pni, place) => {
      const condition = conditionOf(carrier, pni, at);
      const lost = condition.lostMembers ?? 0;
      const discards = Math.round(((condition.discards ?? 0) * (at - upSince)) / 1000) % 2 ** 31;
      const reading = (
        ifIndex: number,
        name: string,
        port: number | null,
        share: number,
        speed: number,
        up: boolean,
      ) => {
        const total = counted(carrier, pni, port, share, at, counters);
        return {
          ifIndex,
          name,
          upTime: clock.upTime,
          admin: 'up' as const,
          oper: up ? ('up' as const) : ('down' as const),
          speed: bitsPerSecond(speed),
          inOctets: BigInt(Math.round(total.in)),
          outOctets: BigInt(Math.round(total.out)),
          inErrors: 0,
          outErrors: 0,
          inDiscards: 0,
          outDiscards: discards,
          discontinuity: null,
        };
      };
      const up = condition.linkDown !== true;
      return [
        reading(indexOf(place), pni.interface, null, 1, portSpeed * Math.max(1, pni.members), up),
        ...Array.from({ length: pni.members }, (_, port) => {
          const carries = port < pni.members - lost;
          const share = carries ? 1 / Math.max(1, pni.members - lost) : 0;
          return reading(indexOf(place) + 1 + port, portName(pni, place, port), port, share, portSpeed, up);
        }),
      ];
    }),
    lagChange: null,
    lagMembers: [],
    bfd: bgpSilent ? [] : bfdOf(carrier, router, at),
    optics: isLightRead(at) ? opticsOf(carrier, router, at) : [],
    lagPorts: lagRowsOf(carrier, router, at),
    sessions: bgpSilent ? [] : sessionsOf(carrier, router, at),
    prefixes: isLightRead(at) && !bgpSilent ? sessionsOf(carrier, router, at) : [],
    silent: bgpSilent ? [{ group: 'bgp', failure: { kind: 'timeout', text: 'no answer to 3 tries in 7 s' } }] : [],
    cost,
  };
}
