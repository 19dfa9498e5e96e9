/** The BGP sessions of a PNI at one moment. */
import { fresh } from './age.ts';
import { bgpErrorText } from './bgp-errors.ts';
import type { Afi, BgpAdmin, BgpError, BgpState, SessionKey } from './facts.ts';
import type { RouterState, SessionTrack } from './fleet.ts';
import { type Instant, type Millis, type Seconds, seconds } from './units.ts';

/** One session; what is not fresh is null. */
export interface Session {
  readonly key: SessionKey;
  readonly peer: string;
  readonly local: string | null;
  readonly afi: Afi;
  readonly remoteAs: number | null;
  readonly vrf: string | null;
  readonly state: BgpState | null;
  readonly admin: BgpAdmin | null;
  /** How long it has been established; null while it is not. */
  readonly established: Seconds | null;
  readonly transitions: number | null;
  readonly prefixesReceived: number | null;
  readonly prefixesAccepted: number | null;
  readonly prefixesAdvertised: number | null;
  readonly lastError: BgpError | null;
  readonly lastErrorText: string | null;
  /** `missing`: the row has left its table. */
  readonly presence: 'present' | 'missing' | 'stale';
}

/** Prefix counts come with discovery: they hold only while the session has stayed up since. */
function prefixesHold(track: SessionTrack, establishedSeconds: Seconds | null): boolean {
  if (establishedSeconds === null || track.facts.value.state !== 'established') return false;
  return establishedSeconds * 1000 + 2000 >= track.reading.at - track.facts.at;
}

function sessionOf(key: SessionKey, track: SessionTrack, now: Instant, interval: Millis): Session {
  const { facts } = track;
  const reading = fresh(track.reading, now, interval);
  const up = reading?.state === 'established';
  const error = reading?.lastError ?? null;
  const hold = up && prefixesHold(track, reading.establishedSeconds);
  return {
    key,
    peer: facts.value.peer,
    local: facts.value.local,
    afi: facts.value.afi,
    remoteAs: facts.value.remoteAs,
    vrf: facts.value.vrf,
    state: reading?.state ?? null,
    admin: reading?.admin ?? null,
    established: up && reading.establishedSeconds !== null ? seconds(reading.establishedSeconds + Math.floor((now - track.reading.at) / 1000)) : null,
    transitions: reading?.transitions ?? null,
    prefixesReceived: hold ? facts.value.prefixesReceived : null,
    prefixesAccepted: hold ? facts.value.prefixesAccepted : null,
    prefixesAdvertised: hold ? facts.value.prefixesAdvertised : null,
    lastError: error,
    lastErrorText: error === null ? null : bgpErrorText(error),
    presence: reading === null ? 'stale' : reading.state === null ? 'missing' : 'present',
  };
}

/** The sessions with these keys, IPv4 first. */
export function sessionsOf(keys: readonly SessionKey[], router: RouterState, now: Instant, interval: Millis): readonly Session[] {
  return keys
    .flatMap(key => {
      const track = router.sessions.get(key);
      return track === undefined ? [] : [sessionOf(key, track, now, interval)];
    })
    .sort((a, b) => a.afi.localeCompare(b.afi) || a.peer.localeCompare(b.peer));
}
