/** TIMETRA-BGP-MIB: what is configured and the state (tBgpPeerNgTable), what happened (tBgpPeerNgOperTable). */
import * as ber from '../ber.ts';
import { type Afi, CARRIER_ASN, type SessionPlan } from '../carrier.ts';
import { dotted, fixed, type MibObject, type Read } from '../mib.ts';
import type { SessionState, SessionView } from '../world.ts';
import { errorOctets, establishedSeconds, messages, reading, stateNumber, updatesIn, updatesOut } from './bgp.ts';
import { inetIndex, inetType } from './inet-index.ts';
import type { Shape, View } from './view.ts';

const PEER = dotted('1.3.6.1.4.1.6527.3.1.2.14.4.7.1');
const OPER = dotted('1.3.6.1.4.1.6527.3.1.2.14.4.8.1');
const ROUTER_NAME = dotted('1.3.6.1.4.1.6527.3.1.2.3.1.1.4');

/** vRtrID of the routing instance that is no VPN. */
export const BASE = 1;
const ROUTERS = [
  [BASE, 'Base'],
  [4095, 'management'],
] as const;

/** A message's mean length in octets: this table counts octets where others count messages. */
const MESSAGE_OCTETS = 62;

const truth = (value: boolean): Uint8Array => ber.integer(value ? 1 : 2);

type Column = (session: SessionView) => Read<View>;

/** tmnxOperState: inService 2, outOfService 3. */
const operState = ({ phase }: SessionState): number => (phase === 'established' ? 2 : 3);

const PEER_COLUMNS: Readonly<Record<number, Column>> = {
  4: ({ plan }) => fixed(ber.text(plan.remoteAs === CARRIER_ASN ? 'ibgp' : 'ebgp')),
  6: session => reading(session, ({ admin }) => truth(admin === 'stop')),
  7: ({ plan }) => fixed(ber.text(plan.description)),
  8: () => fixed(ber.integer(120)),
  9: () => fixed(ber.integer(90)),
  10: () => fixed(ber.integer(30)),
  12: ({ plan }) => fixed(ber.integer(inetType(plan.local))),
  13: ({ plan }) => fixed(ber.octets(plan.local)),
  42: session => reading(session, state => ber.integer(operState(state))),
  59: session => reading(session, ({ phase }) => ber.integer(stateNumber(phase))),
  65: () => fixed(ber.gauge32(CARRIER_ASN)),
  66: ({ plan }) => fixed(ber.gauge32(plan.remoteAs)),
};

/** tBgpPeerNgOperLastEvent. */
const lastEvent = ({ phase, lastError }: SessionState): number => {
  if (phase === 'established') return 11;
  if (lastError === null) return 1;
  if (lastError.by === 'peer') return 13;
  if (lastError.code === 4) return 8;
  return lastError.code === 6 && lastError.subcode === 2 ? 25 : 4;
};

const octets =
  (updates: (plan: SessionPlan, state: SessionState, view: View) => number): Column =>
  session =>
    reading(session, (state, view) =>
      ber.counter64(BigInt(messages(updates(session.plan, state, view), state, view) * MESSAGE_OCTETS)),
    );

/** Prefixes of one family: an IPv4 session has none of IPv6, and a session that is down has none at all. */
const prefixes =
  (afi: Afi, count: (plan: SessionPlan) => number, encode: (value: number) => Uint8Array): Column =>
  session =>
    reading(session, ({ phase }) =>
      encode(phase === 'established' && session.plan.afi === afi ? count(session.plan) : 0),
    );

const received = (plan: SessionPlan): number => plan.received;
const advertised = (plan: SessionPlan): number => plan.advertised;

const OPER_COLUMNS: Readonly<Record<number, Column>> = {
  1: octets(updatesIn),
  2: octets(updatesOut),
  5: prefixes('ipv4', received, ber.counter32),
  6: prefixes('ipv4', advertised, ber.counter32),
  7: prefixes('ipv4', received, ber.gauge32),
  // tBgpPeerNgOperFlaps: how often it fell, which while it is up is once less than it came up.
  10: session =>
    reading(session, ({ phase, transitions }) =>
      ber.counter32(Math.max(0, phase === 'established' ? transitions - 1 : transitions)),
    ),
  11: session => reading(session, ({ phase }) => ber.integer(stateNumber(phase))),
  12: session => reading(session, state => ber.integer(lastEvent(state))),
  27: prefixes('ipv6', received, ber.counter32),
  28: prefixes('ipv6', advertised, ber.counter32),
  29: prefixes('ipv6', received, ber.gauge32),
  98: () => fixed(ber.counter32(0)),
  100: () => fixed(ber.counter32(0)),
  177: session => reading(session, (state, view) => ber.gauge32(establishedSeconds(state, view))),
  178: session => reading(session, ({ lastError }) => errorOctets(lastError)),
};

/** TIMETRA-BGP-MIB of one router, and the names of its routing instances. */
export const timetraBgpObjects = (shape: Shape): MibObject<View>[] => {
  const table = (root: readonly number[], columns: Readonly<Record<number, Column>>): MibObject<View>[] =>
    Object.entries(columns).map(([column, read]) => ({
      object: [...root, Number(column)],
      rows: shape.sessions.map(session => ({
        index: [BASE, ...inetIndex(session.plan.peer)],
        read: read(session),
      })),
    }));
  return [
    { object: ROUTER_NAME, rows: ROUTERS.map(([id, name]) => ({ index: [id], read: fixed(ber.text(name)) })) },
    ...table(PEER, PEER_COLUMNS),
    ...table(OPER, OPER_COLUMNS),
  ];
};
