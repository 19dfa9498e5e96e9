/** Rule one of the heart, over whole routers: what is not heard can cost a verdict, and can never improve it. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TableGroup } from '../../src/network/samples.ts';
import { PretendCarrier } from './pretend-carrier.ts';
import type { TrueMember, TruePort, TrueSession } from './truth.ts';

const routers = ['r1', 'r2', 'r3'] as const;
const ids = ['r1/ae0', 'r1/ae1', 'r2/ae0', 'r3/ae0'] as const;

type Damage = (carrier: PretendCarrier) => void;
const id = fc.constantFrom(...ids);

const toMember = (change: Partial<TrueMember>): fc.Arbitrary<Damage> =>
  fc.tuple(id, fc.integer({ min: 0, max: 1 })).map(([which, at]) => carrier => {
    Object.assign(carrier.member(which, at), change);
  });
const toSession = (change: Partial<TrueSession>): fc.Arbitrary<Damage> =>
  fc.tuple(id, fc.constantFrom('ipv4' as const, 'ipv6' as const)).map(([which, afi]) => carrier => {
    Object.assign(carrier.session(which, afi), change);
  });
const toLag = (change: Partial<TruePort>): fc.Arbitrary<Damage> =>
  id.map(which => carrier => {
    Object.assign(carrier.true(which).lag, change);
  });

const damage: fc.Arbitrary<Damage> = fc.oneof(
  toMember({ actor: 0xa0 }),
  toMember({ partner: 0xb0 }),
  toMember({ oper: 'down' }),
  toMember({ listed: false }),
  toSession({ state: 'idle' }),
  toSession({ admin: 'stop' }),
  toSession({ listed: false }),
  toLag({ oper: 'lower-layer-down' }),
  toLag({ oper: 'unknown' }),
  toLag({ admin: 'down' }),
  toLag({ outOctets: null }),
  fc.integer({ min: 0, max: 190 }).chain(gigabits => toLag({ inBps: gigabits * 1e9 })),
);
const group = fc.constantFrom<TableGroup | 'all'>('interfaces', 'lag', 'bgp', 'all');
const silence = fc.array(fc.tuple(fc.constantFrom(...routers), group), { minLength: 1, maxLength: 3 });
const minLinks = fc.constantFrom(null, 1, 2);

function carrierAfter(
  links: number | null,
  damages: readonly Damage[],
  silent: readonly (readonly [string, TableGroup | 'all'])[],
): PretendCarrier {
  const shape = { members: 2, inGbps: 60, outGbps: 20 };
  const carrier = new PretendCarrier({
    metros: { Oslo: { r1: [shape, shape], r2: [shape], r3: [shape] } },
    declared: ids.map(each => ({ router: each.slice(0, 2), interface: each.slice(3), minLinks: links })),
  }).settle();
  for (const apply of damages) apply(carrier);
  for (const [router, what] of silent) carrier.router(router).silent.add(what);
  return carrier.poll().poll().poll();
}

const rank = { redundant: 4, degraded: 3, 'at-risk': 2, down: 1, unknown: 0 } as const;

describe('facts that are no longer heard', () => {
  it('leave a verdict as it is or make it unknown, and never make it better', () => {
    fc.assert(
      fc.property(minLinks, fc.array(damage, { maxLength: 5 }), silence, (links, damages, silent) => {
        const known = carrierAfter(links, damages, []).metro('Oslo').verdict;
        const partly = carrierAfter(links, damages, silent).metro('Oslo').verdict;
        if (partly !== 'unknown') expect(rank[partly]).toBeLessThanOrEqual(rank[known]);
        if (partly !== 'unknown' && known !== 'unknown') expect(partly).toBe(known);
      }),
      { numRuns: 400 },
    );
  });

  it('leave a PNI as it is, or make it unknown', () => {
    fc.assert(
      fc.property(minLinks, fc.array(damage, { maxLength: 5 }), silence, (links, damages, silent) => {
        const known = carrierAfter(links, damages, []);
        const partly = carrierAfter(links, damages, silent);
        for (const each of ids) {
          const { state, usable } = partly.pni(each);
          if (state === 'up') expect(known.pni(each).state).toBe('up');
          if (usable !== null) expect(usable).toBe(known.pni(each).usable);
          if (state === 'down') expect(['down', 'shut']).toContain(known.pni(each).state);
        }
      }),
      { numRuns: 400 },
    );
  });

  it('of a router that is silent altogether are all unknown after two intervals', () => {
    fc.assert(
      fc.property(fc.array(damage, { maxLength: 4 }), damages => {
        const carrier = carrierAfter(null, damages, [['r1', 'all']]);
        expect(carrier.pni('r1/ae0')).toMatchObject({ state: 'unknown', usable: null, stale: true });
      }),
      { numRuns: 50 },
    );
  });
});
