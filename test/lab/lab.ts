/** The lab: two partner routers, each with an agent and a link to a Microsoft edge, and one transit that is nobody's PNI. */
import { chmod, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vi } from 'vitest';
import * as z from 'zod';
import { type Frr, type Neighbour, startFrr } from './frr.ts';
import { type LinkEnd, makeLink, makeNamespace, type Namespace } from './namespaces.ts';
import { run } from './run-command.ts';
import { type Snmpd, type SnmpdOptions, startSnmpd } from './snmpd.ts';
import { beginUndoing, type Undoing } from './undoing.ts';

/** The partner's AS number, from the range for documentation (RFC 5398). */
const partnerAs = 64496;
/** Microsoft's. */
export const microsoftAs = 8075;
/** A transit: a session that no PNI is made of. */
export const transitAs = 64511;

/** Addresses of both families. */
export interface Both {
  readonly ipv4: string;
  readonly ipv6: string;
}

/** One partner router with its Microsoft edge on the other end of its PNI. */
export interface Site {
  readonly router: string;
  readonly namespace: Namespace;
  readonly edge: Namespace;
  /** The router's end of the PNI and the edge's. */
  readonly near: LinkEnd;
  readonly far: LinkEnd;
  /** BGP addresses of the router and of the edge. */
  readonly own: Both;
  readonly peer: Both;
  /** Where the console reaches the agent. */
  readonly management: Both;
  /** The console's own end of that link. */
  readonly console: Both;
  readonly frr: Frr;
  readonly edgeFrr: Frr;
  readonly snmpd: Snmpd;
}

/** Everything that a test may touch. */
export interface Lab {
  /** For files that vanish with the lab. */
  readonly folder: string;
  readonly er1: Site;
  readonly er2: Site;
  /** The peer of the first router's session with its transit, and the interface that it runs over. */
  readonly transit: { readonly peer: string; readonly device: string };
  /** Management addresses behind the first router, which answers for them with ICMP: host unreachable, and prohibited. */
  readonly nowhere: { readonly unreachable: string; readonly prohibited: string };
  end(): Promise<void>;
}

/** The interface of every router's PNI. */
export const pniDevice = 'et0';
const transitDevice = 'et1';
const transitPeer = '203.0.113.129';

/** Management addresses stand in the tests' own namespace, where another lab may be at work: there is room for 32. */
const plots = 32;
const plotAddress = (plot: number, offset: number): string => `192.0.2.${plot * 8 + offset}`;
const plotPrefix = (plot: number, router: number): string => `2001:db8:${plot + 1}:${router + 1}::`;

async function freePlot(): Promise<number> {
  const shown = await run('ip', '-4', 'addr', 'show');
  for (let step = 0; step < plots; step++) {
    const plot = (process.pid + step) % plots;
    if (![0, 2].some(offset => shown.includes(` ${plotAddress(plot, offset)}/`))) return plot;
  }
  throw new Error(`${plots} labs stand on this machine already; end one of them`);
}

interface Ground {
  readonly folder: string;
  readonly undoing: Undoing;
  readonly plot: number;
}

/** The wires and hosts of one site, before anything runs on them. */
async function makeSite(ground: Ground, number: 0 | 1) {
  const { undoing, plot } = ground;
  const router = `ams-er${number + 1}`;
  const [namespace, edge] = [
    await makeNamespace(router, undoing),
    await makeNamespace(`msft-edge${number + 1}`, undoing),
  ];
  const own = { ipv4: `203.0.113.${number * 2}`, ipv6: `2001:db8:8075:${number + 1}::1` };
  const peer = { ipv4: `203.0.113.${number * 2 + 1}`, ipv6: `2001:db8:8075:${number + 1}::2` };
  const near: LinkEnd = { namespace, device: pniDevice, addresses: [`${own.ipv4}/31`, `${own.ipv6}/64`] };
  const far: LinkEnd = { namespace: edge, device: 'hu0', addresses: [`${peer.ipv4}/31`, `${peer.ipv6}/64`] };
  await makeLink(near, far, undoing);
  const management = { ipv4: plotAddress(plot, number * 2 + 1), ipv6: `${plotPrefix(plot, number)}2` };
  const console = { ipv4: plotAddress(plot, number * 2), ipv6: `${plotPrefix(plot, number)}1` };
  await makeLink(
    {
      namespace: null,
      device: `pd${process.pid}m${number}`,
      addresses: [`${console.ipv4}/31`, `${console.ipv6}/64`],
    },
    { namespace, device: 'mgmt0', addresses: [`${management.ipv4}/31`, `${management.ipv6}/64`] },
    undoing,
  );
  return { router, namespace, edge, near, far, own, peer, management, console };
}

type Wired = Awaited<ReturnType<typeof makeSite>>;

async function startSite(
  ground: Ground,
  site: Wired,
  extra: readonly Neighbour[],
  agent: Pick<SnmpdOptions, 'refreshSeconds' | 'lines'>,
): Promise<Site> {
  const { folder } = ground;
  const { namespace, edge, own, peer } = site;
  const snmpd = await startSnmpd({ namespace, folder, ...agent });
  const [frr, edgeFrr] = await Promise.all([
    startFrr({
      namespace,
      folder,
      asn: partnerAs,
      routerId: own.ipv4,
      neighbours: [
        { address: peer.ipv4, remoteAs: microsoftAs, description: 'MSFT-v4' },
        { address: peer.ipv6, remoteAs: microsoftAs, description: 'MSFT-v6' },
        ...extra,
      ],
      networks: ['198.51.100.0/24', '2001:db8:6449::/48'],
      side: 'partner',
    }),
    startFrr({
      namespace: edge,
      folder,
      asn: microsoftAs,
      routerId: peer.ipv4,
      neighbours: [
        { address: own.ipv4, remoteAs: partnerAs, description: 'partner-v4' },
        { address: own.ipv6, remoteAs: partnerAs, description: 'partner-v6' },
      ],
      networks: [],
      side: 'other',
    }),
  ]);
  return { ...site, frr, edgeFrr, snmpd };
}

const summary = z
  .object({
    ipv4Unicast: z.object({ peers: z.record(z.string(), z.object({ state: z.string() })) }),
    ipv6Unicast: z.object({ peers: z.record(z.string(), z.object({ state: z.string() })) }),
  })
  .partial();

/** Waits until every session of a router is established and its agent shows the BGP table. */
export async function settled(site: Site, timeout = 30_000): Promise<void> {
  await vi.waitFor(
    async () => {
      const { ipv4Unicast, ipv6Unicast } = summary.parse(JSON.parse(await site.frr.vtysh('show bgp summary json')));
      const states = Object.values({ ...ipv4Unicast?.peers, ...ipv6Unicast?.peers }).map(each => each.state);
      if (states.length < 2 || states.some(state => state !== 'Established'))
        throw new Error(`${site.router}: sessions are ${states.join(', ')}`);
      await site.snmpd.answersForBgp();
    },
    { timeout, interval: 100 },
  );
}

/** What a test file may ask of its lab. */
export interface LabOptions {
  /** The agents' `refreshSeconds`; as packaged where nothing is said. */
  readonly er1Refresh?: number;
  readonly er2Refresh?: number;
  /** Further lines of both agents' configurations, given the console's address. */
  readonly agentLines?: (console: Both) => readonly string[];
}

/** Builds the lab and waits until every session is established. */
export async function buildLab({ er1Refresh, er2Refresh, agentLines }: LabOptions = {}): Promise<Lab> {
  const undoing = beginUndoing();
  try {
    const folder = await mkdtemp(join(tmpdir(), 'peerdeck-lab-'));
    undoing.made('folder', folder);
    // FRR's daemons give up root before they open their files.
    await chmod(folder, 0o755);
    const ground = { folder, undoing, plot: await freePlot() };
    const [one, two] = [await makeSite(ground, 0), await makeSite(ground, 1)];
    const transit = await makeNamespace('transit', undoing);
    await makeLink(
      { namespace: one.namespace, device: transitDevice, addresses: ['203.0.113.128/31'] },
      { namespace: transit, device: 'ge0', addresses: [`${transitPeer}/31`] },
      undoing,
    );
    const nowhere = { unreachable: plotAddress(ground.plot, 5), prohibited: plotAddress(ground.plot, 6) };
    // Every probe is to be answered: by default Linux tells a host once a second, and routes only five times at once.
    await one.namespace.run('sysctl', '-q', '-w', 'net.ipv4.ip_forward=1', 'net.ipv4.icmp_ratelimit=0');
    await one.namespace.run('ip', 'route', 'add', 'unreachable', nowhere.unreachable);
    await one.namespace.run('ip', 'route', 'add', nowhere.prohibited, 'dev', pniDevice);
    await one.namespace.run(
      'nft',
      `add table ip nowhere; add chain ip nowhere through { type filter hook forward priority 0; }; add rule ip nowhere through ip daddr ${nowhere.prohibited} reject with icmp type admin-prohibited`,
    );
    for (const address of Object.values(nowhere)) await run('ip', 'route', 'add', address, 'via', one.management.ipv4);
    const [er1, er2] = await Promise.all([
      startSite(ground, one, [{ address: transitPeer, remoteAs: transitAs, description: 'TRANSIT' }], {
        refreshSeconds: er1Refresh ?? null,
        lines: agentLines?.(one.console) ?? [],
      }),
      startSite(ground, two, [], { refreshSeconds: er2Refresh ?? null, lines: agentLines?.(two.console) ?? [] }),
      startFrr({
        namespace: transit,
        folder,
        asn: transitAs,
        routerId: transitPeer,
        neighbours: [{ address: '203.0.113.128', remoteAs: partnerAs, description: 'partner' }],
        networks: [],
        side: 'other',
      }),
    ]);
    await Promise.all([settled(er1), settled(er2)]);
    return {
      folder,
      er1,
      er2,
      transit: { peer: transitPeer, device: transitDevice },
      nowhere,
      end: () => undoing.undo(),
    };
  } catch (error) {
    await undoing.undo();
    throw error;
  }
}
