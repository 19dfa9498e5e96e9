/**
 * What was known of things before they fell silent. An event compares what is known with what was last known: what a
 * person learns again unchanged is no event, and what changed in the dark is one when it comes to light.
 */

/** What was last known of one thing. */
export interface Known {
  readonly word: string;
  /** True when an event has said that it is not known any more: then one says that it is known again. */
  readonly told: boolean;
  /** A count that grows with every change between two looks (bgpPeerFsmEstablishedTransitions). */
  readonly count: number | null;
}

/** By kind and name, whatever is not known now but was. */
export type LastKnown = ReadonlyMap<string, Known>;

/** Nothing has been lost sight of. */
export const nothingLost: LastKnown = new Map();

/** A thing whose state is a word, or null while it is not known. */
export interface Sight {
  readonly word: string | null;
  readonly count?: number | null;
}

/** Keeps what is lost sight of from one picture to the next. */
export interface Memory {
  /**
   * What was known before `now`, from the picture before or from longer ago; null when nothing ever was. Call it once
   * per thing and picture.
   */
  before(key: string, then: Sight | undefined, now: Sight): Known | null;
  /** Notes that an event has said that this thing is not known any more. */
  tell(key: string): void;
  /** What is lost sight of after this picture. */
  lost(): LastKnown;
}

/** Begins with what was lost sight of until the picture before. */
export function memoryOf(earlier: LastKnown): Memory {
  const lost = new Map(earlier);
  return {
    before: (key, then, now) => {
      const seen =
        then === undefined || then.word === null ? null : { word: then.word, told: false, count: then.count ?? null };
      const known = seen ?? lost.get(key) ?? null;
      if (now.word === null) {
        if (known !== null) lost.set(key, known);
      } else if (lost.size > 0) lost.delete(key);
      return known;
    },
    tell: key => {
      const known = lost.get(key);
      if (known !== undefined) lost.set(key, { ...known, told: true });
    },
    lost: () => lost,
  };
}

/** The state of a PNI or a verdict as something to compare; unknown is not knowing. */
const stateSight = (state: string): Sight => ({ word: state === 'unknown' ? null : state });

/**
 * How one state became another, as an event says it; null when it is none. `quiet`: that it is not known any more has a
 * cause that another event tells.
 */
export function changeOf(
  key: string,
  before: string | undefined,
  after: string,
  memory: Memory,
  quiet: boolean,
): { readonly from: string; readonly to: string } | null {
  const known = memory.before(key, before === undefined ? undefined : stateSight(before), stateSight(after));
  // At the start nothing is known; what is learned then is a finding and no change.
  if (known === null || before === undefined) return null;
  if (after === 'unknown') {
    if (before === 'unknown' || quiet) return null;
    memory.tell(key);
    return { from: before, to: after };
  }
  const from = known.told ? 'unknown' : known.word;
  return from === after ? null : { from, to: after };
}
