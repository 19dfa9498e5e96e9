import type { Place } from '../../state/screen.ts';
import { eventsPane } from './events.ts';
import { helpPane } from './help.ts';
import { metroPane } from './metro.ts';
import { overviewPane } from './overview.ts';
import type { Pane } from './pane.ts';
import { pniPane } from './pni.ts';
import { pnisPane } from './pnis.ts';
import { routerPane } from './router.ts';
import { routersPane } from './routers.ts';

const panes: Readonly<Record<Place['pane'], Pane>> = {
  overview: overviewPane,
  metro: metroPane,
  pnis: pnisPane,
  pni: pniPane,
  routers: routersPane,
  router: routerPane,
  events: eventsPane,
  help: helpPane,
};

/** The pane of a place. */
export const paneOf = (place: Place): Pane => panes[place.pane];
