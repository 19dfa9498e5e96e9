import { expect, test } from 'vitest';
import type { PollCost } from '../../src/network/samples.ts';
import { pniDevice } from './lab.ts';
import { writeConfiguration } from './peerdeck.ts';
import { labSuite, tell } from './suite.ts';
import { startWatch } from './watch.ts';

const cycles = 6;
const interval = 5;

labSuite('a management network that loses packets', {}, lab => {
  test('three requests in ten are lost and the fleet stays known, by retransmission', async () => {
    const { er1, er2, folder } = lab();
    const watch = await startWatch(
      await writeConfiguration(folder, 'loss', `${interval}s`, [
        { name: er1.router, address: er1.management.ipv4 },
        { name: er2.router, address: er2.management.ipv6 },
      ]),
    );
    const states = (): string =>
      watch
        .picture()
        .metros.flatMap(metro => metro.pnis.map(pni => `${pni.id} ${pni.state}`))
        .join(', ');
    const well = [er1, er2].map(site => `${site.router}/${pniDevice} up`).join(', ');
    await watch.until('both PNIs are up', 20, () => states() === well);
    // tc netem is not in every kernel; nftables counts out chances just as well.
    for (const { namespace } of [er1, er2]) {
      await namespace.run(
        'nft',
        'add table inet lab; add chain inet lab in { type filter hook input priority 0; }; add rule inet lab in udp dport 161 numgen random mod 100 < 30 drop',
      );
    }
    const before = watch.samples.length;
    const start = performance.now();
    const looks: string[] = [];
    await expect
      .poll(
        () => {
          looks.push(states());
          return performance.now() - start;
        },
        { timeout: (cycles + 2) * interval * 1000, interval: 50 },
      )
      .toBeGreaterThan(cycles * interval * 1000);
    for (const { namespace } of [er1, er2]) await namespace.run('nft', 'delete table inet lab');
    const costs = watch.samples.slice(before).flatMap(sample => (sample.kind === 'polled' ? [sample.cost] : []));
    const sum = (of: (cost: PollCost) => number): number => costs.reduce((total, cost) => total + of(cost), 0);
    const known = looks.filter(look => look === well).length / looks.length;
    tell(
      `30 % loss: ${sum(cost => cost.requests)} requests, ${sum(cost => cost.retransmissions)} retransmissions, everything known ${(known * 100).toFixed(0)} % of the time`,
    );
    expect(sum(cost => cost.retransmissions)).toBeGreaterThan(0);
    // Three tries fail once in forty cycles, and a late answer after that is later than two intervals: unknown for a
    // moment, which is the truth. Down, shut or degraded would be an invention.
    expect(new Set(looks.flatMap(look => look.match(/\w+(?=,|$)/g)))).toSatisfy((words: Set<string>) =>
      words.isSubsetOf(new Set(['up', 'unknown'])),
    );
    expect(known).toBeGreaterThan(0.7);
    await watch.until('everything is known again', 2 * interval + 1, () => states() === well);
    watch.stop();
  });
});
