import { describe, expect, test } from 'vitest';
import { clagMib } from '../../../../src/sources/snmp/mibs/cisco-lag-mib.ts';
import { cpagpMib } from '../../../../src/sources/snmp/mibs/cisco-pagp-mib.ts';
import { hwTrunkMib } from '../../../../src/sources/snmp/mibs/huawei-if-ext-mib.ts';
import type { LagMemberTable } from '../../../../src/sources/snmp/mibs/lag-member-table.ts';
import { tLagMib } from '../../../../src/sources/snmp/mibs/timetra-lag-mib.ts';
import { vRtrIfMib } from '../../../../src/sources/snmp/mibs/timetra-vrtr-mib.ts';
import { tmnxPortMib } from '../../../../src/sources/snmp/mibs/tmnx-port-table.ts';
import { type Entry, mibScript } from '../agent.ts';
import * as ber from '../ber.ts';
import { scripted } from '../script-transport.ts';
import { arcs, rowOf } from './entries.ts';
import { bytes, int, none } from './values.ts';

const discover = (table: LagMemberTable, ...entries: readonly Entry[][]) =>
  table.discover(scripted(mibScript(entries.flat())));
const brief = ({ rows }: Awaited<ReturnType<typeof discover>>) =>
  rows.map(({ lag, port, selection }) => [lag, port, selection]);

describe('CISCO-PAGP-MIB', () => {
  const root = '1.3.6.1.4.1.9.9.98.1.1.1.1';
  const group = (port: number, lag: number): Entry[] => rowOf(root, String(port), { 8: ber.integer(lag) });

  test('the ports of a channel; 0 and its own number mean none', async () => {
    const found = await discover(cpagpMib, group(10, 5001), group(11, 5001), group(12, 0), group(13, 13));
    expect(brief(found)).toEqual([
      [5001, 10, null],
      [5001, 11, null],
    ]);
    expect(cpagpMib.reading(10, [int(5001)], [10, 5001]).selection).toBeNull();
    // In no channel, on its own, in another channel, or without a row.
    for (const cell of [int(0), int(10), int(5002), none]) {
      expect(cpagpMib.reading(10, [cell], [10, 5001]).selection).toBe('gone');
    }
  });
});

describe('CISCO-LAG-MIB', () => {
  const root = '1.3.6.1.4.1.9.9.225.1';
  const bridge = (ifIndex: number, port: number): Entry[] =>
    rowOf('1.3.6.1.4.1.9.9.276.1.5.1.1', String(ifIndex), { 1: ber.integer(port) });

  test('a list of ifIndexes of four octets each, and how they are bundled', async () => {
    const found = await discover(
      clagMib,
      rowOf(root, '369098802', { '4.1.1.2': ber.octets([0x1a, 0, 0, 0, 0x1a, 0, 0x02, 0]) }),
      rowOf(root, String(0x1a000000), { '3.1.1.1': ber.integer(2) }),
    );
    expect(brief(found)).toEqual([
      [369098802, 0x1a000000, null],
      [369098802, 0x1a000200, null],
    ]);
    expect(found.settings).toEqual([{ lag: 369098802, protocol: 'static', minLinks: null }]);
  });

  test('bridge ports are counted first and mapped to interfaces', async () => {
    const found = await discover(
      clagMib,
      rowOf(root, '900', { '4.1.1.1': ber.octets([0, 2, 0, 21, 0, 22]) }),
      bridge(501, 21),
      bridge(502, 22),
      bridge(503, 23),
      rowOf(root, '502', { '3.1.1.1': ber.integer(3) }),
    );
    expect(brief(found)).toEqual([
      [900, 501, null],
      [900, 502, null],
    ]);
    expect(found.settings).toEqual([{ lag: 900, protocol: 'lacp', minLinks: null }]);
  });

  test.each([
    ['still lists the port', [5], bytes(0, 0, 0, 7, 0, 0, 0, 8), null],
    ['lists it no more', [5], bytes(0, 0, 0, 8), 'gone'],
    ['is empty', [5], bytes(), 'gone'],
    ['has left the table', [5], none, 'gone'],
    ['cannot be read', [5], bytes(0, 0, 7), null],
    ['still counts its bridge port', [5, 21], bytes(0, 1, 0, 21), null],
    ['counts other bridge ports', [5, 21], bytes(0, 1, 0, 22), 'gone'],
  ])('a list that %s', (_, row, cell, selection) => {
    expect(clagMib.reading(7, [cell], row).selection).toBe(selection);
  });

  test('the list of a LAG is asked for where it stands', () => {
    expect(clagMib.instances([5])).toEqual([arcs(`${root}.4.1.1.2.5`)]);
    expect(clagMib.instances([5, 21])).toEqual([arcs(`${root}.4.1.1.1.5`)]);
  });

  test.each<[string, Record<string, Uint8Array>]>([
    ['whose length is no multiple of four', { '4.1.1.2': ber.octets([0, 0, 1]) }],
    ['that counts more ports than it has', { '4.1.1.1': ber.octets([0, 9, 0, 21]) }],
  ])('a list %s costs that LAG and is counted', async (_, cells) => {
    const found = await discover(
      clagMib,
      rowOf(root, '900', cells),
      rowOf(root, '901', { '4.1.1.2': ber.octets([0, 0, 0, 7]) }),
    );
    expect(brief(found)).toEqual([[901, 7, null]]);
    expect(found.reports[0]).toMatchObject({ rows: 2, bad: 1 });
  });
});

describe('TIMETRA-LAG-MIB', () => {
  const root = '1.3.6.1.4.1.6527.3.1.2.15';
  const member = (lag: number, port: number): Entry[] =>
    rowOf(root, `${lag}.${port}`, { '5.1.1': ber.octets(''), '5.1.2': ber.integer(2) });

  test('members by LAG id, which of them stands by, and the least number of links', async () => {
    const found = await discover(
      tLagMib,
      member(1, 35684352),
      member(1, 35717120),
      member(9, 35749888),
      rowOf(root, '1', {
        '2.1.3': ber.integer(1),
        '2.1.4': ber.integer(1),
        '2.1.6': ber.integer(1),
        '3.1.1': ber.integer(1342177281),
      }),
      rowOf(root, '9', { '2.1.3': ber.integer(2), '2.1.4': ber.integer(2), '2.1.6': ber.integer(2) }),
      rowOf(root, '35684352', { '6.1.2': ber.integer(1) }),
      rowOf(root, '35717120', { '6.1.2': ber.integer(2) }),
    );
    expect(brief(found)).toEqual([
      [1342177281, 35684352, null],
      [1342177281, 35717120, 'standby'],
      // Without tLagIfIndex: 0x50000000 and the id.
      [1342177289, 35749888, null],
    ]);
    // At the threshold the LAG goes down already: one more link is needed. "Dynamic cost" takes nothing down.
    expect(found.settings).toEqual([
      { lag: 1342177281, protocol: 'lacp', minLinks: 2 },
      { lag: 1342177289, protocol: 'static', minLinks: null },
    ]);
    expect(tLagMib.reading(7, [bytes(), int(2), int(2)], [1, 7]).selection).toBe('standby');
    // A port that is active in another LAG has left this one.
    expect(tLagMib.reading(7, [none, none, int(1)], [1, 7]).selection).toBe('gone');
    expect(tLagMib.instances([1, 7]).map(name => name.slice(11).join('.'))).toEqual([
      '5.1.1.1.7',
      '5.1.2.1.7',
      '6.1.2.7',
    ]);
  });
});

describe('TIMETRA-PORT-MIB', () => {
  const root = '1.3.6.1.4.1.6527.3.1.2.2.4.2.1';

  test('which LAG each port is in', async () => {
    const found = await discover(
      tmnxPortMib,
      rowOf(root, '1.35684352', { 13: ber.integer(1) }),
      rowOf(root, '1.35717120', { 13: ber.integer(0) }),
      rowOf(root, '35749888', { 13: ber.integer(1) }),
    );
    expect(brief(found)).toEqual([[1342177281, 35684352, null]]);
    expect(found.reports[0]).toMatchObject({ rows: 3, bad: 1 });
    const row = found.rows[0]?.row ?? [];
    expect(tmnxPortMib.instances(row)).toEqual([arcs(`${root}.13.1.35684352`)]);
    expect(tmnxPortMib.reading(7, [int(1)], row).selection).toBeNull();
    for (const cell of [int(0), int(2), none]) expect(tmnxPortMib.reading(7, [cell], row).selection).toBe('gone');
  });
});

describe('HUAWEI-IF-EXT-MIB', () => {
  const root = '1.3.6.1.4.1.2011.5.25.41.1';
  const trunk = (id: number, ifIndex: number, least: number): Entry[] =>
    rowOf(root, String(id), { '3.3.1.4': ber.integer(ifIndex), '3.3.1.7': ber.integer(least) });
  const member = (id: number, port: number, select: number, oper: number): Entry[] =>
    rowOf(root, `${id}.${port}`, { '4.1.1.3': ber.integer(select), '4.1.1.6': ber.integer(oper) });

  test('members, whether each is selected, and the least number of links', async () => {
    const found = await discover(
      hwTrunkMib,
      trunk(1, 60, 2),
      member(1, 10, 1, 1),
      member(1, 11, 2, 1),
      member(1, 12, 1, 2),
      member(4, 13, 1, 1),
    );
    expect(brief(found)).toEqual([
      [60, 10, 'selected'],
      [60, 11, 'deselected'],
      [60, 12, 'deselected'],
    ]);
    expect(found.settings).toEqual([{ lag: 60, protocol: null, minLinks: 2 }]);
    // A member of a trunk that nobody knows.
    expect(found.reports[0]).toMatchObject({ rows: 4, bad: 1 });
    expect(hwTrunkMib.reading(10, [none, none], [1, 10]).selection).toBe('gone');
  });

  test.each([
    ['master and backup', 1, 2, 'static'],
    ['normal', 2, 2, 'static'],
    ['LACP', 3, 1, 'lacp'],
    ['compatible LACP', 4, 1, 'lacp'],
    ['not told, but its members speak LACP', null, 1, 'lacp'],
    ['not told, and its members do not', null, 2, 'static'],
  ])('a trunk whose working mode is %s', async (_, mode, lacp, protocol) => {
    const found = await discover(
      hwTrunkMib,
      trunk(1, 60, 1),
      mode === null ? [] : rowOf(root, '1', { '3.3.1.9': ber.integer(mode) }),
      member(1, 10, 1, 1),
      rowOf(root, '1.10', { '4.1.1.4': ber.integer(lacp) }),
    );
    expect(found.settings).toEqual([{ lag: 60, protocol, minLinks: 1 }]);
  });
});

test.each([clagMib, tLagMib, tmnxPortMib, hwTrunkMib, cpagpMib])(
  '$source: a router without the table has no member',
  async table => {
    const found = await discover(table, []);
    expect(found.rows).toEqual([]);
    expect(found.settings).toEqual([]);
  },
);

describe('TIMETRA-VRTR-MIB', () => {
  const root = '1.3.6.1.4.1.6527.3.1.2.3.4.1';
  const read = (...entries: readonly Entry[][]) => vRtrIfMib.discover(scripted(mibScript(entries.flat())));

  test('an IP interface runs over the port or LAG of vRtrIfPortID, and is known by its global index', async () => {
    const { rows, reports } = await read(
      rowOf(root, '1.3', { 5: ber.integer(1_342_177_281), 63: ber.integer(16_777_219) }),
      // An older release has no global index: the index in the virtual router stands for it.
      rowOf(root, '1.4', { 5: ber.integer(35_684_352) }),
      // A loopback or an interface without a port tells nothing.
      rowOf(root, '1.1', { 5: ber.integer(0), 63: ber.integer(1) }),
    );
    expect(rows).toEqual([
      { upper: 16_777_219, lower: 1_342_177_281 },
      { upper: 4, lower: 35_684_352 },
    ]);
    expect(reports).toMatchObject([{ table: 'vRtrIfTable', rows: 3, bad: 0, outcome: 'complete' }]);
  });

  test('an index that is too short or too long costs its row', async () => {
    const { rows, reports } = await read(
      rowOf(root, '1.3', { 5: ber.integer(7), 63: ber.integer(9) }),
      rowOf(root, '5', { 5: ber.integer(7) }),
      rowOf(root, '1.2.3', { 5: ber.integer(7) }),
    );
    expect(rows).toEqual([{ upper: 9, lower: 7 }]);
    expect(reports).toMatchObject([{ bad: 2 }]);
  });
});
