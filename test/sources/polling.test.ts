import { describe, expect, onTestFinished, test } from 'vitest';
import { noTargets, type PollTargets } from '../../src/network/facts.ts';
import type { Sample } from '../../src/network/samples.ts';
import { millis } from '../../src/network/units.ts';
import { type PollPlan, startPolling } from '../../src/sources/polling.ts';
import type { RouterSource } from '../../src/sources/router-source.ts';
import { manualClock } from './manual-clock.ts';

const start = 1_000_000;

interface Behaviour {
  /** What a discovery does; takes no time and succeeds by default. */
  discover?: (known?: () => void) => Promise<void>;
  poll?: () => Promise<void>;
}

/** A poller of a source that does as it is told; `events` are what was asked and heard, with their seconds. */
function polled(behaviour: Behaviour = {}, interval = 10_000, discovery = 600_000) {
  const clock = manualClock(start);
  const events: string[] = [];
  const samples: Sample[] = [];
  const plan: { known: boolean; rediscover: string | null; unanswered: number; targets: PollTargets } = {
    known: false,
    rediscover: null,
    unanswered: 0,
    targets: noTargets,
  };
  const note = (what: string): void => {
    events.push(`${what} ${(clock.now() - start) / 1000}`);
  };
  const asked: PollTargets[] = [];
  let closed = 0;
  const source: RouterSource = {
    router: 'r1',
    discover: async known => {
      note('discover');
      await (behaviour.discover?.(known) ?? Promise.resolve());
      if (behaviour.discover === undefined) Object.assign(plan, { known: true, rediscover: null });
    },
    poll: targets => {
      note('poll');
      asked.push(targets);
      return behaviour.poll?.() ?? Promise.resolve();
    },
    close: () => {
      closed += 1;
    },
  };
  const poller = startPolling(
    source,
    (): PollPlan => ({ ...plan }),
    { interval: millis(interval), discovery: millis(discovery) },
    {
      clock,
      random: () => 0,
      hear: sample => {
        samples.push(sample);
        note(sample.kind);
      },
    },
  );
  onTestFinished(() => poller.stop());
  return { clock, events, samples, plan, poller, asked, closed: () => closed };
}

describe('the beat', () => {
  test('discovery, a reading, a second one soon after, then one at each interval', async () => {
    const { clock, events } = polled();
    await clock.advance(30_000);
    expect(events).toEqual(['discover 0', 'poll 0', 'poll 0.5', 'poll 10', 'poll 20', 'poll 30']);
  });

  test('begins as soon as enough is known, and does not wait for the rest of the discovery', async () => {
    const told: (() => void)[] = [];
    const { clock, events, plan } = polled({
      discover: known => {
        if (known !== undefined) told.push(known);
        return new Promise(() => {});
      },
    });
    await clock.advance(2000);
    plan.known = true;
    for (const known of told) known();
    await clock.advance(18_000);
    expect(events).toEqual(['discover 0', 'poll 2', 'poll 2.5', 'poll 10', 'poll 20']);
  });

  test('routers are spread by up to a fifth of the interval', async () => {
    const clock = manualClock(start);
    const polls: number[] = [];
    const source: RouterSource = {
      router: 'r1',
      discover: async () => {},
      poll: async () => {
        polls.push((clock.now() - start) / 1000);
      },
      close: () => {},
    };
    const poller = startPolling(
      source,
      () => ({ known: true, rediscover: null, targets: noTargets }),
      { interval: millis(10_000), discovery: millis(600_000) },
      { clock, random: () => 0.5, hear: () => {} },
    );
    await clock.advance(25_000);
    poller.stop();
    expect(polls).toEqual([0, 0.5, 11, 21]);
  });

  test('does not drift, whatever a cycle takes', async () => {
    const later = manualClock(start);
    const { clock, events } = polled({ poll: () => new Promise(resolve => later.schedule(millis(3000), resolve)) });
    for (let second = 0; second < 41; second++) {
      await clock.advance(1000);
      await later.advance(1000);
    }
    expect(events.filter(event => event.startsWith('poll'))).toEqual([
      'poll 0',
      'poll 3.5',
      'poll 10',
      'poll 20',
      'poll 30',
      'poll 40',
    ]);
  });

  test('each cycle asks for the targets of its moment', async () => {
    const { clock, asked, plan } = polled();
    await clock.advance(5000);
    const targets: PollTargets = { ...noTargets, lagPorts: [7] };
    plan.targets = targets;
    await clock.advance(10_000);
    expect(asked.at(-1)).toBe(targets);
  });
});

describe('a cycle is skipped, never stacked', () => {
  test('while the one before is running', async () => {
    const slow = Promise.withResolvers<void>();
    const { clock, events } = polled({ poll: () => slow.promise });
    await clock.advance(25_000);
    expect(events).toEqual(['discover 0', 'poll 0', 'skipped 10', 'skipped 20']);
    slow.resolve();
    await clock.advance(5000);
    expect(events.at(-1)).toBe('poll 30');
  });

  test('the second reading is not a cycle: it is not told as skipped', async () => {
    const slow = Promise.withResolvers<void>();
    const behaviour: Behaviour = {};
    const { clock, events } = polled(behaviour, 400);
    await clock.advance(300);
    behaviour.poll = () => slow.promise;
    await clock.advance(400);
    expect(events).toEqual(['discover 0', 'poll 0', 'poll 0.4']);
  });
});

describe('discovery', () => {
  test('is tried again at each interval until the router is known', async () => {
    const behaviour: Behaviour = { discover: async () => {} };
    const { clock, events, plan } = polled(behaviour);
    await clock.advance(25_000);
    expect(events).toEqual(['discover 0', 'discover 10', 'discover 20']);
    plan.known = true;
    await clock.advance(5000);
    expect(events.slice(3)).toEqual(['poll 30']);
  });

  test('that is still running is not begun again', async () => {
    const slow = Promise.withResolvers<void>();
    const { clock, events } = polled({ discover: () => slow.promise });
    await clock.advance(35_000);
    expect(events).toEqual(['discover 0']);
    slow.resolve();
    await clock.advance(5000);
    expect(events).toEqual(['discover 0', 'discover 40']);
  });

  test('is repeated when it is due', async () => {
    const { clock, events } = polled({}, 10_000, 60_000);
    await clock.advance(130_000);
    expect(events.filter(event => event.startsWith('discover'))).toEqual(['discover 0', 'discover 60', 'discover 120']);
  });

  test('is done at once when the fleet asks for it, and the new targets are read at once', async () => {
    const { clock, events, plan } = polled();
    await clock.advance(45_000);
    plan.rediscover = 'ifIndex 501 is now et-0/0/2';
    await clock.advance(5000);
    expect(events.slice(-3)).toEqual(['poll 50', 'discover 50', 'poll 50']);
  });

  test.each([
    [10_000, [0, 30, 60]],
    [2000, [0, 6, 12, 18, 24, 30, 36, 42, 48, 54, 60]],
    [60_000, [0, 60]],
  ])('is not done more often than every three intervals or 30 s: interval %d', async (interval, expected) => {
    const { clock, events, plan } = polled({}, interval);
    for (let i = 0; i < 650; i++) {
      plan.rediscover = 'its tables move all the time';
      await clock.advance(100);
    }
    const seconds = events.filter(event => event.startsWith('discover')).map(event => Number(event.split(' ')[1]));
    expect(seconds).toEqual(expected);
  });

  test('each time that a table does not answer it waits longer, up to the ordinary discovery; a change does not wait', async () => {
    const { clock, events, plan } = polled({}, 2000, 60_000);
    let found = 0;
    for (let i = 0; i < 2400; i++) {
      const discoveries = events.filter(event => event.startsWith('discover')).length;
      if (discoveries > found) plan.unanswered += 1;
      found = discoveries;
      plan.rediscover = 'tBgpPeerNgTable did not answer';
      await clock.advance(100);
    }
    const seconds = (): readonly number[] =>
      events.filter(event => event.startsWith('discover')).map(event => Number(event.split(' ')[1]));
    expect(seconds()).toEqual([0, 6, 18, 42, 90, 150, 210]);
    Object.assign(plan, { rediscover: 'ifTableLastChange has moved', unanswered: 0 });
    await clock.advance(2000);
    expect(seconds().at(-1)).toBe(242);
  });

  test('does not hold up the fast loop', async () => {
    const slow = Promise.withResolvers<void>();
    const behaviour: Behaviour = {};
    const { clock, events, plan } = polled(behaviour);
    await clock.advance(35_000);
    behaviour.discover = () => slow.promise;
    plan.rediscover = 'asked';
    await clock.advance(30_000);
    expect(events.slice(-4)).toEqual(['poll 40', 'discover 40', 'poll 50', 'poll 60']);
  });
});

describe('the end', () => {
  test('ends everything, at any time', async () => {
    for (const seconds of [0, 0.5, 1, 9.999, 10, 25]) {
      const { clock, events, poller, closed } = polled();
      await clock.advance(seconds * 1000);
      poller.stop();
      const told = events.length;
      await clock.advance(100_000);
      expect(events).toHaveLength(told);
      expect(clock.pending()).toEqual([]);
      expect(closed()).toBe(1);
    }
  });

  test('during a cycle nothing follows it', async () => {
    const slow = Promise.withResolvers<void>();
    const { clock, events, poller, plan } = polled({ poll: () => slow.promise });
    await clock.advance(5000);
    plan.rediscover = 'asked';
    poller.stop();
    poller.stop();
    slow.resolve();
    await clock.advance(100_000);
    expect(events).toEqual(['discover 0', 'poll 0']);
  });
});

describe('a source that breaks its word does not stop the loop', () => {
  const rejecting = () => Promise.reject(new Error('disk full'));
  const throwing = (): never => {
    throw new Error('disk full');
  };

  test.each([
    ['rejects', rejecting],
    ['throws', throwing],
  ])('a poll that %s', async (_, poll) => {
    const behaviour: Behaviour = { poll };
    const { clock, events, samples } = polled(behaviour);
    await clock.advance(15_000);
    expect(events).toEqual(['discover 0', 'poll 0', 'failed 0', 'poll 0.5', 'failed 0.5', 'poll 10', 'failed 10']);
    expect(samples[0]).toMatchObject({
      phase: 'poll',
      failure: { kind: 'garbage', text: 'reading r1 failed inside this program: disk full' },
    });
    delete behaviour.poll;
    await clock.advance(10_000);
    expect(events.slice(-1)).toEqual(['poll 20']);
  });

  test.each([
    ['rejects', rejecting],
    ['throws', throwing],
  ])('a discovery that %s', async (_, discover) => {
    const behaviour: Behaviour = { discover };
    const { clock, events, samples } = polled(behaviour);
    await clock.advance(15_000);
    expect(events).toEqual(['discover 0', 'failed 0', 'discover 10', 'failed 10']);
    expect(samples[0]).toMatchObject({ phase: 'discovery' });
    delete behaviour.discover;
    await clock.advance(10_000);
    expect(events.slice(4)).toEqual(['discover 20', 'poll 20', 'poll 20.5']);
  });

  test('nor does one who hears and throws, or a plan that throws', async () => {
    const clock = manualClock(start);
    let polls = 0;
    let plans = 0;
    const source: RouterSource = {
      router: 'r1',
      discover: async () => {},
      poll: async () => {
        polls += 1;
        throw new Error('no');
      },
      close: () => {},
    };
    const poller = startPolling(
      source,
      () => {
        plans += 1;
        if (plans % 4 === 0) throw new Error('no plan');
        return { known: true, rediscover: null, targets: noTargets };
      },
      { interval: millis(1000), discovery: millis(600_000) },
      {
        clock,
        random: () => 0,
        hear: () => {
          throw new Error('nobody hears');
        },
      },
    );
    await clock.advance(10_000);
    poller.stop();
    expect(polls).toBeGreaterThan(5);
  });
});

describe('light', () => {
  const optics = [{ key: '1', source: 'juniper-dom-mib', row: [1] }] as const;
  const bfd = [{ key: 'b', source: 'bfd-std-mib', row: [1] }] as const;
  const interfaces = [{ ifIndex: 1, name: 'et-0/0/0' }];
  const lagMembers = [{ port: 1, source: 'timetra-lag-mib', row: [1] }] as const;
  const targets: PollTargets = { ...noTargets, interfaces, lagMembers, bfd, optics };

  /** In which seconds, of all polls of so long a time, light was asked for. */
  async function lit(seconds: number, interval = 10_000, discovery = 600_000): Promise<readonly number[]> {
    const { clock, plan, asked, events } = polled({}, interval, discovery);
    plan.targets = targets;
    await clock.advance(seconds * 1000);
    const polls = events.filter(event => event.startsWith('poll')).map(event => Number(event.split(' ')[1]));
    return polls.filter((_, position) => (asked[position]?.optics.length ?? 0) > 0);
  }

  test.each([
    ['each ten seconds', 10_000, [60, 120, 180]],
    ['each two seconds', 2000, [60, 120, 180]],
    ['each 25 seconds, in every third cycle', 25_000, [75, 150]],
    ['each 45 seconds, in every second cycle', 45_000, [90, 180]],
    ['each two minutes, in every cycle', 120_000, [120]],
  ])('is part of a cycle when a minute has passed: polled %s', async (_, interval, expected) => {
    expect(await lit(200, interval)).toEqual(expected);
  });

  test('is part of the next cycle when a port has gone down or come up', async () => {
    const { clock, plan, asked } = polled();
    Object.assign(plan, { targets, portChangedAt: null });
    await clock.advance(25_000);
    expect(asked.some(each => each.optics.length > 0)).toBe(false);
    asked.length = 0;
    Object.assign(plan, { portChangedAt: clock.now() });
    await clock.advance(25_000);
    expect(asked.map(each => each.optics.length)).toEqual([1, 0, 0]);
  });

  test('brings the count of prefixes with it: both are slow to read', async () => {
    const { clock, plan, asked } = polled();
    const prefixes = [{ key: 'p', source: 'jnxBgpM2', prefixRow: [1], context: null }] as const;
    plan.targets = { ...noTargets, interfaces, prefixes };
    await clock.advance(125_000);
    const counting = asked.flatMap((each, position) => (each.prefixes.length > 0 ? [position] : []));
    // The first poll, the second reading a second later, and one each ten seconds.
    expect(counting).toEqual([7, 13]);
  });

  test('discovery reads it too: the minute begins again', async () => {
    expect(await lit(200, 10_000, 90_000)).toEqual([60, 150]);
  });

  test('nothing else waits for it, and BFD is part of every cycle', async () => {
    const { clock, plan, asked } = polled();
    plan.targets = targets;
    await clock.advance(30_000);
    expect(asked).toHaveLength(5);
    for (const each of asked) expect(each).toEqual({ ...targets, optics: [] });
  });

  test('that a trap names is asked for at once, and the whole has its turn all the same', async () => {
    const { clock, plan, asked, poller } = polled();
    plan.targets = targets;
    await clock.advance(55_000);
    asked.length = 0;
    poller.pollNow({ ...noTargets, optics });
    await clock.advance(3000);
    // At once, and once more a second later.
    expect(asked).toEqual([
      { ...noTargets, optics },
      { ...noTargets, optics },
    ]);
    await clock.advance(4000);
    expect(asked.slice(2)).toEqual([targets]);
  });

  test('a second reading of the counters asks for nothing else', async () => {
    const { clock, plan, asked } = polled();
    Object.assign(plan, { targets, again: millis(3000) });
    await clock.advance(64_000);
    expect(asked.filter(each => each.bfd.length === 0)).toEqual(
      Array.from({ length: 6 }, () => ({ ...noTargets, interfaces })),
    );
    expect(asked.filter(each => each.optics.length > 0)).toHaveLength(1);
  });
});
