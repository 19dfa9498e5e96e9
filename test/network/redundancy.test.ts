import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextFailure } from '../../src/network/next-failure.ts';
import type { Load, Pni } from '../../src/network/pni.ts';
import { assessMetro, type Metro } from '../../src/network/redundancy.ts';
import type { Thresholds } from '../../src/network/settings.ts';
import { bitsPerSecond, instant, millis, ratio } from '../../src/network/units.ts';
import { PretendCarrier, twoRouters } from './pretend-carrier.ts';

const thresholds: Thresholds = {
  utilizationWarn: ratio(0.5),
  utilizationHard: ratio(0.8),
  utilizationLimit: ratio(0.95),
};
const load = (inGbps: number, outGbps = 0): Load => ({
  in: bitsPerSecond(inGbps * 1e9),
  out: bitsPerSecond(outGbps * 1e9),
});

/** A PNI of 100 Gb/s with 10 Gb/s in, up, on a router of its own. */
function pni(router: string, more: Partial<Pni> = {}, gbps: Load | null = load(10)): Pni {
  return {
    id: `${router}/ae0`,
    router,
    chassis: router,
    interface: 'ae0',
    metro: 'Amsterdam',
    alias: '',
    isLag: true,
    state: 'up',
    usable: true,
    intact: true,
    reasons: [],
    oper: 'up',
    admin: 'up',
    capacity: bitsPerSecond(100e9),
    activeCapacity: bitsPerSecond(100e9),
    rates: null,
    load: gbps,
    measured: true,
    voided: null,
    utilization: null,
    optic: null,
    members: [],
    sessions: [],
    microsoft: null,
    provisioning: false,
    sampledAt: instant(0),
    age: millis(0),
    stale: false,
    history: [],
    ...more,
  };
}
const down = { state: 'down', usable: false, intact: false } as const;
const degraded = { state: 'degraded', intact: false } as const;
const unknown = { state: 'unknown', usable: null, intact: null } as const;
const metro = (...pnis: readonly Pni[]): Metro => assessMetro('Amsterdam', pnis, thresholds, instant(0));
const verdict = (...pnis: readonly Pni[]) => metro(...pnis).verdict;

describe('a metro is', () => {
  it('redundant with two PNIs on two routers, each able to carry both loads', () => {
    expect(verdict(pni('r1'), pni('r2'))).toBe('redundant');
  });

  it('unknown while a router that stands there has never answered: it may have PNIs or none', () => {
    const judged = assessMetro('Amsterdam', [pni('r1')], thresholds, instant(0), [
      { router: 'r2', why: 'r2 has not answered yet' },
    ]);
    expect(judged.verdict).toBe('unknown');
    expect(judged.reasons.map(reason => reason.text)).toEqual([
      'redundant if what is not known is well, at-risk if not',
      'r2 has not answered yet: whether it has PNIs here is not known',
    ]);
  });

  it('redundant on two routers whatever a third one that was never heard may have', () => {
    expect(
      assessMetro('Amsterdam', [pni('r1'), pni('r2')], thresholds, instant(0), [
        { router: 'r3', why: 'r3 has not answered yet' },
      ]).verdict,
    ).toBe('redundant');
  });

  it('degraded when one of them is, or when one of three is down', () => {
    expect(verdict(pni('r1'), pni('r2', degraded))).toBe('degraded');
    expect(verdict(pni('r1'), pni('r2'), pni('r3', down))).toBe('degraded');
  });

  it('degraded when the survivor would be above the hard line', () => {
    expect(verdict(pni('r1', {}, load(41)), pni('r2', {}, load(40)))).toBe('degraded');
    expect(verdict(pni('r1', {}, load(40)), pni('r2', {}, load(40)))).toBe('redundant');
  });

  it('at risk when the survivor would be above the limit, in whichever direction', () => {
    expect(verdict(pni('r1', {}, load(48)), pni('r2', {}, load(48)))).toBe('at-risk');
    expect(verdict(pni('r1', {}, load(0, 48)), pni('r2', {}, load(0, 48)))).toBe('at-risk');
    expect(verdict(pni('r1', {}, load(90, 0)), pni('r2', {}, load(0, 90)))).toBe('degraded');
  });

  it('at risk with one router, however many PNIs it has', () => {
    expect(verdict(pni('r1'))).toBe('at-risk');
    const both = metro(pni('r1'), pni('r1', { id: 'r1/ae1', interface: 'ae1' }));
    expect(both.verdict).toBe('at-risk');
    expect(both.reasons[0]?.text).toBe('every PNI here is on one router: r1 (ae0, ae1)');
  });

  it('at risk with one router left of two', () => {
    expect(verdict(pni('r1'), pni('r2', down))).toBe('at-risk');
  });

  it('down when nothing carries traffic', () => {
    expect(verdict(pni('r1', down), pni('r2', down))).toBe('down');
    expect(verdict(pni('r1', { ...down, state: 'shut' }))).toBe('down');
  });

  it('unknown when no PNI is known in it', () => {
    expect(metro()).toMatchObject({ verdict: 'unknown', next: null, age: null, capacity: null });
    expect(metro().reasons[0]?.code).toBe('no-pni');
  });
});

describe('what is not known is tried both ways', () => {
  it('and leaves the verdict unknown when the two differ', () => {
    expect(verdict(pni('r1'), pni('r2', unknown))).toBe('unknown');
    expect(verdict(pni('r1', unknown))).toBe('unknown');
    expect(metro(pni('r1'), pni('r2', unknown)).reasons[0]?.text).toBe(
      'redundant if what is not known is well, at-risk if not',
    );
  });

  it('and leaves it standing when they do not', () => {
    expect(verdict(pni('r1', down), pni('r2', down), pni('r1', { ...unknown, id: 'r1/ae1' }))).toBe('unknown');
    expect(verdict(pni('r1'), pni('r1', { ...unknown, id: 'r1/ae1' }))).toBe('at-risk');
    expect(verdict(pni('r1'), pni('r2'), pni('r3', down), pni('r1', { ...unknown, id: 'r1/ae1' }, load(1)))).toBe(
      'degraded',
    );
  });

  it('so a PNI of which a part is not heard is no proof of redundancy', () => {
    expect(verdict(pni('r1'), pni('r2', { state: 'unknown', intact: null }))).toBe('unknown');
  });

  it('a load that nobody has measured yet leaves the verdict to what is known, and says so', () => {
    const fresh = metro(pni('r1', { measured: false }, null), pni('r2'));
    expect(fresh.verdict).toBe('redundant');
    expect(fresh.next).toMatchObject({ maxUtilization: null, fits: null });
    expect(fresh.reasons).toEqual([
      {
        code: 'load-unknown',
        weight: 'unknown',
        subject: 'Amsterdam',
        text: 'no rate of r1/ae0 is known yet: what a loss would do cannot be told',
      },
    ]);
  });

  it('so a load that was measured and is not known now is no proof that it fits', () => {
    expect(verdict(pni('r1', {}, null), pni('r2'))).toBe('unknown');
    const { reasons, next } = metro(pni('r1', { voided: 'no counters' }, null), pni('r2'));
    expect(reasons.map(reason => reason.text)).toContain(
      'no rate of r1/ae0 is known yet (no counters): what a loss would do cannot be told',
    );
    expect(next).toMatchObject({ maxUtilization: null, fits: null });
  });

  it('so is a capacity that is not known', () => {
    expect(verdict(pni('r1', { activeCapacity: null }), pni('r2'))).toBe('unknown');
  });

  it('but an unknown load changes nothing where one router is left anyway', () => {
    expect(verdict(pni('r1', {}, null), pni('r2', down, null))).toBe('at-risk');
  });

  it('a PNI that is down, but whose traffic is not known, may still carry some: a far side can send into it', () => {
    const beside = { ...down, id: 'r1/ae1' };
    expect(verdict(pni('r1'), pni('r2'), pni('r1', beside, null))).toBe('unknown');
    expect(verdict(pni('r1'), pni('r2'), pni('r1', beside, load(0)))).toBe('degraded');
  });

  it('a router that carries nothing any more has nothing to lose', () => {
    expect(verdict(pni('r1'), pni('r2'), pni('r3', down, null))).toBe('degraded');
  });
});

describe('the next failure', () => {
  it('is dark when nothing is left', () => {
    expect(metro(pni('r1'), pni('r2', down)).next).toEqual({
      target: 'r1',
      maxUtilization: null,
      dark: true,
      fits: false,
      load: 10e9,
    });
  });

  it('tells how full the fullest survivor would be, and whether that fits', () => {
    expect(metro(pni('r1', {}, load(30)), pni('r2', {}, load(20))).next).toEqual({
      target: 'r1',
      maxUtilization: 0.5,
      dark: false,
      fits: true,
      load: 30e9,
    });
    expect(metro(pni('r1', {}, load(50)), pni('r2', {}, load(50))).next).toMatchObject({
      maxUtilization: 1,
      fits: false,
    });
  });

  it('fits at the hard line and not above it', () => {
    expect(metro(pni('r1', {}, load(40)), pni('r2', {}, load(40))).next?.fits).toBe(true);
    expect(metro(pni('r1', {}, load(40)), pni('r2', {}, load(40.001))).next?.fits).toBe(false);
  });

  it('shares the load by what the survivors can carry: unlike speeds', () => {
    const wide = { activeCapacity: bitsPerSecond(300e9) };
    // 60 Gb/s of r3 go half to r1, which already carries 40, and half to r2.
    const { next } = metro(pni('r1', {}, load(40)), pni('r2', {}, load(20)), pni('r3', wide, load(60)));
    expect(next?.target).toBe('r3');
    expect(next?.maxUtilization).toBeCloseTo(0.7);
    // 20 Gb/s of r2 go to r3 three times as much as to r1.
    const lighter = metro(pni('r1', {}, load(40)), pni('r2', {}, load(20)), pni('r3', wide, load(0))).next;
    expect(lighter).toMatchObject({ target: 'r2', maxUtilization: 0.45 });
  });

  it('takes all PNIs of a router at once', () => {
    const { next } = metro(pni('r1', {}, load(20)), pni('r1', { id: 'r1/ae1' }, load(20)), pni('r2', {}, load(30)));
    expect(next).toMatchObject({ target: 'r1', maxUtilization: 0.7, load: 40e9 });
  });

  it('counts a degraded LAG with what it has left', () => {
    const half = { ...degraded, activeCapacity: bitsPerSecond(50e9) };
    expect(metro(pni('r1', {}, load(30)), pni('r2', half, load(10))).next?.maxUtilization).toBeCloseTo(0.8);
  });

  it('does not count on a survivor without any capacity', () => {
    const nothing = { activeCapacity: bitsPerSecond(0) };
    expect(metro(pni('r1'), pni('r2', nothing, load(0))).next).toMatchObject({ target: 'r1', dark: true, fits: false });
    expect(verdict(pni('r1'), pni('r2', nothing, load(0)))).toBe('at-risk');
  });

  it('that may not fit is told before one that fits', () => {
    const { next } = metro(pni('r1'), pni('r2'), pni('r3', unknown, null));
    expect(next).toMatchObject({ fits: null, maxUtilization: null });
  });

  it('that cannot fit is told although something else is not known', () => {
    const { next } = metro(pni('r1', {}, load(99)), pni('r2', {}, load(99)), pni('r3', unknown, null));
    expect(next).toMatchObject({ fits: false });
  });
});

describe('a metro of real PNIs', () => {
  it('counts members, sessions and traffic', () => {
    expect(twoRouters().settle().metro()).toMatchObject({
      verdict: 'redundant',
      usable: 2,
      capacity: 800e9,
      in: 80e9,
      out: 20e9,
      members: { forwarding: 8, total: 8 },
      sessions: { v4: 2, v4Total: 2, v6: 2, v6Total: 2 },
      next: { target: 'ams-er1', fits: true, maxUtilization: 0.2 },
      age: 0,
    });
  });

  it('says how much traffic there is only if it knows all of it', () => {
    const carrier = twoRouters().settle();
    carrier.router('ams-er2').silent.add('all');
    carrier.poll().poll().poll();
    expect(carrier.metro()).toMatchObject({ verdict: 'unknown', in: null, out: null, usable: 1 });
  });

  it('names a PNI that is nearly full and one that drops frames', () => {
    const carrier = new PretendCarrier({
      metros: { Oslo: { 'osl-er1': [{ members: 1, inGbps: 60 }], 'osl-er2': [{ members: 1, inGbps: 10 }] } },
    }).settle();
    carrier.true('osl-er2/ae0').lag.inDiscards = 4000;
    const texts = carrier
      .poll()
      .metro('Oslo')
      .reasons.map(reason => reason.text);
    expect(texts).toEqual(['osl-er1/ae0 is 60 % full', 'osl-er2/ae0 drops 400 frames a second']);
  });

  it('names one that damages frames, from one frame a second on', () => {
    const carrier = twoRouters().settle();
    const errors = (perSecond: number) => {
      carrier.true('ams-er1/ae0').lag.inErrors += perSecond * 10;
      return carrier.poll().metro().reasons;
    };
    expect(errors(0.5)).toEqual([]);
    expect(errors(30)).toMatchObject([
      { code: 'errors', weight: 'warn', subject: 'ams-er1/ae0', text: 'ams-er1/ae0 has 30 damaged frames a second' },
    ]);
  });

  it('stays redundant while one pair of counters is void', () => {
    const carrier = twoRouters().settle();
    Object.assign(carrier.true('ams-er1/ae0').lag, { inOctets: 0n });
    expect(carrier.poll().metro()).toMatchObject({ verdict: 'redundant', in: null });
    expect(carrier.poll().metro()).toMatchObject({ verdict: 'redundant', in: 80e9 });
  });
});

describe('for every metro', () => {
  const gbps = fc.option(fc.tuple(fc.integer({ min: 0, max: 120 }), fc.integer({ min: 0, max: 120 })), { nil: null });
  const states = fc.constantFrom({}, degraded, down, unknown, { state: 'unknown', intact: null } as const);
  const capacity = fc.option(fc.integer({ min: 0, max: 4 }), { nil: null, freq: 8 });
  const anyPni = fc
    .tuple(fc.constantFrom('r1', 'r2', 'r3'), states, gbps, capacity)
    .map(([router, state, carried, hundreds]) =>
      pni(
        router,
        { ...state, activeCapacity: hundreds === null ? null : bitsPerSecond(hundreds * 100e9) },
        carried === null ? null : load(...carried),
      ),
    );
  const pnis = fc
    .array(anyPni, { minLength: 1, maxLength: 6 })
    .map(each => each.map((one, at) => ({ ...one, id: `${one.router}/ae${at}`, interface: `ae${at}` })));

  it('the order of its PNIs does not matter', () => {
    fc.assert(
      fc.property(
        pnis.chain(each => fc.tuple(fc.constant(each), fc.shuffledSubarray(each, { minLength: each.length }))),
        ([one, other]) => {
          const [a, b] = [metro(...one), metro(...other)];
          expect(b.verdict).toBe(a.verdict);
          expect({ ...b.next, maxUtilization: 0 }).toEqual({ ...a.next, maxUtilization: 0 });
          expect(b.next?.maxUtilization ?? -1).toBeCloseTo(a.next?.maxUtilization ?? -1, 9);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('more capacity on a PNI never makes the next failure worse', () => {
    const fullest = (each: readonly Pni[]): number => nextFailure(each, thresholds).fullness.most;
    const known = pnis.filter(each =>
      each.every(one => one.usable !== null && one.load !== null && (one.activeCapacity ?? 0) > 0),
    );
    fc.assert(
      fc.property(known, fc.nat(), fc.integer({ min: 1, max: 800 }), (before, which, more) => {
        const at = which % before.length;
        const after = before.map((one, position) =>
          position === at ? { ...one, activeCapacity: bitsPerSecond((one.activeCapacity ?? 0) + more * 1e9) } : one,
        );
        expect(fullest(after)).toBeLessThanOrEqual(fullest(before) + 1e-9);
      }),
      { numRuns: 500 },
    );
  });

  it('the failure that is named is the worst, to the percent that is shown', () => {
    fc.assert(
      fc.property(pnis, each => {
        const { loss, fullness } = nextFailure(each, thresholds);
        if (loss === null) expect(fullness.most).toBe(0);
        else if (fullness.least === Number.POSITIVE_INFINITY) expect(loss.dark).toBe(true);
        else if (loss.maxUtilization !== null && fullness.least === fullness.most)
          expect(Math.round(loss.maxUtilization * 100)).toBe(Math.round(fullness.most * 100));
      }),
      { numRuns: 500 },
    );
  });

  const rank = { redundant: 4, degraded: 3, 'at-risk': 2, down: 1, unknown: 0 } as const;
  const lose: readonly ((one: Pni) => Pni)[] = [
    one => ({ ...one, load: null }),
    one => ({ ...one, activeCapacity: null }),
    one => ({ ...one, ...unknown }),
    one => ({ ...one, ...unknown, load: null, activeCapacity: null }),
    one => (one.intact === false ? one : { ...one, state: 'unknown', intact: null }),
  ];

  it('knowing less never makes its verdict better: it stays, or becomes unknown', () => {
    fc.assert(
      fc.property(pnis, fc.nat(), fc.constantFrom(...lose), (before, which, forget) => {
        const at = which % before.length;
        const after = before.map((one, position) => (position === at ? forget(one) : one));
        const [told, left] = [metro(...before).verdict, metro(...after).verdict];
        expect(rank[left]).toBeLessThanOrEqual(rank[told]);
        if (told !== 'unknown' && left !== 'unknown') expect(left).toBe(told);
      }),
      { numRuns: 2000 },
    );
  });

  it('a failure that is said to fit is one with a survivor', () => {
    fc.assert(
      fc.property(pnis, each => {
        const { next } = metro(...each);
        if (next?.fits === true) expect(next.dark).toBe(false);
        if (next?.maxUtilization !== null && next !== null) expect(Number.isFinite(next.maxUtilization)).toBe(true);
      }),
    );
  });
});
