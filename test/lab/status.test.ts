import { expect, test, vi } from 'vitest';
import * as z from 'zod';
import { type Flow, headerOctets, payloadOctets, startFlow } from './iperf.ts';
import { bitRates, counted, recordCounters } from './kernel-counters.ts';
import { type Lab, microsoftAs, pniDevice, type Site } from './lab.ts';
import { peerdeck, statusReport, writeConfiguration } from './peerdeck.ts';
import { labSuite, percent, tell } from './suite.ts';

const megabit = 1e6;
/** Octets that only a flow brings. */
const flowing = 500_000;
/** Different in each direction and on each router, so that none can be taken for another. */
const wanted = { er1: { in: 40 * megabit, out: 24 * megabit }, er2: { in: 12 * megabit, out: 60 * megabit } };

/** Both directions of both PNIs. */
async function flows({ er1, er2, folder }: Lab): Promise<readonly Flow[]> {
  const into = (site: Site, bitsPerSecond: number, number: number) =>
    startFlow({ from: site.edge, to: site.namespace, address: site.own.ipv4, bitsPerSecond, number, folder });
  const outOf = (site: Site, bitsPerSecond: number, number: number) =>
    startFlow({ from: site.namespace, to: site.edge, address: site.peer.ipv4, bitsPerSecond, number, folder });
  return Promise.all([
    into(er1, wanted.er1.in, 0),
    outOf(er1, wanted.er1.out, 1),
    into(er2, wanted.er2.in, 2),
    outOf(er2, wanted.er2.out, 3),
  ]);
}

const neighbour = z.record(z.string(), z.object({ bgpTimerUpMsec: z.number(), connectionsEstablished: z.number() }));

/** Seconds that FRR itself says its session has been up. */
async function upSeconds(site: Site): Promise<number> {
  const told = neighbour.parse(JSON.parse(await site.frr.vtysh(`show bgp neighbors ${site.peer.ipv4} json`)));
  return (told[site.peer.ipv4]?.bgpTimerUpMsec ?? Number.NaN) / 1000;
}

/** 15 s is what net-snmp had before Debian 12 and still has in many images; the second router plays one of those. */
labSuite('status on FRR and snmpd, with iperf3 in both directions', { er2Refresh: 15 }, lab => {
  test('sessions, uptimes and capacity are those that the routers have, and rates are within 5 % of what was sent', async () => {
    const { er1, er2, folder } = lab();
    const kernel = await Promise.all([er1, er2].map(site => recordCounters(site.near)));
    const running = await flows(lab());
    // The older of the two agents looks at its interfaces every 15 s: what it tells must be of these flows only.
    const first = await Promise.all([er1, er2].map(site => site.snmpd.inOctets(pniDevice)));
    await vi.waitFor(
      async () => {
        for (const [index, site] of [er1, er2].entries())
          expect(await site.snmpd.inOctets(pniDevice)).toBeGreaterThan((first[index] ?? 0) + flowing);
      },
      { timeout: 40_000, interval: 200 },
    );
    const routers = [
      { name: er1.router, address: er1.management.ipv4 },
      { name: er2.router, address: er2.management.ipv6 },
    ];
    // Whole refreshes of the agents: what their counters can be an average over.
    const sites = [
      { site: er1, refresh: 3, spans: [3, 6, 9, 12] },
      { site: er2, refresh: 15, spans: [15, 30] },
    ];
    const before = await Promise.all(sites.map(({ site }) => counted(site.near)));
    const seen = await Promise.all(
      ['1s', '2s', '5s', '10s'].map(async interval => {
        const ended = await peerdeck(
          'status',
          '--json',
          '-c',
          await writeConfiguration(folder, `status-${interval}`, interval, routers),
        );
        const up = await Promise.all(sites.map(({ site }) => upSeconds(site)));
        return { interval, ended, up, at: performance.now() };
      }),
    );
    const truth = await Promise.all(
      sites.map(async ({ site }, index) =>
        bitRates(before[index] ?? (await counted(site.near)), await counted(site.near)),
      ),
    );
    const reports = await Promise.all(running.map(flow => flow.stop()));
    for (const record of kernel) record.stop();

    // The yardstick is itself held against iperf3: payload plus headers is what the kernel counted.
    for (const [index, { seconds, bytes }] of reports.entries()) {
      const onTheWire = (bytes * 8 * (1 + headerOctets / payloadOctets)) / seconds;
      const counts = truth[Math.floor(index / 2)]?.[index % 2 === 0 ? 'in' : 'out'] ?? Number.NaN;
      expect(Math.abs(counts / onTheWire - 1)).toBeLessThan(0.05);
    }

    for (const { interval, ended, up, at } of seen) {
      expect(ended).toMatchObject({ status: 0, stderr: '' });
      const report = statusReport.parse(JSON.parse(ended.stdout));
      expect(report.metros).toMatchObject([
        { name: 'Amsterdam', verdict: 'redundant', reasons: [], capacityBps: 20e9 },
      ]);
      const pnis = report.metros.flatMap(metro => metro.pnis);
      expect(pnis.map(pni => pni.id)).toEqual(sites.map(({ site }) => `${site.router}/${pniDevice}`));
      for (const [index, pni] of pnis.entries()) {
        const { site, refresh, spans } = sites[index] ?? { site: er1, refresh: 3, spans: [] };
        expect(pni).toMatchObject({
          state: 'up',
          interface: pniDevice,
          capacityBps: 10e9,
          activeCapacityBps: 10e9,
          stale: false,
        });
        // The transit's session makes no PNI; the IPv6 session is in no table.
        expect(pni.sessions).toMatchObject([
          {
            peer: site.peer.ipv4,
            local: site.own.ipv4,
            afi: 'ipv4',
            remoteAs: microsoftAs,
            state: 'established',
            admin: 'start',
            lastError: null,
          },
        ]);
        const established = pni.sessions[0]?.establishedSeconds ?? Number.NaN;
        expect(Math.abs(established - (up[index] ?? Number.NaN))).toBeLessThanOrEqual(3);
        const off = (rate: number | null, direction: 'in' | 'out'): number =>
          spans
            .map(span => kernel[index]?.off(rate, direction, span, at, refresh + 1) ?? Number.NaN)
            .reduce((best, each) => (Math.abs(each) < Math.abs(best) ? each : best));
        const [ofIn, ofOut] = [off(pni.inBps, 'in'), off(pni.outBps, 'out')];
        tell(
          `status at ${interval}, ${pni.id}: in ${percent(ofIn)}, out ${percent(ofOut)} off what the kernel counted`,
        );
        expect.soft(Math.abs(ofIn), `in of ${pni.id} at ${interval}`).toBeLessThan(0.05);
        expect.soft(Math.abs(ofOut), `out of ${pni.id} at ${interval}`).toBeLessThan(0.05);
      }
    }
  });
});
