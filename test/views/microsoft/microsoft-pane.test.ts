import { describe, expect, it } from 'vitest';
import {
  connection,
  failure,
  legacyList,
  listOf,
  peering,
  registeredPrefix,
  theirSession,
  whole,
} from '../../network/microsoft/microsoft-samples.ts';
import type { Console } from '../../screens/console.ts';
import { first, linesWith, listing, openOn, place, second, told, withoutMicrosoft } from './story.ts';

const open = (carrier = told(), columns = 200, rows = 40): Console =>
  openOn(carrier, { path: [{ pane: 'microsoft' }], columns, rows });
const rowOf = (console: Console, name: string) => linesWith(console, name)[0] ?? '';
const down = (carrier = told()) =>
  listing(carrier, { sessions: carrier.connection(first).sessions.map(each => ({ ...each, state: 'Idle' })) });

describe("Microsoft's side of every PNI", () => {
  it('is a row for each connection, beside the PNI that it is', () => {
    const console = open();
    expect(console.model().rows.map(each => each.opens)).toEqual([
      { pane: 'pni', id: first },
      { pane: 'pni', id: second },
    ]);
    expect(rowOf(console, first)).toMatch(
      /^▸ ● ams-er1\/ae0 .*Amsterdam .*Active .*● Established .*● Established .*agrees/,
    );
    expect(console.text()).toContain('Microsoft, 0 s old');
  });

  it('says which disagrees, and puts it first', () => {
    const console = open(down());
    expect(rowOf(console, first)).toMatch(/▸ ● ams-er1\/ae0 .*Idle .*Idle .*disagrees/);
    expect(rowOf(console, second)).toMatch(/agrees/);
  });

  it('says that no router has a connection, and where it leads: nowhere', () => {
    const carrier = told();
    const lost = connection({ identifier: 'lost-one', sessions: [theirSession({ microsoft: '203.0.113.1' })] });
    carrier.told(listOf([peering({ name: 'lost', connections: [lost] }), carrier.peering(first)]));
    const console = open(carrier);
    expect(rowOf(console, 'lost lost-one')).toContain('no router');
    expect(console.model().rows[0]?.opens).toBeNull();
    expect(console.text()).toMatch(
      /lost lost-one: Microsoft lists a connection at Amsterdam \(Active, 203\.0\.113\.1\)/,
    );
  });

  it('tells the selected connection in words', () => {
    const console = open(
      listing(told(), { state: 'Validating', facilityId: 69, errorMessage: 'wait', hasMd5Key: true }),
    );
    console.press('g');
    const chosen = console.model().rows.findIndex(each => each.text.includes(first));
    for (let step = 0; step < chosen; step++) console.press('j');
    const text = console.text().replace(/\s+/g, ' ');
    for (const part of ['direct', 'House 1', 'has an MD5 key', 'found by its addresses', 'deny-all policy', ': wait'])
      expect(text).toContain(part);
    expect(text).toContain('v4 198.51.100.2 ⇄ 198.51.100.1 Established');
  });

  it('is never good by an answer that is too old', () => {
    const carrier = told();
    for (let poll = 0; poll < 13; poll++) carrier.poll();
    const console = open(carrier);
    expect(rowOf(console, first)).toMatch(/^▸ \? ams-er1\/ae0 .*\? Established .*\? Established/);
    expect(console.text()).not.toMatch(/● (Active|Established|ams)/);
  });

  it('says why the list was not told of late, and what of it could not be read', () => {
    const carrier = told().untold('peerings', failure({ text: 'the API answers 503' }));
    expect(open(carrier).text()).toContain('list of peerings: the API answers 503');
    const cut = told();
    cut.told(listOf([cut.peering(first), cut.peering(second)], { unreadable: 2, cut: true }));
    const text = open(cut).text();
    expect(text).toContain("2 records of Microsoft's could not be read and are left out");
    expect(text).toContain('not all pages were read of: list of peerings');
    expect(text).toContain('Microsoft: 2 of its peerings could not be read');
  });

  it('names a legacy peering as such', () => {
    const carrier = told();
    carrier.told(listOf([carrier.peering(first)]));
    carrier.told(legacyList({ ...carrier.peering(second), legacy: true }), 'Direct Amsterdam');
    expect(rowOf(open(carrier, 200), second)).toContain('legacy');
    expect(open(carrier).text()).toContain('a legacy peering at Amsterdam: convert it to an Azure resource');
  });

  it.each([80, 100, 120])(
    'keeps both sessions at %d columns, by their marks where there is no room for words',
    columns => {
      expect(rowOf(open(down(), columns), first)).toMatch(/ams-er1\/ae0 .*Active +■( Idle)? +■( Idle)? +▲ disagrees/);
      expect(rowOf(open(told(), columns), second)).toMatch(/Active +●( Established)? +●( Established)? +agrees/);
    },
  );

  it('is filtered by what stands in it, and sorted', () => {
    const console = open(down());
    console.press('/', 'd', 'i', 's', 'a', 'g', 'enter');
    expect(console.model().rows.map(each => each.opens)).toEqual([{ pane: 'pni', id: first }]);
    console.press('escape', 's');
    expect(console.model().screen.flash?.text).toBe('sorted by metro');
  });

  it('opens the PNI and copies the connection in one line', () => {
    const console = open();
    console.press('y', 'enter');
    expect(console.effects).toEqual([
      {
        kind: 'copy',
        text: `${first}, Amsterdam, Microsoft: Active, ipv4 198.51.100.2 Established, ipv6 2001:db8:1:1::2 Established, guid-of-ams-er1-ae0`,
      },
    ]);
    expect(place(console)).toEqual({ pane: 'pni', id: first });
  });

  it('says how to have it where it is not configured, and that nothing is known before it answers', () => {
    expect(open(withoutMicrosoft()).text()).toContain("Microsoft's side is not configured: add peeringApi");
    const silent = told();
    silent.told(listOf([]));
    expect(open(silent).text()).toContain('no connection is known yet');
  });
});

describe('the pane of prefixes', () => {
  const openPrefixes = (carrier = told()): Console => openOn(carrier, { path: [{ pane: 'prefixes' }] });

  it('has what is wrong first, with what Microsoft says and what to do', () => {
    const carrier = told();
    const errorMessage = 'Advertisement missing MAPS community';
    const bad = registeredPrefix({
      key: 'bad',
      name: 'bad',
      prefix: '192.0.2.0/24',
      validation: 'Failed',
      errorMessage,
    });
    carrier.told(
      { call: 'registered-prefixes', prefixes: [registeredPrefix(), bad], list: whole },
      carrier.peering(first).key,
    );
    const console = openPrefixes(carrier);
    expect(console.model().rows.map(each => each.id)[0]).toBe('registered bad');
    expect(console.text()).toContain('192.0.2.0/24, registered as bad under ams-er1-ae0');
    expect(console.text()).toContain('What to do: send community 8075:8007 with the prefix on every session.');
  });

  it('opens the check of the one that is selected', () => {
    const console = openPrefixes();
    const [row] = console.model().rows;
    console.press('enter');
    expect(place(console)).toEqual(row?.opens);
  });
});
