/** VRP: small interface numbers in the order of creation, an Eth-Trunk stands over its ports. */
import { addressesOf, bundled, type Hardware, IF_TYPE, logical, numbered, type Ports, stacked } from '../ports.ts';
import { addressObjects } from '../tables/addresses.ts';
import { bgp4Objects, NO_AS } from '../tables/bgp4.ts';
import { hwBfdObjects } from '../tables/hw-bfd.ts';
import { hwBgpObjects } from '../tables/hw-bgp.ts';
import { hwOpticsObjects } from '../tables/hw-optics.ts';
import { hwTrunkObjects } from '../tables/hw-trunk.ts';
import { interfaceObjects } from '../tables/interfaces.ts';
import { systemObjects } from '../tables/system.ts';
import type { RouterLayout } from './layout.ts';

const portsOf = (hardware: Hardware): Ports => {
  const { management, loopback, members, uplinks, peering, lags } = hardware;
  const ports = [
    ...numbered(2, [
      logical('NULL0', IF_TYPE.other, loopback.read),
      logical('InLoopBack0', IF_TYPE.loopback, loopback.read),
      management,
    ]),
    ...numbered(10, [...members, ...uplinks, peering, ...lags.map(lag => lag.interface), loopback]),
  ];
  return { ports, stack: stacked(ports, bundled(hardware)), addresses: addressesOf(hardware), lags };
};

/** VRP. */
export const vrp: RouterLayout = {
  names: {
    lag: at => `Eth-Trunk${at + 1}`,
    member: at => `100GE0/3/${at}`,
    uplinks: ['800GE0/4/0', '800GE0/4/1'],
    uplinkGbps: 800,
    peering: '100GE0/5/0',
    management: 'GigabitEthernet0/0/0',
    loopback: 'LoopBack0',
  },
  types: { lag: IF_TYPE.lag },
  ports: portsOf,
  tables: [
    systemObjects({
      descr:
        'Huawei Versatile Routing Platform Software VRP (R) software, Version 8.230 (NetEngine 8000) (simulated by peerdeck)',
      objectId: '1.3.6.1.4.1.2011.2.62.30',
    }),
    interfaceObjects,
    addressObjects,
    // No AS number in this table: NE routers leave the column out.
    bgp4Objects(NO_AS),
    hwBgpObjects,
    hwTrunkObjects,
    hwOpticsObjects,
    hwBfdObjects,
  ],
  sessionTables: ['1.3.6.1.2.1.15.3', '1.3.6.1.4.1.2011.5.25.177'],
  tellsMembers: true,
};
