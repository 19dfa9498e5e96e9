/** What all BGP tables have in common, and BGP4-MIB (RFC 4273) itself, which knows IPv4 peers only. */
import * as ber from '../ber.ts';
import { CARRIER_ASN, type SessionPlan } from '../carrier.ts';
import { dotted, fixed, type MibObject, type Read, scalar } from '../mib.ts';
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

const KEEPALIVE_SECONDS = 30;
const HOLD_SECONDS = 90;

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

/** RFC 6793: a table with 16-bit AS numbers shows AS_TRANS for a larger one. */
const AS_TRANS = 23456;

const remoteAs16 = ({ remoteAs }: SessionPlan): number => (remoteAs > 0xffff ? AS_TRANS : remoteAs);

type Column = (session: SessionView) => Read<View>;
type Columns = Readonly<Record<number, Column>>;

const seconds =
  (value: number): Column =>
  () =>
    fixed(ber.integer(value));

const COLUMNS: Columns = {
  1: session => reading(session, state => ber.ipAddress(peerIdOf(session, state))),
  2: session => reading(session, ({ phase }) => ber.integer(stateNumber(phase))),
  3: session => reading(session, state => ber.integer(adminNumber(state))),
  4: session => reading(session, ({ phase }) => ber.integer(phase === 'established' ? 4 : 0)),
  5: ({ plan }) => fixed(ber.ipAddress(plan.local)),
  6: () => fixed(ber.integer(179)),
  7: ({ plan }) => fixed(ber.ipAddress(plan.peer)),
  8: () => fixed(ber.integer(52100)),
  9: ({ plan }) => fixed(ber.integer(remoteAs16(plan))),
  10: session => reading(session, (state, view) => ber.counter32(updatesIn(session.plan, state, view))),
  11: session => reading(session, state => ber.counter32(updatesOut(session.plan, state))),
  12: session =>
    reading(session, (state, view) => ber.counter32(messages(updatesIn(session.plan, state, view), state, view))),
  13: session =>
    reading(session, (state, view) => ber.counter32(messages(updatesOut(session.plan, state), state, view))),
  14: session => reading(session, ({ lastError }) => errorOctets(lastError)),
  15: session => reading(session, ({ transitions }) => ber.counter32(transitions)),
  16: session => reading(session, (state, view) => ber.gauge32(establishedSeconds(state, view))),
  17: seconds(120),
  18: seconds(HOLD_SECONDS),
  19: seconds(KEEPALIVE_SECONDS),
  20: seconds(HOLD_SECONDS),
  21: seconds(KEEPALIVE_SECONDS),
  22: seconds(15),
  23: seconds(30),
  24: session => reading(session, (state, view) => ber.gauge32(updateAge(state, view))),
};

/** What a software does otherwise than RFC 4273: columns of its own making, and columns that it leaves out. */
interface Dialect {
  readonly otherwise?: Columns;
  readonly without?: readonly number[];
}

/** The AS number whole, where the RFC has 16 bits for it. */
export const WHOLE_AS: Dialect = { otherwise: { 9: ({ plan }) => fixed(ber.integer(plan.remoteAs)) } };
/** No AS number. */
export const NO_AS: Dialect = { without: [9] };
/** The time since the session was established stands where the KEEPALIVE interval belongs, and not in its own place. */
export const ESTABLISHED_IN_KEEP_ALIVE: Dialect = {
  otherwise: { 19: session => reading(session, (state, view) => ber.gauge32(establishedSeconds(state, view))) },
  without: [16],
};

/** BGP4-MIB of one router. */
export const bgp4Objects =
  ({ otherwise = {}, without = [] }: Dialect = {}) =>
  (shape: Shape): MibObject<View>[] => {
    const sessions = shape.sessions.filter(({ plan }) => plan.afi === 'ipv4');
    const columns = Object.entries({ ...COLUMNS, ...otherwise }).filter(
      ([column]) => !without.includes(Number(column)),
    );
    return [
      // One octet of version bits, the first for version 1 (RFC 4273 bgpVersion): version 4.
      scalar('1.3.6.1.2.1.15.1', fixed(ber.octets([0x10]))),
      scalar('1.3.6.1.2.1.15.2', fixed(ber.integer(CARRIER_ASN))),
      ...columns.map(([column, read]) => ({
        object: [...dotted('1.3.6.1.2.1.15.3.1'), Number(column)],
        rows: sessions.map(session => ({ index: session.plan.peer, read: read(session) })),
      })),
      scalar('1.3.6.1.2.1.15.4', fixed(ber.ipAddress(shape.plan.loopback))),
    ];
  };
