import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { instant, millis } from '../../../src/network/units.ts';
import { Withheld } from '../../../src/network/withheld.ts';
import { fieldsOf, numberOf, textOf } from '../../../src/sources/peering-api/json-door.ts';
import { outputOf } from '../../../src/sources/peering-api/looking-glass.ts';
import { noticesOf } from '../../../src/sources/peering-api/maintenance.ts';
import { definedMetricsOf, metricsOf } from '../../../src/sources/peering-api/metrics.ts';
import { momentOf } from '../../../src/sources/peering-api/moments.ts';
import { peerAsnsOf } from '../../../src/sources/peering-api/peer-asns.ts';
import { contactsOf, dataOf, facilitiesOf, networksOf } from '../../../src/sources/peering-api/peeringdb.ts';
import { peeringsOf } from '../../../src/sources/peering-api/peerings.ts';
import {
  registeredAsnsOf,
  registeredPrefixesOf,
  servicePrefixesOf,
} from '../../../src/sources/peering-api/prefixes.ts';
import { routesOf } from '../../../src/sources/peering-api/routes.ts';
import { servicesOf } from '../../../src/sources/peering-api/services.ts';

describe('a moment is read in every form that Microsoft writes', () => {
  test.each([
    ['2022-12-05T11:51:51.2062620Z', '2022-12-05T11:51:51.206Z'],
    ['2020-04-05 03:39:20', '2020-04-05T03:39:20.000Z'],
    ['2020-04-05T03:39:20', '2020-04-05T03:39:20.000Z'],
    ['2020-04-05T03:39:20+02:00', '2020-04-05T01:39:20.000Z'],
    ['2020-04-05T03:39:20.5-0130', '2020-04-05T05:09:20.500Z'],
    ['2020-04-05', '2020-04-05T00:00:00.000Z'],
    ['7/24/2020', '2020-07-24T00:00:00.000Z'],
    ['7/24/2020 1:02:03 PM', '2020-07-24T13:02:03.000Z'],
  ])('%s', (text, iso) => {
    expect(momentOf(text)).toBe(Date.parse(iso));
  });

  test.each(['', 'soon', '2020-13-01', '2020-06-31T00:00:00Z', '0001-01-01T00:00:00Z', '13/24/2020', 7, null])(
    '%j is none',
    value => {
      expect(momentOf(value)).toBeNull();
    },
  );
});

describe('properties', () => {
  const fields = fieldsOf({
    Name: 'a',
    name: 'b',
    EMPTY: '',
    count: '12',
    wrong: {},
    Flag: 'True',
    asn: 4_200_000_000,
  });

  test('are found without regard to case; the first of a name counts', () => {
    expect(fields?.text('nAmE')).toBe('a');
  });

  test('"" and a wrong type are null', () => {
    expect([fields?.text('empty'), fields?.text('wrong'), fields?.number('wrong'), fields?.flag('count')]).toEqual([
      null,
      null,
      null,
      null,
    ]);
  });

  test('numbers may be strings, flags too, and AS numbers have 32 bits', () => {
    expect([fields?.number('count'), fields?.flag('flag'), fields?.asn('asn')]).toEqual([12, true, 4_200_000_000]);
    expect(numberOf('1e999')).toBeNull();
  });
});

const properties = (more: Readonly<Record<string, unknown>>) => ({ id: '/a/b/Peering1', properties: more });

describe('a peering', () => {
  const one = (record: unknown, legacy = false) => {
    const [found] = peeringsOf([record], legacy).items;
    if (found === undefined) throw new Error('unreadable');
    return found;
  };

  test.each([
    ['Direct', 'Edge', 'direct'],
    ['Direct', 'Transit', 'direct'],
    ['Direct', 'PeerProp', 'direct'],
    ['Direct', 'EdgeZoneForOperators', 'direct'],
    ['Direct', 'Internal', 'direct'],
    ['Direct', null, 'direct'],
    ['Direct', 'voice', 'voice'],
    ['Direct', 'IxRs', 'route-server'],
    ['Direct', 'Ix', 'other'],
    ['Direct', 'Cdn', 'cdn'],
    ['Direct', 'Quantum', 'other'],
    ['Exchange', null, 'exchange'],
  ])('of kind %s and type %s is %s', (kind, directPeeringType, flavour) => {
    expect(one({ ...properties({ direct: { directPeeringType } }), kind }).flavour).toBe(flavour);
  });

  test('has the canonical addresses of its sessions, the key only as a fact, and no session where nothing is set', () => {
    const bgpSession = {
      microsoftSessionIPv4Address: '192.0.2.70',
      peerSessionIPv4Address: '192.0.2.69',
      sessionPrefixV4: '192.0.2.68/30',
      sessionStateV4: 'Established',
      sessionStateV6: 'None',
      sessionPrefixV6: '',
      maxPrefixesAdvertisedV4: 1000,
      maxPrefixesAdvertisedV6: 0,
      md5AuthenticationKey: 'hush',
    };
    const connections = [{ bgpSession, provisionedBandwidthInMbps: 200_000, bandwidthInMbps: '100000' }, {}];
    const found = one(properties({ direct: { connections }, peeringLocation: ' Dallas ' }));
    expect(found).toMatchObject({ key: '/a/b/peering1', name: 'Peering1', location: 'Dallas' });
    expect(found.connections[0]).toMatchObject({ provisioned: 200e9, requested: 100e9, hasMd5Key: true });
    expect(found.connections.map(({ sessions }) => sessions)).toEqual([
      [
        {
          afi: 'ipv4',
          microsoft: '192.0.2.70',
          peer: '192.0.2.69',
          subnet: '192.0.2.68/30',
          state: 'Established',
          prefixLimit: 1000,
        },
      ],
      [],
    ]);
    expect(JSON.stringify(found)).not.toContain('hush');
  });

  test('has an IPv6 session in its one spelling, though it is down', () => {
    const bgpSession = { microsoftSessionIPv6Address: 'FD00:0::1:2', sessionStateV6: 'PendingAdd' };
    const found = one(properties({ exchange: { connections: [{ bgpSession }] } }));
    expect(found.flavour).toBe('exchange');
    expect(found.connections[0]?.sessions).toMatchObject([
      { afi: 'ipv6', microsoft: 'fd00::1:2', state: 'PendingAdd' },
    ]);
  });

  test('that is legacy has a bare AS number', () => {
    const found = one({ name: 'x', properties: { direct: { peerAsn: { id: '65000' } } } }, true);
    expect(found).toMatchObject({ peerAsn: '65000', legacy: true, id: null, key: 'legacy peering x' });
  });

  test('is counted where a part of it cannot be read, which would pass for something that is not there', () => {
    const direct = { connections: [null, 'x', 7, [], { connectionIdentifier: 'good' }] };
    const { items, unreadable } = peeringsOf(
      [
        { name: 'a', properties: { direct } },
        { name: 'b', properties: null },
      ],
      false,
    );
    expect(items.map(each => each.connections.length)).toEqual([1, 0]);
    expect(unreadable).toBe(5);
  });

  test('without id and name is known by its connection', () => {
    const direct = { connections: [{ connectionIdentifier: 'GUID-1', connectionState: 'Active' }] };
    const { items, unreadable } = peeringsOf([{ id: '', properties: { peeringLocation: 'Oslo', direct } }], false);
    expect(items).toMatchObject([{ key: 'peering of guid-1', id: null, name: 'unnamed Oslo' }]);
    expect(unreadable).toBe(0);
  });

  test('that cannot be named is counted, and spares the others', () => {
    const { items, unreadable } = peeringsOf([null, 7, {}, { name: 'x' }, [], { id: '' }], false);
    expect([items.length, unreadable]).toEqual([1, 5]);
  });

  test('whose id hides an escape sequence has no id to ask with', () => {
    expect(one({ id: '/a/\x1b[2Jb', name: 'x' }).id).toBeNull();
  });
});

test('keys of prefixes and workspaces stay outside; events are in order', () => {
  const key = { peeringServicePrefixKey: 'hush' };
  const events = [
    { eventTimestamp: '2024-01-02T00:00:00Z', eventType: 'PrefixWithdrawalEvent', eventLevel: 'Warning' },
    { eventTimestamp: '2024-01-01T00:00:00Z', eventType: 'PrefixAnnouncementEvent' },
    { eventLevel: 'lost' },
  ];
  const all = [
    registeredPrefixesOf([properties({ prefix: '192.0.2.0/24', ...key })]).items,
    registeredAsnsOf([properties({ asn: 64500, ...key })]).items,
    servicePrefixesOf([properties({ prefix: '192.0.2.0/24', events, ...key })]).items,
    servicesOf([properties({ logAnalyticsWorkspaceProperties: { key: 'hush' } })]).items,
  ];
  expect(JSON.stringify(all)).not.toContain('hush');
  expect(all.map(([first]) => first)).toMatchObject([
    { hasKey: true },
    { hasKey: true, asn: 64500 },
    { hasKey: true, events: [{ type: 'PrefixAnnouncementEvent' }, { type: 'PrefixWithdrawalEvent' }] },
    { hasWorkspaceKey: true },
  ]);
});

test('a route has its path as numbers, or only as told', () => {
  const routes = routesOf([
    {
      prefix: '192.0.2.0/24',
      nextHop: '192.0.2.69',
      asPath: '64500 64505 64505',
      receivedTimestamp: '2020-04-05 03:39:20',
    },
    { prefix: '192.0.2.0/24', asPath: '64500 {64501}' },
    { asPath: '64500' },
  ]);
  expect(routes.unreadable).toBe(1);
  expect(routes.items.map(({ asPath, asPathText }) => [asPath, asPathText])).toEqual([
    [[64500, 64505, 64505], '64500 64505 64505'],
    [null, '64500 {64501}'],
  ]);
});

test('markup of Service Health is text: blocks part words, entities cannot smuggle an escape sequence', () => {
  const articleContent =
    '<html><style>p{}</style><p>Work in&nbsp;<b>Dallas</b></p><p>from 1 &lt; 2&#27;[2J&#x202e;</p><script>alert(1)</script><!-- x --></html>';
  const [notice] = noticesOf([
    {
      name: 'BC_1-FXZ',
      properties: {
        title: 'ACTIVE: <i>Work</i>',
        article: { articleContent },
        impact: [{ impactedService: 'Azure Peering Service', impactedRegions: [{ impactedRegion: 'West US' }, {}] }],
        impactStartTime: '2018-11-07T00:00:00Z',
      },
    },
  ]).items;
  expect(notice).toMatchObject({
    trackingId: 'BC_1-FXZ',
    title: 'ACTIVE: Work',
    text: 'Work in Dallas from 1 < 2',
    services: ['Azure Peering Service'],
    regions: ['West US'],
    startsAt: Date.parse('2018-11-07T00:00:00Z'),
  });
});

test("the looking glass's lines are kept, and nothing else that controls a terminal", () => {
  expect(outputOf({ output: 'one\r\n 2  \x1b]0;title\x07three\tx\n\n' })).toBe('one\n 2  three x');
  expect(outputOf({ command: 'Ping' })).toBeNull();
});

test('telephone numbers are withheld', () => {
  const [asn] = peerAsnsOf([
    { name: 'x', properties: { peerAsn: 64496, peerContactDetail: [{ role: 'Noc', phone: '+15555550100' }] } },
  ]).items;
  expect(asn?.contacts[0]?.phone).toBeInstanceOf(Withheld);
  expect(JSON.stringify(asn)).not.toContain('555');
});

test('PeeringDB tells what a record lacks', () => {
  const [network] = networksOf([
    { id: 7, asn: 64500, name: 'x', irr_as_set: '', info_prefixes4: 5, policy_general: 'Open' },
  ]).items;
  expect(network?.lacking).toEqual(['IRR AS-SET', 'number of IPv6 prefixes', 'traffic level', 'geographic scope']);
});

const frame = { grain: millis(300_000), from: instant(0), to: instant(0) };
const readers: readonly (readonly [string, (value: unknown) => unknown])[] = [
  ['peerings', value => peeringsOf([value], false)],
  ['registered prefixes', value => registeredPrefixesOf([value])],
  ['registered asns', value => registeredAsnsOf([value])],
  ['service prefixes', value => servicePrefixesOf([value])],
  ['services', value => servicesOf([value])],
  ['peer asns', value => peerAsnsOf([value])],
  ['routes', value => routesOf([value])],
  ['notices', value => noticesOf([value])],
  ['metrics', value => metricsOf({ value: [value] }, frame)],
  ['definitions', value => definedMetricsOf([value])],
  ['facilities', value => facilitiesOf([value])],
  ['networks', value => networksOf([value])],
  ['contacts', value => contactsOf([value], 1)],
  ['envelope', value => dataOf(value)],
  ['looking glass', value => outputOf(value)],
];
/** Names that readers look for, so that random objects get somewhere. */
const names =
  'id name kind location properties direct exchange connections bgpSession sessionStateV4 peerSessionIPv4Address prefix nextHop asPath events eventType eventTimestamp peerAsn peerContactDetail phone article articleContent title impact impactedRegions value timeseries data metadatavalues timeStamp average output __proto__ constructor'.split(
    ' ',
  );
const hostile = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('\x1b[31m', '\x9b2J', '\u202e', '&#27;[2J', '<p>\x00', '192.0.2.1', '2020-01-01', '9', '1 2 3'),
);
const { tree } = fc.letrec(tie => ({
  tree: fc.oneof({ maxDepth: 5 }, hostile, fc.double(), fc.boolean(), fc.constant(null), tie('object'), tie('list')),
  object: fc.dictionary(fc.constantFrom(...names), tie('tree'), { maxKeys: 8 }),
  list: fc.array(tie('tree'), { maxLength: 3 }),
}));

const textsIn = (value: unknown): readonly string[] => {
  if (typeof value === 'string') return [value];
  if (value instanceof Withheld) return [value.reveal()];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
};

describe('whatever comes', () => {
  test.each(readers)('%s: nothing throws, and no control character comes through', (name, read) => {
    fc.assert(
      fc.property(tree, value => {
        const texts = name === 'envelope' ? [] : textsIn(read(value));
        if (name === 'envelope') read(value);
        for (const text of texts)
          expect(text.replaceAll('\n', name === 'looking glass' ? '' : '\n')).not.toMatch(/[\p{Cc}\u202a-\u202e]/u);
      }),
      { numRuns: 150 },
    );
  });

  test('a long text is cut', () => {
    expect(textOf('x'.repeat(10_000_000))?.length).toBe(255);
  });
});
