import { describe, expect, test } from 'vitest';
import { loadsOf } from '../../../src/simulator/loads.ts';
import { type Caller, callerOf, dig, GROUP, list, peeringOf, peeringsOf, SUBSCRIPTION, statesOf } from './asking.ts';

const status = (caller: Caller): number => caller.get(`${SUBSCRIPTION}/peerAsns`).status;
const eventsOf = (caller: Caller, service: string): unknown[] =>
  list(caller.get(`${GROUP}/peeringServices/${service}/prefixes?$expand=events`).body, 'value').flatMap(prefix =>
    list(prefix, 'properties', 'events').map(event => [dig(event, 'eventType'), dig(event, 'eventLevel')]),
  );
const HEALTH = `${SUBSCRIPTION.replace('Microsoft.Peering', 'Microsoft.ResourceHealth')}/events`;

test('throttled: a minute of refusals from 20 s on, again every three minutes', () => {
  const caller = callerOf('throttled');
  caller.pass(19_000);
  expect(status(caller)).toBe(200);
  caller.pass(1000);
  expect(caller.get(`${SUBSCRIPTION}/peerings`)).toMatchObject({
    status: 429,
    headers: { 'retry-after': '30' },
    body: { error: { code: 'ResourceRequestsThrottled' } },
  });
  expect(caller.signIn().status).toBe(200);
  caller.pass(60_000);
  expect(status(caller)).toBe(200);
  caller.pass(120_000);
  expect(status(caller)).toBe(429);
});

test('token-expired: one renewal works, then none until the secret is renewed', () => {
  const caller = callerOf('token-expired');
  caller.pass(15_000);
  expect(caller.get(`${SUBSCRIPTION}/peerings`)).toMatchObject({
    status: 401,
    body: { error: { code: 'ExpiredAuthenticationToken' } },
  });
  caller.signIn();
  expect(status(caller)).toBe(200);
  caller.pass(45_000);
  expect(status(caller)).toBe(401);
  expect(caller.signIn()).toMatchObject({ status: 401, body: { error_codes: [7000222] } });
  caller.pass(120_000);
  expect(caller.signIn().status).toBe(200);
  expect(status(caller)).toBe(200);
});

test('slow: every answer drips, every fourth never comes', () => {
  const caller = callerOf('slow');
  const deliveries = Array.from({ length: 4 }, () => caller.get(`${SUBSCRIPTION}/peerings`).delivery);
  expect(deliveries).toEqual([
    { kind: 'drips', overMs: 8000 },
    { kind: 'drips', overMs: 8000 },
    { kind: 'never' },
    { kind: 'drips', overMs: 8000 },
  ]);
  expect(caller.put('GET', '/peeringdb/api/net').delivery).toEqual({ kind: 'at-once' });
});

test('disagreeing-witnesses: Microsoft says the contrary of the routers', () => {
  const caller = callerOf('disagreeing-witnesses');
  caller.pass(60_000);
  const phase = (id: string, afi: 'ipv4' | 'ipv6') => {
    const world = caller.world();
    return world.pnis[world.carrier.pnis.findIndex(pni => pni.id === id)]?.sessions[afi].phase;
  };
  expect(phase('iad-er1/ae0', 'ipv4')).toBe('idle');
  expect(statesOf(caller, 'ex-ashburn')[0]).toBe('Established/Established');
  expect(phase('ams-er1/lag-2', 'ipv6')).toBe('established');
  expect(statesOf(caller, 'ex-london')[0]).toBe('Established/Idle');
});

test('hijack-event: two events, then two validations fail', () => {
  const caller = callerOf('hijack-event');
  const registered = (peering: string) =>
    dig(caller.get(`${GROUP}/peerings/${peering}/registeredPrefixes`).body, 'value', 0, 'properties');
  caller.pass(9000);
  expect(eventsOf(caller, 'ps-us-east')).toHaveLength(4);
  caller.pass(1000);
  expect(eventsOf(caller, 'ps-us-east')).toContainEqual(['PrefixOriginAsChangeEvent', 'Critical']);
  expect(eventsOf(caller, 'ps-europe')).toHaveLength(4);
  caller.pass(10_000);
  expect(eventsOf(caller, 'ps-europe')).toContainEqual(['PrefixWithdrawalEvent', 'Warning']);
  expect(registered('ex-london')).toMatchObject({ prefixValidationState: 'Verified' });
  caller.pass(10_000);
  expect(registered('ex-london')).toMatchObject({
    prefixValidationState: 'Failed',
    errorMessage: 'Advertisement missing MAPS community',
  });
  const [chicago] = list(peeringOf(caller, 'ex-chicago'), 'properties', 'direct', 'connections');
  expect(registered('ex-chicago')).toMatchObject({
    prefixValidationState: 'Failed',
    errorMessage: `Prefix not received from IP ${String(dig(chicago, 'bgpSession', 'peerSessionIPv4Address'))}`,
  });
});

describe('provisioning', () => {
  const caller = callerOf('provisioning');

  test('a connection that is validated has sessions and no traffic', () => {
    const world = caller.world();
    const at = world.carrier.pnis.findIndex(({ id }) => id === 'iad-er2/Bundle-Ether2');
    expect(loadsOf(world).in[at]).toBeLessThan(30_000);
    const connections = list(peeringOf(caller, 'ex-ashburn'), 'properties', 'direct', 'connections');
    expect(connections.map(connection => dig(connection, 'connectionState'))).toEqual([
      'Active',
      'Active',
      'Active',
      'Validating',
      'PendingApproval',
      'ProvisioningFailed',
    ]);
    expect(statesOf(caller, 'ex-ashburn')[3]).toBe('Established/Established');
    expect(dig(connections[4], 'bgpSession')).toBeUndefined();
    expect(dig(connections[5], 'errorMessage')).toMatch(/<b>different<\/b>.*\u001b\[31m/);
  });

  test('other kinds of peerings exist', () => {
    expect(peeringsOf(caller).slice(6)).toMatchObject([
      { name: 'ex-frankfurt-rs', properties: { direct: { directPeeringType: 'IxRs' } } },
      { name: 'ex-frankfurt-ix', kind: 'Exchange' },
      { name: 'ex-dallas-voice', properties: { direct: { directPeeringType: 'Voice' } } },
    ]);
    expect(list(caller.get(`${GROUP}/peerings/ex-frankfurt-rs/registeredAsns`).body, 'value')).toHaveLength(2);
    const legacy = caller.get(`${SUBSCRIPTION}/legacyPeerings?peeringLocation=chicago&kind=Direct`).body;
    expect(dig(legacy, 'value', 0, 'properties', 'direct', 'peerAsn', 'id')).toBe('64496');
  });
});

describe('maintenance-notice', () => {
  const caller = callerOf('maintenance-notice');

  test('announces work in Amsterdam, in HTML, and tells of trouble elsewhere', () => {
    const [work, trouble] = list(caller.get(HEALTH).body, 'value');
    expect(work).toMatchObject({
      properties: {
        eventType: 'PlannedMaintenance',
        status: 'Active',
        impactStartTime: '2026-01-15T20:10:00Z',
        impactMitigationTime: '2026-01-15T22:10:00Z',
        impact: [{ impactedService: 'Azure Peering Service', impactedRegions: [{ impactedRegion: 'West Europe' }] }],
        article: { articleContent: expect.stringMatching(/<b>Amsterdam<\/b>.*&amp;.*&nbsp;/) },
      },
    });
    expect(trouble).toMatchObject({ properties: { eventType: 'ServiceIssue' } });
  });

  test('can be narrowed down', () => {
    const filter = encodeURIComponent("service eq 'azure peering service' or region eq 'UK South'");
    expect(list(caller.get(`${HEALTH}?$filter=${filter}`).body, 'value')).toHaveLength(1);
  });

  test('elsewhere there is nothing to tell', () => {
    expect(list(callerOf('calm').get(HEALTH).body, 'value')).toEqual([]);
  });
});
