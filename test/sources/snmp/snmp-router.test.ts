import { describe, expect, onTestFinished, test } from 'vitest';
import { noTargets, type PollTargets } from '../../../src/network/facts.ts';
import type { Sample } from '../../../src/network/samples.ts';
import { millis } from '../../../src/network/units.ts';
import { createSnmpRouter, type SnmpRouterOptions, type Surroundings } from '../../../src/sources/snmp/snmp-router.ts';
import { manualClock } from '../manual-clock.ts';
import { type Agent, type Entry, mibScript } from './agent.ts';
import * as ber from './ber.ts';
import { agentWith, until } from './opened.ts';
import * as tables from './router-tables.ts';
import { noc, v3AgentWith } from './usm/v3-agent.ts';

const targets: PollTargets = {
  ...noTargets,
  interfaces: [
    { ifIndex: 10, name: 'bond0' },
    { ifIndex: 1, name: 'eth0' },
  ],
  lagPorts: [1, 2],
  sessions: tables.peers.map(key => ({
    key,
    source: 'bgp4v2-mib',
    row: key.split('.').map(Number),
    context: null,
    also: null,
  })),
};

function source(port: number, options: Partial<SnmpRouterOptions> = {}, extra: Partial<Surroundings> = {}) {
  const clock = manualClock();
  const samples: Sample[] = [];
  const router = createSnmpRouter(
    {
      router: 'r1',
      address: '127.0.0.1',
      port,
      credentials: { version: '2c', community: 'public' },
      cycle: millis(9000),
      ...options,
    },
    { clock, random: () => 0.5, hear: sample => samples.push(sample), ...extra },
  );
  onTestFinished(() => router.close());
  return { router, clock, samples };
}

/** Lets time pass until something has ended: silence takes time only here. */
async function passing(clock: ReturnType<typeof manualClock>, work: Promise<void>): Promise<void> {
  let done = false;
  void work.finally(() => {
    done = true;
  });
  await until(() => {
    const [next] = clock.pending();
    if (!done && next !== undefined) void clock.advance(Math.min(next, 50));
    return done;
  });
}

const heard = (samples: readonly Sample[]) =>
  samples
    .flatMap(sample => (sample.kind === 'polled' ? [sample] : []))
    .reduce(
      (sum, sample) => ({
        interfaces: sum.interfaces + sample.interfaces.length,
        lag: sum.lag + sample.lagPorts.length,
        bgp: sum.bgp + sample.sessions.length,
      }),
      { interfaces: 0, lag: 0, bgp: 0 },
    );

describe('a router over SNMP', () => {
  test('is discovered and polled, and says what that has cost', async () => {
    const agent = await agentWith(mibScript(tables.router()));
    const { router, samples } = source(agent.port);
    await router.discover();
    await router.poll(targets);
    const [discovered, ...polled] = samples;
    expect(discovered).toMatchObject({ kind: 'discovered', router: 'r1', facts: { system: { sysName: 'ams-er1' } } });
    expect(heard(polled)).toEqual({ interfaces: 2, lag: 2, bgp: 2 });
    const requests = samples.map(sample => ('cost' in sample ? sample.cost.requests : 0));
    expect(requests.reduce((sum, each) => sum + each)).toBe(agent.asked.length);
    expect(polled.length).toBe(3);
  });

  test('is known before its light is, the first time; later the light that was known stands meanwhile', async () => {
    const junos: Entry = [[1, 3, 6, 1, 2, 1, 1, 2, 0], ber.oid([1, 3, 6, 1, 4, 1, 2636, 1])];
    const light = (column: number, value: number): Entry => [
      [1, 3, 6, 1, 4, 1, 2636, 3, 60, 1, 1, 1, 1, column, 1],
      ber.integer(value),
    ];
    const rest = tables.router().filter(([name]) => name.join() !== junos[0].join());
    const agent = await agentWith(mibScript([...rest, junos, light(5, -211), light(7, -102)]));
    const { router, samples } = source(agent.port);
    let known = 0;
    const count = (): void => {
      known += 1;
    };
    await router.discover(count);
    await router.discover(count);
    expect(known).toBe(1);
    const facts = samples.flatMap(sample => (sample.kind === 'discovered' ? [sample.facts] : []));
    expect(facts.map(each => [each.interfaces.length, each.optics.length])).toEqual([
      [3, 0],
      [3, 1],
      [3, 1],
    ]);
    expect(facts[0]?.missing).not.toContain('optical power: no table of this router tells it');
  });

  test('of IPv6 is polled too', async () => {
    const agent = await agentWith(mibScript(tables.router()), '::1');
    const { router, samples } = source(agent.port, { address: '::1' });
    await router.discover();
    expect(samples[0]?.kind).toBe('discovered');
  });

  test('that is silent gives one failed sample for a cycle', async () => {
    const agent = await agentWith(() => null);
    const { router, clock, samples } = source(agent.port);
    await passing(clock, router.poll(targets));
    expect(samples).toMatchObject([{ kind: 'failed', phase: 'poll', failure: { kind: 'timeout' } }]);
    expect(samples[0]?.at).toBeLessThanOrEqual(1_000_000 + 9000);
  });

  test('that refuses gives one failed sample at once', async () => {
    const agent = await agentWith(() => null);
    await agent.close();
    const { router, samples } = source(agent.port);
    await router.poll(targets);
    await router.discover();
    expect(samples).toMatchObject([
      { kind: 'failed', phase: 'poll', failure: { kind: 'refused' } },
      { kind: 'failed', phase: 'discovery', failure: { kind: 'refused' } },
    ]);
  });

  test('is asked for ifDescr where an interface has no ifName', async () => {
    const agent = await agentWith(mibScript([...tables.router(), ...tables.port(3, 'MgmtEth0', null)]));
    const { router, samples } = source(agent.port);
    await router.discover();
    await router.poll({
      ...noTargets,
      interfaces: [{ ifIndex: 3, name: 'MgmtEth0' }, ...targets.interfaces],
    });
    const names = samples.flatMap(sample => (sample.kind === 'polled' ? sample.interfaces.map(each => each.name) : []));
    expect(names).toEqual(['MgmtEth0', 'bond0', 'eth0']);
  });

  test('that is closed says nothing more', async () => {
    const agent = await agentWith(() => null);
    const { router, samples } = source(agent.port);
    const work = [router.poll(targets), router.discover()];
    await until(() => agent.asked.length === 2);
    router.close();
    router.close();
    await Promise.all(work);
    await router.poll(targets);
    await router.discover();
    expect(samples).toEqual([]);
  });
});

describe('a silent group holds up nobody', () => {
  const silentRoots = { lag: tables.roots.lag, both: [...tables.roots.lag, ...tables.roots.bgp] };

  test('the others are heard without any time passing', async () => {
    const agent = await agentWith(mibScript(tables.router(), { silent: silentRoots.lag }));
    const { router, clock, samples } = source(agent.port);
    const work = router.poll(targets);
    await until(() => heard(samples).interfaces === 2 && heard(samples).bgp === 2);
    expect(clock.now()).toBe(1_000_000);
    await passing(clock, work);
    expect(samples.at(-1)).toMatchObject({ kind: 'polled', silent: [{ group: 'lag', failure: { kind: 'timeout' } }] });
    expect(samples.filter(sample => sample.kind === 'failed')).toEqual([]);
  });

  test('two silent groups hold up the third for one wait at most', async () => {
    const ports = Array.from({ length: 40 }, (_, i) => ({ ifIndex: 100 + i, name: `eth${i}` }));
    const entries = [...tables.router(), ...ports.flatMap(each => tables.port(each.ifIndex, each.name))];
    const agent = await agentWith(mibScript(entries, { silent: silentRoots.both }));
    const { router, clock, samples } = source(agent.port);
    const work = router.poll({ ...targets, interfaces: ports });
    await passing(clock, work);
    const interfaces = samples.find(sample => sample.kind === 'polled' && sample.interfaces.length > 0);
    expect(interfaces).toMatchObject({ interfaces: { length: 40 }, silent: [] });
    expect((interfaces?.at ?? 0) - 1_000_000).toBeLessThan(2500);
    expect(samples.filter(sample => sample.kind === 'polled' && sample.silent.length > 0)).toHaveLength(2);
  });
});

describe('a router that is configured by name', () => {
  const agents = async (): Promise<readonly [Agent, Agent]> => {
    const first = await agentWith(mibScript(tables.router()));
    return [first, await agentWith(mibScript(tables.router()), '::1', first.port)];
  };

  test('is looked up at each discovery, and followed when it moves', async () => {
    const [first, second] = await agents();
    let address = '127.0.0.1';
    const resolve = async () => ({ address, family: address === '::1' ? 6 : 4 });
    const { router, samples } = source(first.port, { address: 'r1.example' }, { resolve });
    await router.discover();
    address = '::1';
    await router.poll(targets);
    expect(second.asked).toHaveLength(0);
    await router.discover();
    await router.poll(targets);
    expect(second.asked.length).toBeGreaterThan(3);
    expect(samples.filter(sample => sample.kind === 'failed')).toEqual([]);
  });

  test('is polled at its last address while the resolver is down', async () => {
    const [first] = await agents();
    let works = true;
    const resolve = async () => {
      if (!works) throw Object.assign(new Error('getaddrinfo ENOTFOUND r1.example'), { code: 'ENOTFOUND' });
      return { address: '127.0.0.1', family: 4 };
    };
    const { router, samples } = source(first.port, { address: 'r1.example' }, { resolve });
    await router.discover();
    works = false;
    await router.discover();
    await router.poll(targets);
    expect(samples.map(sample => sample.kind)).toEqual(['discovered', 'discovered', 'polled', 'polled', 'polled']);
  });

  test('that does not resolve says so, with what to do', async () => {
    const resolve = () => Promise.reject(Object.assign(new Error('x'), { code: 'ENOTFOUND' }));
    const { router, samples } = source(161, { address: 'nowhere.example' }, { resolve });
    await router.discover();
    expect(samples).toMatchObject([
      {
        kind: 'failed',
        failure: {
          kind: 'unresolved',
          text: 'the name nowhere.example of r1 does not resolve (ENOTFOUND); check the name or write an address',
        },
      },
    ]);
  });

  test('a resolver that never answers is not waited for beyond a cycle', async () => {
    const { router, clock, samples } = source(
      161,
      { address: 'slow.example' },
      { resolve: () => new Promise(() => {}) },
    );
    const work = router.discover();
    await clock.advance(9000);
    await work;
    expect(samples).toMatchObject([{ kind: 'failed', failure: { kind: 'unresolved' } }]);
    expect(clock.pending()).toEqual([]);
  });
});

describe('a router over SNMPv3', () => {
  const discovered = (samples: readonly Sample[]) =>
    samples.flatMap(sample => (sample.kind === 'discovered' ? [sample.facts] : []));

  test('tells what it tells over SNMPv2c, and meets its asker once', async () => {
    const plain = source((await agentWith(mibScript(tables.router()))).port);
    await plain.router.discover();
    await plain.router.poll(targets);
    const agent = await v3AgentWith();
    agent.mib = () => mibScript(tables.router());
    const secure = source(agent.port, { credentials: noc });
    await secure.router.discover();
    await secure.router.poll(targets);
    expect(discovered(secure.samples)).toEqual(discovered(plain.samples));
    expect(heard(secure.samples)).toEqual(heard(plain.samples));
    expect(agent.asked.filter(({ envelope }) => envelope.boots === 0)).toHaveLength(2);
  });

  test('is met once, also when silence has made its socket anew', async () => {
    const agent = await v3AgentWith();
    agent.mib = () => mibScript(tables.router());
    const { router, clock, samples } = source(agent.port, { credentials: noc });
    await router.discover();
    const lawful = agent.script;
    agent.script = () => null;
    await passing(clock, router.poll(targets));
    expect(samples.at(-1)).toMatchObject({ kind: 'failed', failure: { kind: 'timeout' } });
    agent.script = lawful;
    // As long as it was silent, its clock went on.
    agent.time += 9;
    const before = agent.asked.length;
    await router.poll(targets);
    expect(samples.at(-1)).toMatchObject({ kind: 'polled' });
    const after = agent.asked.slice(before);
    expect(after.every(({ envelope }) => envelope.boots === agent.boots)).toBe(true);
    expect(after[0]?.from.port).not.toBe(agent.asked[0]?.from.port);
  });

  test('is asked for the BGP tables of its further contexts too', async () => {
    const agent = await v3AgentWith();
    const [empty, whole] = [mibScript(tables.system()), mibScript(tables.router())];
    agent.mib = context => (context === '' ? empty : context === 'vrf-a' ? whole : null);
    const { router, samples } = source(agent.port, { credentials: { ...noc, contexts: ['vrf-a', 'vrf-b'] } });
    await router.discover();
    const [facts] = discovered(samples);
    expect(new Set(facts?.sessions.map(session => [session.vrf, session.context].join()))).toEqual(
      new Set(['vrf-a,vrf-a']),
    );
    expect(facts?.sessions).toHaveLength(tables.peers.length);
    expect(facts?.tables).toContainEqual(
      expect.objectContaining({
        detail: 'the router has no SNMP context "vrf-b"; check the contexts in the configuration and on the router',
      }),
    );
  });

  test('says of a user that it does not know that it does not', async () => {
    const agent = await v3AgentWith();
    const { router, samples } = source(agent.port, { credentials: { ...noc, user: 'somebody' } });
    await router.discover();
    expect(samples).toMatchObject([
      {
        kind: 'failed',
        phase: 'discovery',
        failure: { kind: 'credentials', text: expect.stringContaining('knows no user "somebody"') },
      },
    ]);
  });
});
