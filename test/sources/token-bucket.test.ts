import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { instant } from '../../src/network/units.ts';
import { createBucket } from '../../src/sources/token-bucket.ts';

const rate = { perSecond: 50, burst: 100 };
const taken = (bucket: ReturnType<typeof createBucket>, at: number, times: number): number =>
  Array.from({ length: times }, () => bucket.take(instant(at))).filter(Boolean).length;

describe('a source may send', () => {
  it('a burst at once, and no more', () => {
    expect(taken(createBucket(rate, instant(0)), 0, 1000)).toBe(100);
  });

  it('so many a second in the long run', () => {
    const bucket = createBucket(rate, instant(0));
    taken(bucket, 0, 1000);
    expect(taken(bucket, 1000, 1000)).toBe(50);
    expect(taken(bucket, 1020, 1000)).toBe(1);
  });

  it('not more than a burst after however long a silence', () => {
    const bucket = createBucket(rate, instant(0));
    taken(bucket, 0, 1000);
    expect(taken(bucket, 86_400_000, 1000)).toBe(100);
  });

  it('nothing more for a clock that goes back', () => {
    const bucket = createBucket(rate, instant(5000));
    taken(bucket, 5000, 1000);
    expect(taken(bucket, 0, 10)).toBe(0);
    expect(taken(bucket, 5000, 10)).toBe(0);
  });

  it('never more than the burst and the rate together, at whatever moments', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 300 }), { maxLength: 400 }), gaps => {
        const bucket = createBucket(rate, instant(0));
        let now = 0;
        let passed = 0;
        for (const gap of gaps) {
          now += gap;
          passed += taken(bucket, now, 3);
        }
        expect(passed).toBeLessThanOrEqual(rate.burst + (now / 1000) * rate.perSecond);
      }),
    );
  });
});
