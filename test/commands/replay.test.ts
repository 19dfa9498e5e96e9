import { expect, test } from 'vitest';
import { startReplay } from '../../src/commands/replay.ts';
import type { Sample } from '../../src/network/samples.ts';
import { instant } from '../../src/network/units.ts';
import { manualClock } from '../sources/manual-clock.ts';

const skipped = (at: number): Sample => ({ kind: 'skipped', router: 'r1', at: instant(at) });

test('every sample of a recording is played, also when the last was answered before the one above it', async () => {
  const clock = manualClock(1_000_000);
  const heard: number[] = [];
  const replay = startReplay([skipped(100), skipped(3000), skipped(2000)], 1, clock, sample => heard.push(sample.at));
  expect(heard).toEqual([100]);
  await clock.advance(2000);
  expect(heard).toEqual([100]);
  await clock.advance(1000);
  expect(heard).toEqual([100, 3000, 2000]);
  expect(replay.ended()).toBe(true);
});
