import { describe, expect, test } from 'vitest';
import { millis } from '../../../src/network/units.ts';
import { readPeerings } from '../../../src/sources/peering-api/peering-api.ts';
import { azure, callOf, createEar, hastyClock, optionsFor, type Reply, type Seen } from './azure.ts';
import { carrier } from './stand-in-carrier.ts';

describe('reading once', () => {
  const once = async (
    answer: (seen: Seen) => Reply | undefined,
    within = 60_000,
    hurry: AbortSignal = new AbortController().signal,
  ) => {
    const there = await azure(answer);
    const ear = createEar();
    await readPeerings(
      optionsFor(there.url),
      { clock: hastyClock(100), random: () => 0.5, hear: ear.hear },
      millis(within),
      hurry,
    );
    return { ...there, ...ear };
  };

  test('tells all that a verdict or a finding hangs on, each once, and ends', async () => {
    const { samples, asked } = await once(carrier);
    expect(samples.map(callOf).toSorted()).toEqual([
      'health',
      'legacy-peerings',
      'legacy-peerings',
      'peerings',
      'registered-prefixes',
      'service-prefixes',
      'services',
    ]);
    expect(asked()).toHaveLength(7);
  });

  test('says of every call that did not come in time', async () => {
    const { samples } = await once(
      seen => (seen.path.endsWith('/peeringServices') ? { by: () => {} } : carrier(seen)),
      10_000,
    );
    const untold = samples.filter(({ outcome }) => outcome.kind === 'failed');
    expect(untold.map(({ outcome }) => outcome)).toMatchObject([{ call: 'services', failure: { kind: 'timeout' } }]);
    expect(samples.map(callOf)).toContain('registered-prefixes');
  });

  test('ends in time, and says what did not come', async () => {
    const begun = performance.now();
    const { samples } = await once(seen => (seen.path.endsWith('/token') ? undefined : { by: () => {} }), 10_000);
    expect(performance.now() - begun).toBeLessThan(1000);
    expect(samples.map(({ outcome }) => outcome)).toMatchObject([{ call: 'peerings', failure: { kind: 'timeout' } }]);
  });

  test('ends at once where nobody waits any longer, and says what did not come', async () => {
    const hurry = new AbortController();
    const { samples } = await once(
      seen => {
        if (seen.path.endsWith('/token')) return undefined;
        hurry.abort();
        return { by: () => {} };
      },
      60_000_000,
      hurry.signal,
    );
    expect(samples.map(({ outcome }) => outcome)).toMatchObject([{ call: 'peerings', failure: { kind: 'timeout' } }]);
  });

  test('ends with what failed', async () => {
    const { samples } = await once(seen =>
      seen.path.endsWith('/peerings') ? { status: 403, json: {} } : carrier(seen),
    );
    expect(samples.map(({ outcome }) => outcome)).toMatchObject([{ failure: { kind: 'forbidden' } }]);
  });
});
