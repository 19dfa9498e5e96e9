import { describe, expect, it } from 'vitest';
import { emptyFleet } from '../../../src/network/fleet.ts';
import type { Answer } from '../../../src/network/microsoft/answers.ts';
import { callInterval } from '../../../src/network/microsoft/calls.ts';
import { afterTold, allTold, intervalOf, isOld, told, untold } from '../../../src/network/microsoft/told.ts';
import { instant, millis } from '../../../src/network/units.ts';
import { reduce } from '../../../src/state/reduce.ts';
import { twoRouters } from '../pretend-carrier.ts';
import { answered, failed, failure, listInterval, listOf, note, peering, plenty, whole } from './microsoft-samples.ts';
import { empty, folded, listed, routesOf } from './told-samples.ts';
import { twoEnds } from './two-ends.ts';

describe('what Microsoft was heard to say', () => {
  it('is nothing before the first answer', () => {
    expect(told(empty, 'peerings')).toBeNull();
    expect(allTold(empty, 'registered-prefixes')).toEqual([]);
    expect(untold(empty, 'peerings')).toBeNull();
    expect(empty).toMatchObject({ subscriptionId: 'sub-1', interval: listInterval, budget: null, recent: [] });
  });

  it('is replaced by the next answer to the same call about the same subject', () => {
    const state = folded(listed(['ams'], whole, 1), listed(['ams', 'fra'], whole, 2));
    expect(told(state, 'peerings')).toMatchObject({ at: 2, answer: { peerings: [{ name: 'ams' }, { name: 'fra' }] } });
    expect(state.answers.size).toBe(1);
  });

  it('is kept apart by subject', () => {
    const state = folded(
      listed(['ams', 'fra']),
      routesOf('/peerings/ams', null, 1),
      routesOf('/peerings/fra', null, 2),
    );
    expect(told(state, 'received-routes', '/peerings/ams')?.at).toBe(1);
    expect(told(state, 'received-routes', '/peerings/fra')?.at).toBe(2);
    expect(told(state, 'received-routes', '/peerings/lon')).toBeNull();
    expect(allTold(state, 'received-routes').map(each => each.subject)).toEqual(['/peerings/ams', '/peerings/fra']);
  });

  it('stays when the next attempt fails, beside the failure, and grows old', () => {
    const state = folded(listed(['ams'], whole, 0), failed('peerings', { at: 60_000 }));
    const kept = told(state, 'peerings');
    expect(kept).toMatchObject({ at: 0 });
    expect(untold(state, 'peerings')).toMatchObject({ at: 60_000, value: { text: 'the API answers 503' } });
    if (kept === null) throw new Error('the answer is gone');
    expect(isOld(state, kept, instant(120_000))).toBe(false);
    expect(isOld(state, kept, instant(120_001))).toBe(true);
  });

  it('clears the failure of its own call and of no other', () => {
    const state = folded(failed('peerings'), failed('health'), failed('latency', { subject: 'a' }), listed(['ams']));
    expect([...state.failures.values()].map(each => each.call)).toEqual(['health']);
    const two = folded(listed(['a', 'b']), failed('latency', { subject: '/peerings/a' }), failed('health'));
    expect(two.failures.size).toBe(2);
  });

  it('keeps only the newest failure of a call', () => {
    const state = folded(
      failed('peerings', { at: 1 }),
      failed('peerings', { at: 2 }, failure({ kind: 'throttled', text: 'slower' })),
    );
    expect([...state.failures.values()]).toMatchObject([{ at: 2, value: { kind: 'throttled' } }]);
  });

  it('does not change a state that is held elsewhere', () => {
    const before = folded(listed(['ams']));
    const answers = [...before.answers];
    afterTold(before, listed(['fra']));
    expect([...before.answers]).toEqual(answers);
  });
});

describe('the budget', () => {
  const scarce = { left: 0.05, lastHour: 900, throttledUntil: instant(5000) };
  const notes: Answer = { call: 'notes', notes: [note()], list: whole };

  it('is that of the newest call, answered or not', () => {
    expect(folded(listed(['ams'])).budget).toEqual(plenty);
    expect(folded(listed(['ams']), failed('health', { budget: scarce })).budget).toEqual(scarce);
  });

  it('says nothing by notes, which are read from a disk', () => {
    const state = folded(answered(listOf([]), { budget: scarce }), answered(notes));
    expect(state.budget).toEqual(scarce);
    expect(told(state, 'notes')).not.toBeNull();
    expect(folded(answered(notes), failed('notes')).budget).toBeNull();
  });
});

describe('an answer is old', () => {
  it.each([
    ['peerings', 60_000],
    ['service-prefixes', 120_000],
    ['health', 300_000],
    ['registered-prefixes', 300_000],
    ['services', 900_000],
    ['traffic', 300_000],
    ['latency', 3_600_000],
    ['legacy-peerings', 86_400_000],
  ] as const)('of %s after two intervals of %d ms', (call, interval) => {
    expect(intervalOf(empty, call)).toBe(interval);
  });

  it('sooner where the list of peerings is asked for more often, and for no other reason later', () => {
    expect(callInterval('service-prefixes', millis(10_000))).toBe(20_000);
    expect(callInterval('latency', millis(10_000))).toBe(3_600_000);
    expect(callInterval('peerings', millis(3_600_000))).toBe(3_600_000);
    expect(callInterval('health', millis(3_600_000))).toBe(300_000);
  });

  it('later where little is left of what Microsoft allows, as everything is asked half as often', () => {
    const list = answered(listOf([]));
    const state = folded(list);
    const scarce = folded({ ...list, budget: { left: 0.05, lastHour: 1, throttledUntil: null } });
    const [held, spared] = [told(state, 'peerings'), told(scarce, 'peerings')];
    if (held === null || spared === null) throw new Error('nothing told');
    expect(isOld(state, held, instant(120_001))).toBe(true);
    expect(isOld(scarce, spared, instant(120_001))).toBe(false);
    expect(isOld(scarce, spared, instant(264_001))).toBe(true);
  });

  it.each(['received-routes', 'notes', 'looking-glass', 'provider-availability', 'validate', 'contacts'] as const)(
    'of %s never, for only a person asks',
    call => {
      expect(intervalOf(empty, call)).toBeNull();
    },
  );

  it('of routes never', () => {
    const [answer] = allTold(folded(routesOf('/peerings/ams', null)), 'received-routes');
    expect(answer && isOld(empty, answer, instant(1e12))).toBe(false);
  });
});

describe('the reducer', () => {
  it('folds what Microsoft tells into the fleet, and leaves the routers alone', () => {
    const carrier = twoEnds();
    const { routers } = carrier.fleet;
    carrier.told(listOf([peering()]));
    expect(carrier.fleet.microsoft).toMatchObject({ subscriptionId: 'sub-1', interval: millis(60_000) });
    expect(carrier.fleet.microsoft && told(carrier.fleet.microsoft, 'peerings')).not.toBeNull();
    expect(carrier.fleet.routers).toBe(routers);
  });

  it('changes nothing where the API is not configured', () => {
    const fleet = emptyFleet(twoRouters().settings);
    expect(fleet.microsoft).toBeNull();
    expect(reduce(fleet, listed(['ams']))).toBe(fleet);
    expect(reduce(fleet, failed('peerings'))).toBe(fleet);
  });
});
