import { describe, expect, it } from 'vitest';
import type { Want } from '../../../src/network/microsoft/answers.ts';
import type { Place } from '../../../src/state/screen.ts';
import { wantsOf } from '../../../src/views/wants.ts';
import { connection, legacyList, listOf, peering } from '../../network/microsoft/microsoft-samples.ts';
import { first, openOn, second, told, web, withoutMicrosoft } from './story.ts';

const wanted = (place: Place, carrier = told()): readonly Want[] => wantsOf(openOn(carrier, { path: [place] }).model());
const metrics = (name: string): Want => ({ kind: 'metrics', peering: `/peerings/${name}` });
const latency = (name: string): Want => ({ kind: 'latency', peering: `/peerings/${name}` });
const facilities: Want = { kind: 'facilities' };

const panes: readonly (readonly [Place, readonly Want[]])[] = [
  [{ pane: 'pni', id: first }, [metrics('ams-er1-ae0'), facilities]],
  [{ pane: 'pni', id: second }, [metrics('ams-er2-ae0'), facilities]],
  [{ pane: 'metro', name: 'Amsterdam' }, []],
  [{ pane: 'routes', peering: '/peerings/ams-er1-ae0' }, []],
  [{ pane: 'card', of: 'pni', id: first, phones: false }, [{ kind: 'peer-asns' }, facilities]],
  [{ pane: 'card', of: 'pni', id: first, phones: true }, [{ kind: 'peer-asns' }, facilities]],
  [{ pane: 'microsoft' }, [facilities]],
  [{ pane: 'latency' }, [latency('ams-er1-ae0'), latency('ams-er2-ae0')]],
  [{ pane: 'overview' }, []],
  [{ pane: 'pnis' }, []],
  [{ pane: 'routers' }, []],
  [{ pane: 'router', name: 'ams-er1' }, []],
  [{ pane: 'events' }, []],
  [{ pane: 'prefixes' }, []],
  [{ pane: 'prefix', prefix: web }, []],
  [{ pane: 'maintenance' }, []],
  [{ pane: 'looking-glass' }, []],
  [{ pane: 'calls' }, []],
  [{ pane: 'help' }, []],
];

describe('Microsoft is asked', () => {
  it.each(panes)('on %j for %j', (place, expected) => {
    expect(wanted(place)).toEqual(expected);
  });

  it.each(panes)('on %j for nothing where it is not configured', place => {
    expect(wanted(place, withoutMicrosoft())).toEqual([]);
  });

  it.each(panes)('below the help page on %j for %j all the same', (place, expected) => {
    const console = openOn(told(), { path: [place] });
    console.press('?');
    expect(wantsOf(console.model())).toEqual(expected);
  });

  it('for no metrics of a PNI that has no connection, nor of one that is gone', () => {
    const carrier = told();
    carrier.told(listOf([carrier.peering(second)]));
    expect(wanted({ pane: 'pni', id: first }, carrier)).toEqual([facilities]);
    expect(wanted({ pane: 'pni', id: second }, carrier)).toEqual([metrics('ams-er2-ae0'), facilities]);
    expect(wanted({ pane: 'card', of: 'pni', id: 'osl-er1/ae0', phones: false })).toEqual([]);
  });

  it('for the metrics of every peering that has a connection over a PNI, once each', () => {
    const carrier = told();
    const sessions = carrier.connection(first).sessions;
    const half = (name: string, at: number) =>
      peering({ name, connections: [connection({ identifier: name, sessions: sessions.slice(at, at + 1) })] });
    carrier.told(listOf([half('p4', 0), half('p6', 1)]));
    expect(wanted({ pane: 'pni', id: first }, carrier)).toEqual([metrics('p4'), metrics('p6'), facilities]);
    const both = sessions.map((each, at) => connection({ identifier: `c${at}`, sessions: [each] }));
    carrier.told(listOf([peering({ name: 'p', connections: both })]));
    expect(wanted({ pane: 'pni', id: first }, carrier)).toEqual([metrics('p'), facilities]);
  });

  it('for no latency of a legacy peering, which is no resource yet', () => {
    const carrier = told().told(legacyList(peering({ name: 'old', legacy: true })), 'Direct Amsterdam');
    expect(wanted({ pane: 'latency' }, carrier)).toEqual([latency('ams-er1-ae0'), latency('ams-er2-ae0')]);
  });

  it('for nothing more while a filter, a form or the palette is open', () => {
    for (const key of ['/', ':', 'C'] as const) {
      const console = openOn(told(), { path: [{ pane: 'microsoft' }] });
      console.press(key);
      expect(wantsOf(console.model())).toEqual([facilities]);
    }
  });
});
