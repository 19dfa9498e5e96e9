import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { InterfaceReading, RouterClock } from '../../src/network/facts.ts';
import { hasRestarted, type RateResult, ratesBetween, ticksBetween, unmoved } from '../../src/network/rates.ts';
import { bitsPerSecond, instant, seconds, ticks } from '../../src/network/units.ts';

const reading = (more: Partial<InterfaceReading> = {}): InterfaceReading => ({
  ifIndex: 500,
  name: 'ae0',
  upTime: ticks(1_000_000),
  admin: 'up',
  oper: 'up',
  speed: bitsPerSecond(400e9),
  inOctets: 10n ** 15n,
  outOctets: 10n ** 14n,
  inErrors: 100,
  outErrors: 0,
  inDiscards: 5,
  outDiscards: 0,
  discontinuity: ticks(0),
  ...more,
});
/** Ten seconds after `reading()`: 40 Gb/s in, 10 Gb/s out. */
const later = (more: Partial<InterfaceReading> = {}): InterfaceReading =>
  reading({
    upTime: ticks(1_001_000),
    inOctets: 10n ** 15n + 50_000_000_000n,
    outOctets: 10n ** 14n + 12_500_000_000n,
    ...more,
  });
const between = (before: InterfaceReading, after: InterfaceReading, elapsed = 10_000): RateResult =>
  ratesBetween(before, instant(0), after, instant(elapsed));

describe('a rate', () => {
  it('is told in both directions, with errors and discards', () => {
    const result = between(reading(), later({ inErrors: 120, outDiscards: 7 }));
    expect(result).toEqual({
      kind: 'rates',
      rates: { in: 40e9, out: 10e9, inErrors: 2, outErrors: 0, inDiscards: 0, outDiscards: 0.7, over: 10 },
    });
  });

  it('goes by the clock of the router, not by ours', () => {
    expect(between(reading(), later(), 14_500)).toMatchObject({ rates: { in: 40e9 } });
  });

  it('of an idle link is 0, not unknown', () => {
    expect(between(reading(), reading({ upTime: ticks(1_001_000) }))).toMatchObject({ rates: { in: 0, out: 0 } });
  });

  it('is known although the error counters are not', () => {
    expect(between(reading(), later({ inErrors: null }))).toMatchObject({ rates: { in: 40e9, inErrors: null } });
  });

  it('may be a little above the speed, for counters and clock are not read at one moment', () => {
    expect(between(reading({ speed: bitsPerSecond(39e9) }), later({ speed: bitsPerSecond(39e9) })).kind).toBe('rates');
  });

  it('is told where no speed is', () => {
    expect(between(reading({ speed: null }), later({ speed: null })).kind).toBe('rates');
  });
});

describe('a pair of readings gives no rate', () => {
  it.each([
    ['restart', reading({ upTime: ticks(90_000_000) }), later({ upTime: ticks(500) })],
    ['renumbered', reading(), later({ name: 'ae1' })],
    ['renumbered', reading(), later({ name: null })],
    ['discontinuity', reading(), later({ discontinuity: ticks(1_000_500) })],
    ['counter went back', reading(), later({ inOctets: 10n ** 15n - 1n })],
    ['counter went back', reading(), later({ outOctets: 0n })],
    ['faster than the link', reading({ speed: bitsPerSecond(10e9) }), later({ speed: bitsPerSecond(10e9) })],
    ['no clock', reading({ upTime: null }), later()],
    ['no clock', reading(), later({ upTime: null })],
    ['no counters', reading({ inOctets: null }), later()],
    ['no counters', reading(), later({ outOctets: null })],
    ['no time between', reading(), later({ upTime: ticks(1_000_000) })],
  ] as const)('%s', (why, before, after) => {
    expect(between(before, after)).toEqual({ kind: 'void', why });
  });

  it('when the router has been up for less time than has passed since it was last heard', () => {
    const before = reading({ upTime: ticks(6_000) });
    const after = later({ upTime: ticks(30_000) });
    expect(between(before, after, 840_000)).toEqual({ kind: 'void', why: 'restart' });
  });

  it('when a LAG whose speed has changed was faster than it ever was', () => {
    const before = reading({ speed: bitsPerSecond(30e9) });
    expect(between(before, later({ speed: bitsPerSecond(10e9) }))).toEqual({
      kind: 'void',
      why: 'faster than the link',
    });
  });
});

describe('sysUpTime falls after 497 days as it does at a restart', () => {
  const almost = 2 ** 32 - 400;

  it('it is a wrap when the time that passed here explains it', () => {
    expect(ticksBetween(ticks(almost), ticks(600), 10_000)).toBe(1000);
    expect(between(reading({ upTime: ticks(almost) }), later({ upTime: ticks(600) }))).toMatchObject({
      rates: { in: 40e9 },
    });
  });

  it('it is a wrap also when the answer came late', () => {
    expect(ticksBetween(ticks(almost), ticks(600), 19_000)).toBe(1000);
  });

  it('otherwise it is a restart', () => {
    expect(ticksBetween(ticks(2 ** 31), ticks(600), 10_000)).toBeNull();
    expect(ticksBetween(ticks(almost), ticks(600), 86_400_000)).toBeNull();
  });
});

describe('a router has restarted', () => {
  const clock = (more: Partial<RouterClock>): RouterClock => ({
    upTime: ticks(8_640_000),
    engineBoots: 7,
    engineTime: seconds(86_400),
    tableChange: null,
    stackChange: null,
    ...more,
  });

  it('when snmpEngineBoots has moved, whatever the other clocks say', () => {
    expect(hasRestarted(clock({}), clock({ engineBoots: 8 }), 10_000)).toBe(true);
  });

  it('when sysUpTime fell and snmpEngineTime with it', () => {
    const after = clock({ upTime: ticks(300), engineTime: seconds(3), engineBoots: null });
    expect(hasRestarted(clock({}), after, 10_000)).toBe(true);
  });

  it('not when sysUpTime wrapped and snmpEngineTime went on', () => {
    const before = clock({ upTime: ticks(2 ** 32 - 90_000), engineTime: seconds(42_948_772) });
    const after = clock({ upTime: ticks(270_000), engineTime: seconds(42_952_372) });
    expect(hasRestarted(before, after, 3_600_000)).toBe(false);
  });

  it('when snmpEngineTime is larger than before and yet smaller than the silence', () => {
    const before = clock({ upTime: ticks(6_000), engineTime: seconds(60), engineBoots: null });
    const after = clock({ upTime: ticks(30_000), engineTime: seconds(300), engineBoots: null });
    expect(hasRestarted(before, after, 840_000)).toBe(true);
  });

  it('not when nothing but time has passed', () => {
    const after = clock({ upTime: ticks(8_641_000), engineTime: seconds(86_410) });
    expect(hasRestarted(clock({}), after, 10_000)).toBe(false);
  });

  it('not for a router that tells no clock', () => {
    const none = {
      upTime: null,
      engineBoots: null,
      engineTime: null,
      tableChange: null,
      stackChange: null,
    };
    expect(hasRestarted(none, none, 10_000)).toBe(false);
    expect(hasRestarted(clock({}), none, 10_000)).toBe(false);
  });
});

describe('a Counter32 of errors', () => {
  const errors = (before: number, after: number) => {
    const result = between(reading({ inErrors: before }), later({ inErrors: after }));
    return result.kind === 'rates' ? result.rates.inErrors : 'void';
  };

  it('wraps at 2^32', () => {
    expect(errors(2 ** 32 - 50, 50)).toBe(10);
  });

  it('that was reset gives no rate, and leaves the traffic known', () => {
    expect(errors(1000, 0)).toBeNull();
  });
});

describe('whatever a router sends', () => {
  const counter = fc.option(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), { nil: null });
  const number = fc.option(fc.integer({ min: -(2 ** 31), max: 2 ** 32 - 1 }), { nil: null });
  const stamp = fc.option(fc.integer({ min: 0, max: 2 ** 32 - 1 }).map(ticks), { nil: null });
  const anything = fc.record({
    ifIndex: fc.constant(1),
    name: fc.constantFrom('ae0', 'ae1', null),
    upTime: stamp,
    admin: fc.constant(null),
    oper: fc.constant(null),
    speed: fc.option(fc.integer({ min: 0, max: 10 ** 12 }).map(bitsPerSecond), { nil: null }),
    inOctets: counter,
    outOctets: counter,
    inErrors: number,
    outErrors: number,
    inDiscards: number,
    outDiscards: number,
    discontinuity: stamp,
  });

  it('a rate is never negative, never NaN and never infinite', () => {
    fc.assert(
      fc.property(anything, anything, fc.integer({ min: 0, max: 10 ** 9 }), (before, after, elapsed) => {
        const result = between(before, after, elapsed);
        if (result.kind === 'void') return;
        for (const value of Object.values(result.rates)) {
          if (value !== null) expect(value).toBeGreaterThanOrEqual(0);
          if (value !== null) expect(Number.isFinite(value)).toBe(true);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('constant traffic gives exactly its rate, whatever the interval and the start', () => {
    const octetsPerTick = fc.bigInt({ min: 0n, max: 500_000_000n });
    const span = fc.integer({ min: 1, max: 360_000 });
    const begin = fc.bigInt({ min: 0n, max: 2n ** 63n });
    const stampAt = fc.integer({ min: 0, max: 2 ** 32 - 1 });
    fc.assert(
      fc.property(octetsPerTick, span, begin, stampAt, (perTick, passed, start, upTime) => {
        const before = reading({ upTime: ticks(upTime), inOctets: start, outOctets: start, speed: null });
        const octets = start + perTick * BigInt(passed);
        const after = reading({
          upTime: ticks((upTime + passed) % 2 ** 32),
          inOctets: octets,
          outOctets: octets,
          speed: null,
        });
        const result = between(before, after, passed * 10);
        if (result.kind === 'void') throw new Error(`no rate: ${result.why}`);
        expect(result.rates.in).toBeCloseTo(Number(perTick) * 800, 3);
        expect(result.rates.out).toBe(result.rates.in);
      }),
    );
  });
});

describe('counters that repeat', () => {
  it('have not moved, whatever the errors did', () => {
    expect(unmoved(reading(), reading({ inErrors: 999 }))).toBe(true);
    expect(unmoved(reading(), later())).toBe(false);
  });
});
