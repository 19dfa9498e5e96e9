import { describe, expect, test } from 'vitest';
import { jnxDomMib } from '../../../../src/sources/snmp/mibs/juniper-dom-mib.ts';
import { port } from '../../../network/router-facts.ts';
import { arcs } from './entries.ts';
import { cellsOf, discover, nothing } from './optic-entries.ts';
import { int, malformed, none } from './values.ts';

describe('JUNIPER-DOM-MIB', () => {
  const ports = '1.3.6.1.4.1.2636.3.60.1.1.1.1';
  const lanes = '1.3.6.1.4.1.2636.3.60.1.2.1.1';
  const interfaces = [port(508, 'xe-0/0/1'), port(593, 'et-0/1/0')];
  const limits = { 9: 300, 10: -1390, 11: 200, 12: -990, 17: 500, 18: -1140, 19: 300, 20: -840 };

  test('a port whose module has one lane', async () => {
    const { rows, reports } = await discover(
      jnxDomMib,
      interfaces,
      cellsOf(ports, '508', { 5: -220, 6: 31_200, 7: -507, 8: 35, ...limits }),
      cellsOf(lanes, '508.0', { 6: -220, 7: 31_200, 8: -507 }),
    );
    expect(rows).toEqual([
      {
        key: '508',
        ifIndex: 508,
        lane: null,
        module: 'present',
        rx: -2.2,
        tx: -5.07,
        bias: 31.2,
        temperature: 35,
        thresholds: {
          rxLowAlarm: -13.9,
          rxLowWarning: -9.9,
          rxHighWarning: 2,
          rxHighAlarm: 3,
          txLowAlarm: -11.4,
          txLowWarning: -8.4,
          txHighWarning: 3,
          txHighAlarm: 5,
        },
        source: 'juniper-dom-mib',
        row: [508],
      },
    ]);
    expect(reports.map(report => [report.table, report.bad])).toEqual([
      ['jnxDomCurrentTable', 0],
      ['jnxDomModuleLaneTable', 0],
    ]);
  });

  test('a module of several lanes is told by its lanes, from 1, with the limits and the temperature of its port', async () => {
    const { rows } = await discover(
      jnxDomMib,
      interfaces,
      cellsOf(ports, '593', { 5: 0, 6: 0, 7: 0, 8: 41, ...limits }),
      ...[0, 1, 2, 3].map(lane => cellsOf(lanes, `593.${lane}`, { 6: lane === 2 ? -4000 : -150, 7: 40_000, 8: 90 })),
    );
    expect(rows.map(({ key, lane, rx }) => [key, lane, rx])).toEqual([
      ['593 lane 1', 1, -1.5],
      ['593 lane 2', 2, -1.5],
      ['593 lane 3', 3, -40],
      ['593 lane 4', 4, -1.5],
    ]);
    expect(rows[0]).toMatchObject({ tx: 0.9, bias: 40, temperature: 41, thresholds: { rxLowAlarm: -13.9 } });
    expect(jnxDomMib.instances(rows[2]?.row ?? [])).toEqual([
      ...[6, 8, 7].map(column => arcs(`${lanes}.${column}.593.2`)),
      arcs(`${ports}.8.593`),
    ]);
  });

  test.each([
    ['0 in Rx and Tx: no module', [int(0), int(0), int(0), int(0)], { ...nothing, module: 'absent' }],
    ['gone from the table', [none, none, none, none], { ...nothing, module: 'absent' }],
    [
      'no light, and the laser on',
      [int(-4000), int(-110), int(7400), int(41)],
      { module: 'present', rx: -40, tx: -1.1, bias: 7.4, temperature: 41 },
    ],
    ['unreadable', [malformed, malformed, none, none], { ...nothing, module: null }],
    [
      'not valid',
      [int(2 ** 31 - 1), int(2 ** 31 - 1), int(1), int(1)],
      { ...nothing, module: null, bias: 0.001, temperature: 1 },
    ],
  ])('%s', (_, cells, expected) => {
    expect(jnxDomMib.reading('508', cells, [508])).toEqual({ key: '508', ...expected });
  });

  test('lanes of a port that jnxDomCurrentTable does not list are told all the same, without limits', async () => {
    const { rows } = await discover(
      jnxDomMib,
      interfaces,
      ...[0, 1].map(lane => cellsOf(lanes, `593.${lane}`, { 6: -150 - lane, 7: 40_000, 8: 90 })),
    );
    expect(
      rows.map(({ key, ifIndex, lane, rx, thresholds }) => [key, ifIndex, lane, rx, thresholds.rxLowAlarm]),
    ).toEqual([
      ['593 lane 1', 593, 1, -1.5, null],
      ['593 lane 2', 593, 2, -1.51, null],
    ]);
  });

  test('a row of a port that is no interface is left out', async () => {
    const { rows } = await discover(jnxDomMib, interfaces, cellsOf(ports, '77', { 5: -220, 7: -507 }));
    expect(rows).toEqual([]);
  });
});
