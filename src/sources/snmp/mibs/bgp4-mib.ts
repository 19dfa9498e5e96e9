/** BGP4-MIB (RFC 4273): bgpPeerTable. IPv4 only, two-octet AS numbers by design, and on every router: the last resort. */
import { addressText, isUnspecified } from '../../../network/addresses.ts';
import type { SessionFacts, SessionReading } from '../../../network/facts.ts';
import { seconds } from '../../../network/units.ts';
import { oid } from '../oid.ts';
import { walkTable } from '../walk.ts';
import { type BgpPeerTable, bgpAdmins, bgpStates, sessionKey } from './bgp-peer-table.ts';
import { bgpErrorOf, bytesOf, type Cell, enumOf, numberOf, unsignedOf } from './cells.ts';

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

/** AS_TRANS (RFC 6793): stands where a four-octet number does not fit, and says nothing about who the peer is. */
const asTrans = 23456;

function reading(key: string, cells: readonly Cell[]): SessionReading {
  const [state, admin, error, transitions, established] = cells;
  const since = numberOf(established);
  return {
    key,
    state: enumOf(state, bgpStates),
    admin: enumOf(admin, bgpAdmins),
    establishedSeconds: since === null ? null : seconds(since),
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
      const peer = addressText(row.index);
      if (peer === null) return [];
      const read = reading(sessionKey(null, peer), row.cells);
      // The state column alone says that a row is a session: stray cells of other columns invent none.
      if (read.state === null) return [];
      const local = addressText(bytesOf(row.cells[5]) ?? []);
      const remoteAs = unsignedOf(row.cells[6]);
      return [
        {
          ...read,
          state: read.state,
          peer,
          local: local === null || isUnspecified(local) ? null : local,
          afi: 'ipv4',
          remoteAs: remoteAs === 0 || remoteAs === asTrans ? null : remoteAs,
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
