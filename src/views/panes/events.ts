/** Every event since the start, newest first. */
import type { FleetEvent } from '../../network/events.ts';
import type { Place } from '../../state/screen.ts';
import type { Line } from '../../terminal/line.ts';
import { eventLine, eventText } from '../formats/event-line.ts';
import { eventLook } from '../formats/states.ts';
import { blank, span } from '../formats/text.ts';
import { currentFilter, cursorIndex, filterTest, type Model, type Row, type Scene } from '../model.ts';
import { bounded, listLines, type Pane, type Space, sentence } from './pane.ts';
import { pniOf } from './pni.ts';

interface Numbered {
  readonly id: string;
  readonly event: FleetEvent;
}

function eventsOf(model: Scene): readonly Numbered[] {
  const keep = filterTest(currentFilter(model));
  const seen = new Map<string, number>();
  return model.events
    .map((event): Numbered => {
      // The place in time is the identity: the list is cut at its old end, so positions move.
      const base = `${event.at} ${event.subject} ${event.code}`;
      const twin = seen.get(base) ?? 0;
      seen.set(base, twin + 1);
      return { id: `${base} ${twin}`, event };
    })
    .filter(({ event }) => keep(eventText(event, model.picture.clockOffset)))
    .toReversed();
}

/** Where an event leads: the PNI, router or metro that it is about, if that still exists. */
function placeOfEvent(event: FleetEvent, model: Scene): Place | null {
  if (pniOf(model.picture, event.subject) !== undefined) return { pane: 'pni', id: event.subject };
  if (model.picture.routers.some(router => router.name === event.subject))
    return { pane: 'router', name: event.subject };
  return model.picture.metros.some(metro => metro.name === event.subject)
    ? { pane: 'metro', name: event.subject }
    : null;
}

const rows = (model: Scene): readonly Row[] =>
  eventsOf(model).map(({ id, event }) => ({
    id,
    text: eventText(event, model.picture.clockOffset),
    copy: eventText(event, model.picture.clockOffset),
    opens: placeOfEvent(event, model),
  }));

function lines(model: Model, { width, height }: Space): readonly Line[] {
  const events = new Map(eventsOf(model).map(({ id, event }) => [id, event]));
  if (events.size === 0)
    return [
      [
        span(
          currentFilter(model) === ''
            ? ' Nothing has changed since the start.'
            : ` no event matches ${currentFilter(model)}`,
          'dim',
        ),
      ],
    ];
  const list = listLines(model, Math.max(1, height - wholeRoom), row => {
    const event = events.get(row.id);
    return event === undefined ? blank : eventLine(event, model.picture.clockOffset, width - 3, model.glyphs);
  });
  const chosen = events.get(model.rows[cursorIndex(model)]?.id ?? '');
  return [...list, blank, ...(chosen === undefined ? [] : wholeEvent(chosen, model, width))];
}

/** Lines for the selected event, which a row may cut: a blank one and its text. */
const wholeRoom = 4;

function wholeEvent(event: FleetEvent, { glyphs }: Model, width: number): readonly Line[] {
  const look = eventLook(event, glyphs);
  const mark = span(` ${look.glyph} `, look.tone);
  const what = sentence(mark, `${event.subject}: ${event.text}`, 'plain', width);
  return bounded(what, wholeRoom - 1);
}

/** The list of events. */
export const eventsPane: Pane = { rows, lines, sortColumns: [] };
