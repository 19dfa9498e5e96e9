/** CISCO-BGP4-MIB: cbgpPeer2Table, both families (IOS, IOS-XE, IOS-XR, NX-OS), and cbgpPeer3Table with a VRF in its index (NX-OS). */
import type { TableReport } from '../../../network/facts.ts';
import type { WalkContext } from '../bulk.ts';
import { type Oid, oid } from '../oid.ts';
import { type Row, walkTable } from '../walk.ts';
import {
  type BgpPeerTable,
  bgp4Reading,
  decodeSessions,
  ownPrefixes,
  type PrefixCounts,
  type PrefixTable,
  prefixRows,
} from './bgp-peer-table.ts';
import { asNumberOf, type Cell, numberOf, textCell } from './cells.ts';
import { inetCell, inetIndex } from './inet-address.ts';
import { instancesOf } from './row-table.ts';

const root = '1.3.6.1.4.1.9.9.187.1.2';
const column = {
  cbgpPeer2State: oid(`${root}.5.1.3`),
  cbgpPeer2AdminStatus: oid(`${root}.5.1.4`),
  cbgpPeer2LocalAddr: oid(`${root}.5.1.6`),
  cbgpPeer2RemoteAs: oid(`${root}.5.1.11`),
  cbgpPeer2LastError: oid(`${root}.5.1.17`),
  cbgpPeer2FsmEstablishedTransitions: oid(`${root}.5.1.18`),
  cbgpPeer2FsmEstablishedTime: oid(`${root}.5.1.19`),
  cbgpPeer2AcceptedPrefixes: oid(`${root}.8.1.1`),
  cbgpPeer2PrefixAdminLimit: oid(`${root}.8.1.3`),
  cbgpPeer2AdvertisedPrefixes: oid(`${root}.8.1.6`),
  cbgpPeer2WithdrawnPrefixes: oid(`${root}.8.1.8`),
  cbgpPeer3VrfName: oid(`${root}.9.1.4`),
  cbgpPeer3State: oid(`${root}.9.1.5`),
  cbgpPeer3AdminStatus: oid(`${root}.9.1.6`),
  cbgpPeer3LocalAddr: oid(`${root}.9.1.8`),
  cbgpPeer3RemoteAs: oid(`${root}.9.1.13`),
  cbgpPeer3LastError: oid(`${root}.9.1.19`),
  cbgpPeer3FsmEstablishedTransitions: oid(`${root}.9.1.20`),
  cbgpPeer3FsmEstablishedTime: oid(`${root}.9.1.21`),
} as const;

const fast2 = [
  column.cbgpPeer2State,
  column.cbgpPeer2AdminStatus,
  column.cbgpPeer2LastError,
  column.cbgpPeer2FsmEstablishedTransitions,
  column.cbgpPeer2FsmEstablishedTime,
];
const fast3 = [
  column.cbgpPeer3State,
  column.cbgpPeer3AdminStatus,
  column.cbgpPeer3LastError,
  column.cbgpPeer3FsmEstablishedTransitions,
  column.cbgpPeer3FsmEstablishedTime,
];

/** cbgpPeer2AddrFamilyPrefixTable: type, length, address, AFI, SAFI. */
const prefixColumns = [
  column.cbgpPeer2AcceptedPrefixes,
  column.cbgpPeer2PrefixAdminLimit,
  column.cbgpPeer2AdvertisedPrefixes,
  column.cbgpPeer2WithdrawnPrefixes,
];

interface Prefixes {
  readonly report: TableReport;
  /** Of the session whose type, length and address these are. Sessions of a VPN may have no row. */
  readonly of: (address: Oid, peer: string) => Row | null;
}

async function readPrefixes(context: WalkContext): Promise<Prefixes> {
  const walked = await walkTable(context, 'cbgpPeer2AddrFamilyPrefixTable', prefixColumns);
  const rows = prefixRows(walked.rows);
  return { report: walked.report, of: (address, peer) => ownPrefixes(rows, address, peer) };
}

function countsOf([accepted, limit, advertised, withdrawn]: readonly Cell[]): PrefixCounts {
  const [out, back] = [numberOf(advertised), numberOf(withdrawn)];
  return {
    prefixesReceived: null,
    prefixesAccepted: numberOf(accepted),
    // Both only grow: what stands is their difference. A clear in between can make it negative, which tells nothing.
    prefixesAdvertised: out === null || back === null || back > out ? null : out - back,
    prefixLimit: numberOf(limit) || null,
  };
}

const prefixes: PrefixTable = { instances: instancesOf(prefixColumns), counts: countsOf };

/** cbgpPeer2Table: index type, length, address. */
export const cbgpPeer2Mib: BgpPeerTable = {
  source: 'cbgpPeer2',
  families: 'both',
  discover: async context => {
    const walked = await walkTable(context, 'cbgpPeer2Table', [
      ...fast2,
      column.cbgpPeer2LocalAddr,
      column.cbgpPeer2RemoteAs,
    ]);
    if (walked.rows.length === 0) return { rows: [], reports: [walked.report] };
    const counted = await readPrefixes(context);
    const { rows, reports } = decodeSessions(walked, cbgpPeer2Mib, ({ index, cells }) => {
      const peer = inetIndex(index);
      return peer === null
        ? null
        : {
            vrf: null,
            peer,
            local: inetCell(cells[5]),
            remoteAs: asNumberOf(cells[6]),
            description: null,
            prefixes: counted.of(index, peer),
          };
    });
    return { rows, reports: [...reports, counted.report] };
  },
  instances: instancesOf(fast2),
  reading: bgp4Reading,
  prefixes,
};

/** The VRF of NX-OS that is no VRF. */
const defaultVrf = 'default';

/** cbgpPeer3Table: index VRF id, type, length, address. Prefixes are in the older table, which has no VRF. */
export const cbgpPeer3Mib: BgpPeerTable = {
  source: 'cbgpPeer3',
  families: 'both',
  discover: async context => {
    const walked = await walkTable(context, 'cbgpPeer3Table', [
      ...fast3,
      column.cbgpPeer3LocalAddr,
      column.cbgpPeer3RemoteAs,
      column.cbgpPeer3VrfName,
    ]);
    if (walked.rows.length === 0) return { rows: [], reports: [walked.report] };
    const counted = await readPrefixes(context);
    const { rows, reports } = decodeSessions(walked, cbgpPeer3Mib, ({ index, cells }) => {
      const peer = inetIndex(index.slice(1));
      const [id] = index;
      if (peer === null || id === undefined) return null;
      const name = textCell(cells[7]) || vrfById(id);
      const vrf = name === defaultVrf ? null : name;
      return {
        vrf,
        peer,
        local: inetCell(cells[5]),
        remoteAs: asNumberOf(cells[6]),
        description: null,
        prefixes: vrf === null ? counted.of(index.slice(1), peer) : null,
      };
    });
    return { rows, reports: [...reports, counted.report] };
  },
  instances: instancesOf(fast3),
  reading: bgp4Reading,
  prefixes,
};

/** cbgpPeer3VrfId of the default VRF is 1 on NX-OS; others are told apart by their number where no name is given. */
const vrfById = (id: number): string => (id === 1 ? defaultVrf : String(id));
