/**
 * TIMETRA-VRTR-MIB: vRtrIfBfdSessionTable of SR OS, indexed by router instance, router interface, and both addresses. The
 * interface is a vRtrIfIndex, which is not the ifIndex of IF-MIB; the table's diagnostic code is not known to us.
 */
import { isUnspecified } from '../../../network/addresses.ts';
import { type Oid, oid } from '../oid.ts';
import { walkTable } from '../walk.ts';
import { type BfdSessionTable, bfdReading, decodeBfdSessions, wireBfdStates } from './bfd-session-table.ts';
import { inetIndex, inetSize } from './inet-address.ts';
import { instancesOf } from './row-table.ts';

const column = { vRtrIfBfdSessionState: oid('1.3.6.1.4.1.6527.3.1.2.3.34.1.6') } as const;

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
      return peer === null ? null : { peer, ifIndex: null };
    });
  },
  instances: instancesOf([column.vRtrIfBfdSessionState]),
  reading: bfdReading(wireBfdStates),
};
