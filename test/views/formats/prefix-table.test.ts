import { expect, test } from 'vitest';
import type { PrefixEvent } from '../../../src/network/microsoft/routes.ts';
import { instant } from '../../../src/network/units.ts';
import { glyphsFor } from '../../../src/terminal/glyphs.ts';
import { prefixColumns } from '../../../src/views/formats/prefix-table.ts';
import { prefixEvent, servicePrefix, whole } from '../../network/microsoft/microsoft-samples.ts';
import { agreeing } from '../../network/microsoft/two-ends.ts';

const day = 86_400_000;
const carrier = agreeing();
const at = (ago: number) => ({ at: instant(carrier.now - ago) });

/** What stands in the last column of a service prefix to which these happened. */
function what(...events: readonly PrefixEvent[]): string | undefined {
  carrier.told({ call: 'service-prefixes', prefixes: [servicePrefix({ events })], list: whole }, '/services/shop');
  const { prefixes } = carrier.side();
  const column = prefixColumns(prefixes, carrier.now, glyphsFor(true)).find(each => each.id === 'what');
  return prefixes.map(view => column?.cell(view, 80).text)[0];
}

const foreign = (ago: number) => prefixEvent('PrefixOriginAsChangeEvent', { ...at(ago), summary: 'Origin AS 64499' });
const announced = (ago: number) => prefixEvent('PrefixAnnouncementEvent', { ...at(ago), summary: 'Announced' });

test.each<[string, readonly PrefixEvent[], string]>([
  ['nothing', [], ''],
  ['an announcement', [announced(60_000)], 'announced, 60 s ago'],
  ['a foreign origin', [foreign(120_000)], 'another origin AS: possible hijack, 2 min ago; Origin AS 64499'],
  [
    "an announcement after a foreign origin, which may be the hijacker's",
    [foreign(120_000), announced(60_000)],
    'another origin AS: possible hijack, 2 min ago; Origin AS 64499',
  ],
  [
    'a foreign origin days ago that nothing ended',
    [foreign(3 * day)],
    'another origin AS: possible hijack, 3 d ago, not known to be over; Origin AS 64499',
  ],
  ['a foreign origin days ago that is over', [foreign(3 * day), announced(2 * day)], 'announced, 2 d ago'],
  ['something without a moment', [prefixEvent('PrefixWithdrawalEvent', { at: null })], 'withdrawn'],
])('a prefix tells of %s', (_what, events, expected) => {
  expect(what(...events)).toBe(expected);
});
