import { describe, expect, it } from 'vitest';
import type { TrafficPoint } from '../../../src/network/fleet.ts';
import { type Comparison, comparisonsOf, orientationOf, summed } from '../../../src/network/microsoft/orientation.ts';
import { dimensionsOf, pniMetrics } from '../../../src/network/microsoft/pni-metrics.ts';
import { bitsPerSecond, instant, millis } from '../../../src/network/units.ts';
import { connection, listOf, metricAnswer, series, theirSession } from './microsoft-samples.ts';
import { twoEnds } from './two-ends.ts';

const guid = '9BBA5769-c03d-4c84-8ece-b78526ebccde';
const ours = connection({
  identifier: guid,
  sessions: [
    theirSession({ microsoft: '198.51.100.2', peer: '198.51.100.1' }),
    theirSession({ afi: 'ipv6', microsoft: '2001:db8:1:1::2', peer: null }),
  ],
});
const five = 300_000;
const all = (): boolean => true;
/** Our points and Microsoft's intervals are told by one clock. */
const none = millis(0);

describe('a series belongs to a connection', () => {
  it.each([
    ['by its identifier', { connectionid: guid }],
    ['by its identifier in another case', { connectionid: guid.toLowerCase(), sessionip: '203.0.113.7' }],
    ["by Microsoft's end", { sessionip: '198.51.100.2' }],
    ['by our end', { connectionid: 'something else', sessionip: '198.51.100.1' }],
    ['by an IPv6 address in another spelling', { sessionip: '2001:0DB8:1:1:0:0:0:2' }],
  ])('%s', (_how, dimensions) => {
    expect(dimensionsOf(ours)(dimensions)).toBe(true);
  });

  it.each([
    ['of another identifier and address', { connectionid: 'x', sessionip: '198.51.100.9' }],
    ['without dimensions', {}],
    ['of an address that is none', { sessionip: 'all' }],
    ['of an empty identifier', { connectionid: '' }],
  ])('but not one %s', (_which, dimensions) => {
    expect(dimensionsOf(ours)(dimensions)).toBe(false);
    expect(dimensionsOf(connection())(dimensions)).toBe(false);
  });
});

describe('a sum over series', () => {
  const rate = (sessionip: string, ...points: readonly (readonly [number, number])[]) =>
    series('IngressTrafficRate', { connectionid: guid, sessionip }, ...points);

  it('is of the intervals that all of them tell, and of no other', () => {
    const answer = metricAnswer([
      rate('198.51.100.2', [0, 10], [five, 20]),
      rate('2001:db8:1:1::2', [five, 3], [2 * five, 4]),
      series('EgressTrafficRate', {}, [five, 1000]),
      series('IngressTrafficRate', { connectionid: 'x' }, [0, 1000]),
    ]);
    expect([...summed(answer, 'IngressTrafficRate', dimensionsOf(ours))]).toEqual([[five, 23]]);
  });

  it('is nothing without a series, and of one without a point', () => {
    expect(summed(metricAnswer([]), 'PacketDropRate', all).size).toBe(0);
    const answer = metricAnswer([rate('198.51.100.2', [0, 10]), rate('2001:db8:1:1::2')]);
    expect(summed(answer, 'IngressTrafficRate', all).size).toBe(0);
  });
});

describe('what Microsoft measured of a PNI', () => {
  it('is of the newest interval that is told', () => {
    const own = { connectionid: guid };
    const answer = metricAnswer([
      series('IngressTrafficRate', own, [0, 1e9], [five, 2e9]),
      series('EgressTrafficRate', own, [0, 3e9]),
      series('PacketDropRate', own, [five, 0]),
      series('FlapCounts', { sessionip: '198.51.100.2' }, [0, 1], [five, 0]),
      series('FlapCounts', { sessionip: '2001:db8:1:1::2' }, [five, 2]),
      series('SessionAvailability', { sessionip: '198.51.100.2' }, [0, 1], [five, 1]),
      series('SessionAvailability', { sessionip: '2001:db8:1:1::2' }, [0, 1], [five, 0.4]),
    ]);
    expect(pniMetrics(answer, ours)).toEqual({
      ingress: { at: five, value: 2e9 },
      egress: { at: 0, value: 3e9 },
      drops: { at: five, value: 0 },
      flaps: { count: 3, told: 2 },
      availability: { at: five, value: 0.4 },
      grain: five,
    });
  });

  it('is nothing where nothing is told: missing is not 0', () => {
    const empty = { ingress: null, egress: null, drops: null, flaps: null, availability: null, grain: five };
    expect(pniMetrics(metricAnswer([]), ours)).toEqual(empty);
    const pointless = metricAnswer([
      series('FlapCounts', { connectionid: guid }),
      series('SessionAvailability', { connectionid: guid }),
      series('IngressTrafficRate', { connectionid: guid }),
    ]);
    expect(pniMetrics(pointless, ours)).toEqual(empty);
  });
});

describe("Microsoft's ingress", () => {
  const inward: Comparison = { ingress: 40e9, egress: 10e9, in: 41e9, out: 9.5e9 };
  const outward: Comparison = { ingress: 10e9, egress: 40e9, in: 41e9, out: 9.5e9 };
  const times = (count: number, each: Comparison) => new Array<Comparison>(count).fill(each);

  it('is learned to be what comes in, or what goes out', () => {
    expect(orientationOf(times(3, inward))).toEqual({ ingressIs: 'in', agreeing: 3, compared: 3 });
    expect(orientationOf(times(3, outward))).toEqual({ ingressIs: 'out', agreeing: 3, compared: 3 });
  });

  it('is not learned from nothing, nor from too few comparisons', () => {
    expect(orientationOf([])).toEqual({ ingressIs: null, agreeing: 0, compared: 0 });
    expect(orientationOf(times(2, inward))).toMatchObject({ ingressIs: null, compared: 2 });
  });

  it.each([
    ['that are nearly the same in both directions', { ingress: 40e9, egress: 39e9, in: 40e9, out: 39e9 }],
    ['that fit neither way', { ingress: 100e9, egress: 1e9, in: 40e9, out: 10e9 }],
    ['of which one direction does not fit', { ingress: 40e9, egress: 30e9, in: 40e9, out: 10e9 }],
    ['of an empty link', { ingress: 0, egress: 0, in: 0, out: 0 }],
  ])('is not learned from figures %s', (_which, comparison) => {
    expect(orientationOf(times(9, comparison))).toEqual({ ingressIs: null, agreeing: 0, compared: 0 });
  });

  it('is not learned from comparisons that contradict each other', () => {
    expect(orientationOf([...times(3, inward), ...times(1, outward)])).toEqual({
      ingressIs: null,
      agreeing: 3,
      compared: 4,
    });
    expect(orientationOf([...times(4, outward), ...times(1, inward)])).toEqual({
      ingressIs: 'out',
      agreeing: 4,
      compared: 5,
    });
  });
});

describe('both ends are compared', () => {
  const point = (at: number, inbound: number | null, outbound: number | null): TrafficPoint => ({
    at: instant(at),
    in: inbound === null ? null : bitsPerSecond(inbound),
    out: outbound === null ? null : bitsPerSecond(outbound),
  });
  const answer = metricAnswer([
    series('IngressTrafficRate', {}, [0, 30], [five, 40]),
    series('EgressTrafficRate', {}, [five, 10]),
  ]);
  /** One point a minute over both intervals; the one at a minute tells of the minute before it. */
  const history = Array.from({ length: 11 }, (_, minute) => point(minute * 60_000, 40, minute <= 5 ? 0 : 10));

  it('over the intervals of which Microsoft tells both directions, with our mean of the same time', () => {
    expect(comparisonsOf(answer, history, all, none)).toEqual([{ ingress: 40, egress: 10, in: 40, out: 10 }]);
  });

  it('by the time of day, also where the clock of this host runs behind it, or ahead of it', () => {
    const hour = 3_600_000;
    for (const offset of [hour, -five]) {
      const early = history.map(each => ({ ...each, at: instant(each.at - offset) }));
      expect(comparisonsOf(answer, early, all, millis(offset))).toEqual([{ ingress: 40, egress: 10, in: 40, out: 10 }]);
      expect(comparisonsOf(answer, early, all, none)).not.toEqual([{ ingress: 40, egress: 10, in: 40, out: 10 }]);
    }
  });

  it('by the time that each of our polls covers', () => {
    const uneven = [point(five, 1, 1), point(five + 60_000, 100, 50), point(2 * five, 50, 0)];
    expect(comparisonsOf(answer, uneven, all, none)).toEqual([{ ingress: 40, egress: 10, in: 60, out: 10 }]);
  });

  it('but not where our own history has a gap of more than a fifth', () => {
    const gap = (...minutes: readonly number[]) =>
      history.map((each, minute) => (minutes.includes(minute) ? point(each.at, null, null) : each));
    expect(comparisonsOf(answer, gap(7), all, none)).toHaveLength(1);
    expect(comparisonsOf(answer, gap(7, 8), all, none)).toEqual([]);
    expect(comparisonsOf(answer, history.slice(0, 7), all, none)).toEqual([]);
    expect(comparisonsOf(answer, [], all, none)).toEqual([]);
  });

  it('and a carrier learns from all its PNIs which way Microsoft counts', () => {
    const carrier = twoEnds().settle();
    const fiveMinutes = 30;
    const began = carrier.now;
    for (let poll = 0; poll < 2 * fiveMinutes; poll++) carrier.poll();
    const ids = ['ams-er1/ae0', 'ams-er2/ae0'];
    carrier.told(listOf(ids.map(id => carrier.peering(id))));
    expect(carrier.side().orientation).toEqual({ ingressIs: null, agreeing: 0, compared: 0 });
    for (const id of ids) {
      const own = { ConnectionId: id, connectionid: `GUID-OF-${id.replace('/', '-')}` };
      const points = (value: number) => [0, 1].map(each => [began + each * five, value] as const);
      carrier.told(
        {
          call: 'traffic',
          metrics: metricAnswer([
            series('IngressTrafficRate', own, ...points(10.1e9)),
            series('EgressTrafficRate', own, ...points(39.9e9)),
          ]),
        },
        carrier.peering(id).key,
      );
    }
    expect(carrier.side().orientation).toEqual({ ingressIs: 'out', agreeing: 4, compared: 4 });
  });
});
