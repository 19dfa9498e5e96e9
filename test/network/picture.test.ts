import { describe, expect, it } from 'vitest';
import { dataAge, wallTime } from '../../src/network/picture.ts';
import { instant, millis } from '../../src/network/units.ts';
import { PretendCarrier, twoRouters } from './pretend-carrier.ts';
import { stopped } from './router-facts.ts';

const cities = (): PretendCarrier =>
  new PretendCarrier({
    metros: {
      Zurich: { 'zrh-er10': [{}], 'zrh-er2': [{}] },
      Århus: { 'aar-er1': [{}], 'aar-er2': [{}] },
      Oslo: { 'osl-er1': [{}] },
      Amsterdam: { 'ams-er1': [{}, {}], 'ams-er2': [{}] },
    },
  });
const names = (carrier: PretendCarrier) => carrier.picture().metros.map(metro => metro.name);

describe('the order of a picture', () => {
  it('is the worst first, then by name', () => {
    const carrier = cities().settle();
    expect(carrier.picture().metros.map(metro => [metro.name, metro.verdict])).toEqual([
      ['Oslo', 'at-risk'],
      ['Amsterdam', 'redundant'],
      ['Århus', 'redundant'],
      ['Zurich', 'redundant'],
    ]);
    for (const session of carrier.true('zrh-er2/ae0').sessions) session.state = 'idle';
    carrier.session('ams-er2/ae0', 'ipv6').state = 'idle';
    for (const member of carrier.true('osl-er1/ae0').members) member.actor = 0xa0;
    expect(names(carrier.poll())).toEqual(['Oslo', 'Zurich', 'Amsterdam', 'Århus']);
  });

  it('does not dance: nothing but a verdict moves a metro', () => {
    const carrier = cities().settle();
    const before = names(carrier);
    for (let poll = 0; poll < 5; poll++) {
      for (const router of carrier.routers.values()) for (const { lag } of router.pnis) lag.inBps = poll * 3e9;
      expect(names(carrier.poll())).toEqual(before);
    }
  });

  it('puts er2 before er10', () => {
    const zurich = cities().settle().metro('Zurich');
    expect(zurich.pnis.map(pni => pni.id)).toEqual(['zrh-er2/ae0', 'zrh-er10/ae0']);
  });
});

describe('a picture', () => {
  it('has every declared metro, also before anything is known', () => {
    const picture = cities().picture();
    expect(picture.counts).toEqual({ redundant: 0, degraded: 0, 'at-risk': 0, down: 0, unknown: 4 });
    expect(dataAge(picture)).toBe('waiting');
    expect(picture.next).toBeNull();
  });

  it('has a PNI in the metro where it lands, when that is not the metro of its router', () => {
    const carrier = twoRouters({ declared: [{ router: 'ams-er2', metro: 'London' }] }).settle();
    expect(carrier.metro('London').pnis.map(pni => pni.id)).toEqual(['ams-er2/ae0']);
    expect(carrier.metro('Amsterdam').pnis.map(pni => pni.id)).toEqual(['ams-er1/ae0']);
  });

  it('is as old as its oldest router', () => {
    const carrier = cities().settle();
    carrier.router('osl-er1').silent.add('all');
    carrier.poll();
    expect(dataAge(carrier.picture())).toBe('10 s');
  });

  it('names the worst next failure anywhere', () => {
    const carrier = cities().settle();
    expect(carrier.picture().next).toMatchObject({ metro: 'Oslo', loss: { target: 'osl-er1', dark: true } });
  });

  it('is geo-redundant when two metros carry traffic from two routers each', () => {
    const carrier = cities().settle();
    expect(carrier.picture().geo).toEqual({ redundant: true, reasons: [] });
    for (const router of ['zrh-er2', 'aar-er2', 'ams-er2']) {
      for (const session of carrier.true(`${router}/ae0`).sessions) session.state = 'idle';
    }
    expect(carrier.poll().picture().geo.redundant).toBe(false);
    carrier.router('zrh-er10').silent.add('all');
    carrier.router('zrh-er2').silent.add('all');
    carrier.router('aar-er2').silent.add('all');
    expect(carrier.poll().poll().poll().picture().geo.redundant).toBeNull();
  });

  it('shows moments as the wall clock has them, and counts ages without it', () => {
    const carrier = twoRouters().settle();
    carrier.fold({ kind: 'clock', at: instant(carrier.now), offset: millis(86_400_000) });
    const picture = carrier.picture();
    expect(wallTime(picture, instant(0))).toBe(86_400_000);
    expect(picture.age).toBe(0);
  });
});

describe('a router in the picture', () => {
  const router = (carrier: PretendCarrier, secondsLater = 0) => carrier.picture(secondsLater).routers[0];

  it('is neither reachable nor unreachable while nobody has asked', () => {
    expect(router(twoRouters())).toMatchObject({ reachable: null, age: null, stale: true, upTime: null });
  });

  it('tells what it is, what it has and where that was read', () => {
    expect(router(twoRouters().settle(), 5)).toMatchObject({
      name: 'ams-er1',
      metro: 'Amsterdam',
      vendor: 'junos',
      sysName: 'ams-er1',
      reachable: true,
      age: 5000,
      upTime: 86_416,
      interfaces: 5,
      pnis: 1,
      sessions: 2,
      unplaced: [],
      lagSources: ['ieee8023-lag-mib'],
      bgpSources: ['jnxBgpM2'],
      failure: null,
      silent: [],
    });
  });

  it('is unreachable at the first cycle without an answer, and says why', () => {
    const carrier = twoRouters().settle();
    carrier.router().silent.add('all');
    expect(router(carrier.poll())).toMatchObject({
      reachable: false,
      stale: false,
      failure: { kind: 'timeout', text: 'ams-er1 does not answer' },
    });
  });

  it('has no uptime while it is not heard: it may have restarted', () => {
    const carrier = twoRouters().settle();
    carrier.router().silent.add('all');
    expect(router(carrier.poll().poll().poll())).toMatchObject({ upTime: null, stale: true, reachable: false });
  });

  it('stays reachable when only its tables could not be read again', () => {
    const carrier = twoRouters().settle();
    const failure = { kind: 'unresolved', text: 'the name does not resolve' } as const;
    carrier.fold({ kind: 'failed', router: 'ams-er1', at: instant(carrier.now), phase: 'discovery', failure });
    expect(router(carrier)).toMatchObject({ reachable: true, failure: null });
    expect(router(carrier)?.missing[0]).toBe('the tables could not be read again: the name does not resolve');
    carrier.pass(1).discover();
    expect(router(carrier)?.missing).toEqual([]);
  });

  it('is unreachable when its first discovery fails', () => {
    const carrier = twoRouters();
    const failure = { kind: 'refused', text: 'nobody listens there' } as const;
    carrier.fold({ kind: 'failed', router: 'ams-er1', at: instant(carrier.now), phase: 'discovery', failure });
    expect(router(carrier)).toMatchObject({ reachable: false, failure });
  });

  it('names the tables that are silent, and since when', () => {
    const carrier = twoRouters().settle();
    carrier.router().silent.add('bgp');
    const since = carrier.now + 10_000;
    carrier.poll().poll();
    expect(router(carrier)).toMatchObject({
      reachable: true,
      silent: ['BGP sessions: requests for them get no answer, although the router answers others'],
      silentTables: [{ group: 'bgp', since }],
    });
  });

  it('names the sessions that no interface could be found for', () => {
    const carrier = twoRouters();
    const sample = carrier.discovery(carrier.router());
    carrier.fold({ ...sample, facts: { ...sample.facts, addresses: [] } });
    expect(router(carrier)).toMatchObject({ pnis: 0, unplaced: ['192.0.2.2', '2001:db8:1::2'] });
  });

  it('keeps its interfaces when their table stops in the middle', () => {
    const carrier = twoRouters().settle();
    const sample = carrier.pass(1).discovery(carrier.router());
    const facts = { ...sample.facts, interfaces: [], tables: [stopped('ifTable')] };
    carrier.fold({ ...sample, facts });
    expect(router(carrier.poll())).toMatchObject({ interfaces: 5, pnis: 1 });
    expect(carrier.pni().state).toBe('up');
  });
});
