/** The verdict of a metro: is it redundant, what is wrong, what would the next failure do. First form: routers, members, sessions, load. */
import { reasonsOf, type Unheard } from './metro-reasons.ts';
import { type Bounds, nextFailure, type RouterLoss } from './next-failure.ts';
import { noLoad, type Pni } from './pni.ts';
import { total } from './pni-capacity.ts';
import type { Reason } from './reasons.ts';
import type { Thresholds } from './settings.ts';
import { type BitsPerSecond, bitsPerSecond, type Instant, type Millis, millis } from './units.ts';
import type { SettledVerdict, Verdict } from './verdict.ts';

export type { Verdict } from './verdict.ts';

/** A metro at one moment. */
export interface Metro {
  readonly name: string;
  readonly verdict: Verdict;
  readonly reasons: readonly Reason[];
  readonly pnis: readonly Pni[];
  readonly usable: number;
  /** Routers that stand here and have not told all they have: there may be more PNIs than are known. */
  readonly unheard: number;
  readonly capacity: BitsPerSecond | null;
  readonly in: BitsPerSecond | null;
  readonly out: BitsPerSecond | null;
  readonly members: { readonly forwarding: number; readonly total: number } | null;
  readonly sessions: {
    readonly v4: number;
    readonly v4Total: number;
    readonly v6: number;
    readonly v6Total: number;
  };
  readonly next: RouterLoss | null;
  /** Age of the oldest fact behind the verdict; null when something has never been heard. */
  readonly age: Millis | null;
}

/** One way in which what is not known may turn out. */
interface Outcome {
  /** Distinct routers with a PNI that carries traffic. */
  readonly routers: number;
  readonly intact: boolean;
  /** How full the fullest PNI would be after the next failure. */
  readonly fullness: number;
}

const routersOf = (pnis: readonly Pni[]): number => new Set(pnis.map(pni => pni.chassis)).size;

function settled({ routers, intact, fullness }: Outcome, thresholds: Thresholds): SettledVerdict {
  if (routers === 0) return 'down';
  if (routers < 2) return 'at-risk';
  if (fullness > thresholds.utilizationLimit) return 'at-risk';
  return intact && fullness <= thresholds.utilizationHard ? 'redundant' : 'degraded';
}

/**
 * A load that nobody has measured yet says nothing, good or bad: it would make every city unknown at each start, and for
 * ever where a router has no 64-bit counters. The forecast is shown as not known, a reason says so, and the verdict
 * stands on what is known. A load that was measured and is no longer is another matter: that one is bounded.
 */
const asJudged = (pni: Pni): Pni => (pni.load === null && !pni.measured ? { ...pni, load: noLoad } : pni);

/** What Microsoft still builds is neither counted nor missed in a metro. */
const inService = (pnis: readonly Pni[]): readonly Pni[] => pnis.filter(pni => pni.provisioning !== true);

/** Where it is not known whether it is still being built: at best what carries is in service, and what does not is not. */
const countedAtBest = (pnis: readonly Pni[]): readonly Pni[] =>
  pnis.flatMap(pni => {
    if (pni.provisioning !== null) return [pni];
    return pni.usable === false ? [] : [{ ...pni, intact: pni.intact === false ? null : pni.intact }];
  });

/** And at worst it is in service where it does not carry, and is not where it does. */
const countedAtWorst = (pnis: readonly Pni[]): readonly Pni[] =>
  pnis.map(pni =>
    pni.provisioning === null ? { ...pni, usable: pni.usable === true ? null : pni.usable, intact: null } : pni,
  );

/** If everything that is not known turns out well: it works, it is whole, it carries little, an unheard router has PNIs here. */
const atBest = (pnis: readonly Pni[], unheard: readonly Unheard[], fullness: Bounds): Outcome => ({
  routers:
    routersOf(pnis.filter(pni => pni.usable !== false)) +
    // One that told of some PNI here and was interrupted is among them already.
    unheard.filter(({ router }) => !pnis.some(pni => pni.router === router)).length,
  intact: pnis.every(pni => pni.usable !== false && pni.intact !== false),
  // A router that was never heard may have room for everything.
  fullness: unheard.length > 0 ? 0 : fullness.least,
});

/** If it all turns out badly. Every other outcome lies between the two, for nothing gets better by failing or by filling up. */
const atWorst = (pnis: readonly Pni[], fullness: Bounds): Outcome => ({
  routers: routersOf(pnis.filter(pni => pni.usable === true)),
  intact: pnis.every(pni => pni.usable === true && pni.intact === true),
  fullness: fullness.most,
});

function sessionCounts(pnis: readonly Pni[]): Metro['sessions'] {
  const counts = { v4: 0, v4Total: 0, v6: 0, v6Total: 0 };
  for (const session of pnis.flatMap(pni => pni.sessions)) {
    const up = session.state === 'established' ? 1 : 0;
    if (session.afi === 'ipv4') {
      counts.v4 += up;
      counts.v4Total += 1;
    } else {
      counts.v6 += up;
      counts.v6Total += 1;
    }
  }
  return counts;
}

function memberCounts(pnis: readonly Pni[]): Metro['members'] {
  let forwarding = 0;
  let all = 0;
  for (const { members, oper } of pnis) {
    if (members === null) return null;
    // A PNI without a LAG is one port.
    all += Math.max(1, members.length);
    forwarding +=
      members.length === 0 ? (oper === 'up' ? 1 : 0) : members.filter(each => each.forwards === true).length;
  }
  return { total: all, forwarding };
}

/** Nothing is known of a metro without a PNI, so nothing adds up to nothing, not to 0. */
const sumOf = (pnis: readonly Pni[], value: (pni: Pni) => BitsPerSecond | null): BitsPerSecond | null =>
  pnis.length === 0 ? null : total(pnis.map(value));

/** What is on the wires now, for a screen; a link that is known to carry nothing carries 0 also without counters. */
const trafficOf = (pni: Pni, direction: 'in' | 'out'): BitsPerSecond | null =>
  pni.rates !== null ? pni.rates[direction] : pni.activeCapacity === 0 ? bitsPerSecond(0) : null;

/**
 * Judges one metro. What is not known is tried both ways; when the two differ, the verdict is unknown. `unheard` are the
 * routers that stand there and have not told all they have: nobody knows whether they have PNIs.
 */
export function assessMetro(
  name: string,
  pnis: readonly Pni[],
  thresholds: Thresholds,
  now: Instant,
  unheard: readonly Unheard[] = [],
): Metro {
  const serving = inService(pnis);
  const hopeful = countedAtBest(serving);
  const counted = countedAtWorst(serving);
  const next = nextFailure(counted, thresholds).loss;
  // Dark it would be as far as is known; a router that was never heard may go on carrying.
  const loss = next?.dark && unheard.length > 0 ? { ...next, dark: false, fits: null } : next;
  const { fullness } = nextFailure(counted.map(asJudged), thresholds);
  const best = settled(atBest(hopeful, unheard, fullness), thresholds);
  const worst = settled(atWorst(counted, fullness), thresholds);
  const verdict: Verdict = hopeful.length === 0 || best !== worst ? 'unknown' : best;
  // A sum over some of the PNIs passes for one over all.
  const all = unheard.length > 0 ? [] : serving;
  const moments = pnis.flatMap(pni => pni.sampledAt ?? []);
  return {
    name,
    verdict,
    reasons: reasonsOf({ name, pnis, unheard, next: loss, verdict, best, worst, thresholds }),
    pnis,
    usable: counted.filter(pni => pni.usable === true).length,
    capacity: sumOf(all, pni => pni.capacity),
    in: sumOf(all, pni => trafficOf(pni, 'in')),
    out: sumOf(all, pni => trafficOf(pni, 'out')),
    members: memberCounts(serving),
    sessions: sessionCounts(serving),
    next: loss,
    unheard: unheard.length,
    age:
      moments.length < pnis.length || unheard.length > 0 || pnis.length === 0
        ? null
        : millis(now - Math.min(...moments)),
  };
}
