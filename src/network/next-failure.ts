/**
 * What the loss of one router would do to its metro. The load of its PNIs moves to those that are left, in proportion
 * to what they can carry. What is not known is bounded from both sides, so that an answer that does not depend on it
 * can be given all the same, and one that does is not given.
 */
import { byName } from './order.ts';
import type { Pni } from './pni.ts';
import type { Thresholds } from './settings.ts';
import { type BitsPerSecond, bitsPerSecond, type Ratio, ratio } from './units.ts';

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

/** The least and the most that a value can be. */
export interface Bounds {
  readonly least: number;
  readonly most: number;
}

const exactly = (value: number): Bounds => ({ least: value, most: value });
const nothingKnown: Bounds = { least: 0, most: Number.POSITIVE_INFINITY };
const directions = ['in', 'out'] as const;
type Direction = (typeof directions)[number];

const loadOf = (pni: Pni, direction: Direction): Bounds =>
  pni.load === null ? nothingKnown : exactly(pni.load[direction]);

const roomOf = (pni: Pni): Bounds => (pni.activeCapacity === null ? nothingKnown : exactly(pni.activeCapacity));

const sum = (parts: readonly Bounds[]): Bounds =>
  parts.reduce((a, b) => ({ least: a.least + b.least, most: a.most + b.most }), exactly(0));

/** Load per capacity. What may have no capacity may be no survivor at all, whatever the load. */
const share = (load: number, capacity: number): number => (capacity <= 0 ? Number.POSITIVE_INFINITY : load / capacity);

/** How full the fullest survivor gets. A survivor that is not certain counts for the most, and not for the least. */
function fullest(left: readonly Pni[], lost: readonly Pni[], direction: Direction): Bounds {
  const moved = sum(lost.map(pni => loadOf(pni, direction)));
  const rooms = left.map(roomOf);
  const certain = sum(rooms.filter((_, position) => left[position]?.usable === true));
  const possible = sum(rooms);
  let least = 0;
  // Survivors that may be down already are no comfort if there is no certain one beside them.
  let most = certain.least > 0 ? 0 : Number.POSITIVE_INFINITY;
  for (const [position, pni] of left.entries()) {
    const own = loadOf(pni, direction);
    const room = rooms[position] ?? nothingKnown;
    const sure = pni.usable === true;
    const leastRoom = sure ? certain.least : certain.least + room.least;
    most = Math.max(most, share(own.most, room.least) + share(moved.most, leastRoom));
    if (sure) least = Math.max(least, share(own.least, room.most) + share(moved.least, possible.most));
  }
  return { least, most };
}

interface Assessed {
  readonly loss: RouterLoss;
  readonly bounds: Bounds;
  /** False when the target's own PNIs may be down already: then there may be nothing to lose. */
  readonly certain: boolean;
}

function assess(router: string, pnis: readonly Pni[], thresholds: Thresholds): Assessed {
  const lost = pnis.filter(pni => pni.chassis === router);
  const left = pnis.filter(pni => pni.chassis !== router && pni.usable !== false && pni.activeCapacity !== 0);
  const loads = directions.map(direction => sum(lost.map(pni => loadOf(pni, direction))));
  const load = loads.every(each => each.most === each.least) ? Math.max(...loads.map(each => each.most)) : null;
  const ways = directions.map(direction => fullest(left, lost, direction));
  const dark = left.length === 0;
  const bounds = dark
    ? exactly(Number.POSITIVE_INFINITY)
    : { least: Math.max(...ways.map(each => each.least)), most: Math.max(...ways.map(each => each.most)) };
  const known = bounds.least === bounds.most && Number.isFinite(bounds.most);
  const hard = thresholds.utilizationHard;
  return {
    bounds,
    certain: lost.some(pni => pni.usable === true),
    loss: {
      target: router,
      maxUtilization: known ? ratio(bounds.most) : null,
      dark,
      fits: bounds.least > hard ? false : bounds.most <= hard ? true : null,
      load: load === null ? null : bitsPerSecond(load),
    },
  };
}

/** Dark, then what does not fit, then what may not fit, then what fits. */
const gravity = (loss: RouterLoss): number => (loss.dark ? 0 : loss.fits === false ? 1 : loss.fits === null ? 2 : 3);

// Two that differ by less than a person can see are equal, so that they do not change places at every poll.
const percentOf = (loss: RouterLoss): number => Math.round((loss.maxUtilization ?? -1) * 100);
const tensOfGigabits = (loss: RouterLoss): number => Math.round((loss.load ?? -1) / 10e9);

/** Worst first: dark before too full before not known; then the fuller, then the heavier, then the name. */
export function worseFailure(a: RouterLoss, b: RouterLoss): number {
  const byFullness = percentOf(b) - percentOf(a);
  return gravity(a) - gravity(b) || byFullness || tensOfGigabits(b) - tensOfGigabits(a) || byName(a.target, b.target);
}

/** The worst loss of one router that carries, or may carry, traffic; and between what bounds the fullest survivor would be. */
export function nextFailure(
  pnis: readonly Pni[],
  thresholds: Thresholds,
): { readonly loss: RouterLoss | null; readonly fullness: Bounds } {
  const routers = new Set(pnis.filter(pni => pni.usable !== false).map(pni => pni.chassis));
  const assessed = [...routers].map(router => assess(router, pnis, thresholds));
  return {
    loss: assessed.map(each => each.loss).toSorted(worseFailure)[0] ?? null,
    fullness: {
      least: Math.max(0, ...assessed.filter(each => each.certain).map(each => each.bounds.least)),
      most: Math.max(0, ...assessed.map(each => each.bounds.most)),
    },
  };
}
