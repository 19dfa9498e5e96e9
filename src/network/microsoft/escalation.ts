/** What Microsoft's support asks for, put together for one PNI: plain text that can be pasted into a mail. */
import type { Pni } from '../pni.ts';
import { type Instant, instant } from '../units.ts';
import type { Contact } from './peerings.ts';
import type { MicrosoftPicture } from './picture.ts';
import { allTold, told } from './told.ts';

/** One line of the card: a label and what stands behind it. */
export interface CardLine {
  readonly label: string;
  readonly text: string;
}

/** Whom to write to (docs/microsoft.md). */
const addresses = {
  maps: 'peeringservice@microsoft.com (Azure Peering Service)',
  peering: 'peering@microsoft.com (peering)',
};

const zulu = (at: Instant): string => new Date(at).toISOString().replace(/\.\d+Z$/, 'Z');

/** Correlation ids worth quoting: the newest of the list of peerings, and of calls about this peering or that failed. */
function correlations({ state }: MicrosoftPicture, peering: string | null, offset: number): readonly CardLine[] {
  const recent = state.recent.filter(
    each =>
      each.subject === peering ||
      each.subject.startsWith(`${peering} `) ||
      each.call === 'peerings' ||
      each.failure !== null,
  );
  return recent
    .slice(-5)
    .toReversed()
    .flatMap(({ at, call, ids, failure }) => {
      const id = ids.correlation ?? ids.request;
      if (id === null) return [];
      const moment = zulu(instant(at + offset));
      return [{ label: 'correlation', text: `${id}  ${call} ${moment}${failure === null ? '' : ', failed'}` }];
    });
}

function contactText({ role, name, email, phone }: Contact, phones: boolean): string {
  const number = phone === null ? [] : [phones ? phone.reveal() : 'phone withheld'];
  return [role, name, email, ...number].filter(part => part !== null && part !== '').join(', ');
}

function contactLines(microsoft: MicrosoftPicture, phones: boolean): readonly CardLine[] {
  const peeringDb = told(microsoft.state, 'contacts')?.answer.networks ?? [];
  const own = allTold(microsoft.state, 'peer-asns').flatMap(each => each.answer.asns);
  return [
    { label: 'write to', text: addresses.maps },
    { label: '', text: addresses.peering },
    ...peeringDb.flatMap(({ asn, contacts }) =>
      contacts.map(contact => ({ label: `AS${asn}`, text: contactText(contact, phones) })),
    ),
    ...own.flatMap(({ asn, contacts }) =>
      contacts.map(contact => ({ label: `as registered, AS${asn ?? '?'}`, text: contactText(contact, phones) })),
    ),
  ];
}

/** The card of one PNI; `phones` shows telephone numbers, which nothing else does. */
export function escalationCard(
  pni: Pni,
  microsoft: MicrosoftPicture,
  partner: { readonly asn: number | null; readonly name: string | null },
  time: { readonly now: Instant; readonly offset: number },
  phones: boolean,
): readonly CardLine[] {
  const found = pni.microsoft;
  const line = (label: string, text: string | null): CardLine[] => (text === null ? [] : [{ label, text }]);
  const who = [partner.name, partner.asn === null ? null : `AS${partner.asn}`].filter(part => part !== null).join(', ');
  const facility = told(microsoft.state, 'facilities')?.answer.facilities.find(
    each => each.id === found?.connection.facilityId,
  );
  return [
    ...line('partner', who === '' ? null : who),
    ...line('PNI', `${pni.id}, ${pni.metro}`),
    ...line('written at', zulu(instant(time.now + time.offset))),
    ...line('subscription', microsoft.state.subscriptionId),
    ...line('peering', found?.peering.id ?? found?.peering.name ?? 'no connection at Microsoft was found for this PNI'),
    ...line('connection id', found === null ? null : (found.connection.identifier ?? 'none told')),
    ...line('tracking id', found === null ? null : (found.connection.trackingId ?? 'none told')),
    ...line('connection', found === null ? null : `${found.connection.state ?? 'no state'}: ${found.stage.words}`),
    ...line('error', found?.connection.errorMessage ?? null),
    ...line(
      'facility',
      facility === undefined ? null : [facility.name, facility.city].filter(part => part !== null).join(', '),
    ),
    ...pni.sessions.flatMap(session => {
      const theirs = session.microsoft;
      const family = session.afi === 'ipv4' ? 'v4' : 'v6';
      return [
        ...line(family, `${session.local ?? 'not told'} (ours) ⇄ ${session.peer} (Microsoft)`),
        ...line(
          `${family} state`,
          `router ${session.state ?? 'not heard'}, Microsoft ${theirs?.state ?? 'tells none'}`,
        ),
      ];
    }),
    ...correlations(microsoft, found?.peering.key ?? null, time.offset),
    ...contactLines(microsoft, phones),
  ];
}

/** The card as text: no box, no colour, one line each. */
export function cardLines(lines: readonly CardLine[]): readonly string[] {
  const width = Math.max(...lines.map(each => each.label.length));
  return lines.map(({ label, text }) => `${label.padEnd(width)}  ${text}`.trimEnd());
}
