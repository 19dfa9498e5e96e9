/** Microsoft writes moments in the time of day; the console's own clock may be ahead of it or behind. */
import { describe, expect, it } from 'vitest';
import { instant, millis } from '../../../src/network/units.ts';
import { listOf, metricAnswer, note, notice, prefixEvent, series, servicePrefix, whole } from './microsoft-samples.ts';
import { type TwoEnds, twoEnds } from './two-ends.ts';

const hour = 3_600_000;
const day = 24 * hour;
const five = 300_000;
const offsets = [0, 7 * hour, 400 * day] as const;

/** The same carrier where the time of day is so much ahead of its clock. */
function ahead(carrier: TwoEnds, offset: number): TwoEnds {
  carrier.fleet = { ...carrier.fleet, clockOffset: millis(offset) };
  return carrier;
}

describe.each(offsets)('where the time of day is %d ms ahead', offset => {
  it('a foreign origin is an alarm for a day from when it was written', () => {
    const carrier = ahead(twoEnds().settle().told(listOf([])), offset);
    const severity = (ago: number) => {
      const events = [prefixEvent('PrefixOriginAsChangeEvent', { at: instant(carrier.now + offset - ago) })];
      carrier.told({ call: 'service-prefixes', prefixes: [servicePrefix({ events })], list: whole }, '/services/shop');
      return carrier.side().prefixes[0]?.severity;
    };
    expect(severity(1000)).toBe('critical');
    expect(severity(day - 1)).toBe('critical');
    expect(severity(day)).toBe('warning');
  });

  it('which way Microsoft counts is learned from figures of the same minutes', () => {
    const carrier = twoEnds().settle();
    const began = carrier.now;
    for (let poll = 0; poll < 90; poll++) carrier.poll();
    const ids = ['ams-er1/ae0', 'ams-er2/ae0'];
    ahead(carrier, offset).told(listOf(ids.map(id => carrier.peering(id))));
    for (const id of ids) {
      const own = { connectionid: `guid-of-${id.replace('/', '-')}` };
      const points = (value: number) => [0, 1].map(each => [began + offset + each * five, value] as const);
      const metrics = metricAnswer([
        series('IngressTrafficRate', own, ...points(10.1e9)),
        series('EgressTrafficRate', own, ...points(39.9e9)),
      ]);
      carrier.told({ call: 'traffic', metrics }, carrier.peering(id).key);
    }
    expect(carrier.side().orientation).toEqual({ ingressIs: 'out', agreeing: 4, compared: 4 });
  });

  it('announced work goes on between its times', () => {
    const carrier = ahead(twoEnds().settle().told(listOf([])), offset);
    const times = { startsAt: instant(carrier.now + offset), endsAt: instant(carrier.now + offset + hour) };
    carrier.told({ call: 'health', notices: [notice(times)], list: whole });
    carrier.told({ call: 'notes', notes: [note(times)], list: whole });
    const phases = () => carrier.side().windows.map(each => each.phase);
    expect(phases()).toEqual(['now', 'now']);
    carrier.pass(3600);
    expect(phases()).toEqual(['overdue', 'past']);
  });
});
