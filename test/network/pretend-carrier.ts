/**
 * A carrier that exists only as data: what is true of its routers, and the samples that a poller would make of it.
 * A test changes the truth, lets time pass and looks at the picture.
 */
import type { InterfaceFacts, RouterFacts, Vendor } from '../../src/network/facts.ts';
import { emptyFleet, type Fleet, type InterfaceTrack, type RouterState } from '../../src/network/fleet.ts';
import { type Picture, pictureOf } from '../../src/network/picture.ts';
import type { Pni } from '../../src/network/pni.ts';
import type { Metro } from '../../src/network/redundancy.ts';
import type { DiscoveredSample, PolledSample, Sample, TableGroup } from '../../src/network/samples.ts';
import type { SessionFacts } from '../../src/network/session-facts.ts';
import type { DeclaredPni, FleetSettings } from '../../src/network/settings.ts';
import { bitsPerSecond, instant, millis, ratio, seconds, ticks } from '../../src/network/units.ts';
import { reduce } from '../../src/state/reduce.ts';
import {
  type PniShape,
  start,
  type TrueMember,
  type TruePni,
  type TruePort,
  type TrueRouter,
  type TrueSession,
  truePni,
} from './truth.ts';

export interface Shape {
  /** Metro → router → its PNIs. */
  readonly metros: Readonly<Record<string, Readonly<Record<string, readonly PniShape[]>>>>;
  readonly declared?: readonly Partial<DeclaredPni>[];
  readonly settings?: Partial<FleetSettings>;
}

export const noCost = { requests: 1, retransmissions: 0, bytesOut: 100, bytesIn: 1000, rejected: 0 };

const interfaceFacts = (port: TruePort, type: number): InterfaceFacts => ({
  ifIndex: port.ifIndex,
  name: port.name,
  descr: port.name,
  alias: `to Microsoft, ${port.name}`,
  type,
  admin: port.admin,
  oper: port.oper,
  speed: bitsPerSecond(port.speed),
});

const lagRow = (pni: TruePni, member: TrueMember) => ({
  ifIndex: member.ifIndex,
  selected: member.listed ? pni.lag.ifIndex : null,
  attached: member.listed ? pni.lag.ifIndex : null,
  actor: member.listed ? member.actor : null,
  partner: member.listed ? member.partner : null,
});

/** A fleet of which the truth is known. */
export class PretendCarrier {
  readonly routers = new Map<string, TrueRouter>();
  readonly settings: FleetSettings;
  /** Every sample that was folded. */
  readonly samples: Sample[] = [];
  fleet: Fleet;
  /** Milliseconds on the console's own clock. */
  now = start;
  /** What every router says it runs. */
  vendor: Vendor = 'junos';

  constructor(shape: Shape) {
    for (const [metro, routers] of Object.entries(shape.metros)) {
      for (const [name, pnis] of Object.entries(routers)) {
        this.routers.set(name, {
          name,
          metro,
          pnis: pnis.map((pni, at) => truePni(at, pni)),
          bootedAt: start - 86_400_000,
          boots: 7,
          tableChange: 100,
          silent: new Set(),
        });
      }
    }
    this.settings = {
      partner: { asn: 64496, name: 'Example Carrier' },
      peerAsns: [8075],
      pollInterval: millis(10_000),
      routers: [...this.routers.values()].map(({ name, metro }) => ({ name, metro, address: '192.0.2.250' })),
      pnis: (shape.declared ?? []).map(declaredPni),
      thresholds: { utilizationWarn: ratio(0.5), utilizationHard: ratio(0.8), utilizationLimit: ratio(0.95) },
      simulation: false,
      microsoft: null,
      ...shape.settings,
    };
    this.fleet = emptyFleet(this.settings);
  }

  router(name = 'ams-er1'): TrueRouter {
    const found = this.routers.get(name);
    if (found === undefined) throw new Error(`no router ${name}`);
    return found;
  }

  /** The truth about a PNI by its id. */
  true(id = 'ams-er1/ae0'): TruePni {
    const [router = '', lag = ''] = id.split('/');
    const found = this.router(router).pnis.find(pni => pni.lag.name === lag);
    if (found === undefined) throw new Error(`no PNI ${id}`);
    return found;
  }

  member(id: string, at: number): TrueMember {
    const found = this.true(id).members[at];
    if (found === undefined) throw new Error(`no member ${at} of ${id}`);
    return found;
  }

  session(id: string, afi: 'ipv4' | 'ipv6'): TrueSession {
    const found = this.true(id).sessions.find(session => session.afi === afi);
    if (found === undefined) throw new Error(`no ${afi} session on ${id}`);
    return found;
  }

  fold(sample: Sample): void {
    this.samples.push(sample);
    this.fleet = reduce(this.fleet, sample);
  }

  /** Lets time pass: counters go on, nobody asks. */
  pass(secondsPassed: number): this {
    this.now += secondsPassed * 1000;
    for (const router of this.routers.values()) {
      for (const port of router.pnis.flatMap(pni => [pni.lag, ...pni.members])) {
        if (port.inOctets !== null) port.inOctets += BigInt(Math.round((port.inBps / 8) * secondsPassed));
        if (port.outOctets !== null) port.outOctets += BigInt(Math.round((port.outBps / 8) * secondsPassed));
      }
    }
    return this;
  }

  discover(...names: readonly string[]): this {
    for (const router of this.routers.values()) {
      if (router.silent.has('all') || (names.length > 0 && !names.includes(router.name))) continue;
      this.fold(this.discovery(router));
    }
    return this;
  }

  /** Lets one interval pass, then polls every router that answers; a silent one fails. */
  poll(secondsPassed = 10): this {
    this.pass(secondsPassed);
    for (const router of this.routers.values()) {
      if (!router.silent.has('all')) this.fold(this.reading(router));
      else {
        const failure = { kind: 'timeout', text: `${router.name} does not answer` } as const;
        this.fold({ kind: 'failed', router: router.name, at: instant(this.now), phase: 'poll', failure });
      }
    }
    return this;
  }

  /** Discovery and two polls: everything is known, rates too. */
  settle(): this {
    return this.discover().poll(1).poll();
  }

  picture(secondsLater = 0): Picture {
    return pictureOf(this.fleet, instant(this.now + secondsLater * 1000));
  }

  metro(name = 'Amsterdam', secondsLater = 0): Metro {
    const found = this.picture(secondsLater).metros.find(metro => metro.name === name);
    if (found === undefined) throw new Error(`no metro ${name}`);
    return found;
  }

  pni(id = 'ams-er1/ae0', secondsLater = 0): Pni {
    const pnis = this.picture(secondsLater).metros.flatMap(metro => metro.pnis);
    const found = pnis.find(pni => pni.id === id);
    if (found === undefined) throw new Error(`no PNI ${id} in the picture`);
    return found;
  }

  private clock(router: TrueRouter) {
    const up = this.now - router.bootedAt;
    return {
      upTime: ticks(Math.floor(up / 10) % 2 ** 32),
      engineBoots: router.boots,
      engineTime: seconds(Math.floor(up / 1000)),
      tableChange: ticks(router.tableChange),
      stackChange: null,
    };
  }

  private sessionFacts(session: TrueSession): SessionFacts {
    return {
      ...this.sessionReading(session),
      state: session.state,
      peer: session.peer,
      local: session.local,
      afi: session.afi,
      remoteAs: session.remoteAs,
      description: null,
      vrf: null,
      instance: null,
      prefixesReceived: session.prefixes,
      prefixesAccepted: session.prefixes,
      prefixesAdvertised: 12,
      prefixLimit: null,
      source: 'jnxBgpM2',
      row: [0, 1, 2],
      prefixRow: [1, 1, 1],
      context: null,
      also: null,
    };
  }

  private sessionReading(session: TrueSession) {
    const up = session.state === 'established';
    return {
      key: session.peer,
      state: session.listed ? session.state : null,
      admin: session.listed ? session.admin : null,
      establishedSeconds: session.listed && up ? seconds(Math.floor((this.now - session.upSince) / 1000)) : null,
      transitions: session.listed ? session.transitions : null,
      lastError: session.listed ? session.lastError : null,
    };
  }

  /** The same carrier on other software. */
  running(vendor: Vendor): this {
    this.vendor = vendor;
    return this;
  }

  /** What a discovery would read of a router now. */
  facts(router: TrueRouter): RouterFacts {
    const { pnis } = router;
    return {
      system: {
        vendor: this.vendor,
        sysDescr: 'pretended',
        sysObjectId: null,
        sysName: router.name,
        clock: this.clock(router),
        lagChange: null,
        localAs: 64496,
        counterRefresh: null,
      },
      interfaces: pnis.flatMap(pni => [
        interfaceFacts(pni.lag, 161),
        ...pni.members.map(member => interfaceFacts(member, 6)),
      ]),
      addresses: pnis.flatMap(pni =>
        pni.sessions.map(session => ({
          ifIndex: pni.lag.ifIndex,
          address: session.local,
          prefixLength: session.afi === 'ipv4' ? 30 : 126,
        })),
      ),
      stack: [],
      lagPorts: pnis.flatMap(pni => pni.members.filter(member => member.listed).map(member => lagRow(pni, member))),
      aggregators: pnis.map(pni => pni.lag.ifIndex),
      lagMembers: [],
      lagSettings: [],
      bfd: [],
      optics: [],
      sessions: pnis.flatMap(pni =>
        pni.sessions.filter(session => session.listed).map(session => this.sessionFacts(session)),
      ),
      tables: [],
      missing: [],
    };
  }

  /** The sample of a discovery that ends now. */
  discovery(router: TrueRouter, took = 0): DiscoveredSample {
    return {
      kind: 'discovered',
      router: router.name,
      at: instant(this.now),
      took: millis(took),
      facts: this.facts(router),
      cost: noCost,
    };
  }

  /** The same with a count of the prefixes, as one poll a minute has it. */
  counting(router: TrueRouter): PolledSample {
    return {
      ...this.reading(router),
      prefixes: router.pnis.flatMap(pni => pni.sessions.map(each => this.sessionFacts(each))),
    };
  }

  /** The sample of a poll that ends now. */
  reading(router: TrueRouter): PolledSample {
    const clock = this.clock(router);
    const heard = (group: TableGroup): boolean => !router.silent.has(group);
    const groups = (['interfaces', 'lag', 'bgp'] as const).filter(group => router.silent.has(group));
    const ports = router.pnis.flatMap(pni => [pni.lag, ...pni.members]);
    return {
      kind: 'polled',
      router: router.name,
      at: instant(this.now),
      took: millis(12),
      clock: heard('interfaces')
        ? clock
        : { upTime: null, engineBoots: null, engineTime: null, tableChange: null, stackChange: null },
      interfaces: !heard('interfaces')
        ? []
        : ports.map(port => ({
            ifIndex: port.ifIndex,
            name: port.name,
            upTime: clock.upTime,
            admin: port.admin,
            oper: port.oper,
            speed: bitsPerSecond(port.speed),
            inOctets: port.inOctets,
            outOctets: port.outOctets,
            inErrors: port.inErrors,
            outErrors: 0,
            inDiscards: port.inDiscards,
            outDiscards: 0,
            discontinuity: ticks(port.discontinuity),
          })),
      lagPorts: heard('lag') ? router.pnis.flatMap(pni => pni.members.map(member => lagRow(pni, member))) : [],
      lagChange: null,
      lagMembers: [],
      bfd: [],
      optics: [],
      prefixes: [],
      sessions: heard('bgp') ? router.pnis.flatMap(pni => pni.sessions.map(each => this.sessionReading(each))) : [],
      silent: groups.map(group => ({ group, failure: { kind: 'timeout', text: `no answer for ${group}` } })),
      cost: noCost,
    };
  }
}

/** Amsterdam with one PNI on each of two routers: 4 × 100G, 40 Gb/s in and 10 Gb/s out each. */
export const twoRouters = (shape: Omit<Shape, 'metros'> = {}): PretendCarrier =>
  new PretendCarrier({ ...shape, metros: { Amsterdam: { 'ams-er1': [{}], 'ams-er2': [{}] } } });

/** What the fleet holds of a router. */
export function stateOf(carrier: PretendCarrier, router = 'ams-er1'): RouterState {
  const found = carrier.fleet.routers.get(router);
  if (found === undefined) throw new Error(`no ${router}`);
  return found;
}

/** What the fleet holds of an interface of ams-er1. */
export function trackOf(carrier: PretendCarrier, name = 'ae0'): InterfaceTrack {
  const found = stateOf(carrier).interfaces.get(name);
  if (found === undefined) throw new Error(`${name} was never heard`);
  return found;
}

/** A declared PNI that says only what is given. */
export const declaredPni = (pni: Partial<DeclaredPni>): DeclaredPni => ({
  router: 'ams-er1',
  interface: 'ae0',
  metro: null,
  members: null,
  minLinks: null,
  peers: null,
  capacity: null,
  connection: null,
  ...pni,
});
