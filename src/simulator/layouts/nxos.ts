/** NX-OS: large interface numbers by kind and place, and no ifStackTable at all. */
import { addressesOf, type Hardware, IF_TYPE, numbered, type Ports } from '../ports.ts';
import { addressObjects } from '../tables/addresses.ts';
import { bgp4Objects } from '../tables/bgp4.ts';
import { cbgpPeer3Objects } from '../tables/cbgp-peer.ts';
import { ciscoBfdObjects } from '../tables/cisco-bfd.ts';
import { nxosSensorObjects } from '../tables/cisco-entity-sensor.ts';
import { interfaceObjects } from '../tables/interfaces.ts';
import { selectedAggregatorObjects } from '../tables/lag.ts';
import { systemObjects } from '../tables/system.ts';
import type { RouterLayout } from './layout.ts';

const MANAGEMENT = 0x0500_0000;
const LOOPBACK = 0x1400_0000;
const PORT_CHANNEL = 0x1600_0000;
const ETHERNET = 0x1a00_0000;
/** Between two ports of a line card: room for breakout lanes and sub-interfaces. */
const PORT_STEP = 0x200;
const FIRST_UPLINK = 32;
const FIRST_PORT_CHANNEL = 101;

const portsOf = (hardware: Hardware): Ports => {
  const { management, loopback, members, uplinks, peering, lags } = hardware;
  const channels = lags.map(lag => lag.interface);
  return {
    ports: [
      ...numbered(MANAGEMENT, [management]),
      ...numbered(LOOPBACK, [loopback]),
      ...numbered(PORT_CHANNEL + FIRST_PORT_CHANNEL - 1, channels),
      ...numbered(ETHERNET, members, PORT_STEP),
      ...numbered(ETHERNET + FIRST_UPLINK * PORT_STEP, [...uplinks, peering], PORT_STEP),
    ],
    stack: [],
    addresses: addressesOf(hardware),
    lags,
  };
};

/** NX-OS. */
export const nxos: RouterLayout = {
  names: {
    lag: at => `port-channel${FIRST_PORT_CHANNEL + at}`,
    member: at => `Ethernet1/${at + 1}`,
    uplinks: [`Ethernet1/${FIRST_UPLINK + 1}`, `Ethernet1/${FIRST_UPLINK + 2}`],
    uplinkGbps: 400,
    peering: `Ethernet1/${FIRST_UPLINK + 3}`,
    management: 'mgmt0',
    loopback: 'loopback0',
  },
  types: { lag: IF_TYPE.lag },
  ports: portsOf,
  tables: [
    systemObjects({
      descr: 'Cisco NX-OS(tm) Nexus9000 C9336C-FX2, Software (NXOS 64-bit), Version 10.4(3) (simulated by peerdeck)',
      objectId: '1.3.6.1.4.1.9.12.3.1.3.1955',
    }),
    interfaceObjects,
    addressObjects,
    bgp4Objects(),
    cbgpPeer3Objects,
    selectedAggregatorObjects,
    nxosSensorObjects,
    // A Nexus leaves the diagnostic code out.
    ciscoBfdObjects({ diagnostic: false }),
  ],
  sessionTables: ['1.3.6.1.2.1.15.3', '1.3.6.1.4.1.9.9.187'],
  tellsMembers: true,
};
