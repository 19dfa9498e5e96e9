/** The BGP sessions of a PNI at one moment. */
import { fresh } from './age.ts';
import { type Bfd, bfdOf } from './bfd.ts';
import { bgpErrorText } from './bgp-errors.ts';
import type { RouterState, SessionTrack } from './fleet.ts';
import type { SessionWitness } from './microsoft/agreement.ts';
import { byName } from './order.ts';
import type {
  Afi,
  BgpAdmin,
  BgpError,
  BgpState,
  PrefixReading,
  SessionKey,
  SessionReading,
  SessionSource,
} from './session-facts.ts';
import { type Instant, type Millis, type Seconds, seconds } from './units.ts';

/** One session; what is not fresh is null. */
export interface Session {
  readonly key: SessionKey;
  readonly peer: string;
  readonly local: string | null;
  readonly afi: Afi;
  readonly remoteAs: number | null;
  readonly vrf: string | null;
  /** The table that tells of it: two tables may count transitions otherwise. */
  readonly source: SessionSource;
  readonly state: BgpState | null;
  readonly admin: BgpAdmin | null;
  /** How long it has been established; null while it is not. */
  readonly established: Seconds | null;
  /** The same as the router said it at the newest reading: falls only when the session fell. */
  readonly establishedAsRead: Seconds | null;
  readonly transitions: number | null;
  readonly prefixesReceived: number | null;
  readonly prefixesAccepted: number | null;
  readonly prefixesAdvertised: number | null;
  readonly prefixLimit: number | null;
  /** When the prefixes were counted, which is done seldom; null where no count is given. */
  readonly prefixesAt: Instant | null;
  readonly lastError: BgpError | null;
  readonly lastErrorText: string | null;
  /** Null where no table tells of a BFD session to the peer. */
  readonly bfd: Bfd | null;
  /** `missing`: the row has left its table. */
  readonly presence: 'present' | 'missing' | 'stale';
  /** When it was seen to change its state; null while it never did. */
  readonly changedAt: Instant | null;
  /** What Microsoft says of it; null where it says nothing. */
  readonly microsoft: SessionWitness | null;
}

/** Two clocks, and seconds cut off on the way: so much may lie between them without a cause. */
const tolerance = 2000;

/** Prefixes are counted seldom: a count holds only while the session has stayed up since. */
function prefixesHold({ reading, prefixes }: SessionTrack, established: Seconds | null): boolean {
  const [before, now] = [prefixes.value.transitions, reading.value.transitions];
  if (established === null || (before !== null && now !== null && before !== now)) return false;
  return established * 1000 + tolerance >= reading.at - prefixes.at;
}

/** A row without a state that still says something else is there: its state could not be read, which is not "gone". */
function presenceOf(reading: SessionReading | null): Session['presence'] {
  if (reading === null) return 'stale';
  if (reading.state !== null) return 'present';
  const silent = reading.admin === null && reading.establishedSeconds === null && reading.transitions === null;
  return silent ? 'missing' : 'stale';
}

const isCounted = ({ prefixesReceived, prefixesAccepted, prefixesAdvertised }: PrefixReading): boolean =>
  prefixesReceived !== null || prefixesAccepted !== null || prefixesAdvertised !== null;

function sessionOf(key: SessionKey, track: SessionTrack, router: RouterState, now: Instant, interval: Millis): Session {
  const facts = track.facts.value;
  const heard = fresh(track.reading, now, interval);
  const presence = presenceOf(heard);
  const reading = presence === 'present' ? heard : null;
  const told = reading?.state === 'established' ? reading.establishedSeconds : null;
  const established = told === null || told < 0 ? null : told;
  const holds = reading !== null && prefixesHold(track, established);
  const counts = track.prefixes.value;
  const error = reading?.lastError ?? null;
  return {
    key,
    peer: facts.peer,
    local: facts.local,
    afi: facts.afi,
    remoteAs: facts.remoteAs,
    vrf: facts.vrf,
    source: facts.source,
    state: reading?.state ?? null,
    admin: reading?.admin ?? null,
    established: established === null ? null : seconds(established + Math.floor((now - track.reading.at) / 1000)),
    establishedAsRead: established,
    transitions: reading?.transitions ?? null,
    prefixesReceived: holds ? counts.prefixesReceived : null,
    prefixesAccepted: holds ? counts.prefixesAccepted : null,
    prefixesAdvertised: holds ? counts.prefixesAdvertised : null,
    prefixLimit: counts.prefixLimit,
    prefixesAt: holds && isCounted(counts) ? track.prefixes.at : null,
    lastError: error,
    lastErrorText: error === null ? null : bgpErrorText(error),
    bfd: bfdOf(facts, router, now, interval),
    presence,
    changedAt: track.changedAt,
    microsoft: null,
  };
}

/** The sessions with these keys, IPv4 first. */
export function sessionsOf(
  keys: readonly SessionKey[],
  router: RouterState,
  now: Instant,
  interval: Millis,
): readonly Session[] {
  return keys
    .flatMap(key => {
      const track = router.sessions.get(key);
      return track === undefined ? [] : [sessionOf(key, track, router, now, interval)];
    })
    .sort((a, b) => byName(a.afi, b.afi) || byName(a.peer, b.peer) || byName(a.key, b.key));
}
