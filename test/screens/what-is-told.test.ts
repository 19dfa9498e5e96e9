/** Words of the screen that must not be left out: each was once a way to see green where there was none. */
import { describe, expect, test } from 'vitest';
import { plainLine } from '../../src/terminal/line-text.ts';
import { openConsole } from './console.ts';
import { stories } from './fleets.ts';

const header = (name: keyof typeof stories): string =>
  plainLine(openConsole(stories[name](), { columns: 80, rows: 24 }).frame().header[0] ?? []).replace(/ +/g, ' ');

describe('the header', () => {
  test.each([
    ['calm', 'live 2 s'],
    ['notHeard', '0 of 12 heard'],
    ['neverHeard', 'live 2 s, 11 of 12 heard'],
    ['stale', '1 router stale 42 s'],
    ['neverHeardAndStale', '1 router stale 42 s, 1 never heard'],
  ] as const)('of the %s fleet says "%s"', (name, words) => {
    expect(header(name)).toContain(` ${words} 03:07:41Z`);
  });
});

describe('the overview', () => {
  const overview = (name: keyof typeof stories): string => openConsole(stories[name](), { rows: 40 }).text();

  test('tells of light that fades although every metro is redundant, whichever metro is selected', () => {
    const text = overview('fading');
    expect(text).toContain('All 6 metros are redundant.');
    expect(text).toContain('◐ Ashburn: iad-er1/ae10: et-0/0/2 receives -15.20 dBm on lane 2, below its alarm');
  });

  test('gives no totals where a router was never heard', () => {
    const singapore = overview('neverHeard')
      .split('\n')
      .find(line => line.includes(' Singapore '));
    expect(singapore).toMatch(/unknown +1\/\? +4\/\? +1\/\? +1\/\?/);
  });

  test('gives no cause for what is well again', () => {
    const events = openConsole(stories.fading(), { path: [{ pane: 'overview' }, { pane: 'events' }] }).text();
    expect(events).not.toMatch(/redundant: /);
  });
});

test('on a PNI the ports that carry nothing come first, then those whose light fades', () => {
  const path = [{ pane: 'overview' }, { pane: 'pni', id: 'iad-er1/ae10' }] as const;
  const text = openConsole(stories.fading(), { path, rows: 24, columns: 80 }).text();
  const ports = [...text.matchAll(/et-0\/0\/(\d) +[●○]/g)].map(match => match[1]);
  expect(ports[0]).toBe('2');
});
