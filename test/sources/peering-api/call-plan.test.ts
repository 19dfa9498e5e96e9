import { describe, expect, test } from 'vitest';
import type { Want } from '../../../src/network/microsoft/answers.ts';
import type { MetricName } from '../../../src/network/microsoft/metrics.ts';
import type { Peering } from '../../../src/network/microsoft/peerings.ts';
import { type Instant, instant, millis } from '../../../src/network/units.ts';
import { type Asked, callsOf, planCalls, type Situation } from '../../../src/sources/peering-api/call-plan.ts';
import { metricQuery } from '../../../src/sources/peering-api/metric-calls.ts';
import { documentedMetrics } from '../../../src/sources/peering-api/metrics.ts';
import { peeringsOf } from '../../../src/sources/peering-api/peerings.ts';
import { callKey, type MetricCall } from '../../../src/sources/peering-api/planned-call.ts';
import { servicesOf } from '../../../src/sources/peering-api/services.ts';

const start = instant(1_000_000_000);
const minute = 60_000;

/** Peerings of one type, each at a metro of its own. */
const peerings = (count: number, directPeeringType = 'Edge', probes: readonly unknown[] = []): readonly Peering[] =>
  peeringsOf(
    Array.from({ length: count }, (_, i) => ({
      id: `/subscriptions/s/resourceGroups/g/providers/Microsoft.Peering/peerings/${directPeeringType}${i}`,
      kind: 'Direct',
      properties: {
        direct: { directPeeringType, connections: [{ peeringDBFacilityId: 100 - i }] },
        peeringLocation: `Metro ${i}`,
        connectivityProbes: probes,
      },
    })),
    false,
  ).items;
const services = servicesOf([{ id: '/s/one' }, { id: '/s/two' }]).items;

const nothing: Situation = {
  interval: millis(minute),
  metros: [],
  peerings: [],
  services: [],
  defined: documentedMetrics,
  split: new Set(),
  wants: [],
  hasPeeringDb: false,
  asked: new Map(),
  isBudgetLow: false,
  throttledUntil: null,
};
const everything = (some: readonly Peering[]): readonly Want[] =>
  some.flatMap(({ key }): readonly Want[] => [
    { kind: 'metrics', peering: key },
    { kind: 'latency', peering: key },
  ]);
const due = (situation: Partial<Situation>, now: Instant = start): readonly string[] =>
  planCalls({ ...nothing, ...situation }, now).due.map(callKey);
const asked = (outcome: Asked['outcome'], ago: number, retryAt: Instant | null = null): Asked => ({
  at: instant(start - ago),
  outcome,
  retryAt,
  jitter: 0.5,
});

describe('at first', () => {
  test('the peerings are asked for before all else', () => {
    expect(due({ metros: ['Dallas'] })).toEqual([
      'peerings ',
      'health ',
      'services ',
      'peer-asns ',
      'legacy-peerings Direct Dallas',
      'legacy-peerings Exchange Dallas',
    ]);
  });

  test('what hangs on a peering follows when it is known: prefixes of some, AS numbers of a route server', () => {
    const some = [...peerings(1), ...peerings(1, 'Voice'), ...peerings(1, 'IxRs'), ...peerings(1, 'Cdn')];
    const calls = due({ peerings: some, services }).map(key => key.replace(/\/.*\//, ''));
    expect(calls).toEqual([
      'peerings ',
      'health ',
      'service-prefixes one',
      'service-prefixes two',
      'registered-prefixes edge0',
      'registered-prefixes voice0',
      'registered-asns ixrs0',
      'services ',
      'peer-asns ',
      'legacy-peerings Direct Metro 0',
      'legacy-peerings Exchange Metro 0',
    ]);
  });

  test('a metro in two spellings is asked about once', () => {
    const calls = callsOf({ ...nothing, peerings: peerings(1), metros: ['METRO 0', 'Other'] });
    expect(calls.filter(({ call }) => call === 'legacy-peerings').map(({ subject }) => subject)).toEqual([
      'Direct Metro 0',
      'Exchange Metro 0',
      'Direct Other',
      'Exchange Other',
    ]);
  });
});

describe('a call comes again', () => {
  const whether = (outcome: Asked, call = 'health ', more: Partial<Situation> = {}) =>
    due({ asked: new Map([[call, outcome]]), ...more }).includes(call);

  test.each<[string, Asked, boolean]>([
    ['not before its interval', asked('answered', 4 * minute), false],
    ['after its interval', asked('answered', 5 * minute), true],
    ['after a failure as well', asked('timeout', 5 * minute), true],
    ['not while it runs', asked('running', 60 * minute), false],
    ['not before the time that was told', asked('throttled', 5 * minute, instant(start + 1)), false],
    ['after a quarter of an hour where it is forbidden', asked('forbidden', 14 * minute), false],
    ['then', asked('forbidden', 15 * minute), true],
    ['after a quarter of an hour where there is nothing', asked('not-found', 14 * minute), false],
  ])('%s', (_, outcome, is) => {
    expect(whether(outcome)).toBe(is);
  });

  test('a little sooner or later than others, but peerings on time', () => {
    expect(whether({ ...asked('answered', 4.6 * minute), jitter: 0 })).toBe(true);
    expect(whether({ ...asked('answered', 5.4 * minute), jitter: 0.99 })).toBe(false);
    expect(whether({ ...asked('answered', minute), jitter: 0.99 }, 'peerings ')).toBe(true);
  });

  test('half as often while little is left, and not at all while the service wants nobody', () => {
    expect(whether(asked('answered', 6 * minute), 'health ', { isBudgetLow: true })).toBe(false);
    expect(whether(asked('answered', 10 * minute), 'health ', { isBudgetLow: true })).toBe(true);
    const throttled = planCalls({ ...nothing, throttledUntil: instant(start + 1000) }, start);
    expect(throttled).toEqual({ due: [], next: start + 1000 });
  });

  test('soon after a failure, though it is made once a day', () => {
    expect(whether(asked('sign-in', 15 * minute), 'peer-asns ')).toBe(true);
    expect(whether(asked('answered', 15 * minute), 'peer-asns ')).toBe(false);
  });
});

describe('measurements', () => {
  const some = peerings(2, 'Edge', [{ endpoint: '192.0.2.1' }]);
  const [first] = some;
  const key = first?.key ?? '';
  const wants: readonly Want[] = [{ kind: 'metrics', peering: key }];
  const metricCalls = (situation: Partial<Situation>): readonly MetricCall[] =>
    callsOf({ ...nothing, peerings: some, ...situation }).filter(planned => 'metrics' in planned);

  test('are asked for only of what is looked at, and after the definitions', () => {
    expect(metricCalls({})).toEqual([]);
    expect(metricCalls({ wants, defined: null })).toEqual([]);
    expect(due({ peerings: some, wants, defined: null })).toContain(`metric-definitions ${key}`);
    expect(metricCalls({ wants }).map(callKey)).toEqual([`traffic ${key}`, `probes ${key}`]);
  });

  test('leave out what the service does not define', () => {
    const defined: readonly MetricName[] = ['FlapCounts'];
    expect(metricCalls({ wants, defined })).toMatchObject([{ call: 'traffic', metrics: ['FlapCounts'] }]);
  });

  test('of availability go their own way once they had to', () => {
    const calls = metricCalls({ wants, split: new Set([key]) });
    expect(calls.map(({ call }) => call)).toEqual(['traffic', 'availability', 'probes']);
    expect(calls[0]?.metrics).not.toContain('SessionAvailability');
  });

  test('of latency are those of customers at a route server', () => {
    const servers = peerings(1, 'IxRs');
    const latency = metricCalls({ peerings: servers, wants: everything(servers) }).find(
      ({ call }) => call === 'latency',
    );
    expect(latency?.metrics).toEqual(['AverageCustomerPrefixLatency']);
  });

  test.each<[MetricCall['call'], readonly MetricName[], string, string]>([
    [
      'traffic',
      ['FlapCounts'],
      "ConnectionId eq '*' and SessionIp eq '*'",
      '2026-01-01T11:00:00Z/2026-01-01T12:00:00Z',
    ],
    ['probes', ['ConnectivityProbeJitter'], "Protocol eq '*'", '2026-01-01T11:00:00Z/2026-01-01T12:00:00Z'],
    [
      'latency',
      ['RegisteredPrefixLatency'],
      "RegisteredPrefixName eq '*'",
      '2025-12-31T12:00:00Z/2026-01-01T12:00:00Z',
    ],
    [
      'latency',
      ['AverageCustomerPrefixLatency'],
      "RegisteredAsnName eq '*'",
      '2025-12-31T12:00:00Z/2026-01-01T12:00:00Z',
    ],
  ])('%s of %j name their dimensions and their time', (call, metrics, filter, timespan) => {
    const now = Date.UTC(2026, 0, 1, 12, 4, 59);
    expect(metricQuery({ call, subject: '', id: '', metrics }, now).query).toMatchObject({
      $filter: filter,
      timespan,
      top: '100',
      interval: call === 'latency' ? 'PT1H' : 'PT5M',
    });
  });
});

describe('PeeringDB', () => {
  test('is asked for the buildings of direct connections, while somebody looks at them', () => {
    const wants: readonly Want[] = [{ kind: 'facilities' }];
    const exchange = peeringsOf(
      [{ name: 'x', kind: 'Exchange', properties: { exchange: { connections: [{ peeringDBFacilityId: 7 }] } } }],
      false,
    ).items;
    const situation = { peerings: [...peerings(2), ...exchange], hasPeeringDb: true };
    expect(due({ ...situation, wants })).toEqual(expect.arrayContaining(['facilities 99,100', 'networks ']));
    expect(due(situation).join()).not.toContain('facilities');
    expect(due({ ...situation, wants, hasPeeringDb: false }).join()).not.toContain('facilities');
  });

  test('does not wait for Microsoft', () => {
    const wants: readonly Want[] = [{ kind: 'facilities' }];
    expect(due({ hasPeeringDb: true, wants, throttledUntil: instant(start + minute) })).toEqual(['networks ']);
  });
});

describe('thirty peerings in an hour', () => {
  /** Requests by call in the second hour, when the first calls of all are over. */
  function hour(situation: Situation): ReadonlyMap<string, number> {
    const noted = new Map<string, Asked>();
    const counts = new Map<string, number>();
    let jitter = 0;
    for (let now = start; now < start + 120 * minute; now = instant(now + 1000))
      for (const planned of planCalls({ ...situation, asked: noted }, now).due) {
        jitter = (jitter + 0.618) % 1;
        noted.set(callKey(planned), { at: now, outcome: 'answered', retryAt: null, jitter });
        if (now >= start + 60 * minute) counts.set(planned.call, (counts.get(planned.call) ?? 0) + 1);
      }
    return counts;
  }
  const sum = (counts: ReadonlyMap<string, number>): number => counts.values().reduce((all, count) => all + count, 0);
  const some = peerings(30, 'Edge', [{ endpoint: '192.0.2.1' }]);
  const quiet = hour({ ...nothing, peerings: some, services });
  const wanted = {
    ...nothing,
    peerings: some,
    services,
    wants: everything(some),
    split: new Set(some.map(p => p.key)),
  };
  const busy = hour(wanted);

  test('nothing looked at: some 500 requests', () => {
    expect(quiet.get('peerings')).toBe(60);
    expect(quiet.get('registered-prefixes')).toBeGreaterThan(345);
    expect(sum(quiet)).toBeGreaterThan(420);
    expect(sum(quiet)).toBeLessThan(520);
  });

  test('everything looked at: some 1570, of 12000 that Azure allows', () => {
    expect(sum(busy)).toBeGreaterThan(1480);
    expect(sum(busy)).toBeLessThan(1650);
    expect(sum(busy)).toBeLessThan(0.15 * 12_000);
  });

  test('metrics stay far below 400 in 5 minutes, and calls to Microsoft.Peering below 600', () => {
    const metrics = ['traffic', 'availability', 'probes', 'latency', 'metric-definitions'];
    const ofMetrics = metrics.reduce((all, call) => all + (busy.get(call) ?? 0), 0);
    expect(ofMetrics / 12).toBeLessThan(100);
    expect(sum(busy) - ofMetrics).toBeLessThan(600);
  });

  test('half of it while little is left', () => {
    expect(sum(hour({ ...wanted, isBudgetLow: true }))).toBeLessThan(0.55 * sum(busy));
  });
});
