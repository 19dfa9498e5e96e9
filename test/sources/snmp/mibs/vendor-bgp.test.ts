import { describe, expect, test } from 'vitest';
import { aristaBgp4V2Mib } from '../../../../src/sources/snmp/mibs/arista-bgp4v2-mib.ts';
import type { BgpPeerTable } from '../../../../src/sources/snmp/mibs/bgp-peer-table.ts';
import { cbgpPeer2Mib, cbgpPeer3Mib } from '../../../../src/sources/snmp/mibs/cisco-bgp4-mib.ts';
import { hwBgpMib } from '../../../../src/sources/snmp/mibs/huawei-bgp-vpn-mib.ts';
import { tBgpPeerNgMib } from '../../../../src/sources/snmp/mibs/timetra-bgp-mib.ts';
import { type Entry, mibScript } from '../agent.ts';
import * as ber from '../ber.ts';
import { scripted } from '../script-transport.ts';
import { inet4, inet6, local6, rowOf } from './entries.ts';

const octets = (text: string) => ber.octets(text.split('.').map(Number));
const discover = (table: BgpPeerTable, ...entries: readonly Entry[][]) =>
  table.discover(scripted(mibScript(entries.flat())), undefined);

describe('CISCO-BGP4-MIB', () => {
  const root = '1.3.6.1.4.1.9.9.187.1.2';
  const cells = {
    '5.1.3': ber.integer(6),
    '5.1.4': ber.integer(2),
    '5.1.6': octets(local6),
    '5.1.11': ber.gauge32(4_200_000_001),
    '5.1.17': ber.octets([6, 7]),
    '5.1.18': ber.counter32(2),
    '5.1.19': ber.gauge32(500),
  };
  const prefixes = {
    '8.1.1': ber.counter32(280),
    '8.1.3': ber.gauge32(1000),
    '8.1.6': ber.gauge32(20),
    '8.1.8': ber.gauge32(8),
  };

  test('a session of IPv6 with a four-octet AS, and its prefixes', async () => {
    const { rows } = await discover(
      cbgpPeer2Mib,
      rowOf(root, inet6, cells),
      rowOf(root, `${inet6}.2.1`, prefixes),
      rowOf(root, `${inet6}.1.1`, { '8.1.1': ber.counter32(7) }),
    );
    expect(rows).toMatchObject([
      {
        peer: '2001:db8::2',
        local: '2001:db8::1',
        remoteAs: 4_200_000_001,
        state: 'established',
        admin: 'start',
        establishedSeconds: 500,
        transitions: 2,
        lastError: { code: 6, subcode: 7 },
        prefixesReceived: null,
        prefixesAccepted: 280,
        // Advertised and withdrawn both only grow: what stands is their difference.
        prefixesAdvertised: 12,
        prefixLimit: 1000,
        vrf: null,
      },
    ]);
  });

  test('a session that carries VPN routes alone has those; one with two other families has none', async () => {
    const vpn = rowOf(root, `${inet4}.1.128`, prefixes);
    const one = await discover(cbgpPeer2Mib, rowOf(root, inet4, cells), vpn);
    expect(one.rows[0]?.prefixesAccepted).toBe(280);
    const two = await discover(cbgpPeer2Mib, rowOf(root, inet4, cells), vpn, rowOf(root, `${inet4}.1.2`, prefixes));
    expect(two.rows[0]?.prefixesAccepted).toBeNull();
  });

  test('a session without a prefix row has unknown prefixes, not 0', async () => {
    const { rows } = await discover(cbgpPeer2Mib, rowOf(root, inet4, cells));
    expect(rows[0]).toMatchObject({ prefixesAccepted: null, prefixesAdvertised: null, prefixLimit: null });
  });

  test('NX-OS: the VRF is in the index, its name in a column; "default" is none', async () => {
    const nx = (vrf: string) => ({
      '9.1.4': ber.octets(vrf),
      '9.1.5': ber.integer(6),
      '9.1.6': ber.integer(1),
      '9.1.8': octets('192.0.2.1'),
      '9.1.13': ber.gauge32(8075),
      '9.1.19': ber.octets([4, 0]),
      '9.1.20': ber.counter32(9),
      '9.1.21': ber.gauge32(60),
    });
    const { rows } = await discover(
      cbgpPeer3Mib,
      rowOf(root, `1.${inet4}`, nx('default')),
      rowOf(root, `3.${inet4}`, nx('peering')),
      rowOf(root, `4.${inet4}`, nx('')),
      rowOf(root, `${inet4}.1.1`, prefixes),
    );
    expect(rows.map(({ key, vrf, prefixesAccepted }) => [key, vrf, prefixesAccepted])).toEqual([
      ['192.0.2.2', null, 280],
      ['peering 192.0.2.2', 'peering', null],
      ['4 192.0.2.2', '4', null],
    ]);
    expect(rows[0]).toMatchObject({ admin: 'stop', lastError: { code: 4, subcode: 0 }, transitions: 9 });
  });
});

describe('ARISTA-BGP4V2-MIB', () => {
  const root = '1.3.6.1.4.1.30065.4.1.1';
  const cells = {
    '2.1.3': octets('192.0.2.1'),
    '2.1.10': ber.gauge32(8075),
    '2.1.12': ber.integer(2),
    '2.1.13': ber.integer(3),
    '2.1.14': ber.octets('Microsoft'),
    '3.1.1': ber.gauge32(0),
    '3.1.2': ber.gauge32(0),
    '3.1.6': ber.gauge32(6),
    '3.1.7': ber.gauge32(10),
    '4.1.1': ber.gauge32(12),
    '7.1.5': ber.counter32(3),
  };

  test('a session that is down by what this router sent, and its gauges', async () => {
    const { rows } = await discover(
      aristaBgp4V2Mib,
      rowOf(root, `1.${inet4}`, cells),
      rowOf(root, `1.${inet4}.1.1`, { '8.1.3': ber.gauge32(5), '8.1.4': ber.gauge32(4), '8.1.5': ber.gauge32(3) }),
    );
    expect(rows).toMatchObject([
      {
        key: '192.0.2.2',
        vrf: null,
        state: 'active',
        description: 'Microsoft',
        lastError: { code: 6, subcode: 10 },
        transitions: 3,
        prefixesReceived: 5,
        prefixesAccepted: 4,
        prefixesAdvertised: 3,
      },
    ]);
  });

  test('another instance is another session', async () => {
    const { rows } = await discover(
      aristaBgp4V2Mib,
      rowOf(root, `1.${inet4}`, cells),
      rowOf(root, `2.${inet4}`, cells),
    );
    expect(rows.map(session => session.key)).toEqual(['192.0.2.2', '2 192.0.2.2']);
  });
});

describe('TIMETRA-BGP-MIB', () => {
  const root = '1.3.6.1.4.1.6527.3.1.2.14.4';
  const name = (id: number, text: string): Entry[] =>
    rowOf('1.3.6.1.4.1.6527.3.1.2.3.1.1', String(id), { 4: ber.octets(text) });
  const cells = {
    '7.1.6': ber.integer(2),
    '7.1.7': ber.octets('Microsoft'),
    '7.1.13': octets('192.0.2.1'),
    '7.1.59': ber.integer(6),
    '7.1.66': ber.gauge32(8075),
    '8.1.5': ber.gauge32(280),
    '8.1.6': ber.gauge32(12),
    '8.1.10': ber.counter32(2),
    '8.1.12': ber.integer(10),
    '8.1.27': ber.gauge32(164),
    '8.1.28': ber.gauge32(8),
    '8.1.98': ber.gauge32(30),
    '8.1.100': ber.gauge32(0),
    '8.1.177': ber.gauge32(3600),
  };

  test('sessions of Base and of a VPRN, each with the prefixes of its family', async () => {
    const { rows } = await discover(
      tBgpPeerNgMib,
      rowOf(root, `1.${inet4}`, cells),
      rowOf(root, `7.${inet6}`, cells),
      name(1, 'Base'),
      name(7, 'vprn700'),
    );
    expect(rows).toMatchObject([
      {
        key: '192.0.2.2',
        vrf: null,
        remoteAs: 8075,
        admin: 'start',
        establishedSeconds: 3600,
        prefixesReceived: 280,
        prefixesAccepted: 250,
        prefixesAdvertised: 12,
        lastError: null,
      },
      { key: 'vprn700 2001:db8::2', vrf: 'vprn700', prefixesReceived: 164, prefixesAccepted: 164 },
    ]);
  });

  test('the limit of prefixes: by family where there is such a table, or in the column of older releases', async () => {
    const older = rowOf(root, `1.${inet4}`, { ...cells, '7.1.19': ber.gauge32(500) });
    const newer = rowOf(root, `7.${inet6}`, cells);
    const limits = [
      ...rowOf(root, `7.${inet6}.1`, { '13.1.4': ber.gauge32(100) }),
      ...rowOf(root, `7.${inet6}.3`, { '13.1.4': ber.gauge32(1000) }),
    ];
    const { rows } = await discover(tBgpPeerNgMib, older, newer, limits);
    expect(rows.map(row => row.prefixLimit)).toEqual([500, 1000]);
    const asked = tBgpPeerNgMib.prefixes?.instances(rows[1]?.prefixRow ?? []).map(name => name.slice(12).join('.'));
    expect(asked?.slice(0, 2)).toEqual([`7.1.19.7.${inet6}`, `13.1.4.7.${inet6}.3`]);
  });

  test('an address that is one arc too short or too long costs its row', async () => {
    const { rows, reports } = await discover(
      tBgpPeerNgMib,
      rowOf(root, `1.${inet4}`, cells),
      rowOf(root, '1.1.4.192.0.2', cells),
      rowOf(root, `1.${inet4}.9.9.9`, cells),
    );
    expect(rows.map(row => row.peer)).toEqual(['192.0.2.2']);
    expect(reports[0]).toMatchObject({ rows: 3, bad: 2 });
  });

  test('stray operational columns with another instance invent no session', async () => {
    const { rows } = await discover(
      tBgpPeerNgMib,
      rowOf(root, `1.${inet4}`, cells),
      rowOf(root, `26.${inet4}`, { '8.1.12': ber.integer(1), '8.1.177': ber.gauge32(5) }),
    );
    expect(rows).toHaveLength(1);
  });

  test('SR Linux has no operational table: what it does not tell is unknown', async () => {
    const { '7.1.59': state, '7.1.6': shutdown, '7.1.66': remoteAs } = cells;
    const { rows } = await discover(
      tBgpPeerNgMib,
      rowOf(root, `1.${inet4}`, { '7.1.59': state, '7.1.6': shutdown, '7.1.66': remoteAs }),
    );
    expect(rows).toMatchObject([
      { state: 'established', establishedSeconds: null, transitions: null, prefixesReceived: null, lastError: null },
    ]);
  });

  test.each<[string, Record<string, Uint8Array>, object | null]>([
    [
      'the octets of the 2023 MIB',
      { '8.1.178': ber.octets([6, 2]), '8.1.12': ber.integer(8) },
      { code: 6, subcode: 2 },
    ],
    ['hold time, by the last event', { '8.1.12': ber.integer(8) }, { code: 4, subcode: 0 }],
    ['the prefix limit, by the last event', { '8.1.12': ber.integer(18) }, { code: 6, subcode: 1 }],
    ['nothing, for an event that is no error', { '8.1.12': ber.integer(9) }, null],
  ])('the last error is %s', async (_, more, expected) => {
    const { rows } = await discover(tBgpPeerNgMib, rowOf(root, `1.${inet4}`, { ...cells, ...more }));
    expect(rows[0]?.lastError).toEqual(expected);
  });

  test('shut down by configuration is an administrator’s stop', async () => {
    const { rows } = await discover(tBgpPeerNgMib, rowOf(root, `1.${inet4}`, { ...cells, '7.1.6': ber.integer(1) }));
    expect(rows[0]?.admin).toBe('stop');
  });
});

describe('HUAWEI-BGP-VPN-MIB', () => {
  const root = '1.3.6.1.4.1.2011.5.25.177.1.1';
  const cells = {
    '2.1.2': ber.gauge32(8075),
    '2.1.5': ber.integer(6),
    '2.1.6': ber.gauge32(2),
    '2.1.7': ber.gauge32(99),
    '2.1.9': ber.octets([0, 0]),
    '2.1.10': ber.gauge32(0),
    '2.1.11': ber.integer(2),
  };

  test('the rows of a session, one for each AFI and SAFI, come to one session of its own family', async () => {
    const { rows } = await discover(
      hwBgpMib,
      rowOf(root, `0.1.1.${inet4}`, { ...cells, '3.1.1': ber.counter32(280), '3.1.3': ber.counter32(12) }),
      rowOf(root, `0.1.128.${inet4}`, { ...cells, '3.1.1': ber.counter32(9000) }),
      rowOf(root, `0.25.65.${inet4}`, cells),
    );
    expect(rows).toMatchObject([
      {
        key: '192.0.2.2',
        vrf: null,
        row: [0, 1, 1, 1, 4, 192, 0, 2, 2],
        prefixesReceived: 280,
        prefixesAccepted: null,
        prefixesAdvertised: 12,
        establishedSeconds: 99,
      },
    ]);
  });

  test('a VPN instance has its name, and the session table its local address', async () => {
    const name = [...'voice'].map(letter => letter.charCodeAt(0)).join('.');
    const { rows } = await discover(
      hwBgpMib,
      rowOf(root, `5.2.1.${inet6}`, cells),
      rowOf(root, '5.2.1', { '1.1.6': ber.octets('voice') }),
      rowOf(root, `5.${name}.${inet6}`, { '6.1.5': octets(local6) }),
    );
    expect(rows).toMatchObject([{ key: 'voice 2001:db8::2', vrf: 'voice', local: '2001:db8::1' }]);
  });

  test('a local address that two instances disagree on is not known', async () => {
    const { rows } = await discover(
      hwBgpMib,
      rowOf(root, `0.1.1.${inet4}`, cells),
      rowOf(root, `1.97.${inet4}`, { '6.1.5': octets('192.0.2.1') }),
      rowOf(root, `1.98.${inet4}`, { '6.1.5': octets('192.0.2.7') }),
    );
    expect(rows[0]?.local).toBeNull();
  });

  test.each([
    [4, { code: 4, subcode: 0 }],
    [7, { code: 6, subcode: 1 }],
    [6, null],
  ])('reason %d of being down', (reason, expected) => {
    const read = hwBgpMib.reading('k', [
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
      { kind: 'unsigned', value: reason },
    ]);
    expect(read.lastError).toEqual(expected);
  });
});

test.each([cbgpPeer2Mib, cbgpPeer3Mib, aristaBgp4V2Mib, tBgpPeerNgMib, hwBgpMib])(
  '$source: a row that has left the table is read as gone, and an empty table is asked no more',
  async table => {
    const gone = table.instances([1]).map(() => ({ kind: 'no-such-instance' }) as const);
    expect(table.reading('k', gone)).toEqual({
      key: 'k',
      state: null,
      admin: null,
      establishedSeconds: null,
      transitions: null,
      lastError: null,
    });
    const { rows, reports } = await discover(table, []);
    expect(rows).toEqual([]);
    expect(reports).toHaveLength(1);
  },
);
