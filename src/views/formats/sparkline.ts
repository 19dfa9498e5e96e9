/** A sparkline: the last minutes of one value in a few cells. */
import type { TrafficPoint } from '../../network/fleet.ts';
import type { Glyphs } from '../../terminal/glyphs.ts';

/**
 * The mean of each of `bins` equal slices of time that end at `until`; null where nothing was measured. Slices shorter
 * than the pause between two readings keep the value of the slice before for `hold` milliseconds: a line that is polled
 * each ten seconds is a line, not dots. A reading that gave no value ends that at once.
 */
export function binned(
  points: readonly { readonly at: number; readonly value: number | null }[],
  until: number,
  span: number,
  bins: number,
  hold = 0,
): readonly (number | null)[] {
  const sums = new Array<number>(bins).fill(0);
  const counts = new Array<number>(bins).fill(0);
  const start = until - span;
  const broken = new Array<boolean>(bins).fill(false);
  for (const { at, value } of points) {
    if (at <= start || at > until) continue;
    const bin = Math.min(bins - 1, Math.floor(((at - start) / span) * bins));
    broken[bin] = value === null;
    if (value === null) continue;
    sums[bin] = (sums[bin] ?? 0) + value;
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  const held = Math.floor((hold / span) * bins);
  let last: number | null = null;
  let since = 0;
  return counts.map((count, bin) => {
    const isBroken = broken[bin] === true;
    if (count > 0) {
      const mean = (sums[bin] ?? 0) / count;
      last = isBroken ? null : mean;
      since = bin;
      return mean;
    }
    if (isBroken || bin - since > held) last = null;
    return last;
  });
}

/** Draws values against `top`; a slice without a value is a gap, not the lowest level. */
export function sparkline(values: readonly (number | null)[], top: number, glyphs: Glyphs): string {
  const levels = glyphs.sparkline;
  return values
    .map(value => {
      if (value === null) return glyphs.gap;
      const level = top <= 0 ? 0 : Math.min(levels.length - 1, Math.max(0, Math.floor((value / top) * levels.length)));
      return levels[level] ?? levels[0];
    })
    .join('');
}

/** The busier direction of several PNIs together over time, slice by slice; null where one of them is not known. */
export function busierDirection(
  histories: readonly (readonly TrafficPoint[])[],
  until: number,
  span: number,
  bins: number,
): readonly (number | null)[] {
  const perPni = histories.map(history => ({
    in: binned(
      history.map(point => ({ at: point.at, value: point.in })),
      until,
      span,
      bins,
    ),
    out: binned(
      history.map(point => ({ at: point.at, value: point.out })),
      until,
      span,
      bins,
    ),
  }));
  return Array.from({ length: bins }, (_, bin) => {
    const ins = perPni.map(each => each.in[bin] ?? null);
    const outs = perPni.map(each => each.out[bin] ?? null);
    if (ins.length === 0 || ins.includes(null) || outs.includes(null)) return null;
    const sum = (values: readonly (number | null)[]): number =>
      values.reduce<number>((total, value) => total + (value ?? 0), 0);
    return Math.max(sum(ins), sum(outs));
  });
}
