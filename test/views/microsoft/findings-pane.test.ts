import { describe, expect, it } from 'vitest';
import { instant } from '../../../src/network/units.ts';
import {
  connection,
  listOf,
  peering,
  prefixEvent,
  service,
  servicePrefix,
  theirSession,
  whole,
} from '../../network/microsoft/microsoft-samples.ts';
import { agreeing } from '../../network/microsoft/two-ends.ts';
import { first, openOn, place, second, told } from './story.ts';

const lost = (count: number) =>
  Array.from({ length: count }, (_, at) =>
    connection({ identifier: `lost-${at}`, sessions: [theirSession({ microsoft: `203.0.113.${at + 1}` })] }),
  );
const withLost = (count: number) => {
  const carrier = agreeing();
  return carrier.told(
    listOf([carrier.peering(first), carrier.peering(second), peering({ name: 'far', connections: lost(count) })]),
  );
};

describe('what the two lists do not have in common', () => {
  it('is told below the connections, the heaviest of many, and all of it one key away', () => {
    const console = openOn(withLost(5), { path: [{ pane: 'microsoft' }], columns: 120, rows: 40 });
    expect(console.text()).toContain('2 more findings; f shows all');
    console.press('f');
    expect(place(console)).toEqual({ pane: 'findings' });
    expect(console.model().rows).toHaveLength(5);
    console.press('G');
    expect(console.text()).toContain('is a router missing in the configuration?');
  });

  it('leads to the PNI that it is about', () => {
    const carrier = agreeing();
    const [v4] = carrier.connection(first).sessions;
    if (v4 === undefined) throw new Error('no session');
    carrier.told(listOf([carrier.peering(first, { sessions: [v4] }), carrier.peering(second)]));
    const console = openOn(carrier, { path: [{ pane: 'findings' }] });
    console.press('enter');
    expect(place(console)).toEqual({ pane: 'pni', id: first });
  });

  it('is nothing, and by an old list was nothing', () => {
    const carrier = agreeing();
    const text = () => openOn(carrier, { path: [{ pane: 'findings' }] }).text();
    expect(text()).toContain('Both lists have the same interconnects.');
    for (let poll = 0; poll < 13; poll++) carrier.poll();
    expect(text()).toContain('Both lists had the same interconnects when they were last told, 2 min ago.');
  });
});

describe('a prefix that may be hijacked', () => {
  it('is on every screen, with its age where it is told', () => {
    const carrier = told();
    const events = [
      prefixEvent('PrefixOriginAsChangeEvent', { at: instant(carrier.now - 720_000), level: 'Critical' }),
    ];
    carrier.told({ call: 'services', services: [service({ name: 'Shop' })], list: whole });
    carrier.told({ call: 'service-prefixes', prefixes: [servicePrefix({ events })], list: whole }, '/services/shop');
    expect(openOn(carrier, { path: [{ pane: 'pnis' }] }).text()).toContain('■ 1 pfx');
    expect(openOn(carrier, { path: [{ pane: 'overview' }] }).text()).toContain('possible hijack, 12 min ago');
    expect(openOn(told(), { path: [{ pane: 'pnis' }] }).text()).not.toContain('pfx');
  });
});
