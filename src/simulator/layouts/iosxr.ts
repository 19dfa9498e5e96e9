/** IOS-XR: bundles stand over ports, and sub-interfaces stand over bundles. */
import {
  addressesOf,
  bundled,
  type Hardware,
  IF_TYPE,
  type Interface,
  logical,
  numbered,
  type Ports,
  type StackRow,
  stacked,
} from '../ports.ts';
import { addressObjects } from '../tables/addresses.ts';
import { bgp4Objects } from '../tables/bgp4.ts';
import { cbgpPeer2Objects } from '../tables/cbgp-peer.ts';
import { ciscoBfdObjects } from '../tables/cisco-bfd.ts';
import { iosxrSensorObjects } from '../tables/cisco-entity-sensor.ts';
import { interfaceObjects } from '../tables/interfaces.ts';
import { lagObjects } from '../tables/lag.ts';
import { systemObjects } from '../tables/system.ts';
import type { RouterLayout } from './layout.ts';

/** A VLAN of each bundle, without an address: it stands over the bundle and is no member. */
const vlanOf = (bundle: Interface): Interface =>
  logical(`${bundle.name}.100`, IF_TYPE.subInterface, bundle.read, `${bundle.alias} VLAN 100`);

const portsOf = (hardware: Hardware): Ports => {
  const { management, loopback, members, uplinks, peering, lags } = hardware;
  const bundles = lags.map(lag => lag.interface);
  const vlans = bundles.map(vlanOf);
  const null0 = logical('Null0', IF_TYPE.other, loopback.read);
  // The first number is 2, and a port keeps its place before the bundles.
  const ports = numbered(2, [null0, management, loopback, ...members, ...uplinks, peering, ...bundles, ...vlans]);
  const over = vlans.map((vlan, i): StackRow => [vlan.name, bundles[i]?.name ?? null]);
  return { ports, stack: stacked(ports, [...bundled(hardware), ...over]), addresses: addressesOf(hardware), lags };
};

/** IOS-XR. */
export const iosxr: RouterLayout = {
  names: {
    lag: at => `Bundle-Ether${at + 1}`,
    member: at => `HundredGigE0/0/0/${at}`,
    uplinks: ['EightHundredGigE0/1/0/0', 'EightHundredGigE0/1/0/1'],
    uplinkGbps: 800,
    peering: 'HundredGigE0/2/0/0',
    management: 'MgmtEth0/RP0/CPU0/0',
    loopback: 'Loopback0',
  },
  types: { lag: IF_TYPE.lag },
  ports: portsOf,
  tables: [
    systemObjects({
      // Two lines, with the carriage return that IOS-XR ends its first line with.
      descr: 'Cisco IOS XR Software (Cisco ASR9K Series), Version 7.9.2\r\nSimulated by peerdeck',
      objectId: '1.3.6.1.4.1.9.1.1018',
    }),
    interfaceObjects,
    addressObjects,
    bgp4Objects(),
    cbgpPeer2Objects,
    lagObjects,
    iosxrSensorObjects,
    ciscoBfdObjects({ diagnostic: true }),
  ],
  sessionTables: ['1.3.6.1.2.1.15.3', '1.3.6.1.4.1.9.9.187'],
  tellsMembers: true,
};
