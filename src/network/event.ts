/** What an event is. */
import type { Instant } from './units.ts';

/** How much an event asks of a person. */
export type Severity = 'info' | 'warning' | 'critical';

/** One change of state. */
export interface FleetEvent {
  readonly at: Instant;
  readonly severity: Severity;
  readonly code:
    | 'metro'
    | 'pni'
    | 'member'
    | 'optic'
    | 'session'
    | 'bfd'
    | 'router'
    | 'table'
    | 'clock'
    | 'reset'
    | 'microsoft'
    | 'prefix'
    | 'maintenance';
  /** Router, PNI or metro. */
  readonly subject: string;
  readonly text: string;
  readonly from: string | null;
  readonly to: string;
  /** How many like changes this one stands for. */
  readonly count: number;
}
