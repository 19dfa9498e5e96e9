/** What a person is looking at: where, what is selected, filtered, sorted, frozen. Plain data; only commands change it. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { FleetEvent } from '../network/events.ts';
import type { Picture } from '../network/picture.ts';
import type { Instant } from '../network/units.ts';

/** A pane with the object that it is about. */
export type Place =
  | { readonly pane: 'overview' }
  | { readonly pane: 'metro'; readonly name: string }
  | { readonly pane: 'pnis' }
  | { readonly pane: 'pni'; readonly id: string }
  | { readonly pane: 'routers' }
  | { readonly pane: 'router'; readonly name: string }
  | { readonly pane: 'events' }
  | { readonly pane: 'microsoft' }
  /** What our list of interconnects and Microsoft's do not have in common. */
  | { readonly pane: 'findings' }
  | { readonly pane: 'prefixes' }
  | { readonly pane: 'prefix'; readonly prefix: string }
  /** Routes heard over one peering, by its key. */
  | { readonly pane: 'routes'; readonly peering: string }
  | { readonly pane: 'maintenance' }
  | { readonly pane: 'latency' }
  | { readonly pane: 'looking-glass' }
  | { readonly pane: 'calls' }
  /** The escalation card of a PNI, or of a connection that no PNI was found for; telephone numbers only where somebody asked for them. */
  | { readonly pane: 'card'; readonly of: 'pni' | 'connection'; readonly id: string; readonly phones: boolean }
  | { readonly pane: 'help' };

/** The kinds of panes. */
export type PaneName = Place['pane'];

/** A line being typed at the bottom of the screen. */
export type Prompt =
  | { readonly kind: 'filter'; readonly text: string; readonly before: string }
  | { readonly kind: 'palette'; readonly text: string; readonly selected: number }
  /** A form, one answer after the other; `subject` is what it is about. */
  | {
      readonly kind: 'form';
      readonly form: FormName;
      readonly subject: string;
      readonly answers: readonly string[];
      readonly text: string;
    };

/** The forms that there are. */
export type FormName = 'check-prefix' | 'looking-glass' | 'provider-availability' | 'validate' | 'maintenance-note';

/** How the rows of a pane are ordered; `null` is the pane's own order, worst first. */
export interface SortOrder {
  readonly column: string | null;
  readonly reversed: boolean;
}

/** A picture that is held while the world goes on. */
export interface Frozen {
  readonly picture: Picture;
  readonly events: readonly FleetEvent[];
  readonly since: Instant;
}

/** A short message that goes away by itself. */
export interface Flash {
  readonly text: string;
  readonly tone: 'info' | 'warn';
  readonly until: Instant;
}

/** Everything about the screen but its data. */
export interface ScreenState {
  /** From the outermost pane to the one on screen; never empty. */
  readonly path: readonly [Place, ...Place[]];
  /** The selected object by place, not the row number: the cursor follows its object. */
  readonly cursors: Readonly<Record<string, string>>;
  readonly filters: Readonly<Record<string, string>>;
  readonly sorts: Readonly<Partial<Record<PaneName, SortOrder>>>;
  readonly prompt: Prompt | null;
  readonly frozen: Frozen | null;
  readonly flash: Flash | null;
  readonly theme: 'default' | 'colour-blind';
  readonly columns: number;
  readonly rows: number;
}

/** The place on screen. */
export const placeOf = (screen: ScreenState): Place => screen.path[screen.path.length - 1] ?? screen.path[0];

/** A name for a place, for what is remembered of it. */
export function placeKey(place: Place): string {
  switch (place.pane) {
    case 'metro':
    case 'router':
      return `${place.pane} ${place.name}`;
    case 'pni':
      return `${place.pane} ${place.id}`;
    case 'prefix':
      return `${place.pane} ${place.prefix}`;
    case 'card':
      return `${place.pane} ${place.id}`;
    case 'routes':
      return `${place.pane} ${place.peering}`;
    case 'overview':
    case 'pnis':
    case 'routers':
    case 'events':
    case 'microsoft':
    case 'findings':
    case 'prefixes':
    case 'maintenance':
    case 'latency':
    case 'looking-glass':
    case 'calls':
    case 'help':
      return place.pane;
  }
}

/** The same screen as it may be written to a file: telephone numbers are for the eyes of who asked (docs/security.md). */
export function withoutPhones(screen: ScreenState): ScreenState {
  const hide = (place: Place): Place => (place.pane === 'card' ? { ...place, phones: false } : place);
  const [first, ...rest] = screen.path;
  return { ...screen, path: [hide(first), ...rest.map(hide)] };
}

/** The screen at the start. */
export const firstScreen = (columns: number, rows: number, theme: ScreenState['theme']): ScreenState => ({
  path: [{ pane: 'overview' }],
  cursors: {},
  filters: {},
  sorts: {},
  prompt: null,
  frozen: null,
  flash: null,
  theme,
  columns,
  rows,
});

/** The store of the screen. */
export type ScreenStore = StoreApi<{ readonly screen: ScreenState }>;

/** A store that begins with `screen`. */
export const createScreenStore = (screen: ScreenState): ScreenStore => createStore(() => ({ screen }));
