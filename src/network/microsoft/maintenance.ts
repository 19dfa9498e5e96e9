/** Work that Microsoft has announced: from Resource Health, or written down from a mail. */
import type { Instant } from '../units.ts';

/** Status of a notice; the words of the NANOG maintenance note (draft-gunter-calext-maintenance-notifications). */
export const noteStatuses = ['TENTATIVE', 'CONFIRMED', 'CANCELLED', 'IN-PROCESS', 'COMPLETED', 'RE-SCHEDULED'] as const;
/** Expected effect; the words of the same. */
export const noteImpacts = ['NO-IMPACT', 'REDUCED-REDUNDANCY', 'DEGRADED', 'OUTAGE'] as const;
/** Status of a notice. */
export type NoteStatus = (typeof noteStatuses)[number];
/** Expected effect of announced work. */
export type NoteImpact = (typeof noteImpacts)[number];

/** A notice of Azure Service Health (Microsoft.ResourceHealth events). */
export interface HealthNotice {
  readonly trackingId: string;
  /** As told: `PlannedMaintenance`, `ServiceIssue`, `HealthAdvisory` … */
  readonly type: string | null;
  /** `Active` or `Resolved` as told. */
  readonly status: string | null;
  readonly level: string | null;
  readonly title: string;
  /** Without markup. */
  readonly text: string;
  readonly services: readonly string[];
  /** Azure regions, not metros. */
  readonly regions: readonly string[];
  readonly startsAt: Instant | null;
  /** Microsoft's estimate; the work often ends earlier. */
  readonly endsAt: Instant | null;
  readonly updatedAt: Instant | null;
}

/** A maintenance note that somebody wrote down from a mail. */
export interface MaintenanceNote {
  readonly maintenanceId: string;
  readonly provider: string;
  readonly account: string;
  readonly status: NoteStatus;
  readonly impact: NoteImpact;
  /** Metros, routers or PNIs. */
  readonly objects: readonly string[];
  readonly startsAt: Instant;
  readonly endsAt: Instant;
  readonly text: string;
  readonly writtenAt: Instant;
  readonly writtenBy: string;
  /** Counts the versions of one maintenance: the highest counts. */
  readonly sequence: number;
}
