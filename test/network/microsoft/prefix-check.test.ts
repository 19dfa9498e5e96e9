import { describe, expect, it } from 'vitest';
import { type ListState, routesSubject } from '../../../src/network/microsoft/answers.ts';
import { noJoin } from '../../../src/network/microsoft/join.ts';
import type { Peering } from '../../../src/network/microsoft/peerings.ts';
import { type CheckSubject, checkPrefix, type PrefixCheck } from '../../../src/network/microsoft/prefix-check.ts';
import { isPrivateAsn } from '../../../src/network/microsoft/route-rules.ts';
import type { ReceivedRoute, RegisteredPrefix } from '../../../src/network/microsoft/routes.ts';
import { afterTold, nothingTold } from '../../../src/network/microsoft/told.ts';
import {
  answered,
  connection,
  failed,
  failure,
  listInterval,
  peering,
  registeredPrefix,
  route,
  theirSession,
  whole,
} from './microsoft-samples.ts';
import { agreeing, twoEnds } from './two-ends.ts';

const prefix = '203.0.113.0/24';
const [left, right] = ['198.51.100.1', '198.51.100.5'];
const up = (peer: string, more = {}) =>
  theirSession({ afi: peer.includes(':') ? 'ipv6' : 'ipv4', peer, state: 'Established', ...more });
const pair = peering({
  connections: [
    connection({ sessions: [up(left), up('2001:db8:1:1::1')] }),
    connection({ sessions: [up(right), up('2001:db8:1:2::1')] }),
  ],
});

/** The check of a prefix of which Microsoft, asked for it, told some routes; null is that nobody asked. */
function check(
  routes: readonly ReceivedRoute[] | null,
  more: Partial<CheckSubject> & { list?: ListState } = {},
): PrefixCheck {
  const { list = whole, ...rest } = more;
  const subject: CheckSubject = {
    prefix,
    peerings: [pair],
    where: 'of its peering',
    registered: null,
    ownAsn: 64496,
    ...rest,
  };
  const empty = nothingTold('sub-1', listInterval);
  const about = routesSubject(pair.key, subject.prefix);
  const state =
    routes === null
      ? empty
      : afterTold(empty, answered({ call: 'received-routes', routes, list }, { at: 77, subject: about }));
  return checkPrefix(subject, state, noJoin);
}
const onBoth = (more: Partial<ReceivedRoute> = {}) => [route(left, more), route(right, more)];
const rule = (result: PrefixCheck, about: string) => {
  const found = result.rules.filter(each => each.rule.includes(about));
  if (found.length !== 1) throw new Error(`${found.length} rules about ${about}`);
  return found[0];
};
const met = (result: PrefixCheck, about: string) => rule(result, about)?.met;

describe('a prefix that is announced as it should be', () => {
  it('keeps every rule that can be known', () => {
    const result = check(onBoth(), { registered: registeredPrefix() });
    expect(result.rules.map(each => each.met)).toEqual(new Array(9).fill(true));
    expect(result).toMatchObject({ prefix, askedAt: 77, failures: [] });
    expect(result.sessions.map(each => [each.address, each.heard])).toEqual([
      [left, true],
      [right, true],
    ]);
  });

  it('and of which nobody asked is known of nothing that Microsoft would tell', () => {
    const result = check(null);
    expect(result.askedAt).toBeNull();
    expect(result.sessions.map(each => each.heard)).toEqual([null, null]);
    expect(result.rules.filter(each => each.met !== null).map(each => each.rule)).toEqual(['a public prefix']);
  });
});

describe('a prefix is heard', () => {
  it('not everywhere when a session is silent, which is named', () => {
    const result = check([route(left)]);
    expect(rule(result, 'heard')).toMatchObject({ met: false, seen: `1 of 2, not from ${right}` });
  });

  it('not over a session that is down, which is said', () => {
    const down = peering({ connections: [connection({ sessions: [up(left), up(right, { state: 'Active' })] })] });
    expect(rule(check([route(left)], { peerings: [down] }), 'heard')?.seen).toContain('not established');
  });

  it('perhaps over the others, when the list was cut', () => {
    const result = check([route(left)], { list: { unreadable: 0, cut: true } });
    expect(result.sessions.map(each => each.heard)).toEqual([true, null]);
    expect(met(result, 'heard')).toBeNull();
  });

  it('by the next hop in any spelling, and only by exactly this prefix', () => {
    const v6 = { prefix: '2001:db8:100::/48' };
    const heard = [route('2001:0DB8:1:1::1', { prefix: '2001:DB8:100:0::/48' }), route('2001:db8:1:2::1', v6)];
    expect(met(check(heard, v6), 'heard')).toBe(true);
    expect(met(check(onBoth({ prefix: '203.0.113.0/25' })), 'heard')).toBe(false);
    expect(met(check(onBoth({ prefix: 'rubbish' })), 'heard')).toBe(false);
  });

  it('on the sessions of its own family only', () => {
    expect(check(onBoth()).sessions.map(each => each.address)).toEqual([left, right]);
    expect(check([], { prefix: '2001:db8:100::/48' }).sessions.map(each => each.address)).toEqual([
      '2001:db8:1:1::1',
      '2001:db8:1:2::1',
    ]);
  });

  it('nowhere, and it is not known, where a peering has no session of its family', () => {
    const v4 = peering({ connections: [connection({ sessions: [up(left)] })] });
    const result = check([], { prefix: '2001:db8:100::/48', peerings: [v4] });
    expect(rule(result, 'heard')).toMatchObject({
      met: null,
      seen: 'there is no session of this family of its peering',
    });
  });

  it('without a verdict, where nothing says which peering should hear it', () => {
    const other: Peering = peering({ name: 'fra', connections: [connection({ sessions: [up('198.51.100.9')] })] });
    const result = check([route(left)], { peerings: [pair, other], where: null });
    expect(rule(result, 'heard on')).toEqual({
      rule: 'heard on the sessions that should hear it',
      met: null,
      seen: '1 of 3 (ams 1 of 2); which should is not told',
    });
    expect(rule(check([], { where: null }), 'heard on')).toMatchObject({ met: null });
  });

  it('on a session of which Microsoft has the two ends the other way round', () => {
    const carrier = agreeing();
    const turned = carrier.connection('ams-er1/ae0');
    const sessions = turned.sessions.map(each => ({ ...each, microsoft: each.peer, peer: each.microsoft }));
    const swapped = peering({ name: 'turned', connections: [{ ...turned, sessions }] });
    carrier.told({ call: 'peerings', peerings: [swapped], list: whole });
    carrier.told(
      { call: 'received-routes', routes: [route('198.51.100.1')], list: whole },
      routesSubject(swapped.key, prefix),
    );
    const { join, state } = carrier.side();
    const subject = { prefix, peerings: [swapped], where: 'of its peering', registered: null, ownAsn: 64496 };
    const result = checkPrefix(subject, state, join);
    expect(result.sessions.map(each => [each.address, each.heard])).toEqual([['198.51.100.1', true]]);
    expect(met(result, 'heard')).toBe(true);
  });

  it('by the end that the router has, where it is declared which connection is meant', () => {
    const declared = [{ router: 'ams-er1', interface: 'ae0', connection: 'guid-of-ams-er1-ae0' }];
    const carrier = twoEnds(declared).settle();
    const sessions = carrier.connection('ams-er1/ae0').sessions.map(each => ({ ...each, peer: '203.0.113.77' }));
    const wrong = carrier.peering('ams-er1/ae0', { sessions: sessions.slice(0, 1) });
    carrier.told({ call: 'peerings', peerings: [wrong], list: whole });
    carrier.told(
      { call: 'received-routes', routes: [route('198.51.100.1')], list: whole },
      routesSubject(wrong.key, prefix),
    );
    const { join, state } = carrier.side();
    const subject = { prefix, peerings: [wrong], where: 'of its peering', registered: null, ownAsn: 64496 };
    expect(checkPrefix(subject, state, join).sessions).toMatchObject([{ address: '198.51.100.1', heard: true }]);
  });

  it('once on an end that two sessions share: which of them is not known', () => {
    const shared = peering({
      flavour: 'exchange',
      connections: ['198.51.100.2', '198.51.100.3'].map(microsoft =>
        connection({ sessions: [up(left, { microsoft })] }),
      ),
    });
    const heard = (...routes: readonly ReceivedRoute[]) =>
      check(routes, { peerings: [shared] }).sessions.map(each => each.heard);
    expect(heard(route(left))).toEqual([null, null]);
    expect(heard(route(left), route(left))).toEqual([true, true]);
    expect(heard()).toEqual([false, false]);
  });

  it('on each session with what its own route breaks', () => {
    const result = check([route(left), route(right, { asPath: [64496, 64512, 64512, 64500] })]);
    expect(result.sessions.map(each => each.broken)).toEqual([
      [],
      ['AS path of at most 3', 'no AS number twice in the path (no prepending)', 'no private AS number in the path'],
    ]);
  });

  it('as far as is known, when one of two peerings could not be asked', () => {
    const other: Peering = peering({ name: 'fra', connections: [connection({ sessions: [up('198.51.100.9')] })] });
    const state = [
      answered(
        { call: 'received-routes', routes: onBoth(), list: whole },
        { at: 5, subject: routesSubject(pair.key, prefix) },
      ),
      failed('received-routes', { subject: routesSubject(other.key, prefix) }, failure({ text: 'forbidden' })),
    ].reduce(afterTold, nothingTold('sub-1', listInterval));
    const result = checkPrefix(
      { prefix, peerings: [pair, other], where: 'of its peering', registered: null, ownAsn: null },
      state,
      noJoin,
    );
    expect(result).toMatchObject({ askedAt: 5, failures: ['fra: forbidden'] });
    expect(met(result, 'heard')).toBeNull();
  });

  it('at a PNI, where the connection is known to be one', () => {
    const carrier = agreeing();
    const { join, state, peerings } = carrier.side();
    const subject = {
      prefix,
      peerings: peerings.map(each => each.peering),
      where: 'of its peering',
      registered: null,
      ownAsn: null,
    };
    expect(checkPrefix(subject, state, join).sessions.map(each => each.pni)).toEqual(['ams-er1/ae0', 'ams-er2/ae0']);
  });
});

describe('the path', () => {
  it.each([
    [[64496], true],
    [[64496, 64500, 64501], true],
    [[64496, 64500, 64501, 64502], false],
  ])('%j is short enough: %s', (asPath, expected) => {
    expect(met(check(onBoth({ asPath })), 'AS path of at most 3')).toBe(expected);
  });

  it.each([
    [[64496, 64500], true],
    [[64496, 64496], false],
    [[64496, 64500, 64500], false],
  ])('%j is without prepending: %s', (asPath, expected) => {
    expect(met(check(onBoth({ asPath })), 'prepending')).toBe(expected);
  });

  it.each([
    [64495, false],
    [64511, false],
    [64512, true],
    [65534, true],
    [65535, false],
    [65536, false],
    [4199999999, false],
    [4200000000, true],
    [4294967294, true],
    [4294967295, false],
    [23456, false],
  ])('with AS%d in it has a private AS number: %s', (asn, expected) => {
    expect(isPrivateAsn(asn)).toBe(expected);
    expect(met(check(onBoth({ asPath: [64496, asn] })), 'private AS')).toBe(!expected);
  });

  it('begins with our AS number, where that is known', () => {
    expect(met(check(onBoth({ asPath: [64500, 64496] })), 'begins with AS64496')).toBe(false);
    expect(check(onBoth(), { ownAsn: null }).rules.some(each => each.rule.startsWith('begins'))).toBe(false);
  });

  it.each([null, []])('that cannot be read (%j) leaves its rules open', asPath => {
    const result = check([route(left), route(right, { asPath, asPathText: '64496 {64500 64501}' })]);
    for (const about of ['at most 3', 'prepending', 'private AS', 'begins']) expect(met(result, about)).toBeNull();
    expect(rule(result, 'at most 3')?.seen).toBe('64496, 64496 {64500 64501}');
  });

  it('that breaks a rule on one session breaks it, whatever the other says', () => {
    const result = check([route(left), route(right, { asPath: [64496, 64496] })]);
    expect(rule(result, 'prepending')).toMatchObject({ met: false, seen: '64496, 64496 64496' });
  });

  it('of a prefix that nobody hears is not known', () => {
    expect(rule(check([]), 'at most 3')).toMatchObject({ met: null, seen: 'no route heard' });
  });
});

describe('validity is', () => {
  it.each([
    ['Valid', true],
    ['valid', true],
    ['Invalid', false],
    ['Unknown', null],
    ['NotFound', null],
    [null, null],
  ])('%s: %s', (word, expected) => {
    const result = check(onBoth({ originValidation: word, rpkiValidation: word }));
    expect(rule(result, 'routing registry')).toMatchObject({ met: expected, seen: word ?? 'not told' });
    expect(rule(result, 'RPKI')).toMatchObject({ met: expected });
  });

  it('broken by one invalid route among valid and unknown ones', () => {
    const words = ['Valid', 'Unknown', 'Invalid'];
    const routes = [left, right].map((hop, each) => route(hop, { rpkiValidation: words[each + 1] ?? null }));
    expect(rule(check(routes), 'RPKI')).toMatchObject({ met: false, seen: 'Unknown, Invalid' });
  });
});

describe('the community is known only by the registration', () => {
  const community = (registered: RegisteredPrefix | null) => rule(check(onBoth(), { registered }), 'community');
  const refused = 'Received route for prefix should have the MAPS community 8075:8007';

  it('that has verified the prefix, or has missed it', () => {
    expect(community(registeredPrefix({ validation: 'verified' }))).toMatchObject({ met: true });
    expect(community(registeredPrefix({ validation: 'Failed', errorMessage: refused }))).toMatchObject({
      met: false,
      seen: refused,
    });
  });

  it('and is open where that has not told, or complains of something else', () => {
    expect(community(null)).toMatchObject({ met: null, seen: expect.stringContaining('look on the router') });
    expect(community(registeredPrefix({ validation: 'Pending' }))).toMatchObject({ met: null });
    const other = registeredPrefix({ validation: 'Failed', errorMessage: "AS path isn't correct" });
    expect(community(other)).toMatchObject({ met: null });
  });
});

describe('a public prefix', () => {
  it.each(['192.0.2.0/24', '198.51.100.0/24', '203.0.113.0/24', '2001:db8::/32', '172.32.0.0/16', '172.15.0.0/16'])(
    'is %s, documentation ranges among them',
    each => {
      expect(met(check(null, { prefix: each }), 'public')).toBe(true);
    },
  );

  it.each([
    '10.0.0.0/8',
    '10.255.255.0/24',
    '172.16.0.0/12',
    '172.31.1.0/24',
    '192.168.1.0/24',
    'fd00::/8',
    'fc01::/48',
  ])('is not %s', each => {
    expect(met(check(null, { prefix: each }), 'public')).toBe(false);
  });
});
