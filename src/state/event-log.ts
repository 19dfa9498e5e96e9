import { createStore, type StoreApi } from 'zustand/vanilla';
import { changesBetween, type FleetEvent } from '../network/events.ts';
import { type LastKnown, nothingLost } from '../network/last-known.ts';
import type { Picture } from '../network/picture.ts';

/** The newest events, newest last, and the picture that they were told from. */
export interface EventLogState {
  readonly events: readonly FleetEvent[];
  readonly last: Picture | null;
  /** What was last known of things that are not known now. */
  readonly lost: LastKnown;
  /** Compares a new picture with the last one and keeps what changed. */
  observe(picture: Picture): void;
}

/** The store of events. */
export type EventLog = StoreApi<EventLogState>;

/** Events kept in memory. */
const keptEvents = 2000;

/** An empty log. */
export function createEventLog(): EventLog {
  return createStore<EventLogState>(set => ({
    events: [],
    last: null,
    lost: nothingLost,
    observe: picture =>
      set(state => {
        if (state.last === null) return { last: picture };
        const { events, lost } = changesBetween(state.last, picture, state.lost);
        const kept = events.length === 0 ? state.events : [...state.events, ...events].slice(-keptEvents);
        return { last: picture, lost, events: kept };
      }),
  }));
}
