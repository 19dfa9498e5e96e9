/** What was silent at the first discovery is not absent: nobody may judge as if it were. */
import { describe, expect, it } from 'vitest';
import { ticks } from '../../src/network/units.ts';
import { type PretendCarrier, twoRouters } from '../network/pretend-carrier.ts';

/** Two routers of one metro; of the second, discovery gets so many sessions out of its BGP table and no more. */
function discoveredUpTo(rows: number): PretendCarrier {
  const carrier = twoRouters();
  const [first, second] = carrier.routers.values();
  if (first === undefined || second === undefined) throw new Error('two routers were asked for');
  carrier.fold(carrier.discovery(first));
  const whole = carrier.discovery(second);
  const tables = [
    { table: 'jnxBgpM2PeerTable', rows, bad: 0, disordered: 0, outcome: 'stopped', detail: 'no answer' } as const,
  ];
  carrier.fold({ ...whole, facts: { ...whole.facts, sessions: whole.facts.sessions.slice(0, rows), tables } });
  return carrier;
}

const discoveredByHalf = (): PretendCarrier => discoveredUpTo(0);
const interrupted = (): PretendCarrier => discoveredUpTo(1);

const half = (): PretendCarrier => discoveredByHalf().poll(1).poll();

describe('a router whose BGP table did not answer at the start', () => {
  it('leaves its metro unknown, for it may have PNIs there', () => {
    const metro = half().metro();
    expect(metro).toMatchObject({ verdict: 'unknown', unheard: 1, in: null, out: null, capacity: null });
    expect(metro.reasons.map(reason => reason.text)).toContain(
      'ams-er2 did not tell its jnxBgpM2PeerTable to the end: whether it has PNIs here is not known',
    );
  });

  it('makes no forecast of darkness', () => {
    expect(half().metro().next).toMatchObject({ dark: false, fits: null, maxUtilization: null });
  });

  it('is asked again soon, not at the next ordinary discovery', () => {
    expect(discoveredByHalf().fleet.routers.get('ams-er2')?.rediscover).toBe('jnxBgpM2PeerTable did not answer');
  });

  it('counts how often it was asked in vain, until it answers or something changes', () => {
    const carrier = discoveredByHalf();
    const inVain = (): number | undefined => carrier.fleet.routers.get('ams-er2')?.unanswered;
    const vain = carrier.samples.findLast(sample => sample.kind === 'discovered');
    if (vain === undefined) throw new Error('it was discovered');
    expect(inVain()).toBe(1);
    carrier.fold(vain);
    expect(inVain()).toBe(2);
    carrier.poll(1);
    const [, second] = carrier.routers.values();
    if (second === undefined) throw new Error('two routers were asked for');
    const read = carrier.pass(1).reading(second);
    carrier.fold({ ...read, clock: { ...read.clock, tableChange: ticks(99_999) } });
    expect(carrier.fleet.routers.get('ams-er2')?.rediscover).toBe('ifTableLastChange has moved');
    expect(inVain()).toBe(0);
    carrier.fold(vain);
    expect(inVain()).toBe(1);
    expect(carrier.discover('ams-er2') && inVain()).toBe(0);
  });

  it('is not believed to have told all when it stopped in the middle, and is asked again soon', () => {
    const carrier = interrupted().poll(1).poll();
    expect(carrier.metro()).toMatchObject({ verdict: 'unknown', unheard: 1 });
    expect(carrier.metro().reasons.map(reason => reason.text)).toContain(
      'ams-er2 did not tell its jnxBgpM2PeerTable to the end: whether it has further PNIs or sessions here is not known',
    );
    expect(carrier.pni('ams-er2/ae0')).toMatchObject({ state: 'unknown', usable: true });
    expect(carrier.pni('ams-er2/ae0').reasons.map(reason => reason.text)).toContain(
      'jnxBgpM2PeerTable was not told to its end: whether a session is missing is not known',
    );
    expect(interrupted().fleet.routers.get('ams-er2')?.rediscover).toBe('jnxBgpM2PeerTable was not told to its end');
    expect(carrier.discover('ams-er2').poll(1).poll().metro()).toMatchObject({ verdict: 'redundant', unheard: 0 });
  });

  it('does not make a PNI down whose other session it was about to tell', () => {
    const carrier = interrupted();
    carrier.session('ams-er2/ae0', 'ipv4').state = 'idle';
    expect(carrier.poll(1).poll().pni('ams-er2/ae0')).toMatchObject({ state: 'unknown', usable: null, intact: false });
  });

  it('is believed to have told all when it stops in the middle later', () => {
    const carrier = half().discover('ams-er2').poll(1).poll();
    const [, second] = carrier.routers.values();
    if (second === undefined) throw new Error('two routers were asked for');
    const again = carrier.pass(1).discovery(second);
    carrier.fold({
      ...again,
      facts: {
        ...again.facts,
        sessions: again.facts.sessions.slice(0, 1),
        tables: again.facts.tables.map(each =>
          each.table === 'jnxBgpM2PeerTable' ? { ...each, rows: 1, outcome: 'stopped', detail: 'no answer' } : each,
        ),
      },
    });
    expect(carrier.poll(1).poll().metro()).toMatchObject({ verdict: 'redundant', unheard: 0 });
  });

  it('is believed once it has answered', () => {
    const carrier = half().discover('ams-er2').poll(1).poll();
    expect(carrier.metro()).toMatchObject({ verdict: 'redundant', unheard: 0 });
    expect(carrier.fleet.routers.get('ams-er2')?.rediscover).toBeNull();
  });
});
