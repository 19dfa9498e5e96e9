import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import textWidth, { isNarrow } from '../../src/terminal/text-width.ts';

const narrow = Array.from({ length: 0x10000 }, (_, code) => code).filter(isNarrow);
const character = fc.oneof(
  fc.constantFrom(...'az09 ~', ...narrow.map(code => String.fromCharCode(code))),
  fc.constantFrom(
    '\u001b[m',
    '\u001b[1;31m',
    '\u001b[38;2;1;2;3m',
    '\u001b[4:3m',
    '\u001b[',
    '\u001b[2K',
    '\u001b]0;t\u0007',
  ),
  fc.constantFrom('\u0301', '\u200d', '\ufe0f', '\u20e3', '漢', 'ﾞ', '👩', '🇩', '\u0000', '\u00ad', '\u009b', '\ud800'),
);
const text = fc.array(character, { maxLength: 12 }).map(parts => parts.join(''));

describe('the width of text', () => {
  test('is what string-width says, whatever the text', () => {
    fc.assert(
      fc.property(text, each => textWidth(each) === stringWidth(each)),
      { numRuns: 2000 },
    );
  });

  test('is what string-width says with its options, too', () => {
    const options = fc.record(
      { countAnsiEscapeCodes: fc.boolean(), ambiguousIsNarrow: fc.boolean() },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(text, options, (each, given) => textWidth(each, given) === stringWidth(each, given)),
      {
        numRuns: 2000,
      },
    );
  });

  test('is one for every character that is said to be narrow', () => {
    const others = narrow.filter(code => stringWidth(String.fromCharCode(code)) !== 1);
    expect(others).toEqual([]);
  });
});
