/**
 * Which software runs a router, and which tables it is asked for in which order: one table, from which docs/vendors.md
 * is made. Adding a vendor is adding a row.
 */
import type { LagMemberSource, Vendor } from '../../network/facts.ts';
import type { OpticSource } from '../../network/optic-facts.ts';
import type { BfdSource, SessionSource } from '../../network/session-facts.ts';
import { aristaBgp4V2Mib } from './mibs/arista-bgp4v2-mib.ts';
import type { BfdSessionTable } from './mibs/bfd-session-table.ts';
import { bfdStdMib } from './mibs/bfd-std-mib.ts';
import type { BgpPeerTable } from './mibs/bgp-peer-table.ts';
import { bgp4Mib } from './mibs/bgp4-mib.ts';
import { bgp4v2Mib } from './mibs/bgp4v2-mib.ts';
import { cbgpPeer2Mib, cbgpPeer3Mib } from './mibs/cisco-bgp4-mib.ts';
import { ciscoSensorMib } from './mibs/cisco-entity-sensor-mib.ts';
import { ciscoBfdMib } from './mibs/cisco-ietf-bfd-mib.ts';
import { clagMib } from './mibs/cisco-lag-mib.ts';
import { cpagpMib } from './mibs/cisco-pagp-mib.ts';
import { entitySensorMib } from './mibs/entity-sensor-mib.ts';
import { hwBfdMib } from './mibs/huawei-bfd-mib.ts';
import { hwBgpMib } from './mibs/huawei-bgp-vpn-mib.ts';
import { hwOpticalMib } from './mibs/huawei-entity-extent-mib.ts';
import { hwTrunkMib } from './mibs/huawei-if-ext-mib.ts';
import { ifStackMembers } from './mibs/if-mib.ts';
import type { InterfaceStackSource, InterfaceStackTable } from './mibs/interface-stack-table.ts';
import { jnxBfdExpMib } from './mibs/jnx-bfd-exp-mib.ts';
import { jnxBgpM2Mib } from './mibs/jnx-bgp-m2-mib.ts';
import { jnxDomMib } from './mibs/juniper-dom-mib.ts';
import type { LagMemberTable, PolledLagTable } from './mibs/lag-member-table.ts';
import type { OpticTable } from './mibs/optic-table.ts';
import { tBgpPeerNgMib } from './mibs/timetra-bgp-mib.ts';
import { tLagMib } from './mibs/timetra-lag-mib.ts';
import { tmnxDdmMib } from './mibs/timetra-port-mib.ts';
import { vRtrBfdMib, vRtrIfMib } from './mibs/timetra-vrtr-mib.ts';
import { tmnxPortMib } from './mibs/tmnx-port-table.ts';
import { isWithin, type Oid, oid } from './oid.ts';

/** The tables that a vendor is asked for beside those that every router is: in each list, richest first. */
export interface VendorTables {
  readonly lag: readonly LagMemberTable[];
  /** Beside ifStackTable: over which port or LAG an IP interface runs. */
  readonly stack: readonly InterfaceStackTable[];
  /** Each tells the sessions that none before it has told; BGP4-MIB is always last. */
  readonly bgp: readonly BgpPeerTable[];
  readonly bfd: readonly BfdSessionTable[];
  readonly optics: readonly OpticTable[];
}

/** One vendor. */
export interface VendorRow extends VendorTables {
  readonly vendor: Vendor;
  /** What people call it. */
  readonly title: string;
  /** sysObjectID lies under this (IANA private enterprise numbers). */
  readonly enterprise: Oid;
  /** And sysDescr matches this, where one enterprise ships several systems. */
  readonly descr: RegExp | null;
  /** sysDescr alone says it, for agents that hide sysObjectID; null where the text is too common to tell. */
  readonly descrAlone: RegExp | null;
  /** Tables that were read from a real router of this vendor, and from which. */
  readonly seen: Readonly<Partial<Record<TableSource, string>>>;
}

/** Every table that a fact can come from, beside the standard ones that all routers are asked for. */
export type TableSource =
  | SessionSource
  | LagMemberSource
  | BfdSource
  | OpticSource
  | 'ieee8023-lag-mib'
  | InterfaceStackSource;

const enterprise = (arcs: string): Oid => oid(`1.3.6.1.4.1.${arcs}`);

/** First match wins. */
export const vendorRows: readonly VendorRow[] = [
  {
    vendor: 'junos',
    title: 'Juniper Junos',
    enterprise: enterprise('2636'),
    descr: null,
    descrAlone: /\bJUNOS\b/i,
    lag: [],
    stack: [],
    bgp: [jnxBgpM2Mib, bgp4Mib],
    bfd: [jnxBfdExpMib, bfdStdMib],
    optics: [jnxDomMib],
    seen: {
      jnxBgpM2: 'MX80, Junos 16.2; MX5, Junos 19.4; vMX, Junos 18.2',
      'bgp4-mib': 'EX',
      'if-stack-table': 'EX4600',
      'juniper-dom-mib': 'EX4600; QFX5100, Junos 14.1; MX5, Junos 19.4',
    },
  },
  {
    vendor: 'iosxr',
    title: 'Cisco IOS-XR',
    enterprise: enterprise('9'),
    descr: /IOS[ -]XR/i,
    descrAlone: /IOS[ -]XR/i,
    lag: [],
    stack: [],
    bgp: [cbgpPeer2Mib, cbgpPeer3Mib, bgp4Mib],
    bfd: [ciscoBfdMib, bfdStdMib],
    optics: [ciscoSensorMib, entitySensorMib],
    seen: {
      'cisco-entity-sensor-mib': 'NCS 55A2; ASR 9901, IOS-XR 6.6.3; ASR 9010, IOS-XR 6.4.2',
      cbgpPeer2: 'ASR 9000, IOS-XR 5.3.4 and 6.6.3; NCS 55A2',
      'if-stack-table': 'NCS 55A2',
    },
  },
  {
    vendor: 'nxos',
    title: 'Cisco NX-OS',
    enterprise: enterprise('9'),
    descr: /NX-OS/i,
    descrAlone: /NX-OS/i,
    lag: [clagMib, cpagpMib],
    stack: [],
    bgp: [cbgpPeer3Mib, cbgpPeer2Mib, bgp4Mib],
    bfd: [ciscoBfdMib, bfdStdMib],
    optics: [ciscoSensorMib, entitySensorMib],
    seen: {
      'cisco-ietf-bfd-mib': 'Nexus 5000',
      'cisco-entity-sensor-mib': 'Nexus 3064, NX-OS 7.0(3)',
      'ieee8023-lag-mib': 'Nexus 9336C, NX-OS 10.2(3)',
    },
  },
  {
    vendor: 'iosxe',
    title: 'Cisco IOS-XE, IOS',
    enterprise: enterprise('9'),
    descr: null,
    descrAlone: /Cisco IOS/i,
    lag: [cpagpMib],
    stack: [],
    bgp: [cbgpPeer2Mib, cbgpPeer3Mib, bgp4Mib],
    bfd: [ciscoBfdMib, bfdStdMib],
    optics: [ciscoSensorMib, entitySensorMib],
    seen: {
      cbgpPeer2: 'ASR 1000, IOS 15.5(3)S',
      'bgp4-mib': 'Catalyst 3560G',
      'cisco-entity-sensor-mib': 'Catalyst 9500, 9600; C8500-20X6C',
      'if-stack-table': 'Catalyst 3850',
    },
  },
  {
    vendor: 'eos',
    title: 'Arista EOS',
    enterprise: enterprise('30065.1'),
    descr: null,
    descrAlone: /Arista/i,
    lag: [],
    stack: [],
    bgp: [aristaBgp4V2Mib, bgp4v2Mib, bgp4Mib],
    bfd: [bfdStdMib],
    optics: [entitySensorMib],
    seen: { 'entity-sensor-mib': 'EOS 4.15', aristaBgp4V2: 'EOS 4.15', 'if-stack-table': 'EOS 4.15, 4.20' },
  },
  {
    vendor: 'srlinux',
    title: 'Nokia SR Linux',
    enterprise: enterprise('6527.1.20'),
    descr: null,
    descrAlone: /SRLinux/i,
    lag: [],
    stack: [],
    bgp: [tBgpPeerNgMib, bgp4Mib],
    bfd: [bfdStdMib],
    optics: [entitySensorMib],
    seen: { tBgpPeerNg: 'SR Linux 24.10 (no operational columns)' },
  },
  {
    vendor: 'sros',
    title: 'Nokia SR OS',
    enterprise: enterprise('6527'),
    descr: null,
    descrAlone: /TiMOS/i,
    lag: [tLagMib, tmnxPortMib],
    stack: [vRtrIfMib],
    bgp: [tBgpPeerNgMib, bgp4Mib],
    bfd: [vRtrBfdMib, bfdStdMib],
    optics: [tmnxDdmMib],
    seen: {
      'timetra-port-mib': '7210 SAS-R, TiMOS 10.0',
      'timetra-ddm': '7750 SR, SR OS 23.10; 7250 IXR, SR OS 22.10',
      tBgpPeerNg: '7750 SR, SR OS 23.10; 7250 IXR, SR OS 22.10; 7705 SAR, SR OS 9.0',
      'if-stack-table': '7250 IXR, SR OS 22.10',
    },
  },
  {
    vendor: 'vrp',
    title: 'Huawei VRP',
    enterprise: enterprise('2011'),
    descr: null,
    descrAlone: /Huawei|\bVRP\b/i,
    lag: [hwTrunkMib],
    stack: [],
    bgp: [hwBgpMib, bgp4Mib],
    bfd: [hwBfdMib, bfdStdMib],
    optics: [hwOpticalMib],
    seen: {
      hwBgp: 'NE8000; CE12804',
      'bgp4-mib': 'NE (no AS numbers); S5720',
      'huawei-entity-extent-mib': 'NE8000 M8 (hundredths of a dBm); S5720 (microwatts)',
      'if-stack-table': 'NE',
    },
  },
  {
    vendor: 'ocnos',
    title: 'IP Infusion OcNOS',
    enterprise: enterprise('36673'),
    descr: null,
    descrAlone: /OcNOS/i,
    lag: [],
    stack: [],
    bgp: [bgp4v2Mib, bgp4Mib],
    bfd: [bfdStdMib],
    optics: [entitySensorMib],
    seen: { 'ieee8023-lag-mib': 'S9510-28DC, OcNOS 6.6', 'bgp4-mib': 'S9510-28DC, OcNOS 6.6; S9600-32X, OcNOS 6.4' },
  },
  {
    vendor: 'routeros',
    title: 'MikroTik RouterOS',
    enterprise: enterprise('14988.1'),
    descr: null,
    descrAlone: null,
    lag: [],
    stack: [],
    bgp: [bgp4v2Mib, bgp4Mib],
    bfd: [],
    optics: [],
    seen: {},
  },
  {
    vendor: 'vyos',
    title: 'VyOS',
    enterprise: enterprise('44641'),
    descr: null,
    descrAlone: /VyOS/i,
    lag: [],
    stack: [],
    bgp: [bgp4v2Mib, bgp4Mib],
    bfd: [],
    optics: [],
    seen: { 'bgp4v2-mib': 'VyOS 2026.05' },
  },
  {
    vendor: 'linux',
    title: 'Linux with net-snmp and FRR',
    enterprise: enterprise('8072'),
    descr: null,
    descrAlone: /^Linux\b/,
    lag: [],
    stack: [],
    bgp: [bgp4v2Mib, bgp4Mib],
    bfd: [],
    optics: [],
    seen: { 'bgp4-mib': 'FRR 8.4 with net-snmp 5.9' },
  },
];

/** Tells the vendor from what the system group says. */
export function vendorOf(sysObjectId: Oid | null, sysDescr: string | null): Vendor {
  const descr = sysDescr ?? '';
  const byId = vendorRows.find(
    row =>
      sysObjectId !== null && isWithin(sysObjectId, row.enterprise) && (row.descr === null || row.descr.test(descr)),
  );
  return byId?.vendor ?? vendorRows.find(row => row.descrAlone?.test(descr) === true)?.vendor ?? 'unknown';
}

/** Every table of a kind, in the order of the vendors, BGP4-MIB last. */
function everyTable<Table>(of: (row: VendorRow) => readonly Table[], last?: Table): readonly Table[] {
  const tables = new Set(vendorRows.flatMap(of));
  if (last === undefined) return [...tables];
  tables.delete(last);
  return [...tables, last];
}

/** A router that hides what it is may be any of them: it is asked for everything. */
const everything: VendorTables = {
  lag: everyTable(row => row.lag),
  stack: everyTable(row => row.stack),
  bgp: everyTable(row => row.bgp, bgp4Mib),
  bfd: everyTable(row => row.bfd),
  optics: everyTable(row => row.optics),
};

/** The tables to ask a vendor for. */
export const tablesOf = (vendor: Vendor): VendorTables => vendorRows.find(row => row.vendor === vendor) ?? everything;

/** The table that something was read from. Throws for a source that has no table, which the types exclude. */
function tableOf<Source, Table extends { readonly source: Source }>(tables: readonly Table[], source: Source): Table {
  const found = tables.find(table => table.source === source);
  if (found === undefined) throw new Error(`no table for ${String(source)}`);
  return found;
}

/** The table that a session was read from. */
export const bgpTableOf = (source: SessionSource): BgpPeerTable => tableOf(everything.bgp, source);
/** The table that a member of a LAG was read from. */
export const lagTableOf = (source: LagMemberSource): PolledLagTable =>
  tableOf<LagMemberSource, PolledLagTable>([...everything.lag, ifStackMembers], source);
/** The table that a BFD session was read from. */
export const bfdTableOf = (source: BfdSource): BfdSessionTable => tableOf(everything.bfd, source);
/** The table that optical power was read from. */
export const opticTableOf = (source: OpticSource): OpticTable => tableOf(everything.optics, source);
