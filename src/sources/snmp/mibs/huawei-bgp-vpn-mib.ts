/** HUAWEI-BGP-VPN-MIB: hwBgpPeerTable has one row for each AFI and SAFI of a session, in every VPN instance. */
import type { BgpError, SessionFacts, SessionReading } from '../../../network/session-facts.ts';
import { type Oid, oid } from '../oid.ts';
import { type Row, walkTable } from '../walk.ts';
import {
  type BgpPeerTable,
  bgpAdmins,
  bgpStates,
  decodeSessions,
  family,
  type PeerIdentity,
  type PrefixTable,
} from './bgp-peer-table.ts';
import { asNumberOf, bgpErrorOf, type Cell, enumOf, numberOf, secondsOf, textCell } from './cells.ts';
import { inetCell, inetIndex } from './inet-address.ts';
import { instancesOf } from './row-table.ts';

const root = '1.3.6.1.4.1.2011.5.25.177.1.1';
const column = {
  hwBgpPeerVrfName: oid(`${root}.1.1.6`),
  hwBgpPeerRemoteAs: oid(`${root}.2.1.2`),
  hwBgpPeerState: oid(`${root}.2.1.5`),
  hwBgpPeerFsmEstablishedCounter: oid(`${root}.2.1.6`),
  hwBgpPeerFsmEstablishedTime: oid(`${root}.2.1.7`),
  hwBgpPeerLastError: oid(`${root}.2.1.9`),
  hwBgpPeerUnAvaiReason: oid(`${root}.2.1.10`),
  hwBgpPeerAdminStatus: oid(`${root}.2.1.11`),
  hwBgpPeerDescription: oid(`${root}.2.1.12`),
  hwBgpPeerPrefixRcvCounter: oid(`${root}.3.1.1`),
  hwBgpPeerPrefixAdvCounter: oid(`${root}.3.1.3`),
  hwBgpPeerConfigRouteLimitNum: oid(`${root}.5.1.1`),
  hwBgpPeerSessionLocalAddr: oid(`${root}.6.1.5`),
} as const;

const fast = [
  column.hwBgpPeerState,
  column.hwBgpPeerAdminStatus,
  column.hwBgpPeerFsmEstablishedTime,
  column.hwBgpPeerFsmEstablishedCounter,
  column.hwBgpPeerLastError,
  column.hwBgpPeerUnAvaiReason,
];

/** hwBgpPeerUnAvaiReason where it names the error of a NOTIFICATION; the other reasons are no error of BGP. */
const errorsOfReasons: Readonly<Record<number, BgpError>> = { 4: { code: 4, subcode: 0 }, 7: { code: 6, subcode: 1 } };

function reading(key: string, cells: readonly Cell[]): SessionReading {
  const [state, admin, established, transitions, error, reason] = cells;
  return {
    key,
    state: enumOf(state, bgpStates),
    admin: enumOf(admin, bgpAdmins),
    establishedSeconds: secondsOf(established),
    transitions: numberOf(transitions),
    lastError: bgpErrorOf(error) ?? errorsOfReasons[numberOf(reason) ?? 0] ?? null,
  };
}

/** hwBgpPeerInstanceId of the public network. */
const publicInstance = 0;

/** Instance, AFI, SAFI, type, length, address. */
function familyIndex([instance, afi, safi, ...rest]: Oid, vrfs: ReadonlyMap<number, string>): PeerIdentity | null {
  const peer = inetIndex(rest);
  if (instance === undefined || afi === undefined || safi === undefined || peer === null) return null;
  return { vrf: instance === publicInstance ? null : (vrfs.get(instance) ?? String(instance)), peer };
}

/** hwBgpPeerSessionTable: name of the VPN instance with its length, type, address. By the peer alone: names differ from table to table. */
function localAddresses(rows: readonly Row[]): ReadonlyMap<string, string | null> {
  const found = new Map<string, string | null>();
  for (const { index, cells } of rows) {
    const peer = inetIndex(index.slice(1 + (index[0] ?? 0)));
    const local = inetCell(cells[0]);
    // One address in two instances: which local address belongs to which is not told.
    if (peer !== null && local !== null) found.set(peer, found.has(peer) && found.get(peer) !== local ? null : local);
  }
  return found;
}

/** The rows of one session come to one: that of its own family, unicast, where there is one. */
function merged(rows: readonly SessionFacts[]): readonly SessionFacts[] {
  const sessions = new Map<string, SessionFacts>();
  for (const row of rows) {
    const held = sessions.get(row.key);
    if (held === undefined || (isOwnUnicast(row) && !isOwnUnicast(held))) sessions.set(row.key, row);
  }
  return [...sessions.values()];
}

const isOwnUnicast = ({ row, afi }: SessionFacts): boolean => row[1] === family[afi] && row[2] === family.unicast;

/** hwBgpPeerRouteTable has the index of hwBgpPeerTable. */
const prefixColumns = [
  column.hwBgpPeerPrefixRcvCounter,
  column.hwBgpPeerPrefixAdvCounter,
  column.hwBgpPeerConfigRouteLimitNum,
];

const prefixes: PrefixTable = {
  instances: instancesOf(prefixColumns),
  counts: ([received, advertised, limit]) => ({
    prefixesReceived: numberOf(received),
    prefixesAccepted: null,
    prefixesAdvertised: numberOf(advertised),
    prefixLimit: numberOf(limit) || null,
  }),
};

/** hwBgpPeerTable with its route, configuration and session tables. */
export const hwBgpMib: BgpPeerTable = {
  source: 'hwBgp',
  families: 'both',
  discover: async context => {
    const peers = await walkTable(context, 'hwBgpPeerTable', [
      ...fast,
      column.hwBgpPeerRemoteAs,
      column.hwBgpPeerDescription,
    ]);
    if (peers.rows.length === 0) return { rows: [], reports: [peers.report] };
    const [families, routes, sessions] = await Promise.all([
      walkTable(context, 'hwBgpPeerAddrFamilyTable', [column.hwBgpPeerVrfName]),
      walkTable(context, 'hwBgpPeerRouteTable', prefixColumns),
      walkTable(context, 'hwBgpPeerSessionTable', [column.hwBgpPeerSessionLocalAddr]),
    ]);
    const vrfs = new Map<number, string>();
    for (const { index, cells } of families.rows) {
      const name = textCell(cells[0]);
      if (index[0] !== undefined && name) vrfs.set(index[0], name);
    }
    const counts = new Map(routes.rows.map(row => [row.index.join('.'), row.cells]));
    const locals = localAddresses(sessions.rows);
    const { rows, reports } = decodeSessions(peers, hwBgpMib, ({ index, cells }) => {
      const who = familyIndex(index, vrfs);
      if (who === null) return null;
      const { vrf, peer } = who;
      return {
        vrf,
        peer,
        local: locals.get(peer) ?? null,
        remoteAs: asNumberOf(cells[6]),
        description: textCell(cells[7]) || null,
        prefixes: counts.size === 0 ? null : { index, cells: counts.get(index.join('.')) ?? [] },
      };
    });
    return { rows: merged(rows), reports: [...reports, families.report, routes.report, sessions.report] };
  },
  instances: instancesOf(fast),
  reading,
  prefixes,
};
