/** ARISTA-BGP4V2-MIB: the draft's tables, its counters and its gauges of prefixes, with lengths in the index. */
import * as ber from '../ber.ts';
import { dotted, fixed, type MibObject } from '../mib.ts';
import type { SessionView } from '../world.ts';
import { established, messages, reading, UNICAST, updatesIn, updatesOut, withError } from './bgp.ts';
import { ERROR_COLUMNS, PEER_COLUMNS, TIME_COLUMNS } from './bgp4v2.ts';
import { inetIndex, inetType } from './inet-index.ts';
import type { Shape, View } from './view.ts';

const ROOT = dotted('1.3.6.1.4.1.30065.4.1.1');
const DEFAULT_INSTANCE = 1;

const indexOf = ({ plan }: SessionView): number[] => [DEFAULT_INSTANCE, ...inetIndex(plan.peer)];

type Column = (typeof PEER_COLUMNS)[number];

const COUNTER_COLUMNS: readonly Column[] = [
  [7, 1, session => reading(session, (state, view) => ber.counter32(updatesIn(session.plan, state, view)))],
  [7, 2, session => reading(session, state => ber.counter32(updatesOut(session.plan, state)))],
  [
    7,
    3,
    session =>
      reading(session, (state, view) => ber.counter32(messages(updatesIn(session.plan, state, view), state, view))),
  ],
  [
    7,
    4,
    session => reading(session, (state, view) => ber.counter32(messages(updatesOut(session.plan, state), state, view))),
  ],
  [7, 5, session => reading(session, ({ transitions }) => ber.counter32(transitions))],
];

/** The gauges: received, accepted, advertised. */
const PREFIX_COLUMNS: readonly Column[] = [
  [8, 3, ({ plan }) => fixed(ber.gauge32(plan.received))],
  [8, 4, ({ plan }) => fixed(ber.gauge32(plan.received))],
  [8, 5, ({ plan }) => fixed(ber.gauge32(plan.advertised))],
];

/** ARISTA-BGP4V2-MIB of one router. */
export const aristaBgpObjects = (shape: Shape): MibObject<View>[] => {
  const table = (
    columns: readonly Column[],
    sessions: readonly SessionView[],
    family: (session: SessionView) => readonly number[] = () => [],
  ): MibObject<View>[] =>
    columns.map(([table, column, read]) => ({
      object: [...ROOT, table, 1, column],
      rows: sessions.map(session => ({
        index: [...indexOf(session), ...family(session)],
        read: read(session, shape),
      })),
    }));
  return [
    ...table([...PEER_COLUMNS, ...TIME_COLUMNS, ...COUNTER_COLUMNS], shape.sessions),
    ...table(ERROR_COLUMNS, withError(shape)),
    ...table(PREFIX_COLUMNS, established(shape), ({ plan }) => [inetType(plan.peer), UNICAST]),
  ];
};
