/** Which software runs a router, and which BGP tables it is asked for in which order. Adding a vendor is adding a row. */
import type { Vendor } from '../../network/facts.ts';
import type { BgpPeerTable } from './mibs/bgp-peer-table.ts';
import { bgp4Mib } from './mibs/bgp4-mib.ts';
import { bgp4v2Mib } from './mibs/bgp4v2-mib.ts';
import { jnxBgpM2Mib } from './mibs/jnx-bgp-m2-mib.ts';
import { isWithin, type Oid, oid } from './oid.ts';

interface VendorRow {
  readonly vendor: Vendor;
  /** sysObjectID lies under this (IANA private enterprise numbers). */
  readonly enterprise: Oid;
  /** And sysDescr matches this, where one enterprise ships several systems. */
  readonly descr?: RegExp;
}

const enterprises = '1.3.6.1.4.1';

/** First match wins. */
const vendorRows: readonly VendorRow[] = [
  { vendor: 'junos', enterprise: oid(`${enterprises}.2636`) },
  { vendor: 'iosxr', enterprise: oid(`${enterprises}.9`), descr: /IOS[ -]XR/i },
  { vendor: 'nxos', enterprise: oid(`${enterprises}.9`), descr: /NX-OS/i },
  { vendor: 'iosxe', enterprise: oid(`${enterprises}.9`) },
  { vendor: 'eos', enterprise: oid(`${enterprises}.30065.1`) },
  { vendor: 'srlinux', enterprise: oid(`${enterprises}.6527.1.20`) },
  { vendor: 'sros', enterprise: oid(`${enterprises}.6527`) },
  { vendor: 'vrp', enterprise: oid(`${enterprises}.2011`) },
  { vendor: 'ocnos', enterprise: oid(`${enterprises}.36673`) },
  { vendor: 'routeros', enterprise: oid(`${enterprises}.14988.1`) },
  { vendor: 'vyos', enterprise: oid(`${enterprises}.44641`) },
  { vendor: 'linux', enterprise: oid(`${enterprises}.8072`) },
];

/** By sysDescr alone, for agents that hide sysObjectID. */
const descrRows: readonly { readonly vendor: Vendor; readonly descr: RegExp }[] = [
  { vendor: 'junos', descr: /\bJUNOS\b/i },
  { vendor: 'iosxr', descr: /IOS[ -]XR/i },
  { vendor: 'nxos', descr: /NX-OS/i },
  { vendor: 'iosxe', descr: /Cisco IOS/i },
  { vendor: 'eos', descr: /Arista/i },
  { vendor: 'srlinux', descr: /SRLinux/i },
  { vendor: 'sros', descr: /TiMOS/i },
  { vendor: 'vrp', descr: /Huawei|\bVRP\b/i },
  { vendor: 'ocnos', descr: /OcNOS/i },
  { vendor: 'vyos', descr: /VyOS/i },
  { vendor: 'linux', descr: /^Linux\b/ },
];

/** Tells the vendor from what the system group says. */
export function vendorOf(sysObjectId: Oid | null, sysDescr: string | null): Vendor {
  const descr = sysDescr ?? '';
  const byId = vendorRows.find(
    row =>
      sysObjectId !== null &&
      isWithin(sysObjectId, row.enterprise) &&
      (row.descr === undefined || row.descr.test(descr)),
  );
  return byId?.vendor ?? descrRows.find(row => row.descr.test(descr))?.vendor ?? 'unknown';
}

const everyTable: readonly BgpPeerTable[] = [jnxBgpM2Mib, bgp4v2Mib, bgp4Mib];

/** The BGP tables to ask a vendor for, richest first; BGP4-MIB is always last and only fills gaps. */
export function bgpTablesOf(vendor: Vendor): readonly BgpPeerTable[] {
  if (vendor === 'junos') return [jnxBgpM2Mib, bgp4Mib];
  // A router that hides what it is may be any of them.
  return vendor === 'unknown' ? everyTable : [bgp4v2Mib, bgp4Mib];
}

/** The table that a session was read from. Throws for a source that has no table, which the types exclude. */
export function bgpTableOf(source: BgpPeerTable['source']): BgpPeerTable {
  const found = everyTable.find(table => table.source === source);
  if (found === undefined) throw new Error(`no BGP peer table for ${source}`);
  return found;
}
