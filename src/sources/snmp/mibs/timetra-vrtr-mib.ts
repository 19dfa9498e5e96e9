/**
 * TIMETRA-VRTR-MIB: vRtrIfTable, and vRtrIfBfdSessionTable of SR OS, indexed by router instance, router interface, and both addresses. The
 * interface is a vRtrIfIndex, which is not the ifIndex of IF-MIB; the table's diagnostic code is not known to us.
 */
import { isUnspecified } from '../../../network/addresses.ts';
import type { StackRow } from '../../../network/facts.ts';
import { type Oid, oid } from '../oid.ts';
import { walkTable } from '../walk.ts';
import { type BfdSessionTable, bfdReading, decodeBfdSessions, wireBfdStates } from './bfd-session-table.ts';
import { numberOf } from './cells.ts';
import { inetIndex, inetSize } from './inet-address.ts';
import type { InterfaceStackTable } from './interface-stack-table.ts';
import { decodeRows, instancesOf } from './row-table.ts';

const root = '1.3.6.1.4.1.6527.3.1.2.3';
const column = {
  vRtrIfBfdSessionState: oid(`${root}.34.1.6`),
  vRtrIfPortID: oid(`${root}.4.1.5`),
  vRtrIfGlobalIndex: oid(`${root}.4.1.63`),
} as const;

/**
 * vRtrIfTable: which port or LAG an IP interface runs over, for routers that keep no ifStackTable. Its global index, or the
 * index in the virtual router where the release has none, is the ifIndex of the IP interface; a port id is that of the port.
 */
export const vRtrIfMib: InterfaceStackTable = {
  source: 'vrtr-if-table',
  discover: async context => {
    const walked = await walkTable(context, 'vRtrIfTable', [column.vRtrIfPortID, column.vRtrIfGlobalIndex]);
    const { rows, report } = decodeRows(walked, ({ index, cells }): StackRow | 'bad' | 'none' => {
      const [, own] = index;
      const lower = numberOf(cells[0]);
      if (index.length !== 2 || own === undefined) return 'bad';
      const upper = numberOf(cells[1]) || own;
      return lower === null || lower <= 0 || upper <= 0 ? 'none' : { upper, lower };
    });
    return { rows, reports: [report] };
  },
};

/** The far address: it comes after the near one, whose type and length stand before it. */
function farAddress(index: Oid): string | null {
  const rest = index.slice(4 + (index[3] ?? 0));
  const [type, length] = rest;
  const far = length === inetSize(type) ? inetIndex(rest) : null;
  return far === null || isUnspecified(far) ? null : far;
}

/** vRtrIfBfdSessionTable. */
export const vRtrBfdMib: BfdSessionTable = {
  source: 'timetra-vrtr-mib',
  discover: async context => {
    const walked = await walkTable(context, 'vRtrIfBfdSessionTable', [column.vRtrIfBfdSessionState]);
    return decodeBfdSessions(walked, vRtrBfdMib, ({ index }) => {
      const peer = farAddress(index);
      const [instance] = index;
      return peer === null || instance === undefined ? null : { peer, ifIndex: null, instance };
    });
  },
  instances: instancesOf([column.vRtrIfBfdSessionState]),
  reading: bfdReading(wireBfdStates),
};
