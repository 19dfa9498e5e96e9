import { beforeAll, describe, expect, test } from 'vitest';
import type { TrapSubject } from '../../../../src/network/traps.ts';
import { understand } from '../../../../src/sources/snmp/traps/notifications.ts';
import { createTrapDecoder } from '../../../../src/sources/snmp/traps/trap-decoder.ts';
import { byCommunity, byUser, type Carried, v1, v2c, v3 } from './senders.ts';

const engineId = Buffer.from('8000b98305000102030405060708090a0b', 'hex');
const from = { address: '192.0.2.10', port: 50_000 };

const v4 = '203.0.113.1';
const v6 = '2001:db8:1::2';
const v6Arcs = '32.1.13.184.0.1.0.0.0.0.0.0.0.0.0.2';
const with4 = { kind: 'session', peer: v4 } as const;
const with6 = { kind: 'session', peer: v6 } as const;
const port = { kind: 'interface', ifIndex: 501 } as const;
const module = { kind: 'optics', ifIndex: 501 } as const;

const link: Carried[] = [
  ['1.3.6.1.2.1.2.2.1.1.501', 501],
  ['1.3.6.1.2.1.2.2.1.7.501', 1],
  ['1.3.6.1.2.1.2.2.1.8.501', 2],
];
/** bgpPeerLastError and bgpPeerState. */
const bgp4: Carried[] = [
  [`1.3.6.1.2.1.15.3.1.14.${v4}`, 0],
  [`1.3.6.1.2.1.15.3.1.2.${v4}`, 1],
];
const enterprises = '1.3.6.1.4.1';
const cbgpPeer2: Carried[] = [[`${enterprises}.9.9.187.1.2.5.1.3.2.16.${v6Arcs}`, 1]];
const prefixes: Carried[] = [[`${enterprises}.9.9.187.1.2.8.1.1.2.16.${v6Arcs}.2.1`, 90]];
const jnxBgp: Carried[] = [[`${enterprises}.2636.5.1.1.2.1.1.1.2.0.1.203.0.113.0.1.${v4}`, 1]];
const jnxBgp6: Carried[] = [[`${enterprises}.2636.5.1.1.2.1.1.1.2.7.2.${v6Arcs}.2.${v6Arcs}`, 1]];
const arista: Carried[] = [[`${enterprises}.30065.4.1.1.2.1.13.1.1.4.${v4}`, 1]];
const timetra: Carried[] = [[`${enterprises}.6527.3.1.2.14.4.7.1.59.1.1.4.${v4}`, 1]];
const huawei: Carried[] = [[`${enterprises}.2011.5.25.177.1.1.2.1.5.0.1.1.1.4.${v4}`, 1]];
const bfd = (table: string): Carried[] => [
  [`${table}.8.17`, 1],
  [`${table}.8.19`, 1],
];
const dom: Carried[] = [[`${enterprises}.2636.3.60.1.1.1.1.2.501`, 0]];
const domLane: Carried[] = [[`${enterprises}.2636.3.60.1.2.1.1.2.501.3`, 0]];
const lagId: Carried[] = [[`${enterprises}.6527.3.1.2.15.3.1.2.4`, 1]];
const lacp: Carried[] = [
  [`${enterprises}.2636.3.53.1.1.3.2.0`, 501],
  [`${enterprises}.2636.3.53.1.1.3.4.0`, 601],
];

/** Every notification of §9 of the reference, and what it must come to. */
const table: [name: string, oid: string, objects: Carried[], subject: TrapSubject | null][] = [
  ['coldStart', '1.3.6.1.6.3.1.1.5.1', [], { kind: 'restart' }],
  ['warmStart', '1.3.6.1.6.3.1.1.5.2', [], { kind: 'restart' }],
  ['linkDown', '1.3.6.1.6.3.1.1.5.3', link, port],
  ['linkUp', '1.3.6.1.6.3.1.1.5.4', link, port],
  ['authenticationFailure', '1.3.6.1.6.3.1.1.5.5', [], null],
  ['bgpEstablished', '1.3.6.1.2.1.15.0.1', bgp4, with4],
  ['bgpBackwardTransition', '1.3.6.1.2.1.15.0.2', bgp4, with4],
  ['bgpEstablished', '1.3.6.1.2.1.15.7.1', bgp4, with4],
  ['bgpBackwardTransition', '1.3.6.1.2.1.15.7.2', bgp4, with4],
  ['cbgpFsmStateChange', `${enterprises}.9.9.187.0.1`, bgp4, with4],
  ['cbgpBackwardTransition', `${enterprises}.9.9.187.0.2`, bgp4, with4],
  ['cbgpPeer2Established', `${enterprises}.9.9.187.0.5`, cbgpPeer2, with6],
  ['cbgpPeer2BackwardTransition', `${enterprises}.9.9.187.0.6`, cbgpPeer2, with6],
  ['cbgpPeer2FsmStateChange', `${enterprises}.9.9.187.0.7`, cbgpPeer2, with6],
  ['cbgpPeer2BackwardTransition', `${enterprises}.9.9.187.0.8`, cbgpPeer2, with6],
  ['cbgpPeer2PrefixThresholdExceeded', `${enterprises}.9.9.187.0.9`, prefixes, with6],
  ['cbgpPeer2PrefixThresholdClear', `${enterprises}.9.9.187.0.10`, prefixes, with6],
  ['jnxBgpM2Established', `${enterprises}.2636.5.1.1.1.0.1`, jnxBgp, with4],
  ['jnxBgpM2BackwardTransition', `${enterprises}.2636.5.1.1.1.0.2`, jnxBgp6, with6],
  ['aristaBgp4V2Established', `${enterprises}.30065.4.1.0.1`, arista, with4],
  ['aristaBgp4V2BackwardTransition', `${enterprises}.30065.4.1.0.2`, arista, with4],
  ['tBgpNgEstablished', `${enterprises}.6527.3.1.3.14.0.7`, timetra, with4],
  ['tBgpNgBackwardTransition', `${enterprises}.6527.3.1.3.14.0.8`, timetra, with4],
  ['tBgpMaxNgPrefix100', `${enterprises}.6527.3.1.3.14.0.5`, timetra, with4],
  ['tBgpMaxNgPfxLmt', `${enterprises}.6527.3.1.3.14.0.20`, timetra, with4],
  ['hwBgpPeerEstablished', `${enterprises}.2011.5.25.177.1.3.9`, huawei, with4],
  ['hwBgpPeerBackwardTransition', `${enterprises}.2011.5.25.177.1.3.10`, huawei, with4],
  ['hwBgpPeerUnavailable', `${enterprises}.2011.5.25.177.1.3.4`, huawei, with4],
  ['hwBgpPeerAvailable', `${enterprises}.2011.5.25.177.1.3.5`, huawei, with4],
  ['bfdSessUp', '1.3.6.1.2.1.222.0.1', bfd('1.3.6.1.2.1.222.1.2.1'), { kind: 'bfd', rows: { from: 17, to: 19 } }],
  ['bfdSessDown', '1.3.6.1.2.1.222.0.2', bfd('1.3.6.1.2.1.222.1.2.1'), { kind: 'bfd', rows: { from: 17, to: 19 } }],
  [
    'ciscoBfdSessUp',
    `${enterprises}.9.10.137.0.1`,
    bfd(`${enterprises}.9.10.137.1.2.1`),
    { kind: 'bfd', rows: { from: 17, to: 19 } },
  ],
  ['ciscoBfdSessDown', `${enterprises}.9.10.137.0.2`, [], { kind: 'bfd', rows: null }],
  ['tLagStateEvent', `${enterprises}.6527.3.1.3.15.0.6`, lagId, { kind: 'lag', ifIndex: 1342177284 }],
  ['tLagMemberStateEvent', `${enterprises}.6527.3.1.3.15.0.7`, lagId, { kind: 'lag', ifIndex: 1342177284 }],
  ['jnxLacpTimeOut', `${enterprises}.2636.3.53.1.2.1.1`, lacp, { kind: 'lag', ifIndex: 601 }],
  ['jnxDomAlarmSet', `${enterprises}.2636.4.18.0.1`, dom, module],
  ['jnxDomAlarmCleared', `${enterprises}.2636.4.18.0.2`, dom, module],
  ['jnxDomLaneAlarmSet', `${enterprises}.2636.4.25.0.1`, domLane, module],
  ['jnxDomLaneAlarmCleared', `${enterprises}.2636.4.25.0.2`, domLane, module],
];

const decoders = { community: createTrapDecoder(byCommunity, engineId), user: createTrapDecoder(byUser, engineId) };

function understood(datagram: Buffer, by: keyof typeof decoders) {
  const decoded = decoders[by].decode(datagram, from);
  if (decoded.kind !== 'notification') throw new Error(`it is ${decoded.kind}`);
  return understand(decoded.notification);
}

describe('every notification names what it is about', () => {
  let inVersion3: readonly Buffer[] = [];
  beforeAll(async () => {
    inVersion3 = await v3(table.map(([, name, objects]) => ({ name, objects })));
  });

  test.each(table)('%s %s in SNMPv1', (name, oid, objects, subject) => {
    expect(understood(v1(oid, objects), 'community')).toEqual({ name, subject });
  });

  test.each(table)('%s %s in SNMPv2c, as a trap and as an inform', (name, oid, objects, subject) => {
    expect(understood(v2c(oid, objects), 'community')).toEqual({ name, subject });
    expect(understood(v2c(oid, objects, undefined, 0xa6), 'community')).toEqual({ name, subject });
  });

  test.each(table.map((row, at) => [...row, at] as const))('%s %s in SNMPv3', (name, _, __, subject, at) => {
    expect(understood(inVersion3[at] ?? Buffer.alloc(0), 'user')).toEqual({ name, subject });
  });
});

describe('what a notification leaves out', () => {
  test('is found in the instance, where the value is missing or wrong', () => {
    const noIndex: Carried[] = [['1.3.6.1.2.1.31.1.1.1.1.501', 0]];
    expect(understood(v2c('1.3.6.1.6.3.1.1.5.3', noIndex), 'community')?.subject).toEqual(port);
    // A peer that was never up: bgpPeerRemoteAddr is 0.0.0.0, its instance is not.
    const never: Carried[] = [[`1.3.6.1.2.1.15.3.1.7.${v4}`, 0]];
    expect(understood(v2c('1.3.6.1.2.1.15.0.2', never), 'community')?.subject).toEqual(with4);
  });

  test.each([
    ['1.3.6.1.2.1.15.0.2', { kind: 'session', peer: null }],
    ['1.3.6.1.4.1.6527.3.1.3.15.0.6', { kind: 'lag', ifIndex: null }],
    ['1.3.6.1.4.1.2636.4.18.0.1', { kind: 'optics', ifIndex: null }],
    ['1.3.6.1.6.3.1.1.5.3', null],
  ])('and what cannot be found makes it about some such object: %s', (oid, subject) => {
    expect(understood(v2c(oid), 'community')?.subject).toEqual(subject);
  });

  test('a notification that is not known is nothing', () => {
    expect(understood(v2c('1.3.6.1.4.1.99999.0.1', link), 'community')).toBeNull();
    expect(understood(v1('1.3.6.1.4.1.99999.0.1', link), 'community')).toBeNull();
  });
});
