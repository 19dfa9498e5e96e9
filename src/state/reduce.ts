/** The one reducer: folds a sample into the fleet. Pure: the same samples give the same fleet, live or replayed. */
import { isStale } from '../network/age.ts';
import type { Fleet, RouterState } from '../network/fleet.ts';
import { afterTold } from '../network/microsoft/told.ts';
import type { FailedSample, RouterSample, Sample, TrappedSample } from '../network/samples.ts';
import type { FleetSettings } from '../network/settings.ts';
import { subjectText } from '../network/trap-words.ts';
import type { TrapTally } from '../network/traps.ts';
import { discovered } from './discovered.ts';
import { polled } from './polled.ts';

/** Folds one sample. A sample of a router that is not configured changes nothing. */
export function reduce(fleet: Fleet, sample: Sample): Fleet {
  if (sample.kind === 'clock') return { ...fleet, clockOffset: sample.offset };
  if (sample.kind === 'trap-port') return { ...fleet, trapPort: sample.port };
  if (sample.kind === 'microsoft') {
    return fleet.microsoft === null ? fleet : { ...fleet, microsoft: afterTold(fleet.microsoft, sample) };
  }
  const router = fleet.routers.get(sample.router);
  if (router === undefined) return fleet;
  const next = routerAfter(router, sample, fleet.settings);
  return { ...fleet, routers: new Map(fleet.routers).set(sample.router, next) };
}

function routerAfter(router: RouterState, sample: RouterSample, settings: FleetSettings): RouterState {
  switch (sample.kind) {
    case 'discovered':
      return discovered(router, sample, settings);
    case 'polled':
      return polled(router, sample, settings);
    case 'failed':
      return failed(router, sample, settings);
    case 'skipped':
      return { ...router, skippedCycles: router.skippedCycles + 1 };
    case 'trapped':
      return { ...router, traps: tallyOf(router, sample) };
  }
}

/** A discovery that fails while polls are answered says that the tables could not be read again, not that the router is silent. */
function failed(router: RouterState, sample: FailedSample, settings: FleetSettings): RouterState {
  const failure = { at: sample.at, value: sample.failure };
  const answers =
    router.facts !== null &&
    router.failure === null &&
    router.heardAt !== null &&
    !isStale(router.heardAt, sample.at, settings.pollInterval);
  return sample.phase === 'discovery' && answers ? { ...router, discoveryFailure: failure } : { ...router, failure };
}

/** Named as the router names things at that moment: an index may mean something else later. */
function tallyOf(router: RouterState, { counts, newest }: TrappedSample): TrapTally {
  const held = router.traps?.newest ?? null;
  if (newest === null || newest.at === held?.at) return { counts, newest: held };
  return { counts, newest: { at: newest.at, text: `${newest.name} ${subjectText(newest.subject, router)}` } };
}
