/** BFD beside BGP: the session that watches the path to a peer (RFC 5882). */
import { canonicalAddress } from './addresses.ts';
import { fresh } from './age.ts';
import type { RouterState, RouterStructure } from './fleet.ts';
import { portOf } from './interfaces.ts';
import type { BfdFacts, BfdState, SessionFacts } from './session-facts.ts';
import type { Instant, Millis } from './units.ts';

/** What BFD says of a peer. */
export interface Bfd {
  /** `gone`: its row has left the table. */
  readonly state: BfdState | 'gone';
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
const severity: Readonly<Record<Bfd['state'], number>> = {
  down: 0,
  failing: 1,
  init: 2,
  'admin-down': 3,
  up: 4,
  // A row that was made anew has another number: the old one counts where there is no other.
  gone: 5,
};

/** Which path a BFD session watches, as seen from a BGP session: its own, a member of its LAG (RFC 7130), another, or not told. */
type Watches = 'this' | 'member' | 'another' | 'untold';

function watches(facts: BfdFacts, session: SessionFacts, structure: RouterStructure): Watches {
  const instanced = facts.instance !== null && session.instance !== null;
  if (instanced && facts.instance !== session.instance) return 'another';
  const name = facts.ifIndex === null ? undefined : structure.index.byIndex.get(facts.ifIndex)?.name;
  const place = structure.places.get(session.key) ?? null;
  if (name === undefined || place === null) return instanced ? 'this' : 'untold';
  const port = portOf(name, structure.index);
  if (port === place) return 'this';
  return structure.lags.get(place)?.members?.includes(port) === true ? 'member' : 'another';
}

/**
 * The BFD session to a BGP peer; null where no table tells of one, or nothing fresh. Several may run to one address, one in
 * each routing instance or one over each member of a LAG. Those that are known to watch the path of the BGP session count,
 * and the worst of them; where nothing tells which path they watch, they count only if the address is of one session alone.
 */
export function bfdOf(session: SessionFacts, router: RouterState, now: Instant, interval: Millis): Bfd | null {
  const { structure } = router;
  if (structure === null) return null;
  const peer = canonicalAddress(session.peer) ?? session.peer;
  const candidates = Map.groupBy(structure.bfd.get(peer) ?? [], facts => watches(facts, session, structure));
  const shared = [...router.sessions.values()].filter(track => track.facts.value.peer === session.peer).length > 1;
  const counted =
    candidates.get('this') ?? candidates.get('member') ?? (shared ? [] : (candidates.get('untold') ?? []));
  const found = counted.flatMap(facts => {
    const reading = fresh(router.bfd.get(facts.key), now, interval);
    return reading === null ? [] : [{ state: reading.state ?? 'gone', diagnostic: reading.diagnostic } as const];
  });
  const [worst] = found.toSorted((a, b) => severity[a.state] - severity[b.state]);
  return worst === undefined ? null : { state: worst.state, diagnosticText: bfdDiagnosticText(worst.diagnostic) };
}

/** In words: "BFD down (detection time expired)"; why it went down once is no news while it is up. */
export function bfdText({ state, diagnosticText }: Bfd): string {
  const why = diagnosticText === null || state === 'up' ? '' : ` (${diagnosticText})`;
  return `${state === 'up' ? 'bfd' : 'BFD'} ${state}${why}`;
}
