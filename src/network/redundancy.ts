/** The verdict of a metro: is it redundant, what is wrong, what would the next failure do. First form: routers, members, sessions, load. */
import type { Pni } from './pni.ts';
import { byWeight, type Reason, type ReasonCode, type Weight } from './reasons.ts';
import type { Thresholds } from './settings.ts';
import { type BitsPerSecond, bitsPerSecond, type Instant, type Millis, millis, type Ratio, ratio } from './units.ts';

/** What is said of a metro. */
export type Verdict = 'redundant' | 'degraded' | 'at-risk' | 'down' | 'unknown';

/** The loss of one router, which takes all its PNIs with it. */
export interface RouterLoss {
  /** The router that fails. */
  readonly target: string;
  /** The fullest surviving PNI, in its busier direction; null when none survives or the load is not known. */
  readonly maxUtilization: Ratio | null;
  /** True when nothing carries the metro's traffic afterwards. */
  readonly dark: boolean;
  /** At or below the hard line; null when the load is not known. */
  readonly fits: boolean | null;
  /** What the target carries now in its busier direction. */
  readonly load: BitsPerSecond | null;
}

/** A metro at one moment. */
export interface Metro {
  readonly name: string;
  readonly verdict: Verdict;
  readonly reasons: readonly Reason[];
  readonly pnis: readonly Pni[];
  readonly usable: number;
  readonly capacity: BitsPerSecond | null;
  readonly in: BitsPerSecond | null;
  readonly out: BitsPerSecond | null;
  readonly members: { readonly forwarding: number; readonly total: number } | null;
  readonly sessions: { readonly v4: number; readonly v4Total: number; readonly v6: number; readonly v6Total: number };
  readonly next: RouterLoss | null;
  /** Age of the oldest fact behind the verdict; null when nothing has been heard. */
  readonly age: Millis | null;
}

/** The sum; null as soon as one part is not known, for a partial sum passes for a whole one. */
export function total(parts: readonly (BitsPerSecond | null)[]): BitsPerSecond | null {
  let sum = 0;
  for (const part of parts) {
    if (part === null) return null;
    sum += part;
  }
  return bitsPerSecond(sum);
}

/** Load of a direction: a PNI that is known to carry nothing carries 0; one that is not heard is not known. */
const loadOf = (pni: Pni, direction: 'in' | 'out'): BitsPerSecond | null =>
  pni.rates !== null ? pni.rates[direction] : pni.usable === false ? bitsPerSecond(0) : null;

function lossOf(router: string, pnis: readonly Pni[], thresholds: Thresholds): RouterLoss {
  const lost = pnis.filter(pni => pni.router === router);
  const left = pnis.filter(pni => pni.router !== router && pni.usable !== false);
  const carried = (['in', 'out'] as const).map(direction => total(lost.map(pni => loadOf(pni, direction))));
  const load = carried.includes(null) ? null : bitsPerSecond(Math.max(...carried.map(each => each ?? 0)));
  if (left.length === 0) return { target: router, maxUtilization: null, dark: true, fits: false, load };
  const maxUtilization = fullest(left, carried);
  return { target: router, maxUtilization, dark: false, fits: maxUtilization === null ? null : maxUtilization <= thresholds.utilizationHard, load };
}

/** The lost load is shared over the survivors in proportion to what they can carry. */
function fullest(left: readonly Pni[], carried: readonly (BitsPerSecond | null)[]): Ratio | null {
  const room = total(left.map(pni => pni.activeCapacity));
  if (room === null || room <= 0) return null;
  let worst = 0;
  for (const [position, direction] of (['in', 'out'] as const).entries()) {
    const moved = carried[position] ?? null;
    for (const pni of left) {
      const own = loadOf(pni, direction);
      if (own === null || moved === null || pni.activeCapacity === null) return null;
      if (pni.activeCapacity > 0) worst = Math.max(worst, own / pni.activeCapacity + moved / room);
    }
  }
  return ratio(worst);
}

/** Worst first: dark before full, then the fuller, then the name. */
export function worseFailure(a: RouterLoss, b: RouterLoss): number {
  if (a.dark !== b.dark) return a.dark ? -1 : 1;
  const byFullness = (b.maxUtilization ?? -1) - (a.maxUtilization ?? -1);
  if (byFullness !== 0) return byFullness;
  return (b.load ?? 0) - (a.load ?? 0) || a.target.localeCompare(b.target);
}

function nextFailure(pnis: readonly Pni[], thresholds: Thresholds): RouterLoss | null {
  const carrying = pnis.filter(pni => pni.usable !== false);
  const routers = [...new Set(carrying.map(pni => pni.router))];
  return routers.map(router => lossOf(router, pnis, thresholds)).toSorted(worseFailure)[0] ?? null;
}

/** The verdict when every PNI's usability is settled. */
function settled(pnis: readonly Pni[], isUsable: (pni: Pni) => boolean, next: RouterLoss | null, thresholds: Thresholds): Exclude<Verdict, 'unknown'> {
  const usable = pnis.filter(isUsable);
  if (usable.length === 0) return 'down';
  if (new Set(usable.map(pni => pni.router)).size < 2) return 'at-risk';
  const full = next?.maxUtilization ?? 0;
  if (full > thresholds.utilizationLimit) return 'at-risk';
  const whole = usable.length === pnis.length && usable.every(pni => pni.state === 'up' || pni.state === 'unknown');
  return whole && full <= thresholds.utilizationHard ? 'redundant' : 'degraded';
}

const stateWords = {
  down: { code: 'pni-down', weight: 'bad' },
  degraded: { code: 'pni-degraded', weight: 'warn' },
  shut: { code: 'pni-shut', weight: 'info' },
  drained: { code: 'pni-shut', weight: 'info' },
  draining: { code: 'pni-shut', weight: 'info' },
  unknown: { code: 'pni-unknown', weight: 'unknown' },
} as const satisfies Record<Exclude<Pni['state'], 'up'>, { readonly code: ReasonCode; readonly weight: Weight }>;

const percent = (share: number): string => `${Math.round(share * 100)} %`;
/** Frames dropped on a PNI in a second that are worth a line. */
const noticedDiscards = 1;

function reasonsOf(name: string, pnis: readonly Pni[], next: RouterLoss | null, verdict: Verdict, ifUp: Verdict, ifDown: Verdict, thresholds: Thresholds): readonly Reason[] {
  const reasons: Reason[] = [];
  const add = (code: ReasonCode, weight: Weight, subject: string, text: string): void => void reasons.push({ code, weight, subject, text });
  const usable = pnis.filter(pni => pni.usable === true);
  const routers = [...new Set(usable.map(pni => pni.router))];
  if (pnis.length === 0) add('no-pni', 'unknown', name, 'no PNI is known here yet');
  else if (verdict === 'down') add('no-usable-pni', 'bad', name, 'no PNI carries traffic');
  else if (verdict === 'unknown') add('stale', 'unknown', name, `${ifUp} if what is not heard works, ${ifDown} if not`);
  else if (routers.length === 1) add('one-router', 'risk', routers[0] ?? name, `one router left: ${routers[0]} carries ${usable.map(pni => pni.interface).join(', ')}`);
  for (const pni of pnis) {
    if (pni.state === 'up') continue;
    const { code, weight } = stateWords[pni.state];
    const why = pni.reasons[0]?.text ?? '';
    add(code, weight, pni.id, why === '' ? `${pni.id} is ${pni.state}` : `${pni.id} ${pni.state}: ${why}`);
  }
  if (next !== null && next.maxUtilization !== null) {
    if (next.maxUtilization > thresholds.utilizationHard) {
      const over = next.maxUtilization > thresholds.utilizationLimit;
      add('n-1-overload', over ? 'risk' : 'warn', next.target, `without ${next.target} the fullest PNI left would be at ${percent(next.maxUtilization)}`);
    }
  }
  for (const pni of pnis) {
    if (pni.utilization !== null && pni.utilization > thresholds.utilizationWarn) {
      const weight = pni.utilization > thresholds.utilizationLimit ? 'risk' : 'warn';
      add('hot', weight, pni.id, `${pni.id} is ${percent(pni.utilization)} full`);
    }
    const dropped = (pni.rates?.inDiscards ?? 0) + (pni.rates?.outDiscards ?? 0);
    if (dropped >= noticedDiscards) add('discards', 'warn', pni.id, `${pni.id} drops ${Math.round(dropped)} frames a second`);
  }
  return byWeight(reasons);
}

function sessionCounts(pnis: readonly Pni[]): Metro['sessions'] {
  const all = pnis.flatMap(pni => pni.sessions);
  const count = (afi: 'ipv4' | 'ipv6', up: boolean): number => all.filter(session => session.afi === afi && (!up || session.state === 'established')).length;
  return { v4: count('ipv4', true), v4Total: count('ipv4', false), v6: count('ipv6', true), v6Total: count('ipv6', false) };
}

function memberCounts(pnis: readonly Pni[]): Metro['members'] {
  if (pnis.some(pni => pni.members === null)) return null;
  // A PNI without a LAG is one port.
  const counts = pnis.map(pni =>
    pni.members === null || pni.members.length === 0
      ? { total: 1, forwarding: pni.oper === 'up' ? 1 : 0 }
      : { total: pni.members.length, forwarding: pni.members.filter(member => member.forwards === true).length },
  );
  return { total: counts.reduce((sum, each) => sum + each.total, 0), forwarding: counts.reduce((sum, each) => sum + each.forwarding, 0) };
}

/** Judges one metro. What is not known is tried both ways; when the two differ, the verdict is unknown. */
export function assessMetro(name: string, pnis: readonly Pni[], thresholds: Thresholds, now: Instant): Metro {
  const next = nextFailure(pnis, thresholds);
  const ifUp = settled(pnis, pni => pni.usable !== false, next, thresholds);
  const ifDown = settled(pnis, pni => pni.usable === true, next, thresholds);
  // A PNI of which a part is not heard could be degraded: then "redundant" is not proven either.
  const partlyHeard = ifUp === 'redundant' && pnis.some(pni => pni.state === 'unknown');
  const verdict: Verdict = pnis.length === 0 || ifUp !== ifDown || partlyHeard ? 'unknown' : ifUp;
  const ages = pnis.map(pni => pni.sampledAt);
  const known = ages.filter(at => at !== null);
  return {
    name,
    verdict,
    reasons: reasonsOf(name, pnis, next, verdict, ifUp, partlyHeard && ifUp === ifDown ? 'degraded' : ifDown, thresholds),
    pnis,
    usable: pnis.filter(pni => pni.usable === true).length,
    capacity: total(pnis.map(pni => pni.capacity)),
    in: total(pnis.map(pni => loadOf(pni, 'in'))),
    out: total(pnis.map(pni => loadOf(pni, 'out'))),
    members: memberCounts(pnis),
    sessions: sessionCounts(pnis),
    next,
    age: known.length === 0 ? null : millis(now - Math.min(...known)),
  };
}
