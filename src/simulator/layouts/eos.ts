/** EOS: ifIndex is made of the name, Ethernet3/1 is 3001 and Port-Channel1 is 1000001. */
import { addressesOf, bundled, type Hardware, IF_TYPE, numbered, type Ports, stacked } from '../ports.ts';
import { addressObjects } from '../tables/addresses.ts';
import { aristaBgpObjects } from '../tables/arista-bgp.ts';
import { bfdStdObjects } from '../tables/bfd-std.ts';
import { bgp4Objects } from '../tables/bgp4.ts';
import { entitySensorObjects } from '../tables/entity-sensor.ts';
import { interfaceObjects } from '../tables/interfaces.ts';
import { systemObjects } from '../tables/system.ts';
import type { RouterLayout } from './layout.ts';

const MANAGEMENT = 999_001;
const PORT_CHANNEL = 1_000_000;
const LOOPBACK = 5_000_000;
/** Ethernet1/1; the next port of the front panel is 1000 further. */
const ETHERNET = 1001;
const PORT_STEP = 1000;
const FIRST_UPLINK = 32;

const portsOf = (hardware: Hardware): Ports => {
  const { management, loopback, members, uplinks, peering, lags } = hardware;
  const ports = [
    ...numbered(ETHERNET, members, PORT_STEP),
    ...numbered(ETHERNET + FIRST_UPLINK * PORT_STEP, [...uplinks, peering], PORT_STEP),
    ...numbered(MANAGEMENT, [management]),
    ...numbered(
      PORT_CHANNEL + 1,
      lags.map(lag => lag.interface),
    ),
    ...numbered(LOOPBACK, [loopback]),
  ];
  return { ports, stack: stacked(ports, bundled(hardware)), addresses: addressesOf(hardware), lags };
};

/** EOS. */
export const eos: RouterLayout = {
  names: {
    lag: at => `Port-Channel${at + 1}`,
    member: at => `Ethernet${at + 1}/1`,
    uplinks: [`Ethernet${FIRST_UPLINK + 1}/1`, `Ethernet${FIRST_UPLINK + 2}/1`],
    uplinkGbps: 800,
    peering: `Ethernet${FIRST_UPLINK + 3}/1`,
    management: 'Management1',
    loopback: 'Loopback0',
  },
  types: { lag: IF_TYPE.lag },
  ports: portsOf,
  tables: [
    systemObjects({
      descr: 'Arista Networks EOS version 4.32.2F running on an Arista Networks DCS-7050TX-128 (simulated by peerdeck)',
      objectId: '1.3.6.1.4.1.30065.1.3011.7050.1958.128',
    }),
    interfaceObjects,
    addressObjects,
    bgp4Objects(),
    aristaBgpObjects,
    entitySensorObjects,
    bfdStdObjects,
  ],
  sessionTables: ['1.3.6.1.2.1.15.3', '1.3.6.1.4.1.30065.4.1.1'],
  tellsMembers: true,
};
