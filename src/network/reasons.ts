/** Why something is not as it should be: one table of codes, the same on screen, in JSON and in reports. */

/** Stable codes; a screen may reword a reason, a script matches the code. */
export type ReasonCode =
  | 'not-heard'
  | 'load-unknown'
  | 'stale'
  | 'router-unreachable'
  | 'table-silent'
  | 'interface-down'
  | 'interface-shut'
  | 'lag-below-min-links'
  | 'lag-degraded'
  | 'members-unknown'
  | 'session-down'
  | 'session-shut'
  | 'session-missing'
  | 'no-session'
  | 'bfd-down'
  | 'optic-dark'
  | 'optic-missing'
  | 'optic-alarm'
  | 'optic-warning'
  | 'no-usable-pni'
  | 'one-router'
  | 'pni-down'
  | 'pni-degraded'
  | 'pni-shut'
  | 'pni-unknown'
  | 'n-1-overload'
  | 'hot'
  | 'idle'
  | 'discards'
  | 'errors'
  | 'no-pni'
  | 'witnesses-disagree'
  | 'provisioning'
  | 'provisioning-failed'
  | 'connection-changing'
  | 'session-unknown-to-microsoft'
  | 'session-unseen'
  | 'address-differs'
  | 'bandwidth-differs'
  | 'several-connections'
  | 'maintenance';

/** How much a reason weighs, heaviest first on every list. */
export type Weight = 'bad' | 'risk' | 'warn' | 'unknown' | 'info';

/** One reason: what, about whom, in one sentence. */
export interface Reason {
  readonly code: ReasonCode;
  readonly weight: Weight;
  /** Router, PNI or metro that it is about. */
  readonly subject: string;
  readonly text: string;
}

const order: Readonly<Record<Weight, number>> = { bad: 0, risk: 1, warn: 2, unknown: 3, info: 4 };

/** Heaviest first; of equal weight, in the order given. */
export const byWeight = <Weighed extends Pick<Reason, 'weight'>>(reasons: readonly Weighed[]): readonly Weighed[] =>
  reasons.toSorted((a, b) => order[a.weight] - order[b.weight]);
