/** Fleets in the states that screens are looked at in: samples folded through the real reducer, under a clock that stands still. */
import type { FleetEvent } from '../../src/network/events.ts';
import { emptyFleet, type Fleet } from '../../src/network/fleet.ts';
import { type Picture, pictureOf } from '../../src/network/picture.ts';
import type { Sample } from '../../src/network/samples.ts';
import { textOf } from '../../src/network/text.ts';
import { type Instant, instant } from '../../src/network/units.ts';
import { createEventLog } from '../../src/state/event-log.ts';
import { reduce } from '../../src/state/reduce.ts';
import {
  type Carrier,
  type Counters,
  discovered,
  type Fault,
  type PniPlan,
  polled,
  type RouterFault,
  routersOf,
  settingsOf,
} from './carrier.ts';
import { type MicrosoftMood, microsoftSamples, subscription } from './microsoft-side.ts';

/** A fleet at the end of its story. */
export interface Story {
  readonly fleet: Fleet;
  readonly picture: Picture;
  readonly events: readonly FleetEvent[];
  readonly now: Instant;
}

/** The moment at which every story ends. */
export const storyEnd = instant(Date.UTC(2026, 0, 2, 3, 7, 41));
const second = 1000;
const pollInterval = 10 * second;

/** So long before the end. */
const ago = (seconds: number): Instant => instant(storyEnd - seconds * second);

interface Telling {
  readonly rounds: number;
  /** How many of the last rounds are watched for events. */
  readonly watched?: number;
  readonly end?: Instant;
  /** What Microsoft tells, and how it is; nothing where its side is not configured. */
  readonly microsoft?: MicrosoftMood;
}

/** Polls every router each ten seconds until two seconds before the end, and keeps what changed on the way. */
function tell(carrier: Carrier, { rounds, watched = 180, end = storyEnd, microsoft }: Telling): Story {
  const routers = routersOf(carrier);
  const counters: Counters = new Map();
  const log = createEventLog();
  let fleet = emptyFleet({ ...settingsOf(carrier), microsoft: microsoft === undefined ? null : subscription });
  const hear = (sample: Sample): void => {
    fleet = reduce(fleet, sample);
  };
  const first = storyEnd - 2 * second - (rounds - 1) * pollInterval;
  for (const router of routers) hear(discovered(carrier, router, first - 5 * second));
  for (let at = first; at < end; at += pollInterval) {
    for (const [position, router] of routers.entries())
      hear(polled(carrier, router, at + ((position * 7) % 20) * 20, counters));
    if (end - at < (watched + 1) * pollInterval && at > first)
      log.getState().observe(pictureOf(fleet, instant(at + second / 2)));
  }
  if (microsoft !== undefined) for (const sample of microsoftSamples(carrier, end, microsoft)) hear(sample);
  const picture = pictureOf(fleet, end);
  log.getState().observe(picture);
  return { fleet, picture, events: log.getState().events, now: end };
}

const giga = 1e9;

const pni = (
  router: string,
  metro: string,
  port: string,
  members: number,
  load: readonly [number, number],
  alias = `Microsoft AS8075 ${metro} ${router.toUpperCase()}-001`,
): PniPlan => ({
  router,
  interface: port,
  metro,
  vendor: port.startsWith('bond') ? 'vyos' : 'junos',
  alias,
  members,
  membersTold: true,
  load: { in: load[0] * giga, out: load[1] * giga },
});

/** A PNI of 100GBASE-LR4 optics, with BFD. */
const lit = (plan: PniPlan): PniPlan => ({ ...plan, lanes: 4 });

const sixMetros: readonly PniPlan[] = [
  lit(pni('iad-er1', 'Ashburn', 'ae10', 8, [280.2, 96])),
  lit(pni('iad-er2', 'Ashburn', 'ae10', 8, [280.2, 95.9])),
  pni('sin-er1', 'Singapore', 'bond0', 4, [51.1, 16.5]),
  pni('sin-er2', 'Singapore', 'bond0', 4, [51.1, 16.5]),
  pni('ams-er1', 'Amsterdam', 'ae0', 8, [192, 60.1]),
  pni('ams-er2', 'Amsterdam', 'ae0', 8, [192, 60.1]),
  pni('ord-er1', 'Chicago', 'ae2', 8, [145.3, 49.2]),
  pni('ord-er2', 'Chicago', 'ae2', 8, [145.4, 49.2]),
  pni('dfw-er1', 'Dallas', 'ae2', 4, [90.1, 30.4]),
  pni('dfw-er2', 'Dallas', 'ae2', 4, [90, 30.5]),
  pni('lhr-er1', 'London', 'ae2', 8, [150.7, 55]),
  pni('lhr-er2', 'London', 'ae2', 8, [150.8, 55]),
];

const carrier = (
  pnis: readonly PniPlan[],
  faults: readonly Fault[] = [],
  routerFaults: readonly RouterFault[] = [],
): Carrier => ({ pnis, faults, routerFaults, simulation: true });

/** Routers that do not answer, each from a moment on. */
const silent = (...since: readonly (readonly [router: string, from: Instant])[]): readonly RouterFault[] =>
  since.map(([router, from]) => ({ router, from, kind: 'silent' }));

const halfHour: Telling = { rounds: 181 };
const short: Telling = { rounds: 12 };

const lostHold: Fault = {
  pni: 'iad-er1/ae10',
  from: ago(89),
  sessions: ['ipv4', 'ipv6'],
  error: { code: 4, subcode: 0 },
  lostMembers: 4,
  darkMembers: 1,
  dimMember: 2,
};
const fadingLight: Fault = { pni: 'iad-er1/ae10', from: ago(50), dimMember: 2 };
const survivor: Fault = { pni: 'iad-er2/ae10', from: ago(89), load: 2, discards: 41 };
const lostMember: Fault = { pni: 'ams-er1/ae0', from: ago(1331), lostMembers: 1 };
const lostV6: Fault = { pni: 'ord-er1/ae2', from: ago(55), sessions: ['ipv6'], error: { code: 6, subcode: 4 } };

/** Makes a story once: stories are immutable, and many tests look at the same one. */
function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

const hostileAlias = textOf(
  Buffer.from('\u001b[2J\u001b]52;c;cm0gLXJm\u0007\u202eevil\u202c \u001b[31mAS8075\u0000\n\tcircuit 漢字 🛰️ end'),
);

/** Every story by name; each is told when it is first asked for. */
export const stories = {
  /** Both witnesses agree, and Microsoft has nothing to remark. */
  agrees: once(() => tell(carrier(sixMetros), { ...halfHour, microsoft: 'agrees' })),
  /** A PNI has lost its sessions and Microsoft says that it has not; a prefix may be hijacked, another is refused. */
  disagrees: once(() =>
    tell(carrier(sixMetros, [lostHold, survivor, lostMember]), { ...halfHour, microsoft: 'disagrees' }),
  ),
  /** Microsoft has not answered for minutes. */
  silentMicrosoft: once(() => tell(carrier(sixMetros), { ...halfHour, microsoft: 'silent' })),
  /** A PNI carries nothing because Microsoft still validates it; another connection was refused. */
  building: once(() =>
    tell(carrier(sixMetros, [{ pni: 'iad-er1/ae10', from: instant(0), load: 0 }]), {
      ...halfHour,
      microsoft: 'building',
    }),
  ),
  /** Six metros, twelve routers, nothing wrong. */
  calm: once(() => tell(carrier(sixMetros), halfHour)),
  /** A PNI lost by hold timer leaves its metro on one overloaded router; a member lost elsewhere. */
  fault: once(() => tell(carrier(sixMetros, [lostHold, survivor, lostMember]), halfHour)),
  /** A router silent for 42 s, and one that is silent for its BGP tables only. */
  stale: once(() =>
    tell(
      carrier(
        sixMetros,
        [],
        [
          { router: 'sin-er1', from: ago(39), kind: 'silent' },
          { router: 'ord-er2', from: ago(49), kind: 'silent-bgp' },
        ],
      ),
      halfHour,
    ),
  ),
  /** The same fault one minute on: what goes on behind a frozen screen. */
  faultLater: once(() =>
    tell(carrier(sixMetros, [lostHold, survivor, lostMember, { ...lostV6, from: ago(-15) }]), {
      ...halfHour,
      end: instant(storyEnd + 60 * second),
    }),
  ),
  /** A router that has just restarted: its newest pair of readings gives no rate. */
  restart: once(() => tell(carrier(sixMetros, [], [{ router: 'dfw-er1', from: ago(9), kind: 'restart' }]), short)),
  /** IPv6 lost on one PNI, IPv4 alive. */
  v6Down: once(() => tell(carrier(sixMetros, [lostV6]), short)),
  /** Both sessions of a PNI shut by configuration. */
  shut: once(() => tell(carrier(sixMetros, [{ pni: 'lhr-er1/ae2', from: ago(65), shut: true }]), short)),
  /** A link that is down: no member, no session, no traffic. */
  linkDown: once(() =>
    tell(
      carrier(sixMetros, [
        { pni: 'dfw-er1/ae2', from: ago(35), linkDown: true, sessions: ['ipv4', 'ipv6'], lostMembers: 4 },
      ]),
      short,
    ),
  ),
  /** Every PNI of one metro is down. */
  dark: once(() =>
    tell(
      carrier(sixMetros, [
        { pni: 'dfw-er1/ae2', from: ago(35), sessions: ['ipv4', 'ipv6'], error: { code: 4, subcode: 0 } },
        { pni: 'dfw-er2/ae2', from: ago(25), sessions: ['ipv4', 'ipv6'], error: { code: 6, subcode: 2 } },
      ]),
      short,
    ),
  ),
  /** Nobody has answered yet. */
  notHeard: once((): Story => {
    const fleet = emptyFleet(settingsOf(carrier(sixMetros)));
    return { fleet, picture: pictureOf(fleet, storyEnd), events: [], now: storyEnd };
  }),
  /** All have answered but one, that never has. */
  neverHeard: once(() => tell(carrier(sixMetros, [], silent(['sin-er1', instant(0)])), short)),
  /** All of that, and another that does not answer any more. */
  neverHeardAndStale: once(() =>
    tell(carrier(sixMetros, [], silent(['sin-er1', instant(0)], ['ord-er2', ago(39)])), short),
  ),
  /** Light that fades on a PNI that is up. */
  fading: once(() => tell(carrier(sixMetros, [fadingLight]), short)),
  /** An ifAlias that would clear the screen, write the clipboard and turn the text round. */
  hostile: once(() => tell(carrier(sixMetros.map(each => ({ ...each, alias: hostileAlias }))), short)),
  /** One metro with two routers. */
  oneMetro: once(() => tell(carrier(sixMetros.slice(0, 2)), short)),
  /** No table tells the members of the LAGs; Dallas runs on single ports. */
  membersUnknown: once(() =>
    tell(
      carrier(
        sixMetros.map(each => {
          if (each.metro === 'Dallas') return lit({ ...each, interface: 'et-0/0/7', members: 0 });
          return each.metro === 'London' ? { ...each, membersTold: false } : each;
        }),
      ),
      short,
    ),
  ),
  /** A hundred metros of ten PNIs, five routers each. */
  hundred: once(() =>
    tell(
      carrier(
        Array.from({ length: 1000 }, (_, position) => {
          const metro = Math.floor(position / 10) + 1;
          return pni(`m${metro}-er${Math.floor((position % 10) / 2) + 1}`, `Metro ${metro}`, `ae${position % 2}`, 2, [
            40 + (position % 7),
            12,
          ]);
        }),
        [{ pni: 'm42-er1/ae0', from: ago(5), sessions: ['ipv6'] }],
      ),
      { rounds: 3, watched: 2 },
    ),
  ),
} as const satisfies Record<string, () => Story>;

/** The name of a story. */
export type StoryName = keyof typeof stories;
