/** BGP4-MIB (RFC 4273), which knows IPv4 peers only, and what several agents make of it. */
import * as ber from '../ber.ts';
import { CARRIER_ASN, type SessionPlan } from '../carrier.ts';
import { dotted, fixed, type MibObject, type Read, scalar } from '../mib.ts';
import type { SessionView } from '../world.ts';
import {
  adminNumber,
  errorOctets,
  establishedSeconds,
  HOLD_SECONDS,
  KEEPALIVE_SECONDS,
  messages,
  peerIdOf,
  reading,
  stateNumber,
  updateAge,
  updatesIn,
  updatesOut,
} from './bgp.ts';
import type { Shape, View } from './view.ts';

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
