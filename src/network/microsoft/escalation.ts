/** What Microsoft's support asks for, put together for one PNI or connection: plain text that can be pasted into a mail. */
import { ageText } from '../age.ts';
import type { Pni } from '../pni.ts';
import type { Afi } from '../session-facts.ts';
import type { Session } from '../sessions.ts';
import { type Instant, instant } from '../units.ts';
import { lifeStage } from './life-cycle.ts';
import type { Connection, Contact, Peering } from './peerings.ts';
import type { ConnectionView, MicrosoftPicture } from './picture.ts';
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

/** What a card is about: a PNI, or a connection of which no PNI was found. */
export type CardSubject =
  | { readonly kind: 'pni'; readonly pni: Pni }
  | { readonly kind: 'connection'; readonly connection: ConnectionView };

const line = (label: string, text: string | null): readonly CardLine[] => (text === null ? [] : [{ label, text }]);
const familyOf = (afi: Afi): string => (afi === 'ipv4' ? 'v4' : 'v6');
/** An age, marked where nothing can be concluded from what is so old. */
const ageWords = (age: number, stale: boolean): string => `${ageText(age)} ago${stale ? ', OLD' : ''}`;

/** What a connection is, as Microsoft has it. */
function connectionLines({ peering, connection }: Told, microsoft: MicrosoftPicture): readonly CardLine[] {
  const facility = told(microsoft.state, 'facilities')?.answer.facilities.find(
    each => each.id === connection.facilityId,
  );
  return [
    ...line('peering', peering.id ?? peering.name),
    ...line('connection id', connection.identifier ?? 'none told'),
    ...line('tracking id', connection.trackingId ?? 'none told'),
    ...line('connection', `${connection.state ?? 'no state'}: ${lifeStage(connection).words}`),
    ...line('error', connection.errorMessage),
    ...line(
      'facility',
      facility === undefined ? null : [facility.name, facility.city].filter(part => part !== null).join(', '),
    ),
  ];
}

interface Told {
  readonly peering: Peering;
  readonly connection: Connection;
}

function ownState({ presence, state, admin }: Session): string {
  if (presence === 'missing') return 'has it no longer';
  const shut = admin === 'stop' ? ' (shut down here)' : '';
  return `${state ?? 'not heard of late'}${shut}`;
}

/** Both ends of the sessions of a PNI, and how old each is: whoever reads the card was not there. */
function sessionLines(pni: Pni): readonly CardLine[] {
  const heard = pni.age === null ? 'never heard' : ageWords(pni.age, pni.stale);
  const found = pni.microsoft;
  const told = found === null ? '' : `, Microsoft ${ageWords(found.age, found.stale)}`;
  return [
    ...line('as of', `router ${heard}${told}`),
    ...pni.sessions.flatMap(session => {
      const theirs = session.microsoft;
      const family = familyOf(session.afi);
      const said = theirs === null ? 'tells none' : `${theirs.state ?? 'no state'}${theirs.stale ? ' (OLD)' : ''}`;
      return [
        ...line(family, `${session.local ?? 'not told'} (ours) ⇄ ${session.peer} (Microsoft)`),
        ...line(`${family} state`, `router ${ownState(session)}, Microsoft ${said}`),
        ...line(`${family} last error`, session.lastErrorText),
      ];
    }),
  ];
}

/** The sessions of a connection that no PNI was found for, as Microsoft has them. */
const theirSessionLines = ({ connection, age, stale }: ConnectionView): readonly CardLine[] => [
  ...line('as of', `Microsoft ${ageWords(age, stale)}`),
  ...connection.sessions.flatMap(({ afi, microsoft, peer, subnet, state }) => [
    ...line(familyOf(afi), `${peer ?? 'not told'} (ours) ⇄ ${microsoft ?? subnet ?? 'not told'} (Microsoft)`),
    ...line(`${familyOf(afi)} state`, `Microsoft ${state ?? 'no state'}`),
  ]),
];

function subjectLines(about: CardSubject, microsoft: MicrosoftPicture): readonly CardLine[] {
  if (about.kind === 'connection') {
    const { connection: view } = about;
    const place = view.peering.location ?? view.metro;
    return [
      ...line('PNI', `none here was found for this connection${place === '' ? '' : `, ${place}`}`),
      ...connectionLines(view, microsoft),
      ...theirSessionLines(view),
    ];
  }
  const { pni } = about;
  const found = pni.microsoft;
  return [
    ...line('PNI', `${pni.id}, ${pni.metro}`),
    ...(found === null
      ? line('peering', 'no connection at Microsoft was found for this PNI')
      : [found, ...found.others].flatMap(each => connectionLines(each, microsoft))),
    ...sessionLines(pni),
  ];
}

/** The card of a PNI or a connection; `phones` shows telephone numbers, which nothing else does. */
export function escalationCard(
  about: CardSubject,
  microsoft: MicrosoftPicture,
  partner: { readonly asn: number | null; readonly name: string | null },
  time: { readonly now: Instant; readonly offset: number },
  phones: boolean,
): readonly CardLine[] {
  const who = [partner.name, partner.asn === null ? null : `AS${partner.asn}`].filter(part => part !== null).join(', ');
  const peering = about.kind === 'pni' ? about.pni.microsoft?.peering : about.connection.peering;
  return [
    ...line('partner', who === '' ? null : who),
    ...line('written at', zulu(instant(time.now + time.offset))),
    ...line('subscription', microsoft.state.subscriptionId),
    ...subjectLines(about, microsoft),
    ...correlations(microsoft, peering?.key ?? null, time.offset),
    ...contactLines(microsoft, phones),
  ];
}

/** The card as text: no box, no colour, one line each. */
export function cardLines(lines: readonly CardLine[]): readonly string[] {
  const width = Math.max(...lines.map(each => each.label.length));
  return lines.map(({ label, text }) => `${label.padEnd(width)}  ${text}`.trimEnd());
}
