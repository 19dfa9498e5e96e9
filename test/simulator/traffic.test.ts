import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  dayShape,
  demandShares,
  FILL_LIMIT,
  noise,
  type Place,
  splitOverMembers,
  spread,
} from '../../src/simulator/traffic.ts';

const GBPS = 1_250_000;
const total = (amounts: readonly number[]): number => amounts.reduce((sum, amount) => sum + amount, 0);

const place = fc.record({
  capacity: fc.integer({ min: 0, max: 800 }).map(gbps => gbps * GBPS),
  weight: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 800 })),
});
const carrier = fc.integer({ min: 1, max: 5 }).chain(size =>
  fc.record({
    demand: fc.array(fc.integer({ min: 0, max: 1500 * GBPS }), { minLength: size, maxLength: size }),
    places: fc.array(fc.array(place, { maxLength: 4 }), { minLength: size, maxLength: size }),
  }),
);
const everyOther = (size: number): number[][] =>
  Array.from({ length: size }, (_, at) => Array.from({ length: size }, (_, i) => i).filter(i => i !== at));

describe('spreading', () => {
  test('what is carried and what finds no room add up to what was asked for', () => {
    fc.assert(
      fc.property(carrier, ({ demand, places }) => {
        const { loads, unserved } = spread(demand, places, everyOther(demand.length));
        expect(total(loads.map(total)) + total(unserved)).toBe(total(demand));
        for (const [metro, list] of loads.entries()) {
          for (const [at, load] of list.entries()) {
            expect(load).toBeGreaterThanOrEqual(0);
            expect(load).toBeLessThanOrEqual((places[metro]?.[at]?.capacity ?? 0) * FILL_LIMIT);
          }
        }
      }),
    );
  });

  const equal = (gbps: number): Place => ({ capacity: gbps * GBPS, weight: gbps });
  const inGbps = (loads: readonly (readonly number[])[]): number[][] =>
    loads.map(metro => metro.map(load => Math.round(load / GBPS)));

  test.each<[string, number[], Place[][], number[][], number]>([
    ['shares in proportion to capacity', [300], [[equal(400), equal(200)]], [[200, 100]], 0],
    [
      'leaves a drained place with next to nothing',
      [300],
      [[equal(400), { capacity: 400 * GBPS, weight: 0 }]],
      [[300, 0]],
      0,
    ],
    [
      'takes what does not fit to the next metro',
      [500, 100],
      [[equal(400)], [equal(400), equal(400)]],
      [[394], [103, 103]],
      0,
    ],
    ['takes all of a dark metro elsewhere', [200, 100], [[{ capacity: 0, weight: 0 }], [equal(400)]], [[0], [300]], 0],
    ['says what has no room anywhere', [900, 0], [[equal(400)], [equal(400)]], [[394], [394]], 112],
  ])('%s', (_, demand, places, loads, unserved) => {
    const result = spread(
      demand.map(gbps => gbps * GBPS),
      places,
      everyOther(demand.length),
    );
    expect(inGbps(result.loads)).toEqual(loads);
    expect(Math.round(total(result.unserved) / GBPS)).toBe(unserved);
  });
});

test("members' shares add up exactly, and only forwarding members carry", () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ up: fc.boolean(), skew: fc.double({ min: -1, max: 1, noNaN: true }) }), {
        minLength: 1,
        maxLength: 8,
      }),
      fc.double({ min: 0, max: FILL_LIMIT, noNaN: true }),
      (members, fill) => {
        const up = members.map(member => member.up);
        const amount = Math.floor(fill * up.filter(Boolean).length * 100 * GBPS);
        const shares = splitOverMembers(
          amount,
          up,
          100 * GBPS,
          members.map(member => member.skew),
        );
        expect(total(shares)).toBe(amount);
        expect(shares.every((share, i) => share >= 0 && (up[i] || share === 0))).toBe(true);
        expect(Math.max(...shares)).toBeLessThanOrEqual(100 * GBPS);
      },
    ),
  );
});

test('the day has its trough at four and its peak at twenty', () => {
  expect(dayShape(4)).toBeCloseTo(0.45);
  expect(dayShape(20)).toBeCloseTo(1);
  expect(dayShape(28)).toBeCloseTo(0.45);
  expect(dayShape(12)).toBeGreaterThan(dayShape(8));
});

test('noise is smooth, bounded, and the same for the same seed', () => {
  fc.assert(
    fc.property(fc.integer(), fc.nat(100), fc.nat(1e9), (seed, stream, at) => {
      const here = noise(seed, stream, at, 1000);
      expect(Math.abs(here)).toBeLessThanOrEqual(1);
      expect(noise(seed, stream, at, 1000)).toBe(here);
      expect(Math.abs(noise(seed, stream, at + 1, 1000) - here)).toBeLessThan(0.01);
    }),
  );
});

test('about three times as much comes in as goes out', () => {
  fc.assert(
    fc.property(fc.integer(), fc.nat(2e9), (seed, atMs) => {
      const wish = { seed, stream: 1, atMs, utcOffsetHours: 1, peakShare: 0.36, share: null };
      const shares = demandShares(wish);
      expect(shares.in / shares.out).toBeGreaterThan(2.8);
      expect(shares.in / shares.out).toBeLessThan(3.3);
      expect(shares.in).toBeLessThan(0.4);
    }),
  );
});
