import { expect, test } from 'vitest';
import { numberedInterface, portNumbers } from '../../../../src/sources/snmp/mibs/port-numbers.ts';
import { port } from '../../../network/router-facts.ts';

const ports = portNumbers([
  port(10, 'TenGigabitEthernet0/0/10'),
  port(11, 'TenGigabitEthernet0/0/10.100'),
  port(12, 'Hu0/1/2'),
  port(13, 'TenGigE0/0/0/8'),
  port(14, 'HundredGigE0/0/0/20'),
  port(15, 'TenGigE0/1/0/3'),
  port(16, 'GigabitEthernet0/1/1/3'),
  port(17, 'MgmtEth0/RSP0/CPU0/0'),
  port(21, 'Optics0/0/0/8'),
  port(18, 'Two-Part0/0/7'),
  port(19, 'GigabitEthernet0/0/9'),
  port(20, 'TenGigabitEthernet0/0/9'),
]);

test.each<[string, string, number | null]>([
  ['of IOS-XE', 'subslot 0/0 transceiver 10 Rx Power Sensor', 10],
  ['of IOS-XE, another card', 'Subslot 0/1 Transceiver 2 Tx Power', 12],
  ['of IOS-XR', '0/0-PORT-8-Rx Lane 0 Power', 13],
  ['of the optics of a port on IOS-XR', 'Optics0/0/0/8-Tx Lane 0 Power', 13],
  ['20 is not 2', '0/0-PORT-2-Rx Lane 0 Power', null],
  ['two instances have such a port', '0/1-PORT-3', null],
  ['no such port', 'subslot 0/2 transceiver 10 Rx Power Sensor', null],
  [
    'a combined port: of two interfaces with these numbers nothing tells which',
    'subslot 0/0 transceiver 9 Tx Power',
    null,
  ],
  ['a name with a dash', 'subslot 0/0 transceiver 7', 18],
  ['something else', 'Power Supply 0/0 Rx', null],
])('%s', (_, text, expected) => {
  expect(numberedInterface(text, ports)).toBe(expected);
});
