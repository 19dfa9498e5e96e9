/** A scenario in time: what happens when, once or over and over. */
import type { Action, Scenario } from './scenario-file.ts';

/** When a scenario's events happen. */
export interface Timeline {
  readonly events: readonly Action[];
  /** Ticks after which the events start over; `null` when they happen once. */
  readonly repeat: number | null;
}

/** The timeline of a scenario: its events in order of time. */
export const timelineOf = ({ events, repeat }: Scenario): Timeline => ({
  events: events.toSorted((a, b) => a.at - b.at),
  repeat: repeat ?? null,
});

/** The first tick after `tick` at which something happens; `Infinity` when nothing is left. */
export const nextEventAfter = ({ events, repeat }: Timeline, tick: number): number => {
  const round = repeat === null ? 0 : Math.floor(tick / repeat) * repeat;
  const within = events.find(event => round + event.at > tick);
  if (within !== undefined) return round + within.at;
  const [first] = events;
  return repeat === null || first === undefined ? Number.POSITIVE_INFINITY : round + repeat + first.at;
};

/** What happens exactly at a tick. */
export const eventsAt = ({ events, repeat }: Timeline, tick: number): Action[] =>
  events.filter(event => event.at === (repeat === null ? tick : tick % repeat));
