/** The whole fleet as plain lines: `peerdeck status`, and what a terminal without a full screen gets. */
import { callWords } from '../../network/microsoft/calls.ts';
import type { CallView, MicrosoftPicture } from '../../network/microsoft/picture.ts';
import { dataAge, type Picture, wallTime } from '../../network/picture.ts';
import type { Glyphs } from '../../terminal/glyphs.ts';
import type { Line } from '../../terminal/line.ts';
import { metroColumns } from './metro-table.ts';
import { clockText, counted } from './numbers.ts';
import { pniColumns } from './pni-table.ts';
import { alarmText, prefixLook } from './prefix-table.ts';
import { reasonLook } from './states.ts';
import { layOut, rowLine, titleLine } from './table.ts';
import { blank, harmless, span } from './text.ts';

/** How old the oldest of it is, or how many routers have said anything. */
const heardText = (picture: Picture): string =>
  picture.age === null
    ? `${picture.routers.filter(router => router.age !== null).length} of ${picture.routers.length} routers heard`
    : `data ${dataAge(picture)} old`;

/** What is wrong at Microsoft and belongs to no metro. */
function microsoftLines(picture: Picture, glyphs: Glyphs): readonly Line[] {
  const { microsoft } = picture;
  if (microsoft === null) return [];
  const alarms = microsoft.prefixes
    .filter(each => each.severity === 'critical')
    .map((view): Line => {
      const look = prefixLook(view, glyphs);
      return [span(`${look.glyph} ${alarmText(view, wallTime(picture, picture.at), glyphs)}`, look.tone)];
    });
  const lines = [...alarms, ...findingLines(microsoft, glyphs), ...callLines(microsoft, glyphs)];
  return lines.length === 0 ? [] : [blank, ...lines];
}

/** What does not fit is told as far as it asks for something, or leaves something open. */
const findingLines = ({ findings }: MicrosoftPicture, glyphs: Glyphs): readonly Line[] =>
  findings
    .filter(each => each.weight !== 'info')
    .map(({ subject, text, weight }) => {
      const look = reasonLook({ code: 'stale', weight }, glyphs);
      return [span(`${look.glyph} ${subject}: ${text}`, look.tone)];
    });

/** What a call was about, by its name alone. */
const aboutText = (subject: string): string => subject.split('/').at(-1) ?? '';

/** Calls that were not answered, and lists that were not read whole: one line for those of one kind. */
function callLines({ calls }: MicrosoftPicture, glyphs: Glyphs): readonly Line[] {
  const failed = calls.filter(each => each.failure !== null);
  const lines = [
    // The words of a refusal name what was asked about: the kind of refusal tells which are the same.
    ...groupLines(
      failed,
      ({ failure }) => `${failure?.kind ?? ''} ${failure?.code ?? ''}`,
      each => each.failure?.text ?? '',
    ),
    ...groupLines(
      calls.filter(each => each.cut),
      () => '',
      () => 'not all pages were read',
    ),
    ...groupLines(
      calls.filter(each => each.unreadable > 0),
      () => '',
      each => `${counted(each.unreadable, 'record')} could not be read`,
    ),
  ];
  return lines.map(text => [span(`${glyphs.unknown} ${text}`, 'warn')]);
}

function groupLines(
  calls: readonly CallView[],
  kindOf: (each: CallView) => string,
  textOf: (each: CallView) => string,
): readonly string[] {
  return [...Map.groupBy(calls, each => `${each.call} ${kindOf(each)}`).values()].flatMap(all => {
    const [first] = all;
    if (first === undefined) return [];
    const about = first.subject === '' ? '' : ` of ${aboutText(first.subject)}`;
    const others = all.length === 1 ? '' : ` and ${all.length - 1} more`;
    const whose = first.call === 'notes' ? "this host's" : "Microsoft's";
    return [`${whose} ${callWords[first.call]}${about}${others}: ${textOf(first)}`];
  });
}

/** Metros, PNIs, and every reason why something is not as it should be. */
export function statusLines(picture: Picture, width: number, glyphs: Glyphs): readonly Line[] {
  const metros = layOut(
    metroColumns(picture, glyphs).filter(column => column.id !== 'trend'),
    width,
  );
  const all = picture.metros.flatMap(metro => metro.pnis);
  const pnis = layOut(pniColumns(all, picture, glyphs, true), width);
  const who = picture.partner.asn === null ? '' : `AS${picture.partner.asn}  `;
  const lines: Line[] = [
    [
      span(
        `peerdeck  ${who}${picture.simulation ? 'SIMULATION  ' : ''}${heardText(picture)}  ${clockText(wallTime(picture, picture.at))}`,
        'title',
      ),
    ],
    blank,
    titleLine(metros, glyphs.ellipsis),
    ...picture.metros.map(metro => rowLine(metros, metro, glyphs.ellipsis)),
  ];
  if (all.length > 0)
    lines.push(blank, titleLine(pnis, glyphs.ellipsis), ...all.map(pni => rowLine(pnis, pni, glyphs.ellipsis)));
  const reasons = picture.metros.flatMap(metro => metro.reasons.map(reason => ({ metro: metro.name, reason })));
  if (reasons.length > 0) lines.push(blank);
  for (const { metro, reason } of reasons) {
    const look = reasonLook(reason, glyphs);
    lines.push([span(`${look.glyph} ${metro}: ${reason.text}`, look.tone)]);
  }
  lines.push(...microsoftLines(picture, glyphs));
  const failed = picture.routers.filter(router => router.failure !== null);
  if (failed.length > 0) lines.push(blank);
  for (const router of failed)
    lines.push([span(`${glyphs.unknown} ${router.name}: ${router.failure?.text ?? ''}`, 'warn')]);
  for (const router of picture.routers) {
    // Only what stopped short: what a router does not have at all is for `discover`.
    for (const text of router.missing.filter(
      each => each.includes(': stopped after ') || each.startsWith('context '),
    )) {
      lines.push([span(`${glyphs.unknown} ${router.name}: ${text}`, 'dim')]);
    }
    for (const text of router.silent) lines.push([span(`${glyphs.unknown} ${router.name}: ${text}`, 'dim')]);
    if (router.unplaced.length > 0)
      lines.push([
        span(`${glyphs.unknown} ${router.name}: no interface found for session ${router.unplaced.join(', ')}`, 'dim'),
      ]);
  }
  return lines.map(line => harmless(line, glyphs));
}
