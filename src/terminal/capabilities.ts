/** How many colours the terminal has. */
export type ColourDepth = 'none' | 'ansi16' | 'ansi256' | 'truecolor';

/** What the terminal can do, as far as the environment tells. */
export interface TerminalCapabilities {
  /** Whether the full screen can be shown. */
  readonly fullScreen: boolean;
  /** Why it cannot, for a person; null when it can. */
  readonly reason: string | null;
  /** Whether the locale says UTF-8. */
  readonly unicode: boolean;
  readonly colour: ColourDepth;
}

/** What is known before anything is written. A size of 0 or undefined means that the line does not tell (serial lines). */
export interface TerminalSurroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdoutIsTty: boolean;
  readonly stdinIsTty: boolean;
  readonly columns: number | undefined;
  readonly rows: number | undefined;
}

/** Below this no table has a readable row. */
const smallest = { columns: 40, rows: 8 };

const reasonAgainst = ({ env, stdoutIsTty, stdinIsTty, columns, rows }: TerminalSurroundings): string | null => {
  if (!stdoutIsTty) return 'the output is not a terminal';
  if (!stdinIsTty) return 'the input is not a terminal';
  const term = env.TERM ?? '';
  if (term === '') return 'TERM is not set';
  if (term === 'dumb') return 'TERM is dumb: this terminal has no cursor control';
  if (columns && rows && (columns < smallest.columns || rows < smallest.rows)) {
    return `the terminal is ${columns}×${rows}, the full screen needs at least ${smallest.columns}×${smallest.rows}`;
  }
  return null;
};

/** POSIX: LC_ALL beats LC_CTYPE beats LANG, and an empty variable counts as unset; none of them is the C locale. */
const isUtf8 = (env: TerminalSurroundings['env']): boolean =>
  /utf-?8/i.test([env.LC_ALL, env.LC_CTYPE, env.LANG].find(Boolean) ?? '');

const colourDepth = (env: TerminalSurroundings['env']): ColourDepth => {
  const term = env.TERM ?? '';
  // no-color.org: any value but the empty one.
  if (env.NO_COLOR || term === '' || term === 'dumb' || /^vt\d/.test(term)) return 'none';
  // GNU screen passes the outer COLORTERM on but garbles 24-bit colours; tmux converts them.
  const isGnuScreen = term.startsWith('screen') && !env.TMUX;
  if (!isGnuScreen && (/^(truecolor|24bit)$/i.test(env.COLORTERM ?? '') || /-direct(-|$)/.test(term)))
    return 'truecolor';
  if (/-256color(-|$)/.test(term) || /^(xterm-kitty|xterm-ghostty|alacritty|foot|wezterm)/.test(term)) return 'ansi256';
  return 'ansi16';
};

/** What the terminal can do. Pure: the environment, the streams' kinds and the size come in as arguments. */
export const terminalCapabilities = (surroundings: TerminalSurroundings): TerminalCapabilities => {
  const reason = reasonAgainst(surroundings);
  return {
    fullScreen: reason === null,
    reason,
    unicode: isUtf8(surroundings.env),
    colour: surroundings.stdoutIsTty ? colourDepth(surroundings.env) : 'none',
  };
};
