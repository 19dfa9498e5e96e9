/** Junos: every port has a unit with the same traffic, and a LAG consists of units. */
import { addressesOf, type Hardware, IF_TYPE, type Interface, numbered, type Ports, type StackRow } from '../ports.ts';
import { addressObjects } from '../tables/addresses.ts';
import { bgp4Objects } from '../tables/bgp4.ts';
import { interfaceObjects } from '../tables/interfaces.ts';
import { jnxBfdObjects } from '../tables/jnx-bfd.ts';
import { jnxBgpObjects } from '../tables/jnx-bgp.ts';
import { jnxDomObjects } from '../tables/jnx-dom.ts';
import { lagObjects } from '../tables/lag.ts';
import { systemObjects } from '../tables/system.ts';
import type { RouterLayout } from './layout.ts';

const withUnit = (port: Interface): Interface[] => {
  const { optics: _, ...unit } = port;
  const name = `${port.name}.0`;
  return [port, { ...unit, name, descr: name, type: IF_TYPE.virtual, physical: false }];
};

const stackOf = (hardware: Hardware, names: readonly string[]): StackRow[] => {
  const lags = new Map(hardware.lags.map(({ lag, members }) => [lag, members]));
  const members = new Set(hardware.members.map(({ name }) => name));
  return names.flatMap((name): StackRow[] => {
    const parent = name.endsWith('.0') ? name.slice(0, -2) : null;
    // A port or LAG has nothing below; what is above a LAG is not told, as its unit runs over the members' units.
    if (parent === null)
      return lags.has(name)
        ? [
            [null, name],
            [name, null],
          ]
        : [[name, null]];
    const below = lags.get(parent);
    if (below !== undefined) return [[null, name], ...below.map((member): StackRow => [name, `${member}.0`])];
    return members.has(parent)
      ? [[name, parent]]
      : [
          [null, name],
          [name, parent],
        ];
  });
};

const portsOf = (hardware: Hardware): Ports => {
  const { management, loopback, members, uplinks, peering, lags } = hardware;
  const interfaces = [management, loopback, ...members, ...uplinks, peering, ...lags.map(lag => lag.interface)].flatMap(
    withUnit,
  );
  return {
    // Junos counts its ports from some 500 upwards.
    ports: numbered(501, interfaces),
    stack: stackOf(
      hardware,
      interfaces.map(({ name }) => name),
    ),
    addresses: addressesOf(hardware, name => `${name}.0`),
    lags: lags.map(lag => ({ ...lag, members: lag.members.map(name => `${name}.0`) })),
  };
};

/** Junos. */
export const junos: RouterLayout = {
  names: {
    lag: at => `ae${at}`,
    member: at => `et-0/0/${at}`,
    uplinks: ['et-0/1/0', 'et-0/1/1'],
    uplinkGbps: 800,
    peering: 'et-0/1/8',
    management: 'fxp0',
    loopback: 'lo0',
  },
  types: { lag: IF_TYPE.lag },
  ports: portsOf,
  tables: [
    systemObjects({
      descr: 'Juniper Networks, Inc. vmx internet router, kernel JUNOS 23.4R2-S2.1 (simulated by peerdeck)',
      objectId: '1.3.6.1.4.1.2636.1.1.1.2.108',
    }),
    interfaceObjects,
    addressObjects,
    bgp4Objects(),
    jnxBgpObjects,
    jnxBfdObjects,
    jnxDomObjects,
    lagObjects,
  ],
  sessionTables: ['1.3.6.1.2.1.15.3', '1.3.6.1.4.1.2636.5.1.1.2'],
  tellsMembers: true,
};
