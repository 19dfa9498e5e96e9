import { describe, expect, it } from 'vitest';
import type { RouterFacts } from '../../src/network/facts.ts';
import { instant, millis } from '../../src/network/units.ts';
import { type PretendCarrier, stateOf, twoRouters } from '../network/pretend-carrier.ts';
import { stopped } from '../network/router-facts.ts';

const id = 'ams-er1/ae0';
const discover = (carrier: PretendCarrier, change: (facts: RouterFacts) => Partial<RouterFacts>): void => {
  const sample = carrier.pass(1).discovery(carrier.router());
  carrier.fold({ ...sample, facts: { ...sample.facts, ...change(sample.facts) } });
};

describe('a discovery that took its time', () => {
  it('is as old as its beginning', () => {
    const carrier = twoRouters();
    carrier.fold(carrier.discovery(carrier.router(), 30_000));
    expect(stateOf(carrier)).toMatchObject({ facts: { at: carrier.now - 30_000 }, heardAt: carrier.now });
    expect(carrier.pni().sessions.map(session => session.presence)).toEqual(['stale', 'stale']);
  });

  it('does not bring back what a poll has since heard to be otherwise', () => {
    const carrier = twoRouters().settle();
    const slow = carrier.pass(1).discovery(carrier.router(), 5000);
    Object.assign(carrier.session(id, 'ipv4'), { state: 'idle' });
    carrier.member(id, 0).actor = 0xa0;
    carrier.poll(2);
    carrier.pass(2);
    carrier.fold({ ...slow, at: instant(carrier.now) });
    expect(carrier.pni()).toMatchObject({ state: 'degraded' });
    expect(carrier.pni().sessions[0]?.state).toBe('idle');
    expect(carrier.pni().members?.[0]?.forwards).toBe(false);
  });

  it('does not settle what became known after it had begun', () => {
    const carrier = twoRouters().settle();
    carrier.router().tableChange = 200;
    carrier.poll();
    const begunBefore = { ...carrier.pass(1).discovery(carrier.router()), took: millis(5000) };
    carrier.fold(begunBefore);
    expect(stateOf(carrier).rediscover).toBe('ifTableLastChange has moved');
    carrier.pass(1).discover();
    expect(stateOf(carrier).rediscover).toBeNull();
  });

  it('moves no clock back, so that no restart is invented', () => {
    const carrier = twoRouters().settle();
    const slow = carrier.discovery(carrier.router(), 8000);
    carrier.poll();
    carrier.fold({ ...slow, at: instant(carrier.now) });
    carrier.poll();
    expect(stateOf(carrier).reset).toBeNull();
    expect(carrier.pni().rates).toMatchObject({ in: 40e9 });
  });
});

describe('a session', () => {
  it('that a discovery does not list any more stays, and the next poll says whether it is gone', () => {
    const carrier = twoRouters().settle();
    carrier.session(id, 'ipv6').listed = false;
    carrier.pass(1).discover();
    expect(carrier.pni().sessions.map(session => session.presence)).toEqual(['present', 'present']);
    carrier.poll();
    expect(carrier.pni().sessions.map(session => session.presence)).toEqual(['present', 'missing']);
  });

  it('of a table that stopped short is merely not heard', () => {
    const carrier = twoRouters().settle();
    carrier.router().silent.add('bgp');
    discover(carrier, () => ({ sessions: [], tables: [stopped('jnxBgpM2PeerTable')] }));
    carrier.poll().poll().poll();
    expect(carrier.pni().sessions.map(session => session.presence)).toEqual(['stale', 'stale']);
  });

  it('that has moved to another row is read where it is now', () => {
    const carrier = twoRouters().settle();
    const sample = carrier.pass(10).reading(carrier.router());
    carrier.fold({
      ...sample,
      sessions: sample.sessions.map(each => ({
        ...each,
        state: null,
        admin: null,
        establishedSeconds: null,
        transitions: null,
      })),
    });
    expect(carrier.pni().state).toBe('down');
    discover(carrier, facts => ({ sessions: facts.sessions.map(session => ({ ...session, row: [0, 9, 9] })) }));
    expect(carrier.pni().state).toBe('up');
  });
});

describe('what a table forgets, the fleet does not', () => {
  it('members that were once seen stay, and so do declared ones', () => {
    const carrier = twoRouters({ declared: [{ members: ['et-0/0/0', 'et-8/8/8'] }] }).settle();
    carrier.member(id, 2).listed = false;
    carrier.pass(1).discover().poll();
    expect(carrier.pni().members?.map(member => [member.name, member.lacp])).toEqual([
      ['et-0/0/0', 'forwarding'],
      ['et-8/8/8', 'missing'],
      ['et-0/0/1', 'forwarding'],
      ['et-0/0/2', 'missing'],
      ['et-0/0/3', 'forwarding'],
    ]);
  });

  it('a PNI whose addresses are not told any more stays where it was', () => {
    const carrier = twoRouters().settle();
    discover(carrier, () => ({ addresses: [] }));
    expect(carrier.poll().pni().state).toBe('up');
  });

  it('LAG rows of a table that stopped short keep their age', () => {
    const carrier = twoRouters().settle();
    const heardAt = carrier.now;
    carrier.router().silent.add('lag');
    discover(carrier, () => ({ lagPorts: [], tables: [stopped('dot3adAggPortTable')] }));
    expect(stateOf(carrier).lagPorts.get(600)?.at).toBe(heardAt);
    carrier.poll().poll().poll();
    expect(carrier.pni()).toMatchObject({ state: 'unknown', usable: null });
  });

  it('but after a restart nothing of before completes a table: the numbers may mean other ports', () => {
    const carrier = twoRouters().settle();
    Object.assign(carrier.router(), { boots: 8, bootedAt: carrier.now });
    discover(carrier, () => ({ interfaces: [], tables: [stopped('ifTable')] }));
    expect(stateOf(carrier).facts?.value.interfaces).toEqual([]);
    expect(stateOf(carrier).reset).not.toBeNull();
  });
});
