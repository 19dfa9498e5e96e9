import { expect, test } from 'vitest';
import type { Session } from '../../../src/network/sessions.ts';
import { instant } from '../../../src/network/units.ts';
import { prefixesText } from '../../../src/views/formats/prefixes.ts';
import { twoRouters } from '../../network/pretend-carrier.ts';

const now = instant(10_000_000);
const [session] = twoRouters().settle().pni('ams-er1/ae0').sessions;

test.each<[string, Partial<Session>, string | null]>([
  ['as counted', {}, '280 prefixes in, 12 out'],
  ['none', { prefixesReceived: 0, prefixesAccepted: 0 }, '0 prefixes in, 12 out'],
  ['some refused', { prefixesAccepted: 270 }, '280 prefixes in (270 accepted), 12 out'],
  ['only those accepted', { prefixesReceived: null }, '280 prefixes in, 12 out'],
  ['with a limit', { prefixLimit: 1000 }, '280 prefixes in of 1000 allowed, 12 out'],
  ['out is not told', { prefixesAdvertised: null }, '280 prefixes in'],
  ['two minutes old', { prefixesAt: instant(now - 120_000) }, '280 prefixes in, 12 out'],
  ['long ago', { prefixesAt: instant(now - 600_000) }, '280 prefixes in, 12 out (counted 10 min ago)'],
  ['not told', { prefixesReceived: null, prefixesAccepted: null }, null],
])('%s', (_, told, expected) => {
  if (session === undefined) throw new Error('the PNI has no session');
  expect(prefixesText({ ...session, prefixesAt: now, ...told }, now)).toBe(expected);
});
