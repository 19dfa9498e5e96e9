/**
 * Who wants how much, and where it goes. Amounts are whole octets per tick (10 ms), so that shares add up exactly and
 * counters do not depend on how often anybody looked.
 */

/** Length of a tick in milliseconds: one TimeTick, so that counters and sysUpTime of one answer belong together. */
export const TICK_MS = 10;
/** Octets per tick of 1 Gbit/s. */
export const OCTETS_PER_TICK_PER_GBPS = (1e9 / 8) * (TICK_MS / 1000);
/** How full a PNI is taken before the rest goes elsewhere. */
export const FILL_LIMIT = 0.985;
/** What stays on a drained PNI: BGP itself and flows that do not follow the routes, 20 Mbit/s. */
const TRICKLE = 0.02 * OCTETS_PER_TICK_PER_GBPS;

/** A number in [0, 1) that depends on all its inputs and on nothing else. */
export const chance = (seed: number, stream: number, at: number): number => {
  let mixed =
    Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(stream + 1, 0xc2b2ae35) ^ Math.imul(at | 0, 0x27d4eb2f);
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x7feb352d);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x846ca68b);
  return ((mixed ^ (mixed >>> 16)) >>> 0) / 0x1_0000_0000;
};

/** Smooth noise in [-1, 1] that changes over about `period` (same unit as `at`). */
export const noise = (seed: number, stream: number, at: number, period: number): number => {
  const position = at / period;
  const cell = Math.floor(position);
  const within = position - cell;
  const ease = within * within * (3 - 2 * within);
  const before = chance(seed, stream, cell);
  return 2 * (before + (chance(seed, stream, cell + 1) - before) * ease) - 1;
};

/** The day's shape in [0.45, 1] at a local hour: lowest at 04:00, highest at 20:00. */
export const dayShape = (localHour: number): number => {
  const sinceTrough = (((localHour - 4) % 24) + 24) % 24;
  // Sixteen hours up, eight hours down: evenings fall faster than mornings rise.
  const phase = sinceTrough < 16 ? sinceTrough / 16 : (24 - sinceTrough) / 8;
  return 0.45 + 0.55 * (0.5 - 0.5 * Math.cos(Math.PI * phase));
};

/** What a metro's users want at a moment. */
interface Wish {
  readonly seed: number;
  /** Position of the metro in the carrier's list: its stream of noise. */
  readonly stream: number;
  /** Milliseconds since 1970. */
  readonly atMs: number;
  readonly utcOffsetHours: number;
  readonly peakShare: number;
  /** A scenario's word, instead of the time of day. */
  readonly share: number | null;
}

const HOUR_MS = 3_600_000;

/** Demand as fractions of a metro's full capacity: from Microsoft (`in`) and towards it (`out`). */
export const demandShares = (wish: Wish): { readonly in: number; readonly out: number } => {
  const { seed, stream, atMs } = wish;
  const wobble =
    0.02 * noise(seed, stream * 4, atMs, 600_000) +
    0.02 * noise(seed, stream * 4 + 1, atMs, 60_000) +
    0.01 * noise(seed, stream * 4 + 2, atMs, 8_000);
  const base = wish.share ?? wish.peakShare * dayShape(atMs / HOUR_MS + wish.utcOffsetHours);
  const share = base * (1 + wobble);
  return { in: share, out: share * (0.33 + 0.02 * noise(seed, stream * 4 + 3, atMs, 90_000)) };
};

/** One PNI as a place for traffic. */
export interface Place {
  /** What its forwarding members can carry; 0 when it is not usable. */
  readonly capacity: number;
  /** Its part of the metro's traffic, relative to the others; 0 takes only a trickle. */
  readonly weight: number;
}

/** Where traffic went. */
interface Spread {
  /** Per metro and place, in the order given. */
  readonly loads: readonly (readonly number[])[];
  /** Per metro: what no place anywhere had room for. */
  readonly unserved: readonly number[];
}

interface Bin {
  readonly room: number;
  readonly weight: number;
  load: number;
}

/** Shares an amount over bins in proportion to weight, up to their room; returns what did not fit. */
const pour = (amount: number, bins: readonly Bin[]): number => {
  let rest = amount;
  for (;;) {
    const open = bins.filter(bin => bin.weight > 0 && bin.load < bin.room);
    const total = open.reduce((sum, bin) => sum + bin.weight, 0);
    if (rest === 0 || total === 0) return rest;
    const round = rest;
    for (const bin of open) {
      const part = Math.min(Math.floor((round * bin.weight) / total), bin.room - bin.load, rest);
      bin.load += part;
      rest -= part;
    }
    if (rest !== round) continue;
    // Fewer octets than bins are left: one each.
    for (const bin of open) {
      if (rest === 0) break;
      bin.load += 1;
      rest -= 1;
    }
  }
};

/**
 * Spreads each metro's demand over its own places, then takes what did not fit to other metros in that metro's
 * order. `nearest` holds positions in the list of metros. Nothing is lost: loads and unserved add up to the demand.
 */
export const spread = (
  demand: readonly number[],
  places: readonly (readonly Place[])[],
  nearest: readonly (readonly number[])[],
): Spread => {
  const bins = places.map(metro =>
    metro.map(({ capacity, weight }): Bin => ({ room: Math.floor(capacity * FILL_LIMIT), weight, load: 0 })),
  );
  const left = demand.map((amount, metro) => {
    let rest = amount;
    for (const bin of bins[metro] ?? []) {
      if (bin.weight > 0) continue;
      bin.load = Math.min(TRICKLE, bin.room, rest);
      rest -= bin.load;
    }
    return pour(rest, bins[metro] ?? []);
  });
  const unserved = left.map((amount, metro) =>
    (nearest[metro] ?? []).reduce((rest, other) => pour(rest, bins[other] ?? []), amount),
  );
  return { loads: bins.map(metro => metro.map(bin => bin.load)), unserved };
};

/**
 * Splits a whole amount over a LAG's members; members that do not forward get nothing. Hashing is never even, but a
 * full LAG has all its members full: `skew` (in [-1, 1] per member) counts for less the fuller the LAG is.
 */
export const splitOverMembers = (
  amount: number,
  forwarding: readonly boolean[],
  memberCapacity: number,
  skew: readonly number[],
): number[] => {
  const up = forwarding.filter(Boolean).length;
  if (up === 0) return forwarding.map(() => 0);
  const fill = Math.min(1, amount / (up * memberCapacity));
  const weights = forwarding.map((forwards, i) => (forwards ? 1 + 0.06 * (1 - fill) * (skew[i] ?? 0) : 0));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let rest = amount;
  const shares = weights.map(weight => {
    const share = Math.min(Math.floor((amount * weight) / total), rest);
    rest -= share;
    return share;
  });
  const first = forwarding.indexOf(true);
  return shares.map((share, i) => (i === first ? share + rest : share));
};
