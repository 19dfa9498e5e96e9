/** BGP4-MIB (RFC 4273): bgpPeerTable. IPv4 only, two-octet AS numbers by design, and on every router: the last resort. */
import { addressText } from '../../../network/addresses.ts';
import type { SessionFacts, SessionReading } from '../../../network/facts.ts';
import { oid } from '../oid.ts';
import { walkTable } from '../walk.ts';
import { type BgpPeerTable, bgpAdmins, bgpStates, sessionKey } from './bgp-peer-table.ts';
import { asNumberOf, bgpErrorOf, type Cell, enumOf, numberOf, secondsOf } from './cells.ts';
import { inetCell } from './inet-address.ts';

const entry = '1.3.6.1.2.1.15.3.1';
const column = {
  bgpPeerState: oid(`${entry}.2`),
  bgpPeerAdminStatus: oid(`${entry}.3`),
  bgpPeerLocalAddr: oid(`${entry}.5`),
  bgpPeerRemoteAs: oid(`${entry}.9`),
  bgpPeerLastError: oid(`${entry}.14`),
  bgpPeerFsmEstablishedTransitions: oid(`${entry}.15`),
  bgpPeerFsmEstablishedTime: oid(`${entry}.16`),
} as const;

const fast = [
  column.bgpPeerState,
  column.bgpPeerAdminStatus,
  column.bgpPeerLastError,
  column.bgpPeerFsmEstablishedTransitions,
  column.bgpPeerFsmEstablishedTime,
];

function reading(key: string, cells: readonly Cell[]): SessionReading {
  const [state, admin, error, transitions, established] = cells;
  return {
    key,
    state: enumOf(state, bgpStates),
    admin: enumOf(admin, bgpAdmins),
    establishedSeconds: secondsOf(established),
    transitions: numberOf(transitions),
    lastError: bgpErrorOf(error),
  };
}

/** The bgpPeerTable of BGP4-MIB. */
export const bgp4Mib: BgpPeerTable = {
  source: 'bgp4-mib',
  families: 'ipv4',
  discover: async context => {
    const walked = await walkTable(context, 'bgpPeerTable', [...fast, column.bgpPeerLocalAddr, column.bgpPeerRemoteAs]);
    const sessions = walked.rows.flatMap((row): SessionFacts[] => {
      const peer = row.index.length === 4 ? addressText(row.index) : null;
      if (peer === null) return [];
      const read = reading(sessionKey(null, peer), row.cells);
      // The state column alone says that a row is a session: stray cells of other columns invent none.
      if (read.state === null) return [];
      return [
        {
          ...read,
          state: read.state,
          peer,
          local: inetCell(row.cells[5]),
          afi: 'ipv4',
          remoteAs: asNumberOf(row.cells[6]),
          description: null,
          vrf: null,
          prefixesReceived: null,
          prefixesAccepted: null,
          prefixesAdvertised: null,
          source: 'bgp4-mib',
          row: row.index,
        },
      ];
    });
    return { sessions, reports: [walked.report] };
  },
  instances: row => fast.map(each => [...each, ...row]),
  reading,
};
