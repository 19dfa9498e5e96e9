/**
 * The tables of draft-ietf-idr-bgp4-mibv2, which several agents publish under branches of their own; and BGP4V2-MIB as
 * newer FRR numbers it: under the experimental branch, with an index of instance, type and address and no length octet.
 * Transitions and prefix counters are not in FRR's code, so they are not there.
 */
import * as ber from '../ber.ts';
import { CARRIER_ASN } from '../carrier.ts';
import { dotted, fixed, type MibObject, type Read } from '../mib.ts';
import type { SessionError, SessionView } from '../world.ts';
import { adminNumber, errorText, establishedSeconds, reading, stateNumber, updateAge } from './bgp.ts';
import { inetType } from './inet-index.ts';
import type { Shape, View } from './view.ts';

const ROOT = dotted('1.3.6.1.3.5.1.1');
const DEFAULT_INSTANCE = 1;

const indexOf = ({ plan }: SessionView): number[] => [DEFAULT_INSTANCE, inetType(plan.peer), ...plan.peer];

type Column = readonly [table: number, column: number, read: (session: SessionView, shape: Shape) => Read<View>];

/** The peer table: who, and in what state. */
export const PEER_COLUMNS: readonly Column[] = [
  [2, 2, ({ plan }) => fixed(ber.integer(inetType(plan.local)))],
  [2, 3, ({ plan }) => fixed(ber.octets(plan.local))],
  [2, 4, ({ plan }) => fixed(ber.integer(inetType(plan.peer)))],
  [2, 5, ({ plan }) => fixed(ber.octets(plan.peer))],
  [2, 6, () => fixed(ber.gauge32(179))],
  [2, 7, () => fixed(ber.gauge32(CARRIER_ASN))],
  [2, 8, (_, shape) => fixed(ber.octets(shape.plan.loopback))],
  [2, 9, () => fixed(ber.gauge32(52100))],
  [2, 10, ({ plan }) => fixed(ber.gauge32(plan.remoteAs))],
  [2, 11, ({ plan }) => fixed(ber.octets(plan.peerId))],
  [2, 12, session => reading(session, state => ber.integer(adminNumber(state)))],
  [2, 13, session => reading(session, ({ phase }) => ber.integer(stateNumber(phase)))],
  [2, 14, ({ plan }) => fixed(ber.text(plan.description))],
];

const error =
  (by: SessionError['by'], encode: (found: SessionError | null) => Uint8Array): Column[2] =>
  session =>
    reading(session, ({ lastError }) => encode(lastError?.by === by ? lastError : null));

const code = (found: SessionError | null): Uint8Array => ber.gauge32(found?.code ?? 0);
const subcode = (found: SessionError | null): Uint8Array => ber.gauge32(found?.subcode ?? 0);
const text = (found: SessionError | null): Uint8Array => ber.text(errorText(found));

/** The table of errors, those heard and those sent. */
export const ERROR_COLUMNS: readonly Column[] = [
  [3, 1, error('peer', code)],
  [3, 2, error('peer', subcode)],
  [3, 4, error('peer', text)],
  [3, 6, error('local', code)],
  [3, 7, error('local', subcode)],
  [3, 9, error('local', text)],
];

/** The table of times. */
export const TIME_COLUMNS: readonly Column[] = [
  [4, 1, session => reading(session, (state, view) => ber.gauge32(establishedSeconds(state, view)))],
  [4, 2, session => reading(session, (state, view) => ber.gauge32(updateAge(state, view)))],
];

/** BGP4V2-MIB of one router. */
export const bgp4v2Objects = (shape: Shape): MibObject<View>[] =>
  [...PEER_COLUMNS, ...ERROR_COLUMNS, ...TIME_COLUMNS].map(([table, column, read]) => ({
    object: [...ROOT, table, 1, column],
    rows: shape.sessions.map(session => ({ index: indexOf(session), read: read(session, shape) })),
  }));
