import { describe, expect, test } from 'vitest';
import { bfdDiagnosticText, bfdText } from '../../src/network/bfd.ts';
import { eventsBetween } from '../../src/network/events.ts';
import { mergedFacts } from '../../src/network/merged-facts.ts';
import type { BfdFacts, BfdState } from '../../src/network/session-facts.ts';
import { bfd, LitRouter } from './lit-router.ts';
import { factsOf } from './router-facts.ts';

const peer = '198.51.100.9';

/** What BFD says of the session, polled once. */
function told(found: readonly BfdFacts[], heard: readonly BfdFacts[] = found, options = {}) {
  const router = new LitRouter({ bfd: found }, options);
  router.poll(10_000, { bfd: heard });
  return router.pni(10_000).sessions[0]?.bfd ?? null;
}

describe('the BFD session of a BGP session', () => {
  test.each<BfdState>(['up', 'down', 'init', 'admin-down', 'failing'])('is %s', state => {
    expect(told([bfd(peer, state)])?.state).toBe(state);
  });

  test('is found by the address of the peer, however that is written', () => {
    expect(told([bfd('2001:DB8:0:0::2', 'up')], undefined, { peer: '2001:db8::2' })?.state).toBe('up');
    expect(told([bfd('198.51.100.10', 'up')])).toBeNull();
    expect(told([bfd(null, 'up')])).toBeNull();
    expect(told([])).toBeNull();
  });

  test('is not known any more when nothing fresh is heard, and gone when its row has left the table', () => {
    const found = bfd(peer, 'up');
    const router = new LitRouter({ bfd: [found] });
    router.poll(10_000, { bfd: [found] });
    expect(router.pni(29_000).sessions[0]?.bfd?.state).toBe('up');
    router.poll(35_000);
    expect(router.pni(35_000).sessions[0]?.bfd).toBeNull();
    router.poll(40_000, { bfd: [found] });
    expect(router.pni(40_000).sessions[0]?.bfd?.state).toBe('up');
    router.poll(50_000, { bfd: [{ key: found.key, state: null, diagnostic: null }] });
    expect(router.pni(50_000).sessions[0]?.bfd?.state).toBe('gone');
    expect(router.reasons(50_000)).toEqual([
      `info bfd-down: BFD to ${peer} has left the router's table while BGP is established`,
    ]);
    expect(router.pni(50_000).state).toBe('up');
  });

  test.each<[string, readonly BfdFacts[], BfdState]>([
    [
      'on the interface of the session counts before others',
      [bfd(peer, 'down', { ifIndex: 2 }), bfd(peer, 'up', { ifIndex: 10 })],
      'up',
    ],
    ['on a unit of it counts as on it', [bfd(peer, 'up', { ifIndex: 2 }), bfd(peer, 'down', { ifIndex: 11 })], 'down'],
    ['is the worst of several elsewhere', [bfd(peer, 'up', { ifIndex: 1 }), bfd(peer, 'down', { ifIndex: 2 })], 'down'],
    ['is the worst of several here', [bfd(peer, 'up', { ifIndex: 10 }), bfd(peer, 'init', { ifIndex: 11 })], 'init'],
  ])('%s', (_, found, state) => {
    expect(told(found)?.state).toBe(state);
  });

  test('is not that of an interface which it does not run over, nor that of another routing instance', () => {
    expect(told([bfd(peer, 'down', { ifIndex: 2 })], undefined, { lag: false })).toBeNull();
    expect(told([bfd(peer, 'down', { instance: 3 })], undefined, { instance: 1 })).toBeNull();
    expect(
      told([bfd(peer, 'up', { instance: 1 }), bfd(peer, 'down', { key: 'other', instance: 3 })], undefined, {
        instance: 1,
      })?.state,
    ).toBe('up');
  });
});

describe('events', () => {
  const seen = (states: readonly (BfdState | null)[], established: readonly boolean[] = []) => {
    const router = new LitRouter({ bfd: [bfd(peer, 'up')] });
    const lines: string[] = [];
    let before = router.picture(0);
    for (const [position, state] of states.entries()) {
      const at = (position + 1) * 10_000;
      const [row] = [bfd(peer, 'up')];
      const diagnostic = state === 'down' ? 1 : null;
      router.poll(at, { bfd: [{ key: row.key, state, diagnostic }], established: established[position] ?? true });
      const after = router.picture(at);
      lines.push(
        ...eventsBetween(before, after)
          .filter(event => event.code === 'bfd')
          .map(event => `${event.severity} ${event.text}`),
      );
      before = after;
    }
    return lines;
  };

  test('BFD that goes down under an established session, and comes back', () => {
    expect(seen(['up', 'down', 'down', 'up'])).toEqual([
      `warning BFD to ${peer} up → down, detection time expired`,
      `info BFD to ${peer} down → up`,
    ]);
  });

  test('a row that leaves its table', () => {
    expect(seen(['up', null, null])).toEqual([`warning BFD to ${peer} up → gone`]);
  });

  test('what falls with its session is told by the session', () => {
    expect(seen(['up', 'down', 'up'], [true, false, true])).toEqual([]);
  });
});

describe('a discovery that does not list a BFD session any more', () => {
  const facts = (...rows: readonly BfdFacts[]) => factsOf({ bfd: rows });

  test('leaves it asked for: it is missing, not forgotten', () => {
    expect(mergedFacts(facts(bfd(peer, 'up')), facts()).bfd.map(row => row.peer)).toEqual([peer]);
  });

  test('forgets it where the peer has another: it was made anew', () => {
    const anew = bfd(peer, 'up', { key: 'bfd-std-mib 9', row: [9] });
    expect(mergedFacts(facts(bfd(peer, 'up')), facts(anew)).bfd).toEqual([anew]);
  });
});

test.each([
  [null, null],
  [0, null],
  [1, 'detection time expired'],
  [3, 'neighbour signalled down'],
  [7, 'administratively down'],
  [31, 'diagnostic 31'],
])('diagnostic code %d', (code, text) => {
  expect(bfdDiagnosticText(code)).toBe(text);
});

test.each<[BfdState, string | null, string]>([
  ['up', null, 'bfd up'],
  ['up', 'detection time expired', 'bfd up'],
  ['down', 'detection time expired', 'BFD down (detection time expired)'],
  ['down', null, 'BFD down'],
  ['admin-down', null, 'BFD admin-down'],
])('%s, %s: %s', (state, diagnosticText, text) => {
  expect(bfdText({ state, diagnosticText })).toBe(text);
});

describe('BFD and BGP', () => {
  const reasons = (state: BfdState, established: boolean): readonly string[] => {
    const found = bfd(peer, state, { diagnostic: 1 });
    const router = new LitRouter({ bfd: [found] });
    router.poll(10_000, { bfd: [found], established });
    return router.reasons(10_000).filter(reason => reason.includes('bfd'));
  };

  test('disagree when BFD is down under an established session, which stays what it is', () => {
    expect(reasons('down', true)).toEqual([
      `warn bfd-down: BFD to ${peer} is down (detection time expired) while BGP is established`,
    ]);
    expect(reasons('failing', true)).toHaveLength(1);
    const found = bfd(peer, 'down');
    const router = new LitRouter({ bfd: [found] });
    router.poll(10_000, { bfd: [found] });
    expect(router.pni(10_000)).toMatchObject({ state: 'up', usable: true });
  });

  test.each<[BfdState, boolean]>([
    ['up', true],
    ['up', false],
    ['down', false],
    ['init', true],
    ['admin-down', true],
  ])('do not when BFD is %s and BGP established: %s', (state, established) => {
    expect(reasons(state, established)).toEqual([]);
  });
});
