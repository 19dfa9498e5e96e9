/** BFD-STD-MIB (RFC 7331). */
import * as ber from '../ber.ts';
import { dotted, fixed, type MibObject, type Read } from '../mib.ts';
import { type BfdSession, bfdSessions, diagnostic, INTERVAL_US, MULTIPLIER, standardState } from './bfd.ts';
import { inetType } from './inet-index.ts';
import type { Shape, View } from './view.ts';

const SESSION = dotted('1.3.6.1.2.1.222.1.2.1');

const COLUMNS: Readonly<Record<number, (session: BfdSession) => Read<View>>> = {
  2: () => fixed(ber.gauge32(1)),
  5: ({ discriminator }) => fixed(ber.gauge32(discriminator)),
  6:
    ({ discriminator, state }) =>
    view =>
      ber.gauge32(state(view) === 'up' ? discriminator : 0),
  11:
    ({ state }) =>
    view =>
      ber.integer(standardState(state(view))),
  13:
    ({ state }) =>
    view =>
      ber.integer(diagnostic(state(view))),
  18: ({ ifIndex }) => fixed(ber.integer(ifIndex)),
  19: ({ plan }) => fixed(ber.integer(inetType(plan.local))),
  20: ({ plan }) => fixed(ber.octets(plan.local)),
  21: ({ plan }) => fixed(ber.integer(inetType(plan.peer))),
  22: ({ plan }) => fixed(ber.octets(plan.peer)),
  29: () => fixed(ber.gauge32(INTERVAL_US)),
  30: () => fixed(ber.gauge32(INTERVAL_US)),
  31: () => fixed(ber.gauge32(MULTIPLIER)),
};

/** bfdSessTable of one router. */
export const bfdStdObjects = (shape: Shape): MibObject<View>[] =>
  Object.entries(COLUMNS).map(([column, read]) => ({
    object: [...SESSION, Number(column)],
    rows: bfdSessions(shape).map(session => ({ index: [session.discriminator], read: read(session) })),
  }));
