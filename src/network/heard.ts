/** A value has a time. */
import type { Instant } from './units.ts';

/** A value with the moment at which it was heard. */
export interface Heard<Value> {
  readonly at: Instant;
  readonly value: Value;
}
