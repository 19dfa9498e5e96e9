/** HUAWEI-BFD-MIB hwBfdSessionTable. Its states count from 0, and its addresses are IPv4 only. */
import * as ber from '../ber.ts';
import { dotted, fixed, type MibObject, type Read } from '../mib.ts';
import { type BfdSession, bfdSessions, diagnostic, INTERVAL_US, MULTIPLIER, protocolState } from './bfd.ts';
import type { Shape, View } from './view.ts';

const SESSION = dotted('1.3.6.1.4.1.2011.5.25.38.2.3.1');
const UNSPECIFIED = [0, 0, 0, 0];
/** hwBfdSessActualRxInterval is in milliseconds. */
const INTERVAL_MS = INTERVAL_US / 1000;

const ipv4 = (address: readonly number[]): Uint8Array => ber.ipAddress(address.length === 4 ? address : UNSPECIFIED);

const COLUMNS: Readonly<Record<number, (session: BfdSession) => Read<View>>> = {
  5: ({ plan }) => fixed(ipv4(plan.peer)),
  6: ({ ifIndex }) => fixed(ber.integer(ifIndex)),
  7: ({ port }) => fixed(ber.text(port)),
  8: ({ discriminator }) => fixed(ber.gauge32(discriminator)),
  11: () => fixed(ber.gauge32(MULTIPLIER)),
  13: () => fixed(ber.integer(INTERVAL_MS)),
  14: () => fixed(ber.integer(INTERVAL_MS)),
  17:
    ({ state }) =>
    view =>
      ber.integer(protocolState(state(view))),
  18:
    ({ state }) =>
    view =>
      ber.integer(diagnostic(state(view))),
  19: ({ plan }) => fixed(ipv4(plan.local)),
};

/** hwBfdSessionTable of one router. */
export const hwBfdObjects = (shape: Shape): MibObject<View>[] =>
  Object.entries(COLUMNS).map(([column, read]) => ({
    object: [...SESSION, Number(column)],
    rows: bfdSessions(shape).map(session => ({ index: [session.discriminator], read: read(session) })),
  }));
