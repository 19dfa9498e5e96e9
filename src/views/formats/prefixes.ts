/** The prefixes of a session in words. */
import { ageText } from '../../network/age.ts';
import type { Session } from '../../network/sessions.ts';
import type { Instant } from '../../network/units.ts';

/** Prefixes are counted once a minute: a count much older than that says when it was made. */
const freshPrefixes = 120_000;

/** Prefixes in, with those refused and the limit, and out; null where none are counted. */
export function prefixesText(session: Session, now: Instant): string | null {
  const { prefixesReceived: received, prefixesAccepted: accepted, prefixesAdvertised: advertised } = session;
  // Cisco counts those that it accepted alone.
  const heard = received ?? accepted;
  if (heard === null) return null;
  const refused = accepted === null || accepted === heard ? '' : ` (${accepted} accepted)`;
  const limit = session.prefixLimit === null ? '' : ` of ${session.prefixLimit} allowed`;
  const age = session.prefixesAt === null ? 0 : now - session.prefixesAt;
  const when = age > freshPrefixes ? ` (counted ${ageText(age)} ago)` : '';
  return `${heard} prefixes in${refused}${limit}${advertised === null ? '' : `, ${advertised} out`}${when}`;
}
