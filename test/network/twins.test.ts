import { describe, expect, it } from 'vitest';
import { type PretendCarrier, twoRouters } from './pretend-carrier.ts';

/** Two routers that say the same name; `sameSessions`: and tell the same sessions, as one router under two names does. */
function named(sysName: string | null, sameSessions: boolean): PretendCarrier {
  const carrier = twoRouters();
  const [first, second] = [...carrier.routers.values()];
  if (first === undefined || second === undefined) throw new Error('two routers are needed');
  for (const router of [first, second]) {
    const sample = carrier.discovery(router);
    // The pretended routers all use the same addresses: told apart by their instance.
    const sessions = sample.facts.sessions.map(session => ({ ...session, vrf: sameSessions ? null : router.name }));
    carrier.fold({
      ...sample,
      facts: { ...sample.facts, sessions, system: { ...sample.facts.system, sysName } },
    });
  }
  return carrier.poll(1).poll();
}
const findings = (carrier: PretendCarrier) => carrier.picture().routers.map(router => router.findings);

describe('one router that is configured under two names', () => {
  it('counts as one: two names make no metro redundant', () => {
    const carrier = named('core.ams', true);
    expect(carrier.metro().verdict).toBe('at-risk');
    expect(carrier.metro().reasons[0]).toMatchObject({ code: 'one-router', subject: 'ams-er1' });
    expect(carrier.metro().next).toMatchObject({ target: 'ams-er1', dark: true });
  });

  it('is said on both', () => {
    const [first, second] = findings(named('core.ams', true));
    expect(first?.[0]).toBe(
      'ams-er1 and ams-er2 are one router: the same sysName core.ams and the same sessions; they count as one',
    );
    expect(second?.[0]).toContain('ams-er2 and ams-er1 are one router');
  });
});

describe('two routers with one sysName', () => {
  it('and sessions of their own stay two routers, and the name is questioned', () => {
    const carrier = named('router', false);
    expect(carrier.metro().verdict).toBe('redundant');
    expect(findings(carrier)[0]).toEqual(['ams-er2 calls itself router too: is one router configured twice?']);
  });

  it('that is not told are not questioned', () => {
    expect(findings(named(null, true))).toEqual([[], []]);
  });
});
