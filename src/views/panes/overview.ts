/**
 * All metros, worst first.
 *
 *    METRO         VERDICT     PNIS  MEMBERS  …  IN Gb/s  OUT Gb/s     titles
 *  ▸ ▲ Ashburn     at-risk      1/2     8/16  …    612.4     201.9     one row a metro
 *
 *  Ashburn, because                                                   the reasons of the selected metro,
 *    ▲ one router left: …                                             or one quiet line when all is well
 */
import type { Reason } from '../../network/reasons.ts';
import type { Metro } from '../../network/redundancy.ts';
import type { Line } from '../../terminal/line.ts';
import { metroColumns } from '../formats/metro-table.ts';
import { counted, rateText } from '../formats/numbers.ts';
import { weightLook } from '../formats/states.ts';
import { layOut, rowLine, titleLine } from '../formats/table.ts';
import { blank, span, wrap } from '../formats/text.ts';
import { currentFilter, currentSort, cursorIndex, filterTest, type Model, type Row, type Scene } from '../model.ts';
import { listLines, type Pane, type Space } from './pane.ts';

type MetroOrder = (a: Metro, b: Metro) => number;

const orders: Readonly<Record<string, MetroOrder>> = {
  name: (a, b) => a.name.localeCompare(b.name),
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
    .map(metro => ({ id: metro.name, text: textOf(metro), opens: { pane: 'metro', name: metro.name } }));
}

/** Why a metro is not as it should be; heaviest first, each sentence whole. */
export function reasonLines(metro: Metro, model: Model, { width, height }: Space): readonly Line[] {
  if (height < 2) return [];
  if (metro.reasons.length === 0) return [quietLine(metro, model)];
  const lines: Line[] = [[span(` ${metro.name}, because`, 'strong')]];
  for (const [position, reason] of metro.reasons.entries()) {
    const drawn = reasonText(reason, model, width);
    const left = metro.reasons.length - position;
    if (lines.length + drawn.length + (left > 1 ? 1 : 0) > height) {
      lines.push([span(`     ${counted(left, 'more reason')}`, 'dim')]);
      break;
    }
    lines.push(...drawn);
  }
  return lines;
}

/** One reason with its mark, wrapped. */
export function reasonText(reason: Reason, { glyphs }: Pick<Model, 'glyphs'>, width: number): readonly Line[] {
  const look = weightLook(reason.weight, glyphs);
  return wrap(reason.text, width - 6, glyphs.ellipsis).map((text, position) =>
    position === 0 ? [span(`   ${look.glyph} `, look.tone), span(text)] : [span(`     ${text}`)],
  );
}

function quietLine(metro: Metro, { glyphs, picture }: Model): Line {
  const all = picture.metros.every(each => each.verdict === 'redundant');
  const what = all ? `All ${picture.metros.length} metros are redundant` : `${metro.name} is ${metro.verdict}`;
  const { next } = metro;
  const after =
    next === null || next.maxUtilization === null
      ? ''
      : `; the loss of ${next.target} would put ${metro.name} at ${Math.round(next.maxUtilization * 100)} %${next.load === null ? '' : ` (${rateText(next.load)} to move)`}`;
  return [span(` ${glyphs.good} `, 'good'), span(`${what}${after}.`, 'dim')];
}

function lines(model: Model, { width, height }: Space): readonly Line[] {
  const { glyphs, picture } = model;
  const list = model.rows;
  const metros = new Map(picture.metros.map(metro => [metro.name, metro]));
  const layout = layOut(metroColumns(picture, glyphs), width - 3);
  const because = Math.min(8, Math.max(2, height - list.length - 2));
  const room = Math.max(1, height - 2 - because);
  const drawn = listLines(model, room, row => {
    const metro = metros.get(row.id);
    return metro === undefined ? blank : rowLine(layout, metro, glyphs.ellipsis);
  });
  const selected = metros.get(list[cursorIndex(model)]?.id ?? '');
  const title: Line = [span('  '), ...titleLine(layout, glyphs.ellipsis)];
  const none: Line = [span(`  no metro matches ${currentFilter(model)}`, 'dim')];
  return [
    title,
    ...(list.length === 0 ? [none] : drawn),
    blank,
    ...(selected === undefined ? [] : reasonLines(selected, model, { width, height: height - drawn.length - 2 })),
  ];
}

/** The first pane. */
export const overviewPane: Pane = { rows, lines, sortColumns: ['name', 'in', 'n-1'] };
