import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Picture } from '../../src/network/picture.ts';
import { startFlow } from './iperf.ts';
import { bitRates, counted } from './kernel-counters.ts';
import { pniDevice, type Site, settled } from './lab.ts';
import { makeLink, removeLink, setLink } from './namespaces.ts';
import { writeConfiguration } from './peerdeck.ts';
import { labSuite, tell } from './suite.ts';
import { startWatch, type Watch } from './watch.ts';

const interval = 2;
/** Two intervals, and as long as two hard-working machines may be late. */
const soon = 2 * interval + 1;
/** The agent's own delay before an interface's state is the kernel's (test/lab/rates.test.ts). */
const agentRefresh = 3;
/** FRR tries again every second; a bgpd that has just been started, or lost its agent, takes longer. */
const recovery = 25;

const administrativeShutdown = 'Cease / administrative shutdown';

labSuite('a fault shows within two intervals and the rest of the fleet goes on', {}, lab => {
  let watch: Watch;
  /** What the router that nothing happens to was seen as while something happened to the other. */
  let lapses = new Set<string>();

  const id = (site: Site): string => `${site.router}/${pniDevice}`;
  const other = (site: Site): Site => (site === lab().er1 ? lab().er2 : lab().er1);
  const reasonsOf = (picture: Picture, site: Site): readonly string[] =>
    pniOf(picture, site)?.reasons.map(reason => `${reason.code}: ${reason.text}`) ?? [];
  const pniOf = (picture: Picture, site: Site) =>
    picture.metros.flatMap(metro => metro.pnis).find(pni => pni.id === id(site));
  const routerOf = (picture: Picture, site: Site) => picture.routers.find(router => router.name === site.router);

  /** Waits for words about one site, and watches that the other is untouched meanwhile. */
  async function shows(what: string, site: Site, seconds: number, holds: (picture: Picture) => boolean): Promise<void> {
    const took = await watch.until(what, seconds, picture => {
      const bystander = pniOf(picture, other(site));
      if (bystander?.state !== 'up' || bystander.stale) lapses.add(`${what}: ${bystander?.id} ${bystander?.state}`);
      return holds(picture);
    });
    tell(`${what}: shown after ${took.toFixed(1)} s`);
  }

  const healthy =
    (site: Site) =>
    (picture: Picture): boolean =>
      pniOf(picture, site)?.state === 'up' && routerOf(picture, site)?.failure === null;

  beforeAll(async () => {
    const { er1, er2, folder } = lab();
    const file = await writeConfiguration(folder, 'faults', `${interval}s`, [
      { name: er1.router, address: er1.management.ipv4 },
      { name: er2.router, address: er2.management.ipv6 },
    ]);
    watch = await startWatch(file);
    await watch.until(
      'both PNIs are up',
      20,
      picture => healthy(er1)(picture) && healthy(er2)(picture) && picture.metros[0]?.verdict === 'redundant',
    );
  });
  afterEach(() => {
    const seen = lapses;
    lapses = new Set();
    expect([...seen]).toEqual([]);
  });
  afterAll(() => watch.stop());

  test('a link that is set down', async () => {
    const { er1 } = lab();
    await setLink(er1.far, 'down');
    await shows(
      'link down',
      er1,
      soon,
      picture => pniOf(picture, er1)?.state === 'down' && picture.metros[0]?.verdict === 'at-risk',
    );
    await shows('link down, by the interface itself', er1, soon + agentRefresh, picture =>
      reasonsOf(picture, er1).includes(`interface-down: ${pniDevice} is down`),
    );
    expect(watch.events()).toContainEqual(
      expect.objectContaining({ code: 'pni', subject: id(er1), from: 'up', to: 'down', severity: 'critical' }),
    );
    await setLink(er1.far, 'up');
    await settled(er1);
    await shows('link up again', er1, soon + agentRefresh, healthy(er1));
  });

  test('a session shut on our side is shut, not down', async () => {
    const { er1 } = lab();
    await er1.frr.configure(`neighbor ${er1.peer.ipv4} shutdown`);
    await shows('session shut here', er1, soon, picture => pniOf(picture, er1)?.state === 'shut');
    const pni = watch.pni(id(er1));
    expect(pni.reasons).toMatchObject([
      { code: 'session-shut', text: `v4 ${er1.peer.ipv4} is shut down by configuration` },
    ]);
    expect(pni.sessions).toMatchObject([{ admin: 'stop', state: 'idle', lastErrorText: administrativeShutdown }]);
    await er1.frr.configure(`no neighbor ${er1.peer.ipv4} shutdown`);
    await settled(er1);
    await shows('session back', er1, soon, healthy(er1));
  });

  test('a session shut on the other side is down, with the error that the other side sent', async () => {
    const { er1 } = lab();
    await er1.edgeFrr.configure(`neighbor ${er1.own.ipv4} shutdown`);
    await shows('session shut there', er1, soon, picture => pniOf(picture, er1)?.state === 'down');
    const pni = watch.pni(id(er1));
    expect(pni.sessions).toMatchObject([{ admin: 'start', lastErrorText: administrativeShutdown }]);
    expect(pni.reasons).toMatchObject([
      {
        code: 'session-down',
        text: expect.stringMatching(
          new RegExp(`^v4 ${er1.peer.ipv4} is (idle|connect|active), last error ${administrativeShutdown}$`),
        ),
      },
    ]);
    await er1.edgeFrr.configure(`no neighbor ${er1.own.ipv4} shutdown`);
    await settled(er1);
    await shows('session back', er1, soon, healthy(er1));
  });

  test('a bgpd that is killed takes its sessions out of the table; they are missing, and come back with it', async () => {
    const { er1 } = lab();
    await er1.frr.endBgpd('SIGKILL');
    const missing = `session-missing: v4 ${er1.peer.ipv4} is no longer in the router's table`;
    await shows(
      'bgpd killed',
      er1,
      soon,
      picture => pniOf(picture, er1)?.state === 'down' && reasonsOf(picture, er1).includes(missing),
    );
    const killed = performance.now();
    // Not only at first: two intervals later it is still known to be missing, and not merely unheard.
    await expect.poll(() => performance.now() - killed, { timeout: 10_000 }).toBeGreaterThan(3 * interval * 1000);
    expect(watch.pni(id(er1))).toMatchObject({ state: 'down', reasons: [{ code: 'session-missing' }] });
    await er1.frr.startBgpd();
    await settled(er1);
    await shows('bgpd back', er1, soon, healthy(er1));
  });

  test('an agent that is killed is refused by its host; one that is started again costs one pair of readings and no spike', async () => {
    const { er1, folder } = lab();
    await startFlow({
      from: er1.edge,
      to: er1.namespace,
      address: er1.own.ipv4,
      bitsPerSecond: 40e6,
      number: 0,
      folder,
    });
    await shows('traffic', er1, 20, picture => (pniOf(picture, er1)?.rates?.in ?? 0) > 35e6);
    const start = { at: watch.picture().at, counted: await counted(er1.near) };
    await er1.snmpd.end('SIGKILL');
    await shows('snmpd killed', er1, soon, picture =>
      /refuses: nothing listens on UDP port 161/.test(routerOf(picture, er1)?.failure?.text ?? ''),
    );
    await shows('nothing fresh', er1, soon, picture => pniOf(picture, er1)?.state === 'unknown');
    await er1.snmpd.start();
    // Debian's bgpd looks for its agent again after 15 s.
    await settled(er1);
    await shows('snmpd back', er1, soon, healthy(er1));
    await shows('rates back', er1, recovery, picture => pniOf(picture, er1)?.rates != null);
    expect(watch.router(er1.router).reset?.text).toMatch(/restarted/);
    const truth = bitRates(start.counted, await counted(er1.near)).in;
    const since = (watch.shown.get(id(er1)) ?? []).filter(each => each.at > start.at);
    const voids = since.filter((each, index) => each.voided !== null && each.voided !== since[index - 1]?.voided);
    expect(voids.map(each => each.voided)).toEqual(['restart']);
    for (const each of since)
      if (each.in !== null) expect(each.in / truth).toSatisfy((share: number) => share > 0.5 && share < 1.5);
  });

  test('a router that stops answering is unreachable, then unknown; never green, never down', async () => {
    const { er2 } = lab();
    await er2.namespace.run('nft', dropping('drop'));
    await shows('silence', er2, soon, picture =>
      /does not answer; is it up, is the community right, may this host ask\?$/.test(
        routerOf(picture, er2)?.failure?.text ?? '',
      ),
    );
    await shows(
      'nothing fresh',
      er2,
      soon,
      picture => pniOf(picture, er2)?.state === 'unknown' && picture.metros[0]?.verdict === 'unknown',
    );
    expect(watch.pni(id(er2)).reasons[0]).toMatchObject({
      code: 'router-unreachable',
      text: `${er2.router} does not answer`,
    });
    await er2.namespace.run('nft', 'delete table inet lab');
    await shows('answers again', er2, soon, healthy(er2));
  });

  test('an interface that comes back under another ifIndex is the same PNI, without a spike', async () => {
    const { er2 } = lab();
    const before = watch.samples.length;
    await removeLink(er2.near);
    await shows('link pulled out', er2, soon, picture => pniOf(picture, er2)?.usable === false);
    await makeLink(er2.near, er2.far, { made: () => undefined });
    await settled(er2);
    await shows('same name, other index', er2, recovery, healthy(er2));
    const asked = watch.samples
      .slice(before)
      .flatMap(sample => (sample.kind === 'polled' && sample.router === er2.router ? sample.interfaces : []));
    expect(new Set(asked.map(reading => reading.ifIndex)).size).toBeGreaterThan(1);
    expect(watch.picture().metros.flatMap(metro => metro.pnis.map(pni => pni.id))).toEqual([id(lab().er1), id(er2)]);
    for (const each of watch.shown.get(id(er2)) ?? [])
      if (each.in !== null) expect(each.in).toSatisfy((rate: number) => rate >= 0 && rate < 1e6);
  });
});

/** Rules for what comes to the agent. */
const dropping = (verdict: string): string =>
  `add table inet lab; add chain inet lab in { type filter hook input priority 0; }; add rule inet lab in udp dport 161 ${verdict}`;
