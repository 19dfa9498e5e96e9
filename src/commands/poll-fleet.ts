import type { Config, RouterConfig } from '../config/config.ts';
import { noTargets, type RouterName } from '../network/facts.ts';
import { targetsOf } from '../network/inventory.ts';
import { type Millis, millis, type Seconds } from '../network/units.ts';
import type { Clock } from '../sources/clock.ts';
import { type Polling, type PollPlan, startPolling } from '../sources/polling.ts';
import type { Hear, RouterSource } from '../sources/router-source.ts';
import { createSnmpRouter } from '../sources/snmp/snmp-router.ts';
import type { FleetStore } from '../state/fleet-store.ts';

/** What a fleet is polled with. */
export interface PollFleetOptions {
  readonly config: Config;
  readonly store: FleetStore;
  readonly clock: Clock;
  readonly random: () => number;
  readonly hear: Hear;
}

/** A cycle ends before the next begins. */
const cycleShare = 0.9;

/** The source of one configured router. */
export function sourceOf(
  router: RouterConfig,
  interval: Millis,
  surroundings: { readonly clock: Clock; readonly random: () => number; readonly hear: Hear },
): RouterSource {
  const { snmp } = router;
  if (snmp.version === '3') return unsupportedRouter(router.name, surroundings);
  return createSnmpRouter(
    {
      router: router.name,
      address: router.address,
      port: router.port,
      community: snmp.community.reveal(),
      cycle: millis(interval * cycleShare),
    },
    surroundings,
  );
}

/** A router whose protocol this version does not speak is shown as such, never left out. */
function unsupportedRouter(
  router: RouterName,
  { clock, hear }: { readonly clock: Clock; readonly hear: Hear },
): RouterSource {
  const fail = async (): Promise<void> =>
    hear({
      kind: 'failed',
      router,
      at: clock.now(),
      phase: 'discovery',
      failure: {
        kind: 'unsupported',
        text: `${router} is configured for SNMPv3, which this version does not speak; use version 2c`,
      },
    });
  return { router, discover: fail, poll: fail, close: () => {} };
}

/**
 * When to read the interfaces a second time in a cycle. An agent that refreshes its counters more often than it is
 * polled does not show when; two readings half a refresh apart do, closely enough to count the refreshes in between.
 */
const secondReading = (refresh: Seconds | null, interval: Millis): Millis | null =>
  refresh === null || interval < refresh * 1000 ? null : millis(refresh * 500);

/** What the poller of a router must know of the fleet. */
export function planOf(store: FleetStore): (router: RouterName) => PollPlan {
  return name => {
    const { fleet } = store.getState();
    const router = fleet.routers.get(name);
    if (router === undefined || router.facts === null) return { known: false, rediscover: null, targets: noTargets };
    const refresh = router.facts.value.system.counterRefresh ?? null;
    const settling =
      refresh !== null && [...router.interfaces.values()].some(each => each.rates === null && each.voided === null);
    return {
      known: true,
      rediscover: router.rediscover,
      targets: targetsOf(router),
      settling,
      again: secondReading(refresh, fleet.settings.pollInterval),
    };
  };
}

/** Polls every configured router until stopped. */
export function pollFleet(options: PollFleetOptions): Polling {
  const { config, store, clock, random, hear } = options;
  const pollers = config.routers.map(router =>
    startPolling(
      sourceOf(router, config.pollInterval, { clock, random, hear }),
      planOf(store),
      { interval: config.pollInterval, discovery: config.discoveryInterval },
      { clock, random, hear },
    ),
  );
  return {
    stop: () => {
      for (const poller of pollers) poller.stop();
    },
  };
}
