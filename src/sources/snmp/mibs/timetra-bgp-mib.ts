/** TIMETRA-BGP-MIB: tBgpPeerNgTable and tBgpPeerNgOperTable of SR OS and SR Linux, both families, every virtual router. */
import type { BgpError, SessionReading } from '../../../network/session-facts.ts';
import { type Oid, oid } from '../oid.ts';
import { walkTable } from '../walk.ts';
import { type BgpPeerTable, bgpStates, decodeSessions, type PeerIdentity, type PrefixTable } from './bgp-peer-table.ts';
import { asNumberOf, bgpErrorOf, type Cell, enumOf, numberOf, secondsOf, textCell } from './cells.ts';
import { afiOf, inetCell, inetIndex } from './inet-address.ts';
import { instancesOf } from './row-table.ts';

const root = '1.3.6.1.4.1.6527.3.1.2.14.4';
const column = {
  tBgpPeerNgShutdown: oid(`${root}.7.1.6`),
  tBgpPeerNgDescription: oid(`${root}.7.1.7`),
  tBgpPeerNgLocalAddress: oid(`${root}.7.1.13`),
  tBgpPeerNgMaxPrefix: oid(`${root}.7.1.19`),
  tBgpPeerNgConnState: oid(`${root}.7.1.59`),
  tBgpPeerNgPeerAS4Byte: oid(`${root}.7.1.66`),
  tBgpPeerNgOperReceivedPrefixes: oid(`${root}.8.1.5`),
  tBgpPeerNgOperSentPrefixes: oid(`${root}.8.1.6`),
  tBgpPeerNgOperFlaps: oid(`${root}.8.1.10`),
  tBgpPeerNgOperLastEvent: oid(`${root}.8.1.12`),
  tBgpPeerNgOperV6ReceivedPrefixes: oid(`${root}.8.1.27`),
  tBgpPeerNgOperV6SentPrefixes: oid(`${root}.8.1.28`),
  tBgpPeerNgOperRejectedPrefixes: oid(`${root}.8.1.98`),
  tBgpPeerNgOperV6RejectedPrefixes: oid(`${root}.8.1.100`),
  tBgpPeerNgPfxLmtMaxPrefix: oid(`${root}.13.1.4`),
  tBgpPeerNgOperFsmEstablishedTime: oid(`${root}.8.1.177`),
  tBgpPeerNgOperLastError: oid(`${root}.8.1.178`),
  /** Of TIMETRA-VRTR-MIB: the name of a virtual router. */
  vRtrName: oid('1.3.6.1.4.1.6527.3.1.2.3.1.1.4'),
} as const;

const fast = [
  column.tBgpPeerNgConnState,
  column.tBgpPeerNgShutdown,
  column.tBgpPeerNgOperFsmEstablishedTime,
  column.tBgpPeerNgOperFlaps,
  column.tBgpPeerNgOperLastError,
  column.tBgpPeerNgOperLastEvent,
];

/** vRtrID 1 is "Base", the default instance. */
const base = 1;

/** tBgpPeerNgShutdown is a TruthValue: 1 shut down, 2 not. */
const admins = { 1: 'stop', 2: 'start' } as const;

/**
 * tBgpPeerNgOperLastEvent where it names the NOTIFICATION that ended the session: releases before 2023 have no column
 * for its code. It is an event, not an error: all others say nothing of one.
 */
const errorsOfEvents: Readonly<Record<number, BgpError>> = {
  8: { code: 4, subcode: 0 },
  16: { code: 6, subcode: 8 },
  18: { code: 6, subcode: 1 },
  24: { code: 6, subcode: 7 },
  25: { code: 6, subcode: 2 },
  26: { code: 6, subcode: 4 },
  27: { code: 6, subcode: 6 },
  30: { code: 6, subcode: 9 },
};

/** How often it came up: once more than it flapped, while it is up. */
const transitionsOf = (flaps: number | null, isUp: boolean): number | null =>
  flaps === null ? null : flaps + (isUp ? 1 : 0);

function reading(key: string, cells: readonly Cell[]): SessionReading {
  const [connState, shutdown, established, flaps, error, event] = cells;
  const state = enumOf(connState, bgpStates);
  return {
    key,
    state,
    admin: enumOf(shutdown, admins),
    establishedSeconds: secondsOf(established),
    transitions: transitionsOf(numberOf(flaps), state === 'established'),
    lastError: bgpErrorOf(error) ?? errorsOfEvents[numberOf(event) ?? 0] ?? null,
  };
}

/** vRtrID, type, length, address. */
function peerOf([vRtrId, ...rest]: Oid, names: ReadonlyMap<number, string>): PeerIdentity | null {
  const peer = inetIndex(rest);
  if (vRtrId === undefined || peer === null) return null;
  return { vrf: vRtrId === base ? null : (names.get(vRtrId) ?? String(vRtrId)), instance: vRtrId, peer };
}

/** Counters in the order of `prefixes`, by the family that the peer speaks. */
const prefixColumns = {
  ipv4: [
    column.tBgpPeerNgOperReceivedPrefixes,
    column.tBgpPeerNgOperRejectedPrefixes,
    column.tBgpPeerNgOperSentPrefixes,
  ],
  ipv6: [
    column.tBgpPeerNgOperV6ReceivedPrefixes,
    column.tBgpPeerNgOperV6RejectedPrefixes,
    column.tBgpPeerNgOperV6SentPrefixes,
  ],
} as const;

/** TmnxIpFamilyIdentifier: the last arc of a limit of tBgpPeerNgPfxLmtTable. */
const families = { ipv4: 1, ipv6: 3 } as const;

/** A limit stands in tBgpPeerNgPfxLmtTable, by family, or in the column that releases before it have. */
const prefixes: PrefixTable = {
  instances: row => {
    const peer = inetIndex(row.slice(1));
    const family = peer === null ? 'ipv4' : afiOf(peer);
    return [
      ...instancesOf([column.tBgpPeerNgMaxPrefix])(row),
      ...instancesOf([column.tBgpPeerNgPfxLmtMaxPrefix])([...row, families[family]]),
      ...instancesOf(prefixColumns[family])(row),
    ];
  },
  counts: ([older, limit, received, rejected, sent]) => {
    const heard = numberOf(received);
    const refused = numberOf(rejected);
    return {
      prefixesReceived: heard,
      prefixesAccepted: heard === null || refused === null ? null : Math.max(0, heard - refused),
      prefixesAdvertised: numberOf(sent),
      prefixLimit: numberOf(limit) || numberOf(older) || null,
    };
  },
};

/** The two tables, joined by their common index. */
export const tBgpPeerNgMib: BgpPeerTable = {
  source: 'tBgpPeerNg',
  families: 'both',
  discover: async context => {
    const peers = await walkTable(context, 'tBgpPeerNgTable', [
      ...fast,
      column.tBgpPeerNgLocalAddress,
      column.tBgpPeerNgPeerAS4Byte,
      column.tBgpPeerNgDescription,
      column.tBgpPeerNgMaxPrefix,
      ...prefixColumns.ipv4,
      ...prefixColumns.ipv6,
    ]);
    if (peers.rows.length === 0) return { rows: [], reports: [peers.report] };
    const [routers, limits] = await Promise.all([
      walkTable(context, 'vRtrConfTable', [column.vRtrName]),
      walkTable(context, 'tBgpPeerNgPfxLmtTable', [column.tBgpPeerNgPfxLmtMaxPrefix]),
    ]);
    const limitOf = new Map(limits.rows.map(({ index, cells }) => [index.join('.'), cells[0]]));
    const names = new Map<number, string>();
    for (const { index, cells } of routers.rows) {
      const [id] = index;
      const name = textCell(cells[0]);
      if (id !== undefined && name) names.set(id, name);
    }
    const { rows, reports } = decodeSessions(peers, tBgpPeerNgMib, ({ index, cells }) => {
      const who = peerOf(index, names);
      if (who === null) return null;
      const family = afiOf(who.peer);
      const counters = family === 'ipv4' ? cells.slice(10, 13) : cells.slice(13, 16);
      const limit = limitOf.get([...index, families[family]].join('.'));
      return {
        ...who,
        local: inetCell(cells[6]),
        remoteAs: asNumberOf(cells[7]),
        description: textCell(cells[8]) || null,
        prefixes: { index, cells: [cells[9], limit, ...counters] },
      };
    });
    return { rows, reports: [...reports, routers.report, limits.report] };
  },
  instances: instancesOf(fast),
  reading,
  prefixes,
};
