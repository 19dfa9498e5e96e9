import { describe, expect, test } from 'vitest';
import { ticks } from '../../../../src/network/units.ts';
import {
  column,
  interfacesOf,
  namedByIfName,
  readingInstances,
  readingOf,
  stackOf,
} from '../../../../src/sources/snmp/mibs/if-mib.ts';
import { big, bytes, int, malformed, none, row, table, text, uint } from './values.ts';

const saturated = uint(0xffffffff);

describe('interfaces', () => {
  test('are joined by ifIndex, whatever rows either table lacks', () => {
    const ifTable = [
      row('1', text('et-0/0/0'), int(6), saturated, int(1), int(1)),
      row('3', text('lo0'), int(24), uint(0), int(1), int(1)),
      row('2', text('ae0'), int(161), saturated, int(2), int(7)),
    ];
    const ifXTable = [row('2', text('ae0'), uint(400_000), text('PNI ams')), row('1', text('et0'), uint(100_000))];
    expect(interfacesOf(table(...ifTable), table(...ifXTable)).rows).toEqual([
      { ifIndex: 1, name: 'et0', descr: 'et-0/0/0', alias: '', type: 6, admin: 'up', oper: 'up', speed: 100e9 },
      {
        ifIndex: 2,
        name: 'ae0',
        descr: 'ae0',
        alias: 'PNI ams',
        type: 161,
        admin: 'down',
        oper: 'lower-layer-down',
        speed: 400e9,
      },
      { ifIndex: 3, name: 'lo0', descr: 'lo0', alias: '', type: 24, admin: 'up', oper: 'up', speed: null },
    ]);
    expect([...namedByIfName(ifXTable)]).toEqual([2, 1]);
  });

  test('without any name are left out: they cannot be told from another', () => {
    expect(interfacesOf(table(row('7', undefined, int(6))), table(row('8', text('')))).rows).toEqual([]);
    expect(namedByIfName([row('8', text('')), row('9', none), row('10', malformed)]).size).toBe(0);
  });

  test('of an ifXTable alone have no type', () => {
    expect(interfacesOf(table(), table(row('4', text('eth0'), uint(1000)))).rows).toMatchObject([
      { name: 'eth0', type: null, speed: 1e9, oper: null },
    ]);
  });

  test('a name that is empty gives way to the description', () => {
    expect(interfacesOf(table(row('5', text('GigabitEthernet0'))), table(row('5', text('')))).rows[0]?.name).toBe(
      'GigabitEthernet0',
    );
  });

  test.each<[string, Parameters<typeof row>[1], Parameters<typeof row>[1], number | null]>([
    ['ifHighSpeed where it tells', uint(100_000), saturated, 100e9],
    ['ifSpeed below its limit', uint(0), uint(1_000_000_000), 1e9],
    ['nothing where ifSpeed is saturated', undefined, saturated, null],
    ['nothing where both are 0', uint(0), uint(0), null],
    ['nothing where both are malformed', malformed, malformed, null],
  ])('speed is %s', (_, high, low, expected) => {
    const [found] = interfacesOf(table(row('1', text('a'), int(6), low)), table(row('1', text('a'), high))).rows;
    expect(found?.speed).toBe(expected);
  });

  test('states outside the MIB are no fact', () => {
    expect(interfacesOf(table(row('1', text('a'), int(6), undefined, int(0), int(99))), table()).rows).toMatchObject([
      { admin: null, oper: null },
    ]);
  });
});

test('the stack has active rows between two interfaces only', () => {
  const rows = [
    row('10.1', int(1)),
    row('0.10', int(1)),
    row('10.0', int(1)),
    row('10.2', int(2)),
    row('10.3', none),
    row('10', int(1)),
  ];
  const { rows: stack, report } = stackOf(table(...rows));
  expect(stack).toEqual([{ upper: 10, lower: 1 }]);
  expect(report.bad).toBe(2);
});

describe('the fast loop', () => {
  test('asks for the name by which the interface is known, first, and for eleven objects in all', () => {
    for (const named of ['ifName', 'ifDescr'] as const) {
      const asked = readingInstances(501, named);
      expect(asked).toHaveLength(11);
      expect(asked[0]).toEqual([...column[named], 501]);
    }
  });

  test('reads a whole row', () => {
    const cells = [
      text('ae0'),
      int(1),
      int(2),
      uint(400_000),
      big(2n ** 60n),
      big(7n),
      uint(1),
      uint(2),
      uint(3),
      uint(4),
      uint(99),
    ];
    expect(readingOf(501, ticks(5), cells)).toEqual({
      ifIndex: 501,
      name: 'ae0',
      upTime: 5,
      admin: 'up',
      oper: 'down',
      speed: 400e9,
      inOctets: 2n ** 60n,
      outOctets: 7n,
      inErrors: 1,
      outErrors: 2,
      inDiscards: 3,
      outDiscards: 4,
      discontinuity: 99,
    });
  });

  test('a row that has left the table has no name and no number', () => {
    const reading = readingOf(501, null, new Array(11).fill(none));
    expect(Object.values(reading).filter(value => value !== null)).toEqual([501]);
  });

  test('zero-length and malformed values are no zeros', () => {
    const reading = readingOf(501, null, [bytes(), bytes(), malformed, malformed, malformed, bytes()]);
    expect(reading).toMatchObject({ admin: null, oper: null, inOctets: null, outOctets: null, inErrors: null });
  });
});
