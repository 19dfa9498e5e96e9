/** One line of the bench's table. */
export interface Figure {
  readonly name: string;
  readonly unit: Unit;
  readonly ours: number;
  /** The same thing done by another program in the same run. */
  readonly peer?: { readonly name: string; readonly value: number };
  /** The most that the figure, or its ratio to the peer's, should be. */
  readonly aim?: { readonly of: 'value' | 'ratio'; readonly most: number };
}

/** What a figure counts; '×' is a figure that is a ratio itself. */
export type Unit = 'ms' | 'µs' | 'B' | 'MB' | '%' | '×' | '';

/** A part of the bench that can be run alone: measures, and rejects only when measuring itself fails. */
export interface Part {
  readonly name: string;
  readonly measure: () => Promise<readonly Figure[]>;
}

/** The middle value; of an even number the lower of the two. Throws for none. */
export const median = (values: readonly number[]): number => quantile(values, 0.5);

/** The value that the given share of the values does not exceed. Throws for none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const value = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
  if (value === undefined) throw new Error('nothing was measured');
  return value;
}

/** The average. Throws for none. */
export function mean(values: readonly number[]): number {
  if (values.length === 0) throw new Error('nothing was measured');
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
