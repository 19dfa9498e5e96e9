import { expect, test } from 'vitest';
import { clipboardSequence } from '../../src/terminal/clipboard.ts';

test('a text becomes OSC 52 with its UTF-8 in base64', () => {
  expect(clipboardSequence('iad-er2 ▲', { insideTmux: false })).toBe('\u001b]52;c;aWFkLWVyMiDilrI=\u0007');
});

test('inside tmux it is also handed through to the outer terminal', () => {
  expect(clipboardSequence('hi', { insideTmux: true })).toBe(
    '\u001bPtmux;\u001b\u001b]52;c;aGk=\u0007\u001b\\\u001b]52;c;aGk=\u0007',
  );
});

test('a text larger than terminals take is refused, measured in bytes', () => {
  expect(clipboardSequence('x'.repeat(74_994), { insideTmux: false })).toHaveLength(99_992 + 8);
  expect(clipboardSequence('x'.repeat(74_995), { insideTmux: false })).toBeNull();
  expect(clipboardSequence('é'.repeat(40_000), { insideTmux: false })).toBeNull();
});
