/** One event as a line: when, how bad, who, what. */
import type { FleetEvent } from '../../network/events.ts';
import type { Glyphs } from '../../terminal/glyphs.ts';
import type { Line } from '../../terminal/line.ts';
import { clockText } from './numbers.ts';
import { eventLook } from './states.ts';
import { ends, pad, span, widthOf } from './text.ts';

/** Draws an event; `offset` turns its moment into a time of day. */
export function eventLine(event: FleetEvent, offset: number, width: number, glyphs: Glyphs): Line {
  const look = eventLook(event, glyphs);
  const subjectWidth = Math.min(24, Math.max(12, Math.floor(width / 5)));
  const count = event.count > 1 ? ` ${glyphs.times}${event.count}` : '';
  const left: Line = [
    span(`${clockText(event.at + offset)} `, 'dim'),
    span(`${look.glyph} `, look.tone),
    span(pad(event.subject, Math.max(subjectWidth, Math.min(widthOf(event.subject), 20)), 'left', glyphs.ellipsis)),
    span(` ${event.text}`, event.severity === 'critical' ? 'plain' : 'dim'),
  ];
  return count === '' ? left : ends(left, [span(count, 'strong')], width, glyphs.ellipsis);
}

/** What a filter looks at and a copy takes. */
export const eventText = (event: FleetEvent, offset: number): string =>
  `${new Date(event.at + offset).toISOString()} ${event.severity} ${event.subject} ${event.text}`;
