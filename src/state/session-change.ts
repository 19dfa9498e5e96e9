import type { SessionTrack } from '../network/fleet.ts';
import type { Heard } from '../network/heard.ts';
import type { SessionReading } from '../network/session-facts.ts';
import type { Instant } from '../network/units.ts';

/** A session that is down tries again and again: idle, connect and active are one condition. */
const conditionOf = ({ state }: SessionReading): 'gone' | 'up' | 'down' =>
  state === null ? 'gone' : state === 'established' ? 'up' : 'down';

/** When a session was first heard to be as it is now, up, down or gone; null while it was never heard otherwise. */
export const changedAtOf = (held: SessionTrack | undefined, newest: Heard<SessionReading>): Instant | null =>
  held === undefined || conditionOf(held.reading.value) === conditionOf(newest.value)
    ? (held?.changedAt ?? null)
    : newest.at;
