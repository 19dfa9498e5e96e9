/** ARISTA-BGP4V2-MIB: peers of both families in every VRF, with prefix gauges. */
import type { SessionReading } from '../../../network/session-facts.ts';
import { type Oid, oid } from '../oid.ts';
import { walkTable } from '../walk.ts';
import {
  type BgpPeerTable,
  decodeSessions,
  ownPrefixes,
  type PeerIdentity,
  type PrefixTable,
  prefixRows,
} from './bgp-peer-table.ts';
import { draftColumns, draftReading } from './bgp4-mibv2-draft.ts';
import { asNumberOf, type Cell, numberOf, textCell } from './cells.ts';
import { inetCell, inetIndex } from './inet-address.ts';
import { instancesOf } from './row-table.ts';

const root = '1.3.6.1.4.1.30065.4.1.1';
const draft = draftColumns(root);
const column = {
  aristaBgp4V2PeerFsmEstablishedTransitions: oid(`${root}.7.1.5`),
  aristaBgp4V2PrefixInPrefixes: oid(`${root}.8.1.3`),
  aristaBgp4V2PrefixInPrefixesAccepted: oid(`${root}.8.1.4`),
  aristaBgp4V2PrefixOutPrefixes: oid(`${root}.8.1.5`),
} as const;

const fast = [...draft.fast, column.aristaBgp4V2PeerFsmEstablishedTransitions];

/** Instance, type, length, address; instance 1 is the default VRF. */
function peerOf([instance, ...rest]: Oid): PeerIdentity | null {
  const peer = inetIndex(rest);
  return instance === undefined || peer === null ? null : { vrf: instance <= 1 ? null : String(instance), peer };
}

const reading = (key: string, cells: readonly Cell[]): SessionReading => ({
  ...draftReading(key, cells),
  transitions: numberOf(cells[draft.fast.length]),
});

/** aristaBgp4V2PrefixGaugesTable: the peer's index, AFI, SAFI. */
const prefixColumns = [
  column.aristaBgp4V2PrefixInPrefixes,
  column.aristaBgp4V2PrefixInPrefixesAccepted,
  column.aristaBgp4V2PrefixOutPrefixes,
];

const prefixes: PrefixTable = {
  instances: instancesOf(prefixColumns),
  counts: ([received, accepted, advertised]) => ({
    prefixesReceived: numberOf(received),
    prefixesAccepted: numberOf(accepted),
    prefixesAdvertised: numberOf(advertised),
    prefixLimit: null,
  }),
};

/** aristaBgp4V2PeerTable with its error, event, counter and prefix tables. */
export const aristaBgp4V2Mib: BgpPeerTable = {
  source: 'aristaBgp4V2',
  families: 'both',
  discover: async context => {
    const peers = await walkTable(context, 'aristaBgp4V2PeerTable', [
      ...fast,
      draft.localAddr,
      draft.remoteAs,
      draft.description,
    ]);
    if (peers.rows.length === 0) return { rows: [], reports: [peers.report] };
    const gauges = await walkTable(context, 'aristaBgp4V2PrefixGaugesTable', prefixColumns);
    const counted = prefixRows(gauges.rows);
    const { rows, reports } = decodeSessions(peers, aristaBgp4V2Mib, ({ index, cells }) => {
      const who = peerOf(index);
      if (who === null) return null;
      return {
        ...who,
        local: inetCell(cells[8]),
        remoteAs: asNumberOf(cells[9]),
        description: textCell(cells[10]) || null,
        prefixes: ownPrefixes(counted, index, who.peer),
      };
    });
    return { rows, reports: [...reports, gauges.report] };
  },
  instances: instancesOf(fast),
  reading,
  prefixes,
};
