/** The demo's routers, each with the tables of its vendor, as discovery and a poll read their light and BFD. */
import { afterEach, describe, expect, test } from 'vitest';
import { noTargets, type RouterFacts } from '../../../src/network/facts.ts';
import { indexInterfaces } from '../../../src/network/interfaces.ts';
import { lagsOf } from '../../../src/network/lags.ts';
import type { Sample } from '../../../src/network/samples.ts';
import { millis } from '../../../src/network/units.ts';
import { type Fleet, startFleet } from '../../../src/simulator/fleet.ts';
import { processClock } from '../../../src/sources/clock.ts';
import { createSnmpRouter } from '../../../src/sources/snmp/snmp-router.ts';

const open: Fleet[] = [];

afterEach(async () => {
  for (const fleet of open.splice(0)) await fleet.close();
});

/** A carrier whose clock stands still until it is moved. */
async function carrier(scenario: string) {
  const clock = { ms: Date.UTC(2026, 0, 15, 20) };
  const fleet = await startFleet({ scenario, seed: 3, now: () => clock.ms, schedule: () => () => undefined });
  open.push(fleet);
  const reader = (name: string, samples: Sample[]) => {
    const port = fleet.routers.find(router => router.name === name)?.port ?? 0;
    return createSnmpRouter(
      {
        router: name,
        address: '127.0.0.1',
        port,
        credentials: { version: '2c', community: 'public' },
        cycle: millis(9000),
      },
      { clock: processClock, random: Math.random, hear: sample => samples.push(sample) },
    );
  };
  return { clock, names: fleet.routers.map(router => router.name), reader };
}

async function discovered(name: string, reader: Awaited<ReturnType<typeof carrier>>['reader']): Promise<RouterFacts> {
  const samples: Sample[] = [];
  const router = reader(name, samples);
  await router.discover();
  router.close();
  const [sample] = samples;
  if (sample?.kind !== 'discovered')
    throw new Error(`${name}: ${sample?.kind === 'failed' ? sample.failure.text : ''}`);
  return sample.facts;
}

/** Vendors that tell neither: no table of theirs is known. */
const untold: ReadonlySet<string> = new Set(['vyos', 'linux', 'routeros']);

describe('every vendor of the demo', () => {
  test('tells the light of every member of its LAGs', async () => {
    const { names, reader } = await carrier('calm');
    for (const name of names) {
      const facts = await discovered(name, reader);
      if (untold.has(facts.system.vendor)) continue;
      const index = indexInterfaces(facts.interfaces);
      const members = lagsOf(facts, index, []).flatMap(lag => lag.members ?? []);
      expect(members.length, name).toBeGreaterThan(0);
      for (const member of members) {
        const lanes = facts.optics.filter(optic => optic.ifIndex === index.byName.get(member)?.ifIndex);
        expect(lanes.length, `${name} ${member}`).toBeGreaterThan(0);
        for (const { module, rx, tx, thresholds } of lanes) {
          expect(module).toBe('present');
          expect(rx).toBeGreaterThan(thresholds.rxLowWarning ?? -20);
          expect(tx).toBeLessThan(thresholds.txHighWarning ?? 6);
        }
      }
      expect(facts.tables.filter(table => table.bad > 0)).toEqual([]);
    }
  });

  test('counts the prefixes of a session again when its row is asked for, as discovery counted them', async () => {
    const { names, reader } = await carrier('calm');
    const counted = new Set<string>();
    for (const name of names) {
      const { system, sessions } = await discovered(name, reader);
      const rows = sessions.filter(session => session.prefixRow !== null);
      const samples: Sample[] = [];
      const router = reader(name, samples);
      await router.poll({ ...noTargets, prefixes: rows });
      router.close();
      const counts = samples.flatMap(sample => (sample.kind === 'polled' ? sample.prefixes : []));
      expect(counts, name).toEqual(
        rows.map(({ key, prefixesReceived, prefixesAccepted, prefixesAdvertised, prefixLimit }) => ({
          ...{ key, prefixesReceived, prefixesAccepted, prefixesAdvertised, prefixLimit },
        })),
      );
      expect(
        counts.filter(each => (each.prefixesAccepted ?? each.prefixesReceived ?? 0) === 0),
        name,
      ).toEqual([]);
      if (counts.length > 0) counted.add(system.vendor);
    }
    // The demo's NX-OS has no table that counts them, as its FRR.
    expect([...counted].sort()).toEqual(['eos', 'iosxr', 'junos', 'sros', 'vrp']);
  });

  test('tells BFD of its peers, where it has a table', async () => {
    const { names, reader } = await carrier('calm');
    const told = new Map<string, number>();
    for (const name of names) {
      const { system, bfd, sessions } = await discovered(name, reader);
      const peers = new Set(sessions.map(session => session.peer));
      const joined = bfd.filter(session => session.peer !== null && peers.has(session.peer));
      expect(joined.every(session => session.state === 'up')).toBe(true);
      told.set(system.vendor, joined.length);
    }
    for (const vendor of ['junos', 'iosxr', 'nxos', 'eos', 'sros', 'vrp'])
      expect(told.get(vendor), vendor).toBeGreaterThan(0);
  });
});

test('a fibre that gets dirty and a module that is pulled', async () => {
  const { clock, reader } = await carrier('optics-degrade');
  const samples: Sample[] = [];
  const router = reader('iad-er2', samples);
  await router.discover();
  const found = samples[0]?.kind === 'discovered' ? samples[0].facts : null;
  const index = indexInterfaces(found?.interfaces ?? []);
  const optics = found?.optics ?? [];
  const read = async (member: string) => {
    samples.length = 0;
    const own = optics.filter(optic => optic.ifIndex === index.byName.get(member)?.ifIndex);
    await router.poll({ ...noTargets, optics: own });
    return samples.flatMap(sample => (sample.kind === 'polled' ? sample.optics : []));
  };
  const [before] = await read('HundredGigE0/0/0/1');
  clock.ms += 250_000;
  const [after] = await read('HundredGigE0/0/0/1');
  expect((before?.rx ?? 0) - (after?.rx ?? 0)).toBeGreaterThan(12);
  expect((await read('HundredGigE0/0/0/3')).map(optic => optic.module)).toEqual(Array(4).fill('present'));
  clock.ms += 30_000;
  expect((await read('HundredGigE0/0/0/3')).map(optic => optic.module)).toEqual(Array(4).fill('absent'));
  router.close();
});
