import { describe, expect, test } from 'vitest';
import { dbm } from '../../../../src/network/units.ts';
import { limitsOf, powerOfDbm, powerOfMilliwatts } from '../../../../src/sources/snmp/mibs/optical-power.ts';

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
