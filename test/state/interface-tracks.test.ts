import { describe, expect, it } from 'vitest';
import type { PolledSample } from '../../src/network/samples.ts';
import { bitsPerSecond, millis } from '../../src/network/units.ts';
import { type PretendCarrier, stateOf, trackOf, twoRouters } from '../network/pretend-carrier.ts';

const id = 'ams-er1/ae0';
const fold = (carrier: PretendCarrier, change: (sample: PolledSample) => PolledSample): PretendCarrier => {
  carrier.fold(change(carrier.pass(10).reading(carrier.router())));
  return carrier;
};

describe('two readings within a moment', () => {
  it('make no rate: a counter that moves in steps would make a storm of one', () => {
    const carrier = twoRouters().settle();
    const before = trackOf(carrier);
    for (const { lag, members } of carrier.router().pnis)
      for (const port of [lag, ...members]) Object.assign(port, { inBps: 400e9 });
    carrier.poll(0.3);
    expect(trackOf(carrier).rates).toEqual(before.rates);
    carrier.true(id).lag.oper = 'down';
    expect(carrier.poll(0.05).pni().state).toBe('down');
    expect(trackOf(carrier).rates).toEqual(before.rates);
    carrier.poll(0.65);
    expect(trackOf(carrier).rates?.value).toMatchObject({ in: 400e9, over: 1 });
  });
});

describe('the first rate', () => {
  /** Readings each half a second, of counters that are new or those of the last new ones, four seconds old at first. */
  const readings = (kinds: readonly ('new' | 'same')[]): readonly (number | null)[] => {
    const carrier = twoRouters().discover();
    let counters = carrier.reading(carrier.router()).interfaces;
    carrier.pass(4);
    return kinds.map(kind => {
      const now = carrier.pass(0.5).reading(carrier.router());
      if (kind === 'new') counters = now.interfaces;
      carrier.fold({ ...now, interfaces: counters.map(each => ({ ...each, upTime: now.clock.upTime })) });
      return trackOf(carrier).rates?.value.in ?? null;
    });
  };

  it('of a router that counts as it goes is there with the third reading', () => {
    expect(readings(['new', 'new', 'new'])).toEqual([null, null, 40e9]);
  });

  it('of one that moves its counters in steps of seconds is not that of a step', () => {
    expect(readings(['same', 'new', 'same', 'same', 'same'])).toEqual([null, null, null, null, null]);
  });
});

describe('cached counters, as net-snmp repeats them for 15 s', () => {
  /** A poll that is answered with the counters of `held`; behind the cache the traffic goes on. */
  const cached = (carrier: PretendCarrier, seconds: number, held = carrier.reading(carrier.router())): void => {
    const now = carrier.pass(seconds).reading(carrier.router());
    carrier.fold({ ...now, interfaces: held.interfaces.map(each => ({ ...each, upTime: now.clock.upTime })) });
  };

  it('keep the last rate, and give the rate over the true span when they move', () => {
    const carrier = twoRouters().running('linux').discover();
    carrier.poll(1).poll();
    expect(trackOf(carrier).rates?.value).toMatchObject({ in: 40e9, over: 10 });
    cached(carrier, 10);
    expect(trackOf(carrier)).toMatchObject({
      voided: null,
      reading: { at: carrier.now },
      base: { at: carrier.now - 10_000 },
    });
    expect(carrier.pni().rates).toMatchObject({ in: 40e9 });
    carrier.poll();
    expect(trackOf(carrier).rates?.value).toMatchObject({ in: 40e9, over: 20 });
  });

  it('give no rate of 0 at the start', () => {
    const carrier = twoRouters().running('linux').discover().poll(1);
    cached(carrier, 1);
    expect(trackOf(carrier)).toMatchObject({ rates: null, voided: null });
  });

  it('are believed to be silence once they outlast every cache', () => {
    const carrier = twoRouters().running('linux').settle();
    for (const { lag, members } of carrier.router().pnis) {
      for (const port of [lag, ...members]) Object.assign(port, { inBps: 0, outBps: 0 });
    }
    carrier.poll();
    expect(trackOf(carrier).rates?.value.in).toBe(40e9);
    carrier.poll();
    expect(trackOf(carrier).rates?.value).toMatchObject({ in: 0, out: 0, over: 20 });
  });

  it('are not assumed when another interface of the router has moved: that link is idle', () => {
    const carrier = twoRouters().running('linux').settle();
    Object.assign(carrier.member(id, 0), { inBps: 0, outBps: 0 });
    carrier.poll();
    expect(trackOf(carrier, 'et-0/0/0').rates?.value.in).toBe(0);
  });

  it('keep the rate on screen with an interval that is shorter than the cache', () => {
    const carrier = twoRouters({ settings: { pollInterval: millis(2000) } })
      .running('linux')
      .discover();
    carrier.poll(1).poll(2);
    const held = carrier.reading(carrier.router());
    for (let poll = 0; poll < 7; poll++) {
      cached(carrier, 2, held);
      expect(carrier.pni().rates).toMatchObject({ in: 40e9 });
    }
    carrier.poll(2);
    expect(trackOf(carrier).rates?.value).toMatchObject({ in: 40e9, over: 16 });
  });

  it('are believed sooner of a router that does not run net-snmp: its caches hold for 5 s', () => {
    const carrier = twoRouters().settle();
    for (const { lag, members } of carrier.router().pnis) {
      for (const port of [lag, ...members]) Object.assign(port, { inBps: 0, outBps: 0 });
    }
    carrier.poll(2);
    expect(trackOf(carrier).rates?.value.in).toBe(40e9);
    carrier.poll(4);
    expect(trackOf(carrier).rates?.value).toMatchObject({ in: 0, over: 6 });
  });
});

describe('a restart', () => {
  const restart = (carrier: PretendCarrier): void => {
    Object.assign(carrier.router(), { bootedAt: carrier.now + 4000, boots: 8 });
    for (const { lag, members } of carrier.router().pnis) {
      for (const port of [lag, ...members]) Object.assign(port, { inOctets: 0n, outOctets: 0n });
    }
  };

  it('voids one pair, and the next gives a rate again', () => {
    const carrier = twoRouters().settle();
    restart(carrier);
    carrier.poll();
    expect(trackOf(carrier)).toMatchObject({ rates: null, voided: 'restart' });
    expect(stateOf(carrier).reset).toMatchObject({ at: carrier.now });
    expect(stateOf(carrier).rediscover).toBe('the router has restarted');
    carrier.poll();
    expect(trackOf(carrier)).toMatchObject({ voided: null, rates: { value: { in: 40e9, over: 10 } } });
  });

  it('voids the pair also when the counters have overtaken those of before', () => {
    const carrier = twoRouters().settle();
    restart(carrier);
    for (const { lag } of carrier.router().pnis) lag.inOctets = 10n ** 18n;
    carrier.poll();
    expect(trackOf(carrier)).toMatchObject({ rates: null, voided: 'restart' });
  });

  it('that a discovery was the first to see voids the next pair all the same', () => {
    const carrier = twoRouters().settle();
    restart(carrier);
    for (const { lag } of carrier.router().pnis) lag.inOctets = 10n ** 18n;
    carrier.pass(6).discover();
    expect(stateOf(carrier).reset?.at).toBe(carrier.now);
    carrier.poll(4);
    expect(trackOf(carrier)).toMatchObject({ rates: null, voided: 'restart' });
    expect(trackOf(carrier.poll()).rates?.value).toMatchObject({ in: 40e9 });
  });
});

describe('a gap in the readings', () => {
  it('of more than three intervals gives no rate: an average of long ago is not the rate of now', () => {
    const carrier = twoRouters().settle();
    carrier.pass(600).poll();
    expect(trackOf(carrier)).toMatchObject({ rates: null, voided: 'gap too long' });
    expect(trackOf(carrier.poll()).rates?.value).toMatchObject({ in: 40e9 });
  });

  it('of one lost cycle gives the average over both', () => {
    const carrier = twoRouters().settle().pass(10).poll();
    expect(trackOf(carrier).rates?.value).toMatchObject({ in: 40e9, over: 20 });
  });
});

describe('an ifIndex that means another interface', () => {
  const renumbered = (carrier: PretendCarrier): PretendCarrier => {
    const ports = carrier.router().pnis.flatMap(pni => [pni.lag, ...pni.members]);
    const indexes = ports.map(port => port.ifIndex);
    // Every port gets the index of its neighbour: the old numbers all still exist.
    ports.forEach((port, at) => {
      port.ifIndex = indexes[(at + 1) % indexes.length] ?? 0;
    });
    return carrier;
  };

  it('gives no data to the wrong name, and asks for a new discovery', () => {
    const carrier = twoRouters().settle();
    const before = trackOf(carrier, 'et-0/0/1');
    renumbered(carrier);
    carrier.member(id, 0).oper = 'down';
    // The poller still asks the old numbers; each answer says whose they are now.
    carrier.poll();
    expect(trackOf(carrier, 'et-0/0/1')).toEqual(before);
    expect([...stateOf(carrier).interfaces.keys()].toSorted()).toEqual([
      'ae0',
      'et-0/0/0',
      'et-0/0/1',
      'et-0/0/2',
      'et-0/0/3',
    ]);
    expect(stateOf(carrier).rediscover).toMatch(/^ifIndex \d+ is now/);
  });

  it('makes LACP states unknown, not wrong, until the structure is known again', () => {
    const carrier = renumbered(twoRouters().settle());
    carrier.member(id, 0).actor = 0xa0;
    carrier.poll();
    expect(carrier.pni().members?.map(member => member.forwards)).toEqual([null, null, null, null]);
    // A sample of LACP states alone does not bring them back.
    fold(carrier, sample => ({ ...sample, interfaces: [] }));
    expect(stateOf(carrier).lagPorts.size).toBe(0);
    carrier.discover().poll();
    expect(carrier.pni().members?.map(member => member.forwards)).toEqual([false, true, true, true]);
    expect(stateOf(carrier).rediscover).toBeNull();
  });

  it('voids nothing when the index alone has changed: the name is the identity', () => {
    const carrier = renumbered(twoRouters().settle());
    carrier.pass(5).discover().poll(5);
    expect(trackOf(carrier).rates?.value).toMatchObject({ in: 40e9 });
  });

  it('that is gone asks for a new discovery as well', () => {
    const carrier = twoRouters().settle();
    fold(carrier, sample => ({
      ...sample,
      interfaces: sample.interfaces.map(each => (each.ifIndex === 603 ? { ...each, name: null } : each)),
    }));
    expect(stateOf(carrier).rediscover).toBe('ifIndex 603 is now gone, was et-0/0/3');
  });
});

describe('a rate above what the link can carry', () => {
  it('is no rate', () => {
    const carrier = twoRouters().settle();
    carrier.true(id).lag.speed = bitsPerSecond(10e9);
    carrier.poll();
    expect(trackOf(carrier.poll())).toMatchObject({ rates: null, voided: 'faster than the link' });
  });
});
