/** Has a router restarted since its clock was last heard? */
import type { RouterClock } from '../network/facts.ts';
import type { RouterState } from '../network/fleet.ts';
import type { Heard } from '../network/heard.ts';
import { hasRestarted } from '../network/rates.ts';

/** What a restart is called, on screen and in events. */
const restarted = 'the router or its SNMP agent has restarted';

/** The newest restart, after the router's clock was heard; the same as before when there was none. */
export function resetAfter(router: RouterState, clock: Heard<RouterClock> | null): Heard<string> | null {
  const before = router.clock;
  if (before === null || clock === null || clock.at <= before.at) return router.reset;
  return hasRestarted(before.value, clock.value, clock.at - before.at)
    ? { at: clock.at, value: restarted }
    : router.reset;
}
