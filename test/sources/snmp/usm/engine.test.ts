import { describe, expect, test } from 'vitest';
import { instant } from '../../../../src/network/units.ts';
import { heardFrom, momentOf } from '../../../../src/sources/snmp/usm/engine.ts';

const at = instant(1_000_000);
const later = (seconds: number) => instant(at + seconds * 1000);
const engine = { id: Buffer.from('80001f8880', 'hex'), boots: 7, time: 1000, at };
const last = 0x7fffffff;

describe('the clock of an engine', () => {
  test.each([
    ['as told', engine, 0, { boots: 7, time: 1000 }],
    ['goes on in whole seconds', engine, 61.9, { boots: 7, time: 1061 }],
    ['never goes back with ours', engine, -5, { boots: 7, time: 1000 }],
    ['counts a boot when it is full', { ...engine, time: last }, 1, { boots: 8, time: 0 }],
    ['stays at its last boot', { ...engine, boots: last, time: last }, 3, { boots: last, time: 2 }],
  ])('%s', (_, known, seconds, moment) => {
    expect(momentOf(known, later(seconds))).toEqual(moment);
  });
});

describe('an authentic message', () => {
  test.each([
    ['of a later second is learned from', 7, 1062, { ...engine, time: 1062, at: later(60) }],
    ['of a later boot is learned from', 8, 2, { ...engine, boots: 8, time: 2, at: later(60) }],
    ['of the same second teaches nothing', 7, 1000, engine],
    ['at the edge of the time window is good', 7, 910, engine],
    ['from before the time window is not', 7, 909, null],
    ['from the last boot is not', 6, 5000, null],
  ])('%s', (_, boots, time, found) => {
    expect(heardFrom(engine, { boots, time }, later(60))).toEqual(found);
  });
});
