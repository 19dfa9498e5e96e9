/** SR OS: ports and LAGs have no addresses; IP interfaces do, which are rows of their own over them. */
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
import { bgp4Objects, ESTABLISHED_IN_KEEP_ALIVE } from '../tables/bgp4.ts';
import { interfaceObjects } from '../tables/interfaces.ts';
import { lagObjects } from '../tables/lag.ts';
import { systemObjects } from '../tables/system.ts';
import { timetraBfdObjects } from '../tables/timetra-bfd.ts';
import { timetraBgpObjects } from '../tables/timetra-bgp.ts';
import { timetraDdmObjects } from '../tables/timetra-ddm.ts';
import { timetraLagObjects } from '../tables/timetra-lag.ts';
import type { RouterLayout } from './layout.ts';

/** TmnxPortID of lag-0 (TIMETRA-TC-MIB): a LAG's is this plus its number. */
const LAG = 0x5000_0000;
/** Port 1 of connector 0 in MDA 1 and MDA 2 of card 1; connectors are 64 apart. */
const MDA_1 = 0x6004_6001;
const MDA_2 = 0x6004_a001;
const CONNECTOR_STEP = 64;
const MANAGEMENT = 0x6008_0008;

const ipName = (port: string): string => `to-${port}`;

const ipInterface = (below: Interface): Interface => ({
  ...logical(ipName(below.name), IF_TYPE.ip, below.read, below.alias),
  descr: `${ipName(below.name)}, IP interface`,
});

const described = (port: Interface, kind: string): Interface => ({
  ...port,
  descr: `${port.name}, ${kind}, "${port.alias}"`,
});

const portsOf = (hardware: Hardware): Ports => {
  const { management, loopback, members, uplinks, peering, lags } = hardware;
  const below = [peering, ...lags.map(lag => lag.interface)];
  const ethernet = (port: Interface): Interface => described(port, '100-Gig Ethernet');
  const ports = [
    ...numbered(1, [{ ...loopback, descr: 'system, Loopback IP interface' }, ...below.map(ipInterface)]),
    ...lags.map(lag => ({ ...described(lag.interface, 'LAG Group'), ifIndex: LAG + lag.number })),
    ...numbered(MDA_1 + CONNECTOR_STEP, members.map(ethernet), CONNECTOR_STEP),
    ...numbered(
      MDA_2 + CONNECTOR_STEP,
      [...uplinks.map(port => described(port, '800-Gig Ethernet')), ethernet(peering)],
      CONNECTOR_STEP,
    ),
    ...numbered(MANAGEMENT, [described(management, '10/100/Gig Ethernet TX')]),
  ];
  const over = below.map(({ name }): StackRow => [ipName(name), name]);
  return {
    ports,
    stack: stacked(ports, [...bundled(hardware), ...over]),
    addresses: addressesOf(hardware, name => (name === loopback.name ? name : ipName(name))),
    lags,
  };
};

/** SR OS. */
export const sros: RouterLayout = {
  names: {
    lag: at => `lag-${at + 1}`,
    member: at => `1/1/c${at + 1}/1`,
    uplinks: ['1/2/c1/1', '1/2/c2/1'],
    uplinkGbps: 800,
    peering: '1/2/c3/1',
    management: 'A/1',
    loopback: 'system',
  },
  types: { lag: IF_TYPE.lag },
  ports: portsOf,
  tables: [
    systemObjects({
      descr: 'TiMOS-C-23.10.R3 cpm/x86_64 Nokia 7250 IXR (simulated by peerdeck)',
      objectId: '1.3.6.1.4.1.6527.1.3.25',
    }),
    interfaceObjects,
    addressObjects,
    bgp4Objects(ESTABLISHED_IN_KEEP_ALIVE),
    timetraBgpObjects,
    lagObjects,
    timetraLagObjects,
    timetraDdmObjects,
    timetraBfdObjects,
  ],
  sessionTables: ['1.3.6.1.2.1.15.3', '1.3.6.1.4.1.6527.3.1.2.14.4'],
  tellsMembers: true,
};
