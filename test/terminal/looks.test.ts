import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import type { ColourDepth } from '../../src/terminal/capabilities.ts';
import { asciiGlyphs, glyphsFor, unicodeGlyphs } from '../../src/terminal/glyphs.ts';
import type { Line, Tone } from '../../src/terminal/line.ts';
import { paintLine, plainLine, themeFor } from '../../src/terminal/theme.ts';

const marksOf = (glyphs: object): readonly string[] =>
  Object.values(glyphs).flatMap(value => (typeof value === 'boolean' ? [] : value));

describe('glyphs', () => {
  test('the ASCII set is ASCII', () => {
    for (const mark of marksOf(asciiGlyphs)) expect(mark).toMatch(/^[ -~]+$/);
  });

  test('every mark is one column wide in both sets, but for the two that stand in running text', () => {
    for (const mark of marksOf(unicodeGlyphs)) expect(stringWidth(mark), mark).toBe(1);
    const wide = Object.entries(asciiGlyphs).filter(([, mark]) => typeof mark === 'string' && mark.length > 1);
    expect(wide.map(([name]) => name)).toEqual(['arrow', 'peers']);
  });

  test('states and sparkline levels are told apart without colour', () => {
    for (const glyphs of [unicodeGlyphs, asciiGlyphs]) {
      const { good, degraded, risk, down, unknown, draining, sparkline, gap } = glyphs;
      expect(new Set([good, degraded, risk, down, unknown, draining]).size).toBe(6);
      expect(new Set([...sparkline, gap]).size).toBe(9);
    }
  });

  test('the locale chooses', () => {
    expect(glyphsFor(true)).toBe(unicodeGlyphs);
    expect(glyphsFor(false)).toBe(asciiGlyphs);
  });
});

const depths: readonly ColourDepth[] = ['none', 'ansi16', 'ansi256', 'truecolor'];
const line: Line = [
  { text: '▲', tone: 'risk' },
  { text: ' Ashburn ', tone: 'plain' },
  { text: 'at-risk', tone: 'risk' },
];

describe('themes', () => {
  test.each(depths)('good, warn, risk and bad look different at %s, or word and shape alone tell', colour => {
    for (const name of ['default', 'colour-blind'] as const) {
      const { codes } = themeFor(name, colour);
      const states: readonly Tone[] = ['good', 'warn', 'risk', 'bad', 'dim'];
      if (colour !== 'none') expect(new Set(states.map(tone => codes[tone])).size).toBe(states.length);
      expect(codes.bad).not.toBe(codes.good);
    }
  });

  test('without colour only bold, dim and inverse are used', () => {
    for (const codes of Object.values(themeFor('default', 'none').codes)) expect(codes).toMatch(/^([127](;[127])*)?$/);
  });

  test('no theme uses more colours than the terminal has', () => {
    for (const name of ['default', 'colour-blind'] as const) {
      for (const codes of Object.values(themeFor(name, 'ansi16').codes)) expect(codes).not.toMatch(/[34]8;/);
      for (const codes of Object.values(themeFor(name, 'ansi256').codes)) expect(codes).not.toMatch(/[34]8;2;/);
    }
  });

  test('the colour-blind theme says good in blue and never in green', () => {
    expect(themeFor('colour-blind', 'ansi16').codes.good).toBe('94');
    expect(themeFor('colour-blind', 'truecolor').codes.good).toBe('38;2;86;180;233');
  });
});

describe('a line', () => {
  test('is painted span by span and leaks nothing', () => {
    expect(paintLine(line, themeFor('default', 'ansi16'))).toBe(
      '\u001b[1;93m▲\u001b[0m Ashburn \u001b[1;93mat-risk\u001b[0m',
    );
  });

  test('without tones is its text', () => {
    expect(plainLine(line)).toBe('▲ Ashburn at-risk');
    expect(paintLine([{ text: '', tone: 'bad' }], themeFor('default', 'ansi16'))).toBe('');
  });
});
