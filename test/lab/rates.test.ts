import { expect, test } from 'vitest';
import { startFlow } from './iperf.ts';
import { recordCounters } from './kernel-counters.ts';
import { pniDevice } from './lab.ts';
import { writeConfiguration } from './peerdeck.ts';
import { labSuite, percent, tell } from './suite.ts';
import { startWatch } from './watch.ts';

/** Until two refreshes of the slower agent have been seen; then it is measured. */
const settling = 34_000;
const measuring = 26_000;
/** Seconds by which an answer may be late on a machine that is hard at work. */
const late = 0.3;

/**
 * net-snmp repeats what it last read from the kernel and reads again by a timer of its own: 3 s as Debian packages it,
 * 15 s in older releases. Between the two a poll sees a staircase, not the traffic.
 */
labSuite('rates from agents that repeat their counters', { er2Refresh: 15 }, lab => {
  test('at every poll interval the rate stays within 5 % of what the kernel counts', async () => {
    const { er1, er2, folder } = lab();
    const sites = [
      { ...er1, refresh: 3 },
      { ...er2, refresh: 15 },
    ];
    const kernel = await Promise.all(sites.map(site => recordCounters(site.near)));
    for (const [number, { edge, namespace, own }] of sites.entries())
      await startFlow({ from: edge, to: namespace, address: own.ipv4, bitsPerSecond: 40e6, number, folder });
    const routers = sites.map(site => ({ name: site.router, address: site.management.ipv4 }));
    const watches = await Promise.all(
      ['1s', '2s', '5s', '10s'].map(async interval =>
        startWatch(await writeConfiguration(folder, `rates-${interval}`, interval, routers)),
      ),
    );
    const start = performance.now();
    await expect
      .poll(() => performance.now() - start, { timeout: settling + measuring + 5000, interval: 250 })
      .toBeGreaterThan(settling + measuring);
    for (const [index, { router, refresh }] of sites.entries()) {
      for (const watch of watches) {
        const shown = (watch.shown.get(`${router}/${pniDevice}`) ?? []).map(each => ({
          ...each,
          at: each.at - performance.timeOrigin,
        }));
        const measured = shown.filter(each => each.at > start + settling);
        // A rate is shown until the next one is told: what it is of may have ended that much earlier.
        const age = 2 * Math.max(refresh, watch.interval) + late;
        const off = measured.map(
          each => kernel[index]?.off(each.in, 'in', each.over ?? refresh, each.at, age) ?? Number.NaN,
        );
        tell(`${router}, every ${watch.interval} s, over ${measured.at(-1)?.over} s: ${off.map(percent).join(', ')}`);
        expect.soft(off.length, `polls of ${router} every ${watch.interval} s`).toBeGreaterThan(1);
        expect
          .soft(
            off.filter(each => !(Math.abs(each) < 0.05)),
            `${router} every ${watch.interval} s`,
          )
          .toEqual([]);
      }
    }
    for (const watch of watches) watch.stop();
    for (const record of kernel) record.stop();
  });
});
