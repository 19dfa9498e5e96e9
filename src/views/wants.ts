/** What of Microsoft's answers the screen needs: nothing is asked that no screen shows. */
import type { Want } from '../network/microsoft/answers.ts';
import { currentPlace, type Model } from './model.ts';
import { subjectOf } from './panes/card.ts';

/** What is wanted while this screen is shown. */
export function wantsOf(model: Model): readonly Want[] {
  const { microsoft } = model.picture;
  if (microsoft === null) return [];
  const place = currentPlace(model.below ?? model);
  const metricsOf = (ids: readonly string[]): readonly Want[] =>
    [...new Set(ids.flatMap(id => (microsoft.join.byPni.get(id) ?? []).map(each => each.peering.key)))].map(
      peering => ({
        kind: 'metrics',
        peering,
      }),
    );
  switch (place.pane) {
    case 'pni':
      return [...metricsOf([place.id]), { kind: 'facilities' }];
    case 'card':
      return subjectOf(model.picture, place) === null ? [] : [{ kind: 'peer-asns' }, { kind: 'facilities' }];
    case 'microsoft':
      return [{ kind: 'facilities' }];
    case 'latency':
      return microsoft.peerings
        .filter(({ peering }) => !peering.legacy)
        .map(({ peering }) => ({ kind: 'latency', peering: peering.key }));
    case 'overview':
    case 'metro':
    case 'pnis':
    case 'routers':
    case 'router':
    case 'events':
    case 'findings':
    case 'prefixes':
    case 'prefix':
    case 'routes':
    case 'maintenance':
    case 'looking-glass':
    case 'calls':
    case 'help':
      return [];
  }
}
