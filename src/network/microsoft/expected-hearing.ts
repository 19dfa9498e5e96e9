/** Where a prefix should be heard: under the peering that it is registered for, and where its service is (R10, R11). */
import { canonicalPrefix } from '../subnets.ts';
import { makesPnis } from './findings.ts';
import type { Peering } from './peerings.ts';
import type { MicrosoftPicture } from './picture.ts';
import type { PrefixView } from './prefixes.ts';
import { placeName } from './windows.ts';

/** The peerings that are asked about a prefix. */
export interface ExpectedHearing {
  readonly peerings: readonly Peering[];
  /** Where all their sessions should hear it, in words that go on after "heard on every session"; null where nothing tells. */
  readonly where: string | null;
}

/** What Microsoft keeps of a prefix, in whatever spelling. */
export const viewsOf = ({ prefixes }: Pick<MicrosoftPicture, 'prefixes'>, prefix: string): readonly PrefixView[] =>
  prefixes.filter(view => canonicalPrefix(view.prefix) === canonicalPrefix(prefix));

/** Its own peering where it is registered, those at the places of its service, all where nothing tells. */
export function expectedHearing(microsoft: MicrosoftPicture, prefix: string): ExpectedHearing {
  const views = viewsOf(microsoft, prefix);
  const all = microsoft.peerings.map(each => each.peering).filter(each => !each.legacy);
  const registered = views.flatMap(view => view.peering ?? []);
  const places = new Set(views.flatMap(view => view.locations).map(placeName));
  // A service is served over PNIs: exchanges and route servers at the same place are none of its sessions.
  const serving = all.filter(each => makesPnis(each) && places.has(placeName(each.location ?? '')));
  const peerings = [...new Set([...registered, ...serving])];
  if (peerings.length === 0) return { peerings: all, where: null };
  if (registered.length === 0) return { peerings, where: 'at its locations' };
  return { peerings, where: serving.length === 0 ? 'of its peering' : 'that should hear it' };
}
