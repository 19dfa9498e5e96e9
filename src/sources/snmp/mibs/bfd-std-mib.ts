/** BFD-STD-MIB (RFC 7331): bfdSessTable, indexed by a number of its own. */
import { oid } from '../oid.ts';
import { walkTable } from '../walk.ts';
import {
  type BfdSessionTable,
  bfdReading,
  decodeBfdSessions,
  ietfBfdStates,
  ifIndexCell,
} from './bfd-session-table.ts';
import { inetCell } from './inet-address.ts';
import { instancesOf } from './row-table.ts';

const root = '1.3.6.1.2.1.222.1.2.1';
const column = {
  bfdSessState: oid(`${root}.11`),
  bfdSessDiag: oid(`${root}.13`),
  bfdSessInterface: oid(`${root}.18`),
  bfdSessDstAddr: oid(`${root}.22`),
} as const;

const fast = [column.bfdSessState, column.bfdSessDiag];

/** bfdSessTable. */
export const bfdStdMib: BfdSessionTable = {
  source: 'bfd-std-mib',
  discover: async context => {
    const walked = await walkTable(context, 'bfdSessTable', [...fast, column.bfdSessInterface, column.bfdSessDstAddr]);
    return decodeBfdSessions(walked, bfdStdMib, ({ cells }) => ({
      peer: inetCell(cells[3]),
      ifIndex: ifIndexCell(cells[2]),
    }));
  },
  instances: instancesOf(fast),
  reading: bfdReading(ietfBfdStates),
};
