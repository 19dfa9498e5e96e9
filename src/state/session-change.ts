import type { SessionTrack } from '../network/fleet.ts';
import type { Heard } from '../network/heard.ts';
import type { SessionReading } from '../network/session-facts.ts';
import type { Instant } from '../network/units.ts';

/** When a session was first heard in the state of its newest reading; null while it was never heard in another. */
export const changedAtOf = (held: SessionTrack | undefined, newest: Heard<SessionReading>): Instant | null =>
  held === undefined || held.reading.value.state === newest.value.state ? (held?.changedAt ?? null) : newest.at;
