/** Polls a fleet a number of times without a screen: what `status` and `discover` show. */
import type { Config } from '../config/config.ts';
import type { Fleet } from '../network/fleet.ts';
import type { Sample } from '../network/samples.ts';
import { instant, type Millis, millis } from '../network/units.ts';
import type { Clock } from '../sources/clock.ts';
import type { RouterSource } from '../sources/router-source.ts';
import { seldomAsked } from '../sources/seldom-asked.ts';
import { createFleetStore, type FleetStore } from '../state/fleet-store.ts';
import { askMicrosoftOnce } from './ask-microsoft.ts';
import { readNotes } from './maintenance-notes.ts';
import { planOf, sourceOf } from './poll-fleet.ts';

/** How much to gather. */
export interface GatherOptions {
  readonly config: Config;
  /** Polls of the fast loop; 0 reads the structure only. */
  readonly samples: number;
  readonly clock: Clock;
  readonly random: () => number;
  /** Names what Microsoft's sign-in may need; without it, what the configuration says. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Sees every sample, for a recording. */
  readonly record?: (sample: Sample) => void;
}

/** A discovery that took longer has met a table that stops short, and would meet it again. */
const quickDiscovery = 12_000;
/** How long after the slowest router has ended the others may still wait. */
const longestLag = 500;
/** Readings further apart than this make a script wait for nothing. */
const longestPause = millis(10_000);
/** Agents repeat cached counters for up to 15 s (net-snmp): as long is waited for the first rate. */
const longestWaitForRates = millis(20_000);
/** A script gets the second witness where it answers in time, and is told where it does not. */
const longestWaitForMicrosoft = millis(15_000);
/** The routers have been read by then: as long is waited for Microsoft alone. */
const graceForMicrosoft = millis(5000);
/** Milliseconds for each second: an agent that repeats its counters is asked twice a refresh, to see each one come. */
const refreshShare = 500;

/** Reads every router and polls it `samples` times; a router that does not answer never holds up the others. */
export async function gather(options: GatherOptions): Promise<Fleet> {
  const { config, clock, random } = options;
  const store = createFleetStore(config);
  const hear = (sample: Sample): void => {
    options.record?.(sample);
    store.getState().apply(sample);
  };
  const sources = config.routers.map(router =>
    seldomAsked(sourceOf(router, config.pollInterval, { clock, random, hear }), clock),
  );
  if (config.peeringApi !== null && options.samples > 0)
    readNotes(config.simulation, { clock, env: options.env ?? {}, hear });
  const pause = millis(Math.min(config.pollInterval, longestPause));
  const hurry = new AbortController();
  const asked =
    options.samples === 0
      ? Promise.resolve()
      : askMicrosoftOnce(
          config,
          { clock, random, env: options.env ?? {}, hear },
          longestWaitForMicrosoft,
          hurry.signal,
        );
  let microsoftIsDone = false;
  const answered = asked.finally(() => {
    microsoftIsDone = true;
  });
  // Those that are done go on polling until the slowest is, so that none grows old or loses its rates meanwhile.
  let busy = sources.length;
  let graceEnds = clock.now();
  const others = (): boolean => busy > 0 || (!microsoftIsDone && clock.now() < graceEnds);
  await Promise.all(
    sources.map(async source => {
      await gatherRouter(source, store, options.samples, pause, clock);
      busy -= 1;
      if (busy === 0) graceEnds = instant(clock.now() + graceForMicrosoft);
      if (options.samples > 0) await keepFresh(source, store, pause, clock, others);
    }),
  );
  for (const source of sources) source.close();
  hurry.abort();
  await answered;
  return store.getState().fleet;
}

async function gatherRouter(
  source: RouterSource,
  store: FleetStore,
  samples: number,
  pause: Millis,
  clock: Clock,
): Promise<void> {
  const plan = planOf(store);
  const begun = clock.now();
  await source.discover();
  if (!plan(source.router).known) return;
  const start = clock.now();
  const isQuick = start - begun < quickDiscovery;
  let rediscovered = false;
  const refresh = store.getState().fleet.routers.get(source.router)?.facts?.value.system.counterRefresh ?? null;
  const between = refresh === null ? pause : millis(Math.min(pause, refresh * refreshShare));
  const wanted = samples < 2 ? samples : Math.ceil(((samples - 1) * pause) / between) + 1;
  for (
    let taken = 0;
    taken < wanted || (samples > 1 && ratesAreDue(store, source.router, clock.now() - start));
    taken++
  ) {
    if (taken > 0) await wait(clock, between);
    await source.poll(plan(source.router).targets);
    // Once, and not where it took long: a table that does not answer again would only hold up the rest.
    if (plan(source.router).rediscover !== null && !rediscovered && isQuick) {
      rediscovered = true;
      await source.discover();
    }
  }
}

/** Polls a router that answers for as long as others are waited for. */
async function keepFresh(
  source: RouterSource,
  store: FleetStore,
  pause: Millis,
  clock: Clock,
  others: () => boolean,
): Promise<void> {
  const plan = planOf(store);
  while (others() && plan(source.router).known) {
    await wait(clock, millis(Math.min(pause, longestLag)));
    const heardAt = store.getState().fleet.routers.get(source.router)?.heardAt ?? null;
    if (heardAt !== null && clock.now() - heardAt >= pause) await source.poll(plan(source.router).targets);
  }
}

/** True while a router has only repeated the counters of its first answer, or they do not tell a rate yet. */
function ratesAreDue(store: FleetStore, router: string, waited: number): boolean {
  const tracks = [...(store.getState().fleet.routers.get(router)?.interfaces.values() ?? [])];
  return tracks.some(track => track.rates === null && track.voided === null) && waited < longestWaitForRates;
}

const wait = (clock: Clock, pause: Millis): Promise<void> =>
  new Promise(resolve => void clock.schedule(pause, resolve));
