import { get } from 'node:http';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { parse } from 'yaml';
import { startFleet } from '../../../src/simulator/fleet.ts';
import { type Later, startPeeringApi } from '../../../src/simulator/microsoft/server.ts';
import { start } from '../walk.ts';
import { dig, GROUP, list, SUBSCRIPTION, signInForm, TOKEN_PATH } from './asking.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** An API on loopback whose timers run when the test says so. */
const served = async (scenario = 'calm') => {
  const world = start(scenario);
  const waiting: { readonly ms: number; readonly run: () => void }[] = [];
  const later: Later = (ms, run) => {
    const one = { ms, run };
    waiting.push(one);
    return () => void waiting.splice(waiting.indexOf(one), 1);
  };
  const api = await startPeeringApi({ host: '127.0.0.1', port: 0, now: () => world, later });
  closing.push(() => api.close());
  const base = `http://127.0.0.1:${api.port}`;
  const signIn = async (): Promise<Readonly<Record<string, string>>> => {
    const response = await fetch(`${base}${TOKEN_PATH}`, { method: 'POST', body: new URLSearchParams(signInForm()) });
    const body: unknown = await response.json();
    return { authorization: `Bearer ${String(dig(body, 'access_token'))}` };
  };
  return { base, signIn, waiting };
};

describe('over HTTP', () => {
  test('a caller signs in and reads all pages by their links', async () => {
    const { base, signIn } = await served();
    const headers = await signIn();
    const names: unknown[] = [];
    for (let next: unknown = `${base}${SUBSCRIPTION}/peerings?api-version=2025-05-01`; typeof next === 'string'; ) {
      const response = await fetch(next, { headers });
      expect(response.headers.get('x-ms-correlation-request-id')).toMatch(/^[0-9a-f-]{36}$/);
      const body: unknown = await response.json();
      names.push(...list(body, 'value').map(item => dig(item, 'name')));
      next = dig(body, 'nextLink');
    }
    expect(names).toHaveLength(6);
  });

  test('an unknown place of the CDN is four bytes', async () => {
    const { base, signIn } = await served();
    const url = `${base}${SUBSCRIPTION}/cdnPeeringPrefixes?peeringLocation=abcde&api-version=2025-05-01`;
    expect(await (await fetch(url, { headers: await signIn() })).text()).toBe('null');
  });

  test('metrics are split and cut as asked', async () => {
    const { base, signIn } = await served();
    const query = new URLSearchParams({
      'api-version': '2018-01-01',
      metricnames: 'IngressTrafficRate',
      $filter: "SessionIp eq '*'",
      top: '2',
    });
    const url = `${base}${GROUP}/peerings/ex-london/providers/Microsoft.Insights/metrics?${query}`;
    const body: unknown = await (await fetch(url, { headers: await signIn() })).json();
    expect(list(body, 'value', 0, 'timeseries')).toHaveLength(2);
  });

  test('a body without end is refused', async () => {
    const { base } = await served();
    const response = await fetch(`${base}${TOKEN_PATH}`, { method: 'POST', body: 'x'.repeat(70_000) });
    expect(response.status).toBe(413);
  });
});

describe('slowly', () => {
  test('an answer drips, and is whole in the end', async () => {
    const { base, waiting } = await served('slow');
    const answered = fetch(`${base}/nothing`).then(response => response.json());
    let spent = 0;
    for (let drops = 0; drops < 8; drops += 1) {
      const next = await vi.waitUntil(() => waiting.shift(), { interval: 1 });
      spent += next.ms;
      next.run();
    }
    expect(spent).toBe(8000);
    expect(dig(await answered, 'error', 'code')).toBe('AuthenticationFailed');
  });

  test('a caller that goes away leaves nothing behind, nor does one that is never answered', async () => {
    const { base, waiting } = await served('slow');
    const request = get(`${base}/nothing`);
    request.on('error', () => undefined);
    await vi.waitUntil(() => waiting.length === 1, { interval: 1 });
    request.destroy();
    await vi.waitUntil(() => waiting.length === 0, { interval: 1 });
    for (const _ of [2, 3]) void fetch(`${base}/nothing`).catch(() => undefined);
    await vi.waitUntil(() => waiting.length === 2, { interval: 1 });
    const never = fetch(`${base}/nothing`).then(
      () => 'answered',
      () => 'cut off',
    );
    for (const close of closing.splice(0)) await close();
    expect(await never).toBe('cut off');
  });
});

describe('with the fleet', () => {
  const still = () => Date.UTC(2026, 0, 15, 20);

  test('the API is where the configuration says, and closes with the routers', async () => {
    const fleet = await startFleet({ scenario: 'calm', seed: 1, now: still, schedule: () => () => undefined });
    const { peeringApi, peeringDb }: Record<string, unknown> = parse(fleet.configuration);
    expect(peeringApi).toMatchObject({
      subscriptionId: '00000000-0000-4000-8000-000000064496',
      auth: { kind: 'clientSecret', clientSecret: 'canary-client-secret' },
      endpoint: fleet.peeringApi,
      authority: fleet.peeringApi,
      interval: '10s',
    });
    const response = await fetch(`${String(dig(peeringDb, 'endpoint'))}/net?asn=8075`);
    expect(response.status).toBe(200);
    await response.text();
    await fleet.close();
    await expect(fetch(`${fleet.peeringApi}/`)).rejects.toThrow();
  });

  test('a port in use is refused, and no router stays open', async () => {
    const taken = await startPeeringApi({ host: '127.0.0.1', port: 0, now: () => start() });
    closing.push(() => taken.close());
    const starting = startFleet({ scenario: 'calm', seed: 1, now: still, basePort: taken.port - 8 });
    await expect(starting).rejects.toThrow(`127.0.0.1:${taken.port}`);
  });
});
