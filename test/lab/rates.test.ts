import { expect, test } from 'vitest';
import { startFlow } from './iperf.ts';
import { bitRates, counted } from './kernel-counters.ts';
import { pniDevice } from './lab.ts';
import { writeConfiguration } from './peerdeck.ts';
import { labSuite, tell } from './suite.ts';
import { startWatch } from './watch.ts';

/** Until every interval has seen enough of the agent's refreshes; then as long again is measured. */
const settling = 32_000;
const measuring = 26_000;

/**
 * net-snmp repeats what it last read from the kernel and reads again by a timer of its own: 3 s as Debian packages it,
 * 15 s in older releases. Between the two a poll sees a staircase, not the traffic.
 */
labSuite('rates from agents that repeat their counters', { er2Refresh: 15 }, lab => {
  test('at every poll interval the rate stays within 5 % of what the kernel counts', async () => {
    const { er1, er2, folder } = lab();
    const sites = [er1, er2];
    await Promise.all(
      sites.map((site, number) =>
        startFlow({ from: site.edge, to: site.namespace, address: site.own.ipv4, bitsPerSecond: 40e6, number, folder }),
      ),
    );
    const routers = sites.map(site => ({ name: site.router, address: site.management.ipv4 }));
    const watches = await Promise.all(
      ['1s', '2s', '5s', '10s'].map(async interval =>
        startWatch(await writeConfiguration(folder, `rates-${interval}`, interval, routers)),
      ),
    );
    const passing = (milliseconds: number) =>
      expect
        .poll(() => performance.now() - start, { timeout: milliseconds + 5000, interval: 250 })
        .toBeGreaterThan(milliseconds);
    const start = performance.now();
    const before = await Promise.all(sites.map(site => counted(site.near)));
    await passing(settling);
    const since = watches.map(watch => watch.picture().at);
    await passing(settling + measuring);
    for (const [index, site] of sites.entries()) {
      const first = before[index];
      if (first === undefined) throw new Error('nothing was counted');
      const truth = bitRates(first, await counted(site.near)).in;
      for (const [position, watch] of watches.entries()) {
        const shown = (watch.shown.get(`${site.router}/${pniDevice}`) ?? []).filter(
          each => each.at > (since[position] ?? 0),
        );
        const off = shown.map(each => (each.in === null ? Number.NaN : each.in / truth - 1));
        tell(
          `${site.router}, every ${watch.interval} s: ${off.map(each => (Number.isNaN(each) ? 'none' : `${(each * 100).toFixed(1)} %`)).join(', ')}`,
        );
        expect.soft(off.length, `polls of ${site.router} every ${watch.interval} s`).toBeGreaterThan(1);
        expect
          .soft(
            off.filter(each => !(Math.abs(each) < 0.05)),
            `${site.router} every ${watch.interval} s`,
          )
          .toEqual([]);
      }
    }
    for (const watch of watches) watch.stop();
  });
});
