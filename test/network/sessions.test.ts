import { describe, expect, it } from 'vitest';
import { type PretendCarrier, twoRouters } from './pretend-carrier.ts';

const id = 'ams-er1/ae0';
const session = (carrier: PretendCarrier, afi: 'ipv4' | 'ipv6' = 'ipv4', secondsLater = 0) =>
  carrier.pni(id, secondsLater).sessions.find(each => each.afi === afi);
const settled = (): PretendCarrier => twoRouters().settle();

describe('a session', () => {
  it('is told with its uptime, which goes on between two polls', () => {
    const carrier = settled();
    expect(session(carrier)).toMatchObject({
      presence: 'present',
      state: 'established',
      established: 3611,
      transitions: 1,
    });
    expect(session(carrier, 'ipv4', 5)).toMatchObject({ established: 3616, establishedAsRead: 3611 });
  });

  it('that is not established has no uptime, and its last error in words', () => {
    const carrier = settled();
    Object.assign(carrier.session(id, 'ipv4'), { state: 'idle', lastError: { code: 6, subcode: 2 } });
    expect(session(carrier.poll())).toMatchObject({
      state: 'idle',
      established: null,
      lastErrorText: 'Cease / administrative shutdown',
    });
  });

  it('that has left its table is missing, for as long as it is gone', () => {
    const carrier = settled();
    carrier.session(id, 'ipv6').listed = false;
    carrier.poll();
    for (let cycle = 0; cycle < 5; cycle++) {
      expect(session(carrier, 'ipv6')).toMatchObject({ presence: 'missing', state: null, established: null });
      carrier.pass(1).discover().poll();
    }
  });

  it('that is not heard is stale, not missing and not down', () => {
    const carrier = settled();
    carrier.router().silent.add('bgp');
    carrier.poll().poll().poll();
    expect(session(carrier)).toMatchObject({
      presence: 'stale',
      state: null,
      admin: null,
      lastError: null,
      established: null,
    });
  });

  it('whose state cannot be read, although its row is there, is not missing', () => {
    const carrier = settled();
    const sample = carrier.pass(10).reading(carrier.router());
    carrier.fold({ ...sample, sessions: sample.sessions.map(each => ({ ...each, state: null })) });
    expect(session(carrier)).toMatchObject({ presence: 'stale', state: null });
  });

  it('with an uptime that cannot be has none', () => {
    const carrier = settled();
    carrier.session(id, 'ipv4').upSince = carrier.now + 60_000;
    expect(session(carrier.poll())).toMatchObject({ state: 'established', established: null });
  });
});

describe('prefix counts', () => {
  it('come with discovery, and say when they were counted', () => {
    const carrier = settled();
    expect(session(carrier)).toMatchObject({
      prefixesReceived: 280,
      prefixesAccepted: 280,
      prefixesAdvertised: 12,
      prefixesAt: carrier.now - 11_000,
    });
  });

  it('are counted again by a poll that asks for them', () => {
    const carrier = settled();
    carrier.session(id, 'ipv4').prefixes = 1;
    carrier.pass(60);
    carrier.fold(carrier.counting(carrier.router()));
    expect(session(carrier)).toMatchObject({ prefixesReceived: 1, prefixesAt: carrier.now });
  });

  it('that were counted before the session fell do not come back with it', () => {
    const carrier = settled();
    const truth = carrier.session(id, 'ipv4');
    carrier.fold(carrier.pass(10).counting(carrier.router()));
    Object.assign(truth, { transitions: 2, upSince: carrier.now + 1000 });
    expect(session(carrier.poll())).toMatchObject({ state: 'established', prefixesReceived: null });
    carrier.fold(carrier.counting(carrier.router()));
    expect(session(carrier)).toMatchObject({ prefixesReceived: 280 });
  });

  it('are not shown after the session was established anew, until they are counted again', () => {
    const carrier = settled();
    const truth = carrier.session(id, 'ipv4');
    Object.assign(truth, { state: 'idle' });
    carrier.poll();
    Object.assign(truth, { state: 'established', upSince: carrier.now + 5000, transitions: 2, prefixes: 3 });
    carrier.poll();
    expect(session(carrier)).toMatchObject({ state: 'established', prefixesReceived: null, prefixesAt: null });
    expect(session(carrier, 'ipv6')).toMatchObject({ prefixesReceived: 280 });
    carrier.pass(1).discover().poll();
    expect(session(carrier)).toMatchObject({ prefixesReceived: 3 });
  });

  it('are not shown when the session flapped between two polls', () => {
    const carrier = settled();
    carrier.session(id, 'ipv4').upSince = carrier.now + 4000;
    expect(session(carrier.poll())).toMatchObject({ state: 'established', prefixesReceived: null });
  });

  it('are not shown when only the transitions tell that it flapped', () => {
    const carrier = settled();
    carrier.session(id, 'ipv4').transitions = 2;
    expect(session(carrier.poll())).toMatchObject({ prefixesReceived: null });
  });

  it('are not shown of a session that is not up', () => {
    const carrier = settled();
    carrier.session(id, 'ipv4').state = 'active';
    expect(session(carrier.poll())).toMatchObject({ prefixesReceived: null, prefixesAdvertised: null });
  });
});

describe('the sessions of a PNI', () => {
  it('are listed IPv4 first, in an order that does not depend on the table', () => {
    const carrier = twoRouters();
    carrier.true(id).sessions.reverse();
    expect(
      carrier
        .settle()
        .pni()
        .sessions.map(each => each.peer),
    ).toEqual(['192.0.2.2', '2001:db8:1::2']);
  });
});
