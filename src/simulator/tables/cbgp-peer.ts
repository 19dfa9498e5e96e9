/**
 * CISCO-BGP4-MIB: cbgpPeer2Table with its prefix table, as IOS-XR has them, and cbgpPeer3Table, as NX-OS has it. The
 * columns of the second are those of the first, two further on, behind the name of the VRF.
 */
import * as ber from '../ber.ts';
import { CARRIER_ASN } from '../carrier.ts';
import { dotted, fixed, type MibObject, type Read } from '../mib.ts';
import type { SessionView } from '../world.ts';
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
  withError,
} from './bgp.ts';
import { inetIndex, inetType } from './inet-index.ts';
import type { Shape, View } from './view.ts';

const PEER_2 = dotted('1.3.6.1.4.1.9.9.187.1.2.5.1');
const PREFIXES = dotted('1.3.6.1.4.1.9.9.187.1.2.8.1');
const PEER_3 = dotted('1.3.6.1.4.1.9.9.187.1.2.9.1');

/** cbgpPeer3VrfId and cbgpPeer3VrfName of the routes that are in no VRF. */
const DEFAULT_VRF = { id: 1, name: 'default' } as const;
/** How much further on the columns of cbgpPeer3Table are. */
const PEER_3_SHIFT = 2;

/** What an operator sets for a peer with a few hundred prefixes: the most, in %, and when all is well again. */
const PREFIX_LIMIT = 2000;
const PREFIX_THRESHOLD = 80;
const PREFIX_CLEAR = 75;

type Column = (session: SessionView, shape: Shape) => Read<View>;

const COLUMNS: Readonly<Record<number, Column>> = {
  3: session => reading(session, ({ phase }) => ber.integer(stateNumber(phase))),
  4: session => reading(session, state => ber.integer(adminNumber(state))),
  5: session => reading(session, ({ phase }) => ber.integer(phase === 'established' ? 4 : 0)),
  6: ({ plan }) => fixed(ber.octets(plan.local)),
  7: () => fixed(ber.gauge32(179)),
  8: () => fixed(ber.gauge32(CARRIER_ASN)),
  9: (_, { plan }) => fixed(ber.ipAddress(plan.loopback)),
  10: () => fixed(ber.gauge32(52100)),
  11: ({ plan }) => fixed(ber.gauge32(plan.remoteAs)),
  12: session => reading(session, state => ber.ipAddress(peerIdOf(session, state))),
  13: session => reading(session, (state, view) => ber.counter32(updatesIn(session.plan, state, view))),
  14: session => reading(session, state => ber.counter32(updatesOut(session.plan, state))),
  15: session =>
    reading(session, (state, view) => ber.counter32(messages(updatesIn(session.plan, state, view), state, view))),
  16: session =>
    reading(session, (state, view) => ber.counter32(messages(updatesOut(session.plan, state), state, view))),
  18: session => reading(session, ({ transitions }) => ber.counter32(transitions)),
  19: session => reading(session, (state, view) => ber.gauge32(establishedSeconds(state, view))),
  27: session => reading(session, (state, view) => ber.gauge32(updateAge(state, view))),
};

/** Only sessions that have seen an error have these. */
const ERROR_COLUMNS: Readonly<Record<number, Column>> = {
  17: session => reading(session, ({ lastError }) => errorOctets(lastError)),
  28: session => reading(session, ({ lastError }) => ber.text(errorText(lastError))),
};

const peerTable = (
  shape: Shape,
  root: readonly number[],
  shift: number,
  indexOf: (session: SessionView) => readonly number[],
): MibObject<View>[] => {
  const table = (columns: Readonly<Record<number, Column>>, sessions: readonly SessionView[]): MibObject<View>[] =>
    Object.entries(columns).map(([column, read]) => ({
      object: [...root, Number(column) + shift],
      rows: sessions.map(session => ({ index: indexOf(session), read: read(session, shape) })),
    }));
  return [...table(COLUMNS, shape.sessions), ...table(ERROR_COLUMNS, withError(shape))];
};

const prefixColumns: Readonly<Record<number, Column>> = {
  1: session => reading(session, ({ phase }) => ber.counter32(phase === 'established' ? session.plan.received : 0)),
  2: () => fixed(ber.gauge32(0)),
  3: () => fixed(ber.gauge32(PREFIX_LIMIT)),
  4: () => fixed(ber.gauge32(PREFIX_THRESHOLD)),
  5: () => fixed(ber.gauge32(PREFIX_CLEAR)),
  // Both only grow: what is advertised now is the one less the other.
  6: session => reading(session, state => ber.gauge32(updatesOut(session.plan, state))),
  7: () => fixed(ber.gauge32(0)),
  8: session =>
    reading(session, state => {
      const kept = state.phase === 'established' ? 1 : 0;
      return ber.gauge32(Math.max(0, state.transitions - kept) * session.plan.advertised);
    }),
};

/** cbgpPeer2Table and cbgpPeer2AddrFamilyPrefixTable of one router. */
export const cbgpPeer2Objects = (shape: Shape): MibObject<View>[] => [
  ...peerTable(shape, PEER_2, 0, ({ plan }) => inetIndex(plan.peer)),
  ...Object.entries(prefixColumns).map(([column, read]) => ({
    object: [...PREFIXES, Number(column)],
    rows: shape.sessions.map(session => ({
      index: [...inetIndex(session.plan.peer), inetType(session.plan.peer), UNICAST],
      read: read(session, shape),
    })),
  })),
];

/** cbgpPeer3Table of one router. */
export const cbgpPeer3Objects = (shape: Shape): MibObject<View>[] => {
  const indexOf = ({ plan }: SessionView): number[] => [DEFAULT_VRF.id, ...inetIndex(plan.peer)];
  return [
    {
      object: [...PEER_3, 4],
      rows: shape.sessions.map(session => ({ index: indexOf(session), read: fixed(ber.text(DEFAULT_VRF.name)) })),
    },
    ...peerTable(shape, PEER_3, PEER_3_SHIFT, indexOf),
  ];
};
