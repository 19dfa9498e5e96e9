/** The draft of BFD-STD-MIB as Junos has it, under jnxBfdExperiment: bfdSessTable and bfdSessPerfTable. */
import * as ber from '../ber.ts';
import { dotted, fixed, type MibObject, type Read } from '../mib.ts';
import { type BfdSession, bfdSessions, diagnostic, standardState } from './bfd.ts';
import { inetType } from './inet-index.ts';
import type { Shape, View } from './view.ts';

const TABLES = dotted('1.3.6.1.4.1.2636.5.3.1.1');

const COLUMNS: readonly (readonly [column: readonly number[], (session: BfdSession) => Read<View>])[] = [
  [
    [2, 1, 6],
    ({ state }) =>
      view =>
        ber.integer(standardState(state(view))),
  ],
  [[2, 1, 13], ({ plan }) => fixed(ber.integer(inetType(plan.peer)))],
  [[2, 1, 14], ({ plan }) => fixed(ber.octets(plan.peer))],
  // bfdSessPerfLastCommLostDiag: why it last went down.
  [
    [3, 1, 5],
    ({ state }) =>
      view =>
        ber.integer(diagnostic(state(view))),
  ],
];

/** bfdSessTable of the draft, of one router. */
export const jnxBfdObjects = (shape: Shape): MibObject<View>[] =>
  COLUMNS.map(([column, read]) => ({
    object: [...TABLES, ...column],
    rows: bfdSessions(shape).map(session => ({ index: [session.discriminator], read: read(session) })),
  }));
