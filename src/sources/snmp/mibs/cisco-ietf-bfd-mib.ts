/** CISCO-IETF-BFD-MIB: ciscoBfdSessTable (IOS-XR, IOS-XE, NX-OS). A Nexus 5000 has no ciscoBfdSessDiag. */
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

const root = '1.3.6.1.4.1.9.10.137.1.2.1';
const column = {
  ciscoBfdSessState: oid(`${root}.6`),
  ciscoBfdSessDiag: oid(`${root}.8`),
  ciscoBfdSessAddr: oid(`${root}.14`),
  ciscoBfdSessInterface: oid(`${root}.25`),
} as const;

const fast = [column.ciscoBfdSessState, column.ciscoBfdSessDiag];

/** ciscoBfdSessTable. */
export const ciscoBfdMib: BfdSessionTable = {
  source: 'cisco-ietf-bfd-mib',
  discover: async context => {
    const walked = await walkTable(context, 'ciscoBfdSessTable', [
      ...fast,
      column.ciscoBfdSessAddr,
      column.ciscoBfdSessInterface,
    ]);
    return decodeBfdSessions(walked, ciscoBfdMib, ({ cells }) => ({
      peer: inetCell(cells[2]),
      ifIndex: ifIndexCell(cells[3]),
    }));
  },
  instances: instancesOf(fast),
  reading: bfdReading(ietfBfdStates),
};
