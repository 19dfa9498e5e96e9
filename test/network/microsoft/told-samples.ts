/** What Microsoft has told, folded: for tests of what is kept of it. */
import { type MicrosoftSample, routesSubject } from '../../../src/network/microsoft/answers.ts';
import { afterTold, type MicrosoftState, nothingTold } from '../../../src/network/microsoft/told.ts';
import { answered, listInterval, listOf, peering, route, whole } from './microsoft-samples.ts';

/** Nothing told yet. */
export const empty = nothingTold('sub-1', listInterval);

/** What some samples come to. */
export const folded = (...samples: readonly MicrosoftSample[]): MicrosoftState => samples.reduce(afterTold, empty);

/** Routes of a peering, for one prefix or without a filter. */
export const routesOf = (peeringKey: string, prefix: string | null, at = 0): MicrosoftSample =>
  answered(
    { call: 'received-routes', routes: [route('198.51.100.1')], list: whole },
    { at, subject: routesSubject(peeringKey, prefix) },
  );

/** A list of peerings by their names. */
export const listed = (names: readonly string[], list = whole, at = 0): MicrosoftSample =>
  answered(
    listOf(
      names.map(name => peering({ name })),
      list,
    ),
    { at },
  );
