/** TIMETRA-VRTR-MIB vRtrIfBfdSessionTable: the whole session stands in its index. */
import * as ber from '../ber.ts';
import { dotted, type MibObject, type Read } from '../mib.ts';
import { type BfdSession, bfdSessions, protocolState } from './bfd.ts';
import { inetIndex } from './inet-index.ts';
import { BASE } from './timetra-bgp.ts';
import type { Shape, View } from './view.ts';

const SESSION = dotted('1.3.6.1.4.1.6527.3.1.2.3.34.1');

const COLUMNS: Readonly<Record<number, (session: BfdSession) => Read<View>>> = {
  6:
    ({ state }) =>
    view =>
      ber.integer(protocolState(state(view))),
  12:
    ({ state }) =>
    view =>
      ber.counter32(state(view) === 'up' ? 1 : 0),
};

/** vRtrIfBfdSessionTable of one router. */
export const timetraBfdObjects = (shape: Shape): MibObject<View>[] =>
  Object.entries(COLUMNS).map(([column, read]) => ({
    object: [...SESSION, Number(column)],
    rows: bfdSessions(shape).map(session => ({
      index: [BASE, session.ifIndex, ...inetIndex(session.plan.local), ...inetIndex(session.plan.peer)],
      read: read(session),
    })),
  }));
