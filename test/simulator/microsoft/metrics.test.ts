import { describe, expect, test } from 'vitest';
import { step } from '../../../src/simulator/step.ts';
import { happened, start } from '../walk.ts';
import { type Caller, callerOf, dig, GROUP, type Heard, list } from './asking.ts';

/** The world begins at 2026-01-15T20:00:00Z. */
const DAY = '2026-01-15T';

const ask = (caller: Caller, query: Readonly<Record<string, string>>, peering = 'ex-ashburn'): Heard => {
  const fields = new URLSearchParams({ 'api-version': '2018-01-01', ...query });
  return caller.get(`${GROUP}/peerings/${peering}/providers/microsoft.insights/metrics?${fields}`);
};
const PER_SESSION = "ConnectionId eq '*' and SessionIp eq '*'";
const seriesOf = ({ body }: Heard, metric = 0): readonly unknown[] => list(body, 'value', metric, 'timeseries');
const pointsOf = (series: unknown): readonly unknown[] => list(series, 'data');
const dimensionsOf = (series: unknown): unknown[] =>
  list(series, 'metadatavalues').map(one => [dig(one, 'name', 'value'), dig(one, 'value')]);

describe('series', () => {
  const query = { metricnames: 'IngressTrafficRate', interval: 'PT5M' };

  test('without a filter there is one for all', () => {
    expect(seriesOf(ask(callerOf(), query))).toHaveLength(1);
  });

  test('with one, ten come unless more are wanted', () => {
    const filtered = { ...query, $filter: `${PER_SESSION} and TrafficClass eq '*'` };
    expect(seriesOf(ask(callerOf(), filtered))).toHaveLength(8);
    expect(seriesOf(ask(callerOf(), { ...filtered, top: '3' }))).toHaveLength(3);
    const many = ask(callerOf(), { metricnames: 'RegisteredPrefixLatency', interval: 'PT1H', top: '0' });
    expect(many.status).toBe(400);
  });

  test('their dimensions come back in lower case', () => {
    const [first] = seriesOf(ask(callerOf(), { ...query, $filter: PER_SESSION }));
    expect(dimensionsOf(first)).toEqual([
      ['connectionid', expect.stringMatching(/^[0-9a-f-]{36}$/)],
      ['sessionip', '192.0.2.0'],
    ]);
  });

  test('one session may be chosen, or two', () => {
    const chosen = (filter: string) => seriesOf(ask(callerOf(), { ...query, $filter: filter })).map(dimensionsOf);
    expect(chosen("sessionip eq '192.0.2.0'")).toEqual([[['sessionip', '192.0.2.0']]]);
    expect(chosen("(SessionIp eq '192.0.2.0' or SessionIp eq '192.0.2.2')")).toHaveLength(2);
  });

  test('the largest come first when that is asked for', () => {
    const heard = ask(callerOf(), { ...query, $filter: PER_SESSION, orderby: 'Average desc', top: '4' });
    const firsts = seriesOf(heard).map(series => Number(dig(pointsOf(series)[0], 'average')));
    expect(firsts).toHaveLength(4);
    for (const rate of firsts) expect(rate).toBeGreaterThan(Number(firsts.at(-1)) * 0.95);
  });

  test('the values of the dimensions may come alone', () => {
    const [first] = seriesOf(ask(callerOf(), { ...query, $filter: PER_SESSION, resultType: 'Metadata' }));
    expect(dig(first, 'data')).toBeUndefined();
  });
});

describe('time', () => {
  test('points stand on the grain, and the two newest have no value yet', () => {
    const span = `${DAY}19:31:00Z/${DAY}20:00:00Z`;
    const heard = ask(callerOf(), { metricnames: 'EgressTrafficRate', interval: 'PT5M', timespan: span });
    const points = pointsOf(seriesOf(heard)[0]);
    expect(points.map(point => dig(point, 'timeStamp'))).toEqual(
      ['19:30', '19:35', '19:40', '19:45', '19:50', '19:55'].map(at => `${DAY}${at}:00Z`),
    );
    expect(points.map(point => typeof dig(point, 'average'))).toEqual([...Array(5).fill('number'), 'undefined']);
  });

  test('what has passed since the beginning is what was counted', () => {
    const caller = callerOf(happened(start(), { at: 0, do: 'session', pni: 'iad-er1/ae0', afi: 'ipv4', to: 'shut' }));
    for (let minute = 0; minute < 4; minute += 1) caller.pass(60_000);
    const query = {
      interval: 'PT1M',
      $filter: "SessionIp eq '192.0.2.0'",
      timespan: `${DAY}19:58:00Z/${DAY}20:04:00Z`,
    };
    const rates = ask(caller, { ...query, metricnames: 'IngressTrafficRate' });
    const averages = pointsOf(seriesOf(rates)[0]).map(point => dig(point, 'average'));
    expect(averages).toEqual([expect.any(Number), expect.any(Number), 0, 0, 0, undefined]);
    expect(Number(averages[0])).toBeGreaterThan(1e9);
    const flaps = ask(caller, { ...query, metricnames: 'FlapCounts', aggregation: 'Total,Count' });
    expect(pointsOf(seriesOf(flaps)[0]).map(point => dig(point, 'total'))).toEqual([0, 0, 1, 0, 0, undefined]);
  });

  test('a session that is down for a part of the interval is available for the other', () => {
    let world = step(start(), 60_000);
    world = happened(world, { at: 0, do: 'session', pni: 'iad-er1/ae0', afi: 'ipv4', to: 'shut' });
    const caller = callerOf(world);
    for (let minute = 0; minute < 8; minute += 1) caller.pass(60_000);
    const heard = ask(caller, {
      metricnames: 'SessionAvailability',
      interval: 'PT5M',
      $filter: "SessionIp eq '192.0.2.0'",
      timespan: `${DAY}19:55:00Z/${DAY}20:05:00Z`,
    });
    expect(pointsOf(seriesOf(heard)[0]).map(point => dig(point, 'average'))).toEqual([1, undefined]);
    caller.pass(60_000);
    const later = ask(caller, {
      metricnames: 'SessionAvailability',
      interval: 'PT5M',
      $filter: "SessionIp eq '192.0.2.0'",
      timespan: `${DAY}19:55:00Z/${DAY}20:05:00Z`,
    });
    const [, second] = pointsOf(seriesOf(later)[0]).map(point => Number(dig(point, 'average')));
    // One minute of five, and the quarter of a minute until Microsoft looked.
    expect(second).toBeCloseTo(1.25 / 5, 2);
  });

  test('ingress is what Microsoft receives: the smaller of the two', () => {
    const heard = ask(callerOf(), { metricnames: 'EgressTrafficRate,IngressTrafficRate', interval: 'PT1M' });
    const [egress = 0, ingress = 0] = [0, 1].map(metric =>
      Number(dig(pointsOf(seriesOf(heard, metric)[0])[0], 'average')),
    );
    expect(ingress / egress).toBeCloseTo(0.33, 1);
  });
});

describe('metrics of their own', () => {
  test('latency per registered prefix, by the hour', () => {
    const heard = ask(callerOf(), {
      metricnames: 'RegisteredPrefixLatency',
      $filter: "RegisteredPrefixName eq '*'",
      timespan: `${DAY}16:00:00Z/${DAY}20:00:00Z`,
    });
    expect(dig(heard.body, 'interval')).toBe('PT1H');
    expect(seriesOf(heard).map(dimensionsOf)).toEqual([
      [['registeredprefixname', 'ashburn-infra-1']],
      [['registeredprefixname', 'ashburn-infra-2']],
    ]);
    expect(pointsOf(seriesOf(heard)[0]).map(point => typeof dig(point, 'average'))).toEqual([
      'number',
      'number',
      'number',
      'undefined',
    ]);
  });

  test.each([
    ['ex-ashburn', 1],
    ['ex-amsterdam', 1],
    ['ex-london', 0],
  ])('probes of %s', (peering, count) => {
    const query = { metricnames: 'ConnectivityProbeLatency', interval: 'PT30M', $filter: "Protocol eq '*'" };
    expect(seriesOf(ask(callerOf(), query, peering))).toHaveLength(count);
  });

  test('what there is, is told', () => {
    const { body } = callerOf().get(`${GROUP}/peerings/ex-london/providers/Microsoft.Insights/metricDefinitions`);
    const found = list(body, 'value').find(one => dig(one, 'name', 'value') === 'SessionAvailability');
    expect(list(body, 'value')).toHaveLength(10);
    expect(list(found, 'metricAvailabilities').map(one => dig(one, 'timeGrain'))).toEqual(['PT5M', 'PT1H']);
  });
});

test.each<[string, Readonly<Record<string, string>>, RegExp]>([
  ['an unknown metric', { metricnames: 'Speed' }, /metric: Speed/],
  ['a grain that it has not', { metricnames: 'SessionAvailability', interval: 'PT1M' }, /PT5M,PT1H/],
  [
    'metrics that share no grain',
    { metricnames: 'SessionAvailability,RegisteredPrefixLatency', interval: 'PT5M' },
    /PT1H/,
  ],
  [
    'a dimension that it has not',
    { metricnames: 'RegisteredPrefixLatency', $filter: PER_SESSION },
    /does not support requested dimension combination/,
  ],
  ['or between dimensions', { metricnames: 'FlapCounts', $filter: "ConnectionId eq '1' or SessionIp eq '2'" }, /'or'/],
  ['a filter of another make', { metricnames: 'FlapCounts', $filter: 'all' }, /filter/],
  ['a time that is none', { metricnames: 'FlapCounts', timespan: 'today' }, /today/],
  ['an unknown aggregation', { metricnames: 'FlapCounts', aggregation: 'Median' }, /Median/],
])('%s is refused', (_, query, message) => {
  const heard = ask(callerOf(), query);
  expect(heard.status).toBe(400);
  expect(dig(heard.body, 'error', 'message')).toMatch(message);
});

test('a grain that a metric has not may be adjusted', () => {
  const query = { metricnames: 'SessionAvailability', interval: 'PT1M', AutoAdjustTimegrain: 'true' };
  expect(dig(ask(callerOf(), query).body, 'interval')).toBe('PT5M');
});
