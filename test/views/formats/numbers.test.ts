import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { asciiGlyphs, unicodeGlyphs } from '../../../src/terminal/glyphs.ts';
import {
  clockText,
  counted,
  durationText,
  gigabits,
  percent,
  perSecondText,
  rateText,
  sumKnown,
} from '../../../src/views/formats/numbers.ts';

describe('a rate in Gb/s has one decimal, and unknown is a dash', () => {
  test.each([
    [0, '0.0'],
    [49_000_000, '0.0'],
    [50_000_000, '0.1'],
    [612_449_999_999, '612.4'],
    [999_990_000_000, '1000.0'],
    [null, '—'],
  ])('%s is %s', (rate, text) => expect(gigabits(rate, unicodeGlyphs)).toBe(text));

  test('in ASCII the dash is ASCII', () => expect(gigabits(null, asciiGlyphs)).toBe('-'));
});

describe('a rate in a sentence has the unit that a person would say', () => {
  test.each([
    [0, '0 b/s'],
    [999, '999 b/s'],
    [1000, '1 kb/s'],
    [38_400_000, '38 Mb/s'],
    [1_000_000_000, '1.0 Gb/s'],
    [87_340_000_000, '87.3 Gb/s'],
    [612_449_000_000, '612 Gb/s'],
  ])('%s is %s', (rate, text) => expect(rateText(rate)).toBe(text));
});

describe('a share is whole percent', () => {
  test.each([
    [0, '0 %'],
    [0.614, '61 %'],
    [1.04, '104 %'],
    [null, '—'],
  ])('%s is %s', (share, text) => expect(percent(share, unicodeGlyphs)).toBe(text));
});

describe('events a second', () => {
  test.each([
    [0, '0.0'],
    [0.04, '0.0'],
    [420.3, '420.3'],
    [12_345.6, '12346  '],
    [123_456.7, '123457'],
    [12_345_678, '12.3M'],
    [null, '—'],
  ])('%s is %s', (rate, text) => expect(perSecondText(rate, unicodeGlyphs)).toBe(text));
});

describe('a duration has its two largest units', () => {
  test.each([
    [0, '0 s'],
    [0.9, '0 s'],
    [41, '41 s'],
    [60, '1 min'],
    [89, '1 min 29 s'],
    [3600, '1 h'],
    [3661, '1 h 1 min'],
    [86_400, '1 d'],
    [90_000, '1 d 1 h'],
    [86_460, '1 d'],
    [15_999_999, '185 d 4 h'],
    [-5, '0 s'],
  ])('%s is %s', (seconds, text) => expect(durationText(seconds)).toBe(text));

  test('is never longer than eleven characters within a decade', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10 * 365 * 86_400 }), seconds => durationText(seconds).length <= 11),
    );
  });
});

test('a sum over what is known; nothing known is not 0', () => {
  expect(sumKnown([1, null, 2, undefined])).toBe(3);
  expect(sumKnown([0, null])).toBe(0);
  expect(sumKnown([null, undefined])).toBeNull();
  expect(sumKnown([])).toBeNull();
});

test('the time of day is UTC and says so', () => {
  expect(clockText(Date.UTC(2026, 0, 2, 3, 7, 41))).toBe('03:07:41Z');
});

test('a count has its noun', () => {
  expect([0, 1, 2].map(count => counted(count, 'PNI'))).toEqual(['0 PNIs', '1 PNI', '2 PNIs']);
});
