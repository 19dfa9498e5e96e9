/** What the router says of one PNI beside what Microsoft says: its state, its sessions, its bandwidth, and what is wrong. */
import { ageText } from '../../network/age.ts';
import { bfdText } from '../../network/bfd.ts';
import { litPorts } from '../../network/light-reasons.ts';
import type { Optic } from '../../network/optics.ts';
import type { Pni } from '../../network/pni.ts';
import type { Reason, ReasonCode } from '../../network/reasons.ts';
import type { Session } from '../../network/sessions.ts';
import type { Instant } from '../../network/units.ts';
import type { Line } from '../../terminal/line.ts';
import { plainLine } from '../../terminal/line-text.ts';
import { capacityText, clockText, counted, dbmText, durationText } from '../formats/numbers.ts';
import { prefixesText } from '../formats/prefixes.ts';
import { lightLook, pniLook, reasonLook, sessionLook } from '../formats/states.ts';
import { fitLine, joined, lineWidth, pad, span, widthOf } from '../formats/text.ts';
import type { Model } from '../model.ts';
import { sentence } from './pane.ts';
import { witnessBandwidth, witnessRows, witnessSession, witnessState, witnessTitle } from './pni-witness.ts';

const labelWidth = 28;

/** The widths of the page's columns; without Microsoft's side the router has all the room. */
interface Columns {
  readonly label: number;
  readonly router: number;
  readonly microsoft: number;
}

/** Microsoft's column begins in one place on every line; on a narrow screen addresses give way first. */
function columnsOf(width: number, two: boolean): Columns {
  if (!two) return { label: labelWidth, router: width - labelWidth, microsoft: 0 };
  const label = width < 100 ? 24 : labelWidth;
  const microsoft = width < 100 ? 27 : Math.min(48, Math.max(34, Math.floor((width - label) * 0.4)));
  return { label, router: width - label - microsoft - 1, microsoft };
}

/** The two witnesses on one line. */
function beside(label: Line, ours: Line, theirs: Line, columns: Columns, { glyphs }: Model): Line {
  if (columns.microsoft === 0) return [...label, ...ours];
  const left = fitLine(ours, columns.router - 1, glyphs.ellipsis);
  const gap = ' '.repeat(Math.max(0, columns.router - lineWidth(left)));
  return [...label, ...left, span(gap), ...fitLine(theirs, columns.microsoft, glyphs.ellipsis)];
}
/** Reasons that no other line tells, at most. */
const moreReasons = 3;

/** What there is to say of a session, the most wanted first. */
function sessionFacts(session: Session, now: Instant): readonly string[] {
  const up = session.state === 'established';
  const lastError = session.lastErrorText;
  const bfdDown = session.bfd === null || session.bfd.state === 'up' ? null : bfdText(session.bfd);
  const facts: (string | null)[] = [
    up ? bfdDown : null,
    up || lastError === null ? null : lastError,
    up ? null : bfdDown,
    session.established === null ? null : durationText(session.established),
    session.bfd?.state === 'up' ? bfdText(session.bfd) : null,
    prefixesText(session, now),
    session.transitions === null ? null : counted(session.transitions, 'transition'),
    up && lastError !== null ? `last error ${lastError}` : null,
    session.vrf === null ? null : `instance ${session.vrf}`,
    session.remoteAs === null ? null : `AS${session.remoteAs}`,
  ];
  return facts.filter(fact => fact !== null);
}

function sessionLine(session: Session, pni: Pni, model: Model, columns: Columns): Line {
  const { glyphs, picture } = model;
  const look = sessionLook(session, pni.state, glyphs);
  const state = `${look.glyph} ${look.word}`;
  const room = columns.router - widthOf(state) - 3;
  const facts = room < 4 ? '' : joined(sessionFacts(session, picture.at), room, glyphs.ellipsis);
  return beside(
    [span(pad(`   ${session.afi === 'ipv4' ? 'v4' : 'v6'}  ${session.peer}`, columns.label, 'left', glyphs.ellipsis))],
    [span(state, look.tone), span(facts === '' ? '' : `, ${facts}`, look.tone === 'good' ? 'dim' : 'plain')],
    witnessSession(session, pni, model),
    columns,
    model,
  );
}

/** When it came to be as it is, as far as the events tell. */
function sinceText(pni: Pni, { events, picture }: Model): string {
  const change = events.findLast(event => event.code === 'pni' && event.subject === pni.id);
  return change === undefined || change.to !== pni.state ? '' : ` since ${clockText(change.at + picture.clockOffset)}`;
}

/** Told by the lines of the sessions and the table of the members already; what is dark is told again, as a cause. */
const toldElsewhere: ReadonlySet<ReasonCode> = new Set([
  'session-down',
  'session-shut',
  'session-missing',
  'lag-degraded',
  'lag-below-min-links',
  'members-unknown',
  'bfd-down',
  'witnesses-disagree',
]);

/** The state, and the first reason behind it where both fit on the line. */
function stateLine(pni: Pni, model: Model, columns: Columns): Line {
  const { glyphs, picture } = model;
  const look = pniLook(pni.state, glyphs);
  const label: Line = [span(pad('   state', columns.label, 'left', glyphs.ellipsis))];
  const line: Line = [span(`${look.glyph} ${look.word}`, look.tone), span(sinceText(pni, model))];
  const reason = pni.state === 'up' ? undefined : pni.reasons[0];
  const whole: Line = reason === undefined ? line : [...line, span(`, ${reason.text}`)];
  const theirs = picture.microsoft === null ? [] : witnessState(pni, picture.microsoft, model);
  return beside(label, lineWidth(whole) < columns.router ? whole : line, theirs, columns, model);
}

/** How old the light is: it is asked for seldom, and so older than the rest. */
function lightAge(pni: Pni): Line {
  const optics = litPorts({ ...pni, pni }).map(port => port.optic);
  if (optics.length === 0) return [];
  const oldest = Math.max(...optics.map(optic => optic.age));
  const stale = optics.some(optic => optic.state === 'unknown');
  return [span(', light ', 'dim'), span(ageText(oldest), stale ? 'warn' : 'dim')];
}

/** The light of a port without a LAG. */
function lightSpans(optic: Optic, pni: Pni, { glyphs }: Model): Line {
  const { word, tone } = lightLook(optic, pni.state);
  const power = `rx ${dbmText(optic.rx, glyphs)}, tx ${dbmText(optic.tx, glyphs)} dBm`;
  return [span(power), ...(word === '' ? [] : [span(', '), span(word, tone)])];
}

/** Who says so and how old it is; where there is no room the light's age goes first, then the vendor. */
function routerTitle(pni: Pni, vendor: string, columns: Columns): Line {
  const age = span(pni.age === null ? 'not heard' : ageText(pni.age), pni.stale ? 'warn' : 'dim');
  const titled = (head: string, tail: Line): Line => [span(head, 'dim'), age, ...tail, span(')', 'dim')];
  const long = `ROUTER ${pni.router} (${vendor}, `;
  const fitting = [titled(long, lightAge(pni)), titled(long, []), titled(`ROUTER ${pni.router} (`, [])];
  return fitting.find(line => lineWidth(line) < columns.router) ?? titled(`${pni.router} (`, []);
}

/** The upper part of the PNI's pane. */
export function factLines(pni: Pni, model: Model, width: number): readonly Line[] {
  const { glyphs, picture } = model;
  const router = picture.routers.find(each => each.name === pni.router);
  const { microsoft } = picture;
  const columns = columnsOf(width, microsoft !== null);
  const label = (text: string) => span(pad(text === '' ? '' : `   ${text}`, columns.label, 'left', glyphs.ellipsis));
  const capacity = pni.capacity === null ? glyphs.unknown : capacityText(pni.capacity, glyphs);
  const bandwidth = [
    `${capacityText(pni.activeCapacity, glyphs)} of ${capacity} Gb/s forwarding`,
    ...(pni.utilization === null ? [] : [`${Math.round(pni.utilization * 100)} % used`]),
  ];
  const state = stateLine(pni, model, columns);
  const rows = microsoft === null ? [] : witnessRows(pni, microsoft, model, columns.microsoft);
  const lines: Line[] = [
    beside(
      [span(pad(' WHAT', columns.label, 'left', glyphs.ellipsis), 'dim')],
      routerTitle(pni, router?.vendor ?? 'unknown', columns),
      microsoft === null ? [] : witnessTitle(pni, microsoft),
      columns,
      model,
    ),
    state,
    ...pni.sessions.map(session => sessionLine(session, pni, model, columns)),
    beside(
      [label('bandwidth')],
      [span(joined(bandwidth, columns.router - 1, glyphs.ellipsis))],
      witnessBandwidth(pni, model),
      columns,
      model,
    ),
    ...rows.map(row => beside([label(row.label)], row.ours, row.theirs, columns, model)),
  ];
  if (pni.optic !== null) lines.push([label('light'), ...lightSpans(pni.optic, pni, model)]);
  if (pni.voided !== null) lines.push([label('rates'), span(`none for the last interval: ${pni.voided}`, 'warn')]);
  if (pni.alias !== '') lines.push([label('alias'), span(pni.alias, 'dim')]);
  const said = plainLine(state);
  const onSessionLine = (reason: Reason): boolean =>
    toldElsewhere.has(reason.code) ||
    (reason.code === 'stale' && pni.sessions.some(session => reason.text.includes(session.peer)));
  const others = pni.reasons.filter(reason => !onSessionLine(reason) && !said.includes(reason.text));
  for (const reason of others.slice(0, moreReasons)) {
    const mark = reasonLook(reason, glyphs);
    const text = sentence(span(`${mark.glyph} `, mark.tone), reason.text, 'plain', width - columns.label);
    lines.push(...text.map((line): Line => [label(''), ...line]));
  }
  if (others.length > moreReasons)
    lines.push([label(''), span(counted(others.length - moreReasons, 'more reason'), 'dim')]);
  return lines;
}
