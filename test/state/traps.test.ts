import { describe, expect, it } from 'vitest';
import type { PolledSample, TrappedSample } from '../../src/network/samples.ts';
import type { TrapSubject } from '../../src/network/traps.ts';
import { instant } from '../../src/network/units.ts';
import { type PretendCarrier, stateOf, twoRouters } from '../network/pretend-carrier.ts';

const counts = { received: 12, dropped: 3, unreadable: 0, refused: 0, elsewhere: 1, acted: 8 };

const trapped = (carrier: PretendCarrier, subject: TrapSubject, name = 'linkDown'): TrappedSample => ({
  kind: 'trapped',
  router: 'ams-er1',
  at: instant(carrier.now),
  counts,
  newest: { at: instant(carrier.now - 1), name, subject },
});

/** What a poll that a trap has caused hears of one LAG. */
function named(carrier: PretendCarrier): PolledSample {
  const whole = carrier.reading(carrier.router());
  const [lag] = whole.interfaces;
  return { ...whole, cause: 'trap', interfaces: lag === undefined ? [] : [lag], lagPorts: [], sessions: [] };
}

describe('the traps of a router', () => {
  const ifIndex = (carrier: PretendCarrier): number =>
    stateOf(carrier).structure?.index.byName.get('et-0/0/2')?.ifIndex ?? 0;

  const words: [string, (carrier: PretendCarrier) => TrapSubject, string][] = [
    ['an interface by its name', carrier => ({ kind: 'interface', ifIndex: ifIndex(carrier) }), 'et-0/0/2'],
    ['one that is not known by its index', () => ({ kind: 'interface', ifIndex: 77 }), 'ifIndex 77'],
    ['a session by its peer', () => ({ kind: 'session', peer: '192.0.2.2' }), '192.0.2.2'],
    ['some session', () => ({ kind: 'session', peer: null }), 'of some session'],
    ['a LAG', () => ({ kind: 'lag', ifIndex: 78 }), 'ifIndex 78'],
    ['some LAG', () => ({ kind: 'lag', ifIndex: null }), 'of some LAG'],
    ['optics', carrier => ({ kind: 'optics', ifIndex: ifIndex(carrier) }), 'et-0/0/2'],
    ['some optics', () => ({ kind: 'optics', ifIndex: null }), 'of some port'],
    ['a BFD session', () => ({ kind: 'bfd', rows: { from: 4, to: 4 } }), 'BFD session 4'],
    ['several BFD sessions', () => ({ kind: 'bfd', rows: { from: 4, to: 6 } }), 'BFD sessions 4 to 6'],
    ['some BFD session', () => ({ kind: 'bfd', rows: null }), 'of some BFD session'],
    ['a restart', () => ({ kind: 'restart' }), 'of the router'],
  ];

  it.each(words)('name %s', (_, subject, text) => {
    const carrier = twoRouters().settle();
    carrier.fold(trapped(carrier, subject(carrier), 'aTrap'));
    expect(stateOf(carrier).traps).toEqual({
      counts,
      newest: { at: instant(carrier.now - 1), text: `aTrap ${text}` },
    });
    expect(stateOf(carrier, 'ams-er2').traps).toBeNull();
  });

  it('are no event: only what is then polled is one', () => {
    const carrier = twoRouters().settle();
    const before = carrier.picture();
    carrier.fold(trapped(carrier, { kind: 'session', peer: '192.0.2.2' }));
    expect({ ...carrier.picture(), routers: [] }).toEqual({ ...before, routers: [] });
  });

  it('keep the newest while only counts grow', () => {
    const carrier = twoRouters().settle();
    carrier.fold(trapped(carrier, { kind: 'restart' }, 'coldStart'));
    carrier.fold({ ...trapped(carrier, { kind: 'restart' }), counts: { ...counts, dropped: 9 }, newest: null });
    expect(stateOf(carrier).traps).toMatchObject({
      counts: { dropped: 9 },
      newest: { text: 'coldStart of the router' },
    });
  });
});

it('where traps arrive is known of the fleet', () => {
  const carrier = twoRouters();
  expect(carrier.picture().trapPort).toBeNull();
  const port = { listen: '127.0.0.1:1162', failure: null, strangers: 31, newestStranger: '192.0.2.77' };
  carrier.fold({ kind: 'trap-port', at: instant(carrier.now), port });
  expect(carrier.picture().trapPort).toEqual(port);
});

describe('a poll that a trap has caused', () => {
  it('tells the states at once', () => {
    const carrier = twoRouters().settle().pass(3);
    carrier.true().lag.oper = 'down';
    carrier.fold(named(carrier));
    expect(carrier.pni()).toMatchObject({ state: 'down', oper: 'down' });
  });

  it('makes no rate: a router may move its counters in steps, and a step over a short time looks like a storm', () => {
    const carrier = twoRouters().settle();
    const before = carrier.pni();
    carrier.pass(0.1);
    carrier.true().lag.inOctets = (carrier.true().lag.inOctets ?? 0n) + 4_000_000_000n;
    carrier.fold(named(carrier));
    expect(carrier.pni().rates).toEqual(before.rates);
    carrier.pass(9.9);
    const asked = stateOf(carrier).interfaces.get('ae0')?.base.at;
    carrier.fold(carrier.reading(carrier.router()));
    // The next cycle is compared with the cycle before, not with what the trap has caused.
    expect(asked).toBe(instant(carrier.now - 10_000));
    expect(carrier.pni().rates?.over).toBeCloseTo(10, 1);
  });

  it('is no cycle: neither the graph nor what a cycle costs knows of it', () => {
    const carrier = twoRouters().settle();
    const { took, cost, history } = stateOf(carrier);
    carrier.pass(1).fold({ ...named(carrier), took: carrier.reading(carrier.router()).took });
    expect(stateOf(carrier)).toMatchObject({ took, cost });
    expect(stateOf(carrier).history).toEqual(history);
  });

  it('finds a restart like any other', () => {
    const carrier = twoRouters().settle();
    Object.assign(carrier.router(), { bootedAt: carrier.now, boots: 8 });
    carrier.pass(5).fold(named(carrier));
    expect(stateOf(carrier).reset).not.toBeNull();
    expect(carrier.pni().rates).toBeNull();
  });

  it('finds an index that means another interface, and then believes nothing of it', () => {
    const carrier = twoRouters().settle().pass(1);
    const sample = named(carrier);
    const interfaces = sample.interfaces.map(each => ({ ...each, name: 'ge-9/9/9', oper: 'down' as const }));
    carrier.fold({ ...sample, interfaces });
    expect(stateOf(carrier).rediscover).toContain('is now ge-9/9/9');
    expect(carrier.pni().oper).toBe('up');
  });
});
