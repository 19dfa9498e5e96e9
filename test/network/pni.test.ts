import { describe, expect, it } from 'vitest';
import type { OperStatus } from '../../src/network/facts.ts';
import { bitsPerSecond, instant } from '../../src/network/units.ts';
import { PretendCarrier, twoRouters } from './pretend-carrier.ts';

const id = 'ams-er1/ae0';
const settled = (shape: Parameters<typeof twoRouters>[0] = {}): PretendCarrier => twoRouters(shape).settle();
const codes = (carrier: PretendCarrier) => carrier.pni().reasons.map(reason => reason.code);

describe('a PNI is up', () => {
  it('when its link, its members and both its sessions are', () => {
    expect(settled().pni()).toMatchObject({
      id,
      metro: 'Amsterdam',
      alias: 'to Microsoft, ae0',
      state: 'up',
      usable: true,
      intact: true,
      reasons: [],
      capacity: 400e9,
      activeCapacity: 400e9,
      rates: { in: 40e9, out: 10e9 },
      load: { in: 40e9, out: 10e9 },
      utilization: 0.1,
      stale: false,
      age: 0,
    });
  });

  it('before the first rate is known', () => {
    expect(twoRouters().discover().poll(1).pni()).toMatchObject({ state: 'up', rates: null, utilization: null });
  });

  it.each(['unknown', 'dormant', null] as const)(
    'where ifOperStatus is %s, as long as a session runs over it',
    (oper: OperStatus | null) => {
      const carrier = settled();
      carrier.true(id).lag.oper = oper;
      expect(carrier.poll().pni().state).toBe('up');
      for (const session of carrier.true(id).sessions) session.state = 'idle';
      expect(carrier.poll().pni()).toMatchObject({ state: 'down', usable: false });
    },
  );
});

describe('a PNI is degraded', () => {
  it('when v6 alone is down: half of it works', () => {
    const carrier = settled();
    carrier.session(id, 'ipv6').state = 'active';
    expect(carrier.poll().pni()).toMatchObject({ state: 'degraded', usable: true, intact: false });
    expect(codes(carrier)).toEqual(['session-down']);
  });

  it('when one session is shut and the other is up', () => {
    const carrier = settled();
    Object.assign(carrier.session(id, 'ipv6'), { state: 'idle', admin: 'stop' });
    expect(carrier.poll().pni().state).toBe('degraded');
    expect(codes(carrier)).toEqual(['session-shut']);
  });

  it('when a session has left its table', () => {
    const carrier = settled();
    carrier.session(id, 'ipv6').listed = false;
    expect(carrier.poll().pni().state).toBe('degraded');
    expect(codes(carrier)).toEqual(['session-missing']);
  });

  it('when a member does not forward, and says which, of how many, and why', () => {
    const carrier = settled();
    carrier.member(id, 2).actor = 0xa0;
    const { state, reasons, activeCapacity, capacity } = carrier.poll().pni();
    expect({ state, activeCapacity, capacity }).toEqual({ state: 'degraded', activeCapacity: 300e9, capacity: 400e9 });
    expect(reasons).toEqual([
      {
        code: 'lag-degraded',
        weight: 'warn',
        subject: id,
        text: '1 of 4 members is not forwarding: et-0/0/2 (out of sync)',
      },
    ]);
  });

  it('even when another part of it is not heard: what is proven stands', () => {
    const carrier = settled();
    carrier.router().silent.add('lag');
    carrier.session(id, 'ipv6').state = 'idle';
    carrier.member(id, 0).oper = 'down';
    expect(carrier.poll().poll().poll().pni().usable).toBeNull();
    carrier.router().silent.clear();
    expect(carrier.poll().pni().state).toBe('degraded');
  });
});

describe('what is not heard', () => {
  it('is told in one order, and only what decides whether it carries traffic makes it unknown', () => {
    const carrier = settled();
    const failure = { kind: 'timeout', text: 'no answer' } as const;
    const groups = ['optics', 'bgp', 'prefixes', 'interfaces', 'bfd', 'lag'] as const;
    const sample = carrier.pass(10).reading(carrier.router());
    carrier.fold({ ...sample, silent: groups.map(group => ({ group, failure })) });
    const told = carrier.pni().reasons.filter(reason => reason.code === 'table-silent');
    expect(told.map(({ weight, text }) => `${weight} ${text.split('for its ')[1]}`)).toEqual([
      'unknown interface counters',
      'unknown LAG states',
      'unknown BGP sessions',
      'info BFD sessions',
      'info prefix counts',
      'info optical power',
    ]);
  });

  it('because of our credentials is said so: such a router does answer', () => {
    const carrier = settled();
    const text = 'ams-er1 (192.0.2.1:161) knows no user "noc"';
    const failure = { kind: 'credentials', text } as const;
    carrier.fold({ kind: 'failed', router: 'ams-er1', at: instant(carrier.now), phase: 'poll', failure });
    expect(carrier.pni().reasons.map(reason => reason.text)).toContain(
      'ams-er1 answers, but does not accept our credentials',
    );
  });
});

describe('a PNI is down', () => {
  it('when its interface is', () => {
    const carrier = settled();
    carrier.true(id).lag.oper = 'lower-layer-down';
    expect(carrier.poll().pni()).toMatchObject({ state: 'down', usable: false, activeCapacity: 0 });
    expect(carrier.pni().reasons[0]?.text).toBe('ae0 is down (lower layer)');
  });

  it('when both sessions are, with the last error in words', () => {
    const carrier = settled();
    for (const session of carrier.true(id).sessions) {
      Object.assign(session, { state: 'idle', lastError: { code: 4, subcode: 0 } });
    }
    expect(carrier.poll().pni().state).toBe('down');
    expect(carrier.pni().reasons.map(reason => reason.text)).toEqual([
      'v4 192.0.2.2 is idle, last error Hold timer expired',
      'v6 2001:db8:1::2 is idle, last error Hold timer expired',
    ]);
  });

  it('when both sessions have left their table', () => {
    const carrier = settled();
    for (const session of carrier.true(id).sessions) session.listed = false;
    expect(carrier.poll().pni().state).toBe('down');
  });

  it('and what was measured before its ports went down is not what they carry', () => {
    const carrier = settled();
    const member = carrier.member(id, 0);
    member.oper = 'down';
    expect(
      carrier
        .poll()
        .pni()
        .members?.map(each => each.rates === null),
    ).toEqual([true, false, false, false]);
  });

  it('when no member forwards', () => {
    const carrier = settled();
    for (const member of carrier.true(id).members) member.actor = 0xa0;
    expect(carrier.poll().pni()).toMatchObject({ state: 'down' });
    expect(codes(carrier)).toEqual(['lag-below-min-links']);
  });

  it('when fewer members forward than it needs', () => {
    const carrier = settled({ declared: [{ minLinks: 3 }] });
    carrier.member(id, 0).actor = 0xa0;
    expect(carrier.poll().pni().state).toBe('degraded');
    carrier.member(id, 1).actor = 0xa0;
    expect(carrier.poll().pni().state).toBe('down');
  });

  it('when a definite proof says so, although other facts are stale', () => {
    const carrier = settled();
    carrier.router().silent.add('bgp').add('lag');
    carrier.true(id).lag.oper = 'down';
    expect(carrier.poll().poll().poll().pni()).toMatchObject({ state: 'down', usable: false, stale: true });
  });

  it('when too few members can possibly forward, although some are not heard', () => {
    const carrier = settled({ declared: [{ minLinks: 3 }] });
    carrier.router().silent.add('lag');
    carrier.member(id, 0).oper = 'down';
    carrier.member(id, 1).oper = 'down';
    expect(carrier.poll().poll().poll().pni().state).toBe('down');
  });
});

describe('a PNI is shut', () => {
  it('when all its sessions are stopped by configuration', () => {
    const carrier = settled();
    for (const session of carrier.true(id).sessions) Object.assign(session, { state: 'idle', admin: 'stop' });
    expect(carrier.poll().pni()).toMatchObject({ state: 'shut', usable: false });
  });

  it('when its interface is', () => {
    const carrier = settled();
    Object.assign(carrier.true(id).lag, { admin: 'down', oper: 'down' });
    for (const session of carrier.true(id).sessions) session.state = 'idle';
    expect(carrier.poll().pni()).toMatchObject({ state: 'shut', usable: false });
    expect(codes(carrier)).toContain('interface-shut');
    expect(codes(carrier)).not.toContain('interface-down');
  });

  it('not when one session is stopped and the other fell', () => {
    const carrier = settled();
    Object.assign(carrier.session(id, 'ipv4'), { state: 'idle', admin: 'stop' });
    carrier.session(id, 'ipv6').state = 'idle';
    expect(carrier.poll().pni().state).toBe('down');
  });
});

describe('a PNI is unknown: never green, never down', () => {
  it('before anything has been heard of it', () => {
    const carrier = twoRouters({ declared: [{}] });
    expect(carrier.pni()).toMatchObject({ state: 'unknown', usable: null, sampledAt: null, age: null, stale: true });
  });

  it('when its router has been silent for more than two intervals', () => {
    const carrier = settled();
    expect(carrier.pni(id, 20)).toMatchObject({ state: 'up', stale: false });
    expect(carrier.pni(id, 20.001)).toMatchObject({ state: 'unknown', usable: null, stale: true, rates: null });
  });

  it.each(['interfaces', 'lag', 'bgp'] as const)('when its router answers, but not for %s', group => {
    const carrier = settled();
    carrier.router().silent.add(group);
    carrier.poll().poll().poll();
    expect(carrier.pni()).toMatchObject({ state: 'unknown', usable: null, stale: true, age: 30_000 });
    expect(codes(carrier)).toContain('table-silent');
    expect(carrier.pni('ams-er2/ae0').state).toBe('up');
  });

  it('when it has no session that anybody knows of', () => {
    const carrier = twoRouters({ declared: [{ interface: 'ae7' }] });
    const truth = carrier.true(id);
    truth.lag.name = 'ae7';
    truth.sessions = [];
    carrier.settle();
    expect(carrier.pni('ams-er1/ae7')).toMatchObject({ state: 'unknown', usable: null });
  });

  it('when it is declared under a name that its router does not have, and it says so', () => {
    const carrier = settled({ declared: [{ interface: 'ae77' }] });
    const pni = carrier.pni('ams-er1/ae77');
    expect(pni.state).toBe('unknown');
    expect(pni.reasons[0]?.text).toContain('is not in the router');
  });

  it('says that the router is silent, and leaves the age to stand beside it', () => {
    const carrier = settled();
    carrier.router().silent.add('all');
    carrier.poll(30);
    expect(carrier.pni().reasons[0]?.text).toBe('ams-er1 does not answer');
  });
});

describe('what a PNI can carry', () => {
  it('is what is declared, where a contract says less than the ports', () => {
    const carrier = settled({ declared: [{ capacity: bitsPerSecond(300e9) }] });
    expect(carrier.pni()).toMatchObject({ capacity: 300e9, activeCapacity: 300e9 });
    carrier.member(id, 0).actor = 0xa0;
    carrier.member(id, 1).actor = 0xa0;
    expect(carrier.poll().pni()).toMatchObject({ capacity: 300e9, activeCapacity: 200e9 });
  });

  it('counts a member that is down and tells no speed like its siblings', () => {
    const carrier = settled();
    Object.assign(carrier.member(id, 0), { oper: 'down', speed: 0 });
    const sample = carrier.pass(10).reading(carrier.router());
    carrier.fold({
      ...sample,
      interfaces: sample.interfaces.map(each => (each.name === 'et-0/0/0' ? { ...each, speed: null } : each)),
    });
    expect(carrier.pni()).toMatchObject({ capacity: 400e9, activeCapacity: 300e9 });
  });

  it('is not known while one member is not: a part of it would pass for all of it', () => {
    const carrier = settled();
    carrier.router().silent.add('lag');
    expect(carrier.poll().poll().poll().pni()).toMatchObject({
      capacity: 400e9,
      activeCapacity: null,
      utilization: null,
    });
  });

  it('of a single port is its speed', () => {
    const carrier = new PretendCarrier({ metros: { Oslo: { 'osl-er1': [{ members: 0, gigabits: 100 }] } } }).settle();
    expect(carrier.pni('osl-er1/ae0').capacity).toBe(100e9);
  });
});

describe('a void pair of readings', () => {
  it('shows no rate and says why, while a forecast may go by the one before for a moment', () => {
    const carrier = settled();
    Object.assign(carrier.true(id).lag, { inOctets: 0n, outOctets: 0n });
    const voided = carrier.poll().pni();
    expect(voided).toMatchObject({ rates: null, utilization: null, voided: 'counter went back', load: { in: 40e9 } });
    expect(carrier.pni(id, 10.5)).toMatchObject({ state: 'up', load: null });
    expect(carrier.poll().pni()).toMatchObject({ rates: { in: 40e9 }, voided: null });
  });
});
