import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { BfdState } from '../../../../src/network/session-facts.ts';
import type { BfdSessionTable } from '../../../../src/sources/snmp/mibs/bfd-session-table.ts';
import { bfdStdMib } from '../../../../src/sources/snmp/mibs/bfd-std-mib.ts';
import { ciscoBfdMib } from '../../../../src/sources/snmp/mibs/cisco-ietf-bfd-mib.ts';
import { hwBfdMib } from '../../../../src/sources/snmp/mibs/huawei-bfd-mib.ts';
import { jnxBfdExpMib } from '../../../../src/sources/snmp/mibs/jnx-bfd-exp-mib.ts';
import { vRtrBfdMib } from '../../../../src/sources/snmp/mibs/timetra-vrtr-mib.ts';
import { type Entry, mibScript } from '../agent.ts';
import * as ber from '../ber.ts';
import { scripted } from '../script-transport.ts';
import { anyCell, anyEncoded } from './any-cell.ts';
import { arcs, rowOf } from './entries.ts';
import { int, malformed, none, text } from './values.ts';

const discover = (table: BfdSessionTable, ...entries: readonly Entry[][]) =>
  table.discover(scripted(mibScript(entries.flat())), undefined);

const v4 = [198, 51, 100, 9];
const v6 = [0x20, 1, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2];

describe('a session as each table has it', () => {
  test('BFD-STD-MIB', async () => {
    const { rows, reports } = await discover(
      bfdStdMib,
      rowOf('1.3.6.1.2.1.222.1.2.1', '7', {
        11: ber.integer(4),
        13: ber.integer(3),
        18: ber.integer(512),
        22: ber.octets(v6),
      }),
    );
    expect(rows).toEqual([
      {
        key: 'bfd-std-mib 7',
        peer: '2001:db8::2',
        ifIndex: 512,
        instance: null,
        state: 'up',
        diagnostic: 3,
        source: 'bfd-std-mib',
        row: [7],
      },
    ]);
    expect(reports).toEqual([
      { table: 'bfdSessTable', rows: 1, bad: 0, disordered: 0, outcome: 'complete', detail: null },
    ]);
  });

  test('the draft of Junos, whose reason stands in another table', async () => {
    const { rows } = await discover(
      jnxBfdExpMib,
      rowOf('1.3.6.1.4.1.2636.5.3.1.1', '12', {
        '2.1.6': ber.integer(2),
        '2.1.14': ber.octets(v4),
        '3.1.5': ber.integer(1),
      }),
    );
    expect(rows).toMatchObject([{ peer: '198.51.100.9', state: 'down', diagnostic: 1, ifIndex: null, row: [12] }]);
  });

  test('CISCO-IETF-BFD-MIB of a Nexus, which has no diagnostic codes', async () => {
    const { rows } = await discover(
      ciscoBfdMib,
      rowOf('1.3.6.1.4.1.9.10.137.1.2.1', '1090519041', {
        6: ber.integer(4),
        14: ber.octets(v4),
        25: ber.integer(0),
      }),
    );
    expect(rows).toMatchObject([{ peer: '198.51.100.9', state: 'up', diagnostic: null, ifIndex: null }]);
  });

  test.each([
    ['IPv4', `1.4.${[198, 51, 100, 8].join('.')}.1.4.${v4.join('.')}`, '198.51.100.9'],
    ['IPv6', `2.16.${v6.join('.')}.2.16.${v6.join('.')}`, '2001:db8::2'],
  ])('TIMETRA-VRTR-MIB, whose peer is in the index: %s', async (_, ends, peer) => {
    const { rows } = await discover(
      vRtrBfdMib,
      rowOf('1.3.6.1.4.1.6527.3.1.2.3.34.1', `1.5.${ends}`, { 6: ber.integer(3) }),
    );
    expect(rows).toMatchObject([{ peer, state: 'up', diagnostic: null, ifIndex: null }]);
    expect(rows[0]?.row).toEqual(arcs(`1.5.${ends}`));
  });

  test('HUAWEI-BFD-MIB, whose addresses are of IPv4 only', async () => {
    const root = '1.3.6.1.4.1.2011.5.25.38.2.3.1';
    const { rows } = await discover(
      hwBfdMib,
      rowOf(root, '16385', {
        5: ber.ipAddress('198.51.100.9'),
        6: ber.integer(43),
        17: ber.integer(1),
        18: ber.integer(1),
      }),
      rowOf(root, '16386', { 5: ber.ipAddress('0.0.0.0'), 6: ber.integer(0), 17: ber.integer(3), 18: ber.integer(0) }),
    );
    expect(rows).toMatchObject([
      { peer: '198.51.100.9', ifIndex: 43, state: 'down', diagnostic: 1 },
      { peer: null, ifIndex: null, state: 'up', diagnostic: 0 },
    ]);
  });
});

const tables = [bfdStdMib, jnxBfdExpMib, ciscoBfdMib, vRtrBfdMib, hwBfdMib];
type Numbers = readonly (readonly [number, BfdState | null])[];
const fromOne: Numbers = [
  [0, null],
  [1, 'admin-down'],
  [2, 'down'],
  [3, 'init'],
  [4, 'up'],
  [5, 'failing'],
  [6, null],
];
const fromZero: Numbers = [
  [-1, null],
  [0, 'admin-down'],
  [1, 'down'],
  [2, 'init'],
  [3, 'up'],
  [4, null],
];

test.each<[BfdSessionTable['source'], BfdSessionTable, Numbers]>([
  ['bfd-std-mib', bfdStdMib, fromOne],
  ['jnx-bfd-exp-mib', jnxBfdExpMib, fromOne],
  ['cisco-ietf-bfd-mib', ciscoBfdMib, fromOne],
  ['timetra-vrtr-mib', vRtrBfdMib, fromZero],
  ['huawei-bfd-mib', hwBfdMib, fromZero],
])('the numbers of the states are those of %s', (source, table, numbers) => {
  expect(table.source).toBe(source);
  for (const [number, state] of numbers) expect(table.reading('s', [int(number)]).state).toBe(state);
});

test.each([
  ['beyond five bits', int(32), null],
  ['negative', int(-1), null],
  ['a text', text('1'), null],
  ['not there', none, null],
  ['unreadable', malformed, null],
  ['of five bits', int(31), 31],
])('a diagnostic code that is %s', (_, cell, expected) => {
  expect(bfdStdMib.reading('s', [int(2), cell]).diagnostic).toBe(expected);
});

test('a row that has left its table has no state', () => {
  for (const table of tables)
    expect(table.reading('s', [none, none])).toEqual({ key: 's', state: null, diagnostic: null });
});

test('a state that the MIB does not know costs its row, and is counted; a stray cell is no row', async () => {
  const root = '1.3.6.1.2.1.222.1.2.1';
  const { rows, reports } = await discover(
    bfdStdMib,
    rowOf(root, '1', { 11: ber.integer(9), 22: ber.octets(v4) }),
    rowOf(root, '2', { 11: ber.integer(4), 22: ber.octets([1, 2, 3]) }),
    rowOf(root, '3', { 22: ber.octets(v4) }),
  );
  expect(rows).toMatchObject([{ key: 'bfd-std-mib 2', peer: null, state: 'up' }]);
  expect(reports).toMatchObject([{ rows: 3, bad: 1 }]);
});

test.each([
  ['ends early', '1.5.1.4.198.51.100'],
  ['has no far end', '1.5.1.4.198.51.100.8'],
  ['has a far end of three octets', '1.5.1.4.198.51.100.8.1.3.198.51.100'],
  ['has arcs that are no octets', '1.5.1.4.198.51.100.8.1.4.198.51.100.900'],
  ['has the far end 0.0.0.0', '1.5.1.4.198.51.100.8.1.4.0.0.0.0'],
])('an index of SR OS that %s is no session', async (_, index) => {
  const { rows, reports } = await discover(
    vRtrBfdMib,
    rowOf('1.3.6.1.4.1.6527.3.1.2.3.34.1', index, { 6: ber.integer(3) }),
  );
  expect(rows).toEqual([]);
  expect(reports[0]?.bad).toBe(1);
});

describe('whatever a router says', () => {
  test('reading a row gives a state, a code, or nothing', () => {
    fc.assert(
      fc.property(fc.constantFrom(...tables), fc.array(anyCell, { maxLength: 4 }), (table, cells) => {
        const { state, diagnostic } = table.reading('s', cells);
        expect([null, 'admin-down', 'down', 'init', 'up', 'failing']).toContain(state);
        expect(diagnostic === null || (Number.isInteger(diagnostic) && diagnostic >= 0 && diagnostic < 32)).toBe(true);
      }),
    );
  });

  test('walking a table gives sessions and bad rows, and every row is accounted for', async () => {
    const index = fc.array(fc.nat({ max: 300 }), { minLength: 1, maxLength: 14 });
    const entries = fc.array(fc.tuple(fc.constantFrom(11, 13, 18, 22), index, anyEncoded), { maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(entries, async found => {
        const unique = new Map(found.map(([column, at, value]) => [`${column}.${at.join('.')}`, value] as const));
        const { rows, reports } = await discover(
          bfdStdMib,
          [...unique].map(([at, value]): Entry => [arcs(`1.3.6.1.2.1.222.1.2.1.${at}`), value]),
        );
        const [report] = reports;
        expect(rows.length + (report?.bad ?? 0)).toBeLessThanOrEqual(report?.rows ?? 0);
        for (const row of rows) expect(bfdStdMib.instances(row.row)).toHaveLength(2);
      }),
      { numRuns: 60 },
    );
  });
});
