/**
 * Forms: questions that a person answers one after the other at the bottom of the screen. A table, as the commands are;
 * what a form leads to is a question for Microsoft or a note, and an answer that is no good says why while it is typed.
 */

import { canonicalAddress } from '../network/addresses.ts';
import { expectedHearing } from '../network/microsoft/expected-hearing.ts';
import { noteImpacts, noteStatuses } from '../network/microsoft/maintenance.ts';
import { parsePrefix, prefixText } from '../network/subnets.ts';
import { instant } from '../network/units.ts';
import type { FormName } from '../state/screen.ts';
import type { Effect } from './command.ts';
import type { Model } from './model.ts';

/** What a form is about, and the answers that were given before this one. */
export interface Asked {
  readonly subject: string;
  readonly answers: readonly string[];
}

/** One question of a form. */
export interface FormField {
  readonly label: string;
  /** What is expected, in a few words. */
  readonly hint: string;
  /** Answers to choose from with Tab; none where any text will do. */
  readonly choices: (model: Model, asked: Asked) => readonly string[];
  /** What is wrong with an answer; null when it is good. */
  readonly complaint: (answer: string, model: Model, asked: Asked) => string | null;
}

/** One form. */
export interface Form {
  readonly title: string;
  readonly fields: readonly FormField[];
  /** What is done with the answers, and what is said of it. */
  readonly submit: (
    answers: readonly string[],
    model: Model,
    subject: string,
  ) => {
    readonly effect: Effect;
    readonly said: string;
    readonly opens?: 'looking-glass' | { readonly prefix: string };
  };
}

const none = (): readonly string[] => [];
const needed = (answer: string): string | null => (answer.trim() === '' ? 'an answer is needed' : null);
const oneOf =
  (choices: readonly string[]) =>
  (answer: string): string | null =>
    choices.some(each => each.toLowerCase() === answer.trim().toLowerCase()) ? null : `one of ${choices.join(', ')}`;

const chosen = <Choice extends string>(choices: readonly Choice[], answer: string): Choice | undefined =>
  choices.find(each => each.toLowerCase() === answer.trim().toLowerCase());

/** A moment as people write it in mails: 2026-11-20 22:00, with a T or a Z or not, always UTC. */
export function parseMoment(text: string): number | null {
  const [, day, time] = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2})(?::\d{2})?\s*(?:Z|UTC)?$/i.exec(text.trim()) ?? [];
  const at = Date.parse(`${day}T${time}:00Z`);
  // The 31st of February becomes the 3rd of March without a word.
  const isReal = day !== undefined && !Number.isNaN(at) && new Date(at).toISOString().startsWith(`${day}T${time}`);
  return isReal ? at : null;
}

const momentComplaint = (answer: string): string | null =>
  parseMoment(answer) === null ? 'UTC, written 2026-11-20 22:00' : null;

const commands = ['Traceroute', 'Ping', 'BgpRoute'] as const;
const sources = ['EdgeSite', 'AzureRegion'] as const;

/** Where the looking glass may look from: metros or Azure regions, as was answered before. */
const glassSources = (model: Model, { answers }: Asked): readonly string[] =>
  chosen(sources, answers[1] ?? '') === 'AzureRegion'
    ? [...new Set((model.picture.microsoft?.peerings ?? []).flatMap(each => each.peering.region ?? []))]
    : locations(model);

/** Metros in Microsoft's spelling, and ours where it has told none. */
const locations = ({ picture }: Model): readonly string[] => [
  ...new Set([
    ...(picture.microsoft?.peerings ?? []).flatMap(each => each.peering.location ?? []),
    ...picture.metros.map(each => each.name),
  ]),
];

const objects = ({ picture }: Model): readonly string[] => [
  ...picture.metros.map(each => each.name),
  ...picture.routers.map(each => each.name),
  ...picture.metros.flatMap(each => each.pnis.map(pni => pni.id)),
];

/** The place of the answer that says when the work begins. */
const beginsAt = 2;

const noteFields: readonly FormField[] = [
  {
    label: 'maintenance id',
    hint: 'as the mail has it; one that is known already is a new version of it',
    choices: none,
    complaint: needed,
  },
  {
    label: 'metro, router or PNI',
    hint: 'several with commas; Tab completes',
    choices: objects,
    complaint: (answer, model) => {
      const known = new Set(objects(model).map(each => each.toLowerCase()));
      const wrong = answer
        .split(',')
        .map(each => each.trim())
        .find(each => !known.has(each.toLowerCase()));
      return wrong === undefined ? null : `nothing here is called ${wrong === '' ? 'that' : wrong}`;
    },
  },
  { label: 'begins (UTC)', hint: '2026-11-20 22:00', choices: none, complaint: momentComplaint },
  {
    label: 'ends (UTC)',
    hint: '2026-11-21 02:00',
    choices: none,
    complaint: (answer, _, { answers }) => {
      const [from, until] = [parseMoment(answers[beginsAt] ?? ''), parseMoment(answer)];
      return from !== null && until !== null && until <= from ? 'must come after it begins' : momentComplaint(answer);
    },
  },
  { label: 'impact', hint: noteImpacts.join(', '), choices: () => noteImpacts, complaint: oneOf(noteImpacts) },
  { label: 'status', hint: noteStatuses.join(', '), choices: () => noteStatuses, complaint: oneOf(noteStatuses) },
  { label: 'what', hint: 'one sentence; may stay empty', choices: none, complaint: () => null },
];

/** The table of forms. */
export const forms: Readonly<Record<FormName, Form>> = {
  'check-prefix': {
    title: 'check a prefix on every session',
    fields: [
      {
        label: 'prefix',
        hint: 'such as 192.0.2.0/24',
        choices: ({ picture }) => [...new Set((picture.microsoft?.prefixes ?? []).map(each => each.prefix))],
        complaint: answer => (parsePrefix(answer) === null ? 'a prefix with its length' : null),
      },
    ],
    submit: ([answer = ''], model) => {
      const read = parsePrefix(answer);
      const prefix = read === null ? answer : prefixText(read);
      return { ...routesQuestion(prefix, model), opens: { prefix } };
    },
  },
  'looking-glass': {
    title: 'ask the looking glass',
    fields: [
      { label: 'command', hint: commands.join(', '), choices: () => commands, complaint: oneOf(commands) },
      {
        label: 'from',
        hint: 'EdgeSite is a metro, AzureRegion a region',
        choices: () => sources,
        complaint: oneOf(sources),
      },
      { label: 'which', hint: 'its name, such as Amsterdam or West Europe', choices: glassSources, complaint: needed },
      {
        label: 'to address',
        hint: 'IPv4 or IPv6',
        choices: none,
        complaint: answer => (canonicalAddress(answer) === null ? 'an address' : null),
      },
    ],
    submit: ([command = '', sourceType = '', source = '', destination = '']) => ({
      effect: {
        kind: 'ask',
        question: {
          kind: 'looking-glass',
          command: chosen(commands, command) ?? 'Ping',
          sourceType: chosen(sources, sourceType) ?? 'EdgeSite',
          source: source.trim(),
          destination: canonicalAddress(destination) ?? destination,
        },
      },
      said: 'the looking glass is asked',
      opens: 'looking-glass',
    }),
  },
  'provider-availability': {
    title: 'is a provider available at a location',
    fields: [
      { label: 'location', hint: 'a peering service location', choices: locations, complaint: needed },
      {
        label: 'provider',
        hint: 'as Microsoft lists it',
        choices: ({ picture }) => (picture.partner.name === null ? [] : [picture.partner.name]),
        complaint: needed,
      },
    ],
    submit: ([location = '', provider = '']) => ({
      effect: {
        kind: 'ask',
        question: { kind: 'provider-availability', location: location.trim(), provider: provider.trim() },
      },
      said: 'Microsoft is asked',
      opens: 'looking-glass',
    }),
  },
  validate: {
    title: 'have Microsoft validate a registered prefix again',
    fields: [
      {
        label: 'type its name to confirm',
        hint: 'queues a validation: Pending until it is done',
        choices: none,
        complaint: (answer, model, { subject }) => {
          const name = model.picture.microsoft?.prefixes.find(each => each.id === subject)?.registered?.name;
          if (name === undefined) return 'it is no longer registered; Esc leaves';
          return answer.trim() === name ? null : `type ${name}`;
        },
      },
    ],
    submit: (_, model, subject) => {
      const registered = model.picture.microsoft?.prefixes.find(each => each.id === subject)?.registered;
      return registered == null
        ? { effect: { kind: 'redraw' }, said: 'the prefix is no longer registered' }
        : {
            effect: { kind: 'ask', question: { kind: 'validate', prefix: registered } },
            said: `Microsoft is asked to validate ${registered.name} again`,
          };
    },
  },
  'maintenance-note': {
    title: 'write down a maintenance notice',
    fields: noteFields,
    submit: ([id = '', what = '', from = '', until = '', impact = '', status = '', text = ''], { now, picture }) => ({
      effect: {
        kind: 'note',
        note: {
          maintenanceId: id.trim(),
          provider: 'Microsoft',
          account: picture.microsoft?.state.subscriptionId ?? '',
          status: chosen(noteStatuses, status) ?? 'TENTATIVE',
          impact: chosen(noteImpacts, impact) ?? 'REDUCED-REDUNDANCY',
          objects: what.split(',').map(each => each.trim()),
          startsAt: instant(parseMoment(from) ?? now),
          endsAt: instant(parseMoment(until) ?? now),
          text: text.trim(),
        },
      },
      said: `${id.trim()} is being written down`,
    }),
  },
};

/** A question about one prefix for every peering that should hear it. */
export function routesQuestion(
  prefix: string,
  { picture }: Pick<Model, 'picture'>,
): { readonly effect: Effect; readonly said: string } {
  const { microsoft } = picture;
  const peerings = microsoft === null ? [] : expectedHearing(microsoft, prefix).peerings;
  return {
    effect: { kind: 'ask', question: { kind: 'routes', peerings, prefix } },
    said: `${peerings.length} ${peerings.length === 1 ? 'peering is' : 'peerings are'} asked for ${prefix}`,
  };
}
