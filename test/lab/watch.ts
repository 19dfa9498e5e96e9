import { vi } from 'vitest';
import { pollFleet } from '../../src/commands/poll-fleet.ts';
import { receiveFleetTraps } from '../../src/commands/receive-traps.ts';
import { machine } from '../../src/config/config-io.ts';
import { loadConfig } from '../../src/config/load.ts';
import type { FleetEvent } from '../../src/network/events.ts';
import { type Picture, pictureOf, type Router } from '../../src/network/picture.ts';
import type { Pni } from '../../src/network/pni.ts';
import type { Sample } from '../../src/network/samples.ts';
import { processClock } from '../../src/sources/clock.ts';
import { createEventLog } from '../../src/state/event-log.ts';
import { createFleetStore } from '../../src/state/fleet-store.ts';
import { environment } from './peerdeck.ts';

/** Rates of one interface as they were shown after one poll; null where there was none. */
export interface ShownRates {
  readonly at: number;
  readonly in: number | null;
  readonly out: number | null;
  /** Seconds that the rates are an average over. */
  readonly over: number | null;
  /** Why the newest pair gave none. */
  readonly voided: string | null;
}

/** The product's own poller, store and picture, running in this process on the real clock, as under the console. */
export interface Watch {
  /** Seconds. */
  readonly interval: number;
  picture(): Picture;
  pni(id: string): Pni;
  router(name: string): Router;
  readonly samples: readonly Sample[];
  /** After each poll, by PNI. */
  readonly shown: ReadonlyMap<string, readonly ShownRates[]>;
  events(): readonly FleetEvent[];
  /** Waits until the picture is as asked, for as many seconds at most. Gives how many it took. */
  until(what: string, seconds: number, holds: (picture: Picture) => boolean): Promise<number>;
  stop(): void;
}

/** How often a picture is looked at, in milliseconds: more often than a screen is painted. */
const look = 25;

const lines = (picture: Picture): string =>
  [
    ...picture.metros.flatMap(metro =>
      metro.pnis.flatMap(pni => [`${pni.id} is ${pni.state}`, ...pni.reasons.map(reason => `  ${reason.text}`)]),
    ),
    ...picture.routers.map(router => `${router.name}: ${router.failure?.text ?? 'answers'}`),
  ].join('\n');

/** Starts polling what the configuration names. */
export async function startWatch(file: string): Promise<Watch> {
  const loaded = await loadConfig(file, machine(environment, process.cwd()));
  if (loaded.kind !== 'ok') throw new Error(`${file} cannot be used: ${loaded.kind}`);
  const { config } = loaded;
  const store = createFleetStore(config);
  const log = createEventLog();
  const samples: Sample[] = [];
  const shown = new Map<string, ShownRates[]>();
  const picture = (): Picture => pictureOf(store.getState().fleet, processClock.now());
  const hear = (sample: Sample): void => {
    samples.push(sample);
    store.getState().apply(sample);
    const now = picture();
    log.getState().observe(now);
    if (sample.kind !== 'polled' || sample.interfaces.length === 0) return;
    for (const pni of now.metros.flatMap(metro => metro.pnis)) {
      if (pni.router !== sample.router) continue;
      shown.set(pni.id, [
        ...(shown.get(pni.id) ?? []),
        {
          at: sample.at,
          in: pni.rates?.in ?? null,
          out: pni.rates?.out ?? null,
          over: pni.rates?.over ?? null,
          voided: pni.voided,
        },
      ]);
    }
  };
  const polling = pollFleet({ config, store, clock: processClock, random: Math.random, hear });
  const traps = receiveFleetTraps({ config, clock: processClock, random: Math.random, hear, named: polling.named });
  return {
    interval: config.pollInterval / 1000,
    picture,
    pni: id => {
      const found = picture()
        .metros.flatMap(metro => metro.pnis)
        .find(pni => pni.id === id);
      if (found === undefined) throw new Error(`there is no PNI ${id}`);
      return found;
    },
    router: name => {
      const found = picture().routers.find(router => router.name === name);
      if (found === undefined) throw new Error(`there is no router ${name}`);
      return found;
    },
    samples,
    shown,
    events: () => log.getState().events,
    until: async (what, seconds, holds) => {
      const start = performance.now();
      await vi.waitFor(
        () => {
          const now = picture();
          if (!holds(now)) throw new Error(`not within ${seconds} s: ${what}\n${lines(now)}`);
        },
        { timeout: seconds * 1000, interval: look },
      );
      return (performance.now() - start) / 1000;
    },
    stop: () => {
      traps.stop();
      polling.stop();
    },
  };
}
