/** The tables of a small made-up router: two ports in a LAG, one session of each family over it. */
import { type Oid, oid } from '../../../src/sources/snmp/oid.ts';
import type { Entry } from './agent.ts';
import * as ber from './ber.ts';

const at = (text: string): Oid => oid(text);

/** sysUpTime and the rest of the system group. */
export const system = (upTime = 1000): Entry[] => [
  [at('1.3.6.1.2.1.1.1.0'), ber.octets('VyOS 2026.05')],
  [at('1.3.6.1.2.1.1.2.0'), ber.oid([1, 3, 6, 1, 4, 1, 44641])],
  [at('1.3.6.1.2.1.1.3.0'), ber.timeTicks(upTime)],
  [at('1.3.6.1.2.1.1.5.0'), ber.octets('ams-er1')],
  [at('1.3.6.1.6.3.10.2.1.2.0'), ber.integer(7)],
  [at('1.3.6.1.6.3.10.2.1.3.0'), ber.integer(10)],
  [at('1.3.6.1.2.1.31.1.5.0'), ber.timeTicks(5)],
  [at('1.3.6.1.2.1.15.2.0'), ber.integer(64496)],
];

/** Everything that is known of one interface; `ifName` null for one that ifXTable lacks. */
export function port(ifIndex: number, name: string, ifName: string | null = name): Entry[] {
  const base = '1.3.6.1.2.1.2.2.1';
  const extended = '1.3.6.1.2.1.31.1.1.1';
  const cell = (column: string, value: Uint8Array): Entry => [at(`${column}.${ifIndex}`), value];
  return [
    cell(`${base}.2`, ber.octets(name)),
    cell(`${base}.3`, ber.integer(name.startsWith('bond') ? 161 : 6)),
    cell(`${base}.5`, ber.gauge32(0xffffffff)),
    cell(`${base}.7`, ber.integer(1)),
    cell(`${base}.8`, ber.integer(1)),
    cell(`${base}.13`, ber.counter32(1)),
    cell(`${base}.14`, ber.counter32(2)),
    cell(`${base}.19`, ber.counter32(3)),
    cell(`${base}.20`, ber.counter32(4)),
    ...(ifName === null
      ? []
      : [
          cell(`${extended}.1`, ber.octets(ifName)),
          cell(`${extended}.6`, ber.counter64(2n ** 60n + BigInt(ifIndex))),
          cell(`${extended}.10`, ber.counter64(BigInt(ifIndex))),
          cell(`${extended}.15`, ber.gauge32(100_000)),
          cell(`${extended}.18`, ber.octets(`circuit ${ifIndex}`)),
          cell(`${extended}.19`, ber.timeTicks(0)),
        ]),
  ];
}

/** A row of dot3adAggPortTable. */
export const lagPort = (ifIndex: number, lag: number): Entry[] => [
  [at(`1.2.840.10006.300.43.1.2.1.1.12.${ifIndex}`), ber.integer(lag)],
  [at(`1.2.840.10006.300.43.1.2.1.1.13.${ifIndex}`), ber.integer(lag)],
  [at(`1.2.840.10006.300.43.1.2.1.1.21.${ifIndex}`), ber.octets([0xbc])],
  [at(`1.2.840.10006.300.43.1.2.1.1.23.${ifIndex}`), ber.octets([0xfc])],
];

/** A row of bgp4V2PeerTable; the index is that of the newer FRR. */
export const session = (index: string, state = 6): Entry[] => [
  [at(`1.3.6.1.3.5.1.1.2.1.10.${index}`), ber.gauge32(8075)],
  [at(`1.3.6.1.3.5.1.1.2.1.12.${index}`), ber.integer(2)],
  [at(`1.3.6.1.3.5.1.1.2.1.13.${index}`), ber.integer(state)],
  [at(`1.3.6.1.3.5.1.1.4.1.1.${index}`), ber.gauge32(99)],
];

/** Indexes of the two sessions. */
export const peers = ['1.1.192.0.2.2', '1.2.32.1.13.184.0.0.0.0.0.0.0.0.0.0.0.2'] as const;

/** The whole router. */
export const router = (): Entry[] => [
  ...system(),
  ...port(1, 'eth0'),
  ...port(2, 'eth1'),
  ...port(10, 'bond0'),
  ...lagPort(1, 10),
  ...lagPort(2, 10),
  ...peers.flatMap(index => session(index)),
  [at('1.3.6.1.2.1.4.20.1.2.192.0.2.1'), ber.integer(10)],
  [at('1.3.6.1.2.1.4.20.1.3.192.0.2.1'), ber.ipAddress('255.255.255.254')],
];

/** The roots of the three groups that the fast loop asks for. */
export const roots = {
  interfaces: [at('1.3.6.1.2.1.2.2'), at('1.3.6.1.2.1.31')],
  lag: [at('1.2.840.10006.300.43')],
  bgp: [at('1.3.6.1.3.5.1')],
} as const;
