import { describe, expect, test } from 'vitest';
import type { Vendor } from '../../../src/network/facts.ts';
import { oid } from '../../../src/sources/snmp/oid.ts';
import { tablesOf, vendorOf, vendorRows } from '../../../src/sources/snmp/vendors.ts';

const enterprise = (rest: string) => oid(`1.3.6.1.4.1.${rest}`);

describe('the vendor is told by sysObjectID, then by sysDescr', () => {
  test.each<[Vendor, string | null, string | null]>([
    ['junos', '2636.1.1.1.2.25', 'Juniper Networks, Inc. mx80'],
    ['iosxr', '9.1.1525', 'Cisco IOS XR Software (Cisco ASR9K Series), Version 5.3.4[Default]'],
    ['iosxe', '9.1.1116', 'Cisco IOS Software, ASR1000 Software (PPC_LINUX_IOSD-ADVIPSERVICESK9-M), Version 15.5(3)S'],
    ['nxos', '9.12.3.1.3.2229', 'Cisco NX-OS(tm) Nexus9000 C9336C-FX2, Software (NXOS 64-bit), Version 10.2(3)'],
    ['eos', '30065.1.3011.7280', 'Arista Networks EOS version 4.15.0F'],
    ['sros', '6527.1.15.14', 'TiMOS-C-22.10.R4 cpm/hops64 Nokia 7250 IXR'],
    ['srlinux', '6527.1.20.22', 'SRLinux-v24.10.1 7220 IXR-D3L'],
    ['vrp', '2011.2.62.2.9', 'Huawei Versatile Routing Platform Software'],
    ['ocnos', '36673.100', 'OcNOS-SP 6.6'],
    ['routeros', '14988.1', 'RouterOS CCR2116'],
    ['vyos', '44641', 'VyOS 2026.05'],
    ['linux', '8072.3.2.10', 'Linux r1 6.1.0 x86_64'],
    ['unknown', '99999.1', 'Something else'],
    ['unknown', null, null],
    ['junos', null, 'Juniper Networks, Inc. mx480 internet router, kernel JUNOS 21.4R3'],
    ['vrp', null, 'Huawei VRP (R) software'],
    ['iosxr', null, 'Cisco IOS XR Software'],
    ['unknown', '2636000.1', null],
  ])('%s: %s %s', (vendor, id, descr) => {
    expect(vendorOf(id === null ? null : enterprise(id), descr)).toBe(vendor);
  });
});

test('BGP4-MIB is asked last, and by everybody', () => {
  for (const { vendor, bgp } of vendorRows) {
    expect(bgp.at(-1)?.source).toBe('bgp4-mib');
    expect(tablesOf(vendor).bgp).toBe(bgp);
  }
});

test('a router that hides what it is is asked for every table there is', () => {
  const everything = tablesOf('unknown');
  for (const row of vendorRows) {
    for (const table of row.bgp) expect(everything.bgp).toContain(table);
    for (const table of row.lag) expect(everything.lag).toContain(table);
    for (const table of row.bfd) expect(everything.bfd).toContain(table);
    for (const table of row.optics) expect(everything.optics).toContain(table);
  }
  expect(everything.bgp.at(-1)?.source).toBe('bgp4-mib');
});

test('a vendor has one row', () => {
  expect(new Set(vendorRows.map(row => row.vendor)).size).toBe(vendorRows.length);
});
