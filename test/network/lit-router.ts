/** One router with one LAG of two ports and one session, whose light and BFD a test sets as it likes. */
import type { OperStatus } from '../../src/network/facts.ts';
import { emptyFleet, type Fleet } from '../../src/network/fleet.ts';
import type { OpticFacts, OpticReading, OpticThresholds } from '../../src/network/optic-facts.ts';
import { type Picture, pictureOf } from '../../src/network/picture.ts';
import type { Pni } from '../../src/network/pni.ts';
import type { PolledSample } from '../../src/network/samples.ts';
import type { BfdFacts, BfdReading } from '../../src/network/session-facts.ts';
import type { FleetSettings } from '../../src/network/settings.ts';
import { celsius, dbm, instant, milliamps, millis, ratio, ticks } from '../../src/network/units.ts';
import { reduce } from '../../src/state/reduce.ts';
import { noCost } from './pretend-carrier.ts';
import { address, factsOf, ifType, lagPort, port, session } from './router-facts.ts';

/** When the router is discovered, in milliseconds. */
export const begin = 1_000_000;
const names = { 1: 'et-0/0/0', 2: 'et-0/0/1' } as const;

/** Limits of a 100GBASE-LR4 module. */
export const limits: OpticThresholds = {
  rxLowAlarm: dbm(-13.9),
  rxLowWarning: dbm(-9.9),
  rxHighWarning: dbm(2.4),
  rxHighAlarm: dbm(3.4),
  txLowAlarm: dbm(-11.4),
  txLowWarning: dbm(-8.4),
  txHighWarning: dbm(3),
  txHighAlarm: dbm(5),
};

export const noLimits: OpticThresholds = {
  rxLowAlarm: null,
  rxLowWarning: null,
  rxHighWarning: null,
  rxHighAlarm: null,
  txLowAlarm: null,
  txLowWarning: null,
  txHighWarning: null,
  txHighAlarm: null,
};

/** A lane of a port: what comes in, what goes out, in dBm. */
export const lane = (
  ifIndex: number,
  rx: number | null,
  tx: number | null = -1,
  more: Partial<OpticFacts> = {},
): OpticFacts => ({
  key: `${ifIndex} lane ${more.lane ?? 0}`,
  ifIndex,
  lane: null,
  module: rx === null && tx === null ? null : 'present',
  rx: rx === null ? null : dbm(rx),
  tx: tx === null ? null : dbm(tx),
  bias: milliamps(7),
  temperature: celsius(40),
  thresholds: limits,
  source: 'juniper-dom-mib',
  row: [ifIndex],
  ...more,
});

/** A BFD session to a peer. */
export const bfd = (peer: string | null, state: BfdFacts['state'], more: Partial<BfdFacts> = {}): BfdFacts => ({
  key: `bfd ${peer} ${more.ifIndex ?? ''}`,
  peer,
  state,
  diagnostic: null,
  ifIndex: null,
  instance: null,
  source: 'bfd-std-mib',
  row: [1],
  ...more,
});

const settings: FleetSettings = {
  partner: { asn: 64496, name: null },
  peerAsns: [8075],
  pollInterval: millis(10_000),
  routers: [{ name: 'er1', address: '192.0.2.100', metro: 'Ashburn' }],
  pnis: [],
  thresholds: { utilizationWarn: ratio(0.5), utilizationHard: ratio(0.8), utilizationLimit: ratio(0.95) },
  simulation: false,
  microsoft: null,
};

/** What a poll hears; what is left out is as it should be. */
export interface Heard {
  readonly optics?: readonly OpticReading[];
  readonly bfd?: readonly BfdReading[];
  readonly oper?: Readonly<Partial<Record<1 | 2, OperStatus>>>;
  readonly admin?: Readonly<Partial<Record<1 | 2, 'up' | 'down'>>>;
  readonly established?: boolean;
  readonly silent?: PolledSample['silent'];
}

/** The fleet of one router, polled when a test says so. */
export class LitRouter {
  private fleet: Fleet = emptyFleet(settings);
  readonly peer: string;

  constructor(
    found: { readonly optics?: readonly OpticFacts[]; readonly bfd?: readonly BfdFacts[] },
    {
      lag = true,
      peer = '198.51.100.9',
      instance = null,
    }: { readonly lag?: boolean; readonly peer?: string; readonly instance?: number | null } = {},
  ) {
    this.peer = peer;
    const local = peer.includes(':') ? '2001:db8::1' : '198.51.100.8';
    const own = lag ? 10 : 1;
    this.fleet = reduce(this.fleet, {
      kind: 'discovered',
      router: 'er1',
      at: instant(begin),
      took: millis(0),
      cost: noCost,
      facts: factsOf({
        interfaces: [
          port(1, names[1]),
          port(2, names[2]),
          ...(lag ? [port(10, 'ae0', ifType.lag)] : []),
          port(11, 'ae0.0'),
        ],
        lagPorts: lag ? [lagPort(1, 10), lagPort(2, 10)] : [],
        aggregators: lag ? [10] : [],
        addresses: [address(own, local, peer.includes(':') ? 126 : 31)],
        sessions: [session(peer, local, { instance })],
        ...found,
      }),
    });
  }

  /** Polls `after` milliseconds from the beginning. */
  poll(after: number, heard: Heard = {}): void {
    const at = instant(begin + after);
    const clock = {
      upTime: ticks(after / 10),
      engineBoots: 1,
      engineTime: null,
      tableChange: null,
      stackChange: null,
    };
    const reading = (ifIndex: number, name: string) => ({
      ifIndex,
      name,
      upTime: clock.upTime,
      admin: heard.admin?.[ifIndex === 2 ? 2 : 1] ?? ('up' as const),
      oper: heard.oper?.[ifIndex === 2 ? 2 : 1] ?? ('up' as const),
      speed: null,
      inOctets: null,
      outOctets: null,
      inErrors: null,
      outErrors: null,
      inDiscards: null,
      outDiscards: null,
      discontinuity: null,
    });
    const lag = this.fleet.routers.get('er1')?.structure?.lags.has('ae0') === true;
    const up = (ifIndex: 1 | 2): boolean => (heard.oper?.[ifIndex] ?? 'up') === 'up';
    this.fleet = reduce(this.fleet, {
      kind: 'polled',
      router: 'er1',
      at,
      took: millis(10),
      clock,
      interfaces: [
        reading(1, names[1]),
        ...(lag ? [reading(2, names[2]), { ...reading(10, 'ae0'), oper: 'up' as const, admin: 'up' as const }] : []),
      ],
      lagPorts: lag ? [lagPort(1, 10, up(1) ? 0xbc : 0xa1), lagPort(2, 10, up(2) ? 0xbc : 0xa1)] : [],
      lagChange: null,
      lagMembers: [],
      sessions: [{ ...session(this.peer), state: heard.established === false ? 'idle' : 'established' }],
      prefixes: [],
      bfd: heard.bfd ?? [],
      optics: heard.optics ?? [],
      silent: heard.silent ?? [],
      cost: noCost,
    });
  }

  picture(after: number): Picture {
    return pictureOf(this.fleet, instant(begin + after));
  }

  pni(after: number): Pni {
    const pni = this.picture(after).metros[0]?.pnis[0];
    if (pni === undefined) throw new Error('there is no PNI');
    return pni;
  }

  /** The reasons of the PNI, as codes with their texts. */
  reasons(after: number): readonly string[] {
    return this.pni(after).reasons.map(({ code, weight, text }) => `${weight} ${code}: ${text}`);
  }
}
