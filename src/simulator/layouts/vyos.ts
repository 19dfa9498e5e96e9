/** VyOS: Linux names, a bond is an Ethernet of its own, and nothing tells what it consists of. */
import { addressesOf, type Hardware, IF_TYPE, numbered, type Ports } from '../ports.ts';
import { addressObjects } from '../tables/addresses.ts';
import { bgp4Objects, WHOLE_AS } from '../tables/bgp4.ts';
import { bgp4v2Objects } from '../tables/bgp4v2.ts';
import { interfaceObjects } from '../tables/interfaces.ts';
import { systemObjects } from '../tables/system.ts';
import type { RouterLayout } from './layout.ts';

const portsOf = (hardware: Hardware): Ports => {
  const { management, loopback, members, uplinks, peering, lags } = hardware;
  const bonds = lags.map(lag => ({ ...lag.interface, physical: true }));
  return {
    ports: numbered(1, [loopback, ...members, ...uplinks, peering, management, ...bonds]),
    stack: [],
    addresses: addressesOf(hardware),
    lags: [],
  };
};

/** VyOS. */
export const vyos: RouterLayout = {
  names: {
    lag: at => `bond${at}`,
    member: at => `eth${at}`,
    uplinks: ['eth4', 'eth5'],
    uplinkGbps: 400,
    peering: 'eth6',
    management: 'eth7',
    loopback: 'lo',
  },
  types: { lag: IF_TYPE.ethernet },
  ports: portsOf,
  tables: [
    systemObjects({ descr: 'VyOS 1.5-stream (simulated by peerdeck)', objectId: '1.3.6.1.4.1.44641' }),
    interfaceObjects,
    addressObjects,
    // FRR writes the whole number where RFC 4273 has 16 bits.
    bgp4Objects(WHOLE_AS),
    bgp4v2Objects,
  ],
  sessionTables: ['1.3.6.1.2.1.15.3', '1.3.6.1.3.5.1.1'],
  tellsMembers: false,
};
