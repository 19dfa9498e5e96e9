import { describe, expect, test } from 'vitest';
import { createPace, largestAnswer } from '../../../src/sources/snmp/pace.ts';

describe('how much a router is asked for', () => {
  test('begins at 25, doubles while answers fit, and stops where a frame is full', () => {
    const pace = createPace();
    expect(pace.bulk('t')).toBe(25);
    for (let i = 0; i < 5; i++) pace.answered('t', 60 + pace.bulk('t') * 20, pace.bulk('t'));
    expect(pace.bulk('t')).toBe(Math.floor((largestAnswer - 60) / (20 * 1.05)));
  });

  test('is halved, and stays below what was too much', () => {
    const pace = createPace();
    pace.shrink(25);
    expect(pace.bulk('t')).toBe(12);
    pace.answered('t', 300, 12);
    expect(pace.bulk('t')).toBe(12);
  });

  test('two answers to one too large question count as one', () => {
    const pace = createPace();
    pace.shrink(24);
    pace.shrink(24);
    expect(pace.bulk('t')).toBe(12);
  });

  test('an answer over one frame makes the next smaller', () => {
    const pace = createPace();
    pace.answered('t', 2560, 25);
    expect(pace.bulk('t') * 100 + 60).toBeLessThanOrEqual(largestAnswer);
    expect(pace.bulk('other')).toBe(25);
  });

  test('GETBULK that is not answered is given up until it is', () => {
    const pace = createPace();
    expect(pace.knowsBulk).toBe(false);
    pace.noBulk();
    expect(pace.bulk('t')).toBe(1);
    expect(pace.knowsBulk).toBe(false);
    pace.answered('t', 100, 2);
    expect(pace.bulk('t')).toBeGreaterThanOrEqual(25);
    expect(pace.knowsBulk).toBe(true);
  });

  test('a discovery gives another chance', () => {
    const pace = createPace();
    pace.shrink(8);
    pace.shrinkGet(40);
    expect([pace.bulk('t'), pace.get()]).toEqual([4, 20]);
    pace.relax();
    pace.answered('t', 200, 4);
    expect([pace.bulk('t'), pace.get()]).toEqual([8, 40]);
  });

  test('never ends at nothing', () => {
    const pace = createPace();
    for (let i = 0; i < 10; i++) {
      pace.shrink(1);
      pace.shrinkGet(1);
    }
    expect([pace.bulk('t'), pace.get()]).toEqual([1, 1]);
  });
});
