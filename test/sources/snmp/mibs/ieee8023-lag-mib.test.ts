import { expect, test } from 'vitest';
import type { LagPortRow } from '../../../../src/network/facts.ts';
import type { Cell } from '../../../../src/sources/snmp/mibs/cells.ts';
import { lagPortInstances, lagPortOf, lagPortsOf } from '../../../../src/sources/snmp/mibs/ieee8023-lag-mib.ts';
import { bytes, int, malformed, none, row, table, uint } from './values.ts';

const columns = (...cells: readonly Cell[]) => lagPortOf(7, cells);

test.each<[string, readonly Cell[], Omit<LagPortRow, 'ifIndex'>]>([
  [
    'a healthy port',
    [int(10), int(10), bytes(0xbc), bytes(0xfc)],
    { selected: 10, attached: 10, actor: 0xbc, partner: 0xfc },
  ],
  [
    'a port that is selected, not attached',
    [int(10), int(0), bytes(0x85), bytes(0)],
    { selected: 10, attached: 0, actor: 0x85, partner: 0 },
  ],
  ['SelectedAggID alone (NX-OS)', [int(10)], { selected: 10, attached: null, actor: null, partner: null }],
  [
    'SelectedAggID alone, by exceptions',
    [uint(10), none, none, none],
    { selected: 10, attached: null, actor: null, partner: null },
  ],
  [
    'empty states (IOS): LACP is off',
    [int(10), int(10), bytes(), bytes()],
    { selected: 10, attached: 10, actor: 'empty', partner: 'empty' },
  ],
  ['a port of no LAG', [int(0), int(0), malformed, none], { selected: null, attached: 0, actor: null, partner: null }],
])('%s', (_, cells, expected) => expect(columns(...cells)).toEqual({ ifIndex: 7, ...expected }));

test('a row that has left the table is none', () => {
  expect(columns(none, none, none, none)).toBeNull();
  expect(columns()).toBeNull();
});

test('the fast loop asks for four columns of the port, in the order in which they are read', () => {
  expect(lagPortInstances(7).map(name => name.slice(-2))).toEqual([
    [12, 7],
    [13, 7],
    [21, 7],
    [23, 7],
  ]);
});

test('every row of the table is a port', () => {
  expect(
    lagPortsOf(table(row('7', int(10)), row('8', none), row('9', int(0), int(10)))).rows.map(port => port.ifIndex),
  ).toEqual([7, 9]);
});
