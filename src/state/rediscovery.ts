/** What tells that the tables of the last discovery may no longer be true. */
import type { RouterClock } from '../network/facts.ts';
import type { Heard, RouterState } from '../network/fleet.ts';
import type { PolledSample } from '../network/samples.ts';

function changedTable(router: RouterState, clock: Heard<RouterClock> | null): string | null {
  const before = router.facts?.value.system.clock.tableChange ?? null;
  const after = clock?.value.tableChange ?? null;
  return before !== null && after !== null && before !== after ? 'ifTableLastChange has moved' : null;
}

function changedInterface(router: RouterState, sample: PolledSample): string | null {
  const byIndex = router.structure?.index.byIndex;
  for (const { ifIndex, name } of sample.interfaces) {
    const expected = byIndex?.get(ifIndex)?.name ?? null;
    if (name !== expected) return `ifIndex ${ifIndex} is now ${name ?? 'gone'}, was ${expected ?? 'unknown'}`;
  }
  return null;
}

function changedSession(router: RouterState, sample: PolledSample): string | null {
  for (const { key, state } of sample.sessions) {
    const before = router.sessions.get(key)?.reading.value.state ?? null;
    if (state === null && before !== null) return `session ${key} has left its table`;
    // Its prefixes are counted by discovery only.
    if (state === 'established' && before !== 'established') return `session ${key} is established again`;
  }
  return null;
}

/** Why the structure must be read again after this poll; null when nothing says so. */
export function reasonToRediscover(
  router: RouterState,
  sample: PolledSample,
  clock: Heard<RouterClock> | null,
): string | null {
  if (router.structure === null) return null;
  return changedTable(router, clock) ?? changedInterface(router, sample) ?? changedSession(router, sample);
}
