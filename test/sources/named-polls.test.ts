import { describe, expect, onTestFinished, test } from 'vitest';
import { noTargets, type PollTargets } from '../../src/network/facts.ts';
import type { Sample } from '../../src/network/samples.ts';
import { millis } from '../../src/network/units.ts';
import { startPolling } from '../../src/sources/polling.ts';
import { manualClock } from './manual-clock.ts';

const start = 1_000_000;
const about = (...rows: number[]): PollTargets => ({ ...noTargets, lagPorts: rows });

/** A poller that is past its first readings; `events` are what was asked and told, with their seconds. */
async function polled(interval = 10_000) {
  const clock = manualClock(start);
  const events: string[] = [];
  const samples: Sample[] = [];
  const state = { known: true, poll: (_cause?: 'trap'): Promise<void> => Promise.resolve() };
  const note = (what: string): void => void events.push(`${what} ${(clock.now() - start) / 1000}`);
  const poller = startPolling(
    {
      router: 'r1',
      discover: async () => note('discover'),
      poll: (targets, cause) => {
        note(cause === undefined ? 'poll' : `named ${targets.lagPorts.join('+')}`);
        return state.poll(cause);
      },
      close: () => {},
    },
    () => ({ known: state.known, rediscover: null, targets: noTargets }),
    { interval: millis(interval), discovery: millis(600_000) },
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
  await clock.advance(5000);
  events.length = 0;
  return { clock, events, samples, state, poller };
}

describe('what a trap names is polled', () => {
  test('at once, between two cycles, and once more a second later', async () => {
    const { clock, events, poller } = await polled();
    poller.pollNow(about(7));
    await clock.advance(0);
    expect(events).toEqual(['named 7 5']);
    await clock.advance(10_000);
    expect(events).toEqual(['named 7 5', 'named 7 6', 'poll 10']);
  });

  test('five times a second at most, everything that was named meanwhile together', async () => {
    const { clock, events, poller } = await polled();
    for (let row = 1; row <= 100; row++) {
      poller.pollNow(about(row % 3));
      await clock.advance(10);
    }
    await clock.advance(1000);
    expect(events).toEqual([
      'named 1 5',
      'named 2+0+1 5.2',
      'named 0+1+2 5.4',
      'named 2+0+1 5.6',
      'named 1+2+0 5.8',
      'named 0+1+2 6',
      // A second after the last of them.
      'named 1+2+0 6.99',
    ]);
  });

  /** A poller whose cycle has been under way for so long. */
  async function inCycle(ms: number) {
    const opened = await polled();
    const slow = Promise.withResolvers<void>();
    opened.state.poll = cause => (cause === undefined ? slow.promise : Promise.resolve());
    await opened.clock.advance(5000 + ms);
    return { ...opened, slow };
  }

  test('after the cycle that is under way, not beside it', async () => {
    const { clock, events, poller, slow } = await inCycle(50);
    poller.pollNow(about(7));
    poller.pollNow(about(8));
    await clock.advance(100);
    expect(events).toEqual(['poll 10']);
    slow.resolve();
    await clock.advance(0);
    expect(events).toEqual(['poll 10', 'named 7+8 10.15']);
  });

  test('a cycle that waits for a table that does not answer is not waited for', async () => {
    const { clock, events, poller } = await inCycle(50);
    poller.pollNow(about(7));
    await clock.advance(199);
    expect(events).toEqual(['poll 10']);
    await clock.advance(1);
    expect(events).toEqual(['poll 10', 'named 7 10.25']);
    await clock.advance(250);
    poller.pollNow(about(8));
    expect(events).toEqual(['poll 10', 'named 7 10.25', 'named 8 10.5']);
  });

  test('nor is what was named before, if that is not answered; but three at most are under way', async () => {
    const { clock, events, state, poller } = await polled();
    const silent = Promise.withResolvers<void>();
    state.poll = cause => (cause === 'trap' ? silent.promise : Promise.resolve());
    for (const row of [1, 2, 3, 4, 5]) {
      poller.pollNow(about(row));
      await clock.advance(100);
    }
    await clock.advance(4000);
    expect(events).toEqual(['named 1 5', 'named 2+3 5.25', 'named 4+5 5.5']);
    silent.resolve();
    await clock.advance(0);
    // The second look at all of them waited.
    expect(events.at(-1)).toBe('named 1+2+3+4+5 9.5');
  });

  test('what links tell is asked beside sessions that do not answer, however many are named', async () => {
    const { clock, events, state, poller } = await polled();
    const session = (key: string): PollTargets => ({
      ...noTargets,
      bfd: [{ key, source: 'bfd-std-mib', row: [1] }],
    });
    // Of what is named, the rows of LAG ports are of links: what has none is of sessions, and is never answered.
    state.poll = () => (events.at(-1)?.startsWith('named  ') ? new Promise(() => {}) : Promise.resolve());
    for (const key of ['a', 'b', 'c', 'd', 'e']) {
      poller.pollNow(session(key));
      await clock.advance(250);
    }
    poller.pollNow(about(7));
    await clock.advance(0);
    expect(events.at(-1)).toBe('named 7 6.25');
  });

  test('and never holds up a cycle, nor is a cycle told as skipped because of it', async () => {
    const { clock, events, state, poller } = await polled();
    state.poll = cause => (cause === 'trap' ? new Promise(() => {}) : Promise.resolve());
    for (const row of [1, 2, 3, 4]) {
      poller.pollNow(about(row));
      await clock.advance(250);
    }
    await clock.advance(19_000);
    expect(events.filter(event => !event.startsWith('named'))).toEqual(['poll 10', 'poll 20']);
  });

  test('and a poll that breaks its word is told as a failure and does not end the others', async () => {
    const { clock, events, state, poller } = await polled();
    state.poll = () => Promise.reject(new Error('disk full'));
    poller.pollNow(about(7));
    poller.pollNow(about(8));
    await clock.advance(300);
    expect(events).toEqual(['named 7 5', 'failed 5', 'named 8 5.2', 'failed 5.2']);
  });

  test('not after the end', async () => {
    const { clock, events, poller } = await polled();
    poller.pollNow(about(7));
    poller.pollNow(about(8));
    poller.rediscoverSoon();
    poller.stop();
    poller.pollNow(about(9));
    poller.rediscoverSoon();
    await clock.advance(60_000);
    expect(events).toEqual(['named 7 5']);
    expect(clock.pending()).toEqual([]);
  });
});

describe('a router that says it has restarted is discovered again', () => {
  test('as soon as it may be: 30 s or three intervals after the last time', async () => {
    const { clock, events, poller } = await polled(60_000);
    poller.rediscoverSoon();
    poller.rediscoverSoon();
    await clock.advance(40_000);
    expect(events).toEqual(['discover 30', 'poll 30']);
  });

  test('at once where that was long ago', async () => {
    const { clock, events, poller } = await polled(3_600_000);
    await clock.advance(600_000);
    poller.rediscoverSoon();
    await clock.advance(0);
    expect(events).toEqual(['discover 605', 'poll 605']);
  });

  test('not before it has answered at all', async () => {
    const { clock, events, state, poller } = await polled();
    state.known = false;
    poller.rediscoverSoon();
    await clock.advance(4000);
    expect(events).toEqual([]);
  });
});
