/** What the client asks, judged by the specification. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Answer } from '../../src/network/microsoft/answers.ts';
import { startPeeringApi } from '../../src/sources/peering-api/peering-api.ts';
import { type ArmRequest, peeringVersion, wireForm } from '../../src/sources/peering-api/requests.ts';
import { createEar, hastyClock, isAbout, optionsFor, peeringId, subscription } from '../sources/peering-api/azure.ts';
import { everyCall } from './calls.ts';
import { type Exchange, type Mock, startMock } from './mock.ts';
import { sessionAt } from './sessions.ts';
import { type Operation, operationsOf } from './specification.ts';
import { isRequired, missingForPrism } from './stored.ts';

const missing = missingForPrism();
if (missing.length > 0) console.warn(`left out: the client against its specification; missing: ${missing.join('; ')}`);

test.runIf(isRequired)('everything is here that these tests need', () => expect(missing).toEqual([]));

describe.runIf(missing.length === 0)('the client, against the examples of the specification', () => {
  let mock: Mock;
  let operations: readonly Operation[];
  const made = new Map<string, { readonly exchanges: readonly Exchange[]; readonly answer: Answer }>();

  beforeAll(async () => {
    mock = await startMock();
    operations = (['peering', 'metrics', 'metricDefinitions'] as const).flatMap(operationsOf);
  });
  afterAll(() => mock?.stop());

  const operationOf = ({ method, path }: Pick<Exchange, 'method' | 'path'>): Operation | undefined =>
    operations.find(operation => operation.method === method && operation.matches(path));

  test.each(everyCall)('%s: the request agrees with the specification', async (name, ask) => {
    mock.answers('examples');
    const { answer } = await ask(sessionAt(mock.url));
    const exchanges = [...mock.exchanges];
    made.set(name, { exchanges, answer });
    expect(exchanges).toMatchObject([{ status: 200, violations: null }]);
  });

  test.each(everyCall.map(([name]) => name))('%s: the answer is read without an unreadable record', name => {
    const answer = made.get(name)?.answer;
    if (answer !== undefined && 'list' in answer) expect(answer.list).toEqual({ unreadable: 0, cut: false });
    expect(sizeOf(answer)).toBeGreaterThan(0);
  });

  test.each(everyCall.map(([name]) => name))('%s: version, path and every parameter are specified', name => {
    for (const exchange of made.get(name)?.exchanges ?? []) {
      const operation = operationOf(exchange);
      expect(exchange.query.get('api-version')).toBe(operation?.version);
      expect([...exchange.query.keys()].filter(each => operation?.query.has(each) !== true)).toEqual([]);
      expect(Object.keys(exchange.sent ?? {}).filter(each => operation?.body.has(each) !== true)).toEqual([]);
    }
  });

  test('the version is that of the specification', () => {
    expect(new Set(operationsOf('peering').map(({ version }) => version))).toEqual(new Set([peeringVersion]));
  });

  test('these operations are asked for, and no others', () => {
    const asked = [...made.values()].flatMap(({ exchanges }) => exchanges.map(each => operationOf(each)));
    expect([...new Set(asked.map(operation => `${operation?.method} ${operation?.id}`))].sort()).toEqual([
      'GET LegacyPeerings_List',
      'GET MetricDefinitions_List',
      'GET Metrics_List',
      'GET PeerAsns_ListBySubscription',
      'GET PeeringServices_ListBySubscription',
      'GET Peerings_ListBySubscription',
      'GET Prefixes_ListByPeeringService',
      'GET ReceivedRoutes_ListByPeering',
      'GET RegisteredAsns_ListByPeering',
      'GET RegisteredPrefixes_ListByPeering',
      'POST CheckServiceProviderAvailability',
      'POST LookingGlass_Invoke',
      'POST RegisteredPrefixes_Validate',
    ]);
  });

  test('of all that writes, only validate can be asked for at all', () => {
    const of = { endpoint: mock.url, subscriptionId: subscription };
    const requests: Readonly<Record<ArmRequest['kind'], ArmRequest>> = {
      read: { kind: 'read', url: new URL(`${mock.url}${peeringId('metro1')}`) },
      'looking-glass': {
        kind: 'looking-glass',
        of,
        command: 'Ping',
        sourceType: 'EdgeSite',
        source: 'Seattle',
        destination: '192.0.2.1',
      },
      'provider-availability': { kind: 'provider-availability', of, location: 'Osaka', provider: 'ZZJ' },
      validate: { kind: 'validate', of, prefixId: `${peeringId('metro1')}/registeredPrefixes/p` },
    };
    const asked = Object.values(requests).map(request => {
      const wire = wireForm(request);
      return wire === null ? undefined : operationOf({ method: wire.method, path: wire.url.pathname });
    });
    expect(asked.map(operation => operation?.id)).toEqual([
      'Peerings_Get',
      'LookingGlass_Invoke',
      'CheckServiceProviderAvailability',
      'RegisteredPrefixes_Validate',
    ]);
  });

  test('a request that does not agree is found out', async () => {
    mock.answers('examples');
    const address = `${mock.url}/subscriptions/${subscription}/providers/Microsoft.Peering/legacyPeerings`;
    const headers = { authorization: 'Bearer some-token' };
    await fetch(`${address}?api-version=2025-05-01&peeringLocation=Dallas&kind=Both`, { headers });
    await fetch(`${address}?api-version=2025-05-01&kind=Direct`, { headers });
    await fetch(`${address}?api-version=2025-05-01&peeringLocation=Dallas&kind=Direct`);
    expect(mock.exchanges).toMatchObject([
      { status: 422, violations: expect.stringContaining('kind') },
      { status: 422, violations: expect.stringMatching(/required property 'peeringlocation'/i) },
      { status: 401, violations: expect.stringContaining('security') },
    ]);
  });

  test('whatever the running program asks by itself agrees with the specification', async () => {
    mock.answers('examples');
    const ear = createEar();
    const around = { clock: hastyClock(100), random: () => 0.5, hear: ear.hear };
    const api = startPeeringApi(optionsFor(mock.url, { metros: ['Dallas'] }), around);
    try {
      await ear.until(isAbout('peerings'));
      const peering = '/subscriptions/subid/resourcegroups/rgname/providers/microsoft.peering/peerings/peeringname';
      api.want([{ kind: 'metrics', peering }]);
      await Promise.all(
        ['legacy-peerings', 'service-prefixes', 'peer-asns', 'traffic', 'probes'].map(call => ear.until(isAbout(call))),
      );
    } finally {
      api.stop();
    }
    const specified = mock.exchanges.filter(({ path }) => !path.includes('/Microsoft.ResourceHealth/'));
    expect(specified.filter(({ status, violations }) => status !== 200 || violations !== null)).toEqual([]);
  });
});

/** Records of an answer, or the length of one that is a text. */
function sizeOf(answer: Answer | undefined): number {
  if (answer === undefined) return 0;
  switch (answer.call) {
    case 'traffic':
    case 'availability':
    case 'latency':
    case 'probes':
      // The example tells of a storage account: nothing of a peering, but from when to when.
      return answer.metrics.to - answer.metrics.from;
    case 'looking-glass':
      return answer.output.length;
    case 'provider-availability':
      return answer.available.length;
    case 'validate':
      return answer.validation?.length ?? 0;
    default: {
      const lists = Object.values(answer).filter(Array.isArray);
      return lists.reduce((sum, list) => sum + list.length, 0);
    }
  }
}
