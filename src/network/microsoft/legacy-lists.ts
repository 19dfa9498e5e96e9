/** Lists of legacy peerings: one for each metro and kind, asked for once a day (docs/microsoft.md). */
import { allTold, type MicrosoftState } from './told.ts';
import { placeName } from './windows.ts';

/** Status codes that say that there is no such metro at Microsoft, which answers the question. */
const noSuchPlace: ReadonlySet<number | null> = new Set([400, 404]);

/** Whether Microsoft has said of every metro which direct legacy peerings there are: until then one may be among them. */
export function isLegacyTold(state: MicrosoftState, metros: readonly string[]): boolean {
  const subjects = [
    ...allTold(state, 'legacy-peerings').map(each => each.subject),
    ...[...state.failures.values()].flatMap(each =>
      each.call === 'legacy-peerings' && noSuchPlace.has(each.value.status) ? [each.subject] : [],
    ),
  ];
  const told = new Set(subjects.map(placeName));
  return metros.every(metro => told.has(placeName(`Direct ${metro}`)));
}
