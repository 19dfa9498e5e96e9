import { describe, expect, onTestFinished, test } from 'vitest';
import { millis } from '../../../src/network/units.ts';
import {
  type PeeringApi,
  type PeeringApiOptions,
  startPeeringApi,
} from '../../../src/sources/peering-api/peering-api.ts';
import {
  azure,
  callOf,
  createEar,
  hastyClock,
  isAbout,
  notFound,
  optionsFor,
  peeringId,
  type Reply,
  type Seen,
  tokenOf,
} from './azure.ts';
import { carrier, list, metrics } from './stand-in-carrier.ts';

/** A source that runs against a stand-in, in hasty time. */
async function started(
  answer: (seen: Seen) => Reply | undefined = carrier,
  more: Partial<PeeringApiOptions> = {},
  factor = 100,
) {
  const there = await azure(answer);
  const ear = createEar();
  const around = { clock: hastyClock(factor), random: () => 0.5, hear: ear.hear };
  const api: PeeringApi = startPeeringApi(optionsFor(there.url, more), around);
  onTestFinished(() => api.stop());
  return { ...there, ...ear, api, around };
}

describe('a source', () => {
  test('asks for the peerings, then for what hangs on them, and tells each outcome', async () => {
    const { until, samples, seen } = await started(carrier, { metros: ['Dallas'] });
    await Promise.all(
      ['registered-prefixes', 'service-prefixes', 'peer-asns', 'health', 'legacy-peerings'].map(call =>
        until(isAbout(call)),
      ),
    );
    expect(callOf(await until(isAbout('peerings')))).toBe('peerings');
    const prefixes = await until(isAbout('registered-prefixes'));
    expect(prefixes).toMatchObject({ subject: peeringId('one').toLowerCase(), budget: { throttledUntil: null } });
    expect(samples[0] && callOf(samples[0])).toMatch(/peerings|health|services/);
    const versions = new Set(
      seen.map(({ path, query }) =>
        [path.split('/providers/').at(-1)?.split('/')[0], query.get('api-version')].join(' '),
      ),
    );
    expect([...versions]).toEqual(
      expect.arrayContaining(['Microsoft.Peering 2025-05-01', 'Microsoft.ResourceHealth 2022-10-01']),
    );
    expect(seen.filter(({ path }) => path.endsWith('/prefixes'))[0]?.query.get('$expand')).toBe('events');
  });

  describe('where the word for events is refused', () => {
    const refusing = (message: string, often = Number.POSITIVE_INFINITY) => {
      let refused = 0;
      return (seen: Seen): Reply | undefined => {
        if (!seen.path.endsWith('/prefixes')) return carrier(seen);
        const isAsked = seen.query.get('$expand') === 'events';
        if (isAsked && refused++ < often) return { status: 400, json: { error: { code: 'BadRequest', message } } };
        return list({ name: 'shop', properties: { prefix: '192.0.2.0/24' } });
      };
    };

    test('tells the prefixes, and that their events are not told', async () => {
      const { until, seen, samples } = await started(refusing('Invalid $expand value'), { interval: millis(1000) });
      await until(() => samples.filter(isAbout('service-prefixes')).length >= 3);
      const told = samples.filter(isAbout('service-prefixes')).map(({ outcome }) => outcome);
      expect(told[0]).toMatchObject({
        answer: {
          prefixes: [{ name: 'shop', events: [] }],
          eventsUntold: {
            status: 400,
            text: expect.stringContaining('the events of its prefixes are not told: HTTP 400'),
          },
        },
      });
      expect(told.at(-1)).toMatchObject({ answer: { eventsUntold: { status: 400 } } });
      expect(seen.filter(({ query }) => query.get('$expand') === 'events')).toHaveLength(1);
    });

    test('for another reason, asks for them again the next time', async () => {
      const { until, samples } = await started(refusing('The service is being updated', 1), { interval: millis(1000) });
      await until(() => samples.filter(isAbout('service-prefixes')).length >= 2);
      const told = samples.filter(isAbout('service-prefixes')).map(({ outcome }) => outcome);
      expect(told[0]).toHaveProperty('answer.eventsUntold');
      expect(told[1]).not.toHaveProperty('answer.eventsUntold');
    });
  });

  test('asks again when the interval is over', async () => {
    const { until, samples } = await started(carrier, { interval: millis(2000) });
    await until(() => samples.filter(isAbout('peerings')).length >= 3);
  });

  test('one call that is forbidden spares the others', async () => {
    const { until } = await started(seen =>
      seen.path.endsWith('/registeredPrefixes')
        ? { status: 403, json: { error: { code: 'AuthorizationFailed', message: 'No.' } } }
        : carrier(seen),
    );
    const { outcome } = await until(isAbout('registered-prefixes', 'failed'));
    await until(isAbout('services'));
    expect(outcome).toMatchObject({
      failure: { kind: 'forbidden', text: expect.stringMatching(/^HTTP 403 .*Reader/) },
    });
  });

  test('that cannot sign in says so of each call, and asks the sign-in service once in 30 s', async () => {
    const refused = { error: 'invalid_client', error_codes: [7000222], error_description: 'AADSTS7000222: expired' };
    const { until, signIns, asked } = await started(seen =>
      seen.path.endsWith('/token') ? { status: 401, json: refused } : carrier(seen),
    );
    const failures = await Promise.all(
      ['peerings', 'health', 'services', 'peer-asns'].map(call => until(isAbout(call, 'failed'))),
    );
    expect(failures.map(({ outcome }) => outcome)).toMatchObject(
      failures.map(() => ({
        failure: { kind: 'sign-in', text: expect.stringContaining('the client secret has expired') },
      })),
    );
    expect([signIns(), asked()]).toEqual([1, []]);
  });

  test('that is throttled asks nothing until then', async () => {
    const { until, asked, samples, around } = await started(
      seen =>
        seen.path.endsWith('/token') ? undefined : { status: 429, headers: { 'retry-after': '3600' }, json: {} },
      { interval: millis(1000) },
    );
    await until(isAbout('peerings', 'failed'));
    await new Promise<void>(resolve => around.clock.schedule(millis(10_000), resolve));
    // Three may have been on their way when the first was told to wait.
    expect(asked().length).toBeLessThanOrEqual(3);
    expect(samples.at(-1)?.budget.throttledUntil).toBeGreaterThan(0);
  });

  test('that is stopped ends what is in flight and is silent', async () => {
    const open: { closed: boolean }[] = [];
    const { api, samples, seen, until } = await started(request =>
      request.path.endsWith('/token') || request.path.endsWith('/peeringServices')
        ? carrier(request)
        : {
            by: response => {
              const one = { closed: false };
              open.push(one);
              response.on('close', () => {
                one.closed = true;
              });
            },
          },
    );
    await until(isAbout('services'));
    api.stop();
    const [heard, sent] = [samples.length, seen.length];
    await expect.poll(() => open.length > 0 && open.every(({ closed }) => closed)).toBe(true);
    api.want([{ kind: 'peer-asns' }]);
    api.ask({ kind: 'contacts' });
    expect([samples.length, seen.length]).toEqual([heard, sent]);
  });
});

describe('measurements', () => {
  const wants = [{ kind: 'metrics', peering: peeringId('one').toLowerCase() }] as const;

  test('are asked for while they are wanted, and leave out what is not defined', async () => {
    const { api, until, seen } = await started();
    await until(isAbout('registered-prefixes'));
    expect(seen.some(({ path }) => path.includes('Microsoft.Insights'))).toBe(false);
    api.want(wants);
    await until(isAbout('traffic'));
    const query = seen.find(({ path }) => path === metrics)?.query;
    expect(Object.fromEntries(query ?? [])).toMatchObject({
      'api-version': '2018-01-01',
      metricnames: 'FlapCounts,SessionAvailability',
      $filter: "ConnectionId eq '*' and SessionIp eq '*'",
      aggregation: 'Average,Total',
      interval: 'PT5M',
    });
  });

  test('of availability are asked for apart where they cannot be asked for together', async () => {
    const { api, until, samples } = await started(seen =>
      seen.path === metrics && seen.query.get('metricnames')?.includes(',')
        ? { status: 400, json: { code: 'BadRequest', message: 'no common dimension' } }
        : carrier(seen),
    );
    await until(isAbout('peerings'));
    api.want(wants);
    await Promise.all([until(isAbout('traffic')), until(isAbout('availability'))]);
    expect(samples.filter(isAbout('traffic', 'failed'))).toEqual([]);
  });

  test('are those that are documented where the definitions cannot be had', async () => {
    const { api, until, seen } = await started(one =>
      one.path.endsWith('/metricDefinitions') ? { status: 403, json: notFound } : carrier(one),
    );
    await until(isAbout('peerings'));
    api.want(wants);
    await until(isAbout('traffic'));
    expect(seen.find(({ path }) => path === metrics)?.query.get('metricnames')).toContain(
      'IngressTrafficRate,EgressTrafficRate',
    );
  });
});

describe('a question', () => {
  test('that has a prefix validated again has its list asked for at once', async () => {
    const { api, until, samples } = await started();
    await until(isAbout('registered-prefixes'));
    const before = samples.filter(isAbout('registered-prefixes')).length;
    const id = `${peeringId('one')}/registeredPrefixes/p`;
    api.ask({ kind: 'validate', prefix: { key: id.toLowerCase(), id, name: 'p' } });
    await until(isAbout('validate'));
    await until(() => samples.filter(isAbout('registered-prefixes')).length > before);
  });

  test('is answered; only the sign-in, the looking glass, availability and validation are more than read', async () => {
    const { api, until, seen, samples } = await started();
    await until(isAbout('registered-prefixes'));
    const one = { key: peeringId('one').toLowerCase(), id: peeringId('one') };
    api.want([{ kind: 'metrics', peering: one.key }, { kind: 'latency', peering: one.key }, { kind: 'facilities' }]);
    api.ask({ kind: 'routes', peerings: [one, { key: 'none', id: null }], prefix: '192.0.2.0/24' });
    api.ask({ kind: 'routes', peerings: [one], prefix: null });
    api.ask({
      kind: 'looking-glass',
      command: 'Ping',
      sourceType: 'EdgeSite',
      source: 'Seattle',
      destination: '192.0.2.1',
    });
    api.ask({ kind: 'provider-availability', location: 'Osaka', provider: 'ZZJ' });
    api.ask({ kind: 'validate', prefix: { key: 'p', id: `${one.id}/registeredPrefixes/p`, name: 'p' } });
    api.ask({ kind: 'contacts' });
    const filtered = await until(sample => sample.subject === `${one.key} 192.0.2.0/24`);
    expect(filtered.outcome).toMatchObject({ answer: { routes: [{ prefix: '192.0.2.0/24', asPath: [64500] }] } });
    await until(sample => sample.subject === one.key && isAbout('received-routes')(sample));
    expect((await until(isAbout('received-routes', 'failed'))).subject).toBe('none 192.0.2.0/24');
    expect((await until(isAbout('looking-glass'))).outcome).toMatchObject({ answer: { output: 'pong' } });
    expect((await until(isAbout('provider-availability'))).outcome).toMatchObject({
      answer: { available: 'Available' },
    });
    expect((await until(isAbout('validate'))).outcome).toMatchObject({ answer: { validation: 'Pending' } });
    await until(isAbout('traffic'));
    // Without PeeringDB nobody is asked for contacts.
    expect(samples.some(isAbout('contacts', 'failed'))).toBe(false);
    const posts = seen
      .filter(({ method }) => method !== 'GET')
      .map(({ method, path }) => `${method} ${path.split('/').at(-1)}`);
    expect(posts.sort()).toEqual([
      'POST checkServiceProviderAvailability',
      'POST lookingGlass',
      'POST token',
      'POST validate',
    ]);
    const { query } = seen.find(({ path }) => path.endsWith('/lookingGlass')) ?? { query: null };
    expect(Object.fromEntries(query ?? [])).toMatchObject({ command: 'Ping', sourceLocation: 'Seattle' });
  });

  test('about many routes waits while little is left', async () => {
    const { api, until, samples, around } = await started(
      seen => {
        const reply = carrier(seen);
        const headers = { 'x-ms-ratelimit-remaining-subscription-reads': '100' };
        return reply === undefined || 'by' in reply ? reply : { ...reply, headers };
      },
      {},
      20,
    );
    await until(isAbout('registered-prefixes'));
    const one = { key: 'one', id: peeringId('one') };
    api.ask({ kind: 'routes', peerings: [one, { ...one, key: 'two' }], prefix: null });
    await until(sample => sample.subject === 'one');
    await new Promise<void>(resolve => around.clock.schedule(millis(2000), resolve));
    expect(samples.some(({ subject }) => subject === 'two')).toBe(false);
  });
});

test('nothing secret is in any sample', async () => {
  const secrets = [tokenOf(1), 'a-very-secret-secret', 'hush'];
  const { until, samples } = await started(seen =>
    seen.path.endsWith('/peerAsns')
      ? { status: 400, json: { error: { code: 'Odd', message: `you sent ${seen.headers.authorization ?? ''}` } } }
      : seen.path.endsWith('/registeredPrefixes')
        ? list({ id: '/a/b', properties: { prefix: '192.0.2.0/24', peeringServicePrefixKey: 'hush' } })
        : carrier(seen),
  );
  await Promise.all([until(isAbout('peer-asns', 'failed')), until(isAbout('registered-prefixes'))]);
  for (const secret of secrets) expect(JSON.stringify(samples)).not.toContain(secret);
});
