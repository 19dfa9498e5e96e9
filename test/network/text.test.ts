import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanText, longestText, textOf } from '../../src/network/text.ts';

const bytes = (...parts: readonly (string | number)[]): Uint8Array =>
  Uint8Array.from(parts.flatMap(part => (typeof part === 'number' ? [part] : [...new TextEncoder().encode(part)])));

describe('an escape sequence leaves nothing behind', () => {
  const attacks: readonly (readonly [string, string])[] = [
    ['CSI that clears the screen', '\x1b[2J'],
    ['CSI with parameters and an intermediate', '\x1b[?25;1$p'],
    ['CSI with a control character in the middle', '\x1b[3\n1m'],
    ['CSI in eight bits', '\x9b31m'],
    ['a title by OSC, ended with BEL', '\x1b]0;owned\x07'],
    ['a title by OSC, ended with ST', '\x1b]0;owned\x1b\\'],
    ['a title by OSC in eight bits, ended with ST in eight bits', '\x9d0;owned\x9c'],
    ['OSC 52 that fills the clipboard, ended with BEL', '\x1b]52;c;cm0gLXJmIC8K\x07'],
    ['OSC 52 that fills the clipboard, ended with ST', '\x1b]52;c;cm0gLXJmIC8K\x1b\\'],
    ['OSC 8 around nothing', '\x1b]8;;https://evil.example/\x1b\\\x1b]8;;\x1b\\'],
    ['OSC 8 with parameters, ended with BEL', '\x1b]8;id=1;https://evil.example/\x07'],
    ['DCS with a BEL inside, which does not end it', '\x1bP1$r0\x07m\x1b\\'],
    ['APC', '\x1b_Gf=100;AAAA\x1b\\'],
    ['PM', '\x1b^secret\x1b\\'],
    ['SOS', '\x1bXsecret\x1b\\'],
    ['a change of the character set', '\x1b(0'],
    ['a full reset', '\x1bc'],
    ['ESC twice before a sequence', '\x1b\x1b[2J'],
    ['an OSC broken off by CAN', '\x1b]0;owned\x18'],
    ['an OSC broken off by another sequence', '\x1b]0;owned\x1b[2J'],
  ];
  it.each(attacks)('%s', (_what, attack) => {
    expect(cleanText(`left${attack}right`)).toBe('leftright');
  });

  it('one that is not ended takes the rest, as it would on a terminal', () => {
    expect(cleanText('name\x1b]52;c;cm0gLXJmIC8K and more')).toBe('name');
  });

  it('the text of a link stays, its address goes', () => {
    expect(cleanText('\x1b]8;;https://evil.example/\x07click\x1b]8;;\x07')).toBe('click');
  });
});

describe('what cannot be seen is not kept', () => {
  const invisible: readonly (readonly [string, string])[] = [
    ['a right-to-left override', '\u202e'],
    ['a bidirectional isolate', '\u2066'],
    ['an Arabic letter mark', '\u061c'],
    ['a zero width space', '\u200b'],
    ['a zero width joiner', '\u200d'],
    ['a soft hyphen', '\u00ad'],
    ['a byte order mark', '\ufeff'],
    ['a variation selector', '\ufe0f'],
    ['a tag character', '\u{e0041}'],
    ['a Hangul filler', '\u3164'],
    ['half a surrogate pair', '\ud83d'],
    ['an interlinear annotation', '\ufff9'],
    ['NUL', '\0'],
    ['DEL', '\x7f'],
    ['a C1 control', '\x85\x86'.slice(1)],
  ];
  it.each(invisible)('%s', (_what, mark) => {
    expect(cleanText(`ae${mark}0`)).toBe('ae0');
  });

  it('a line break becomes a blank, so that one value is one line', () => {
    expect(cleanText('two\r\nlines\u2028or\u0085more\tand\vtabs')).toBe('two lines or more and tabs');
  });
});

describe('lengths are counted in characters', () => {
  it('a text of the longest length stays as it is, whatever its characters take', () => {
    const emoji = '😀'.repeat(longestText);
    expect(cleanText(emoji)).toBe(emoji);
  });

  it('a longer one ends with an ellipsis and never with half a character', () => {
    const cut = cleanText('😀'.repeat(longestText + 1));
    expect([...cut]).toHaveLength(longestText);
    expect(cut.endsWith('😀…')).toBe(true);
  });

  it('the bound can be chosen', () => {
    expect(cleanText('abcdef', 4)).toBe('abc…');
  });
});

describe('octets as text', () => {
  it('padding of NULs is not part of a name', () => {
    expect(textOf(bytes('et-0/0/0', 0, 0, 0))).toBe('et-0/0/0');
  });

  it('UTF-8 is UTF-8', () => {
    expect(textOf(bytes('Zürich → 東京'))).toBe('Zürich → 東京');
  });

  it('what is not UTF-8 is Latin-1', () => {
    expect(textOf(bytes('Z', 0xfc, 'rich'))).toBe('Zürich');
    expect(textOf(bytes('Caf', 0xe9))).toBe('Café');
  });

  it('UTF-8 that an agent cut after 64 octets loses its last character only', () => {
    expect(textOf(bytes('Zürich', 0xc3))).toBe('Zürich');
    expect(textOf(bytes('Zürich ', 0xe6, 0x9d))).toBe('Zürich');
  });

  it('an eight-bit control sequence in Latin-1 is one all the same', () => {
    expect(textOf(bytes('a', 0xfc, 0x9b, '2J', 'b'))).toBe('aüb');
  });

  it('nothing is the empty text', () => {
    expect(textOf(new Uint8Array())).toBe('');
    expect(textOf(bytes(0, 0))).toBe('');
  });
});

describe('for any text', () => {
  const hostile = fc.string({
    unit: fc.oneof(
      fc.constantFrom('\x1b', ']', '[', ';', '\x07', '\x9b', '\x9c', '\\', '\u202e', '\n'),
      fc.string({ minLength: 1 }),
    ),
  });

  it('no control character, no mark and no more than the bound is left', () => {
    fc.assert(
      fc.property(hostile, fc.integer({ min: 1, max: 40 }), (text, longest) => {
        const cleaned = cleanText(text, longest);
        expect(cleaned).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
        expect([...cleaned].length).toBeLessThanOrEqual(longest);
      }),
    );
  });

  it('cleaning twice is cleaning once', () => {
    fc.assert(
      fc.property(hostile, text => {
        expect(cleanText(cleanText(text))).toBe(cleanText(text));
      }),
    );
  });

  it('any octets give clean text', () => {
    fc.assert(
      fc.property(fc.uint8Array(), octets => {
        expect(textOf(octets)).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
      }),
    );
  });
});
