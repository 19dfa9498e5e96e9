import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { cardLines, escalationCard } from '../../../src/network/microsoft/escalation.ts';
import type { Contact } from '../../../src/network/microsoft/peerings.ts';
import { instant, millis } from '../../../src/network/units.ts';
import { Withheld } from '../../../src/network/withheld.ts';
import { sampleSchema } from '../../../src/state/recorded.ts';
import { answered, connection, failed, listOf, peering, theirSession, whole } from './microsoft-samples.ts';
import { type TwoEnds, twoEnds } from './two-ends.ts';

const id = 'ams-er1/ae0';
const number = '+1-555-0100';
const contact = (role: string): Contact => ({
  role,
  name: 'NOC',
  email: 'noc@example.net',
  phone: new Withheld(number),
});

/** A carrier of which Microsoft has told everything that a card can hold. */
function settled(): TwoEnds {
  const carrier = twoEnds().settle();
  const ids = (request: string) => ({ request, correlation: `correlation-${request}` });
  const connection = {
    identifier: '9bba5769-c03d-4c84-8ece-b78526ebccde',
    trackingId: 'MS-4711',
    facilityId: 69,
    errorMessage: 'waits for a fibre',
  };
  carrier.told(listOf([carrier.peering(id, connection)]), '', ids('list'));
  carrier.told({ call: 'facilities', facilities: [{ id: 69, name: 'House 1', city: 'Amsterdam', country: 'NL' }] });
  carrier.told({ call: 'contacts', networks: [{ asn: 8075, contacts: [contact('Noc')] }] });
  const own = { name: 'own', asn: 64496, peerName: null, validationState: 'Approved', errorMessage: null };
  carrier.told({ call: 'peer-asns', asns: [{ ...own, contacts: [contact('Escalation')] }], list: whole });
  const about = carrier.peering(id).key;
  carrier.told({ call: 'registered-prefixes', prefixes: [], list: whole }, about, ids('prefixes'));
  carrier.fold(failed('health', { at: carrier.now, ids: { request: 'only-request', correlation: null } }));
  carrier.told({ call: 'services', services: [], list: whole }, '', ids('unrelated'));
  return carrier;
}
function card(carrier: TwoEnds, phones = false, which = id) {
  const { partner } = carrier.settings;
  const time = { now: instant(carrier.now), offset: millis(3_600_000) };
  return escalationCard({ kind: 'pni', pni: carrier.pni(which) }, carrier.side(), partner, time, phones);
}
const cardText = (lines: Parameters<typeof cardLines>[0]): string => cardLines(lines).join('\n');
const line = (carrier: TwoEnds, label: string) => card(carrier).find(each => each.label === label)?.text;

describe('the card of a PNI', () => {
  it('holds everything that support asks for', () => {
    const text = cardText(card(settled()));
    for (const part of [
      'Example Carrier, AS64496',
      'ams-er1/ae0, Amsterdam',
      'sub-1',
      '/Peerings/ams-er1-ae0',
      '9bba5769-c03d-4c84-8ece-b78526ebccde',
      'MS-4711',
      'Active: in service',
      'waits for a fibre',
      'House 1, Amsterdam',
      '198.51.100.1 (ours) ⇄ 198.51.100.2 (Microsoft)',
      'router established, Microsoft Established',
      '2001:db8:1:1::1 (ours) ⇄ 2001:db8:1:1::2 (Microsoft)',
      'correlation-list',
      'correlation-prefixes',
      'only-request',
      'peeringservice@microsoft.com',
      'peering@microsoft.com',
      'noc@example.net',
    ]) {
      expect(text).toContain(part);
    }
  });

  it('quotes the calls about its peering and those that failed, newest first, by the time of day', () => {
    const quoted = card(settled())
      .filter(each => each.label === 'correlation')
      .map(each => each.text);
    expect(quoted).toEqual([
      'only-request  health 1970-01-01T01:16:51Z, failed',
      'correlation-prefixes  registered-prefixes 1970-01-01T01:16:51Z',
      'correlation-list  peerings 1970-01-01T01:16:51Z',
    ]);
  });

  it('quotes the calls about its own peering, and about no other whose name begins with it', () => {
    const carrier = twoEnds().settle();
    const { key } = carrier.peering(id);
    carrier.told(listOf([carrier.peering(id)]));
    const asked = (subject: string, correlation: string) =>
      carrier.told({ call: 'received-routes', routes: [], list: whole }, subject, { request: null, correlation });
    asked(`${key}-2`, 'of the neighbour');
    asked(`${key}-2 203.0.113.0/24`, 'of its prefix');
    asked(key, 'of the sample');
    asked(`${key} 203.0.113.0/24`, 'of the prefix');
    const quoted = card(carrier).filter(each => each.label === 'correlation');
    expect(quoted.map(each => each.text.replace(/ {2}.*/, ''))).toEqual(['of the prefix', 'of the sample']);
    const without = card(carrier, false, 'ams-er2/ae0').filter(each => each.label === 'correlation');
    expect(without).toEqual([]);
  });

  it('is as many lines as it has entries, each label in front of its text', () => {
    const lines = card(settled());
    const text = cardLines(lines);
    expect(text).toHaveLength(lines.length);
    expect(text[0]).toMatch(/^partner +Example Carrier, AS64496$/);
    expect(text.every(each => !each.includes('\n') && each === each.trimEnd())).toBe(true);
    expect(new Set(text.map((each, at) => each.length - (lines[at]?.text.length ?? 0))).size).toBe(1);
  });

  it('withholds telephone numbers unless somebody asks for them', () => {
    const carrier = settled();
    const text = cardText(card(carrier));
    expect(text).not.toContain(number);
    expect(text).toContain('Noc, NOC, noc@example.net, phone withheld');
    expect(text).toMatch(/^as registered, AS64496 +Escalation, NOC, noc@example\.net, phone withheld$/m);
    expect(cardText(card(carrier, true)).split(number)).toHaveLength(3);
  });

  it('says when no connection is known, and what is not told', () => {
    const carrier = settled();
    expect(cardText(card(carrier, false, 'ams-er2/ae0'))).toContain(
      'no connection at Microsoft was found for this PNI',
    );
    const silent = twoEnds().settle();
    expect(line(silent, 'peering')).toBe('no connection at Microsoft was found for this PNI');
    expect(line(silent, 'connection id')).toBeUndefined();
    silent.told(listOf([silent.peering(id, { identifier: null })]));
    expect(line(silent, 'connection id')).toBe('none told');
    expect(line(silent, 'tracking id')).toBe('none told');
    expect(line(silent, 'error')).toBeUndefined();
  });

  it('goes by what the router says when Microsoft tells nothing of a session', () => {
    const carrier = twoEnds();
    carrier.session(id, 'ipv4').state = 'idle';
    expect(line(carrier.settle(), 'v4')).toBe('198.51.100.1 (ours) ⇄ 198.51.100.2 (Microsoft)');
    expect(line(carrier, 'v4 state')).toBe('router idle, Microsoft tells none');
    expect(line(carrier, 'v6 state')).toBe('router established, Microsoft tells none');
  });

  it('tells how old each end is, marks what is too old, and says what we have shut', () => {
    const carrier = twoEnds().settle();
    const ipv4 = carrier.session(id, 'ipv4');
    Object.assign(ipv4, { state: 'idle', admin: 'stop', lastError: { code: 6, subcode: 2 } });
    carrier.told(listOf([carrier.peering(id)]));
    for (let poll = 0; poll < 13; poll++) carrier.poll();
    expect(line(carrier, 'as of')).toBe('router 0 s ago, Microsoft 2 min ago, OLD');
    expect(line(carrier, 'v4 state')).toBe('router idle (shut down here), Microsoft Established (OLD)');
    expect(line(carrier, 'v4 last error')).toMatch(/Administrative Shutdown/i);
    expect(line(carrier, 'v6 last error')).toBeUndefined();
  });

  it('can be of a connection that no PNI was found for', () => {
    const carrier = twoEnds().settle();
    const sessions = [theirSession({ microsoft: '203.0.113.2', peer: '203.0.113.1', state: 'Idle' })];
    carrier.told(
      listOf([peering({ connections: [connection({ identifier: 'lost', trackingId: 'MS-1', sessions })] })]),
    );
    const [view] = carrier.side().connections;
    if (view === undefined) throw new Error('no connection');
    const time = { now: instant(carrier.now), offset: millis(0) };
    const about = { kind: 'connection', connection: view } as const;
    const text = cardText(escalationCard(about, carrier.side(), carrier.settings.partner, time, false));
    for (const part of [
      'none here was found for this connection, Amsterdam',
      'lost',
      'MS-1',
      '203.0.113.1 (ours) ⇄ 203.0.113.2 (Microsoft)',
      'Microsoft Idle',
      'Microsoft 0 s ago',
      'peeringservice@microsoft.com',
    ]) {
      expect(text).toContain(part);
    }
  });

  it('is lines of text without control characters, whatever came from outside', () => {
    const carrier = settled();
    const evil = '\u001b]0;title\u0007\u202eevil\r\n\u009b31m';
    const sample = answered(
      listOf([carrier.peering(id, { identifier: evil, trackingId: evil, errorMessage: evil, state: evil })]),
      { at: carrier.now },
    );
    // Texts are cleaned at the door, of which the recording's is one.
    carrier.fold(sampleSchema.parse(JSON.parse(JSON.stringify(sample))));
    const text = cardText(card(carrier));
    expect(text).toContain('evil');
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(text.split('\n')).toHaveLength(card(carrier).length);
  });
});

describe('a withheld text', () => {
  const phone = new Withheld(number);

  it('is shown to nobody who does not ask', () => {
    expect(`${phone}`).toBe('(withheld)');
    expect(inspect({ phone })).toBe('{ phone: (withheld) }');
    expect(JSON.stringify({ phone })).toBe('{"phone":null}');
    expect(JSON.stringify(Object.entries({ ...phone }))).toBe('[]');
    expect(phone.reveal()).toBe(number);
  });
});
