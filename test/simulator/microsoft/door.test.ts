import { describe, expect, test } from 'vitest';
import { type Caller, callerOf, dig, GROUP, type Heard, list, SUBSCRIPTION, signInForm, TOKEN_PATH } from './asking.ts';

const PEERINGS = `${SUBSCRIPTION}/peerings?api-version=2025-05-01`;

const code = ({ body }: Heard): unknown => dig(body, 'error', 'code');

describe('signing in', () => {
  test('gives a token for an hour', () => {
    const { status, body } = callerOf().signIn();
    expect(status).toBe(200);
    expect(body).toMatchObject({ token_type: 'Bearer', expires_in: 3599, access_token: 'canary-token-2' });
  });

  test.each<[string, string, Readonly<Record<string, string>>, number, number]>([
    ['a wrong secret', TOKEN_PATH, { client_secret: 'guess' }, 401, 7000215],
    ['an unknown application', TOKEN_PATH, { client_id: 'somebody' }, 400, 700016],
    ['another grant', TOKEN_PATH, { grant_type: 'password' }, 400, 70003],
    ['no scope', TOKEN_PATH, { scope: '' }, 400, 70011],
    ['an unknown tenant', '/common/oauth2/v2.0/token', {}, 400, 90002],
  ])('is refused with %s', (_, path, changed, status, code) => {
    const heard = callerOf().put('POST', path, signInForm(changed));
    expect(heard.status).toBe(status);
    expect(heard.body).toMatchObject({
      error_codes: [code],
      error_description: expect.stringContaining(`AADSTS${code}`),
    });
  });

  test('with a wrong secret, nothing that was sent is repeated in the error', () => {
    const heard = callerOf().put('POST', TOKEN_PATH, signInForm({ client_secret: 'hunter2' }));
    expect(JSON.stringify(heard)).not.toContain('hunter2');
  });

  test('lasts an hour', () => {
    const caller = callerOf();
    caller.skip(3_598_000);
    expect(caller.get(`${SUBSCRIPTION}/peerAsns`).status).toBe(200);
    caller.skip(1000);
    expect(code(caller.get(`${SUBSCRIPTION}/peerAsns`))).toBe('ExpiredAuthenticationToken');
    caller.signIn();
    expect(caller.get(`${SUBSCRIPTION}/peerAsns`).status).toBe(200);
  });
});

test.each<[string, (caller: Caller) => Heard, number, unknown]>([
  ['no token', caller => caller.put('GET', PEERINGS, '', null), 401, 'AuthenticationFailed'],
  ['a foreign token', caller => caller.put('GET', PEERINGS, '', 'Bearer x'), 401, 'AuthenticationFailed'],
  ['no api-version', caller => caller.put('GET', `${SUBSCRIPTION}/peerings`), 400, 'MissingApiVersionParameter'],
  [
    'another subscription',
    caller => caller.get('/subscriptions/x/providers/Microsoft.Peering/peerings'),
    404,
    'SubscriptionNotFound',
  ],
  [
    'another resource group',
    caller => caller.get(GROUP.replace('peering-rg', 'other-rg').concat('/peerings')),
    404,
    'ResourceGroupNotFound',
  ],
  ['a write', caller => caller.put('DELETE', `${GROUP}/peerings/ex-london?api-version=1`), 405, 'MethodNotAllowed'],
  ['a looking glass that is got', caller => caller.get(`${SUBSCRIPTION}/lookingGlass`), 405, 'MethodNotAllowed'],
  ['locations of no kind', caller => caller.get(`${SUBSCRIPTION}/peeringLocations`), 400, 'InvalidParameter'],
  [
    'a page that was not given out',
    caller => caller.get(`${SUBSCRIPTION}/peerings?$skipToken=x`),
    400,
    'InvalidSkipToken',
  ],
])('%s is refused', (_, ask, status, expected) => {
  const heard = ask(callerOf());
  expect([heard.status, code(heard)]).toEqual([status, expected]);
});

test('a resource that is not there is refused without the wrapper', () => {
  expect(callerOf().get(`${GROUP}/peerings/ex-paris`)).toMatchObject({
    status: 404,
    body: { code: 'NotFound', message: 'Resource does not exist.' },
  });
});

describe('limits', () => {
  const left = (heard: Heard, limit: string): string | undefined =>
    heard.headers[`x-ms-ratelimit-remaining-subscription-${limit}`];

  test('count down from 600 and 12000, and fill again', () => {
    const caller = callerOf();
    expect(left(caller.get(`${SUBSCRIPTION}/peerings`), 'resource-requests')).toBe('599');
    expect(left(caller.get(`${SUBSCRIPTION}/peerings`), 'resource-requests')).toBe('598');
    expect(left(caller.get(`${GROUP}/peerings/ex-london/receivedRoutes`), 'reads')).toBe('11999');
    caller.pass(5000);
    expect(left(caller.get(`${SUBSCRIPTION}/peerings`), 'resource-requests')).toBe('599');
  });

  test('end in 429', () => {
    const caller = callerOf();
    for (let i = 0; i < 600; i += 1) caller.get(`${SUBSCRIPTION}/peeringServiceCountries`);
    expect(caller.get(`${SUBSCRIPTION}/peeringServiceCountries`)).toMatchObject({
      status: 429,
      headers: { 'retry-after': '60' },
    });
  });

  test('every answer names itself', () => {
    const { headers } = callerOf().put('GET', PEERINGS, '', null);
    const correlation = headers['x-ms-correlation-request-id'] ?? 'none';
    expect(headers['x-ms-request-id']).toMatch(/^[0-9a-f-]{36}$/);
    expect(headers['x-ms-routing-request-id']).toBe(`WESTEUROPE:20260115T200000Z:${correlation}`);
  });
});

describe('what is published for everybody', () => {
  const read = (path: string): unknown => callerOf().get(path).body;

  test('locations and providers have no id, and more fields than documented', () => {
    for (const path of ['peeringLocations?kind=Direct', 'peeringServiceProviders']) {
      for (const item of list(read(`${SUBSCRIPTION}/${path}`), 'value')) expect(dig(item, 'id')).toBeUndefined();
    }
    expect(dig(read(`${SUBSCRIPTION}/peeringLocations?kind=exchange`), 'value', 2, 'properties', 'locationIndex')).toBe(
      2,
    );
  });

  test('an unknown location of the CDN is the literal null', () => {
    expect(callerOf().get(`${SUBSCRIPTION}/cdnPeeringPrefixes?peeringLocation=Atlantis`)).toMatchObject({
      status: 200,
      body: null,
    });
    expect(list(read(`${SUBSCRIPTION}/cdnPeeringPrefixes?peeringLocation=london`), 'value')).toHaveLength(2);
  });

  test('whether a provider is near is one word, and counts as a write', () => {
    const ask = (location: string) =>
      callerOf().put(
        'POST',
        `${SUBSCRIPTION}/checkServiceProviderAvailability?api-version=2025-05-01`,
        JSON.stringify({ peeringServiceLocation: location, peeringServiceProvider: 'Example Carrier' }),
      );
    expect(ask('AMSTERDAM').body).toBe('Available');
    expect(ask('Osaka').body).toBe('Unavailable');
    expect(ask('Osaka').headers['x-ms-ratelimit-remaining-subscription-writes']).toBe('1199');
  });

  test.each(['Traceroute', 'Ping', 'BgpRoute'])('the looking glass answers a %s in several lines', command => {
    const query = `command=${command}&sourceType=EdgeSite&sourceLocation=Amsterdam&destinationIP=203.0.113.81`;
    const { body } = callerOf().put('POST', `${SUBSCRIPTION}/lookingGlass?${query}&api-version=2025-05-01`);
    expect(dig(body, 'command')).toBe(command);
    expect(String(dig(body, 'output')).split('\n').length).toBeGreaterThan(3);
  });

  test('there are no legacy peerings and no AS numbers of customers', () => {
    expect(list(read(`${SUBSCRIPTION}/legacyPeerings?peeringLocation=London&kind=Direct`), 'value')).toEqual([]);
    expect(list(read(`${GROUP}/peerings/ex-london/registeredAsns`), 'value')).toEqual([]);
  });

  test('our AS number is approved', () => {
    expect(list(read(`${SUBSCRIPTION}/peerAsns`), 'value')[0]).toMatchObject({
      properties: { peerAsn: 64496, validationState: 'Approved' },
    });
  });
});

describe('PeeringDB', () => {
  const rows = (query: string): readonly unknown[] =>
    list(callerOf().put('GET', `/peeringdb/api/${query}`).body, 'data');

  test.each([
    ['net?asn__in=8075,64496', 2],
    ['net?asn=8075&depth=0', 1],
    ['fac?id__in=9001,9003', 2],
    ['netfac?net_id=694', 8],
    ['netfac?local_asn=64496', 6],
    ['poc?net_id=694', 2],
    ['netixlan?asn=8075', 1],
  ])('%s has %i rows', (query, count) => expect(rows(query)).toHaveLength(count));

  test('Microsoft is network 694', () => expect(dig(rows('net?asn=8075')[0], 'id')).toBe(694));

  test('nothing else is there', () => {
    expect(callerOf().put('GET', '/peeringdb/api/ix')).toMatchObject({ status: 404, body: { data: [] } });
  });
});
