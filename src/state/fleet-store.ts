import { createStore, type StoreApi } from 'zustand/vanilla';
import { emptyFleet, type Fleet } from '../network/fleet.ts';
import type { Sample } from '../network/samples.ts';
import type { FleetSettings } from '../network/settings.ts';
import { reduce } from './reduce.ts';

/** The one fleet and the only way to change it. */
export interface FleetState {
  readonly fleet: Fleet;
  apply(sample: Sample): void;
}

/** The store of one fleet. */
export type FleetStore = StoreApi<FleetState>;

/** A store that has heard nothing yet. */
export function createFleetStore(settings: FleetSettings): FleetStore {
  return createStore<FleetState>(set => ({
    fleet: emptyFleet(settings),
    apply: sample => set(state => ({ fleet: reduce(state.fleet, sample) })),
  }));
}
