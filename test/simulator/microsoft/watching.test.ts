import { describe, expect, test } from 'vitest';
import { sessionAt } from '../../../src/simulator/microsoft/minutes.ts';
import { wordOf } from '../../../src/simulator/microsoft/state.ts';
import type { Action } from '../../../src/simulator/scenario-file.ts';
import { step } from '../../../src/simulator/step.ts';
import type { World } from '../../../src/simulator/world.ts';
import { happened, start } from '../walk.ts';

const words = (world: World, pni: number): string[] =>
  (['ipv4', 'ipv6'] as const).map(afi => wordOf(world.microsoft, sessionAt(pni, afi)));
const pniOf = (world: World, id: string): number => world.carrier.pnis.findIndex(pni => pni.id === id);
const flaps = (world: World): number =>
  [...world.microsoft.minutes, world.microsoft.running]
    .flatMap(minute => minute.flaps)
    .reduce((sum, count) => sum + count, 0);

const session = (pni: string, to: 'down' | 'shut' | 'up'): Action => ({ at: 0, do: 'session', pni, afi: 'ipv4', to });

describe('what happens on a router is known at Microsoft later', () => {
  test('a session shut on a router goes Idle at Microsoft too, when it looks again', () => {
    const shut = happened(step(start(), 2000), session('iad-er1/ae0', 'shut'));
    const at = pniOf(shut, 'iad-er1/ae0');
    expect(words(step(shut, 12_990), at)).toEqual(['Established', 'Established']);
    expect(words(step(shut, 13_000), at)).toEqual(['Idle', 'Established']);
  });

  test('a session that is lost is Active at Microsoft, and Established again', () => {
    const lost = happened(start(), session('iad-er1/ae0', 'down'));
    const at = pniOf(lost, 'iad-er1/ae0');
    const known = step(lost, 15_000);
    expect(words(known, at)).toEqual(['Active', 'Established']);
    const back = step(happened(known, session('iad-er1/ae0', 'up')), 15_000);
    expect(words(back, at)).toEqual(['Established', 'Established']);
    expect(flaps(back)).toBe(1);
  });

  test('a loss between two looks changes no state, but counts as a flap', () => {
    const lost = happened(step(start(), 1000), session('iad-er1/ae0', 'down'));
    const back = step(happened(step(lost, 1000), session('iad-er1/ae0', 'up')), 13_000);
    expect(words(back, pniOf(back, 'iad-er1/ae0'))).toEqual(['Established', 'Established']);
    expect(flaps(back)).toBe(1);
  });

  test('a router that restarts goes Idle and comes back', () => {
    const gone = step(happened(start(), { at: 0, do: 'restart', router: 'ams-er1', for: 2000 }), 15_000);
    const at = pniOf(gone, 'ams-er1/lag-1');
    expect(words(gone, at)).toEqual(['Idle', 'Idle']);
    expect(words(step(gone, 30_000), at)).toEqual(['Established', 'Established']);
  });

  test('a silent agent changes nothing', () => {
    const dark = step(start('router-dark'), 60_000);
    expect(dark.microsoft.noted.every(({ word }) => word === 'Established')).toBe(true);
    expect(flaps(dark)).toBe(0);
  });

  test('a scenario may make Microsoft look more often', () => {
    const keen = happened(
      step(start(), 1000),
      { at: 0, do: 'microsoft-notes', every: 200 },
      session('iad-er1/ae0', 'shut'),
    );
    expect(words(step(keen, 1000), 0)).toEqual(['Idle', 'Established']);
  });
});

describe('what Microsoft counts', () => {
  test('a minute that has passed has all its ticks and what the members carried', () => {
    const world = step(start(), 61_000);
    const [minute] = world.microsoft.minutes;
    expect(minute?.ticks).toBe(6000);
    expect(world.microsoft.running.ticks).toBe(100);
    const at = pniOf(world, 'iad-er1/ae0');
    const [ipv4 = 0, ipv6 = 0] = minute?.fromMicrosoft.slice(at * 2, at * 2 + 2) ?? [];
    expect(ipv4 / (ipv4 + ipv6)).toBeCloseTo(0.65, 5);
    const counted = world.pnis[at]?.members.reduce((sum, { counters }) => sum + Number(counters.inOctets), 0) ?? 0;
    const before = start().pnis[at]?.members.reduce((sum, { counters }) => sum + Number(counters.inOctets), 0) ?? 0;
    const running = world.microsoft.running.fromMicrosoft.slice(at * 2, at * 2 + 2);
    const all = [ipv4, ipv6, ...running].reduce((sum, octets) => sum + octets, 0);
    expect(all / (counted - before)).toBeCloseTo(1, 6);
  });

  test('a family that is lost carries nothing, the other one carries what is left', () => {
    const lost = step(happened(start(), session('iad-er1/ae0', 'shut')), 1000);
    expect(lost.microsoft.running.toMicrosoft[0]).toBe(0);
    expect(lost.microsoft.running.toMicrosoft[1]).toBeGreaterThan(0);
  });
});
