import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { asciiGlyphs, unicodeGlyphs } from '../../../src/terminal/glyphs.ts';
import { plainLine } from '../../../src/terminal/line-text.ts';
import {
  ends,
  fit,
  fitLine,
  harmless,
  joined,
  lineWidth,
  pad,
  span,
  tail,
  widthOf,
  wrap,
} from '../../../src/views/formats/text.ts';

const anyText = fc.oneof(
  fc.string(),
  fc.string({ unit: 'grapheme' }),
  fc
    .array(fc.constantFrom('a', ' ', '漢', '字', '🛰️', '👩‍🚀', 'é', 'e\u0301', '…'), { maxLength: 20 })
    .map(parts => parts.join('')),
);
const anyWidth = fc.integer({ min: 0, max: 30 });

describe('a text that is cut', () => {
  test.each([
    ['whole', 'abc', 3, 'abc'],
    ['cut', 'abcd', 3, 'ab…'],
    ['to nothing', 'abcd', 0, ''],
    ['to one column', 'abcd', 1, '…'],
    ['between wide characters', '漢字漢字', 5, '漢字…'],
    ['before a wide character that does not fit', '漢字漢字', 6, '漢字…'],
    ['never through an emoji', '🛰️🛰️', 3, '🛰️…'],
    ['never between a letter and its accent', 'e\u0301e\u0301e\u0301', 2, 'e\u0301…'],
  ])('%s', (_what, text, width, cut) => expect(fit(text, width, '…')).toBe(cut));

  test('is never wider than asked for', () => {
    fc.assert(fc.property(anyText, anyWidth, (text, width) => stringWidth(fit(text, width, '…')) <= width));
  });

  test('is padded to exactly the width', () => {
    fc.assert(
      fc.property(anyText, anyWidth, fc.constantFrom('left' as const, 'right' as const), (text, width, align) => {
        expect(widthOf(pad(text, width, align, '…'))).toBe(width);
      }),
    );
  });

  test('from the front keeps its end', () => {
    expect(tail('abcdef', 3)).toBe('def');
    expect(tail('漢字漢字', 5)).toBe('漢字');
    expect(tail('ab', 5)).toBe('ab');
  });
});

describe('a sentence', () => {
  test.each([
    ['on one line', 'one two', 10, ['one two']],
    ['broken between words', 'one two three', 8, ['one two', 'three']],
    ['with a word that is too long alone', 'a verylongword b', 6, ['a', 'verylo', 'ngword', 'b']],
    ['with a path, of which nothing is lost', '/var/folders/ab', 6, ['/var/f', 'olders', '/ab']],
    ['of wide characters', '漢字 漢字', 4, ['漢字', '漢字']],
    ['of nothing', '', 5, []],
  ])('%s', (_what, text, width, lines) => expect(wrap(text, width)).toEqual(lines));

  test('never gives a line that is too wide, and loses no word', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-z漢]{1,4}$/), { minLength: 1 }), words => {
        const lines = wrap(words.join(' '), 8);
        expect(Math.max(...lines.map(widthOf))).toBeLessThanOrEqual(8);
        expect(lines.join(' ').split(' ')).toEqual(words);
      }),
    );
  });
});

test('facts that do not fit are dropped whole', () => {
  expect(joined(['up 3 d', '280 prefixes', 'AS8075'], 20, '…')).toBe('up 3 d, 280 prefixes');
  expect(joined(['up 3 d', '280 prefixes', 'AS8075'], 19, '…')).toBe('up 3 d');
  expect(joined(['a very long first fact', 'b'], 10, '…')).toBe('a very lo…');
  expect(joined([], 10, '…')).toBe('');
});

describe('a line', () => {
  test('is cut across its spans, and what is left keeps its tone', () => {
    const line = [span('one ', 'good'), span('two ', 'bad'), span('three', 'dim')];
    expect(fitLine(line, 7, '…')).toEqual([
      { text: 'one ', tone: 'good' },
      { text: 'tw…', tone: 'bad' },
    ]);
    expect(fitLine(line, 13, '…')).toEqual(line);
  });

  test('cut at the border of two spans says that something is missing', () => {
    expect(plainLine(fitLine([span('one'), span('two')], 3, '…'))).toBe('on…');
  });

  test('is never wider than asked for', () => {
    fc.assert(
      fc.property(fc.array(anyText, { maxLength: 5 }), anyWidth, (texts, width) => {
        const line = texts.map(text => span(text));
        expect(lineWidth(fitLine(line, width, '…'))).toBeLessThanOrEqual(width);
      }),
    );
  });

  test('has its right end at the edge; the left one is cut', () => {
    expect(plainLine(ends([span('left')], [span('right')], 12, '…'))).toBe('left   right');
    expect(plainLine(ends([span('a longer left')], [span('right')], 12, '…'))).toBe('a lon… right');
  });

  test('keeps its width where the terminal has ASCII only', () => {
    const line = [span('up → down: et-0/0/4 … et-0/0/7 ×4 — é 漢字 🛰️', 'dim'), span('\u001b[31m')];
    expect(plainLine(harmless(line, asciiGlyphs))).toBe('up > down: et-0/0/4 ~ et-0/0/7 x4 - ? ???? ??[31m');
    expect(lineWidth(harmless([line[0] ?? span('')], asciiGlyphs))).toBe(lineWidth([line[0] ?? span('')]));
  });

  test('loses what a terminal would obey, and nothing else', () => {
    const safe = [span('漢字 ● ok', 'good')];
    expect(harmless(safe, unicodeGlyphs)).toBe(safe);
    const hostile = [span('a\u001b[2Jb\u202ec\n\u0085d', 'bad')];
    expect(harmless(hostile, unicodeGlyphs)).toEqual([{ text: 'a[2Jbcd', tone: 'bad' }]);
  });
});
