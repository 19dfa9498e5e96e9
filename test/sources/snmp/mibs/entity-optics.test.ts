import { describe, expect, test } from 'vitest';
import { ciscoSensorMib } from '../../../../src/sources/snmp/mibs/cisco-entity-sensor-mib.ts';
import { entitiesOf, interfaceNames, namedInterface } from '../../../../src/sources/snmp/mibs/entity-mib.ts';
import { entitySensorMib } from '../../../../src/sources/snmp/mibs/entity-sensor-mib.ts';
import { port } from '../../../network/router-facts.ts';
import { type Entry, mibScript } from '../agent.ts';
import { scripted } from '../script-transport.ts';
import { alias, cellsOf, discover, entity, powers, sensor } from './optic-entries.ts';
import { int, malformed, none, text } from './values.ts';

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
      cellsOf(limits, '213', { 1: 363, 2: 229, 3: 17_783, 4: 22_387 }),
      cellsOf(limits, '212', { 1: -1_000_000_000, 2: 955, 3: 17_783, 4: -1_000_000_000 }),
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
  const power = (index: number, value: number, status = 1): readonly Entry[] =>
    sensor(root, index, [14, 9, 5, value, status]);
  const limit = (index: string, severity: number, relation: number, value: number): readonly Entry[] =>
    cellsOf(limits, index, { 2: severity, 3: relation, 4: value });

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

  test('IOS-XR: sensors named after the controller of the optics are about its port, not about the controller', async () => {
    const { rows } = await discover(
      ciscoSensorMib,
      [port(7, 'HundredGigE0/0/0/1'), port(70, 'Optics0/0/0/1')],
      power(100, -181_972),
      power(200, 90_000),
      entity(100, 'Optics0/0/0/1-Rx Lane 0 Power', 'Power Sensor', 50),
      entity(200, 'Optics0/0/0/1-Tx Lane 0 Power', 'Power Sensor', 50),
      alias(50, 70),
    );
    expect(powers(rows)).toEqual([[7, 1, -1.82, 0.9]]);
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
    expect(entitiesOf({ parts, aliases, byName, byNumbers: new Map() }).interfaceOf(index)).toBe(expected);
  });
});
