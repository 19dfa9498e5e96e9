/** docs/vendors.md, made from the one table of vendors that discovery goes by. */
import { type TableSource, type VendorRow, vendorRows } from '../src/sources/snmp/vendors.ts';

/** MIB module and tables behind each source. */
const tables: Readonly<Record<TableSource, string>> = {
  'ieee8023-lag-mib': 'IEEE8023-LAG-MIB dot3adAggPortTable (attached, then selected aggregator)',
  'if-stack-table': 'IF-MIB ifStackTable',
  'cisco-pagp-mib': 'CISCO-PAGP-MIB pagpEtherChannelTable',
  'cisco-lag-mib':
    'CISCO-LAG-MIB clagAggPortListTable, clagAggPortTable; CISCO-IF-EXTENSION-MIB cieIfDot1dBaseMappingTable',
  'timetra-lag-mib': 'TIMETRA-LAG-MIB tLagMemberTable, tLagPortTable, tLagConfigTable',
  'vrtr-if-table': 'TIMETRA-VRTR-MIB vRtrIfTable',
  'timetra-port-mib': 'TIMETRA-PORT-MIB tmnxPortTable',
  'huawei-if-ext-mib': 'HUAWEI-IF-EXT-MIB hwTrunkMemTable, hwTrunkIfTable',
  jnxBgpM2: 'BGP4-V2-MIB-JUNIPER jnxBgpM2PeerTable, jnxBgpM2PrefixCountersTable',
  cbgpPeer2: 'CISCO-BGP4-MIB cbgpPeer2Table, cbgpPeer2AddrFamilyPrefixTable',
  cbgpPeer3: 'CISCO-BGP4-MIB cbgpPeer3Table, cbgpPeer2AddrFamilyPrefixTable',
  aristaBgp4V2: 'ARISTA-BGP4V2-MIB aristaBgp4V2PeerTable, aristaBgp4V2PrefixGaugesTable',
  tBgpPeerNg:
    'TIMETRA-BGP-MIB tBgpPeerNgTable, tBgpPeerNgOperTable, tBgpPeerNgPfxLmtTable; TIMETRA-VRTR-MIB vRtrConfTable',
  hwBgp: 'HUAWEI-BGP-VPN-MIB hwBgpPeerTable, hwBgpPeerAddrFamilyTable, hwBgpPeerRouteTable, hwBgpPeerSessionTable',
  'bgp4v2-mib': 'BGP4V2-MIB bgp4V2PeerTable (both layouts of FRR)',
  'bgp4-mib': 'BGP4-MIB bgpPeerTable',
  'bfd-std-mib': 'BFD-STD-MIB bfdSessTable',
  'jnx-bfd-exp-mib': 'BFD-STD-MIB (draft, jnxBfdExperiment) bfdSessTable, bfdSessPerfTable',
  'cisco-ietf-bfd-mib': 'CISCO-IETF-BFD-MIB ciscoBfdSessTable',
  'timetra-vrtr-mib': 'TIMETRA-VRTR-MIB vRtrIfBfdSessionTable',
  'huawei-bfd-mib': 'HUAWEI-BFD-MIB hwBfdSessionTable',
  'juniper-dom-mib': 'JUNIPER-DOM-MIB jnxDomCurrentTable, jnxDomModuleLaneTable',
  'cisco-entity-sensor-mib': 'CISCO-ENTITY-SENSOR-MIB entSensorValueTable, entSensorThresholdTable; ENTITY-MIB',
  'entity-sensor-mib':
    'ENTITY-SENSOR-MIB entPhySensorTable, ARISTA-ENTITY-SENSOR-MIB aristaEntSensorThresholdTable; ENTITY-MIB',
  'timetra-ddm': 'TIMETRA-PORT-MIB tmnxDigitalDiagMonitorTable, tmnxDDMLaneTable',
  'huawei-entity-extent-mib': 'HUAWEI-ENTITY-EXTENT-MIB hwOpticalModuleInfoTable; ENTITY-MIB',
};

interface Fact {
  readonly name: string;
  readonly sources: (row: VendorRow) => readonly TableSource[];
}

/** Facts that a vendor's row decides on; the order is the order of asking. */
const facts: readonly Fact[] = [
  {
    name: 'LAG members',
    sources: row => ['ieee8023-lag-mib', ...row.lag.map(table => table.source), 'if-stack-table'],
  },
  { name: 'Port under an IP interface', sources: row => [...row.stack.map(table => table.source), 'if-stack-table'] },
  { name: 'BGP sessions', sources: row => row.bgp.map(table => table.source) },
  { name: 'BFD sessions', sources: row => row.bfd.map(table => table.source) },
  { name: 'Optical power', sources: row => row.optics.map(table => table.source) },
];

function recognised(row: VendorRow): string {
  const id = `sysObjectID under \`${row.enterprise.join('.')}\``;
  const descr = row.descr === null ? '' : ` and sysDescr \`${row.descr.source}\``;
  const alone = row.descrAlone === null ? '' : `; without sysObjectID, sysDescr \`${row.descrAlone.source}\``;
  return `${id}${descr}${alone}`;
}

function vendorSection(row: VendorRow): string {
  const lines = facts.flatMap(({ name, sources }) => {
    const asked = sources(row);
    if (asked.length === 0) return [`| ${name} | none that is known | |`];
    return asked.map((source, at) => `| ${at === 0 ? name : ''} | ${tables[source]} | ${row.seen[source] ?? ''} |`);
  });
  return [
    `## ${row.title} (\`${row.vendor}\`)`,
    '',
    `Recognised by ${recognised(row)}.`,
    '',
    '| fact | table, in the order of asking | read from a real router |',
    '| --- | --- | --- |',
    ...lines,
    '',
  ].join('\n');
}

/** The whole page. */
export const vendorsPage = (): string =>
  `# Vendors

Which tables a router is asked for, made from \`src/sources/snmp/vendors.ts\` by \`npm run docs:vendors\`. Every router is
asked for the system group, ifTable, ifXTable, ifStackTable, IEEE8023-LAG-MIB, ipAddrTable, ipAddressTable and
ipv6AddrTable as well. Of the tables of one fact the first that has rows tells it; to the members of a LAG, and to the
BGP sessions, each adds those that no table before it has. A router that hides what it is gets asked for everything.

An empty third column means: the table is decoded as its MIB says, and was not yet read from a real router of this
vendor.

${vendorRows.map(vendorSection).join('\n')}`;
