import { createStore, type StoreApi } from 'zustand/vanilla';
import { eventsBetween, type FleetEvent } from '../network/events.ts';
import type { Picture } from '../network/picture.ts';

/** The newest events, newest last, and the picture that they were told from. */
export interface EventLogState {
  readonly events: readonly FleetEvent[];
  readonly last: Picture | null;
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
    observe: picture =>
      set(state => {
        const fresh = state.last === null ? [] : eventsBetween(state.last, picture);
        return { last: picture, events: fresh.length === 0 ? state.events : [...state.events, ...fresh].slice(-keptEvents) };
      }),
  }));
}
