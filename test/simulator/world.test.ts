import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Counters, summed } from '../../src/simulator/counters.ts';
import { loadsOf } from '../../src/simulator/loads.ts';
import { compareOids } from '../../src/simulator/mib.ts';
import { lossAt } from '../../src/simulator/optics.ts';
import { buildRouterMib, portsOf } from '../../src/simulator/router-mib.ts';
import { parseScenario, SCENARIOS } from '../../src/simulator/scenario.ts';
import type { Action } from '../../src/simulator/scenario-file.ts';
import { step } from '../../src/simulator/step.ts';
import { OCTETS_PER_TICK_PER_GBPS } from '../../src/simulator/traffic.ts';
import { forwards, memberCapacity, type PniState, type RouterState, type World } from '../../src/simulator/world.ts';
import { EVENING, happened, start } from './walk.ts';

const pniOf = (world: World, id: string): PniState => {
  const found = world.pnis[world.carrier.pnis.findIndex(pni => pni.id === id)];
  if (found === undefined) throw new Error(`no PNI ${id}`);
  return found;
};

const routerOf = (world: World, name: string): RouterState => {
  const found = world.routers[world.carrier.routers.findIndex(router => router.name === name)];
  if (found === undefined) throw new Error(`no router ${name}`);
  return found;
};

/** Load of a PNI as a fraction of what was built, in the direction from Microsoft. */
const fill = (world: World, id: string): number => {
  const at = world.carrier.pnis.findIndex(pni => pni.id === id);
  const plan = world.carrier.pnis[at];
  return plan === undefined ? 0 : (loadsOf(world).in[at] ?? 0) / (plan.members.length * memberCapacity(plan));
};

const metroGbps = (world: World, metro: string): number =>
  world.carrier.pnis.reduce((sum, pni, at) => (pni.metro === metro ? sum + (loadsOf(world).in[at] ?? 0) : sum), 0) /
  OCTETS_PER_TICK_PER_GBPS;

const scenarioNames = SCENARIOS.map(data => parseScenario(data).scenario.name);
const plainCarrier = start().carrier;
const pniIds = plainCarrier.pnis.map(({ id }) => id);
const routerNames = plainCarrier.routers.map(({ name }) => name);

const pni = fc.constantFrom(...pniIds);
const router = fc.constantFrom(...routerNames);
const member = fc.constantFrom(
  ...plainCarrier.pnis.flatMap(({ id, members }) => members.map(name => ({ at: 0, pni: id, member: name }))),
);
const anyEvent: fc.Arbitrary<Action> = fc.oneof(
  fc.record({
    at: fc.constant(0),
    do: fc.constant('member' as const),
    pni,
    to: fc.constantFrom('up', 'down', 'expired', 'gone'),
  }),
  fc.record({
    at: fc.constant(0),
    do: fc.constant('session' as const),
    pni,
    afi: fc.constantFrom('ipv4', 'ipv6', 'both'),
    to: fc.constantFrom('up', 'down', 'shut'),
  }),
  fc.tuple(member, fc.integer({ min: 0, max: 700 })).map(
    ([which, over]): Action => ({
      ...which,
      do: 'light',
      lossDb: 14,
      over,
    }),
  ),
  fc.tuple(member, fc.constantFrom('pulled', 'in')).map(([which, to]): Action => ({ ...which, do: 'module', to })),
  fc.record({ at: fc.constant(0), do: fc.constantFrom('drain', 'undrain'), pni }),
  fc.record({ at: fc.constant(0), do: fc.constant('restart' as const), router, for: fc.integer({ min: 1, max: 900 }) }),
  fc.record({ at: fc.constant(0), do: fc.constant('renumber' as const), router, by: fc.integer({ min: 1, max: 50 }) }),
  fc.record({
    at: fc.constant(0),
    do: fc.constant('demand' as const),
    metro: fc.constantFrom(...plainCarrier.metros.map(({ name }) => name)),
    share: fc.double({ min: 0, max: 2, noNaN: true }),
  }),
);
const story = fc.array(fc.tuple(anyEvent, fc.integer({ min: 0, max: 700 })), { maxLength: 12 });

const live = (
  first: World,
  events: readonly (readonly [Action, number])[],
  see: (before: World, now: World) => void,
): World =>
  events.reduce((world, [event, ticks]) => {
    const acted = happened(world, event);
    const next = step(acted, ticks * 10);
    see(acted, next);
    return next;
  }, first);

describe('whatever happens', () => {
  test('what is asked for is carried somewhere or known to have no room', () => {
    fc.assert(
      fc.property(story, events => {
        live(start(), events, (_, world) => {
          const { in: inward, out: outward, demand, unserved } = loadsOf(world);
          const sum = (all: readonly number[]): number => all.reduce((total, one) => total + one, 0);
          expect(sum(inward) + unserved.in).toBe(demand.in);
          expect(sum(outward) + unserved.out).toBe(demand.out);
        });
      }),
      { numRuns: 30 },
    );
  });

  test("a LAG and its unit count exactly what its members' ports count", () => {
    fc.assert(
      fc.property(story, events => {
        const world = live(start(), events, () => undefined);
        for (const [at, plan] of world.carrier.routers.entries()) {
          const { ports } = portsOf(world.carrier, at);
          const read = (name: string): Counters | undefined =>
            ports.find(port => port.name === name)?.read(world).counters;
          for (const { lag, members } of world.carrier.pnis.filter(({ router }) => router === plan.name)) {
            const sum = members.reduce((octets, name) => octets + (read(name)?.inOctets ?? 0n), 0n);
            expect(read(lag)?.inOctets).toBe(sum);
            if (plan.layout === 'junos') expect(read(`${lag}.0`)).toEqual(read(lag));
            if (plan.layout === 'sros') expect(read(`to-${lag}`)).toEqual(read(lag));
          }
        }
      }),
      { numRuns: 20 },
    );
  });

  test('counters never fall, except where the router started anew', () => {
    const keys: readonly (keyof Counters)[] = [
      'inOctets',
      'outOctets',
      'inPackets',
      'outPackets',
      'inErrors',
      'inDiscards',
    ];
    fc.assert(
      fc.property(story, events => {
        live(start(), events, (before, now) => {
          for (const [at, plan] of now.carrier.pnis.entries()) {
            if (routerOf(before, plan.router).boots !== routerOf(now, plan.router).boots) continue;
            const counts = (world: World): Counters =>
              summed(world.pnis[at]?.members.map(({ counters }) => counters) ?? []);
            const [was, is] = [counts(before), counts(now)];
            for (const key of keys) expect(is[key] >= was[key]).toBe(true);
          }
        });
      }),
      { numRuns: 20 },
    );
  });

  test('no router has two rows of one name', () => {
    fc.assert(
      fc.property(story, events => {
        const world = live(start(), events, () => undefined);
        for (const at of world.carrier.routers.keys()) {
          const { entries } = buildRouterMib(world, at);
          for (const [i, { arcs }] of entries.entries()) {
            const next = entries[i + 1];
            if (next !== undefined) expect(compareOids(arcs, next.arcs)).toBeLessThan(0);
          }
        }
      }),
      { numRuns: 5 },
    );
  });

  test('no port ever moves more than its speed', () => {
    fc.assert(
      fc.property(story, events => {
        live(start(), events, (_, world) => {
          for (const [at, plan] of world.carrier.pnis.entries()) {
            for (const member of world.pnis[at]?.members ?? []) {
              expect(member.rates.inOctets).toBeLessThanOrEqual(memberCapacity(plan));
              if (!forwards(member)) expect(member.rates.inOctets).toBe(0);
            }
          }
        });
      }),
      { numRuns: 20 },
    );
  });
});

test.each(scenarioNames)('%s: the same seed gives the same world, however it was stepped', name => {
  const once = step(start(name, 42), 21_000);
  let often = start(name, 42);
  for (const ms of [10, 240, 990, 3_330, 7_430, 10, 8_990]) often = step(often, ms);
  expect(often).toEqual(once);
  expect(step(start(name, 43), 21_000).pnis).not.toEqual(once.pnis);
});

test('time moves in whole ticks only', () => {
  expect(() => step(start(), 5)).toThrow(RangeError);
  expect(() => step(start(), -10)).toThrow(RangeError);
});

describe('a quiet day', () => {
  test('every PNI stands any single loss in its metro, at every hour', () => {
    for (let hour = 0; hour < 24; hour += 1) {
      const world = start('calm', hour, EVENING + hour * 3_600_000);
      for (const { id, metro } of world.carrier.pnis) {
        expect(fill(world, id)).toBeGreaterThan(0.1);
        expect(fill(world, id)).toBeLessThan(0.45);
        const dead = happened(world, { at: 0, do: 'session', pni: id, afi: 'both', to: 'shut' });
        for (const other of dead.carrier.pnis.filter(sibling => sibling.metro === metro)) {
          expect(fill(dead, other.id)).toBeLessThan(0.8);
        }
      }
    }
  });

  test('counters, uptimes and stamps are of one piece', () => {
    const world = start();
    for (const [at, plan] of world.carrier.pnis.entries()) {
      const { boot } = routerOf(world, plan.router);
      const state = world.pnis[at];
      for (const session of [state?.sessions.ipv4, state?.sessions.ipv6]) {
        expect(session?.phase).toBe('established');
        expect(session?.since).toBeGreaterThan(boot);
        expect(session?.transitions).toBeGreaterThan(0);
      }
      for (const member of state?.members ?? []) {
        expect(member.changed).toBeGreaterThan(boot);
        const mean = Number(member.counters.inOctets) / -boot / memberCapacity(plan);
        expect(mean).toBeGreaterThan(0.1);
        expect(mean).toBeLessThan(0.4);
      }
    }
    const octets = world.pnis.flatMap(({ members }) => members.map(({ counters }) => counters.inOctets));
    expect(octets.some(count => count > 2n ** 53n)).toBe(true);
  });

  test('a metro has PNIs of one size on two routers', () => {
    for (const { name } of plainCarrier.metros) {
      const pnis = plainCarrier.pnis.filter(({ metro }) => metro === name);
      expect(new Set(pnis.map(({ members }) => members.length)).size).toBe(1);
      expect(new Set(pnis.map(pni => pni.router)).size).toBe(2);
    }
    expect(plainCarrier.pnis).toHaveLength(14);
  });
});

describe('draining', () => {
  const drain = (id: string): Action => ({ at: 0, do: 'drain', pni: id });

  test('moves the load to the sibling and keeps the sessions', () => {
    const world = start();
    const drained = happened(world, drain('ams-er1/lag-1'));
    expect(pniOf(drained, 'ams-er1/lag-1').sessions).toEqual(pniOf(world, 'ams-er1/lag-1').sessions);
    expect(fill(drained, 'ams-er1/lag-1')).toBeLessThan(0.001);
    expect(fill(drained, 'ams-er2/Port-Channel1')).toBeCloseTo(2 * fill(world, 'ams-er2/Port-Channel1'), 2);
  });

  test('of a whole metro moves its load to the nearest one', () => {
    const world = start();
    const drained = happened(world, drain('ams-er1/lag-1'), drain('ams-er2/Port-Channel1'));
    const moved = metroGbps(world, 'Amsterdam') - metroGbps(drained, 'Amsterdam');
    expect(metroGbps(drained, 'London') + metroGbps(drained, 'New York')).toBeCloseTo(
      metroGbps(world, 'London') + metroGbps(world, 'New York') + moved,
      0,
    );
    expect(fill(drained, 'ams-er1/lag-2')).toBeGreaterThan(0.98);
  });

  test('undone, everything is as before', () => {
    const world = start();
    expect(happened(world, drain('ams-er1/lag-1'), { at: 0, do: 'undrain', pni: 'ams-er1/lag-1' })).toEqual(world);
  });
});

describe('losing members', () => {
  const lose = (to: 'down' | 'gone' | 'expired' | 'up', members?: string[]): Action =>
    members === undefined
      ? { at: 0, do: 'member', pni: 'ord-er1/Eth-Trunk1', to }
      : { at: 0, do: 'member', pni: 'ord-er1/Eth-Trunk1', to, members };

  test('one of six leaves the LAG up with five sixths of the load it could take', () => {
    const world = happened(start(), lose('down', ['100GE0/3/3']));
    expect(pniOf(world, 'ord-er1/Eth-Trunk1').sessions.ipv4.due).toBeNull();
    expect(fill(world, 'ord-er1/Eth-Trunk1') / fill(world, 'ord-er2/ae0')).toBeCloseTo(5 / 6, 3);
  });

  test('all of them empties the PNI at once and ends both sessions after the hold time', () => {
    const lost = happened(step(start(), 1000), lose('down'));
    expect(fill(lost, 'ord-er1/Eth-Trunk1')).toBe(0);
    expect(pniOf(step(lost, 2990), 'ord-er1/Eth-Trunk1').sessions.ipv6.phase).toBe('established');
    const { sessions } = pniOf(step(lost, 3000), 'ord-er1/Eth-Trunk1');
    for (const session of [sessions.ipv4, sessions.ipv6]) {
      expect(session).toMatchObject({ phase: 'idle', since: 400, lastError: { code: 4, subcode: 0 } });
    }
  });

  test('for less than the hold time costs no session', () => {
    const lost = happened(start(), lose('down'));
    const back = happened(step(lost, 2000), lose('up'));
    expect(pniOf(step(back, 10_000), 'ord-er1/Eth-Trunk1').sessions).toEqual(
      pniOf(start(), 'ord-er1/Eth-Trunk1').sessions,
    );
  });

  test('for longer costs one transition each when they come back', () => {
    const before = pniOf(start(), 'ord-er1/Eth-Trunk1').sessions;
    const gone = step(happened(start(), lose('gone')), 5000);
    const { sessions } = pniOf(step(happened(gone, lose('up')), 10_000), 'ord-er1/Eth-Trunk1');
    expect(sessions.ipv4).toMatchObject({ phase: 'established', transitions: before.ipv4.transitions + 1 });
    expect(sessions.ipv4.since).toBeGreaterThan(700);
  });
});

describe('scenarios', () => {
  test('counter-reset starts uptime, counters and sessions anew, and says so in engine boots', () => {
    const before = start('counter-reset');
    const dark = step(before, 10_000);
    expect(routerOf(dark, 'ams-er1').upAt).not.toBeNull();
    expect(fill(dark, 'ams-er1/lag-1')).toBe(0);
    const world = step(before, 25_000);
    const router = routerOf(world, 'ams-er1');
    expect(router).toMatchObject({ boot: 1200, boots: routerOf(before, 'ams-er1').boots + 1, upAt: null });
    const { sessions, members } = pniOf(world, 'ams-er1/lag-1');
    expect(sessions.ipv4).toMatchObject({ phase: 'established', transitions: 1 });
    expect(members.every(({ counters }) => counters.inOctets > 0n && counters.inOctets < 2n ** 40n)).toBe(true);
  });

  test('congested-sibling fills the sibling above 95 % and makes it drop', () => {
    const world = step(start('congested-sibling', 5, EVENING + 8 * 3_600_000), 20_000);
    expect(fill(world, 'ams-er1/lag-1')).toBeGreaterThan(0.95);
    const before = step(start('congested-sibling'), 3000);
    const discards = (of: World): number =>
      summed(pniOf(of, 'ams-er1/lag-1').members.map(({ counters }) => counters)).inDiscards;
    expect(discards(before)).toBe(0);
    expect(discards(world)).toBeGreaterThan(0);
    expect(fill(world, 'ams-er2/Port-Channel1')).toBe(0);
  });

  test('bgp-v6-only-down leaves IPv4 established', () => {
    const { sessions } = pniOf(step(start('bgp-v6-only-down'), 60_000), 'ams-er1/lag-2');
    expect(sessions.ipv4.phase).toBe('established');
    expect(sessions.ipv6).toMatchObject({ phase: 'active', lastError: { code: 6, subcode: 10 }, since: 800 });
  });

  test('both-on-one-router has no router to spare in Chicago', () => {
    const { carrier } = start('both-on-one-router');
    expect(carrier.pnis.filter(({ metro }) => metro === 'Chicago').map(({ id }) => id)).toEqual([
      'ord-er1/Eth-Trunk1',
      'ord-er1/Eth-Trunk2',
    ]);
  });

  test('optics-degrade loses light, then errors rise, then a module is gone, and the LAG lives', () => {
    const world = start('optics-degrade');
    const id = 'iad-er2/Bundle-Ether1';
    const dirty = (ms: number) => pniOf(step(world, ms), id).members[1];
    const lost = (ms: number): number => {
      const { tick } = step(world, ms);
      const state = dirty(ms);
      return state === undefined ? Number.NaN : lossAt(state.loss, tick);
    };
    expect([0, 5_000, 125_000, 245_000, 300_000].map(lost)).toEqual([0, 0, 7, 14, 14]);
    expect([30_000, 160_000, 220_000].map(ms => dirty(ms)?.errorsPerSecond)).toEqual([0, 12, 310]);
    const { members, sessions } = pniOf(step(world, 270_000), id);
    expect(members.map(({ condition }) => condition)).toEqual(['up', 'up', 'up', 'pulled']);
    expect(sessions.ipv4.phase).toBe('established');
    expect(members[1]?.counters.inErrors).toBeGreaterThan(9_000_000);
  });

  test('lag-member-flap loses the member in each round', () => {
    const world = start('lag-member-flap');
    const condition = (ms: number): string | undefined => pniOf(step(world, ms), 'iad-er1/ae0').members[2]?.condition;
    expect([7_990, 8_000, 10_000, 18_000, 32_000, 34_000, 42_000].map(condition)).toEqual([
      'up',
      'expired',
      'gone',
      'up',
      'expired',
      'gone',
      'up',
    ]);
  });
});
