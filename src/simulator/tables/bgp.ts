/** What all tables of BGP sessions have in common. */
import * as ber from '../ber.ts';
import type { SessionPlan } from '../carrier.ts';
import type { Read } from '../mib.ts';
import type { Phase, SessionError, SessionState, SessionView } from '../world.ts';
import type { Shape, View } from './view.ts';

/** What the tables show of a session that is not there (it always is): idle, never up. */
const NOTHING: SessionState = {
  phase: 'idle',
  admin: 'start',
  held: false,
  since: null,
  transitions: 0,
  lastError: null,
  bfdCut: false,
  due: null,
};

/** Reads a column of one session's row. */
export const reading =
  (session: SessionView, encode: (state: SessionState, view: View) => Uint8Array): Read<View> =>
  view =>
    encode(session.stateIn(view.world) ?? NOTHING, view);

/** bgpPeerState and its likes. */
export const stateNumber = (phase: Phase): number => {
  switch (phase) {
    case 'idle':
      return 1;
    case 'connect':
      return 2;
    case 'active':
      return 3;
    case 'openconfirm':
      return 5;
    case 'established':
      return 6;
  }
};

/** bgpPeerAdminStatus and its likes: 1 stop (halted), 2 start (running). */
export const adminNumber = ({ admin }: SessionState): number => (admin === 'stop' ? 1 : 2);

/** Whole seconds since the session was last established or lost; 0 when it never was (RFC 4273). */
export const establishedSeconds = ({ since }: SessionState, view: View): number =>
  since === null ? 0 : Math.floor((view.world.tick - since) / 100);

/** UPDATE messages heard: the full table once per start, then one a minute. */
export const updatesIn = (plan: SessionPlan, state: SessionState, view: View): number =>
  state.transitions * plan.received + Math.floor(establishedSeconds(state, view) / 60);

/** UPDATE messages sent: the whole of what is advertised, once per start. */
export const updatesOut = (plan: SessionPlan, state: SessionState): number => state.transitions * plan.advertised;

/** The interval of KEEPALIVEs, and the hold time that goes with it. */
export const KEEPALIVE_SECONDS = 30;
export const HOLD_SECONDS = 90;

/** All messages sent or heard: those updates, and the KEEPALIVEs. */
export const messages = (updates: number, state: SessionState, view: View): number =>
  updates + Math.floor(establishedSeconds(state, view) / KEEPALIVE_SECONDS);

/** Seconds since the last UPDATE was heard. */
export const updateAge = (state: SessionState, view: View): number => establishedSeconds(state, view) % 60;

/** The other end's router id while it is known. */
export const peerIdOf = ({ plan }: SessionView, { phase }: SessionState): readonly number[] =>
  phase === 'established' ? plan.peerId : [0, 0, 0, 0];

/** Unicast, in every numbering of SAFIs. */
export const UNICAST = 1;

/** The sessions that have seen an error: the rest have no rows in columns of errors where a router leaves them out. */
export const withError = (shape: Shape): SessionView[] =>
  shape.sessions.filter(session => (session.stateIn(shape.world)?.lastError ?? null) !== null);

/** The sessions that are established now. */
export const established = (shape: Shape): SessionView[] =>
  shape.sessions.filter(session => session.stateIn(shape.world)?.phase === 'established');

/** A NOTIFICATION in words (RFC 4271 §4.5, RFC 4486). */
export const errorText = (error: SessionError | null): string => {
  if (error === null) return '';
  const known: Readonly<Record<string, string>> = {
    '4.0': 'Hold Timer Expired',
    '6.2': 'Cease/Administrative Shutdown',
    '6.4': 'Cease/Administrative Reset',
    // RFC 9384
    '6.10': 'Cease/BFD Down',
  };
  return known[`${error.code}.${error.subcode}`] ?? `Error ${error.code}/${error.subcode}`;
};

/** Code and subcode as the two octets of bgpPeerLastError; zeros when there was no error, or the other end's. */
export const errorOctets = (error: SessionError | null): Uint8Array =>
  ber.octets(error === null ? [0, 0] : [error.code, error.subcode]);
