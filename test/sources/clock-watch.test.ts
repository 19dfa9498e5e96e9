import { afterEach, describe, expect, test, vi } from 'vitest';
import type { Sample } from '../../src/network/samples.ts';
import { millis } from '../../src/network/units.ts';
import { processClock } from '../../src/sources/clock.ts';
import { watchClock } from '../../src/sources/clock-watch.ts';
import { manualClock } from './manual-clock.ts';

function watched(offset = 0) {
  const clock = manualClock();
  clock.setWall(offset);
  const samples: Sample[] = [];
  const stop = watchClock(clock, sample => samples.push(sample), 1000);
  return { clock, samples, stop };
}

describe('a wall clock that is set is told', () => {
  test('nothing is told of one that runs as it should', async () => {
    const { clock, samples } = watched();
    await clock.advance(60_000);
    expect(samples).toEqual([]);
  });

  test.each([3_600_000, -3_600_000, 1000, -1000])('a step of %d ms, once', async offset => {
    const { clock, samples } = watched();
    await clock.advance(5000);
    clock.setWall(offset);
    await clock.advance(10_000);
    expect(samples).toEqual([{ kind: 'clock', at: 1_006_000, offset }]);
  });

  test('a wander of less than a second is not told, but adds up', async () => {
    const { clock, samples } = watched();
    for (let wander = 0; wander <= 2500; wander += 250) {
      clock.setWall(wander);
      await clock.advance(1000);
    }
    expect(samples.map(sample => (sample.kind === 'clock' ? sample.offset : null))).toEqual([1000, 2000]);
  });

  test('a clock that is set back is told too', async () => {
    const { clock, samples } = watched(5000);
    clock.setWall(0);
    await clock.advance(1000);
    expect(samples).toMatchObject([{ offset: 5000 }, { offset: 0 }]);
  });

  test('one that was off before it was watched is told at once', () => {
    expect(watched(7000).samples).toMatchObject([{ kind: 'clock', offset: 7000 }]);
  });

  test('and no more after the end', async () => {
    const { clock, samples, stop } = watched();
    stop();
    stop();
    clock.setWall(9000);
    await clock.advance(10_000);
    expect(samples).toEqual([]);
    expect(clock.pending()).toEqual([]);
  });

  test('ending it from within is an end', async () => {
    const clock = manualClock();
    let heard = 0;
    const stop = watchClock(
      clock,
      () => {
        heard += 1;
        stop();
      },
      1000,
    );
    clock.setWall(2000);
    await clock.advance(1000);
    clock.setWall(9000);
    await clock.advance(5000);
    expect(heard).toBe(1);
  });
});

describe('the process’s clock', () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  test('is steady: setting the wall clock moves only the offset', () => {
    const before = processClock.now();
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 3_600_000 });
    expect(processClock.now() - before).toBeLessThan(60_000);
    expect(processClock.now()).toBeGreaterThanOrEqual(before);
    expect(processClock.wallOffset()).toBeGreaterThan(3_500_000);
    expect(processClock.wallOffset()).toBeLessThan(3_700_000);
  });

  test('begins at the wall clock’s time', () => {
    expect(Math.abs(processClock.now() - Date.now())).toBeLessThan(60_000);
  });

  test('runs what is scheduled, unless it is taken back', async () => {
    const ran: string[] = [];
    const cancel = processClock.schedule(millis(1), () => ran.push('cancelled'));
    cancel();
    await new Promise<void>(resolve => processClock.schedule(millis(2), () => resolve(void ran.push('kept'))));
    expect(ran).toEqual(['kept']);
  });
});
