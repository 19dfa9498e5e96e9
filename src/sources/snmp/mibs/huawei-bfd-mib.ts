/**
 * HUAWEI-BFD-MIB: hwBfdSessionTable of VRP. hwBfdSessPeerAddr is an IpAddress: of a session over IPv6 the table does not
 * tell the other end.
 */
import { oid } from '../oid.ts';
import { walkTable } from '../walk.ts';
import {
  type BfdSessionTable,
  bfdReading,
  decodeBfdSessions,
  ifIndexCell,
  wireBfdStates,
} from './bfd-session-table.ts';
import { inetCell } from './inet-address.ts';
import { instancesOf } from './row-table.ts';

const root = '1.3.6.1.4.1.2011.5.25.38.2.3.1';
const column = {
  hwBfdSessPeerAddr: oid(`${root}.5`),
  hwBfdSessBindIfIndex: oid(`${root}.6`),
  hwBfdSessState: oid(`${root}.17`),
  hwBfdSessDiag: oid(`${root}.18`),
} as const;

const fast = [column.hwBfdSessState, column.hwBfdSessDiag];

/** hwBfdSessionTable. */
export const hwBfdMib: BfdSessionTable = {
  source: 'huawei-bfd-mib',
  discover: async context => {
    const walked = await walkTable(context, 'hwBfdSessionTable', [
      ...fast,
      column.hwBfdSessPeerAddr,
      column.hwBfdSessBindIfIndex,
    ]);
    return decodeBfdSessions(walked, hwBfdMib, ({ cells }) => ({
      peer: inetCell(cells[2]),
      ifIndex: ifIndexCell(cells[3]),
    }));
  },
  instances: instancesOf(fast),
  reading: bfdReading(wireBfdStates),
};
