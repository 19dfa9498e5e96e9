import type { Instant } from '../network/units.ts';
import type { ScreenState } from '../state/screen.ts';
import type { Glyphs } from '../terminal/glyphs.ts';
import { currentPlace, type Model, type Scene } from './model.ts';
import { paneOf } from './panes/index.ts';

/** The model of a moment: shows the held picture while the screen is frozen, and asks the pane on screen for its rows. */
export const compose = (
  live: Scene['live'],
  screen: ScreenState,
  glyphs: Glyphs,
  now: Instant,
  replay: string | null,
): Model =>
  modelOf({
    picture: screen.frozen?.picture ?? live.picture,
    events: screen.frozen?.events ?? live.events,
    live,
    screen,
    glyphs,
    now,
    replay,
  });

function modelOf(scene: Scene): Model {
  const place = currentPlace(scene);
  const pane = paneOf(place);
  const [first, ...rest] = scene.screen.path.slice(0, -1);
  const below =
    place.pane === 'help' && first !== undefined
      ? modelOf({ ...scene, screen: { ...scene.screen, path: [first, ...rest] } })
      : null;
  return { ...scene, rows: pane.rows(scene), sortColumns: pane.sortColumns, below };
}
