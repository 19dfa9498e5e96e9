import type { Line } from './line.ts';

/** A line's text alone. */
export const plainLine = (line: Line): string => line.map(span => span.text).join('');
