/** What the golden frames show: every screen, in every state, at every size. */
import type { Place } from '../../src/state/screen.ts';
import type { Key } from '../../src/terminal/keys.ts';
import { type StoryName, stories } from './fleets.ts';

/** The sizes that a console is looked at in. */
export const sizes = [
  [80, 24],
  [120, 36],
  [200, 60],
] as const;

/** A screen: the way to it, the keys that bring it up once one is there, and a filter that makes sense on it. */
export interface Sight {
  readonly path: readonly [Place, ...Place[]];
  readonly keys: readonly Key[];
  readonly filter: readonly Key[];
}

const home: Place = { pane: 'overview' };
const ashburn: Place = { pane: 'metro', name: 'Ashburn' };
const typed = (text: string): readonly Key[] => [...text].filter(isTypable);
const isTypable = (character: string): character is Extract<Key, string> => character.length === 1;

/** Every screen by name. */
export const sights = {
  overview: { path: [home], keys: [], filter: typed('a[sm]') },
  metro: { path: [home, ashburn], keys: [], filter: typed('er2') },
  pni: { path: [home, ashburn, { pane: 'pni', id: 'iad-er1/ae10' }], keys: [], filter: typed('[0-3]$|forwarding$') },
  pnis: { path: [{ pane: 'pnis' }], keys: [], filter: typed('!er2') },
  routers: { path: [{ pane: 'routers' }], keys: [], filter: typed('sin|ord') },
  router: { path: [{ pane: 'routers' }, { pane: 'router', name: 'iad-er1' }], keys: [], filter: typed('ae1') },
  events: { path: [{ pane: 'events' }], keys: [], filter: typed('critical') },
  help: { path: [home, { pane: 'help' }], keys: [], filter: typed('open') },
  palette: { path: [home], keys: [':', ...typed('iad')], filter: typed('a[sm]') },
  prompt: { path: [home], keys: ['/', ...typed('!amst')], filter: typed('chic') },
} as const satisfies Record<string, Sight>;

const ashburnPni: Place = { pane: 'pni', id: 'iad-er1/ae10' };

/** The screens of Microsoft's side by name. */
export const microsoftSights = {
  overview: { path: [home], keys: [] },
  metro: { path: [home, ashburn], keys: [] },
  pni: { path: [home, ashburn, ashburnPni], keys: [] },
  microsoft: { path: [{ pane: 'microsoft' }], keys: [] },
  prefixes: { path: [{ pane: 'prefixes' }], keys: [] },
  prefix: { path: [{ pane: 'prefixes' }, { pane: 'prefix', prefix: '203.0.113.0/28' }], keys: [] },
  routes: { path: [{ pane: 'microsoft' }, { pane: 'routes', peering: '/peerings/ex-ashburn' }], keys: [] },
  maintenance: { path: [{ pane: 'maintenance' }], keys: [] },
  latency: { path: [{ pane: 'latency' }], keys: [] },
  findings: { path: [{ pane: 'findings' }], keys: [] },
  card: { path: [home, ashburn, ashburnPni, { pane: 'card', of: 'pni', id: 'iad-er1/ae10', phones: false }], keys: [] },
  calls: { path: [{ pane: 'calls' }], keys: [] },
  note: { path: [{ pane: 'maintenance' }], keys: ['n', ...typed('M-77'), 'enter', ...typed('nowhere')] },
  validate: { path: [{ pane: 'prefixes' }], keys: ['v', ...typed('in')] },
} as const satisfies Record<string, Omit<Sight, 'filter'>>;

/** How Microsoft is on them. */
export const microsoftMoods = {
  agrees: 'agrees',
  disagrees: 'disagrees',
  silent: 'silentMicrosoft',
  building: 'building',
} as const satisfies Record<string, StoryName>;

/** The name of a screen. */
export type SightName = keyof typeof sights;

/** A state of the screen: the story that it shows, how it is brought about, and what goes on meanwhile. */
export interface Mood {
  readonly story: StoryName;
  readonly keys: (sight: Sight) => readonly Key[];
  /** What is live behind a frozen screen. */
  readonly later?: StoryName;
}

/** Every state by name. */
export const moods = {
  calm: { story: 'calm', keys: () => [] },
  fault: { story: 'fault', keys: () => [] },
  stale: { story: 'stale', keys: () => [] },
  filtered: { story: 'fault', keys: sight => ['/', ...sight.filter, 'enter'] },
  frozen: { story: 'fault', keys: () => [' '], later: 'faultLater' },
} as const satisfies Record<string, Mood>;

/** The name of a state. */
export type MoodName = keyof typeof moods;

/** The story of a state's name. */
export const storyOf = (name: StoryName) => stories[name]();
