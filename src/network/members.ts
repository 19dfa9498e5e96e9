/** The members of a LAG: does each carry traffic, and who says so. */
import { fresh, freshRates } from './age.ts';
import type { AdminStatus, LagMemberReading, LagPortRow, OperStatus } from './facts.ts';
import type { RouterState, RouterStructure } from './fleet.ts';
import { portOf, ridesOnAnother } from './interfaces.ts';
import { lacpSays, lacpWords, tellsPartners } from './lacp.ts';
import { aggregatorOf, type Lag } from './lags.ts';
import { type Optic, opticOf } from './optics.ts';
import type { PniInventory } from './pni-inventory.ts';
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
  /** Why it does not forward, or why that is not known, in a word or two. */
  readonly lacpDetail: string | null;
  /** yes, no, or not known because nothing fresh tells. */
  readonly forwards: boolean | null;
  readonly speed: BitsPerSecond | null;
  readonly rates: Rates | null;
  /** Its transceiver; null where no table tells of it. */
  readonly optic: Optic | null;
  readonly stale: boolean;
}

const operDown: ReadonlySet<OperStatus> = new Set(['down', 'testing', 'not-present', 'lower-layer-down']);
/**
 * True for the states in which a port carries nothing; `testing` is one (RFC 2863 §3.1.14: no operational packets).
 * `unknown` and `dormant` are no proof: Linux gives them for links that work.
 */
export const isDown = (oper: OperStatus | null): boolean => oper !== null && operDown.has(oper);

interface LacpVerdict {
  readonly lacp: MemberLacp;
  readonly detail: string | null;
  /** True when a table of this router tells LACP: then silence is not knowing, and a port that is up proves nothing. */
  readonly told: boolean;
}

const missing = (detail: string): LacpVerdict => ({ lacp: 'missing', detail, told: true });
const notHeard: LacpVerdict = { lacp: 'unknown', detail: 'LACP not heard', told: true };
/** The LAG-MIB tells of its siblings, and another table that it belongs to the LAG: up or not, it may carry nothing. */
const notInLagMib: LacpVerdict = { lacp: 'unknown', detail: 'not in the LAG-MIB', told: true };
const notTold: LacpVerdict = { lacp: 'unknown', detail: null, told: false };

/** A port without a row of its own in the LAG-MIB. */
function withoutRow(port: string, lag: Lag | undefined, structure: RouterStructure): LacpVerdict {
  const listed = lag === undefined || lag.members === null || lag.members.includes(port);
  if (!listed && lag.whole) return missing('not in the LAG');
  if (!listed || !structure.wholeLagRows) return notHeard;
  return lag?.source === 'ieee8023-lag-mib' ? notInLagMib : notTold;
}

/** What another table says of a port that the LAG-MIB tells nothing of; null where it says nothing either. */
function fromMemberRow(
  port: string,
  lag: Lag | undefined,
  router: RouterState,
  now: Instant,
  interval: Millis,
): LacpVerdict | null {
  const ifIndex = router.structure?.index.byName.get(port)?.ifIndex ?? -1;
  const facts = router.structure?.memberRows.get(port);
  const isStatic: LacpVerdict | null = lag?.protocol === 'static' ? { lacp: 'static', detail: null, told: true } : null;
  if (facts === undefined || facts.row.length === 0) return isStatic;
  const heard = fresh(router.lagMembers.get(ifIndex), now, interval);
  return heard === null ? notHeard : fromSelection(heard.selection, isStatic);
}

function fromSelection(selection: LagMemberReading['selection'], isStatic: LacpVerdict | null): LacpVerdict | null {
  switch (selection) {
    case 'selected':
      return isStatic ?? { lacp: 'forwarding', detail: null, told: true };
    case 'deselected':
      return { lacp: 'not-forwarding', detail: 'not selected', told: true };
    case 'standby':
      return { lacp: 'not-forwarding', detail: 'standby', told: true };
    case 'gone':
      return missing('not in the LAG table');
    case null:
      return isStatic;
  }
}

/** True when a port of the LAG tells a LACP state: then it is bundled by LACP. */
const lagSpeaksLacp = (lag: Lag | undefined, { structure, lagPorts }: RouterState): boolean =>
  (lag?.members ?? []).some(name => {
    const row = structure?.lagRows.get(name);
    const actor = row === undefined ? undefined : lagPorts.get(row)?.value.actor;
    return typeof actor === 'number' && actor !== 0;
  });

function fromRow(
  row: LagPortRow,
  lagName: string,
  lag: Lag | undefined,
  structure: RouterStructure,
  router: RouterState,
): LacpVerdict {
  // The row has left dot3adAggPortTable: several systems drop it when the port goes down.
  if (row.attached === null && row.selected === null && row.actor === null) return missing('not in the LAG table');
  const isTeller = lag?.source === 'ieee8023-lag-mib';
  const aggregator = aggregatorOf(row);
  const found = aggregator === null ? undefined : structure.index.byIndex.get(aggregator);
  const holder = found === undefined ? null : portOf(found.name, structure.index);
  if (aggregator === row.ifIndex) return { lacp: 'not-forwarding', detail: 'runs on its own', told: true };
  if (holder !== null && holder !== lagName) return missing(`now in ${holder}`);
  const says = lacpSays(row, structure.bitOrders, tellsPartners(router.lagPorts.values()));
  switch (says) {
    case 'off':
    case 'silent':
      // Where the LAG-MIB tells membership, a port that is attached to nothing is no member, LACP or not.
      if (isTeller && aggregator === null && (says === 'off' || row.attached === 0))
        return missing('not attached to the LAG');
      if (row.attached === 0) return { lacp: 'not-forwarding', detail: 'selected, not attached', told: true };
      if (says === 'silent') return notTold;
      // A bundle is static as a whole: a port without LACP beside ports that speak it has lost it.
      return lagSpeaksLacp(lag, router)
        ? { lacp: 'unknown', detail: 'no LACP state', told: true }
        : { lacp: 'static', detail: null, told: true };
    case 'forwarding':
      return { lacp: says, detail: null, told: true };
    case 'not-forwarding': {
      const words = lacpWords(row.partner, structure.bitOrders.partner);
      const partner = words === null ? null : `partner ${words}`;
      const detail =
        lacpWords(row.actor, structure.bitOrders.actor) ?? (row.partner === 0 ? 'no partner state' : partner);
      return { lacp: says, detail, told: true };
    }
  }
}

function lacpOf(port: string, pni: PniInventory, router: RouterState, now: Instant, interval: Millis): LacpVerdict {
  const { structure } = router;
  if (structure === null) return notHeard;
  if (!structure.index.byName.has(port)) return structure.wholeIndex ? missing('not in ifTable') : notHeard;
  const lag = structure.lags.get(pni.interface);
  const row = structure.lagRows.get(port);
  const known = row === undefined ? undefined : router.lagPorts.get(row);
  const own = (): LacpVerdict | null => fromMemberRow(port, lag, router, now, interval);
  // Also of a row that the newest discovery did not list, until a poll has asked for it.
  if (known === undefined) {
    const without = withoutRow(port, lag, structure);
    return without === notTold || without === notInLagMib ? (own() ?? without) : without;
  }
  const heard = fresh(known, now, interval);
  const verdict = heard === null ? notHeard : fromRow(heard, pni.interface, lag, structure, router);
  return verdict === notTold ? (own() ?? notTold) : verdict;
}

/** LACP decides where it speaks; a static or unpublished member forwards when its port is up. */
function forwardsOf({ lacp, told }: LacpVerdict, oper: OperStatus | null): boolean | null {
  if (lacp === 'missing' || lacp === 'not-forwarding' || isDown(oper)) return false;
  if (lacp === 'forwarding') return oper === null ? null : true;
  return oper === 'up' && (lacp === 'static' || !told) ? true : null;
}

/** Why a member that does not forward does not, in a word or two; null where nothing tells. */
export const whyNotForwarding = ({ lacpDetail, oper }: Pick<Member, 'lacpDetail' | 'oper'>): string | null =>
  lacpDetail ?? (isDown(oper) ? `port ${oper}` : null);

/** True for a PNI on an IP interface of which no table tells the port or LAG below it (SR OS without ifStackTable). */
export function isAboveUnknown({ interface: name }: PniInventory, { structure }: RouterState): boolean {
  const facts = structure?.index.byName.get(name);
  return facts !== undefined && ridesOnAnother(facts);
}

/** The members of a PNI; an empty list where there is no LAG, null where nobody knows them. */
export function membersOf(
  pni: PniInventory,
  router: RouterState,
  now: Instant,
  interval: Millis,
): readonly Member[] | null {
  if (pni.members === null) return pni.isLag || router.structure === null || isAboveUnknown(pni, router) ? null : [];
  return pni.members.map((name): Member => {
    const track = router.interfaces.get(name);
    const reading = fresh(track?.reading, now, interval);
    const verdict = lacpOf(name, pni, router, now, interval);
    const oper = reading?.oper ?? null;
    return {
      name,
      oper,
      admin: reading?.admin ?? null,
      lacp: verdict.lacp,
      lacpDetail: verdict.detail,
      forwards: forwardsOf(verdict, oper),
      speed: reading?.speed ?? router.structure?.index.byName.get(name)?.speed ?? null,
      // What was measured before it went down is not what it carries.
      rates: isDown(oper) ? null : freshRates(track, now, interval),
      optic: opticOf(router.structure?.index.byName.get(name)?.ifIndex, oper === 'up', router, now, interval),
      stale: reading === null && verdict.lacp !== 'missing',
    };
  });
}
