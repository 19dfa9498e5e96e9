/** What tells that the tables of the last discovery may no longer be true. */
import type { RouterClock } from '../network/facts.ts';
import type { RouterState } from '../network/fleet.ts';
import type { Heard } from '../network/heard.ts';
import type { PolledSample } from '../network/samples.ts';
import type { Ticks } from '../network/units.ts';

/** A stamp that moves tells that its table holds other rows than it did. */
function changedTable(router: RouterState, sample: PolledSample, clock: Heard<RouterClock> | null): string | null {
  const system = router.facts?.value.system;
  const moved = (before: Ticks | null | undefined, after: Ticks | null | undefined): boolean =>
    before != null && after != null && before !== after;
  if (moved(system?.clock.tableChange, clock?.value.tableChange)) return 'ifTableLastChange has moved';
  if (moved(system?.clock.stackChange, clock?.value.stackChange)) return 'ifStackLastChange has moved';
  return moved(system?.lagChange, sample.lagChange) ? 'dot3adTablesLastChanged has moved' : null;
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
    // Only now its local address, by which it finds its interface, and its rows in other tables may be there.
    if (state === 'established' && before !== 'established') return `session ${key} is established again`;
  }
  return null;
}

/** A port that has left its LAG may be in another now. */
function changedMember(router: RouterState, sample: PolledSample): string | null {
  const gone = sample.lagMembers.find(({ port, selection }) => {
    const before = router.lagMembers.get(port)?.value;
    return selection === 'gone' && before !== undefined && before.selection !== 'gone';
  });
  const name = gone && router.structure?.index.byIndex.get(gone.port)?.name;
  return gone === undefined ? null : `${name ?? 'a port'} has left its LAG`;
}

/** A BFD session that is made anew has another number in several tables. */
function changedBfd(router: RouterState, sample: PolledSample): string | null {
  const gone = sample.bfd.find(({ key, state }) => state === null && router.bfd.get(key)?.value.state != null);
  if (gone === undefined) return null;
  const peer = router.facts?.value.bfd.find(row => row.key === gone.key)?.peer;
  return `the BFD session to ${peer ?? 'a peer'} has left its table`;
}

/** Why the structure must be read again after this poll; null when nothing says so. */
export function reasonToRediscover(
  router: RouterState,
  sample: PolledSample,
  clock: Heard<RouterClock> | null,
): string | null {
  if (router.structure === null) return null;
  return (
    changedTable(router, sample, clock) ??
    changedInterface(router, sample) ??
    changedSession(router, sample) ??
    changedMember(router, sample) ??
    changedBfd(router, sample)
  );
}
