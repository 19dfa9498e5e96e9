/** HUAWEI-BGP-VPN-MIB: a session has one row for each AFI and SAFI that it carries. */
import * as ber from '../ber.ts';
import { CARRIER_ASN } from '../carrier.ts';
import { dotted, fixed, type MibObject, type Read } from '../mib.ts';
import type { SessionError, SessionView } from '../world.ts';
import {
  adminNumber,
  errorOctets,
  establishedSeconds,
  reading,
  stateNumber,
  UNICAST,
  updatesIn,
  updatesOut,
  withError,
} from './bgp.ts';
import { inetIndex, inetType } from './inet-index.ts';
import type { Shape, View } from './view.ts';

const ROOT = dotted('1.3.6.1.4.1.2011.5.25.177.1.1');
const FAMILIES = [...ROOT, 1, 1];
const PEERS = [...ROOT, 2, 1];
const ROUTES = [...ROOT, 3, 1];
const MESSAGES = [...ROOT, 4, 1];
const SESSIONS = [...ROOT, 6, 1];

const PUBLIC = { instance: 0, name: 'Public' } as const;
/** SAFI of VPN routes (RFC 4364). */
const VPN = 128;

/** A session and one of its families. */
interface Row {
  readonly session: SessionView;
  readonly safi: number;
}

// Inside the carrier the IPv4 sessions carry VPN routes too.
const safisOf = ({ plan }: SessionView): number[] =>
  plan.remoteAs === CARRIER_ASN && plan.afi === 'ipv4' ? [UNICAST, VPN] : [UNICAST];

const rowsOf = (sessions: readonly SessionView[]): Row[] =>
  sessions.flatMap(session => safisOf(session).map(safi => ({ session, safi })));

const indexOf = ({ session: { plan }, safi }: Row): number[] => [
  PUBLIC.instance,
  inetType(plan.peer),
  safi,
  ...inetIndex(plan.peer),
];

/** hwBgpPeerUnAvaiReason. */
const reason = ({ code, subcode, by }: SessionError): number => {
  if (by === 'peer') return 2;
  if (code === 4) return 4;
  return code === 6 && subcode === 2 ? 1 : 5;
};

type Column = (row: Row) => Read<View>;

const PEER_COLUMNS: Readonly<Record<number, Column>> = {
  2: ({ session }) => fixed(ber.gauge32(session.plan.remoteAs)),
  4: ({ session }) => fixed(ber.octets(session.plan.peer)),
  5: ({ session }) => reading(session, ({ phase }) => ber.integer(stateNumber(phase))),
  6: ({ session }) => reading(session, ({ transitions }) => ber.counter32(transitions)),
  7: ({ session }) => reading(session, (state, view) => ber.gauge32(establishedSeconds(state, view))),
  9: ({ session }) => reading(session, ({ lastError }) => errorOctets(lastError)),
  11: ({ session }) => reading(session, state => ber.integer(adminNumber(state))),
  12: ({ session }) => fixed(ber.text(session.plan.description)),
};

const REASON: Readonly<Record<number, Column>> = {
  10: ({ session }) => reading(session, ({ lastError }) => ber.integer(lastError === null ? 0 : reason(lastError))),
};

/** Prefixes of a family: those of VPNs are not part of the plan. */
const routes =
  (count: (row: Row) => number): Column =>
  row =>
    reading(row.session, ({ phase }) => ber.gauge32(phase === 'established' && row.safi === UNICAST ? count(row) : 0));

const ROUTE_COLUMNS: Readonly<Record<number, Column>> = {
  1: routes(({ session }) => session.plan.received),
  2: routes(({ session }) => session.plan.received),
  3: routes(({ session }) => session.plan.advertised),
};

const MESSAGE_COLUMNS: Readonly<Record<number, Column>> = {
  4: ({ session }) => reading(session, (state, view) => ber.counter32(updatesIn(session.plan, state, view))),
  5: ({ session }) => reading(session, state => ber.counter32(updatesOut(session.plan, state))),
};

/** HUAWEI-BGP-VPN-MIB of one router. */
export const hwBgpObjects = (shape: Shape): MibObject<View>[] => {
  const table = (
    root: readonly number[],
    columns: Readonly<Record<number, Column>>,
    sessions = shape.sessions,
  ): MibObject<View>[] =>
    Object.entries(columns).map(([column, read]) => ({
      object: [...root, Number(column)],
      rows: rowsOf(sessions).map(row => ({ index: indexOf(row), read: read(row) })),
    }));
  const session = (column: number, value: (session: SessionView) => Uint8Array): MibObject<View> => ({
    object: [...SESSIONS, column],
    rows: shape.sessions.map(one => ({
      index: [PUBLIC.name.length, ...Buffer.from(PUBLIC.name), ...inetIndex(one.plan.peer)],
      read: fixed(value(one)),
    })),
  });
  return [
    ...table(FAMILIES, { 6: () => fixed(ber.text(PUBLIC.name)) }),
    ...table(PEERS, PEER_COLUMNS),
    ...table(PEERS, REASON, withError(shape)),
    ...table(ROUTES, ROUTE_COLUMNS),
    ...table(MESSAGES, MESSAGE_COLUMNS),
    session(4, ({ plan }) => ber.integer(inetType(plan.local))),
    session(5, ({ plan }) => ber.octets(plan.local)),
  ];
};
