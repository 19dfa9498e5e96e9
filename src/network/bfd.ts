/** BFD beside BGP: the session that watches the path to a peer (RFC 5882). */
import { canonicalAddress } from './addresses.ts';
import { fresh } from './age.ts';
import type { BfdState, SessionFacts } from './facts.ts';
import type { RouterState } from './fleet.ts';
import { portOf } from './interfaces.ts';
import type { Instant, Millis } from './units.ts';

/** What BFD says of a peer. */
export interface Bfd {
  readonly state: BfdState;
  /** Why it last went down, where the table tells. */
  readonly diagnosticText: string | null;
}

/** Diagnostic codes (RFC 5880 §4.1, RFC 6428 for 9). */
const diagnostics: Readonly<Record<number, string>> = {
  1: 'detection time expired',
  2: 'echo function failed',
  3: 'neighbour signalled down',
  4: 'forwarding plane reset',
  5: 'path down',
  6: 'concatenated path down',
  7: 'administratively down',
  8: 'reverse concatenated path down',
  9: 'mis-connectivity defect',
};

/** A diagnostic code in words; null for "no diagnostic". */
export function bfdDiagnosticText(code: number | null): string | null {
  if (code === null || code === 0) return null;
  return diagnostics[code] ?? `diagnostic ${code}`;
}

/** The worst first: a path that one of several sessions sees broken is broken for somebody. */
const severity: Readonly<Record<BfdState, number>> = { down: 0, failing: 1, init: 2, 'admin-down': 3, up: 4 };

/**
 * The BFD session to a BGP peer; null where no table tells of one, or nothing fresh. Several may run to one address, one in
 * each routing instance or one over each member of a LAG (RFC 7130): those on the interface of the BGP session count before
 * the others, and of those the worst.
 */
export function bfdOf(
  session: Pick<SessionFacts, 'key' | 'peer'>,
  router: RouterState,
  now: Instant,
  interval: Millis,
): Bfd | null {
  const { structure } = router;
  const peer = canonicalAddress(session.peer) ?? session.peer;
  const place = structure?.places.get(session.key) ?? null;
  const found = (structure?.bfd.get(peer) ?? []).flatMap(facts => {
    const reading = fresh(router.bfd.get(facts.key), now, interval);
    if (reading === null || reading.state === null) return [];
    const name = facts.ifIndex === null ? undefined : structure?.index.byIndex.get(facts.ifIndex)?.name;
    const here = name !== undefined && structure !== null && portOf(name, structure.index) === place;
    return [{ state: reading.state, diagnostic: reading.diagnostic, here }];
  });
  const [worst] = found.toSorted((a, b) => Number(b.here) - Number(a.here) || severity[a.state] - severity[b.state]);
  return worst === undefined ? null : { state: worst.state, diagnosticText: bfdDiagnosticText(worst.diagnostic) };
}

/** In words: "BFD down (detection time expired)"; why it went down once is no news while it is up. */
export function bfdText({ state, diagnosticText }: Bfd): string {
  const why = diagnosticText === null || state === 'up' ? '' : ` (${diagnosticText})`;
  return `${state === 'up' ? 'bfd' : 'BFD'} ${state}${why}`;
}
