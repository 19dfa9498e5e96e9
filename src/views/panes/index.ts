import type { Place } from '../../state/screen.ts';
import { callsPane } from './calls.ts';
import { cardPane } from './card.ts';
import { eventsPane } from './events.ts';
import { findingsPane } from './findings.ts';
import { helpPane } from './help.ts';
import { latencyPane } from './latency.ts';
import { lookingGlassPane } from './looking-glass.ts';
import { maintenancePane } from './maintenance.ts';
import { metroPane } from './metro.ts';
import { microsoftPane } from './microsoft.ts';
import { overviewPane } from './overview.ts';
import type { Pane } from './pane.ts';
import { pniPane } from './pni.ts';
import { pnisPane } from './pnis.ts';
import { prefixPane } from './prefix.ts';
import { prefixesPane } from './prefixes.ts';
import { routerPane } from './router.ts';
import { routersPane } from './routers.ts';
import { routesPane } from './routes.ts';

const panes: Readonly<Record<Place['pane'], Pane>> = {
  overview: overviewPane,
  metro: metroPane,
  pnis: pnisPane,
  pni: pniPane,
  routers: routersPane,
  router: routerPane,
  events: eventsPane,
  microsoft: microsoftPane,
  findings: findingsPane,
  prefixes: prefixesPane,
  prefix: prefixPane,
  routes: routesPane,
  maintenance: maintenancePane,
  latency: latencyPane,
  'looking-glass': lookingGlassPane,
  calls: callsPane,
  card: cardPane,
  help: helpPane,
};

/** The pane of a place. */
export const paneOf = (place: Place): Pane => panes[place.pane];
