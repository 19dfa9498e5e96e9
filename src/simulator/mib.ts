/**
 * An agent's view of its objects: one sorted array with every name encoded once. It is rebuilt only when rows come or
 * go; values are read when they are asked for.
 */
import * as ber from './ber.ts';

/** Gives a value's encoded element at the moment of asking. */
export type Read<View> = (view: View) => Uint8Array;

/** One instance of an object: its index arcs (0 for a scalar) and how to read it. */
interface Row<View> {
  readonly index: readonly number[];
  readonly read: Read<View>;
}

/** A scalar or a column with all its instances; a column may have none. */
export interface MibObject<View> {
  readonly object: readonly number[];
  readonly rows: readonly Row<View>[];
}

/** One instance in the sorted view. */
export interface MibEntry<View> {
  readonly arcs: readonly number[];
  /** The name as an encoded OBJECT IDENTIFIER. */
  readonly encoded: Uint8Array;
  readonly read: Read<View>;
}

/** Everything that one agent can answer, in the order of GETNEXT. */
export interface Mib<View> {
  readonly entries: readonly MibEntry<View>[];
  /** Dotted names of all objects, so that a missing row and an unknown object are told apart. */
  readonly objects: ReadonlySet<string>;
}

/** Lexicographic order of object names (RFC 3416 §4.2.2). */
export const compareOids = (a: readonly number[], b: readonly number[]): number => {
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i += 1) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
};

/** Whether `arcs` is `subtree` itself or lies below it. */
export const isUnder = (arcs: readonly number[], subtree: readonly number[]): boolean =>
  arcs.length >= subtree.length && subtree.every((arc, i) => arc === arcs[i]);

/** Parses a dotted name, such as `1.3.6.1.2.1.1`. */
export const dotted = (name: string): number[] => name.split('.').map(Number);

/** A value that never changes: encoded once, handed out each time. */
export const fixed =
  (encoded: Uint8Array): (() => Uint8Array) =>
  () =>
    encoded;

/** A scalar object: one row with index 0. */
export const scalar = <View>(object: string, read: Read<View>): MibObject<View> => ({
  object: dotted(object),
  rows: [{ index: [0], read }],
});

/** Puts objects into one sorted view. */
export const buildMib = <View>(objects: readonly MibObject<View>[]): Mib<View> => {
  const entries: MibEntry<View>[] = [];
  const names = new Set<string>();
  for (const { object, rows } of objects) {
    names.add(object.join('.'));
    for (const { index, read } of rows) {
      const arcs = [...object, ...index];
      entries.push({ arcs, encoded: ber.oid(arcs), read });
    }
  }
  entries.sort((a, b) => compareOids(a.arcs, b.arcs));
  return { entries, objects: names };
};

/** Position of the first entry at or after a name; the number of entries when there is none. */
export const seek = <View>(mib: Mib<View>, arcs: readonly number[]): number => {
  let low = 0;
  let high = mib.entries.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const entry = mib.entries[middle];
    if (entry !== undefined && compareOids(entry.arcs, arcs) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
};

/** Whether a name belongs to an object that this agent implements, with or without such a row. */
export const isImplemented = <View>(mib: Mib<View>, arcs: readonly number[]): boolean => {
  for (let length = arcs.length - 1; length > 0; length -= 1) {
    if (mib.objects.has(arcs.slice(0, length).join('.'))) return true;
  }
  return false;
};
