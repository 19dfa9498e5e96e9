/** What is said of a metro. */

/** Every verdict. */
export type Verdict = 'redundant' | 'degraded' | 'at-risk' | 'down' | 'unknown';

/** A verdict that is decided. */
export type SettledVerdict = Exclude<Verdict, 'unknown'>;
