/** What Microsoft told is kept as long as the thing that it was told of, and no more of it than anybody looks at. */
import { describe, expect, it } from 'vitest';
import type { MicrosoftSample } from '../../../src/network/microsoft/answers.ts';
import { allTold, type MicrosoftState, told, untold } from '../../../src/network/microsoft/told.ts';
import { answered, type Circumstances, failed, listOf, service, whole } from './microsoft-samples.ts';
import { folded, listed, routesOf } from './told-samples.ts';

describe('a peering that is no longer listed', () => {
  const before = [
    listed(['ams', 'fra']),
    routesOf('/peerings/fra', '203.0.113.0/24'),
    routesOf('/peerings/ams', null),
    answered({ call: 'registered-prefixes', prefixes: [], list: whole }, { subject: '/peerings/fra' }),
    answered({ call: 'registered-asns', asns: [], list: whole }, { subject: '/peerings/fra' }),
    failed('traffic', { subject: '/peerings/fra' }),
    failed('latency', { subject: '/peerings/ams' }),
    answered({ call: 'services', services: [], list: whole }),
  ];
  const subjects = (state: MicrosoftState) =>
    [...state.answers.values(), ...state.failures.values()].map(each => each.subject);

  it('takes along what was told of it, and nothing else', () => {
    expect(subjects(folded(...before, listed(['ams'])))).toEqual(['/peerings/ams', '', '', '/peerings/ams']);
  });

  it.each([
    ['when the list was cut', { unreadable: 0, cut: true }],
    ['when a record of the list could not be read', { unreadable: 1, cut: false }],
  ])('is not known to be gone %s', (_when, list) => {
    expect(subjects(folded(...before, listed(['ams'], list))).filter(each => each.includes('fra'))).toHaveLength(4);
  });

  it('is not known to be gone by a list of legacy peerings', () => {
    const legacy = answered({ call: 'legacy-peerings', peerings: [], list: whole });
    expect(subjects(folded(...before, legacy)).filter(each => each.includes('fra'))).toHaveLength(4);
  });
});

describe('a service that is no longer listed', () => {
  const services = (names: readonly string[], list = whole): MicrosoftSample =>
    answered({ call: 'services', services: names.map(name => service({ key: `/services/${name}`, name })), list });
  const prefixesOf = (name: string): MicrosoftSample =>
    answered({ call: 'service-prefixes', prefixes: [], list: whole }, { subject: `/services/${name}` });
  const before = [
    listed(['ams']),
    services(['shop', 'bank']),
    prefixesOf('shop'),
    failed('service-prefixes', { subject: '/services/shop' }),
    prefixesOf('bank'),
    routesOf('/peerings/ams', null),
  ];
  const kept = (...more: readonly MicrosoftSample[]) => {
    const state = folded(...before, ...more);
    return [
      allTold(state, 'service-prefixes').map(each => each.subject),
      [...state.failures.values()].map(each => each.subject),
      allTold(state, 'received-routes').length,
    ];
  };

  it('takes along its prefixes and why they were not told, and nothing else', () => {
    expect(kept()).toEqual([['/services/shop', '/services/bank'], ['/services/shop'], 1]);
    expect(kept(services(['bank']))).toEqual([['/services/bank'], [], 1]);
    expect(kept(services([]))).toEqual([[], [], 1]);
  });

  it.each([
    ['when the list was cut', { unreadable: 0, cut: true }],
    ['when a record of the list could not be read', { unreadable: 1, cut: false }],
  ])('is not known to be gone %s', (_when, list) => {
    expect(kept(services(['bank'], list))).toEqual(kept());
  });

  it('is not known to be gone by a list of peerings', () => {
    expect(kept(listed(['ams']))).toEqual(kept());
  });
});

describe('what is kept is bounded', () => {
  it('to 500 answers about routes, of which the oldest go first', () => {
    const many = Array.from({ length: 510 }, (_, each) => routesOf('/peerings/ams', `prefix-${each}`));
    const state = folded(listed(['ams']), ...many);
    expect(allTold(state, 'received-routes')).toHaveLength(500);
    expect(told(state, 'received-routes', '/peerings/ams prefix-9')).toBeNull();
    expect(told(state, 'received-routes', '/peerings/ams prefix-10')).not.toBeNull();
    expect(told(state, 'peerings')).not.toBeNull();
  });

  it('and one that was asked for again counts as new', () => {
    const many = Array.from({ length: 499 }, (_, each) => routesOf('/peerings/ams', `prefix-${each}`));
    const again = [
      routesOf('/peerings/ams', 'prefix-0'),
      routesOf('/peerings/ams', 'a'),
      routesOf('/peerings/ams', 'b'),
    ];
    const state = folded(...many, ...again);
    expect(told(state, 'received-routes', '/peerings/ams prefix-0')).not.toBeNull();
    expect(told(state, 'received-routes', '/peerings/ams prefix-1')).toBeNull();
  });

  it.each([
    ['looking-glass', { call: 'looking-glass', output: '' }],
    ['provider-availability', { call: 'provider-availability', available: 'Available' }],
    ['validate', { call: 'validate', validation: 'Pending' }],
  ] as const)('to 20 answers of %s, and as many failures', (call, answer) => {
    const many = Array.from({ length: 25 }, (_, each) => answered(answer, { subject: `asked ${each}` }));
    const refused = Array.from({ length: 25 }, (_, each) => failed(call, { subject: `refused ${each}` }));
    const state = folded(listed(['ams']), ...many, ...refused);
    expect(allTold(state, call).map(each => each.subject)).toEqual(many.slice(5).map(each => each.subject));
    expect([...state.failures.values()].map(each => each.subject)).toEqual(refused.slice(5).map(each => each.subject));
    expect(told(state, 'peerings')).not.toBeNull();
  });

  it('to 500 failures about routes, and one of a call that is made by itself is not among them', () => {
    const many = Array.from({ length: 510 }, (_, each) => failed('received-routes', { subject: `/p prefix-${each}` }));
    const state = folded(failed('health'), ...many);
    expect(state.failures.size).toBe(501);
    expect(untold(state, 'received-routes', '/p prefix-9')).toBeNull();
    expect(untold(state, 'health')).not.toBeNull();
  });

  it('to the 30 newest requests', () => {
    const ids = (each: number): Circumstances => ({ at: each, ids: { request: `r${each}`, correlation: null } });
    const state = folded(...Array.from({ length: 45 }, (_, each) => answered(listOf([]), ids(each))));
    expect(state.recent.map(each => each.ids.request)).toEqual(
      Array.from({ length: 30 }, (_, each) => `r${each + 15}`),
    );
  });

  it('and a request without ids is nothing that support could use', () => {
    const state = folded(listed(['ams']), failed('health', { ids: { request: 'r', correlation: 'c' } }));
    expect(state.recent).toEqual([
      { at: 0, call: 'health', subject: '', ids: { request: 'r', correlation: 'c' }, failure: 'the API answers 503' },
    ]);
  });
});
