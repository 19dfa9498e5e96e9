/**
 * The marks of the screen. Each is one column wide in both sets, so that a layout is the same in both; only `peers`
 * and `arrow`, which stand in running text, are two in ASCII.
 */
export interface Glyphs {
  /** redundant, up, forwarding, met */
  readonly good: string;
  readonly degraded: string;
  /** at-risk, violated */
  readonly risk: string;
  readonly down: string;
  /** unknown, stale */
  readonly unknown: string;
  /** draining, drained, shut */
  readonly draining: string;
  readonly done: string;
  /** the selected row */
  readonly cursor: string;
  /** between breadcrumbs */
  readonly crumb: string;
  /** from one state to another */
  readonly arrow: string;
  /** no value */
  readonly dash: string;
  /** text that was cut */
  readonly ellipsis: string;
  /** two networks that peer */
  readonly peers: string;
  /** so many times */
  readonly times: string;
  /** between two facts on one line */
  readonly separator: string;
  readonly rising: string;
  readonly falling: string;
  /** Eight levels, lowest first. */
  readonly sparkline: readonly [string, string, string, string, string, string, string, string];
  /** A moment without a value in a sparkline or graph: never the lowest level, which is a measured zero. */
  readonly gap: string;
  /** The value axis of a graph. */
  readonly axis: string;
  readonly horizontal: string;
  readonly vertical: string;
  /** A limit drawn through a graph. */
  readonly limit: string;
  /** The second of two lines in one graph, where dots cannot tell them apart. */
  readonly secondLine: string;
  readonly scrollThumb: string;
  readonly scrollTrack: string;
  /** Whether Braille patterns (2 × 4 dots a cell, U+2800) may draw a graph; else `point` does. */
  readonly braille: boolean;
  readonly point: string;
}

/** For a UTF-8 locale. */
export const unicodeGlyphs: Glyphs = {
  good: '●',
  degraded: '◐',
  risk: '▲',
  down: '■',
  unknown: '?',
  draining: '◇',
  done: '✓',
  cursor: '▸',
  crumb: '›',
  arrow: '→',
  dash: '—',
  ellipsis: '…',
  peers: '⇄',
  times: '×',
  separator: '·',
  rising: '↑',
  falling: '↓',
  sparkline: ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'],
  gap: '·',
  axis: '┤',
  horizontal: '─',
  vertical: '│',
  limit: '┄',
  secondLine: '┄',
  scrollThumb: '█',
  scrollTrack: '│',
  braille: true,
  point: '•',
};

/** For every other locale: plain ASCII. */
export const asciiGlyphs: Glyphs = {
  good: '*',
  degraded: '+',
  risk: '!',
  down: 'x',
  unknown: '?',
  draining: 'd',
  done: 'v',
  cursor: '>',
  crumb: '>',
  arrow: '->',
  dash: '-',
  ellipsis: '~',
  peers: '<>',
  times: 'x',
  separator: '-',
  rising: '^',
  falling: 'v',
  sparkline: [' ', '.', ':', '-', '=', '+', '*', '#'],
  gap: '_',
  axis: '|',
  horizontal: '-',
  vertical: '|',
  limit: '.',
  secondLine: '.',
  scrollThumb: '#',
  scrollTrack: '|',
  braille: false,
  point: '*',
};

/** The set for a terminal that can or cannot show Unicode. */
export const glyphsFor = (unicode: boolean): Glyphs => (unicode ? unicodeGlyphs : asciiGlyphs);
