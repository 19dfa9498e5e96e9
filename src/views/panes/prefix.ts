/**
 * One prefix checked on every session: who hears it, by which path, and which rules it keeps.
 *
 *  192.0.2.0/24, registered under ex-ashburn   asked 12 s ago
 *    ● heard on every session of its peering          2 of 2
 *    ▲ AS path of at most 3                            64496 64496 64496 64500
 *
 *    SESSION       PNI           HEARD  AS PATH  RPKI     one row a session
 *  events of the prefix, newest first
 */
import { ageText } from '../../network/age.ts';
import { expectedHearing, viewsOf } from '../../network/microsoft/expected-hearing.ts';
import type { MicrosoftPicture } from '../../network/microsoft/picture.ts';
import { type CheckedSession, checkPrefix, type PrefixCheck } from '../../network/microsoft/prefix-check.ts';
import { meaningOf } from '../../network/microsoft/prefix-events.ts';
import type { PrefixView } from '../../network/microsoft/prefixes.ts';
import type { Picture } from '../../network/picture.ts';
import type { Glyphs } from '../../terminal/glyphs.ts';
import type { Line } from '../../terminal/line.ts';
import { ruleLook, sessionStateLook, severityLook } from '../formats/microsoft-looks.ts';
import { clockText } from '../formats/numbers.ts';
import { type Column, layOut, rowLine, titleLine, widest } from '../formats/table.ts';
import { blank, pad, span, widthOf, wrap } from '../formats/text.ts';
import { currentPlace, type Model, type Row, type Scene } from '../model.ts';
import { notConfigured } from './microsoft-heard.ts';
import { bounded, listLines, type Pane, type Space, sentence } from './pane.ts';
import { adviceLines } from './prefixes.ts';

interface Subject {
  readonly prefix: string;
  readonly views: readonly PrefixView[];
  readonly check: PrefixCheck;
}

/** The prefix of the pane, with what is registered of it and what it was checked for. */
export function prefixSubject(picture: Picture, prefix: string): Subject | null {
  const { microsoft } = picture;
  if (microsoft === null) return null;
  const views = viewsOf(microsoft, prefix);
  const { peerings, where } = expectedHearing(microsoft, prefix);
  // An old verdict of Microsoft's is none.
  const registered = views.find(view => view.registered !== null && !view.stale)?.registered ?? null;
  const subject = { prefix, peerings, where, registered, ownAsn: picture.partner.asn };
  return { prefix, views, check: checkPrefix(subject, microsoft.state, microsoft.join) };
}

const subjectOf = (model: Scene): Subject | null => {
  const place = currentPlace(model);
  return place.pane === 'prefix' ? prefixSubject(model.picture, place.prefix) : null;
};

const heardText = ({ heard, asked }: CheckedSession): string =>
  heard === null ? (asked ? 'not told' : 'not asked') : heard ? 'heard' : 'not heard';

const rows = (model: Scene): readonly Row[] =>
  (subjectOf(model)?.check.sessions ?? []).map(session => {
    const text = [session.address, session.pni, session.peering.name, heardText(session), session.route?.asPathText]
      .filter(Boolean)
      .join(', ');
    return {
      id: `${session.peering.key} ${session.address}`,
      text,
      copy: text,
      opens: session.pni === null ? null : { pane: 'pni', id: session.pni },
    };
  });

const columns = (
  sessions: readonly CheckedSession[],
  stale: boolean,
  glyphs: Glyphs,
): readonly Column<CheckedSession>[] => [
  {
    id: 'address',
    title: '  SESSION FROM',
    align: 'left',
    width: widest(sessions, each => `  ${each.address}`, 14, 28),
    priority: 0,
    cell: each => {
      const look = ruleLook(each.broken.length > 0 ? false : each.heard, glyphs);
      return { text: `${look.glyph} ${each.address}`, tone: look.tone };
    },
  },
  {
    id: 'pni',
    title: 'PNI',
    align: 'left',
    width: widest(sessions, each => each.pni ?? each.peering.name, 10, 26),
    priority: 1,
    cell: each => ({ text: each.pni ?? each.peering.name }),
  },
  {
    id: 'heard',
    title: 'PREFIX',
    align: 'left',
    width: 9,
    priority: 0,
    cell: each => ({ text: heardText(each), tone: each.heard === false ? 'risk' : 'plain' }),
  },
  {
    id: 'state',
    title: 'SESSION',
    align: 'left',
    width: 13,
    priority: 2,
    cell: each => {
      const look = sessionStateLook(each.state, stale, glyphs);
      return { text: `${look.glyph} ${look.word}`, tone: look.tone };
    },
  },
  {
    id: 'path',
    title: 'AS PATH',
    align: 'left',
    width: widest(sessions, each => each.route?.asPathText ?? '', 8, 30),
    priority: 1,
    cell: each => ({ text: each.route?.asPathText ?? glyphs.dash, tone: each.broken.length > 0 ? 'risk' : 'plain' }),
  },
  {
    id: 'rpki',
    title: 'RPKI',
    align: 'left',
    width: 8,
    priority: 3,
    cell: each => ({ text: each.route?.rpkiValidation ?? glyphs.dash }),
  },
  {
    id: 'origin',
    title: 'ORIGIN',
    align: 'left',
    width: 8,
    priority: 3,
    cell: each => ({ text: each.route?.originValidation ?? glyphs.dash }),
  },
];

const ruleWidth = 46;

/** Every rule where there is room; otherwise those that are kept on one line together. */
function ruleLines({ check }: Subject, { glyphs }: Model, width: number, roomy: boolean): readonly Line[] {
  const kept = check.rules.filter(each => each.met === true);
  const short = roomy || kept.length < 2;
  const summary = `${kept.length} of ${check.rules.length} rules are kept`;
  const together: readonly Line[] = short ? [] : [[span(` ${glyphs.good} `, 'good'), span(summary)]];
  const single = short ? check.rules : check.rules.filter(each => each.met !== true);
  return [
    ...together,
    ...single.flatMap(({ rule, met, seen }) => {
      const look = ruleLook(met, glyphs);
      const mark = span(` ${look.glyph} `, look.tone);
      if (width < ruleWidth + 24) return sentence(mark, `${rule}: ${seen}`, met === false ? 'plain' : 'dim', width);
      const indent = widthOf(mark.text) + ruleWidth + 1;
      return wrap(seen, width - indent - 1).map((part, line) => [
        ...(line === 0
          ? [mark, span(`${pad(rule, ruleWidth, 'left', glyphs.ellipsis)} `, met === false ? 'strong' : 'plain')]
          : [span(' '.repeat(indent))]),
        span(part, 'dim'),
      ]);
    }),
  ];
}

function eventLines({ views }: Subject, { glyphs }: Model, width: number): readonly Line[] {
  const events = views.flatMap(view => view.events).toSorted((a, b) => (b.at ?? 0) - (a.at ?? 0));
  return events.flatMap(event => {
    const { severity, words } = meaningOf(event);
    const look = severityLook(severity === 'info' ? null : severity, '', glyphs);
    const day =
      event.at === null ? 'no time told' : `${new Date(event.at).toISOString().slice(0, 10)} ${clockText(event.at)}`;
    const more = [event.summary, event.description].filter(part => part !== null && part !== words).join('. ');
    return sentence(
      span(` ${look.glyph} `, severity === 'info' ? 'dim' : look.tone),
      `${day}  ${words}${more === '' ? '' : `: ${more}`}`,
      'plain',
      width,
    );
  });
}

/** How the check stands: whether anybody has asked, and what could not be asked. */
function askedLine({ check }: Subject, microsoft: MicrosoftPicture, { picture }: Model): Line {
  if (check.askedAt === null) {
    return [
      span(
        microsoft.age === null
          ? '   Microsoft has not told its peerings yet'
          : '   not asked yet: c asks every session',
        'warn',
      ),
    ];
  }
  return [span(`   asked ${ageText(picture.at - check.askedAt)} ago; c asks again`, 'dim')];
}

function lines(model: Model, { width, height }: Space): readonly Line[] {
  const { glyphs } = model;
  const { microsoft } = model.picture;
  const subject = subjectOf(model);
  if (microsoft === null || subject === null) return notConfigured(width);
  const { check, views } = subject;
  const owners = views.map(view => `${view.kind} under ${view.owner}`).join(', ');
  const failures = check.failures.flatMap(text => sentence(span(` ${glyphs.unknown} `, 'warn'), text, 'plain', width));
  const layout = layOut(columns(check.sessions, microsoft.stale, glyphs), width - 3);
  const known = new Map(check.sessions.map(each => [`${each.peering.key} ${each.address}`, each]));
  const head: readonly Line[] = [
    [
      span(` ${subject.prefix}`, 'strong'),
      span(`, ${owners === '' ? 'not registered: looked for on every peering' : owners}`, 'dim'),
    ],
    askedLine(subject, microsoft, model),
    ...views
      .filter(view => view.severity !== null && view.errorMessage !== null)
      .flatMap(view => adviceLines(view, model, width)),
    ...failures,
    ...ruleLines(subject, model, width, height > 26),
  ];
  const events = eventLines(subject, model, width);
  const room = Math.max(3, height - head.length - 2 - Math.min(events.length, 4) - 1);
  const list = listLines(model, Math.max(1, room - 1), row => {
    const session = known.get(row.id);
    return session === undefined ? blank : rowLine(layout, session, glyphs.ellipsis);
  });
  const table: readonly Line[] =
    check.sessions.length === 0 ? [] : [blank, [span('  '), ...titleLine(layout, glyphs.ellipsis)], ...list];
  const left = height - head.length - table.length - 1;
  return [...head, ...table, ...(events.length === 0 ? [] : [blank, ...bounded(events, left)])].slice(0, height);
}

/** The check of one prefix. */
export const prefixPane: Pane = { rows, lines, sortColumns: [] };
