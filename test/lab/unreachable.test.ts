import { expect, test } from 'vitest';
import { peerdeck, type RouterEntry, statusReport, writeConfiguration } from './peerdeck.ts';
import { labSuite, tell } from './suite.ts';
import { startWatch } from './watch.ts';

const interval = 5;
/** Two intervals, and as long as a hard-working machine may be late. */
const soon = 2 * interval + 1;

labSuite('routers that cannot be reached, each with its own words, beside one that can', {}, lab => {
  const wrong = (): readonly (RouterEntry & { readonly says: RegExp })[] => {
    const { er2, nowhere } = lab();
    const silent = /does not answer; is it up, is the community right, may this host ask\?$/;
    return [
      { name: 'wrong-community', address: er2.management.ipv4, community: 'not-the-one', says: silent },
      {
        name: 'wrong-port',
        address: er2.management.ipv4,
        port: 1161,
        says: /refuses: nothing listens on UDP port 1161; is SNMP enabled there, is the port right\?$/,
      },
      {
        name: 'wrong-port-v6',
        address: er2.management.ipv6,
        port: 1161,
        says: /refuses: nothing listens on UDP port 1161/,
      },
      {
        name: 'wrong-name',
        address: 'no-such-router.invalid',
        says: /^the name no-such-router\.invalid of wrong-name does not resolve \(\w+\); check the name/,
      },
      { name: 'no-route', address: nowhere.unreachable, says: silent },
      {
        name: 'prohibited',
        address: nowhere.prohibited,
        says: /cannot be reached: EHOSTUNREACH; check the route and the address$/,
      },
    ];
  };

  test('each says within two intervals what is wrong, and the good one is polled as ever', async () => {
    const { er1, folder } = lab();
    const good = { name: er1.router, address: er1.management.ipv4 };
    const watch = await startWatch(await writeConfiguration(folder, 'unreachable', `${interval}s`, [good, ...wrong()]));
    await Promise.all(
      wrong().map(async ({ name, says }) => {
        const took = await watch.until(`${name} says ${says}`, soon, () =>
          says.test(watch.router(name).failure?.text ?? ''),
        );
        tell(`${name}: ${watch.router(name).failure?.text} (after ${took.toFixed(1)} s)`);
      }),
    );
    expect(watch.router(er1.router)).toMatchObject({ reachable: true, stale: false, failure: null });
    expect(
      watch.samples.filter(sample => sample.kind === 'polled' && sample.router === er1.router).length,
    ).toBeGreaterThan(1);
    watch.stop();
  });

  test('status and discover show what answers, with 0; with 3 and one line where nothing does', async () => {
    const { er1, folder } = lab();
    const good = { name: er1.router, address: er1.management.ipv4 };
    const [some, none] = [
      await writeConfiguration(folder, 'some', '2s', [good, ...wrong()]),
      await writeConfiguration(folder, 'none', '2s', wrong()),
    ];
    const [status, discover, noStatus, noDiscover] = await Promise.all([
      peerdeck('status', '--json', '-c', some),
      peerdeck('discover', '-c', some),
      peerdeck('status', '--json', '-c', none),
      peerdeck('discover', '--json', '-c', none),
    ]);
    expect([status.status, discover.status, noStatus.status, noDiscover.status]).toEqual([0, 0, 3, 3]);
    const { routers } = statusReport.parse(JSON.parse(status.stdout));
    expect(routers[0]).toMatchObject({ name: er1.router, reachable: true, error: null });
    for (const [index, { name, says }] of wrong().entries()) {
      expect(routers[index + 1]).toMatchObject({ name, reachable: false, error: expect.stringMatching(says) });
      expect(discover.stdout).toContain(`${name} (`);
    }
    for (const { stderr } of [noStatus, noDiscover])
      expect(stderr.split('\n').filter(line => /no router answered/.test(line))).toHaveLength(1);
    for (const { stderr } of [status, discover, noStatus, noDiscover]) expect(stderr).not.toMatch(/^\s+at |Error:/m);
  });
});
