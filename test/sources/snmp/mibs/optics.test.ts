import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { InterfaceFacts, OpticFacts } from '../../../../src/network/facts.ts';
import { dbm } from '../../../../src/network/units.ts';
import { ciscoSensorMib } from '../../../../src/sources/snmp/mibs/cisco-entity-sensor-mib.ts';
import { entitiesOf, interfaceNames, namedInterface } from '../../../../src/sources/snmp/mibs/entity-mib.ts';
import { entitySensorMib } from '../../../../src/sources/snmp/mibs/entity-sensor-mib.ts';
import { hwOpticalMib } from '../../../../src/sources/snmp/mibs/huawei-entity-extent-mib.ts';
import { jnxDomMib } from '../../../../src/sources/snmp/mibs/juniper-dom-mib.ts';
import type { OpticTable } from '../../../../src/sources/snmp/mibs/optic-table.ts';
import { limitsOf, powerOfDbm, powerOfMilliwatts } from '../../../../src/sources/snmp/mibs/optical-power.ts';
import { tmnxDdmMib } from '../../../../src/sources/snmp/mibs/timetra-port-mib.ts';
import { port } from '../../../network/router-facts.ts';
import { type Entry, mibScript } from '../agent.ts';
import * as ber from '../ber.ts';
import { scripted } from '../script-transport.ts';
import { anyCell, anyEncoded } from './any-cell.ts';
import { int, malformed, none, text } from './values.ts';

const arcs = (dotted: string): number[] => dotted.split('.').map(Number);

/** Cells of one row: the number of each column below `root`, and its value. */
const rowOf = (root: string, index: string, cells: Readonly<Record<string, Uint8Array | number>>): Entry[] =>
  Object.entries(cells).map(
    ([column, value]): Entry => [
      arcs(`${root}.${column}.${index}`),
      typeof value === 'number' ? ber.integer(value) : value,
    ],
  );

const discover = (table: OpticTable, interfaces: readonly InterfaceFacts[], ...entries: readonly Entry[][]) =>
  table.discover(scripted(mibScript(entries.flat())), interfaces);

const known = { rx: null, tx: null, bias: null, temperature: null };

describe('power', () => {
  test.each([
    ['1 mW', 1, 0],
    ['0.6322 mW', 0.6322, -1.991],
    ['no light', 0, -40],
    ['less than can be told', 1e-9, -40],
    ['a negative power', -1, null],
    ['two watts', 2000, null],
    ['no number', Number.NaN, null],
  ])('%s in dBm', (_, milliwatts, expected) => {
    expect(powerOfMilliwatts(milliwatts)).toBe(expected);
  });

  test.each([
    [-1.81972, -1.82],
    [-40, -40],
    [-77, -40],
    [-0.0001, 0],
    [31, null],
    [Number.POSITIVE_INFINITY, null],
  ])('%d dBm', (value, expected) => {
    expect(powerOfDbm(value)).toBe(expected);
  });

  const limit = (value: number | null) => (value === null ? null : dbm(value));
  test.each([
    ['as they should be', [-14, -10, 2, 4], [-14, -10, 2, 4]],
    ['alarm and warning the other way round', [-10, -14, 4, 2], [-14, -10, 2, 4]],
    ['all the same, which is none', [0, 0, 0, 0], [null, null, null, null]],
    ['low above high', [5, 5, -5, -5], [null, null, null, null]],
    ['alarms alone', [-14, null, null, 4], [-14, null, null, 4]],
    ['warnings alone', [null, -10, 2, null], [null, -10, 2, null]],
    ['none', [null, null, null, null], [null, null, null, null]],
  ])(
    'limits that are %s',
    (_, [lowAlarm = null, lowWarning = null, highWarning = null, highAlarm = null], expected) => {
      const told = {
        lowAlarm: limit(lowAlarm),
        lowWarning: limit(lowWarning),
        highWarning: limit(highWarning),
        highAlarm: limit(highAlarm),
      };
      const found = limitsOf(told);
      expect([found.lowAlarm, found.lowWarning, found.highWarning, found.highAlarm]).toEqual(expected);
    },
  );
});

describe('JUNIPER-DOM-MIB', () => {
  const ports = '1.3.6.1.4.1.2636.3.60.1.1.1.1';
  const lanes = '1.3.6.1.4.1.2636.3.60.1.2.1.1';
  const interfaces = [port(508, 'xe-0/0/1'), port(593, 'et-0/1/0')];
  const limits = { 9: 300, 10: -1390, 11: 200, 12: -990, 17: 500, 18: -1140, 19: 300, 20: -840 };

  test('a port whose module has one lane', async () => {
    const { rows, reports } = await discover(
      jnxDomMib,
      interfaces,
      rowOf(ports, '508', { 5: -220, 6: 31_200, 7: -507, 8: 35, ...limits }),
      rowOf(lanes, '508.0', { 6: -220, 7: 31_200, 8: -507 }),
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
      rowOf(ports, '593', { 5: 0, 6: 0, 7: 0, 8: 41, ...limits }),
      ...[0, 1, 2, 3].map(lane => rowOf(lanes, `593.${lane}`, { 6: lane === 2 ? -4000 : -150, 7: 40_000, 8: 90 })),
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
    ['0 in Rx and Tx: no module', [int(0), int(0), int(0), int(0)], { ...known, module: 'absent' }],
    ['gone from the table', [none, none, none, none], { ...known, module: 'absent' }],
    [
      'no light, and the laser on',
      [int(-4000), int(-110), int(7400), int(41)],
      { module: 'present', rx: -40, tx: -1.1, bias: 7.4, temperature: 41 },
    ],
    ['unreadable', [malformed, malformed, none, none], { ...known, module: null }],
    [
      'not valid',
      [int(2 ** 31 - 1), int(2 ** 31 - 1), int(1), int(1)],
      { ...known, module: null, bias: 0.001, temperature: 1 },
    ],
  ])('%s', (_, cells, expected) => {
    expect(jnxDomMib.reading('508', cells, [508])).toEqual({ key: '508', ...expected });
  });

  test('a row of a port that is no interface is left out', async () => {
    const { rows } = await discover(jnxDomMib, interfaces, rowOf(ports, '77', { 5: -220, 7: -507 }));
    expect(rows).toEqual([]);
  });
});

describe('TIMETRA-PORT-MIB', () => {
  const ports = '1.3.6.1.4.1.6527.3.1.2.2.4.31.1';
  const lanes = '1.3.6.1.4.1.6527.3.1.2.2.4.66.1';
  const interfaces = [port(35_684_352, '1/1/1'), port(102_793_216, '3/1/1')];

  test('a port, in tenths of a microwatt', async () => {
    const { rows } = await discover(
      tmnxDdmMib,
      interfaces,
      rowOf(ports, '1.35684352', {
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
      rowOf(lanes, `1.102793216.${number}`, {
        ...{ 2: 12_756, 7: 27_033, 12: 11_419, 17: 10_691 },
        ...{ 18: low[0], 19: low[1], 20: 31_622, 21: 35_481 },
      });
    const { rows } = await discover(
      tmnxDdmMib,
      interfaces,
      rowOf(ports, '1.102793216', { 1: 12_000, 11: 0, 16: 0, 21: 0 }),
      lane(1, [616, 549]),
      lane(2, [549, 616]),
    );
    expect(rows.map(row => [row.key, row.lane, row.rx])).toEqual([
      ['1.102793216.1', 1, 0.29],
      ['1.102793216.2', 2, 0.29],
    ]);
    for (const { thresholds } of rows) expect(thresholds).toMatchObject({ rxLowAlarm: -12.604, rxLowWarning: -12.104 });
  });

  test.each([
    ['no light, and the laser off', [int(0), int(0), int(0), int(10_962)], { module: 'present', rx: -40, tx: -40 }],
    ['zeros alone', [int(0), int(0), int(0), int(0)], { ...known, module: 'absent' }],
    ['gone from the table', [none, none, none, none], { ...known, module: 'absent' }],
    ['not valid', [int(2 ** 31 - 1), int(2 ** 31 - 1), int(2 ** 31 - 1), int(2 ** 31 - 1)], { ...known, module: null }],
    ['unreadable', [malformed, none, none, none], { ...known, module: null }],
  ])('%s', (_, cells, expected) => {
    expect(tmnxDdmMib.reading('1', cells, [1, 35_684_352])).toMatchObject(expected);
  });
});

/** A sensor of a table with the columns of ENTITY-SENSOR-MIB. */
const sensor = (root: string, index: number, cells: readonly [number, number, number, number, number]): Entry[] =>
  rowOf(root, `${index}`, Object.fromEntries(cells.map((value, position) => [position + 1, value])));

const entity = (index: number, name: string, descr: string, within: number): Entry[] =>
  rowOf('1.3.6.1.2.1.47.1.1.1.1', `${index}`, { 2: ber.octets(descr), 4: within, 7: ber.octets(name) });

const alias = (index: number, ifIndex: number): Entry[] =>
  rowOf('1.3.6.1.2.1.47.1.3.2.1', `${index}.0`, { 2: ber.oid(arcs(`1.3.6.1.2.1.2.2.1.1.${ifIndex}`)) });

const powers = (rows: readonly OpticFacts[]) => rows.map(({ ifIndex, lane, rx, tx }) => [ifIndex, lane, rx, tx]);

describe('ENTITY-SENSOR-MIB', () => {
  const root = '1.3.6.1.2.1.99.1.1.1';
  const limits = '1.3.6.1.4.1.30065.3.12.1.1.1';
  const interfaces = [port(1, 'Ethernet1'), port(10, 'Ethernet10')];
  const [watts, amperes, volts, celsius] = [6, 5, 4, 8] as const;

  test('an Arista names the port in the description; what is not about light is not asked for', async () => {
    const { rows, reports } = await discover(
      entitySensorMib,
      interfaces,
      sensor(root, 201, [celsius, 9, 1, 258, 1]),
      sensor(root, 202, [volts, 8, 0, 3300, 1]),
      sensor(root, 211, [amperes, 8, 2, 3345, 1]),
      sensor(root, 212, [watts, 8, 4, 6322, 1]),
      sensor(root, 213, [watts, 8, 4, 6658, 1]),
      sensor(root, 900, [celsius, 9, 1, 480, 1]),
      sensor(root, 901, [watts, 9, 0, 310, 1]),
      entity(210, '', 'Lane 0 for Xcvr for Ethernet10', 200),
      entity(201, '', 'DOM Temperature Sensor for Ethernet10', 200),
      entity(202, '', 'DOM Voltage Sensor for Ethernet10', 200),
      entity(211, '', 'DOM TX Bias Sensor for Ethernet10', 210),
      entity(212, '', 'DOM TX Power Sensor for Ethernet10', 210),
      entity(213, '', 'DOM RX Power Sensor for Ethernet10', 210),
      entity(900, '', 'Cpu temp sensor', 1),
      entity(901, '', 'PowerSupply1 input power sensor', 1),
      rowOf(limits, '213', { 1: 363, 2: 229, 3: 17_783, 4: 22_387 }),
      rowOf(limits, '212', { 1: -1_000_000_000, 2: 955, 3: 17_783, 4: -1_000_000_000 }),
    );
    expect(rows).toEqual([
      {
        key: '10 lane 1',
        ifIndex: 10,
        lane: 1,
        module: 'present',
        rx: -1.767,
        tx: -1.991,
        bias: 33.45,
        temperature: 25.8,
        thresholds: {
          rxLowAlarm: -16.402,
          rxLowWarning: -14.401,
          rxHighWarning: 2.5,
          rxHighAlarm: 3.5,
          txLowAlarm: -10.2,
          txLowWarning: null,
          txHighWarning: 2.5,
          txHighAlarm: null,
        },
        source: 'entity-sensor-mib',
        row: [213, 6, 8, 12, 212, 6, 8, 12, 211, 5, 8, 10, 201, 8, 9, 9],
      },
    ]);
    expect(reports.every(report => report.bad === 0)).toBe(true);
    const [found] = rows;
    expect(entitySensorMib.instances(found?.row ?? []).map(each => each.join('.'))).toEqual(
      [213, 212, 211, 201].flatMap(index => [`${root}.4.${index}`, `${root}.5.${index}`]),
    );
  });

  test('a router whose sensors tell no power is not asked for its parts', async () => {
    const context = scripted(mibScript(sensor(root, 900, [celsius, 9, 1, 480, 1])));
    expect((await entitySensorMib.discover(context, interfaces)).rows).toEqual([]);
    expect(context.transport.asked.length).toBeLessThanOrEqual(2);
  });

  const row = [213, 6, 8, 12, 212, 6, 8, 12, 0, 0, 0, 0, 0, 0, 0, 0];
  test.each([
    ['light', [int(6658), int(1), int(6322), int(1)], { module: 'present', rx: -1.767, tx: -1.991 }],
    ['no light', [int(0), int(1), int(6322), int(1)], { module: 'present', rx: -40, tx: -1.991 }],
    ['the floor', [int(1), int(1), int(6322), int(1)], { module: 'present', rx: -40 }],
    [
      'a receiver that tells nothing',
      [int(-1e9), int(1), int(2410), int(1)],
      { module: 'present', rx: null, tx: -6.18 },
    ],
    ['neither told', [int(-1e9), int(1), int(-1e9), int(1)], { module: 'absent', rx: null, tx: null }],
    ['overflow', [int(1e9), int(1), int(6322), int(1)], { module: 'present', rx: null }],
    ['unavailable', [int(6658), int(2), int(6322), int(2)], { module: 'absent', rx: null, tx: null }],
    ['nonoperational receiver', [int(6658), int(3), int(6322), int(1)], { module: 'present', rx: null }],
    ['gone', [none, none, none, none], { module: 'absent', rx: null, tx: null }],
    ['unreadable', [malformed, malformed, malformed, malformed], { module: null, rx: null, tx: null }],
    ['of another type', [text('6658'), int(1), none, none], { module: null, rx: null, tx: null }],
    ['without a status', [int(6658), none, int(6322), none], { module: 'present', rx: -1.767 }],
  ])('%s', (_, cells, expected) => {
    expect(entitySensorMib.reading('10 lane 1', cells, row)).toMatchObject(expected);
  });

  test('a scale or precision that the MIB does not allow costs its sensor, and is counted', async () => {
    const { rows, reports } = await discover(
      entitySensorMib,
      interfaces,
      sensor(root, 212, [watts, 99, 4, 6322, 1]),
      sensor(root, 213, [watts, 8, 4, 6658, 1]),
      entity(212, '', 'DOM TX Power Sensor for Ethernet1', 0),
      entity(213, '', 'DOM RX Power Sensor for Ethernet1', 0),
    );
    expect(powers(rows)).toEqual([[1, null, -1.767, null]]);
    expect(reports[0]).toMatchObject({ table: 'entPhySensorTable', rows: 2, bad: 1 });
  });
});

describe('CISCO-ENTITY-SENSOR-MIB', () => {
  const root = '1.3.6.1.4.1.9.9.91.1.1.1.1';
  const limits = '1.3.6.1.4.1.9.9.91.1.2.1.1';
  const power = (index: number, value: number, status = 1): Entry[] => sensor(root, index, [14, 9, 5, value, status]);
  const limit = (index: string, severity: number, relation: number, value: number): Entry[] =>
    rowOf(limits, index, { 2: severity, 3: relation, 4: value });

  test('IOS-XR: lanes from 0, dark lanes, and limits by severity and relation', async () => {
    const { rows } = await discover(
      ciscoSensorMib,
      [port(7, 'HundredGigE0/0/0/1'), port(8, 'HundredGigE0/0/0/10')],
      ...[0, 1].flatMap(lane => [
        power(100 + lane, lane === 1 ? -4_000_000 : -181_972),
        power(200 + lane, 90_000),
        entity(100 + lane, `HundredGigE0/0/0/1-Rx Lane ${lane} Power`, 'Power Sensor', 50),
        entity(200 + lane, `HundredGigE0/0/0/1-Tx Lane ${lane} Power`, 'Power Sensor', 50),
      ]),
      limit('100.1', 10, 1, -990_000),
      limit('100.2', 20, 1, -1_390_000),
      limit('100.3', 10, 4, 240_000),
      limit('100.4', 20, 3, 340_000),
      limit('100.5', 1, 1, -100_000),
      limit('100.6', 30, 1, -1_500_000),
      limit('100.7', 20, 5, 0),
    );
    expect(powers(rows)).toEqual([
      [7, 1, -1.82, 0.9],
      [7, 2, -40, 0.9],
    ]);
    expect(rows[0]?.thresholds).toMatchObject({
      rxLowAlarm: -13.9,
      rxLowWarning: -9.9,
      rxHighWarning: 2.4,
      rxHighAlarm: 3.4,
      txLowAlarm: null,
    });
  });

  test('NX-OS: lanes from 1, and 0 dBm both ways is an empty cage', async () => {
    const { rows } = await discover(
      ciscoSensorMib,
      [port(436_207_616, 'Ethernet1/1'), port(436_211_712, 'Ethernet1/2')],
      sensor(root, 13, [14, 8, 0, -2101, 1]),
      sensor(root, 14, [14, 8, 0, -1530, 1]),
      sensor(root, 23, [14, 8, 0, 0, 1]),
      sensor(root, 24, [14, 8, 0, 0, 1]),
      entity(13, 'Ethernet1/1 Lane 1 Transceiver Receive Power Sensor', '', 0),
      entity(14, 'Ethernet1/1 Lane 1 Transceiver Transmit Power Sensor', '', 0),
      entity(23, 'Ethernet1/2 Lane 1 Transceiver Receive Power Sensor', '', 0),
      entity(24, 'Ethernet1/2 Lane 1 Transceiver Transmit Power Sensor', '', 0),
    );
    expect(powers(rows)).toEqual([
      [436_207_616, 1, -2.101, -1.53],
      [436_211_712, 1, null, null],
    ]);
    expect(rows.map(row => row.module)).toEqual(['present', 'absent']);
  });

  test('IOS-XE: the port is found by what the sensor sits in; the fan beside it is nobody’s light', async () => {
    const { rows } = await discover(
      ciscoSensorMib,
      [port(3, 'Te0/0/2')],
      power(31, -250_000),
      power(32, -190_000),
      sensor(root, 40, [10, 9, 0, 9000, 1]),
      entity(20, 'Te0/0/2', 'SFP-10G-LR', 5),
      entity(31, 'subslot 0/0 transceiver 2 Rx Power Sensor', '', 20),
      entity(32, 'subslot 0/0 transceiver 2 Tx Power Sensor', '', 20),
      entity(40, 'FAN 0', 'Fan', 1),
      alias(20, 3),
    );
    expect(powers(rows)).toEqual([[3, null, -2.5, -1.9]]);
  });

  test('several sensors that texts do not tell apart are lanes in their order', async () => {
    const { rows } = await discover(
      ciscoSensorMib,
      [port(3, 'Hu0/0/2')],
      ...[1, 2, 3, 4].flatMap(number => [
        power(number * 10, number * -100_000),
        entity(number * 10, 'Hu0/0/2 Receive Power Sensor', '', 0),
      ]),
    );
    expect(rows.map(({ lane, rx }) => [lane, rx])).toEqual([
      [1, -1],
      [2, -2],
      [3, -3],
      [4, -4],
    ]);
  });
});

describe('a sensor’s port', () => {
  const byName = interfaceNames(
    ['Ethernet1', 'Ethernet10', 'TenGigE0/0/0/1', 'TenGigE0/0/0/10', 'et-0/0/1', '7', 'ethernet 1/2'].map((name, at) =>
      port(at + 1, name),
    ),
  );

  test.each([
    ['DOM RX Power Sensor for Ethernet1', 1],
    ['DOM RX Power Sensor for Ethernet10', 2],
    ['TenGigE0/0/0/1-Rx Lane 0 Power', 3],
    ['TenGigE0/0/0/10-Rx Lane 0 Power', 4],
    ['TenGigE0/0/0/100-Rx Lane 0 Power', null],
    ['TenGigE0/0/0/1/1-Rx Lane 0 Power', null],
    ['et-0/0/1-Rx Power', 5],
    ['Rx Power of et-0/0/1, lane 7', 5],
    ['Rx Power of et-0/0/1:0', null],
    ['slot 7 power', null],
    ['Rx power (ethernet 1/2)', 7],
    ['xEthernet1', null],
    ['', null],
  ])('%s', (words, expected) => {
    expect(namedInterface(words, byName)).toBe(expected);
  });

  const parts = new Map([
    [1, { names: ['sensor'], within: 2 }],
    [2, { names: ['Xcvr for Ethernet1'], within: 3 }],
    [3, { names: ['chassis'], within: 0 }],
    [8, { names: ['a loop'], within: 9 }],
    [9, { names: ['a loop'], within: 8 }],
  ]);

  test.each<[string, number, ReadonlyMap<number, number>, number | null]>([
    ['is what it sits in, by its name', 1, new Map(), 1],
    ['is what the router maps, before any name', 1, new Map([[2, 10]]), 10],
    ['is nowhere', 3, new Map(), null],
    ['is not looked for in a circle for ever', 8, new Map(), null],
    ['is unknown', 77, new Map(), null],
  ])('%s', (_, index, aliases, expected) => {
    expect(entitiesOf({ parts, aliases, byName }).interfaceOf(index)).toBe(expected);
  });
});

describe('HUAWEI-ENTITY-EXTENT-MIB', () => {
  const root = '1.3.6.1.4.1.2011.5.25.31.1.1.3.1';
  const interfaces = [port(43, '100GE0/0/3'), port(44, '10GE0/0/4')];
  const limits = { 13: -1429, 14: 340, 15: -1160, 16: 340 };

  test('a port by its alias, in hundredths of a dBm', async () => {
    const { rows } = await discover(
      hwOpticalMib,
      interfaces,
      rowOf(root, '16978178', { 5: 38, 7: 5900, 8: -273, 9: -132, ...limits }),
      rowOf(root, '16978179', { 5: 2 ** 31 - 1, 7: -1, 8: 2 ** 31 - 1, 9: 2 ** 31 - 1 }),
      rowOf(root, '16978190', { 5: 30, 8: -200, 9: -200 }),
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
        row: [16_978_178, 0],
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
      rowOf(root, '5', {
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

  test('a number that no transceiver sends is no power: some releases tell microwatts', () => {
    expect(hwOpticalMib.reading('43', [int(5011), int(-132), none, none], [5, 0])).toMatchObject({
      rx: null,
      tx: -1.32,
    });
  });
});

describe('whatever a router says', () => {
  const tables = [jnxDomMib, tmnxDdmMib, entitySensorMib, ciscoSensorMib, hwOpticalMib];
  const finite = (optic: Pick<OpticFacts, 'rx' | 'tx' | 'bias' | 'temperature'>): boolean =>
    [optic.rx, optic.tx, optic.bias, optic.temperature].every(value => value === null || Number.isFinite(value));
  const inRange = (power: number | null): boolean => power === null || (power >= -40 && power <= 30);
  const anyRow = fc.array(fc.oneof(fc.nat({ max: 20 }), fc.nat()), { maxLength: 18 });

  test('reading a row gives finite numbers or nothing, and power within what there is', () => {
    fc.assert(
      fc.property(fc.constantFrom(...tables), fc.array(anyCell, { maxLength: 9 }), anyRow, (table, cells, row) => {
        const optic = table.reading('p', cells, row);
        expect(finite(optic)).toBe(true);
        expect([optic.rx, optic.tx].every(inRange)).toBe(true);
        if (optic.module === 'absent') expect([optic.rx, optic.tx]).toEqual([null, null]);
        expect(table.instances(row).length).toBeLessThanOrEqual(8);
      }),
      { numRuns: 400 },
    );
  });

  const roots: Readonly<Record<string, readonly [OpticTable, readonly string[]]>> = {
    junos: [jnxDomMib, ['1.3.6.1.4.1.2636.3.60.1.1.1.1', '1.3.6.1.4.1.2636.3.60.1.2.1.1']],
    sros: [tmnxDdmMib, ['1.3.6.1.4.1.6527.3.1.2.2.4.31.1', '1.3.6.1.4.1.6527.3.1.2.2.4.66.1']],
    entity: [
      entitySensorMib,
      ['1.3.6.1.2.1.99.1.1.1', '1.3.6.1.2.1.47.1.1.1.1', '1.3.6.1.2.1.47.1.3.2.1', '1.3.6.1.4.1.30065.3.12.1.1.1'],
    ],
    cisco: [ciscoSensorMib, ['1.3.6.1.4.1.9.9.91.1.1.1.1', '1.3.6.1.4.1.9.9.91.1.2.1.1', '1.3.6.1.2.1.47.1.1.1.1']],
    huawei: [hwOpticalMib, ['1.3.6.1.4.1.2011.5.25.31.1.1.3.1', '1.3.6.1.2.1.47.1.1.1.1']],
  };

  test.each(Object.entries(roots))(
    'walking the tables of %s gives optics of known ports and bad rows',
    async (_, [table, under]) => {
      const interfaces = [1, 2, 3].map(index => port(index, `Ethernet${index}`));
      const index = fc.array(fc.nat({ max: 5 }), { minLength: 1, maxLength: 3 });
      const entries = fc.array(
        fc.tuple(fc.constantFrom(...under), fc.integer({ min: 1, max: 25 }), index, anyEncoded),
        { maxLength: 60 },
      );
      await fc.assert(
        fc.asyncProperty(entries, async found => {
          const cells = new Map(found.map(([root, column, at, value]) => [`${root}.${column}.${at.join('.')}`, value]));
          const { rows, reports } = await discover(
            table,
            interfaces,
            [...cells].map(([at, value]): Entry => [arcs(at), value]),
          );
          for (const row of rows) {
            expect(finite(row)).toBe(true);
            expect(Object.values(row.thresholds).every(inRange)).toBe(true);
            expect([1, 2, 3]).toContain(row.ifIndex);
            expect(table.instances(row.row).length).toBeGreaterThan(0);
          }
          expect(new Set(rows.map(row => row.key)).size).toBe(rows.length);
          for (const report of reports) expect(report.bad).toBeLessThanOrEqual(report.rows);
        }),
        { numRuns: 60 },
      );
    },
  );
});
