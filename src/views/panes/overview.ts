/**
 * All metros, worst first.
 *
 *    METRO         VERDICT     PNIS  MEMBERS  …  IN Gb/s  OUT Gb/s     titles
 *  ▸ ▲ Ashburn     at-risk      1/2     8/16  …    612.4     201.9     one row a metro
 *
 *  Ashburn, because                                                   the reasons of the selected metro,
 *    ▲ one router left: …                                             or one quiet line when all is well;
 *                                                                      its PNIs where there is room
 */

import { byName } from '../../network/order.ts';
import { wallTime } from '../../network/picture.ts';
import type { Reason } from '../../network/reasons.ts';
import type { Metro } from '../../network/redundancy.ts';
import type { Line } from '../../terminal/line.ts';
import { metroColumns } from '../formats/metro-table.ts';
import { counted, rateText } from '../formats/numbers.ts';
import { pniColumns } from '../formats/pni-table.ts';
import { alarmText, prefixLook } from '../formats/prefix-table.ts';
import { reasonLook } from '../formats/states.ts';
import { metroSummary } from '../formats/summary.ts';
import { layOut, rowLine, titleLine } from '../formats/table.ts';
import { blank, span } from '../formats/text.ts';
import { currentFilter, currentSort, cursorIndex, filterTest, type Model, type Row, type Scene } from '../model.ts';
import { listLines, nothingListed, type Pane, type Space, sentence } from './pane.ts';

type MetroOrder = (a: Metro, b: Metro) => number;

const orders: Readonly<Record<string, MetroOrder>> = {
  name: (a, b) => byName(a.name, b.name),
  in: (a, b) => (b.in ?? -1) - (a.in ?? -1),
  'n-1': (a, b) => nextWeight(b) - nextWeight(a),
};
const nextWeight = (metro: Metro): number =>
  metro.next?.dark === true ? Number.POSITIVE_INFINITY : (metro.next?.maxUtilization ?? -1);

function metrosOf(model: Scene): readonly Metro[] {
  const { column, reversed } = currentSort(model);
  const order = column === null ? undefined : orders[column];
  // toSorted is stable: equal metros keep the picture's order, so that rows do not dance.
  const sorted = order === undefined ? model.picture.metros : model.picture.metros.toSorted(order);
  return reversed ? sorted.toReversed() : sorted;
}

const textOf = (metro: Metro): string =>
  [metro.name, metro.verdict, ...metro.pnis.map(pni => pni.id), ...metro.reasons.map(reason => reason.text)].join(' ');

function rows(model: Scene): readonly Row[] {
  const keep = filterTest(currentFilter(model));
  return metrosOf(model)
    .filter(metro => keep(textOf(metro)))
    .map(metro => ({
      id: metro.name,
      text: textOf(metro),
      copy: metroSummary(metro),
      opens: { pane: 'metro', name: metro.name },
    }));
}

/** Why a metro is not as it should be; heaviest first, each sentence whole. */
export function reasonLines(metro: Metro, model: Model, { width, height }: Space): readonly Line[] {
  if (height < 2) return [];
  if (metro.reasons.length === 0) return quietLines(metro, model, width).slice(0, height);
  const lines: Line[] = [[span(` ${metro.name}, because`, 'strong')]];
  for (const [position, reason] of metro.reasons.entries()) {
    const left = metro.reasons.length - position;
    const room = height - lines.length - (left > 1 ? 1 : 0);
    const whole = reasonText(reason, model, width);
    // The heaviest is shown in any case, as far as it goes.
    const drawn = position === 0 ? whole.slice(0, Math.max(1, room)) : whole;
    if (position > 0 && drawn.length > room) {
      lines.push([span(`     ${counted(left, 'more reason')}`, 'dim')]);
      break;
    }
    lines.push(...drawn);
  }
  return lines;
}

/** One reason with its mark, wrapped. */
export function reasonText(reason: Reason, { glyphs }: Pick<Model, 'glyphs'>, width: number): readonly Line[] {
  const look = reasonLook(reason, glyphs);
  return sentence(span(`   ${look.glyph} `, look.tone), reason.text, 'plain', width);
}

function quietLines(metro: Metro, { glyphs, picture }: Model, width: number): readonly Line[] {
  const all = picture.metros.every(each => each.verdict === 'redundant');
  const count = picture.metros.length;
  const what = all && count > 1 ? `All ${count} metros are redundant` : `${metro.name} is ${metro.verdict}`;
  const { next } = metro;
  // The selected metro's failure, not always the fleet's worst: a sentence of its own, that names the metro first.
  const after =
    next === null || next.maxUtilization === null
      ? ''
      : `${all && count > 1 ? `. ${metro.name}:` : ';'} the loss of ${next.target} would put it at ${Math.round(next.maxUtilization * 100)} %${next.load === null ? '' : ` (${rateText(next.load)} to move)`}`;
  return sentence(span(` ${glyphs.good} `, 'good'), `${what}${after}.`, 'dim', width);
}

/** Under a metro of which nothing is to be said: the heaviest reason of each other. Its light may fade all the same. */
function elsewhere(metro: Metro, model: Model, width: number): readonly Line[] {
  if (metro.reasons.length > 0) return [];
  return model.picture.metros.flatMap(other => {
    const [first, ...more] = other.reasons;
    if (first === undefined) return [];
    const others = more.length === 0 ? '' : `, and ${counted(more.length, 'more reason')}`;
    return reasonText({ ...first, text: `${other.name}: ${first.text}${others}` }, model, width);
  });
}

/** Prefix alarms shown here; the rest is one key away. */
const mostAlarms = 3;

/** What is wrong at Microsoft and belongs to no metro: a prefix that may be hijacked must not hide behind green metros. */
function alarmLines({ picture, glyphs }: Model, width: number): readonly Line[] {
  const alarms = (picture.microsoft?.prefixes ?? []).filter(each => each.severity === 'critical');
  const shown = alarms.slice(0, mostAlarms).flatMap(view => {
    const look = prefixLook(view, glyphs);
    const text = alarmText(view, wallTime(picture, picture.at), glyphs);
    return sentence(span(` ${look.glyph} `, look.tone), text, 'plain', width);
  });
  const more = alarms.length - mostAlarms;
  return more > 0 ? [...shown, [span(`   ${more} more; 6 shows them`, 'dim')]] : shown;
}

/** Where there is room, the PNIs of a metro that is not as it should be: what Enter would show, one key earlier. */
function pniLines(metro: Metro, { glyphs, picture }: Model, { width, height }: Space): readonly Line[] {
  if (metro.reasons.length === 0 || metro.pnis.length === 0 || height < metro.pnis.length + 2) return [];
  const layout = layOut(pniColumns(metro.pnis, picture, glyphs, false), width - 3);
  return [
    blank,
    [span('  '), ...titleLine(layout, glyphs.ellipsis)],
    ...metro.pnis.map((pni): Line => [span('  '), ...rowLine(layout, pni, glyphs.ellipsis)]),
  ];
}

/** A title, the heaviest reason, and how many more there are. */
const leastReasons = 3;
/** One sentence. */
const leastQuiet = 2;

function lines(model: Model, { width, height }: Space): readonly Line[] {
  const { glyphs, picture } = model;
  const list = model.rows;
  const metros = new Map(picture.metros.map(metro => [metro.name, metro]));
  const layout = layOut(metroColumns(picture, glyphs), width - 3);
  const wordiest = picture.metros.some(metro => metro.reasons.length > 0) ? leastReasons : leastQuiet;
  const because = Math.min(8, Math.max(wordiest, height - list.length - 2));
  const room = Math.max(1, height - 2 - because);
  const drawn = listLines(model, room, row => {
    const metro = metros.get(row.id);
    return metro === undefined ? blank : rowLine(layout, metro, glyphs.ellipsis);
  });
  const selected = metros.get(list[cursorIndex(model)]?.id ?? '');
  if (selected === undefined) return nothingListed('metro', layout, model);
  const left = height - drawn.length - 2;
  const own = reasonLines(selected, model, { width, height: left });
  const reasons = [...own, ...elsewhere(selected, model, width), ...alarmLines(model, width)].slice(0, left);
  return [
    [span('  '), ...titleLine(layout, glyphs.ellipsis)],
    ...drawn,
    blank,
    ...reasons,
    ...pniLines(selected, model, { width, height: left - reasons.length - 1 }),
  ];
}

/** The first pane. */
export const overviewPane: Pane = { rows, lines, sortColumns: ['name', 'in', 'n-1'] };
