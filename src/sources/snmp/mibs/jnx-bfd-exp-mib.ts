/**
 * The draft of BFD-STD-MIB as Junos has it, under jnxBfdExperiment. bfdSessDiag can be read in notifications only; why a
 * session last went down is in bfdSessPerfTable, which extends the rows. The interface has a name, in another MIB, and is
 * not asked for: a peer address is enough to find the BGP session.
 */
import { oid } from '../oid.ts';
import { walkTable } from '../walk.ts';
import { type BfdSessionTable, bfdReading, decodeBfdSessions, ietfBfdStates } from './bfd-session-table.ts';
import { inetCell } from './inet-address.ts';
import { instancesOf } from './row-table.ts';

const root = '1.3.6.1.4.1.2636.5.3.1.1';
const column = {
  bfdSessState: oid(`${root}.2.1.6`),
  bfdSessAddr: oid(`${root}.2.1.14`),
  bfdSessPerfLastCommLostDiag: oid(`${root}.3.1.5`),
} as const;

const fast = [column.bfdSessState, column.bfdSessPerfLastCommLostDiag];

/** bfdSessTable of the draft. */
export const jnxBfdExpMib: BfdSessionTable = {
  source: 'jnx-bfd-exp-mib',
  discover: async context => {
    const walked = await walkTable(context, 'bfdSessTable (jnxBfdExperiment)', [...fast, column.bfdSessAddr]);
    return decodeBfdSessions(walked, jnxBfdExpMib, ({ cells }) => ({ peer: inetCell(cells[2]), ifIndex: null }));
  },
  instances: instancesOf(fast),
  reading: bfdReading(ietfBfdStates),
};
