/** A sparkline: the last minutes of one value in a few cells. */
import type { TrafficPoint } from '../../network/fleet.ts';
import type { Glyphs } from '../../terminal/glyphs.ts';

/** The mean of each of `bins` equal slices of time that end at `until`; null where nothing was measured. */
export function binned(
  points: readonly { readonly at: number; readonly value: number | null }[],
  until: number,
  span: number,
  bins: number,
): readonly (number | null)[] {
  const sums = new Array<number>(bins).fill(0);
  const counts = new Array<number>(bins).fill(0);
  const start = until - span;
  for (const { at, value } of points) {
    if (value === null || at <= start || at > until) continue;
    const bin = Math.min(bins - 1, Math.floor(((at - start) / span) * bins));
    sums[bin] = (sums[bin] ?? 0) + value;
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return counts.map((count, bin) => (count === 0 ? null : (sums[bin] ?? 0) / count));
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
