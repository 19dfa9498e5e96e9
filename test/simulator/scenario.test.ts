import { describe, expect, test } from 'vitest';
import { scenarioList } from '../../src/simulator/fleet.ts';
import { parseScenario, SCENARIOS } from '../../src/simulator/scenario.ts';
import { eventsAt, nextEventAfter, timelineOf } from '../../src/simulator/timeline.ts';

const parsed = SCENARIOS.map(data => parseScenario(data).scenario);

test('all scenarios are there', () => {
  expect(scenarioList().map(({ name }) => name)).toEqual([
    'calm',
    'lag-member-flap',
    'optics-degrade',
    'router-dark',
    'silent-half',
    'counter-reset',
    'ifindex-renumber',
    'bgp-v6-only-down',
    'both-on-one-router',
    'congested-sibling',
    'drained',
    'disagreeing-witnesses',
    'provisioning',
    'hijack-event',
    'maintenance-notice',
    'throttled',
    'token-expired',
    'slow',
  ]);
});

test.each(parsed.map(scenario => [scenario.name, scenario] as const))(
  '%s begins to bite within ten seconds',
  (_, { events }) => {
    expect(Math.min(0, ...events.map(({ at }) => at))).toBeLessThanOrEqual(1000);
  },
);

describe('a scenario that does not fit is refused in words', () => {
  const base = { name: 'x', title: 'X', description: 'x' };
  test.each<[string, unknown, RegExp]>([
    ['an unknown action', { ...base, events: [{ at: '1s', do: 'explode' }] }, /events\[0\]/],
    ['a time without a unit', { ...base, events: [{ at: '10', do: 'drain', pni: 'iad-er1/ae0' }] }, /not a duration/],
    ['a time between ticks', { ...base, events: [{ at: '5ms', do: 'drain', pni: 'iad-er1/ae0' }] }, /steps of 10 ms/],
    ['an unknown key', { ...base, events: [], speed: 2 }, /speed/],
    [
      'a PNI that is not there',
      { ...base, events: [{ at: '1s', do: 'drain', pni: 'iad-er1/ae9' }] },
      /no PNI iad-er1\/ae9/,
    ],
    [
      'a member that is not there',
      { ...base, events: [{ at: '1s', do: 'member', pni: 'iad-er1/ae0', members: ['et-9/9/9'], to: 'down' }] },
      /no member et-9\/9\/9/,
    ],
    [
      'a fibre of a port that is in another PNI',
      { ...base, events: [{ at: '1s', do: 'light', pni: 'iad-er1/ae0', member: 'et-0/0/4', lossDb: 3 }] },
      /no member et-0\/0\/4/,
    ],
    [
      'a module of a port that is not there',
      { ...base, events: [{ at: '1s', do: 'module', pni: 'iad-er1/ae0', member: 'et-9/9/9', to: 'pulled' }] },
      /no member et-9\/9\/9/,
    ],
    [
      'a router that is not there',
      { ...base, events: [{ at: '1s', do: 'renumber', router: 'lhr-er1', by: 1 }] },
      /no router lhr-er1/,
    ],
    [
      'a metro that is not there',
      { ...base, events: [{ at: '1s', do: 'demand', metro: 'Paris', share: 1 }] },
      /no metro Paris/,
    ],
    [
      'a registered prefix that is not there',
      { ...base, events: [{ at: '1s', do: 'registered-prefix', prefix: '192.0.2.0/24', state: 'Failed' }] },
      /no registered prefix 192\.0\.2\.0\/24/,
    ],
    [
      'a look of Microsoft that never ends',
      { ...base, events: [{ at: '1s', do: 'microsoft-notes', every: '0s' }] },
      /every/,
    ],
    [
      'a PNI moved from where none is',
      { ...base, rehomed: [{ metro: 'Paris', from: 'x', to: 'y' }], events: [] },
      /no PNI of Paris/,
    ],
    [
      'an event after the repeat',
      { ...base, repeat: '5s', events: [{ at: '9s', do: 'drain', pni: 'iad-er1/ae0' }] },
      /starts over/,
    ],
  ])('%s', (_, data, message) => expect(() => parseScenario(data)).toThrow(message));
});

describe('a time line', () => {
  const events = ['2s', '1s'].map(at => ({ at, do: 'drain', pni: 'iad-er1/ae0' }));
  const timeline = (repeat?: string) =>
    timelineOf(
      parseScenario({ name: 'x', title: 'X', description: 'x', events, ...(repeat === undefined ? {} : { repeat }) })
        .scenario,
    );

  test('happens once', () => {
    expect([0, 100, 150, 200].map(tick => nextEventAfter(timeline(), tick))).toEqual([
      100,
      200,
      200,
      Number.POSITIVE_INFINITY,
    ]);
    expect([100, 101, 200].map(tick => eventsAt(timeline(), tick).length)).toEqual([1, 0, 1]);
  });

  test('or over and over', () => {
    expect([0, 100, 200, 499, 500].map(tick => nextEventAfter(timeline('5s'), tick))).toEqual([
      100, 200, 600, 600, 600,
    ]);
    expect([100, 600, 5100].map(tick => eventsAt(timeline('5s'), tick).length)).toEqual([1, 1, 1]);
  });
});
