import { describe, expect, test } from 'vitest';
import { hwOpticalMib } from '../../../../src/sources/snmp/mibs/huawei-entity-extent-mib.ts';
import { port } from '../../../network/router-facts.ts';
import * as ber from '../ber.ts';
import { alias, cellsOf, discover, entity } from './optic-entries.ts';
import { int, none } from './values.ts';

describe('HUAWEI-ENTITY-EXTENT-MIB', () => {
  const root = '1.3.6.1.4.1.2011.5.25.31.1.1.3.1';
  const interfaces = [port(43, '100GE0/0/3'), port(44, '10GE0/0/4')];
  const limits = { 13: -1429, 14: 340, 15: -1160, 16: 340 };

  test('a port by its alias, in hundredths of a dBm', async () => {
    const { rows } = await discover(
      hwOpticalMib,
      interfaces,
      cellsOf(root, '16978178', { 5: 38, 7: 5900, 8: -273, 9: -132, ...limits }),
      cellsOf(root, '16978179', { 5: 2 ** 31 - 1, 7: -1, 8: 2 ** 31 - 1, 9: 2 ** 31 - 1 }),
      cellsOf(root, '16978190', { 5: 30, 8: -200, 9: -200 }),
      alias(16_978_178, 44),
      entity(16_978_179, '100GE0/0/3', '', 0),
    );
    expect(rows).toMatchObject([
      {
        ifIndex: 44,
        lane: null,
        module: 'present',
        rx: -2.73,
        tx: -1.32,
        bias: 5.9,
        temperature: 38,
        thresholds: { rxLowAlarm: -14.29, rxLowWarning: null, rxHighAlarm: 3.4, txLowAlarm: -11.6 },
        row: [16_978_178, 0, 0],
      },
      { ifIndex: 43, module: 'absent', rx: null, tx: null, bias: null },
    ]);
  });

  test.each([
    ['in hundredths', 133, '133.83,98.54,-179.26,-4000', [1.338, 0.985, -1.793, -40]],
    ['in dBm', -121, '-1.21,-1.51,-1.83,-2.18', [-1.21, -1.51, -1.83, -2.18]],
    ['in a unit that nothing tells', -1, '-1.21,-1.51,-1.83,-2.18', [null, null, null, null]],
    ['with a lane that is no number', -121, '-1.21,,-,9e9', [-1.21, null, null, null]],
  ])('lanes %s', async (_, whole, lanes, expected) => {
    const { rows } = await discover(
      hwOpticalMib,
      interfaces,
      cellsOf(root, '5', {
        5: 38,
        7: 5900,
        8: whole,
        9: -132,
        31: ber.octets('5.90,6.10,5.80,5.70'),
        32: ber.octets(lanes),
      }),
      entity(5, '100GE0/0/3', '', 0),
    );
    expect(rows.map(row => row.lane)).toEqual([1, 2, 3, 4]);
    expect(rows.map(row => row.rx)).toEqual(expected);
    expect(rows.map(row => row.bias)).toEqual([5.9, 6.1, 5.8, 5.7]);
  });

  test('a number that no transceiver sends is no power', () => {
    expect(hwOpticalMib.reading('43', [int(5011), int(-132), none, none], [5, 0, 0])).toMatchObject({
      rx: null,
      tx: -1.32,
    });
  });

  test('a router whose powers lie within their limits as microwatts means microwatts; its limits are in hundredths', async () => {
    const { rows } = await discover(
      hwOpticalMib,
      interfaces,
      cellsOf(root, '5', { 5: 39, 7: 5232, 8: 536, 9: 591, 13: -1269, 14: 250, 15: -928, 16: 99 }),
      cellsOf(root, '6', { 5: 40, 7: 5000, 8: 0, 9: 600, 13: -1269, 14: 250, 15: -928, 16: 99 }),
      entity(5, '100GE0/0/3', '', 0),
      entity(6, '10GE0/0/4', '', 0),
    );
    expect(rows.map(({ rx, tx, thresholds }) => [rx, tx, thresholds.rxLowAlarm])).toEqual([
      [-2.708, -2.284, -12.69],
      [-40, -2.218, -12.69],
    ]);
    const [first] = rows;
    expect(hwOpticalMib.reading('43', [int(536), int(0), none, none], first?.row ?? [])).toMatchObject({
      rx: -2.708,
      tx: -40,
    });
  });

  test('a router all of whose powers are above a milliwatt, and within their limits, means hundredths', async () => {
    const limits = { 13: -1060, 14: 550, 15: -429, 16: 550 };
    const { rows } = await discover(
      hwOpticalMib,
      interfaces,
      cellsOf(root, '5', { 5: 39, 7: 5232, 8: 52, 9: 161, ...limits }),
      cellsOf(root, '6', { 5: 40, 7: 5000, 8: 110, 9: 140, ...limits }),
      entity(5, '100GE0/0/3', '', 0),
      entity(6, '10GE0/0/4', '', 0),
    );
    expect(rows.map(({ rx, tx }) => [rx, tx])).toEqual([
      [0.52, 1.61],
      [1.1, 1.4],
    ]);
  });

  test('powers above a milliwatt, or in microwatts, without limits: not told', async () => {
    const { rows } = await discover(
      hwOpticalMib,
      interfaces,
      cellsOf(root, '5', { 5: 39, 7: 5232, 8: 536, 9: 591 }),
      entity(5, '100GE0/0/3', '', 0),
    );
    expect(rows).toMatchObject([{ rx: null, tx: null, temperature: 39 }]);
  });

  test('a port that is above a milliwatt beside one that is below it: hundredths', async () => {
    const { rows } = await discover(
      hwOpticalMib,
      interfaces,
      cellsOf(root, '5', { 5: 35, 7: 34, 8: -290, 9: 256 }),
      entity(5, '100GE0/0/3', '', 0),
    );
    expect(rows).toMatchObject([{ rx: -2.9, tx: 2.56 }]);
  });

  test('while no port tells any, a power that is not negative may be either', () => {
    expect(hwOpticalMib.reading('43', [int(256), int(-290), none, none], [5, 0, 2])).toMatchObject({
      rx: null,
      tx: -2.9,
    });
  });

  test('0 of everything is an empty cage; without light a module is warm', () => {
    const read = (...numbers: readonly number[]) => hwOpticalMib.reading('43', numbers.map(int), [5, 0, 1]);
    expect(read(0, 0, 0, 0)).toMatchObject({ module: 'absent', rx: null });
    expect(read(0, 0, 0, 31)).toMatchObject({ module: 'present', rx: -40, tx: -40 });
  });
});
