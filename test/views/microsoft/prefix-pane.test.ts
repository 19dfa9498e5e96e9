import { describe, expect, it } from 'vitest';
import { type ListState, routesSubject } from '../../../src/network/microsoft/answers.ts';
import type { ReceivedRoute } from '../../../src/network/microsoft/routes.ts';
import { instant } from '../../../src/network/units.ts';
import {
  connection,
  failure,
  listOf,
  peering,
  prefixEvent,
  registeredPrefix,
  route,
  service,
  servicePrefix,
  whole,
} from '../../network/microsoft/microsoft-samples.ts';
import type { TwoEnds } from '../../network/microsoft/two-ends.ts';
import type { Console, ConsoleOptions } from '../../screens/console.ts';
import { first, linesWith, openOn, place, second, told, web, withoutMicrosoft } from './story.ts';

const ours = ['198.51.100.1', '198.51.100.33'] as const;

/** Both PNIs in one peering, under which the prefix is registered. */
function oneParent(): TwoEnds {
  const carrier = told();
  const connections = [first, second].map(id => carrier.connection(id));
  carrier.told(listOf([peering({ name: 'ams', connections })]));
  return carrier.told({ call: 'registered-prefixes', prefixes: [registeredPrefix()], list: whole }, '/peerings/ams');
}
const heard = (carrier: TwoEnds, routes: readonly ReceivedRoute[], list: ListState = whole): TwoEnds =>
  carrier.told({ call: 'received-routes', routes, list }, routesSubject('/peerings/ams', web));
const open = (carrier: TwoEnds, options: ConsoleOptions = {}, prefix = web): Console =>
  openOn(carrier, { path: [{ pane: 'prefix', prefix }], columns: 120, rows: 40, ...options });
const rule = (console: Console, about: string) => linesWith(console, about)[0] ?? '';

describe('the check of a prefix', () => {
  it('that nobody has asked for says how to ask', () => {
    const console = open(oneParent());
    expect(console.text()).toContain(`${web}, registered under ams`);
    expect(console.text()).toContain('not asked yet: c asks every session');
    expect(rule(console, 'heard on every session')).toMatch(/^\?/);
    for (const address of ours) expect(rule(console, address)).toMatch(/\? 198\S+ .*not asked/);
  });

  it('that every session hears keeps its rules', () => {
    const console = open(
      heard(
        oneParent(),
        ours.map(each => route(each)),
      ),
    );
    expect(rule(console, 'heard on every session')).toMatch(/^● .*2 of 2$/);
    expect(rule(console, 'AS path of at most 3')).toMatch(/^● .*64496$/);
    expect(rule(console, 'a public prefix')).toMatch(/^● /);
    for (const address of ours)
      expect(rule(console, `${address} `)).toMatch(/● 198\S+ +ams-er\d\/ae0 +heard .*Established +64496 +Valid +Valid/);
    expect(console.text()).toContain('asked 0 s ago; c asks again');
  });

  it('that a session does not hear says which', () => {
    const console = open(heard(oneParent(), [route(ours[0])]));
    expect(rule(console, 'heard on every session')).toMatch(/^▲ .*1 of 2, not from 198\.51\.100\.33$/);
    expect(linesWith(console, `▲ ${ours[1]}`)).toEqual([expect.stringContaining('not heard')]);
  });

  it('that was not told whole leaves open what was not told', () => {
    const console = open(heard(oneParent(), [route(ours[0])], { unreadable: 1, cut: false }));
    expect(rule(console, 'heard on every session')).toMatch(/^\? /);
    expect(linesWith(console, `? ${ours[1]}`)).toHaveLength(1);
    expect(console.text()).not.toContain('not from');
  });

  it('does not miss the sessions of a connection that validates', () => {
    const carrier = oneParent();
    const connections = [carrier.connection(first), carrier.connection(second, { state: 'Validating' })];
    carrier.told(listOf([peering({ name: 'ams', connections })]));
    const console = open(heard(carrier, [route(ours[0])]));
    expect(rule(console, 'heard on every session')).toMatch(/^● .*1 of 1$/);
    expect(console.model().rows).toHaveLength(1);
  });

  it('that breaks a rule says what was seen', () => {
    const asPath = [64496, 64512, 64500, 64501];
    const console = open(
      heard(
        oneParent(),
        ours.map(each => route(each, { asPath, rpkiValidation: 'Invalid' })),
      ),
    );
    expect(rule(console, 'AS path of at most 3')).toMatch(/^▲ .*64496 64512 64500 64501$/);
    expect(rule(console, 'no private AS number')).toMatch(/^▲ /);
    expect(rule(console, 'RPKI valid')).toMatch(/^▲ .*Invalid$/);
    expect(rule(console, 'begins with AS64496')).toMatch(/^● /);
  });

  it('marks the session whose route breaks a rule, and no other', () => {
    const console = open(
      heard(oneParent(), [route(ours[0]), route(ours[1], { asPath: [64496, 64500, 64501, 64502] })]),
    );
    expect(linesWith(console, `● ${ours[0]}`)).toEqual([expect.stringContaining('heard')]);
    expect(linesWith(console, `▲ ${ours[1]}`)).toEqual([expect.stringContaining('64496 64500 64501 64502')]);
  });

  it('tells all of what a rule was judged by, on as many lines as that takes', () => {
    const pathOf = (asn: number) => Array.from({ length: 9 }, () => asn);
    const [one, two] = [pathOf(4_199_999_900), pathOf(4_199_999_901)];
    const console = open(heard(oneParent(), [route(ours[0], { asPath: one }), route(ours[1], { asPath: two })]));
    expect(console.text().replaceAll(/\s+/g, ' ')).toContain(`${one.join(' ')}, ${two.join(' ')}`);
  });

  it('puts the rules that are kept on one line where there is little room, and no other', () => {
    const console = open(heard(oneParent(), [route(ours[0])]), { columns: 80, rows: 24 });
    expect(console.text()).toMatch(/\d of \d rules are kept/);
    expect(console.text()).toContain('heard on every session of its peering');
    expect(console.text()).not.toContain('a public prefix');
  });

  it('says what could not be asked', () => {
    const carrier = oneParent().untold(
      'received-routes',
      failure({ text: 'not allowed' }),
      routesSubject('/peerings/ams', web),
    );
    expect(open(carrier).text()).toContain('ams: not allowed');
  });

  it('of a prefix that is not registered looks on every peering', () => {
    const console = open(told(), {}, '192.0.2.0/24');
    expect(console.text()).toContain('192.0.2.0/24, not registered: looked for on every peering');
    expect(console.model().rows.map(each => each.opens)).toEqual([
      { pane: 'pni', id: first },
      { pane: 'pni', id: second },
    ]);
  });

  it('of a service prefix looks at the places where its provider serves it', () => {
    const carrier = told();
    const shop = { ...service({ name: 'Shop' }), primaryLocation: 'amsterdam', backupLocation: 'Paris' };
    carrier.told({ call: 'services', services: [shop], list: whole });
    const far = peering({ name: 'far', location: 'Singapore', connections: [carrier.connection(second)] });
    const exchange = peering({ name: 'ix', flavour: 'exchange', connections: [carrier.connection(second)] });
    carrier.told(listOf([{ ...carrier.peering(first), location: 'Amsterdam' }, far, exchange]));
    const console = open(carrier, {}, '198.51.100.0/24');
    expect(console.model().rows.map(each => each.opens)).toEqual([{ pane: 'pni', id: first }]);
    expect(rule(console, 'heard on every session at its locations')).toMatch(/^\? /);
    console.press('c');
    const peerings = [carrier.peering(first)].map(each => expect.objectContaining({ key: each.key }));
    expect(console.effects).toEqual([
      { kind: 'ask', question: { kind: 'routes', peerings, prefix: '198.51.100.0/24' } },
    ]);
  });

  it('is that of a registered prefix in whatever spelling it was typed', () => {
    const carrier = told();
    const prefixes = [registeredPrefix({ prefix: '2001:DB8:0A00::/40' })];
    carrier.told({ call: 'registered-prefixes', prefixes, list: whole }, carrier.peering(first).key);
    const console = open(carrier, {}, '2001:db8:a00::/40');
    expect(console.text()).toContain('registered under ams-er1-ae0');
    expect(rule(console, 'announced with community')).toMatch(/^● .*Microsoft has verified it$/);
    expect(console.model().rows.map(each => each.opens)).toEqual([{ pane: 'pni', id: first }]);
  });

  it('is no green by a list or a verdict that is too old', () => {
    const carrier = heard(oneParent(), [route(ours[0]), route(ours[1])]);
    for (let polls = 0; polls < 70; polls++) carrier.poll();
    const console = open(carrier);
    expect(rule(console, 'announced with community')).toMatch(/^\? /);
    expect(linesWith(console, `${ours[0]} `)[0]).toContain('? Established');
  });

  it('of a peering without a session of its family has no rows, and says so', () => {
    const carrier = told();
    carrier.told(listOf([peering({ name: 'ams', connections: [connection()] })]));
    const console = open(carrier, {}, '2001:db8:1::/48');
    expect(console.model().rows).toEqual([]);
    expect(rule(console, 'heard on the sessions')).toMatch(/^\? .*no peering has a session of this family$/);
  });

  it('has a row for each session that opens its PNI and is copied in one line', () => {
    const console = open(
      heard(
        oneParent(),
        ours.map(each => route(each)),
      ),
    );
    console.press('j', 'y', 'enter');
    expect(console.effects).toEqual([{ kind: 'copy', text: `${ours[1]}, ${second}, ams, heard, 64496` }]);
    expect(place(console)).toEqual({ pane: 'pni', id: second });
  });

  it('tells the events of a service prefix, the newest first, by the time of day', () => {
    const carrier = told();
    const at = (hour: number) => ({ at: instant(Date.UTC(2026, 0, 2, hour)) });
    const events = [prefixEvent('PrefixWithdrawalEvent', at(3)), prefixEvent('PrefixActivePath', at(4))];
    carrier.told({ call: 'service-prefixes', prefixes: [servicePrefix({ events })], list: whole }, '/services/shop');
    const console = open(carrier, {}, '198.51.100.0/24');
    expect(linesWith(console, '2026-01-02')).toEqual([
      expect.stringMatching(/2026-01-02 04:00:00Z {2}active route$/),
      expect.stringMatching(/2026-01-02 03:00:00Z {2}withdrawn$/),
    ]);
    expect(console.text()).toContain('service under Shop');
  });

  it('says how to have it where Microsoft is not configured', () => {
    expect(open(withoutMicrosoft()).text()).toContain("Microsoft's side is not configured");
  });
});
