/** CISCO-IETF-BFD-MIB: an early draft of BFD-STD-MIB with the columns elsewhere. */
import * as ber from '../ber.ts';
import { dotted, fixed, type MibObject, type Read } from '../mib.ts';
import { type BfdSession, bfdSessions, diagnostic, INTERVAL_US, MULTIPLIER, standardState } from './bfd.ts';
import { inetType } from './inet-index.ts';
import type { Shape, View } from './view.ts';

const SESSION = dotted('1.3.6.1.4.1.9.10.137.1.2.1');

type Columns = Readonly<Record<number, (session: BfdSession) => Read<View>>>;

const COLUMNS: Columns = {
  6:
    ({ state }) =>
    view =>
      ber.integer(standardState(state(view))),
  13: ({ plan }) => fixed(ber.integer(inetType(plan.peer))),
  14: ({ plan }) => fixed(ber.octets(plan.peer)),
  15: () => fixed(ber.gauge32(INTERVAL_US)),
  16: () => fixed(ber.gauge32(INTERVAL_US)),
  18: () => fixed(ber.gauge32(MULTIPLIER)),
  25: ({ ifIndex }) => fixed(ber.integer(ifIndex)),
};

const DIAGNOSTIC: Columns = {
  8:
    ({ state }) =>
    view =>
      ber.integer(diagnostic(state(view))),
};

/** ciscoBfdSessTable of one router, with or without the diagnostic code. */
export const ciscoBfdObjects =
  ({ diagnostic: told }: { readonly diagnostic: boolean }) =>
  (shape: Shape): MibObject<View>[] =>
    Object.entries(told ? { ...COLUMNS, ...DIAGNOSTIC } : COLUMNS).map(([column, read]) => ({
      object: [...SESSION, Number(column)],
      rows: bfdSessions(shape).map(session => ({ index: [session.discriminator], read: read(session) })),
    }));
