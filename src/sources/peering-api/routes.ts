import { canonicalAddress } from '../../network/addresses.ts';
import type { ReceivedRoute } from '../../network/microsoft/routes.ts';
import { type Records, recordsOf } from './json-door.ts';

/** Longest AS path kept, in characters: some 370 hops. */
const longestPath = 4096;

/** Routes that Microsoft receives over a peering (docs/microsoft.md). */
export const routesOf = (values: readonly unknown[]): Records<ReceivedRoute> =>
  recordsOf(values, record => {
    const prefix = record.text('prefix');
    if (prefix === null) return null;
    const asPathText = record.text('asPath', longestPath) ?? '';
    const nextHop = record.text('nextHop');
    return {
      prefix,
      nextHop: nextHop === null ? null : canonicalAddress(nextHop),
      asPath: asPathOf(asPathText),
      asPathText,
      originValidation: record.text('originAsValidationState'),
      rpkiValidation: record.text('rpkiValidationState'),
      trustAnchor: record.text('trustAnchor'),
      receivedAt: record.moment('receivedTimestamp'),
    };
  });

/** AS numbers that are parted by blanks; null for a set in braces, a cut path, or anything else. */
function asPathOf(text: string): readonly number[] | null {
  const parts = text.split(' ').filter(part => part !== '');
  const path = parts.map(part => (/^\d{1,10}$/.test(part) ? Number(part) : Number.NaN));
  return path.length > 0 && path.every(asn => asn <= 0xffff_ffff) ? path : null;
}
