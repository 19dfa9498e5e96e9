import { describe, expect, test } from 'vitest';
import type { BgpPeerTable } from '../../../../src/sources/snmp/mibs/bgp-peer-table.ts';
import { bgp4Mib } from '../../../../src/sources/snmp/mibs/bgp4-mib.ts';
import { bgp4v2Index, bgp4v2Mib } from '../../../../src/sources/snmp/mibs/bgp4v2-mib.ts';
import { jnxBgpM2Index, jnxBgpM2Mib } from '../../../../src/sources/snmp/mibs/jnx-bgp-m2-mib.ts';
import { type Entry, mibScript } from '../agent.ts';
import * as ber from '../ber.ts';
import { scripted } from '../script-transport.ts';
import { arcs, local6, peer4, peer6, rowOf } from './entries.ts';
import { bytes, int, none, uint } from './values.ts';

const discover = (table: BgpPeerTable, ...entries: readonly Entry[][]) =>
  table.discover(scripted(mibScript(entries.flat())), undefined);

describe('BGP4-MIB', () => {
  const root = '1.3.6.1.2.1.15.3.1';
  const cells = {
    2: ber.integer(6),
    3: ber.integer(2),
    5: ber.ipAddress('192.0.2.1'),
    9: ber.integer(8075),
    14: ber.octets([6, 2]),
    15: ber.counter32(3),
    16: ber.gauge32(1234),
  };

  test('a session as it should be', async () => {
    const { rows: sessions, reports } = await discover(bgp4Mib, rowOf(root, peer4, cells));
    expect(sessions).toEqual([
      {
        key: '192.0.2.2',
        peer: '192.0.2.2',
        local: '192.0.2.1',
        afi: 'ipv4',
        remoteAs: 8075,
        state: 'established',
        admin: 'start',
        establishedSeconds: 1234,
        transitions: 3,
        lastError: { code: 6, subcode: 2 },
        description: null,
        vrf: null,
        instance: null,
        prefixesReceived: null,
        prefixesAccepted: null,
        prefixesAdvertised: null,
        prefixLimit: null,
        prefixRow: null,
        source: 'bgp4-mib',
        row: [192, 0, 2, 2],
        context: null,
        also: null,
      },
    ]);
    expect(reports).toEqual([
      { table: 'bgpPeerTable', rows: 1, bad: 0, disordered: 0, outcome: 'complete', detail: null },
    ]);
  });

  test.each<[string, Uint8Array, number | null]>([
    ['negative, as FRR 8.4 sends four octets', ber.integer(-94967295), 4200000001],
    ['AS_TRANS, as Arista sends four octets', ber.integer(23456), null],
    ['0', ber.integer(0), null],
  ])('the remote AS is %s', async (_, value, expected) => {
    const { rows: sessions } = await discover(bgp4Mib, rowOf(root, peer4, { ...cells, 9: value }));
    expect(sessions[0]?.remoteAs).toBe(expected);
  });

  test('a router without the AS column (Huawei) has sessions of unknown AS', async () => {
    const rest = { 2: cells[2], 3: cells[3], 5: cells[5] };
    const { rows: sessions } = await discover(bgp4Mib, rowOf(root, peer4, rest), rowOf(root, '192.0.2.3', rest));
    expect(sessions.map(session => session.remoteAs)).toEqual([null, null]);
    expect(sessions.map(session => session.establishedSeconds)).toEqual([null, null]);
  });

  test('stray cells without a state are no session', async () => {
    const { rows: sessions } = await discover(
      bgp4Mib,
      rowOf(root, peer4, cells),
      rowOf(root, '198.51.100.7', { 9: ber.integer(8075), 16: ber.gauge32(1) }),
    );
    expect(sessions.map(session => session.peer)).toEqual(['192.0.2.2']);
  });

  test('a local address of 0.0.0.0 is not known', async () => {
    const { rows: sessions } = await discover(bgp4Mib, rowOf(root, peer4, { ...cells, 5: ber.ipAddress('0.0.0.0') }));
    expect(sessions[0]?.local).toBeNull();
  });

  test.each([1, 2, 3, 4, 5, 6])('state %d has its name', async state => {
    const { rows: sessions } = await discover(bgp4Mib, rowOf(root, peer4, { ...cells, 2: ber.integer(state) }));
    expect(sessions[0]?.state).toBe(['idle', 'connect', 'active', 'opensent', 'openconfirm', 'established'][state - 1]);
  });

  test('an index that is no IPv4 address is no session', async () => {
    const { rows: sessions } = await discover(
      bgp4Mib,
      rowOf(root, '192.0.2', cells),
      rowOf(root, '192.0.2.999', cells),
    );
    expect(sessions).toEqual([]);
  });

  test('a row that has left the table is read as gone', () => {
    const gone = new Array(5).fill(none);
    expect(bgp4Mib.reading('192.0.2.2', gone)).toEqual({
      key: '192.0.2.2',
      state: null,
      admin: null,
      establishedSeconds: null,
      transitions: null,
      lastError: null,
    });
  });
});

describe('BGP4V2-MIB of FRR', () => {
  test.each<[string, string, unknown]>([
    ['new layout, IPv4', `1.1.${peer4}`, { vrf: null, peer: '192.0.2.2' }],
    ['new layout, IPv6', `1.2.${peer6}`, { vrf: null, peer: '2001:db8::2' }],
    ['new layout, instance 4', `4.1.${peer4}`, { vrf: '4', peer: '192.0.2.2' }],
    ['new layout, instance 16, IPv6', `16.2.${peer6}`, { vrf: '16', peer: '2001:db8::2' }],
    [
      'new layout, link-local with a zone',
      `1.4.254.128.0.0.0.0.0.0.0.0.0.0.0.0.0.1.0.0.0.7`,
      { vrf: null, peer: 'fe80::1' },
    ],
    ['old layout, IPv4', `1.4.${peer4}`, { vrf: null, peer: '192.0.2.2' }],
    ['old layout, IPv6', `2.16.${peer6}`, { vrf: null, peer: '2001:db8::2' }],
    ['a type that does not fit the address', `1.2.${peer4}`, null],
    ['an address cut short', '1.1.192.0.2', null],
    ['an arc that is no octet', '1.1.192.0.2.300', null],
    ['nothing', '1', null],
  ])('index: %s', (_, index, expected) => expect(bgp4v2Index(arcs(index))).toEqual(expected));

  const root = '1.3.6.1.3.5.1.1';
  const cells = {
    '2.1.3': ber.octets(arcs(local6)),
    '2.1.10': ber.gauge32(8075),
    '2.1.12': ber.integer(2),
    '2.1.13': ber.integer(6),
    '2.1.14': ber.octets('MSFT \u001b[31mams'),
    '4.1.1': ber.gauge32(55),
  };

  test.each([`1.2.${peer6}`, `2.16.${peer6}`])('a session of both families, in either layout: %s', async index => {
    const { rows: sessions } = await discover(bgp4v2Mib, rowOf(root, index, cells));
    expect(sessions).toMatchObject([
      {
        peer: '2001:db8::2',
        local: '2001:db8::1',
        afi: 'ipv6',
        remoteAs: 8075,
        state: 'established',
        admin: 'start',
        establishedSeconds: 55,
        transitions: null,
        description: 'MSFT ams',
        vrf: null,
        lastError: null,
        source: 'bgp4v2-mib',
        row: arcs(index),
      },
    ]);
  });

  test('the error that was received comes before the one that was sent', () => {
    const cellsOf = (...errors: readonly number[]) => [int(1), int(2), uint(0), ...errors.map(int)];
    expect(bgp4v2Mib.reading('k', cellsOf(6, 4, 4, 0)).lastError).toEqual({ code: 6, subcode: 4 });
    expect(bgp4v2Mib.reading('k', cellsOf(0, 0, 4, 0)).lastError).toEqual({ code: 4, subcode: 0 });
    expect(bgp4v2Mib.reading('k', cellsOf(0, 0, 0, 0)).lastError).toBeNull();
  });

  test('stray cells without a state are no session', async () => {
    const { rows: sessions } = await discover(bgp4v2Mib, rowOf(root, `1.1.${peer4}`, { '2.1.10': ber.gauge32(8075) }));
    expect(sessions).toEqual([]);
  });
});

describe('jnxBgpM2', () => {
  test.each<[string, string, unknown]>([
    ['IPv4', `0.1.192.0.2.1.1.${peer4}`, { instance: 0, local: '192.0.2.1', peer: '192.0.2.2' }],
    ['IPv6 in an instance', `9.2.${local6}.2.${peer6}`, { instance: 9, local: '2001:db8::1', peer: '2001:db8::2' }],
    ['no local address yet', `0.0.1.${peer4}`, { instance: 0, local: null, peer: '192.0.2.2' }],
    ['mixed families', `0.1.0.0.0.0.2.${peer6}`, { instance: 0, local: '0.0.0.0', peer: '2001:db8::2' }],
    ['cut short', '0.1.192.0.2.1.1.192.0', null],
    ['too long', `0.1.192.0.2.1.1.${peer4}.1`, null],
    ['an unknown type', `0.7.192.0.2.1.1.${peer4}`, null],
    ['no remote address', '0.1.192.0.2.1.0', null],
  ])('index: %s', (_, index, expected) => expect(jnxBgpM2Index(arcs(index))).toEqual(expected));

  const root = '1.3.6.1.4.1.2636.5.1.1.2';
  const index = `9.2.${local6}.2.${peer6}`;
  const cells = {
    '1.1.1.2': ber.integer(6),
    '1.1.1.3': ber.integer(2),
    '1.1.1.13': ber.gauge32(8075),
    '1.1.1.14': ber.gauge32(5),
    '2.1.1.1': ber.octets([0, 0]),
    '2.1.1.2': ber.octets([6, 2]),
    '4.1.1.1': ber.gauge32(77),
    '6.1.1.5': ber.counter32(4),
  };

  test('a session with its prefixes, joined by peer index and its own family', async () => {
    const counters = [
      ...rowOf(root, '5.2.1', {
        '6.2.1.7': ber.gauge32(280),
        '6.2.1.8': ber.gauge32(270),
        '6.2.1.10': ber.gauge32(12),
      }),
      ...rowOf(root, '5.1.1', { '6.2.1.7': ber.gauge32(1) }),
      ...rowOf(root, '4.2.1', { '6.2.1.7': ber.gauge32(2) }),
    ];
    const { rows: sessions, reports } = await discover(jnxBgpM2Mib, rowOf(root, index, cells), counters);
    expect(sessions).toMatchObject([
      {
        key: '9 2001:db8::2',
        peer: '2001:db8::2',
        local: '2001:db8::1',
        afi: 'ipv6',
        vrf: '9',
        remoteAs: 8075,
        state: 'established',
        admin: 'start',
        establishedSeconds: 77,
        transitions: 4,
        lastError: { code: 6, subcode: 2 },
        prefixesReceived: 280,
        prefixesAccepted: 270,
        prefixesAdvertised: 12,
        prefixLimit: null,
      },
    ]);
    expect(reports.map(report => report.table)).toEqual(['jnxBgpM2PeerTable', 'jnxBgpM2PrefixCountersTable']);
  });

  test('a peerIndex that was given to another peer counts nothing: its prefixes are not ours', async () => {
    const another = rowOf(root, '4.2.1', { '6.2.1.7': ber.gauge32(2) });
    const { rows } = await discover(jnxBgpM2Mib, rowOf(root, index, cells), another);
    const row = rows[0]?.prefixRow ?? [];
    expect(row.slice(0, 3)).toEqual([5, 2, 1]);
    const asked = jnxBgpM2Mib.prefixes?.instances(row).map(name => name.slice(root.split('.').length).join('.'));
    expect(asked).toEqual([`1.1.1.14.${index}`, '6.2.1.7.5.2.1', '6.2.1.8.5.2.1', '6.2.1.10.5.2.1']);
    const counted = (peerIndex: number) =>
      jnxBgpM2Mib.prefixes?.counts([uint(peerIndex), uint(280), uint(270), uint(12)], row);
    expect(counted(5)).toMatchObject({ prefixesReceived: 280, prefixesAccepted: 270, prefixesAdvertised: 12 });
    expect(counted(6)).toMatchObject({ prefixesReceived: null, prefixesAccepted: null, prefixesAdvertised: null });
  });

  test('a session without a counter row has unknown prefixes, not 0', async () => {
    const { rows: sessions } = await discover(jnxBgpM2Mib, rowOf(root, index, cells));
    expect(sessions[0]).toMatchObject({ prefixesReceived: null, prefixesAccepted: null, prefixesAdvertised: null });
  });

  test('one address in two instances is two sessions', async () => {
    const { rows: sessions } = await discover(
      jnxBgpM2Mib,
      rowOf(root, `0.1.192.0.2.1.1.${peer4}`, cells),
      rowOf(root, `3.1.192.0.2.1.1.${peer4}`, cells),
    );
    expect(sessions.map(session => session.key)).toEqual(['192.0.2.2', '3 192.0.2.2']);
  });

  test('a router without the table is asked no more', async () => {
    const { rows: sessions, reports } = await discover(jnxBgpM2Mib, []);
    expect(sessions).toEqual([]);
    expect(reports).toMatchObject([{ table: 'jnxBgpM2PeerTable', outcome: 'empty' }]);
  });

  test('halted is an administrator’s stop', () => {
    expect(jnxBgpM2Mib.reading('k', [int(1), int(1), uint(0), uint(0), bytes(), bytes(6, 2)])).toMatchObject({
      admin: 'stop',
      lastError: { code: 6, subcode: 2 },
    });
  });
});

test.each([bgp4Mib, bgp4v2Mib, jnxBgpM2Mib])('$source: what is asked is what is read, state first', async table => {
  const asked = table.instances([9, 9]);
  expect(asked.every(name => name.slice(-2).join() === '9,9')).toBe(true);
  const answered = asked.map((_, i) => (i === 0 ? int(6) : none));
  expect(table.reading('k', answered).state).toBe('established');
});
