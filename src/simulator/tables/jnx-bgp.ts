/**
 * BGP4-V2-MIB-JUNIPER (jnxBgpM2). Its index has no length octets: routing instance, then type and address of the
 * local end, then of the remote end.
 */
import * as ber from '../ber.ts';
import { CARRIER_ASN } from '../carrier.ts';
import { dotted, fixed, type MibObject, type Read } from '../mib.ts';
import type { SessionError, SessionState, SessionView } from '../world.ts';
import {
  adminNumber,
  errorOctets,
  errorText,
  establishedSeconds,
  messages,
  peerIdOf,
  reading,
  stateNumber,
  UNICAST,
  updateAge,
  updatesIn,
  updatesOut,
} from './bgp.ts';
import { inetType } from './inet-index.ts';
import type { Shape, View } from './view.ts';

const ROOT = dotted('1.3.6.1.4.1.2636.5.1.1.2');
const PREFIX_COUNTERS = [...ROOT, 6, 2, 1];
const MASTER_INSTANCE = 0;

const indexOf = ({ plan }: SessionView): number[] => [
  MASTER_INSTANCE,
  ...[inetType(plan.local), ...plan.local],
  ...[inetType(plan.peer), ...plan.peer],
];

type Column = (session: SessionView, peerIndex: number) => Read<View>;

const error =
  (by: SessionError['by'], encode: (found: SessionError | null) => Uint8Array): Column =>
  session =>
    reading(session, ({ lastError }) => encode(lastError?.by === by ? lastError : null));

const text = (found: SessionError | null): Uint8Array => ber.text(errorText(found));

const counter =
  (count: (session: SessionView, state: SessionState, view: View) => number): Column =>
  session =>
    reading(session, (state, view) => ber.counter32(count(session, state, view)));

const COLUMNS: readonly (readonly [table: readonly number[], column: number, read: Column])[] = [
  [[1, 1, 1], 1, session => reading(session, state => ber.octets(peerIdOf(session, state)))],
  [[1, 1, 1], 2, session => reading(session, ({ phase }) => ber.integer(stateNumber(phase)))],
  [[1, 1, 1], 3, session => reading(session, state => ber.integer(adminNumber(state)))],
  [[1, 1, 1], 4, () => fixed(ber.gauge32(4))],
  [[1, 1, 1], 5, session => reading(session, ({ phase }) => ber.gauge32(phase === 'established' ? 4 : 0))],
  [[1, 1, 1], 6, ({ plan }) => fixed(ber.integer(inetType(plan.local)))],
  [[1, 1, 1], 7, ({ plan }) => fixed(ber.octets(plan.local))],
  [[1, 1, 1], 8, () => fixed(ber.gauge32(179))],
  [[1, 1, 1], 9, () => fixed(ber.gauge32(CARRIER_ASN))],
  [[1, 1, 1], 10, ({ plan }) => fixed(ber.integer(inetType(plan.peer)))],
  [[1, 1, 1], 11, ({ plan }) => fixed(ber.octets(plan.peer))],
  [[1, 1, 1], 12, () => fixed(ber.gauge32(52100))],
  [[1, 1, 1], 13, ({ plan }) => fixed(ber.gauge32(plan.remoteAs))],
  [[1, 1, 1], 14, (_, peerIndex) => fixed(ber.gauge32(peerIndex))],
  [[1, 1, 1], 15, () => fixed(ber.gauge32(MASTER_INSTANCE))],
  [[2, 1, 1], 1, error('peer', errorOctets)],
  [[2, 1, 1], 2, error('local', errorOctets)],
  [[2, 1, 1], 5, error('peer', text)],
  [[2, 1, 1], 6, error('local', text)],
  [[4, 1, 1], 1, session => reading(session, (state, view) => ber.gauge32(establishedSeconds(state, view)))],
  [[4, 1, 1], 2, session => reading(session, (state, view) => ber.gauge32(updateAge(state, view)))],
  [[6, 1, 1], 1, counter(({ plan }, state, view) => updatesIn(plan, state, view))],
  [[6, 1, 1], 2, counter(({ plan }, state) => updatesOut(plan, state))],
  [[6, 1, 1], 3, counter(({ plan }, state, view) => messages(updatesIn(plan, state, view), state, view))],
  [[6, 1, 1], 4, counter(({ plan }, state, view) => messages(updatesOut(plan, state), state, view))],
  [[6, 1, 1], 5, session => reading(session, ({ transitions }) => ber.counter32(transitions))],
];

/** jnxBgpM2PrefixCountersTable: only sessions that are established have rows, one per negotiated family. */
const prefixObjects = (shape: Shape): MibObject<View>[] => {
  const rows = [...shape.sessions.entries()].filter(
    ([, session]) => session.stateIn(shape.world)?.phase === 'established',
  );
  const column = (number: number, value: (session: SessionView) => Uint8Array): MibObject<View> => ({
    object: [...PREFIX_COUNTERS, number],
    rows: rows.map(([peerIndex, session]) => ({
      index: [peerIndex, inetType(session.plan.peer), UNICAST],
      read: fixed(value(session)),
    })),
  });
  return [
    column(1, ({ plan }) => ber.integer(inetType(plan.peer))),
    column(2, () => ber.gauge32(UNICAST)),
    column(7, ({ plan }) => ber.gauge32(plan.received)),
    column(8, ({ plan }) => ber.gauge32(plan.received)),
    column(9, () => ber.gauge32(0)),
    column(10, ({ plan }) => ber.gauge32(plan.advertised)),
    column(11, ({ plan }) => ber.gauge32(plan.received)),
  ];
};

/** jnxBgpM2 of one router. */
export const jnxBgpObjects = (shape: Shape): MibObject<View>[] => {
  const tables = COLUMNS.map(
    ([table, column, read]): MibObject<View> => ({
      object: [...ROOT, ...table, column],
      rows: shape.sessions.map((session, peerIndex) => ({ index: indexOf(session), read: read(session, peerIndex) })),
    }),
  );
  return [...tables, ...prefixObjects(shape)];
};
