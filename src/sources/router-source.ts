import type { PollTargets, RouterName } from '../network/facts.ts';
import type { Sample } from '../network/samples.ts';

/**
 * One router as a source of samples. SNMP is the first; a Prometheus or gNMI source implements the same members.
 * Neither call rejects for what a router does: a failure is a sample too, and what is heard is emitted as soon as it is
 * heard, so that one silent table never holds back the others.
 */
export interface RouterSource {
  readonly router: RouterName;
  /**
   * Reads the structure of the router: identity, interfaces, addresses, LAGs, sessions, light. `known` is called, once at
   * the most and never after the end, when enough is known to begin polling and the rest may take its time.
   */
  discover(known?: () => void): Promise<void>;
  /** Reads only what `targets` names; `cause` says why between two cycles. */
  poll(targets: PollTargets, cause?: 'trap'): Promise<void>;
  /** Gives up what is under way and frees the socket. */
  close(): void;
}

/** Where a source puts what it hears. */
export type Hear = (sample: Sample) => void;
