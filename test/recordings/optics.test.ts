/** Optical power as real routers tell it: two walks with transceivers in them, and the others, which have none. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RouterFacts } from '../../src/network/facts.ts';
import type { OpticFacts } from '../../src/network/optic-facts.ts';
import type { Sample } from '../../src/network/samples.ts';
import { millis } from '../../src/network/units.ts';
import { processClock } from '../../src/sources/clock.ts';
import { createSnmpRouter } from '../../src/sources/snmp/snmp-router.ts';
import { missingHere, type Simulator, startSimulator } from './snmpsim.ts';

const missing = missingHere();
const names = ['arista_eos', 'timos_ixr', 'vrp_ne', 'nxos_lag-mib'] as const;

/** A discovery, and one poll of every optic that it found. */
async function read(name: string, port: number): Promise<readonly Sample[]> {
  const samples: Sample[] = [];
  const router = createSnmpRouter(
    {
      router: name,
      address: '127.0.0.1',
      port,
      credentials: { version: '2c', community: name },
      cycle: millis(60_000),
    },
    { clock: processClock, random: Math.random, hear: sample => samples.push(sample) },
  );
  try {
    await router.discover();
    const found = samples[0]?.kind === 'discovered' ? samples[0].facts.optics : [];
    const nothingElse = { interfaces: [], lagPorts: [], lagMembers: [], sessions: [], prefixes: [], bfd: [] };
    await router.poll({ ...nothingElse, optics: found });
  } finally {
    router.close();
  }
  return samples;
}

describe.runIf(missing.length === 0)('optical power of real routers', () => {
  let simulator: Simulator | null = null;
  const heard = new Map<string, readonly Sample[]>();

  beforeAll(async () => {
    simulator = await startSimulator(names);
    for (const name of names) heard.set(name, await read(name, simulator.port));
  }, 150_000);
  afterAll(() => simulator?.stop());

  function factsOf(name: string): RouterFacts {
    const found = heard.get(name)?.find(sample => sample.kind === 'discovered');
    if (found === undefined) throw new Error(`${name} was not read`);
    return found.facts;
  }

  function opticOf(name: string, port: string): OpticFacts | undefined {
    const { interfaces, optics } = factsOf(name);
    const ifIndex = interfaces.find(each => each.name === port)?.ifIndex;
    return optics.find(each => each.ifIndex === ifIndex);
  }

  test('an Arista tells 35 transceivers by name alone, and none of its 51 other sensors is one', () => {
    const { optics, tables } = factsOf('arista_eos');
    expect(optics).toHaveLength(35);
    expect(new Set(optics.map(optic => optic.ifIndex)).size).toBe(35);
    expect(tables.filter(table => table.bad > 0)).toEqual([]);
  });

  test('of an Arista: light, no light at all, and no light told; with the limits of its own table', () => {
    expect(opticOf('arista_eos', 'Ethernet43')).toMatchObject({ module: 'present', lane: 1, rx: -1.767, tx: -2.828 });
    expect(opticOf('arista_eos', 'Ethernet1')).toMatchObject({
      rx: -40,
      tx: -1.991,
      bias: 33.45,
      temperature: 25.8,
      thresholds: { rxLowAlarm: -16.402, rxLowWarning: -14.401, rxHighAlarm: 3.5, txLowAlarm: -10.2 },
    });
    expect(opticOf('arista_eos', 'Ethernet2')).toMatchObject({ module: 'present', rx: null });
  });

  test('Ethernet1 has the light of Ethernet1 and not that of Ethernet10', () => {
    const named = new Map(factsOf('arista_eos').interfaces.map(each => [each.ifIndex, each.name]));
    const lit = factsOf('arista_eos').optics.filter(optic => (optic.rx ?? -40) > -40);
    expect(lit.map(optic => named.get(optic.ifIndex))).toEqual(['Ethernet43', 'Ethernet44', 'Ethernet46']);
  });

  test('an SR OS tells its ports in microwatts, the members of its LAGs among them', () => {
    expect(factsOf('timos_ixr').optics).toHaveLength(18);
    expect(opticOf('timos_ixr', '1/1/2')).toMatchObject({
      module: 'present',
      lane: null,
      rx: -4.52,
      tx: -2.36,
      bias: 40.424,
      temperature: 45.5,
      thresholds: { rxLowAlarm: -18.013, rxLowWarning: -15.003, rxHighWarning: 0, rxHighAlarm: 3.01 },
    });
    // No light, and the laser off: a port that is shut.
    expect(opticOf('timos_ixr', '1/1/4')).toMatchObject({ module: 'present', rx: -40, tx: -40 });
  });

  test('what the fast loop reads of an optic is what discovery read', () => {
    for (const name of ['arista_eos', 'timos_ixr']) {
      const polled = (heard.get(name) ?? []).filter(sample => sample.kind === 'polled');
      const readings = polled.flatMap(sample => sample.optics);
      const expected = factsOf(name).optics.map(({ key, module, rx, tx, bias, temperature }) => ({
        key,
        module,
        rx,
        tx,
        bias,
        temperature,
      }));
      expect(readings).toEqual(expected);
    }
  });

  test.each(['vrp_ne', 'nxos_lag-mib'])('%s tells none', name => {
    expect(factsOf(name).optics).toEqual([]);
    expect(factsOf(name).missing).toContain('optical power: no table of this router tells it');
  });
});
