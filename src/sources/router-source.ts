import type { PollTargets, RouterName } from '../network/facts.ts';
import type { DiscoveredSample, FailedSample, PolledSample } from '../network/samples.ts';

/**
 * One router as a source of samples. SNMP is the first; a Prometheus or gNMI source implements the same four members.
 * Neither method throws for what a router does: a failure is a sample too.
 */
export interface RouterSource {
  readonly router: RouterName;
  /** Reads the structure of the router: identity, interfaces, addresses, LAGs, sessions. */
  discover(): Promise<DiscoveredSample | FailedSample>;
  /** Reads only what `targets` names. */
  poll(targets: PollTargets): Promise<PolledSample | FailedSample>;
  /** Gives up what is under way and frees the socket. */
  close(): void;
}
