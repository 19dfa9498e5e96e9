import { describe, expect, it } from 'vitest';
import { instant, millis, ticks } from '../../src/network/units.ts';
import { reduce } from '../../src/state/reduce.ts';
import { stateOf, trackOf, twoRouters } from '../network/pretend-carrier.ts';

const id = 'ams-er1/ae0';

describe('samples', () => {
  it('of a router that is not configured change nothing', () => {
    const carrier = twoRouters().settle();
    const sample = { ...carrier.reading(carrier.router()), router: '__proto__' };
    expect(reduce(carrier.fleet, sample)).toBe(carrier.fleet);
  });

  it('of different routers may come in any order', () => {
    const carrier = twoRouters();
    carrier.router('ams-er2').silent.add('lag');
    carrier.settle();
    carrier.router().silent.add('all');
    carrier.poll().poll();
    const mine = carrier.samples.filter(sample => 'router' in sample && sample.router === 'ams-er1');
    const others = carrier.samples.filter(sample => !mine.includes(sample));
    const empty = twoRouters().fleet;
    expect([...others, ...mine].reduce(reduce, empty)).toEqual(carrier.fleet);
    expect([...mine, ...others].reduce(reduce, empty)).toEqual(carrier.fleet);
  });

  it('that were answered before what is held tell nothing: an older clock is no restart, an older "up" no news', () => {
    const carrier = twoRouters().settle();
    const older = carrier.pass(1).reading(carrier.router());
    carrier.true('ams-er1/ae0').lag.oper = 'down';
    const session = carrier.session('ams-er1/ae0', 'ipv4');
    session.state = 'idle';
    carrier.poll(1);
    expect(carrier.pni().state).toBe('down');
    const before = stateOf(carrier);
    carrier.fold(older);
    expect(carrier.pni().state).toBe('down');
    expect(stateOf(carrier)).toMatchObject({ reset: null, heardAt: before.heardAt, clock: before.clock });
    expect(stateOf(carrier).interfaces).toEqual(before.interfaces);
    expect(stateOf(carrier).sessions).toEqual(before.sessions);
  });

  it('are folded without touching what was there before', () => {
    const carrier = twoRouters().settle();
    const before = carrier.fleet;
    const copy = structuredClone(before);
    carrier.poll().discover();
    expect(before).toEqual(copy);
  });

  it('of a skipped cycle are counted', () => {
    const carrier = twoRouters();
    carrier.fold({ kind: 'skipped', router: 'ams-er1', at: instant(carrier.now) });
    carrier.fold({ kind: 'skipped', router: 'ams-er1', at: instant(carrier.now) });
    expect(stateOf(carrier).skippedCycles).toBe(2);
  });

  it('of the clock move the time of day and nothing else', () => {
    const carrier = twoRouters().settle();
    const { routers } = carrier.fleet;
    carrier.fold({ kind: 'clock', at: instant(carrier.now), offset: millis(5000) });
    expect(carrier.fleet.clockOffset).toBe(5000);
    expect(carrier.fleet.routers).toBe(routers);
  });
});

describe('a table group that gives no answer', () => {
  it('grows old by itself, and the others stay fresh', () => {
    const carrier = twoRouters().settle();
    carrier.router().silent.add('lag');
    carrier.poll().poll();
    expect(stateOf(carrier).silent.get('lag')?.at).toBe(carrier.now - 10_000);
    expect(stateOf(carrier).lagPorts.get(600)?.at).toBe(carrier.now - 20_000);
    expect(trackOf(carrier).reading.at).toBe(carrier.now);
    expect(stateOf(carrier).failure).toBeNull();
  });

  it('is forgiven by its first answer', () => {
    const carrier = twoRouters().settle();
    carrier.router().silent.add('bgp');
    carrier.poll();
    carrier.router().silent.clear();
    carrier.poll();
    expect(stateOf(carrier).silent.size).toBe(0);
  });

  it('is forgotten when nothing of it is asked any more', () => {
    const carrier = twoRouters().settle();
    carrier.router().silent.add('lag');
    carrier.poll();
    const sample = carrier.pass(1).discovery(carrier.router());
    carrier.fold({ ...sample, facts: { ...sample.facts, lagPorts: [], stack: [] } });
    expect([...stateOf(carrier).silent.keys()]).toEqual([]);
  });
});

describe('a router that fails', () => {
  it('keeps what was known of it, with its age', () => {
    const carrier = twoRouters().settle();
    const heardAt = carrier.now;
    carrier.router().silent.add('all');
    carrier.poll();
    expect(stateOf(carrier)).toMatchObject({ heardAt, failure: { at: carrier.now } });
    expect(trackOf(carrier).reading.at).toBe(heardAt);
    carrier.router().silent.clear();
    expect(stateOf(carrier.poll())).toMatchObject({ heardAt: carrier.now, failure: null });
  });

  it('in a discovery only, is not silent', () => {
    const carrier = twoRouters().settle();
    const failure = { kind: 'timeout', text: 'no answer' } as const;
    carrier.fold({ kind: 'failed', router: 'ams-er1', at: instant(carrier.now), phase: 'discovery', failure });
    expect(stateOf(carrier)).toMatchObject({ failure: null, discoveryFailure: { value: failure } });
    expect(stateOf(carrier.pass(1).discover()).discoveryFailure).toBeNull();
  });

  it('in a discovery when it has long not been heard, is', () => {
    const carrier = twoRouters().settle();
    const failure = { kind: 'timeout', text: 'no answer' } as const;
    carrier.pass(60);
    carrier.fold({ kind: 'failed', router: 'ams-er1', at: instant(carrier.now), phase: 'discovery', failure });
    expect(stateOf(carrier).failure?.value).toEqual(failure);
  });
});

describe('a new discovery is asked for', () => {
  it('when ifTableLastChange moves', () => {
    const carrier = twoRouters().settle();
    expect(stateOf(carrier).rediscover).toBeNull();
    carrier.router().tableChange = 200;
    expect(stateOf(carrier.poll()).rediscover).toBe('ifTableLastChange has moved');
  });

  it('when ifStackLastChange moves: a LAG may have other ports', () => {
    const carrier = twoRouters();
    const facts = carrier.discovery(carrier.router());
    const { system } = facts.facts;
    carrier.fold({
      ...facts,
      facts: { ...facts.facts, system: { ...system, clock: { ...system.clock, stackChange: ticks(50) } } },
    });
    const poll = (stackChange: number | null) => {
      const sample = carrier.pass(10).reading(carrier.router());
      const stamp = stackChange === null ? null : ticks(stackChange);
      carrier.fold({ ...sample, clock: { ...sample.clock, stackChange: stamp } });
      return stateOf(carrier).rediscover;
    };
    expect([poll(50), poll(null), poll(51)]).toEqual([null, null, 'ifStackLastChange has moved']);
  });

  it('when dot3adTablesLastChanged moves', () => {
    const carrier = twoRouters();
    const found = carrier.discovery(carrier.router());
    carrier.fold({ ...found, facts: { ...found.facts, system: { ...found.facts.system, lagChange: ticks(50) } } });
    const poll = (lagChange: number | null) => {
      const sample = carrier.pass(10).reading(carrier.router());
      carrier.fold({ ...sample, lagChange: lagChange === null ? null : ticks(lagChange) });
      return stateOf(carrier).rediscover;
    };
    expect([poll(50), poll(null), poll(51)]).toEqual([null, null, 'dot3adTablesLastChanged has moved']);
  });

  it('when a session leaves its table, once', () => {
    const carrier = twoRouters().settle();
    carrier.session(id, 'ipv4').listed = false;
    expect(stateOf(carrier.poll()).rediscover).toBe('session 192.0.2.2 has left its table');
    carrier.discover().poll().poll();
    expect(stateOf(carrier).rediscover).toBeNull();
  });

  it('when a session is established again: its address and its prefixes are told only now', () => {
    const carrier = twoRouters().settle();
    carrier.session(id, 'ipv4').state = 'idle';
    carrier.poll();
    expect(stateOf(carrier).rediscover).toBeNull();
    carrier.session(id, 'ipv4').state = 'established';
    expect(stateOf(carrier.poll()).rediscover).toBe('session 192.0.2.2 is established again');
  });

  it('not while nothing but traffic changes', () => {
    const carrier = twoRouters().settle();
    for (let poll = 0; poll < 5; poll++) expect(stateOf(carrier.poll()).rediscover).toBeNull();
  });
});

describe('the history of a PNI', () => {
  it('has a point for every poll, and a gap where a pair was void', () => {
    const carrier = twoRouters().settle();
    Object.assign(carrier.true(id).lag, { inOctets: 0n });
    carrier.poll().poll();
    expect(
      stateOf(carrier)
        .history.get('ae0')
        ?.map(point => point.in),
    ).toEqual([null, 40e9, null, 40e9]);
  });

  it('is bounded', () => {
    const carrier = twoRouters().settle();
    for (let poll = 0; poll < 910; poll++) carrier.poll();
    const points = stateOf(carrier).history.get('ae0') ?? [];
    expect(points).toHaveLength(900);
    expect(points.at(-1)?.at).toBe(carrier.now);
  });

  it('is kept of LAGs and ports that are PNIs only', () => {
    expect([...stateOf(twoRouters().settle()).history.keys()]).toEqual(['ae0']);
  });
});
