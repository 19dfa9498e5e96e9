/**
 * The demo fleet: one SNMP agent per simulated router and Microsoft's peering API on loopback, all before one world
 * that moves with the clock.
 * This is the simulator's door; the product calls nothing else of it.
 */
import { stringify } from 'yaml';
import { type Agent, startAgent } from './agent.ts';
import type { Answering } from './answer.ts';
import { CARRIER_ASN, CARRIER_NAME, type Carrier, MICROSOFT_ASN } from './carrier.ts';
import { LAYOUTS } from './layouts/layouts.ts';
import type { Mib } from './mib.ts';
import { type PeeringApi, startPeeringApi } from './microsoft/server.ts';
import { APPLICATION, SUBSCRIPTION_ID } from './microsoft/subscription.ts';
import { buildRouterMib, sessionTablesOf } from './router-mib.ts';
import { parseScenario, SCENARIOS } from './scenario.ts';
import type { Scenario } from './scenario-file.ts';
import { begin, step } from './step.ts';
import type { View } from './tables/view.ts';
import { timelineOf } from './timeline.ts';
import { TICK_MS } from './traffic.ts';
import type { World } from './world.ts';

export { withheldTexts } from './microsoft/withheld.ts';

/** Runs a function every so many milliseconds; returns what stops it. */
type Schedule = (everyMs: number, run: () => void) => () => void;

/** How to start a fleet. */
interface FleetOptions {
  /** One of `scenarioList()`. */
  readonly scenario: string;
  /** Same seed and same clock: same figures. */
  readonly seed: number;
  /** Milliseconds since 1970, never falling. The default does not follow steps of the wall clock. */
  readonly now?: () => number;
  readonly schedule?: Schedule;
  /** Port of the first router, the others follow, then Microsoft's API; 0, the default, takes free ports. */
  readonly basePort?: number;
}

/** A router's agent, as reached. */
interface FleetRouter {
  readonly name: string;
  readonly address: string;
  readonly port: number;
}

/** A running fleet. */
export interface Fleet {
  /** A peerdeck.yaml that reaches it. */
  readonly configuration: string;
  readonly routers: readonly FleetRouter[];
  /** Where Microsoft's API is reached. */
  readonly peeringApi: string;
  close(): Promise<void>;
}

const HOST = '127.0.0.1';
const COMMUNITY = 'public';
const STEP_MS = 250;
// After the machine slept, the hours in between are not lived through: the routers' clocks stood still with it.
const LONGEST_CATCH_UP_MS = 600_000;

const steadyNow = (): number => performance.timeOrigin + performance.now();

const everySoOften: Schedule = (everyMs, run) => {
  const timer = setInterval(run, everyMs);
  return () => clearInterval(timer);
};

const shipped = (): Scenario[] => SCENARIOS.map(data => parseScenario(data).scenario);

/** The scenarios that there are, in the order of their list. */
export const scenarioList = (): { readonly name: string; readonly title: string }[] =>
  shipped().map(({ name, title }) => ({ name, title }));

const findScenario = (wanted: string): { readonly scenario: Scenario; readonly carrier: Carrier } => {
  for (const data of SCENARIOS) {
    const parsed = parseScenario(data);
    if (parsed.scenario.name === wanted) return parsed;
  }
  const names = scenarioList().map(({ name }) => name);
  throw new Error(`There is no scenario "${wanted}". Choose one of: ${names.join(', ')}.`);
};

const configurationFor = (carrier: Carrier, routers: readonly FleetRouter[], api: string): string => {
  const pnis = carrier.pnis.flatMap(pni => {
    const router = carrier.routers.find(({ name }) => name === pni.router);
    const elsewhere = router?.metro === pni.metro ? {} : { metro: pni.metro };
    const told = router !== undefined && LAYOUTS[router.layout].tellsMembers;
    const members = told ? {} : { members: pni.members };
    const declared = { ...elsewhere, ...members };
    return Object.keys(declared).length === 0 ? [] : [{ router: pni.router, interface: pni.lag, ...declared }];
  });
  return stringify({
    partner: { asn: CARRIER_ASN, name: CARRIER_NAME },
    peerAsns: [MICROSOFT_ASN],
    poll: { interval: '2s', discovery: '1m' },
    simulation: true,
    routers: routers.map(({ name, address, port }) => ({
      name,
      address,
      port,
      metro: carrier.routers.find(router => router.name === name)?.metro ?? name,
      snmp: { version: '2c', community: COMMUNITY },
    })),
    pnis,
    peeringApi: {
      subscriptionId: SUBSCRIPTION_ID,
      auth: { kind: 'clientSecret', ...APPLICATION },
      endpoint: api,
      authority: api,
      interval: '10s',
    },
    peeringDb: { endpoint: `${api}/peeringdb/api` },
  });
};

/** A world that follows the clock, brought up to date whenever it is looked at. */
const follow = (first: World, now: () => number): (() => World) => {
  let world = first;
  let seenMs = world.beganMs;
  return () => {
    const passed = now() - seenMs;
    const whole = Math.floor(passed / TICK_MS) * TICK_MS;
    if (whole <= 0) return world;
    seenMs += whole;
    world = step(world, Math.min(whole, LONGEST_CATCH_UP_MS));
    return world;
  };
};

const answersOf = (current: () => World, at: number): (() => Omit<Answering<View>, 'maxSize'> | null) => {
  let mib: Mib<View> | null = null;
  let structure = -1;
  const sessionTables = sessionTablesOf(current().carrier, at);
  return () => {
    const world = current();
    const router = world.routers[at];
    if (router === undefined || router.upAt !== null || router.answers === 'none') return null;
    if (mib === null || router.structure !== structure) {
      mib = buildRouterMib(world, at);
      structure = router.structure;
    }
    return { mib, view: { world, router }, silent: router.answers === 'no-bgp' ? sessionTables : [] };
  };
};

/** Starts all agents and Microsoft's API. Rejects for an unknown scenario, or when a port cannot be bound; nothing is left open then. */
export const startFleet = async (options: FleetOptions): Promise<Fleet> => {
  const { now = steadyNow, schedule = everySoOften, basePort = 0 } = options;
  const { scenario, carrier } = findScenario(options.scenario);
  const first = begin({ carrier, timeline: timelineOf(scenario), seed: options.seed, nowMs: now() });
  const current = follow(first, now);
  const agents: (Agent | PeeringApi)[] = [];
  const closeAll = async (): Promise<void> => {
    await Promise.all(agents.map(agent => agent.close()));
  };
  let api: PeeringApi;
  try {
    for (const at of carrier.routers.keys()) {
      const port = basePort === 0 ? 0 : basePort + at;
      agents.push(await startAgent({ host: HOST, port, community: COMMUNITY, now: answersOf(current, at) }));
    }
    api = await startPeeringApi({
      host: HOST,
      port: basePort === 0 ? 0 : basePort + carrier.routers.length,
      now: current,
    });
    agents.push(api);
  } catch (error) {
    await closeAll();
    throw error;
  }
  const stop = schedule(STEP_MS, current);
  const routers = carrier.routers.map(({ name }, at) => ({ name, address: HOST, port: agents[at]?.port ?? 0 }));
  const peeringApi = `http://${HOST}:${api.port}`;
  return {
    configuration: configurationFor(carrier, routers, peeringApi),
    routers,
    peeringApi,
    close: async () => {
      stop();
      await closeAll();
    },
  };
};
