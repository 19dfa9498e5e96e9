import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { eventsBetween } from '../../src/network/events.ts';
import { mergedFacts } from '../../src/network/merged-facts.ts';
import type { OpticFacts, OpticReading } from '../../src/network/optic-facts.ts';
import { type OpticState, opticsPeriod } from '../../src/network/optics.ts';
import { millis } from '../../src/network/units.ts';
import { type Heard, LitRouter, lane, limits, noLimits } from './lit-router.ts';
import { factsOf, port } from './router-facts.ts';

const minute = 60_000;

/** The light of the first port, polled once, ten seconds after discovery. */
function light(optics: readonly OpticFacts[], heard: Heard = {}) {
  const router = new LitRouter({ optics });
  router.poll(10_000, heard);
  return router.pni(10_000).members?.[0]?.optic ?? null;
}

describe('a lane in words', () => {
  test.each<[OpticState, 'rx' | 'tx' | null, number | null, number | null]>([
    ['ok', null, -2, -1],
    ['ok', null, -9.9, -8.4],
    ['low-warning', 'rx', -9.91, -1],
    ['low-warning', 'rx', -13.9, -1],
    ['low-alarm', 'rx', -13.91, -1],
    ['low-alarm', 'rx', -29.9, -1],
    ['dark', 'rx', -30, -1],
    ['dark', 'rx', -40, -40],
    ['dark', 'tx', -2, -40],
    ['dark', 'tx', -15, -40],
    ['high-warning', 'rx', 2.5, -1],
    ['high-alarm', 'rx', 3.5, -1],
    ['low-warning', 'tx', -2, -9],
    ['low-alarm', 'tx', -2, -12],
    ['low-alarm', 'tx', -11, -12],
    ['high-warning', 'tx', -2, 4],
    ['high-alarm', 'tx', -2, 6],
    ['unknown', null, null, null],
    ['unknown', null, null, -1],
    ['unknown', null, -2, null],
    ['dark', 'rx', -40, null],
  ])('%s (%s) at %d dBm in, %d dBm out', (state, direction, rx, tx) => {
    expect(light([lane(1, rx, tx)])).toMatchObject({ state, worst: { direction } });
  });

  test.each<[OpticState, number]>([
    ['ok', -29],
    ['ok', 8],
    ['dark', -40],
  ])('without limits only light or none is told: %s at %d dBm', (state, rx) => {
    expect(light([lane(1, rx, -1, { thresholds: noLimits })])?.state).toBe(state);
  });

  test('no module in a port that is down; in one that is up there is one, which tells nothing', () => {
    const empty = lane(1, null, null, { module: 'absent' });
    expect(light([empty], { oper: { 1: 'down' } })?.state).toBe('no-module');
    expect(light([empty])?.state).toBe('unknown');
  });

  test('a port of which no table tells has no light to speak of', () => {
    expect(light([lane(2, -2)])).toBeNull();
  });
});

describe('a module of several lanes', () => {
  const four = (...powers: readonly number[]): OpticFacts[] =>
    powers.map((power, at) => lane(1, power, -1 - at / 10, { lane: at + 1 }));

  test.each<[OpticState, number | null, number, readonly number[]]>([
    ['ok', 3, -2.4, [-2.1, -2.2, -2.4, -2.3]],
    ['low-alarm', 3, -15, [-2.1, -10, -15, -2.3]],
    ['dark', 2, -40, [-15, -40, -10, -2.3]],
    ['dark', 1, -40, [-40, -40, -40, -40]],
    ['high-alarm', 4, 4, [-2.1, -2.2, -2.4, 4]],
    ['high-alarm', 4, 4, [-10, -2.2, -2.4, 4]],
  ])('is %s by lane %d', (state, worst, rx, powers) => {
    const optic = light(four(...powers));
    expect(optic).toMatchObject({ state, rx, tx: -1.3 });
    expect(optic?.worst.lane).toBe(worst);
    expect(optic?.lanes.map(each => each.lane)).toEqual([1, 2, 3, 4]);
  });

  test('is as bad as its worst lane, whatever the order of the table', () => {
    const power = fc.double({ min: -40, max: 6, noNaN: true });
    fc.assert(
      fc.property(fc.array(power, { minLength: 1, maxLength: 8 }), powers => {
        const lanes = four(...powers);
        const [there, back] = [light(lanes), light(lanes.toReversed())];
        expect(back).toEqual(there);
        const alone = powers.map(each => light([lane(1, each)])?.state);
        expect(alone).toContain(there?.state);
        expect(powers).toContain(there?.rx);
      }),
      { numRuns: 50 },
    );
  });

  test('of one that gets too little and one that gets too much, the one further beyond its limit is told', () => {
    const both = four(-13.95, 9);
    for (const lanes of [both, both.toReversed()])
      expect(light(lanes)).toMatchObject({ state: 'high-alarm', worst: { lane: 2 } });
  });
});

describe('light that was read before a port went up or down', () => {
  const heard = (rx: number, down: boolean, after: readonly OpticReading[] = []) => {
    const router = new LitRouter({ optics: [lane(1, rx)] });
    router.poll(10_000, { oper: { 1: down ? 'up' : 'down' } });
    router.poll(20_000, { oper: { 1: down ? 'down' : 'up' }, optics: after });
    return router.pni(20_000).members?.[0]?.optic?.state;
  };

  test('is not told of the port as it is now, where the two contradict each other', () => {
    expect(heard(-2, true)).toBe('unknown');
    expect(heard(-40, false)).toBe('unknown');
  });

  test('is told where they agree, and when it was read since', () => {
    expect(heard(-40, true)).toBe('dark');
    expect(heard(-2, false)).toBe('ok');
    expect(heard(-40, true, [lane(1, -2)])).toBe('ok');
  });
});

describe('age', () => {
  test('is always told; light is believed for two of its own intervals, however often the rest is polled', () => {
    const router = new LitRouter({ optics: [lane(1, -2)] });
    router.poll(minute, { optics: [lane(1, -3)] });
    for (let at = 70_000; at <= 200_000; at += 10_000) router.poll(at);
    const optic = (at: number) => router.pni(at).members?.[0]?.optic;
    expect(optic(minute + 42_000)).toMatchObject({ state: 'ok', rx: -3, age: 42_000 });
    expect(optic(3 * minute)).toMatchObject({ state: 'ok', rx: -3, age: 2 * minute });
    expect(optic(3 * minute + 1)).toMatchObject({ state: 'unknown', rx: null, tx: null, age: 2 * minute + 1 });
  });

  test.each([
    [2000, 60_000],
    [10_000, 60_000],
    [25_000, 75_000],
    [45_000, 90_000],
    [300_000, 300_000],
  ])('polled each %d ms, light is asked for each %d ms', (interval, period) => {
    expect(opticsPeriod(millis(interval))).toBe(period);
  });
});

describe('reasons', () => {
  const dark = lane(1, -40);

  test('a member that is down without light: the cause stands before the effect', () => {
    const router = new LitRouter({ optics: [dark, lane(2, -2)] });
    router.poll(10_000, { oper: { 1: 'down' } });
    expect(router.reasons(10_000)).toEqual([
      'warn optic-dark: et-0/0/0 receives no light',
      'warn lag-degraded: 1 of 2 members is not forwarding: et-0/0/0 (expired)',
    ]);
  });

  test('both members', () => {
    const router = new LitRouter({ optics: [dark, lane(2, -40)] });
    router.poll(10_000, { oper: { 1: 'down', 2: 'down' } });
    expect(router.reasons(10_000)).toContain('warn optic-dark: et-0/0/0, et-0/0/1 receive no light');
  });

  test.each<[string, OpticFacts, string]>([
    ['a laser that is off', lane(1, -2, -40), 'warn optic-dark: et-0/0/0 sends no light'],
    ['too little', lane(1, -15.2), 'warn optic-alarm: et-0/0/0 receives -15.20 dBm, below its alarm at -13.90 dBm'],
    [
      'a little too little',
      lane(1, -10),
      'info optic-warning: et-0/0/0 receives -10.00 dBm, below its warning at -9.90 dBm',
    ],
    ['too much', lane(1, 4), 'warn optic-alarm: et-0/0/0 receives 4.00 dBm, above its alarm at 3.40 dBm'],
    ['too much out', lane(1, -2, 4), 'info optic-warning: et-0/0/0 sends 4.00 dBm, above its warning at 3.00 dBm'],
  ])('%s is told, and changes nothing of the state', (_, optic, reason) => {
    const router = new LitRouter({ optics: [optic, lane(2, -2)] });
    router.poll(10_000);
    expect(router.reasons(10_000)).toEqual([reason]);
    expect(router.pni(10_000)).toMatchObject({ state: 'up', usable: true, intact: true });
  });

  test('what goes before a failure is said of the metro too, while the PNI is still up', () => {
    const router = new LitRouter({ optics: [lane(1, -40), lane(2, -10)] });
    router.poll(10_000);
    expect(router.pni(10_000).state).toBe('up');
    const reasons = router.picture(10_000).metros.flatMap(metro => metro.reasons.map(({ text }) => text));
    expect(reasons).toContain('er1/ae0: et-0/0/0 receives no light');
    // A warning goes before nothing yet.
    expect(reasons.filter(text => text.includes('et-0/0/1'))).toEqual([]);
  });

  test('and goes on being said when it is down, after what is wrong with the PNIs that carry its traffic', () => {
    const router = new LitRouter({ optics: [lane(1, -40), lane(2, -15)] });
    router.poll(10_000, { established: false });
    expect(router.pni(10_000).state).toBe('down');
    const reasons = router.picture(10_000).metros.flatMap(metro => metro.reasons.map(({ text }) => text));
    expect(reasons.at(-1)).toBe('er1/ae0: et-0/0/0 receives no light, and 1 more');
  });

  test('a lane is named where others are well', () => {
    const router = new LitRouter({
      optics: [lane(1, -2, -1, { lane: 1 }), lane(1, -40, -1, { lane: 2 }), lane(2, -2)],
    });
    router.poll(10_000);
    expect(router.reasons(10_000)).toEqual(['warn optic-dark: et-0/0/0 receives no light on lane 2']);
  });

  test('an empty cage is a cause where the port is missed, and none where it is up', () => {
    const router = new LitRouter({ optics: [lane(1, null, null, { module: 'absent' })] });
    router.poll(10_000);
    expect(router.reasons(10_000)).toEqual([]);
    router.poll(20_000, { oper: { 1: 'down' } });
    expect(router.reasons(20_000)[0]).toBe('warn optic-missing: et-0/0/0 has no module');
  });

  test('a port that somebody shut is dark by his will', () => {
    const router = new LitRouter({ optics: [lane(1, -40, -40)] });
    router.poll(10_000, { oper: { 1: 'down' }, admin: { 1: 'down' } });
    expect(router.reasons(10_000).filter(reason => reason.includes('optic'))).toEqual([]);
  });

  test('a port without a LAG has light too', () => {
    const router = new LitRouter({ optics: [lane(1, -15)] }, { lag: false });
    router.poll(10_000);
    expect(router.pni(10_000).optic).toMatchObject({ state: 'low-alarm', rx: -15 });
    expect(router.reasons(10_000)).toEqual([
      'warn optic-alarm: et-0/0/0 receives -15.00 dBm, below its alarm at -13.90 dBm',
    ]);
  });

  test('light never decides whether a PNI carries traffic', () => {
    const power = fc.option(fc.double({ min: -40, max: 30, noNaN: true }), { nil: null });
    const module = fc.constantFrom('present' as const, 'absent' as const, null);
    fc.assert(
      fc.property(
        power,
        power,
        module,
        fc.constantFrom(limits, noLimits),
        fc.boolean(),
        (rx, tx, told, thresholds, down) => {
          const heard: Heard = down ? { oper: { 1: 'down' } } : {};
          const [lit, unlit] = [
            new LitRouter({ optics: [lane(1, rx, tx, { module: told, thresholds })] }),
            new LitRouter({}),
          ];
          for (const router of [lit, unlit]) router.poll(10_000, heard);
          const judged = ({ state, usable, intact }: ReturnType<LitRouter['pni']>) => ({ state, usable, intact });
          expect(judged(lit.pni(10_000))).toEqual(judged(unlit.pni(10_000)));
        },
      ),
      { numRuns: 60 },
    );
  });

  test('a table of light that is silent makes nothing unknown', () => {
    const router = new LitRouter({ optics: [lane(1, -2)] });
    const failure = { kind: 'timeout', text: 'no answer' } as const;
    router.poll(10_000, { silent: [{ group: 'optics', failure }] });
    expect(router.pni(10_000).state).toBe('up');
    expect(router.reasons(10_000)).toEqual(['info table-silent: er1 answers, but not for its optical power']);
  });
});

test('a pulled module is asked for after the next discovery too, as long as its port is there', () => {
  const before = factsOf({
    interfaces: [port(1, 'et-0/0/0'), port(2, 'et-0/0/1')],
    optics: [lane(1, -2), lane(2, -3)],
  });
  const after = (...names: readonly string[]) =>
    mergedFacts(before, factsOf({ interfaces: names.map((name, at) => port(at + 1, name)), optics: [lane(2, -3)] }));
  expect(after('et-0/0/0', 'et-0/0/1').optics.map(optic => optic.ifIndex)).toEqual([2, 1]);
  expect(after('xe-9/9/9', 'et-0/0/1').optics.map(optic => optic.ifIndex)).toEqual([2]);
});

describe('events', () => {
  /** What changes when the light of both ports goes from one power to the next. */
  function told(powers: readonly (number | null)[], heard: Heard = {}): readonly string[] {
    const [first = null, ...rest] = powers;
    const router = new LitRouter({ optics: [lane(1, first), lane(2, -2)] });
    const lines: string[] = [];
    router.poll(0, heard);
    let before = router.picture(0);
    for (const [position, power] of rest.entries()) {
      const at = (position + 1) * minute;
      router.poll(at, { ...heard, optics: [lane(1, power), lane(2, -2)] });
      const after = router.picture(at);
      lines.push(...eventsBetween(before, after).map(event => `${event.severity} ${event.code} ${event.text}`));
      before = after;
    }
    return lines;
  }

  test.each<[string, readonly (number | null)[], readonly string[]]>([
    ['goes', [-2, -40], ['warning optic et-0/0/0 light ok → dark: receives no light']],
    ['comes back', [-40, -2], ['info optic et-0/0/0 light dark → ok']],
    [
      'goes and comes',
      [-2, -40, -2],
      ['warning optic et-0/0/0 light ok → dark: receives no light', 'info optic et-0/0/0 light dark → ok'],
    ],
    ['stays', [-2, -2.5, -3], []],
    [
      'fades',
      [-2, -10, -14],
      [
        'info optic et-0/0/0 light ok → low-warning: receives -10.00 dBm, below its warning at -9.90 dBm',
        'warning optic et-0/0/0 light low-warning → low-alarm: receives -14.00 dBm, below its alarm at -13.90 dBm',
      ],
    ],
    ['becomes a little better only', [-40, -14, -10], []],
    ['is not told any more', [-2, null], []],
    ['is found bad at the first look', [-40, -40], []],
  ])('light that %s', (_, powers, expected) => {
    expect(told(powers)).toEqual(expected);
  });

  test('the light of a port that somebody shut is no news', () => {
    const shut: Heard = { oper: { 1: 'down' }, admin: { 1: 'down' } };
    expect(told([-2, -40], shut)).toEqual([]);
  });
});
