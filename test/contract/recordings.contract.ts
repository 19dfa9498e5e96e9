/**
 * Recorded answers, each through the client over HTTP: what comes out. What
 * records.contract.ts says of the fields of their records is not said here again.
 */
import { describe, expect, test } from 'vitest';
import type { Budget, RequestIds } from '../../src/network/microsoft/answers.ts';
import { processClock } from '../../src/sources/clock.ts';
import { CallFailed } from '../../src/sources/peering-api/call-failed.ts';
import { readPages } from '../../src/sources/peering-api/paging.ts';
import { peeringUrl } from '../../src/sources/peering-api/requests.ts';
import { subscription } from '../sources/peering-api/azure.ts';
import type { Ask } from './calls.ts';
import { alone, calls, madeOf, replaying, replayingOnce, toldBy } from './replay.ts';
import { exampleOf, filesIn, isRequired, missingForReplay, objectIn, type Recorded, stored, wireOf } from './stored.ts';

const missing = missingForReplay();
if (missing.length > 0) console.warn(`left out: recorded answers over HTTP; missing: ${missing.join('; ')}`);

test.runIf(isRequired)('everything is here that these tests need', () => expect(missing).toEqual([]));

/** A constructed file: the body is all that there is. */
const constructed = (...path: readonly string[]): Recorded => {
  const file = objectIn(stored(...path));
  return { status: 200, headers: {}, body: file.raw('body') ?? stored(...path) };
};

interface Expectation {
  readonly ask: Ask;
  readonly recorded: Recorded;
  readonly told: unknown;
  readonly ids: RequestIds;
  readonly left: Budget['left'];
}

describe.runIf(missing.length === 0)('a recording of the wire is read', () => {
  const wire: Readonly<Record<string, () => Expectation>> = {
    'peerings_get.json': () => ({
      ask: calls.peerings,
      recorded: alone(wireOf('peerings_get.json')),
      told: [
        {
          name: 'DemoPeering',
          resourceGroup: 'DemoRG',
          region: 'South Central US',
          connections: [
            { identifier: '9bba5769-c03d-4c84-8ece-b78526ebccde', requested: 200e9, useForPeeringService: true },
            { sessions: [{ afi: 'ipv4', microsoft: '198.51.100.34', peer: '198.51.100.33' }] },
          ],
        },
      ],
      ids: { request: 'ec9a540a-523f-4fea-abf5-7d3a94ca216b', correlation: '0bab1733-3f4b-427c-8c6f-c5251718ca4c' },
      left: 598 / 600,
    }),
    'peerings_put_201.json': () => ({
      ask: calls.peerings,
      recorded: alone(wireOf('peerings_put_201.json')),
      told: [
        {
          flavour: 'cdn',
          connections: [
            {
              identifier: 'e2222222222222222222222222222222',
              provisioned: 0,
              hasMd5Key: false,
              sessions: [{ microsoft: '192.0.2.62', peer: '192.0.2.61', prefixLimit: 20_000 }],
            },
          ],
        },
      ],
      ids: { request: 'fe70a6da-77aa-4d2c-91a2-0f7e4e92770c', correlation: '01bfc1b3-ad51-452d-bb0d-287bd312c1e0' },
      // The limit that a PUT counts down from is another: what the console never sends it need not know.
      left: 99 / 600,
    }),
    'peeringServicePrefixes_list.json': () => ({
      ask: calls.servicePrefixes,
      recorded: wireOf('peeringServicePrefixes_list.json'),
      told: [
        { name: 'TestPrefix', prefix: '198.18.255.0/24', learned: 'None' },
        { name: 'TestPrefix2', prefix: '198.19.240.0/24', errorMessage: 'Deletion in progress' },
      ],
      ids: { request: 'a54a6149-5e94-4b02-868e-651d18177958', correlation: '6a49e75d-312a-4b2e-a466-d90892276b1b' },
      left: 11_993 / 12_000,
    }),
    'peerAsns_list.json': () => ({
      ask: calls.peerAsns,
      recorded: wireOf('peerAsns_list.json'),
      told: [{ name: 'ContosoEdgeTest', peerName: 'Contoso', contacts: [{ role: 'Noc', email: 'test@example.com' }] }],
      ids: { request: 'b9612602-ad3c-4563-a016-925dc44e5ce3', correlation: '4602f014-dad7-4ffb-9573-d9850513946b' },
      left: 599 / 600,
    }),
    'checkServiceProviderAvailability.json': () => ({
      ask: calls.providerAvailability,
      recorded: wireOf('checkServiceProviderAvailability.json'),
      told: 'Available',
      ids: { request: 'e175ef73-b1bb-4917-aae7-4b73e9c3fb55', correlation: '4fe472d3-4a68-4bfb-b47e-e97d13c09a04' },
      left: 1199 / 1200,
    }),
  };

  test.each(Object.entries(wire))('%s, with what support asks for and what is left of the budget', async (_, of) => {
    const { ask, recorded, told, ids, left } = of();
    const { session } = await replayingOnce(recorded);
    const answered = await ask(session);
    expect(toldBy(answered.answer)).toMatchObject(told as object);
    if ('list' in answered.answer) expect(answered.answer.list).toEqual({ unreadable: 0, cut: false });
    expect(answered.ids).toEqual(ids);
    expect(session.arm.budget().left).toBeCloseTo(left ?? Number.NaN, 6);
  });

  test('peerAsns_get_404.json, an error without its wrapper: not found, in the words of the API', async () => {
    const { session } = await replayingOnce(wireOf('peerAsns_get_404.json'));
    const failure: unknown = await calls.peerAsns(session).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(CallFailed);
    expect(failure).toMatchObject({ kind: 'not-found', status: 404, code: 'NotFound', ids: null });
    expect(failure).toHaveProperty('seen', 'HTTP 404 NotFound Resource does not exist');
  });

  /** Lists that no call asks for: as pages, which are read before anything is made of them. */
  const lists = [
    ['peeringServiceProviders_list.json', 'peeringServiceProviders', 35],
    ['peeringLocations_direct.json', 'peeringLocations', 5],
    ['cdnPeeringPrefixes_unknownLocation_null.json', 'cdnPeeringPrefixes', 0],
  ] as const;

  test.each(lists)('%s, as pages: %s', async (file, path, length) => {
    const { url: endpoint, session } = await replayingOnce(wireOf(file));
    const url = peeringUrl({ endpoint, subscriptionId: subscription }, path);
    const asTheyCame = (values: readonly unknown[]) => ({ items: values, unreadable: 0 });
    const { items, cut } = await readPages(session.arm, processClock, url, asTheyCame, false);
    expect([items.length, cut]).toEqual([length, false]);
  });

  test('and no recording is left out', () => {
    expect(filesIn('wire')).toEqual(
      [...Object.keys(wire), 'peerAsns_get_404.json', ...lists.map(([file]) => file)].sort(),
    );
  });
});

describe.runIf(missing.length === 0)('an example of Azure Monitor is read', () => {
  test('GetMetric.json, of a storage account: from when to when, and no series of a peering', async () => {
    const answer = await madeOf(exampleOf(['monitor'], 'GetMetric.json'), calls.traffic);
    expect(answer).toMatchObject({
      metrics: {
        grain: 60_000,
        from: Date.parse('2017-04-14T02:20:00Z'),
        to: Date.parse('2017-04-14T04:20:00Z'),
        series: [],
      },
    });
  });

  test('constructed.metrics.peering.json: five series, and no point for the interval without a value', async () => {
    const answer = await madeOf(constructed('monitor', 'constructed.metrics.peering.json'), calls.traffic);
    const series = 'metrics' in answer && 'series' in answer.metrics ? answer.metrics.series : [];
    expect(series.map(({ metric, dimensions, points }) => [metric, dimensions.sessionip, points.length])).toEqual([
      ['EgressTrafficRate', '192.0.2.1', 3],
      ['EgressTrafficRate', '192.0.2.5', 3],
      ['SessionAvailability', '192.0.2.1', 3],
      ['SessionAvailability', '192.0.2.5', 3],
      ['FlapCounts', '192.0.2.5', 3],
    ]);
  });

  test('constructed.metricDefinitions.peering.json: the metrics that are documented', async () => {
    const recorded = constructed('monitor', 'constructed.metricDefinitions.peering.json');
    const answer = await madeOf(recorded, calls.metricDefinitions);
    expect(toldBy(answer)).toEqual(expect.arrayContaining(['FlapCounts', 'ConnectivityProbeJitter']));
  });

  test('and nothing else is there but the specifications', () => {
    expect(filesIn('monitor').filter(file => !file.endsWith('.openapi3.json'))).toEqual([
      'GetMetric.json',
      'constructed.metricDefinitions.peering.json',
      'constructed.metrics.peering.json',
    ]);
  });
});

describe.runIf(missing.length === 0)('service health', () => {
  test('Events_ListBySubscriptionId.json: one notice; the placeholder for its next page is an address like any', async () => {
    const recorded = exampleOf(['resourcehealth'], 'Events_ListBySubscriptionId.json');
    const answer = await madeOf(recorded, calls.health);
    expect(answer).toMatchObject({
      notices: [
        {
          type: 'ServiceIssue',
          level: 'Warning',
          title: 'ACTIVE: Virtual machines in West US',
          text: 'An outage alert is being investigated. More information will be provided as it is known',
          endsAt: Date.parse('2018-11-08T00:00:00Z'),
        },
      ],
      list: { unreadable: 0, cut: false },
    });
    expect(filesIn('resourcehealth')).toEqual(['Events_ListBySubscriptionId.json']);
  });
});

describe.runIf(missing.length === 0)('PeeringDB', () => {
  const file = (name: string): Recorded => constructed('peeringdb', `constructed.${name}.json`);
  const toldByPeeringDb = async (ask: Ask): Promise<unknown> => {
    const { session } = await replaying(
      path => file(path.split('/').at(-1) ?? ''),
      url => ({ peeringDb: { endpoint: `${url}/api`, apiKey: null, asn: 64_500, cacheFile: null } }),
    );
    return toldBy((await ask(session)).answer);
  };

  test('constructed.fac.json: one building', async () => {
    expect(await toldByPeeringDb(calls.facilities)).toHaveLength(1);
  });

  test('constructed.net.json: one network', async () => {
    expect(await toldByPeeringDb(calls.networks)).toMatchObject([
      { id: 900_001, name: 'Example ISP', irrAsSet: 'AS-EXAMPLE', prefixes6: 12_000, policy: 'Selective' },
    ]);
  });

  test('constructed.poc.json: a contact of Microsoft, and one of ours', async () => {
    expect(await toldByPeeringDb(calls.contacts)).toMatchObject([
      { asn: 8075, contacts: [{ name: 'NOC' }] },
      { asn: 64_500, contacts: [{ name: 'NOC' }] },
    ]);
  });

  test('and of what else is there, nothing is asked for', () => {
    expect(filesIn('peeringdb')).toEqual(
      ['fac', 'net', 'netfac', 'netixlan', 'poc'].map(name => `constructed.${name}.json`),
    );
  });
});
