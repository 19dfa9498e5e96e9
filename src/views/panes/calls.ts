/** Every call to Microsoft: how old its answer is, what failed, and the ids that support asks for. */
import { ageText } from '../../network/age.ts';
import { callWords } from '../../network/microsoft/calls.ts';
import type { CallView } from '../../network/microsoft/picture.ts';
import type { RecentRequest } from '../../network/microsoft/told.ts';
import type { Glyphs } from '../../terminal/glyphs.ts';
import type { Line } from '../../terminal/line.ts';
import { clockText } from '../formats/numbers.ts';
import { type Column, layOut, widest } from '../formats/table.ts';
import { blank, span } from '../formats/text.ts';
import { currentFilter, cursorIndex, filterTest, type Model, type Row, type Scene } from '../model.ts';
import { costSpan, notConfigured } from './microsoft-heard.ts';
import { listAndFacts, nothingListed, type Pane, type Space, sentence } from './pane.ts';

const idOf = (view: CallView): string => `${view.call} ${view.subject}`;
/** The last part of a resource id is its name. */
const subjectText = ({ subject }: CallView): string => subject.replace(/\S*\/([^/\s]+)/, '$1');
const textOf = (view: CallView): string => `${callWords[view.call]} ${subjectText(view)} ${view.failure?.text ?? ''}`;

const weight = (view: CallView): number => (view.failure !== null ? 0 : view.stale ? 1 : 2);

const viewsOf = (model: Scene): readonly CallView[] =>
  (model.picture.microsoft?.calls ?? [])
    // Notes are read from this host's disk.
    .filter(view => view.call !== 'notes' && filterTest(currentFilter(model))(textOf(view)))
    .toSorted((a, b) => weight(a) - weight(b) || textOf(a).localeCompare(textOf(b), 'en'));

const rows = (model: Scene): readonly Row[] =>
  viewsOf(model).map(view => ({ id: idOf(view), text: textOf(view), copy: textOf(view), opens: null }));

const columns = (views: readonly CallView[], glyphs: Glyphs): readonly Column<CallView>[] => [
  {
    id: 'call',
    title: '  CALL',
    align: 'left',
    width: widest(views, view => `  ${callWords[view.call]}`, 20, 32),
    priority: 0,
    cell: view => ({
      text: `${view.failure !== null ? glyphs.unknown : view.stale ? glyphs.degraded : glyphs.good} ${callWords[view.call]}`,
      tone: view.failure !== null || view.stale ? 'warn' : 'plain',
    }),
  },
  {
    id: 'subject',
    title: 'ABOUT',
    align: 'left',
    width: widest(views, subjectText, 8, 40),
    priority: 1,
    cell: view => ({ text: subjectText(view), tone: 'dim' }),
  },
  {
    id: 'age',
    title: 'AGE',
    align: 'right',
    width: 8,
    priority: 0,
    cell: view => ({ text: view.age === null ? 'never' : ageText(view.age), tone: view.stale ? 'warn' : 'plain' }),
  },
  {
    id: 'failure',
    title: 'LAST FAILURE',
    align: 'left',
    width: 16,
    most: 100,
    priority: 2,
    cell: view => ({ text: view.failure?.text ?? '', tone: 'dim' }),
  },
];

const wholeLine = 112;

/** One request with what support asks for, which is never cut: on two lines where one has no room. */
function requestLines({ at, ids, failure }: RecentRequest, { glyphs, picture }: Model, width: number): readonly Line[] {
  const mark = failure === null ? span(glyphs.good, 'good') : span(glyphs.unknown, 'warn');
  const request = span(`request ${ids.request ?? glyphs.dash}`);
  const line = [
    span(`   ${clockText(at + picture.clockOffset)}  `, 'dim'),
    mark,
    span(` correlation ${ids.correlation ?? glyphs.dash}`),
  ];
  return width >= wholeLine ? [[...line, span('  '), request]] : [line, [span(' '.repeat(16)), request]];
}

function lines(model: Model, { width, height }: Space): readonly Line[] {
  const { glyphs, picture } = model;
  const { microsoft } = picture;
  if (microsoft === null) return notConfigured(width);
  const views = viewsOf(model);
  const head: readonly Line[] = [[costSpan(microsoft, model, ' ')]];
  const layout = layOut(columns(views, glyphs), width - 3);
  const known = new Map(views.map(view => [idOf(view), view]));
  const chosen = known.get(model.rows[cursorIndex(model)]?.id ?? '');
  if (chosen === undefined) return [...head, blank, ...nothingListed('call', layout, model)];
  const recent = microsoft.state.recent
    .filter(each => each.call === chosen.call && each.subject === chosen.subject)
    .toReversed()
    .flatMap(each => requestLines(each, model, width));
  const facts: readonly Line[] = [
    [span(` ${callWords[chosen.call]}`, 'strong'), span(chosen.subject === '' ? '' : ` of ${chosen.subject}`, 'dim')],
    ...(chosen.failure === null
      ? []
      : sentence(span(`   ${glyphs.unknown} `, 'warn'), chosen.failure.text, 'plain', width)),
    ...recent,
  ];
  return listAndFacts(model, height, { head, layout, find: id => known.get(id), facts, factsRoom: 7 });
}

/** Calls to Microsoft. */
export const callsPane: Pane = { rows, lines, sortColumns: [] };
