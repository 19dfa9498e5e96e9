/** What Microsoft did not say of a prefix is no proof that it does not hear it. */
import { describe, expect, it } from 'vitest';
import { type ListState, routesSubject } from '../../../src/network/microsoft/answers.ts';
import { noJoin } from '../../../src/network/microsoft/join.ts';
import type { Connection } from '../../../src/network/microsoft/peerings.ts';
import { checkPrefix, type PrefixCheck } from '../../../src/network/microsoft/prefix-check.ts';
import type { ReceivedRoute } from '../../../src/network/microsoft/routes.ts';
import { afterTold, nothingTold } from '../../../src/network/microsoft/told.ts';
import { answered, connection, listInterval, peering, route, theirSession, whole } from './microsoft-samples.ts';

const [left, right] = ['198.51.100.1', '198.51.100.5'];
const up = (peer: string | null, more = {}) => theirSession({ peer, state: 'Established', ...more });
const over = (peer: string | null, more: Partial<Connection> = {}) => connection({ sessions: [up(peer)], ...more });

/** The check of a prefix by what Microsoft told of it when it was asked, over some connections. */
function check(
  connections: readonly Connection[],
  routes: readonly ReceivedRoute[],
  { list = whole, prefix = '203.0.113.0/24' }: { readonly list?: ListState; readonly prefix?: string } = {},
): PrefixCheck {
  const asked = peering({ connections });
  const told = answered({ call: 'received-routes', routes, list }, { subject: routesSubject(asked.key, prefix) });
  const state = afterTold(nothingTold('sub-1', listInterval), told);
  return checkPrefix(
    { prefix, peerings: [asked], where: 'of its peering', registered: null, ownAsn: 64496 },
    state,
    noJoin,
  );
}
const heard = (result: PrefixCheck) => result.sessions.map(each => [each.address, each.heard]);
const rule = (result: PrefixCheck, about: string) => {
  const found = result.rules.filter(each => each.rule.includes(about));
  expect(found).toHaveLength(1);
  return found[0];
};

describe('whether a session hears a prefix', () => {
  it('is known where Microsoft told all that it hears', () => {
    const result = check([over(left), over(right)], [route(left)]);
    expect(heard(result)).toEqual([
      [left, true],
      [right, false],
    ]);
    expect(rule(result, 'heard')).toMatchObject({ met: false });
  });

  it.each([
    ['a record that nobody could read', { unreadable: 1, cut: false }, []],
    ['a list that was cut', { unreadable: 0, cut: true }, []],
    ['a route without its session', whole, [route(null)]],
  ])('is not known by %s, where it is not among the others', (_what, list, more) => {
    const result = check([over(left), over(right)], [route(left), ...more], { list });
    expect(heard(result)).toEqual([
      [left, true],
      [right, null],
    ]);
    expect(rule(result, 'heard')).toMatchObject({ met: null, seen: '1 of 2' });
  });

  it('is known whatever the routes of other prefixes lack', () => {
    const result = check([over(left)], [route(null, { prefix: '203.0.113.0/25' })]);
    expect(heard(result)).toEqual([[left, false]]);
  });

  it.each([
    ["Microsoft's address", { microsoft: '198.51.100.6', subnet: '198.51.100.4/30' }, '198.51.100.6'],
    ['its subnet', { subnet: '198.51.100.4/30' }, '198.51.100.4/30'],
  ])('is not known of a session without our address, which is listed by %s', (_by, more, address) => {
    const result = check([over(left), connection({ sessions: [up(null, more)] })], [route(left)]);
    expect(heard(result)).toEqual([
      [left, true],
      [address, null],
    ]);
    expect(rule(result, 'heard')?.met).toBeNull();
  });

  it('is not asked of a session without any address', () => {
    expect(heard(check([over(left), over(null)], [route(left)]))).toEqual([[left, true]]);
  });

  it.each([
    'PendingApproval',
    'Approved',
    'ProvisioningStarted',
    'ProvisioningCompleted',
    'ProvisioningFailed',
    'Validating',
  ])('is not asked of a connection that is %s, behind a policy that hears nothing', state => {
    const result = check([over(left), over(right, { state })], [route(left)]);
    expect(heard(result)).toEqual([[left, true]]);
    expect(rule(result, 'heard')).toMatchObject({ met: true, seen: '1 of 1' });
  });

  it.each(['Active', 'TypeChangeInProgress', 'ExternalBlocker', 'PendingRemove', 'None', 'constructor', null])(
    'is asked of a connection that is %s',
    state => {
      expect(heard(check([over(right, { state })], []))).toEqual([[right, false]]);
    },
  );
});

describe('a public prefix', () => {
  it.each([
    ['100.63.0.0/16', true],
    ['100.64.0.0/10', false],
    ['100.127.255.0/24', false],
    ['100.128.0.0/16', true],
    ['169.253.0.0/16', true],
    ['169.254.0.0/16', false],
    ['169.254.7.0/24', false],
    ['126.0.0.0/8', true],
    ['127.0.0.0/8', false],
    ['127.1.2.0/24', false],
    ['fe7f::/16', true],
    ['fe80::/10', false],
    ['febf::/16', false],
    ['fec0::/16', true],
    ['fbff::/16', true],
    ['FC00::/7', false],
    ['FE80::1/128', false],
    ['::1/128', false],
    ['2001:db8::/32', true],
  ])('%s: %s', (prefix, expected) => {
    expect(rule(check([], [], { prefix }), 'a public prefix')?.met).toBe(expected);
  });
});

it('an AS number twice in a path breaks a rule wherever the second stands', () => {
  const twice = { asPath: [64496, 64500, 64496], asPathText: '64496 64500 64496' };
  expect(rule(check([over(left)], [route(left, twice)]), 'twice')).toMatchObject({ met: false });
  const once = { asPath: [64496, 64500], asPathText: '64496 64500' };
  expect(rule(check([over(left)], [route(left, once)]), 'twice')).toMatchObject({ met: true });
});
