import { describe, expect, it } from 'vitest';
import { type PretendCarrier, twoRouters } from './pretend-carrier.ts';

/** Two routers that say these names; `isOne`: and have the same addresses and peers, as one router under two names has. */
function named(sysNames: readonly (string | null)[], isOne: boolean): PretendCarrier {
  const carrier = twoRouters();
  for (const [at, router] of [...carrier.routers.values()].entries()) {
    const sample = carrier.discovery(router);
    // The pretended routers all use the same addresses.
    const addresses = sample.facts.addresses.map((row, line) =>
      isOne || at === 0 ? row : { ...row, address: row.address.includes(':') ? `fd00::${line}` : `10.0.0.${line}` },
    );
    // One address for each session, in their order.
    const sessions = sample.facts.sessions.map((row, line) => ({ ...row, local: addresses[line]?.address ?? null }));
    const sysName = sysNames[at] ?? null;
    carrier.fold({
      ...sample,
      facts: { ...sample.facts, addresses, sessions, system: { ...sample.facts.system, sysName } },
    });
  }
  return carrier.poll(1).poll();
}
const findings = (carrier: PretendCarrier) => carrier.picture().routers.map(router => router.findings);

describe('one router that is configured under two names', () => {
  it('counts as one: two names make no metro redundant', () => {
    const carrier = named(['core.ams', 'core.ams'], true);
    expect(carrier.metro().verdict).toBe('at-risk');
    expect(carrier.metro().reasons[0]).toMatchObject({ code: 'one-router', subject: 'ams-er1' });
    expect(carrier.metro().next).toMatchObject({ target: 'ams-er1', dark: true });
  });

  it.each([
    ['without a sysName', [null, null]],
    ['of which one name has not been told', ['core.ams', null]],
  ])('counts as one %s', (_, sysNames) => {
    expect(named(sysNames, true).metro().verdict).toBe('at-risk');
  });

  it('is said on both', () => {
    const [first, second] = findings(named(['core.ams', 'core.ams'], true));
    expect(first?.[0]).toBe(
      'ams-er1 and ams-er2 are one router: the same peers, the same addresses; they count as one',
    );
    expect(second?.[0]).toContain('ams-er2 and ams-er1 are one router');
  });
});

describe('two routers with one sysName', () => {
  it('and two names are two, whatever addresses they share', () => {
    expect(named(['core1', 'core2'], true).metro().verdict).toBe('redundant');
  });

  it('and sessions of their own stay two routers, and the name is questioned', () => {
    const carrier = named(['router', 'router'], false);
    expect(carrier.metro().verdict).toBe('redundant');
    expect(findings(carrier)[0]).toEqual(['ams-er2 calls itself router too: is one router configured twice?']);
  });

  it('that is not told are not questioned', () => {
    expect(findings(named([null, null], false))).toEqual([[], []]);
  });
});
