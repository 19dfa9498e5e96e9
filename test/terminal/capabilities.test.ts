import { describe, expect, test } from 'vitest';
import { terminalCapabilities } from '../../src/terminal/capabilities.ts';

const usual = { stdoutIsTty: true, stdinIsTty: true, columns: 80, rows: 24 };
const terminal = (env: Readonly<Record<string, string>>, more: Partial<typeof usual> = {}) =>
  terminalCapabilities({ ...usual, ...more, env: { TERM: 'xterm', ...env } });

describe('the full screen', () => {
  test('is shown on a terminal', () => {
    expect(terminal({})).toMatchObject({ fullScreen: true, reason: null });
  });

  test.each([
    ['the output is not a terminal', {}, { stdoutIsTty: false }],
    ['the input is not a terminal', {}, { stdinIsTty: false }],
    ['TERM is not set', { TERM: '' }, {}],
    ['TERM is dumb: this terminal has no cursor control', { TERM: 'dumb' }, {}],
    ['the terminal is 30×24, the full screen needs at least 40×8', {}, { columns: 30 }],
    ['the terminal is 80×5, the full screen needs at least 40×8', {}, { rows: 5 }],
  ])('is not shown when %s', (reason, env, more) => {
    expect(terminal(env, more)).toMatchObject({ fullScreen: false, reason });
  });

  test('is shown where the line does not tell its size', () => {
    expect(terminal({}, { columns: 0, rows: 0 }).fullScreen).toBe(true);
  });

  test('is shown under CI=true: only the terminal counts', () => {
    expect(terminal({ CI: 'true' }).fullScreen).toBe(true);
  });
});

test.each([
  [{ LANG: 'en_GB.UTF-8' }, true],
  [{ LANG: 'C.utf8' }, true],
  [{ LANG: 'en_GB.UTF-8', LC_ALL: 'C' }, false],
  [{ LANG: 'en_GB.UTF-8', LC_CTYPE: 'POSIX' }, false],
  [{ LANG: 'C', LC_CTYPE: 'C.UTF-8' }, true],
  [{ LANG: 'en_GB.UTF-8', LC_ALL: '', LC_CTYPE: '' }, true],
  [{ LANG: 'de_DE.ISO-8859-1' }, false],
  [{}, false],
])('Unicode after the locale %j: %s', (env, expected) => {
  expect(terminal(env).unicode).toBe(expected);
});

test.each([
  [{ TERM: 'xterm' }, 'ansi16'],
  [{ TERM: 'linux' }, 'ansi16'],
  [{ TERM: 'screen' }, 'ansi16'],
  [{ TERM: 'xterm-256color' }, 'ansi256'],
  [{ TERM: 'tmux-256color' }, 'ansi256'],
  [{ TERM: 'screen-256color-bce' }, 'ansi256'],
  [{ TERM: 'xterm-kitty' }, 'ansi256'],
  [{ TERM: 'xterm-direct' }, 'truecolor'],
  [{ TERM: 'xterm-256color', COLORTERM: 'truecolor' }, 'truecolor'],
  [{ TERM: 'tmux-256color', COLORTERM: '24bit' }, 'truecolor'],
  [{ TERM: 'screen-256color', COLORTERM: 'truecolor', TMUX: '/tmp/tmux' }, 'truecolor'],
  [{ TERM: 'screen-256color', COLORTERM: 'truecolor' }, 'ansi256'],
  [{ TERM: 'vt100' }, 'none'],
  [{ TERM: 'vt220' }, 'none'],
  [{ TERM: 'dumb' }, 'none'],
  [{ TERM: 'xterm-256color', NO_COLOR: '1' }, 'none'],
  [{ TERM: 'xterm-256color', NO_COLOR: '' }, 'ansi256'],
])('colours after %j: %s', (env, expected) => {
  expect(terminal(env).colour).toBe(expected);
});

test('a pipe gets no colour', () => {
  expect(terminal({ TERM: 'xterm-256color' }, { stdoutIsTty: false }).colour).toBe('none');
});
