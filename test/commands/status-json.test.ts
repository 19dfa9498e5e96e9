import { describe, expect, test } from 'vitest';
import { statusJson } from '../../src/commands/status-json.ts';
import { type StoryName, stories } from '../screens/fleets.ts';
import { statusDocument } from './contract.ts';

const names = Object.keys(stories).filter((name): name is StoryName => name in stories);
const documentOf = (name: StoryName) =>
  statusDocument.parse(JSON.parse(JSON.stringify(statusJson(stories[name]().picture))));

test.each(names)('the document of the %s fleet is the contract’s, field by field', name => {
  const document = documentOf(name);
  expect(document.metros.length).toBeGreaterThan(0);
  expect(document.routers.length).toBeGreaterThan(0);
});

test('what the contract names stands in the document as the screens show it', () => {
  const document = documentOf('fault');
  expect(document).toMatchObject({
    generatedAt: '2026-01-02T03:07:41.000Z',
    simulation: true,
    partner: { asn: 64496, name: 'Example Carrier' },
    geo: { redundant: true, reasons: [] },
    requirements: [],
  });
  const [ashburn] = document.metros;
  expect(ashburn).toMatchObject({
    name: 'Ashburn',
    verdict: 'at-risk',
    capacityBps: 1_600_000_000_000,
    worstSingleFailure: { target: 'iad-er2', maxUtilization: null, dark: true, fits: false },
  });
  expect(ashburn?.reasons).toContainEqual({
    code: 'one-router',
    subject: 'iad-er2',
    text: 'one router left: iad-er2 carries ae10',
  });
  expect(ashburn?.pnis[0]).toMatchObject({
    id: 'iad-er1/ae10',
    state: 'down',
    capacityBps: 800_000_000_000,
    activeCapacityBps: 400_000_000_000,
    inBps: 0,
    sampledAt: expect.stringMatching(/^2026-01-02T03:07:39/),
    stale: false,
    sessions: [
      {
        peer: '198.51.100.3',
        afi: 'ipv4',
        state: 'idle',
        admin: 'start',
        lastError: { code: 4, subcode: 0, text: 'Hold timer expired' },
      },
      { peer: '2001:db8:1::2', afi: 'ipv6', state: 'idle' },
    ],
  });
  expect(ashburn?.pnis[0]?.members?.filter(member => member.lacp === 'not-forwarding')).toHaveLength(4);
});

test('light stands with its member, lane by lane, and BFD with its session', () => {
  const [ashburn] = documentOf('fault').metros;
  const [pni] = ashburn?.pnis ?? [];
  const member = (name: string) => pni?.members?.find(each => each.name === name);
  expect(member('et-0/0/7')).toMatchObject({
    rxPowerDbm: -40,
    txPowerDbm: -1.21,
    opticState: 'dark',
    opticAgeSeconds: 32,
    lanes: [1, 2, 3, 4].map(lane => ({ lane, rxPowerDbm: -40, opticState: 'dark' })),
  });
  expect(member('et-0/0/2')).toMatchObject({
    rxPowerDbm: -15.2,
    opticState: 'low-alarm',
    lanes: [{ opticState: 'ok' }, { lane: 2, rxPowerDbm: -15.2, opticState: 'low-alarm' }, {}, {}],
  });
  expect(pni?.sessions.map(session => session.bfd)).toEqual(['down', 'down']);
  expect(pni?.reasons).toContainEqual({
    code: 'optic-dark',
    subject: 'iad-er1/ae10',
    text: 'et-0/0/7 receives no light',
  });
  const unlit = documentOf('fault').metros.find(metro => metro.name === 'Singapore')?.pnis[0];
  expect(unlit?.members?.[0]).toMatchObject({
    rxPowerDbm: null,
    txPowerDbm: null,
    opticState: null,
    opticAgeSeconds: null,
    lanes: [],
  });
  expect(unlit?.sessions[0]?.bfd).toBeNull();
});

describe('unknown is null, never 0 and never the last value', () => {
  test('of a router that does not answer', () => {
    const document = documentOf('stale');
    const singapore = document.metros.find(metro => metro.name === 'Singapore');
    expect(singapore).toMatchObject({ verdict: 'unknown', inBps: null, outBps: null });
    expect(singapore?.pnis[0]).toMatchObject({
      state: 'unknown',
      stale: true,
      inBps: null,
      activeCapacityBps: null,
      oper: null,
      inErrorsPerSecond: null,
      sessions: [{ state: null, establishedSeconds: null }, { state: null }],
    });
    expect(document.routers.find(router => router.name === 'sin-er1')).toMatchObject({
      reachable: false,
      stale: true,
      ageSeconds: expect.any(Number),
      error: expect.stringMatching(/did not answer/),
    });
  });

  test('of a fleet that nobody has heard', () => {
    const document = documentOf('notHeard');
    for (const metro of document.metros)
      expect(metro).toMatchObject({ verdict: 'unknown', capacityBps: null, inBps: null, outBps: null, pnis: [] });
    for (const router of document.routers)
      expect(router).toMatchObject({ reachable: null, uptimeSeconds: null, pollMillis: null, ageSeconds: null });
  });

  test('of a PNI whose counters were reset', () => {
    const dallas = documentOf('restart').metros.find(metro => metro.name === 'Dallas');
    expect(dallas?.pnis.map(pni => pni.inBps)).toEqual([null, expect.any(Number)]);
    expect(dallas?.inBps).toBeNull();
  });

  test('of members that no table tells', () => {
    const document = documentOf('membersUnknown');
    expect(document.metros.find(metro => metro.name === 'London')?.pnis[0]?.members).toBeNull();
    expect(document.metros.find(metro => metro.name === 'Dallas')?.pnis[0]?.members).toEqual([]);
  });
});

test('a session that was shut is told from one that fell', () => {
  const london = documentOf('shut').metros.find(metro => metro.name === 'London');
  expect(london?.pnis[0]).toMatchObject({ state: 'shut', sessions: [{ admin: 'stop' }, { admin: 'stop' }] });
});

test('hostile text is clean in the document too', () => {
  const aliases = documentOf('hostile').metros.flatMap(metro => metro.pnis.map(pni => pni.alias));
  for (const alias of aliases) expect(alias).not.toMatch(/[\p{Cc}\u202a-\u202e]/u);
});
