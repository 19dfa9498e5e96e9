import { describe, expect, test } from 'vitest';
import { tmnxDdmMib } from '../../../../src/sources/snmp/mibs/timetra-port-mib.ts';
import { port } from '../../../network/router-facts.ts';
import { cellsOf, discover, nothing } from './optic-entries.ts';
import { int, malformed, none } from './values.ts';

describe('TIMETRA-PORT-MIB', () => {
  const ports = '1.3.6.1.4.1.6527.3.1.2.2.4.31.1';
  const lanes = '1.3.6.1.4.1.6527.3.1.2.2.4.66.1';
  const interfaces = [port(35_684_352, '1/1/1'), port(102_793_216, '3/1/1')];

  test('a port, in tenths of a microwatt', async () => {
    const { rows } = await discover(
      tmnxDdmMib,
      interfaces,
      cellsOf(ports, '1.35684352', {
        ...{ 1: 11_638, 11: 20_212, 16: 5807, 17: 1513, 18: 1210, 19: 11_220, 20: 13_464 },
        ...{ 21: 3532, 22: 316, 23: 158, 24: 10_000, 25: 20_000 },
      }),
    );
    expect(rows).toMatchObject([
      {
        key: '1.35684352',
        ifIndex: 35_684_352,
        lane: null,
        module: 'present',
        rx: -4.52,
        tx: -2.36,
        bias: 40.424,
        temperature: 45.5,
        thresholds: { rxLowAlarm: -18.013, rxLowWarning: -15.003, rxHighWarning: 0, rxHighAlarm: 3.01 },
        row: [1, 35_684_352],
      },
    ]);
  });

  test('a module of several lanes, whichever of two limits comes first', async () => {
    const lane = (number: number, low: readonly [number, number]) =>
      cellsOf(lanes, `1.102793216.${number}`, {
        ...{ 2: 12_756, 7: 27_033, 12: 11_419, 17: 10_691 },
        ...{ 18: low[0], 19: low[1], 20: 31_622, 21: 35_481 },
      });
    const { rows } = await discover(
      tmnxDdmMib,
      interfaces,
      cellsOf(ports, '1.102793216', { 1: 12_000, 11: 0, 16: 0, 21: 0 }),
      lane(1, [616, 549]),
      lane(2, [549, 616]),
    );
    expect(rows.map(row => [row.key, row.lane, row.rx])).toEqual([
      ['1.102793216.1', 1, 0.29],
      ['1.102793216.2', 2, 0.29],
    ]);
    for (const { thresholds } of rows) expect(thresholds).toMatchObject({ rxLowAlarm: -12.604, rxLowWarning: -12.104 });
  });

  test('lanes of a port that the port table does not list are told all the same', async () => {
    const { rows } = await discover(
      tmnxDdmMib,
      interfaces,
      cellsOf(lanes, '1.102793216.1', { 12: 11_419, 17: 10_691 }),
    );
    expect(rows.map(({ ifIndex, lane, rx, tx }) => [ifIndex, lane, rx, tx])).toEqual([[102_793_216, 1, 0.29, 0.576]]);
  });

  test.each([
    ['no light, and the laser off', [int(0), int(0), int(0), int(10_962)], { module: 'present', rx: -40, tx: -40 }],
    ['zeros alone', [int(0), int(0), int(0), int(0)], { ...nothing, module: 'absent' }],
    ['gone from the table', [none, none, none, none], { ...nothing, module: 'absent' }],
    [
      'not valid',
      [int(2 ** 31 - 1), int(2 ** 31 - 1), int(2 ** 31 - 1), int(2 ** 31 - 1)],
      { ...nothing, module: null },
    ],
    ['unreadable', [malformed, none, none, none], { ...nothing, module: null }],
  ])('%s', (_, cells, expected) => {
    expect(tmnxDdmMib.reading('1', cells, [1, 35_684_352])).toMatchObject(expected);
  });
});
