/** Works out what every port carries at a moment: demand, spread over the PNIs, split over their members. */
import type { Carrier } from './carrier.ts';
import { type Rates, ratesOf, STILL } from './counters.ts';
import {
  demandShares,
  noise,
  OCTETS_PER_TICK_PER_GBPS,
  type Place,
  splitOverMembers,
  spread,
  TICK_MS,
} from './traffic.ts';
import { forwards, hasLight, memberCapacity, type PniState, type RouterState, type World } from './world.ts';

/** Part of a metro's traffic that is IPv4; a PNI that has lost a family keeps the other's part. */
export const IPV4_PART = 0.65;

const positions = (carrier: Carrier, metro: string): number[] =>
  carrier.pnis.flatMap((pni, at) => (pni.metro === metro ? [at] : []));

/** What a PNI offers to traffic now. A PNI of a router that restarts, or without sessions, offers nothing. */
const placeOf = (world: World, at: number): Place => {
  const plan = world.carrier.pnis[at];
  const pni = world.pnis[at];
  const router = world.carrier.routers.findIndex(({ name }) => name === plan?.router);
  if (plan === undefined || pni === undefined || world.routers[router]?.upAt !== null)
    return { capacity: 0, weight: 0 };
  const ipv4 = pni.sessions.ipv4.phase === 'established' ? IPV4_PART : 0;
  const ipv6 = pni.sessions.ipv6.phase === 'established' ? 1 - IPV4_PART : 0;
  const capacity = pni.members.filter(forwards).length * memberCapacity(plan);
  if (ipv4 + ipv6 === 0) return { capacity: 0, weight: 0 };
  return { capacity, weight: pni.drained ? 0 : capacity * (ipv4 + ipv6) };
};

interface Loads {
  readonly in: readonly number[];
  readonly out: readonly number[];
  readonly demand: World['unserved'];
  readonly unserved: World['unserved'];
}

/** Octets per tick on each PNI, by position, both ways, with what was asked for and what found no room. */
export const loadsOf = (world: World): Loads => {
  const { carrier, seed, shares } = world;
  const atMs = world.beganMs + world.tick * TICK_MS;
  const members = carrier.metros.map(({ name }) => positions(carrier, name));
  const places = members.map(metro => metro.map(at => placeOf(world, at)));
  const nearest = carrier.metros.map(metro =>
    metro.nearest.map(name => carrier.metros.findIndex(other => other.name === name)),
  );
  const wishes = carrier.metros.map((metro, stream) => {
    const share = demandShares({ ...metro, seed, stream, atMs, share: shares.get(metro.name) ?? null });
    const built = (members[stream] ?? []).reduce((sum, at) => {
      const plan = carrier.pnis[at];
      return plan === undefined ? sum : sum + plan.members.length * memberCapacity(plan);
    }, 0);
    return { in: Math.floor(built * share.in), out: Math.floor(built * share.out) };
  });
  const way = (direction: 'in' | 'out') => {
    const demand = wishes.map(wish => wish[direction]);
    const result = spread(demand, places, nearest);
    const loads = carrier.pnis.map(() => 0);
    for (const [metro, list] of members.entries()) {
      for (const [i, at] of list.entries()) loads[at] = result.loads[metro]?.[i] ?? 0;
    }
    const total = (amounts: readonly number[]) => amounts.reduce((sum, amount) => sum + amount, 0);
    return { loads, demand: total(demand), unserved: total(result.unserved) };
  };
  const inward = way('in');
  const outward = way('out');
  return {
    in: inward.loads,
    out: outward.loads,
    demand: { in: inward.demand, out: outward.demand },
    unserved: { in: inward.unserved, out: outward.unserved },
  };
};

const pniWithLoad = (world: World, at: number, pni: PniState, inward: number, outward: number): PniState => {
  const plan = world.carrier.pnis[at];
  if (plan === undefined) return pni;
  const capacity = memberCapacity(plan);
  const up = pni.members.map(forwards);
  const skew = pni.members.map(member => member.skew);
  const inShares = splitOverMembers(inward, up, capacity, skew);
  const outShares = splitOverMembers(outward, up, capacity, skew);
  const ratesAt = (i: number, light: boolean, errors: number): Rates =>
    light ? ratesOf(inShares[i] ?? 0, outShares[i] ?? 0, capacity, errors) : STILL;
  return {
    ...pni,
    members: pni.members.map((member, i) => ({
      ...member,
      rates: ratesAt(i, hasLight(member), member.errorsPerSecond),
    })),
  };
};

/** A router's other ports: what comes in from Microsoft leaves through the uplinks, and the other way round. */
const routerWithLoad = (world: World, at: number, router: RouterState, loads: Loads): RouterState => {
  const plan = world.carrier.routers[at];
  if (plan === undefined) return router;
  const still = router.upAt !== null;
  const sum = (all: readonly number[]): number =>
    world.carrier.pnis.reduce((total, pni, i) => (pni.router === plan.name ? total + (all[i] ?? 0) : total), 0);
  const part = (amount: number): number => Math.floor(amount / router.uplinks.length);
  const uplink = ratesOf(
    part(sum(loads.out)),
    part(sum(loads.in)),
    plan.names.uplinkGbps * OCTETS_PER_TICK_PER_GBPS,
    0,
  );
  const peeringGbps = 14 + 4 * noise(world.seed, 500 + at, world.tick, 6000);
  const peering = ratesOf(
    Math.floor(peeringGbps * OCTETS_PER_TICK_PER_GBPS),
    Math.floor(peeringGbps * 0.6 * OCTETS_PER_TICK_PER_GBPS),
    100 * OCTETS_PER_TICK_PER_GBPS,
    0,
  );
  return {
    ...router,
    uplinks: router.uplinks.map(port => ({ ...port, rates: still ? STILL : uplink })),
    peering: { ...router.peering, rates: still ? STILL : peering },
  };
};

/** The world with the rates of all ports as they are at its tick. */
export const withLoads = (world: World): World => {
  const loads = loadsOf(world);
  return {
    ...world,
    pnis: world.pnis.map((pni, at) => pniWithLoad(world, at, pni, loads.in[at] ?? 0, loads.out[at] ?? 0)),
    routers: world.routers.map((router, at) => routerWithLoad(world, at, router, loads)),
    unserved: loads.unserved,
  };
};
