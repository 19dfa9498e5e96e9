import { describe, expect, test } from 'vitest';
import { addressText, subnetText } from '../../../src/simulator/microsoft/address-text.ts';
import { callerOf, dig, GROUP, list, peeringOf, peeringsOf, SUBSCRIPTION, statesOf } from './asking.ts';

test.each([
  [[192, 0, 2, 7], '192.0.2.7'],
  [[0x20, 0x01, 0x0d, 0xb8, 0, 14, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2], '2001:db8:e::2'],
])('%j is written %s', (octets, text) => expect(addressText(octets)).toBe(text));

test('a subnet is its network', () => {
  expect(subnetText([192, 0, 2, 7], 31)).toBe('192.0.2.6/31');
  expect(subnetText([0x20, 0x01, 0x0d, 0xb8, 0, 14, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2], 126)).toBe('2001:db8:e::/126');
});

describe('the inventory', () => {
  test('comes in pages, one peering per metro, in the spelling of Microsoft', () => {
    const caller = callerOf();
    const { body } = caller.get(`${SUBSCRIPTION}/peerings`);
    expect(list(body, 'value')).toHaveLength(4);
    expect(dig(body, 'nextLink')).toMatch(/^http:\/\/127\.0\.0\.1:9\/subscriptions\/.*skipToken=/);
    expect(
      peeringsOf(caller).map(item => [
        dig(item, 'name'),
        dig(item, 'properties', 'peeringLocation'),
        dig(item, 'location'),
      ]),
    ).toEqual([
      ['ex-ashburn', 'Ashburn', 'East US'],
      ['ex-new-york', 'new York', 'East US'],
      ['ex-amsterdam', 'amsterdam', 'West Europe'],
      ['ex-london', 'London', 'UK South'],
      ['ex-chicago', 'Chicago', 'North Central US'],
      ['ex-singapore', 'Singapore', 'Southeast Asia'],
    ]);
  });

  test("a connection has its PNI's addresses, bandwidth and states", () => {
    const caller = callerOf();
    const amsterdam = peeringOf(caller, 'EX-Amsterdam');
    const [first] = list(amsterdam, 'properties', 'direct', 'connections');
    expect(first).toMatchObject({
      bandwidthInMbps: 800_000,
      provisionedBandwidthInMbps: 800_000,
      billableBandwidthInMbps: 0,
      peeringDBFacilityId: 9003,
      connectionState: 'Active',
      connectionIdentifier: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4/),
      bgpSession: {
        sessionPrefixV4: '192.0.2.12/31',
        microsoftSessionIPv4Address: '192.0.2.13',
        peerSessionIPv4Address: '192.0.2.12',
        microsoftSessionIPv6Address: '2001:db8:7::2',
        peerSessionIPv6Address: '2001:db8:7::1',
        sessionStateV4: 'Established',
        sessionStateV6: 'Established',
      },
    });
    expect(dig(amsterdam, 'properties', 'connectivityProbes', 0, 'protocol')).toBe('ICMP');
    expect(statesOf(caller, 'ex-ashburn')).toHaveLength(4);
  });

  test('every connection has an identifier of its own', () => {
    const ids = peeringsOf(callerOf()).flatMap(item =>
      list(item, 'properties', 'direct', 'connections').map(connection => dig(connection, 'connectionIdentifier')),
    );
    expect(new Set(ids).size).toBe(14);
  });
});

describe('received routes', () => {
  const routes = (target: string) => list(callerOf().get(`${GROUP}/peerings/${target}`).body, 'value');

  test('unfiltered, they are a sample: 100 of each session, by next hop, in the order of text, in one page', () => {
    const { body } = callerOf().get(`${GROUP}/peerings/ex-singapore/receivedRoutes`);
    const hops = list(body, 'value').map(route => String(dig(route, 'nextHop')));
    expect(hops).toHaveLength(12 + 100 + 12 + 100);
    expect([...new Set(hops)]).toEqual(['192.0.2.24', '2001:db8:d::1', '192.0.2.26', '2001:db8:e::1']);
    const first = list(body, 'value')
      .slice(0, 12)
      .map(route => String(dig(route, 'prefix')));
    expect(first).toEqual(first.toSorted());
    expect(dig(body, 'nextLink')).toBeUndefined();
  });

  test('as many as the routers say they advertise', () => {
    expect(routes('ex-london/receivedRoutes')).toHaveLength(2 * (12 + 8));
  });

  test('a prefix is told once for each session that hears it', () => {
    const caller = callerOf('disagreeing-witnesses');
    const heard = () => {
      const { body } = caller.get(
        `${GROUP}/peerings/ex-london/receivedRoutes?prefix=${encodeURIComponent('2001:db8:a000::/40')}`,
      );
      return list(body, 'value').map(route => dig(route, 'nextHop'));
    };
    expect(heard()).toEqual(['2001:db8:9::1', '2001:db8:a::1']);
    caller.pass(9000);
    expect(heard()).toEqual(['2001:db8:a::1']);
  });

  test('nobody hears a prefix that is not announced', () => {
    expect(routes('ex-london/receivedRoutes?prefix=198.51.100.0/24')).toEqual([]);
    expect(routes('ex-london/receivedRoutes?rpkiValidationState=Unknown')).toHaveLength(4);
  });
});

describe('registered prefixes', () => {
  const path = `${GROUP}/peerings/ex-chicago/registeredPrefixes`;

  test('are Verified and have keys', () => {
    expect(list(callerOf().get(path).body, 'value')[0]).toMatchObject({
      name: 'chicago-infra-1',
      type: 'Microsoft.Peering/peerings/registeredPrefixes',
      properties: {
        prefix: '203.0.113.144/28',
        prefixValidationState: 'Verified',
        peeringServicePrefixKey: expect.stringMatching(/^ca9a4100-/),
      },
    });
  });

  test('that are to be validated are Pending, and Verified 30 s later', () => {
    const caller = callerOf();
    const state = () => dig(caller.get(`${path}/chicago-infra-1`).body, 'properties', 'prefixValidationState');
    const queued = caller.put('POST', `${path}/chicago-infra-1/validate?api-version=2025-05-01`);
    expect(queued.headers['x-ms-ratelimit-remaining-subscription-writes']).toBe('1199');
    expect(dig(queued.body, 'properties', 'prefixValidationState')).toBe('Pending');
    caller.pass(29_000);
    expect(state()).toBe('Pending');
    caller.pass(1000);
    expect(state()).toBe('Verified');
  });
});

describe('peering services', () => {
  test('one per two metros', () => {
    const services = list(callerOf().get(`${SUBSCRIPTION}/peeringServices`).body, 'value');
    expect(services).toHaveLength(3);
    expect(services[1]).toMatchObject({
      properties: {
        providerPrimaryPeeringLocation: 'amsterdam',
        providerBackupPeeringLocation: 'London',
        logAnalyticsWorkspaceProperties: { key: 'canary-workspace-amsterdam' },
      },
    });
  });

  test('their prefixes tell events only to who asks for them', () => {
    const caller = callerOf();
    const [bare] = list(caller.get(`${GROUP}/peeringServices/ps-europe/prefixes`).body, 'value');
    expect(dig(bare, 'properties', 'events')).toBeUndefined();
    const [expanded] = list(caller.get(`${GROUP}/peeringServices/ps-europe/prefixes?$expand=events`).body, 'value');
    expect(list(expanded, 'properties', 'events').map(event => dig(event, 'eventType'))).toEqual([
      'PrefixAnnouncementEvent',
      'PrefixActivePath',
    ]);
  });
});
