import type { Instant } from '../network/units.ts';
import type { ScreenState } from '../state/screen.ts';
import type { Glyphs } from '../terminal/glyphs.ts';
import { currentPlace, type Model, type Scene } from './model.ts';
import { paneOf } from './panes/index.ts';

/** The model of a moment: shows the held picture while the screen is frozen, and asks the pane on screen for its rows. */
export function compose(
  live: Scene['live'],
  screen: ScreenState,
  glyphs: Glyphs,
  now: Instant,
  replay: string | null,
): Model {
  const scene: Scene = {
    picture: screen.frozen?.picture ?? live.picture,
    events: screen.frozen?.events ?? live.events,
    live,
    screen,
    glyphs,
    now,
    replay,
  };
  const pane = paneOf(currentPlace(scene));
  return { ...scene, rows: pane.rows(scene), sortColumns: pane.sortColumns };
}
