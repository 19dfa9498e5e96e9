/**
 * Work that Microsoft has announced, from Azure Service Health and from mails that somebody wrote down: what goes on now first.
 *
 *  Microsoft, 2 min old …
 *    WHEN          FROM (UTC)        UNTIL ABOUT       METROS       WHAT
 *  ▸ ◇ in 3 h      11-20 22:00       11-21 00:00       Amsterdam    Maintenance of peering devices
 *
 *  the selected one in full; n writes down a notice that came by mail
 */
import { ageText } from '../../network/age.ts';
import type { MicrosoftPicture } from '../../network/microsoft/picture.ts';
import { namedWithin, type WorkWindow, windowKey } from '../../network/microsoft/windows.ts';
import type { Instant } from '../../network/units.ts';
import type { Glyphs } from '../../terminal/glyphs.ts';
import type { Line } from '../../terminal/line.ts';
import { windowLook } from '../formats/microsoft-looks.ts';
import { type Column, layOut, widest } from '../formats/table.ts';
import { blank, span } from '../formats/text.ts';
import { currentFilter, cursorIndex, filterTest, type Model, type Row, type Scene } from '../model.ts';
import { heardLines, notConfigured } from './microsoft-heard.ts';
import { listAndFacts, type Pane, type Space, sentence } from './pane.ts';

const minuteText = (at: Instant | null): string =>
  at === null ? 'not told' : new Date(at).toISOString().slice(5, 16).replace('T', ' ');

/** Metros with what is named in them; what nobody here knows as it stands; regions where nothing else is told. */
function placesText(window: WorkWindow): string {
  const { metros, objects, regions } = window;
  const known = metros.map(metro => {
    const things = namedWithin(window, metro);
    return things.length === 0 ? metro : `${metro} (${things.join(', ')})`;
  });
  const others = objects.flatMap(each => (each.metros.length === 0 ? [each.name] : []));
  const places = [...known, ...others];
  return (places.length > 0 ? places : regions).join(', ');
}

function whenText({ phase, startsAt, kind }: WorkWindow, wall: number): string {
  if (phase === 'ahead' && startsAt !== null) return `in ${ageText(startsAt - wall)}`;
  return phase === 'now' ? (kind === 'issue' ? 'issue now' : 'now') : phase === 'past' ? 'over' : phase;
}

const textOf = (window: WorkWindow): string =>
  [window.id, window.title, window.status, window.impact, placesText(window), window.phase].filter(Boolean).join(' ');

const windowsOf = (model: Scene): readonly WorkWindow[] =>
  (model.picture.microsoft?.windows ?? []).filter(window => filterTest(currentFilter(model))(textOf(window)));

const rows = (model: Scene): readonly Row[] =>
  windowsOf(model).map(window => ({
    id: windowKey(window),
    text: textOf(window),
    copy: `${window.id}, ${minuteText(window.startsAt)} to ${minuteText(window.endsAt)} UTC, ${placesText(window)}, ${window.title}`,
    opens: window.metros[0] === undefined ? null : { pane: 'metro', name: window.metros[0] },
  }));

const columns = (windows: readonly WorkWindow[], wall: number, glyphs: Glyphs): readonly Column<WorkWindow>[] => [
  {
    id: 'when',
    title: '  WHEN',
    align: 'left',
    width: 11,
    priority: 0,
    cell: window => {
      const look = windowLook(window, glyphs);
      return { text: `${look.glyph} ${whenText(window, wall)}`, tone: look.tone };
    },
  },
  {
    id: 'from',
    title: 'FROM (UTC)',
    align: 'left',
    width: 11,
    priority: 0,
    cell: window => ({ text: minuteText(window.startsAt) }),
  },
  {
    id: 'until',
    title: 'UNTIL ABOUT',
    align: 'left',
    width: 11,
    priority: 0,
    cell: window => ({ text: minuteText(window.endsAt) }),
  },
  {
    id: 'places',
    title: 'WHERE',
    align: 'left',
    width: widest(windows, placesText, 10, 26),
    priority: 0,
    cell: window => ({ text: placesText(window) }),
  },
  {
    id: 'status',
    title: 'STATUS',
    align: 'left',
    width: widest(windows, each => each.status, 8, 12),
    priority: 2,
    cell: window => ({ text: window.status, tone: 'dim' }),
  },
  {
    id: 'impact',
    title: 'IMPACT',
    align: 'left',
    width: 18,
    priority: 3,
    cell: window => ({ text: window.impact ?? 'not told', tone: 'dim' }),
  },
  {
    id: 'title',
    title: 'WHAT',
    align: 'left',
    width: 16,
    most: 80,
    priority: 1,
    cell: window => ({ text: window.title }),
  },
];

const byWords: Readonly<Record<WorkWindow['by'], string>> = {
  named: 'the notice names it',
  region: 'told for the Azure region; which metro is not told',
  declared: 'as written down',
  unknown: 'no metro here is known to be touched',
};

/** What is known of its end, beyond what stands in its column. */
function endText({ phase, endsAt, source }: WorkWindow): string {
  if (phase === 'overdue') return ` It should have ended about ${minuteText(endsAt)}, and is still said to go on.`;
  return source === 'note' ? '' : ' The end is an estimate; the work often ends earlier.';
}

/** One window in full. */
function windowLines(window: WorkWindow, { glyphs }: Model, width: number): readonly Line[] {
  const look = windowLook(window, glyphs);
  const about = [
    window.id,
    window.source === 'note' ? `written down from a mail of ${window.provider}` : 'Azure Service Health',
    window.status,
    ...(window.impact === null ? [] : [window.impact]),
  ];
  const where = [
    placesText(window) || 'nowhere named',
    byWords[window.by],
    ...(window.regions.length > 0 ? [`region ${window.regions.join(', ')}`] : []),
  ];
  return [
    [span(` ${about.join(', ')}`, 'strong')],
    ...sentence(span(`   ${look.glyph} `, look.tone), window.title, 'plain', width),
    ...sentence(span('     '), `${where.join('; ')}.${endText(window)}`, 'dim', width),
    ...(window.text === '' || window.text === window.title ? [] : sentence(span('     '), window.text, 'plain', width)),
  ];
}

/** That nothing is announced, as far as that is known. */
function noneText({ calls }: MicrosoftPicture): string {
  const health = calls.find(each => each.call === 'health');
  if (health === undefined || health.age === null) return 'Azure Service Health has not been heard yet.';
  return health.stale
    ? `No work of Microsoft was announced when it was last told, ${ageText(health.age)} ago.`
    : 'No work of Microsoft is announced.';
}

function lines(model: Model, { width, height }: Space): readonly Line[] {
  const { glyphs, picture } = model;
  const { microsoft } = picture;
  if (microsoft === null) return notConfigured(width);
  const windows = windowsOf(model);
  const head = heardLines(microsoft, model, ['health'], width);
  const known = new Map(windows.map(window => [windowKey(window), window]));
  const chosen = known.get(model.rows[cursorIndex(model)]?.id ?? '');
  if (chosen === undefined) {
    const filter = currentFilter(model);
    const none = noneText(microsoft);
    return [
      ...head,
      blank,
      [span(` ${filter === '' ? none : `no notice matches ${filter}`}`, 'dim')],
      [span(' n writes down a notice that came by mail.', 'dim')],
    ];
  }
  const layout = layOut(columns(windows, picture.at + picture.clockOffset, glyphs), width - 3);
  const facts = windowLines(chosen, model, width);
  return listAndFacts(model, height, { head, layout, find: id => known.get(id), facts, factsRoom: 10 });
}

/** Announced work. */
export const maintenancePane: Pane = { rows, lines, sortColumns: [] };
