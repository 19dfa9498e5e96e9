import type { Config, RouterConfig } from '../config/config.ts';
import { noTargets, type RouterName } from '../network/facts.ts';
import { targetsOf } from '../network/inventory.ts';
import { isEmpty, namedTargets } from '../network/named-targets.ts';
import type { TrapSubject } from '../network/traps.ts';
import { type Millis, millis, type Seconds } from '../network/units.ts';
import type { Clock } from '../sources/clock.ts';
import { type PollPlan, startPolling } from '../sources/polling.ts';
import type { Hear, RouterSource } from '../sources/router-source.ts';
import { createSnmpRouter } from '../sources/snmp/snmp-router.ts';
import type { FleetStore } from '../state/fleet-store.ts';
import { credentialsOf } from './snmp-credentials.ts';

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
  return createSnmpRouter(
    {
      router: router.name,
      address: router.address,
      port: router.port,
      credentials: credentialsOf(router.snmp),
      cycle: millis(interval * cycleShare),
    },
    surroundings,
  );
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
    const settling = [...router.interfaces.values()].some(
      each => each.rates === null && each.voided === null && (refresh !== null || each.tentative !== null),
    );
    return {
      known: true,
      rediscover: router.rediscover,
      unanswered: router.unanswered,
      targets: targetsOf(router),
      portChangedAt: router.portChangedAt,
      settling,
      again: secondReading(refresh, fleet.settings.pollInterval),
    };
  };
}

/** A fleet that is being polled. */
export interface FleetPolling {
  /** What a trap has named, if it is anything that is polled: false when it is not. */
  named(router: RouterName, subject: TrapSubject): boolean;
  stop(): void;
}

/** Polls every configured router until stopped. */
export function pollFleet(options: PollFleetOptions): FleetPolling {
  const { config, store, clock, random, hear } = options;
  const pollers = new Map(
    config.routers.map(router => [
      router.name,
      startPolling(
        sourceOf(router, config.pollInterval, { clock, random, hear }),
        planOf(store),
        { interval: config.pollInterval, discovery: config.discoveryInterval },
        { clock, random, hear },
      ),
    ]),
  );
  return {
    named: (router, subject) => {
      const poller = pollers.get(router);
      const state = store.getState().fleet.routers.get(router);
      if (poller === undefined || state === undefined || state.facts === null) return false;
      const targets = namedTargets(state, subject);
      if (subject.kind === 'restart') poller.rediscoverSoon();
      else if (isEmpty(targets)) return false;
      poller.pollNow(targets);
      return true;
    },
    stop: () => {
      for (const poller of pollers.values()) poller.stop();
    },
  };
}
