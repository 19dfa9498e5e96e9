/**
 * A screen is lines, a line is spans, a span is text with a meaning. Pure functions build lines; only the paint step
 * turns a meaning into a colour.
 */

/** What a piece of text means to the reader; the theme gives it a colour. */
export type Tone =
  | 'plain'
  | 'dim'
  | 'strong'
  | 'good'
  | 'warn'
  | 'risk'
  | 'bad'
  | 'info'
  | 'title'
  | 'key'
  | 'selected'
  | 'banner';

/** Text without line breaks or control characters, with one tone. */
export interface Span {
  readonly text: string;
  readonly tone: Tone;
}

/** One row of the screen. */
export type Line = readonly Span[];
