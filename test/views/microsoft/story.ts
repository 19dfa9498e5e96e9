/** The console on a carrier that Microsoft has told of: what the tests of its panes, forms and commands look at. */
import { instant } from '../../../src/network/units.ts';
import { Withheld } from '../../../src/network/withheld.ts';
import type { Prompt } from '../../../src/state/screen.ts';
import type { Key } from '../../../src/terminal/keys.ts';
import {
  listOf,
  note,
  prefixEvent,
  registeredPrefix,
  service,
  servicePrefix,
  whole,
} from '../../network/microsoft/microsoft-samples.ts';
import { agreeing, TwoEnds } from '../../network/microsoft/two-ends.ts';
import { type Console, type ConsoleOptions, openConsole } from '../../screens/console.ts';
import type { Story } from '../../screens/fleets.ts';

/** The first PNI, its peering, and a prefix that is registered under it. */
export const first = 'ams-er1/ae0';
/** The other PNI of Amsterdam. */
export const second = 'ams-er2/ae0';
/** Registered under the peering of the first PNI. */
export const web = '203.0.113.0/24';
/** A telephone number of the NOC, which nobody sees without asking. */
export const phone = '+1-555-0100';

/** A carrier at the moment that it is at. */
export const storyOf = (carrier: TwoEnds): Story => ({
  fleet: carrier.fleet,
  picture: carrier.picture(),
  events: [],
  now: instant(carrier.now),
});

/** Opens a console on a carrier. */
export const openOn = (carrier: TwoEnds, options: ConsoleOptions = {}): Console =>
  openConsole(storyOf(carrier), options);

/** Both PNIs agree; a registered prefix, a service with a prefix, contacts, a facility and a note are told. */
export function told(): TwoEnds {
  const carrier = agreeing();
  const { key } = carrier.peering(first);
  const contact = { role: 'Noc', name: 'NOC', email: 'noc@example.net', phone: new Withheld(phone) };
  carrier.told({ call: 'registered-prefixes', prefixes: [registeredPrefix()], list: whole }, key);
  carrier.told({ call: 'services', services: [service({ name: 'Shop' })], list: whole });
  const events = [prefixEvent('PrefixAnnouncementEvent', { at: instant(carrier.now - 60_000) })];
  carrier.told({ call: 'service-prefixes', prefixes: [servicePrefix({ events })], list: whole }, '/services/shop');
  carrier.told({ call: 'contacts', networks: [{ asn: 8075, contacts: [contact] }] });
  carrier.told({ call: 'facilities', facilities: [{ id: 69, name: 'House 1', city: 'Amsterdam', country: 'NL' }] });
  return carrier.told({ call: 'notes', notes: [note()], list: whole });
}

/** The same carrier where Microsoft's side is not configured. */
export function withoutMicrosoft(): TwoEnds {
  const carrier = new TwoEnds({ Amsterdam: { 'ams-er1': [{}], 'ams-er2': [{}] } });
  carrier.fleet = { ...carrier.fleet, microsoft: null };
  return carrier.settle();
}

/** Microsoft lists the first connection otherwise; the second stays as it is. */
export const listing = (carrier: TwoEnds, more: Parameters<TwoEnds['peering']>[1]): TwoEnds =>
  carrier.told(listOf([carrier.peering(first, more), carrier.peering(second)]));

const isTyped = (character: string): character is Extract<Key, string> => /^[ -~]$/.test(character);

/** Types a text, each character as its key. */
export function type(console: Console, text: string): void {
  for (const character of text) {
    if (!isTyped(character)) throw new Error(`no key types ${character}`);
    console.press(character);
  }
}

/** Answers the questions of a form one after the other. */
export function answer(console: Console, ...answers: readonly string[]): void {
  for (const each of answers) {
    type(console, each);
    console.press('enter');
  }
}

/** The form that is open. */
export function form(console: Console): Extract<Prompt, { readonly kind: 'form' }> {
  const { prompt } = console.model().screen;
  if (prompt?.kind !== 'form') throw new Error('no form is open');
  return prompt;
}

/** The last line of the screen. */
export const bottom = (console: Console): string => console.text().split('\n').at(-1) ?? '';

/** The pane on screen. */
export const place = (console: Console) => console.model().screen.path.at(-1);

/** The lines of the screen in which a text stands. */
export const linesWith = (console: Console, part: string): readonly string[] =>
  console
    .text()
    .split('\n')
    .filter(each => each.includes(part))
    .map(each => each.trim());
