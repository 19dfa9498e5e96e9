/** Scenarios: what happens to the simulated carrier, and when. They are data; `actions.ts` carries them out. */
import { z } from 'zod';
import { buildCarrier, type Carrier } from './carrier.ts';
import bgpV6OnlyDown from './scenarios/bgp-v6-only-down.json' with { type: 'json' };
import bothOnOneRouter from './scenarios/both-on-one-router.json' with { type: 'json' };
import calm from './scenarios/calm.json' with { type: 'json' };
import congestedSibling from './scenarios/congested-sibling.json' with { type: 'json' };
import counterReset from './scenarios/counter-reset.json' with { type: 'json' };
import drained from './scenarios/drained.json' with { type: 'json' };
import ifindexRenumber from './scenarios/ifindex-renumber.json' with { type: 'json' };
import lagMemberFlap from './scenarios/lag-member-flap.json' with { type: 'json' };
import routerDark from './scenarios/router-dark.json' with { type: 'json' };
import silentHalf from './scenarios/silent-half.json' with { type: 'json' };
import { TICK_MS } from './traffic.ts';

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000 };

/** A duration such as `500ms`, `10s` or `2m`, in ticks. */
const duration = z.string().transform((text, context): number => {
  const [, digits, unit = ''] = /^(\d+)(ms|s|m)$/.exec(text) ?? [];
  const ticks = (Number(digits) * (UNITS[unit] ?? Number.NaN)) / TICK_MS;
  if (Number.isInteger(ticks)) return ticks;
  context.addIssue({
    code: 'custom',
    message: `"${text}" is not a duration in steps of 10 ms, such as 500ms, 10s or 2m`,
  });
  return z.NEVER;
});

const at = duration;
const error = z.strictObject({
  code: z.int().min(1).max(255),
  subcode: z.int().min(0).max(255),
  by: z.enum(['local', 'peer']),
});

const action = z.discriminatedUnion('do', [
  /** Members of a PNI change condition; without `members`, all of them. */
  z.strictObject({
    at,
    do: z.literal('member'),
    pni: z.string(),
    members: z.array(z.string()).min(1).optional(),
    to: z.enum(['up', 'down', 'expired', 'gone']),
  }),
  /** A member receives damaged frames. */
  z.strictObject({ at, do: z.literal('errors'), pni: z.string(), member: z.string(), perSecond: z.number().min(0) }),
  /** A session is lost and kept down, shut by the operator, or allowed back. */
  z.strictObject({
    at,
    do: z.literal('session'),
    pni: z.string(),
    afi: z.enum(['ipv4', 'ipv6', 'both']),
    to: z.enum(['down', 'shut', 'up']),
    error: error.optional(),
  }),
  /** Routes are made unattractive: sessions stay, traffic leaves. */
  z.strictObject({ at, do: z.literal('drain'), pni: z.string() }),
  z.strictObject({ at, do: z.literal('undrain'), pni: z.string() }),
  /** What the router's agent answers. */
  z.strictObject({ at, do: z.literal('answers'), router: z.string(), to: z.enum(['all', 'none', 'no-bgp']) }),
  /** The router is down for a while and starts again from nothing. */
  z.strictObject({ at, do: z.literal('restart'), router: z.string(), for: duration }),
  /** Every ifIndex moves by this much, without a restart. */
  z.strictObject({ at, do: z.literal('renumber'), router: z.string(), by: z.int().min(1) }),
  /** A metro's demand as a fraction of its full capacity; `null` gives it back to the time of day. */
  z.strictObject({ at, do: z.literal('demand'), metro: z.string(), share: z.number().min(0).max(4).nullable() }),
]);

const scenarioSchema = z.strictObject({
  name: z.string().regex(/^[a-z0-9-]+$/),
  title: z.string().min(1),
  description: z.string().min(1),
  /** PNIs that are cabled differently from the start. */
  rehomed: z.array(z.strictObject({ metro: z.string(), from: z.string(), to: z.string() })).default([]),
  events: z.array(action),
  /** The events start over after this long, for ever. */
  repeat: duration.optional(),
});

/** One event of a scenario; `at` is in ticks since the (repeated) start. */
export type Action = z.infer<typeof action>;
/** A checked scenario. */
export type Scenario = z.infer<typeof scenarioSchema>;

/** When a scenario's events happen. */
export interface Timeline {
  readonly events: readonly Action[];
  /** Ticks after which the events start over; `null` when they happen once. */
  readonly repeat: number | null;
}

const subjectsOf = (carrier: Carrier, event: Action): readonly [kind: string, name: string, known: boolean][] => {
  switch (event.do) {
    case 'member':
    case 'errors': {
      const pni = carrier.pnis.find(({ id }) => id === event.pni);
      const members = event.do === 'errors' ? [event.member] : (event.members ?? []);
      return [
        ['PNI', event.pni, pni !== undefined],
        ...members.map((name): [string, string, boolean] => ['member', name, pni?.members.includes(name) ?? false]),
      ];
    }
    case 'session':
    case 'drain':
    case 'undrain':
      return [['PNI', event.pni, carrier.pnis.some(({ id }) => id === event.pni)]];
    case 'answers':
    case 'restart':
    case 'renumber':
      return [['router', event.router, carrier.routers.some(({ name }) => name === event.router)]];
    case 'demand':
      return [['metro', event.metro, carrier.metros.some(({ name }) => name === event.metro)]];
  }
};

/** Checks a scenario's data, and that everything it names exists. Throws an `Error` that says what is wrong. */
export const parseScenario = (data: unknown): { readonly scenario: Scenario; readonly carrier: Carrier } => {
  const parsed = scenarioSchema.safeParse(data);
  if (!parsed.success) throw new Error(`Not a scenario:\n${z.prettifyError(parsed.error)}`);
  const scenario = parsed.data;
  const carrier = buildCarrier(scenario.rehomed);
  for (const [i, event] of scenario.events.entries()) {
    for (const [kind, name, known] of subjectsOf(carrier, event)) {
      if (!known)
        throw new Error(`Scenario ${scenario.name}, event ${i + 1} (${event.do}): there is no ${kind} ${name}.`);
    }
    if (scenario.repeat !== undefined && event.at >= scenario.repeat) {
      throw new Error(
        `Scenario ${scenario.name}, event ${i + 1} (${event.do}): it comes after the scenario starts over.`,
      );
    }
  }
  return { scenario, carrier };
};

/** The timeline of a scenario: its events in order of time. */
export const timelineOf = ({ events, repeat }: Scenario): Timeline => ({
  events: events.toSorted((a, b) => a.at - b.at),
  repeat: repeat ?? null,
});

/** The first tick after `tick` at which something happens; `Infinity` when nothing is left. */
export const nextEventAfter = ({ events, repeat }: Timeline, tick: number): number => {
  const round = repeat === null ? 0 : Math.floor(tick / repeat) * repeat;
  const within = events.find(event => round + event.at > tick);
  if (within !== undefined) return round + within.at;
  const [first] = events;
  return repeat === null || first === undefined ? Number.POSITIVE_INFINITY : round + repeat + first.at;
};

/** What happens exactly at a tick. */
export const eventsAt = ({ events, repeat }: Timeline, tick: number): Action[] =>
  events.filter(event => event.at === (repeat === null ? tick : tick % repeat));

/** The scenarios that come with the program, as data, in the order of `demo --list`. */
export const SCENARIOS: readonly unknown[] = [
  calm,
  lagMemberFlap,
  routerDark,
  silentHalf,
  counterReset,
  ifindexRenumber,
  bgpV6OnlyDown,
  bothOnOneRouter,
  congestedSibling,
  drained,
];
