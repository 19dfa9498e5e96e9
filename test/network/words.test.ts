import { describe, expect, it } from 'vitest';
import { ageText, isStale } from '../../src/network/age.ts';
import { bgpErrorText } from '../../src/network/bgp-errors.ts';
import { byName } from '../../src/network/order.ts';
import { byWeight, type Reason } from '../../src/network/reasons.ts';
import { instant, millis } from '../../src/network/units.ts';

describe('the last error of a session, in words', () => {
  it.each([
    [4, 0, 'Hold timer expired'],
    [6, 2, 'Cease / administrative shutdown'],
    [6, 4, 'Cease / administrative reset'],
    [6, 7, 'Cease / connection collision resolution'],
    [6, 9, 'Cease / hard reset'],
    [6, 10, 'Cease / BFD down'],
    [3, 8, 'UPDATE error / invalid NEXT_HOP'],
    [2, 2, 'OPEN error / bad peer AS'],
    [6, 0, 'Cease'],
    [6, 99, 'Cease / subcode 99'],
    [77, 3, 'error 77 / subcode 3'],
    [-1, 0, 'error -1'],
  ])('%i/%i is "%s"', (code, subcode, words) => {
    expect(bgpErrorText({ code, subcode })).toBe(words);
  });
});

describe('an age, in words', () => {
  it.each([
    [-5, '0 s'],
    [0, '0 s'],
    [1499, '1 s'],
    [119_000, '119 s'],
    [120_000, '2 min'],
    [7_199_000, '119 min'],
    [7_200_000, '2 h'],
    [172_800_000, '2 d'],
  ])('%i ms is %s', (age, words) => {
    expect(ageText(age)).toBe(words);
  });
});

describe('a value is stale', () => {
  it('when it is older than two intervals, and not before', () => {
    expect(isStale(instant(0), instant(20_000), millis(10_000))).toBe(false);
    expect(isStale(instant(0), instant(20_001), millis(10_000))).toBe(true);
  });
});

describe('names', () => {
  it('come in the order in which a person counts', () => {
    const names = ['ae10', 'ae2', 'Ae2', 'et-0/0/10', 'et-0/0/9', 'ae1'];
    expect(names.toSorted(byName)).toEqual(['ae1', 'ae2', 'Ae2', 'ae10', 'et-0/0/9', 'et-0/0/10']);
  });

  it('that differ are never equal, so that an order is always the same', () => {
    expect(byName('ae1', 'ae01')).not.toBe(0);
    expect(byName('ae1', 'ae01')).toBe(-byName('ae01', 'ae1'));
    expect(byName('a', 'a')).toBe(0);
  });
});

describe('reasons', () => {
  it('come heaviest first, and in their own order where they weigh the same', () => {
    const reason = (weight: Reason['weight'], text: string): Reason => ({ code: 'stale', weight, subject: 'x', text });
    const list = [
      reason('info', 'a'),
      reason('warn', 'b'),
      reason('bad', 'c'),
      reason('warn', 'd'),
      reason('unknown', 'e'),
      reason('risk', 'f'),
    ];
    expect(
      byWeight(list)
        .map(each => each.text)
        .join(''),
    ).toBe('cfbdea');
  });
});
