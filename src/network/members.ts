/** The members of a LAG: does each carry traffic, and who says so. */
import { fresh } from './age.ts';
import type { AdminStatus, OperStatus } from './facts.ts';
import type { RouterState } from './fleet.ts';
import type { PniInventory } from './inventory.ts';
import { lacpSays, lacpWords } from './lacp.ts';
import type { Rates } from './rates.ts';
import type { BitsPerSecond, Instant, Millis } from './units.ts';

/** What LACP, or its absence, says of a member. `missing`: declared or once seen, and no longer in the table. */
export type MemberLacp = 'forwarding' | 'not-forwarding' | 'static' | 'missing' | 'unknown';

/** One member at one moment. */
export interface Member {
  readonly name: string;
  readonly oper: OperStatus | null;
  readonly admin: AdminStatus | null;
  readonly lacp: MemberLacp;
  /** Why it does not forward, in a word or two. */
  readonly lacpDetail: string | null;
  /** yes, no, or not known because nothing fresh tells. */
  readonly forwards: boolean | null;
  readonly speed: BitsPerSecond | null;
  readonly rates: Rates | null;
  readonly stale: boolean;
}

const operDown: ReadonlySet<OperStatus> = new Set(['down', 'not-present', 'lower-layer-down']);
/** True for the states in which a port carries nothing. `unknown` and `dormant` are no proof: Linux gives them for links that work. */
export const isDown = (oper: OperStatus | null): boolean => oper !== null && operDown.has(oper);

function lacpOf(port: string, router: RouterState, attached: boolean, now: Instant, interval: Millis): { readonly lacp: MemberLacp; readonly detail: string | null } {
  const { structure } = router;
  if (structure === null) return { lacp: 'unknown', detail: null };
  const { index, lagRows, bitOrder } = structure;
  if (!index.byName.has(port) && index.byName.size > 0) return { lacp: 'missing', detail: 'not in ifTable' };
  const row = lagRows.get(port);
  if (row === undefined) return attached ? { lacp: 'unknown', detail: null } : { lacp: 'missing', detail: 'not in the LAG' };
  const heard = fresh(router.lagPorts.get(row), now, interval);
  if (heard === null) return { lacp: 'unknown', detail: null };
  // The row has left dot3adAggPortTable: several systems drop it when the port goes down.
  if (heard.attached === null && heard.selected === null && heard.actor === null) return { lacp: 'missing', detail: 'not in the LAG table' };
  const says = lacpSays(heard, bitOrder);
  if (says === 'off') return { lacp: 'static', detail: null };
  if (says === 'silent') return { lacp: 'unknown', detail: null };
  const detail = says === 'forwarding' ? null : (lacpWords(heard.actor, bitOrder) ?? lacpWords(heard.partner, bitOrder) ?? 'partner not forwarding');
  return { lacp: says, detail };
}

/** LACP decides where it speaks; a static or unpublished member forwards when its port is up. */
function forwardsOf(lacp: MemberLacp, oper: OperStatus | null): boolean | null {
  switch (lacp) {
    case 'missing':
    case 'not-forwarding':
      return false;
    case 'forwarding':
      return isDown(oper) ? false : oper === null ? null : true;
    case 'static':
    case 'unknown':
      return isDown(oper) ? false : oper === 'up' ? true : null;
  }
}

/** The members of a PNI; an empty list where there is no LAG, null where nobody knows them. */
export function membersOf(pni: PniInventory, router: RouterState, now: Instant, interval: Millis): readonly Member[] | null {
  if (pni.members === null) return pni.isLag ? null : [];
  const lag = router.structure?.lags.get(pni.interface);
  return pni.members.map((name): Member => {
    const track = router.interfaces.get(name);
    const reading = fresh(track?.reading, now, interval);
    const attached = lag === undefined || lag.members === null || lag.members.includes(name);
    const { lacp, detail } = lacpOf(name, router, attached, now, interval);
    const oper = reading?.oper ?? null;
    return {
      name,
      oper,
      admin: reading?.admin ?? null,
      lacp,
      lacpDetail: detail,
      forwards: forwardsOf(lacp, oper),
      speed: reading?.speed ?? router.structure?.index.byName.get(name)?.speed ?? null,
      rates: fresh(track?.rates, now, interval),
      stale: reading === null && lacp !== 'missing',
    };
  });
}
