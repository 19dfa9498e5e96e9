/**
 * The whole screen as lines, exactly as many as the terminal has.
 *
 *  peerdeck › Ashburn   SIMULATION   ▲ 1  ● 5        live 2 s  03:07:41Z     header: where, what is worst, how old
 *                                                                            blank
 *  …                                                                         the pane, all the room there is
 *                                                                            blank
 *  03:06:12Z ■ iad-er1/ae10   v4 … established → idle                        the newest events
 *  Enter open  / filter  : command  Space freeze  ? help                     what can be done next, or a prompt
 */
import { ageText } from '../network/age.ts';
import { wallTime } from '../network/picture.ts';
import { type Place, placeOf } from '../state/screen.ts';
import type { Line, Span } from '../terminal/line.ts';
import { commands } from './commands.ts';
import { eventLine } from './formats/event-line.ts';
import { clockText, counted, rateText } from './formats/numbers.ts';
import { verdictLook } from './formats/states.ts';
import { blank, ends, fit, fitLine, lineWidth, pad, span } from './formats/text.ts';
import { keyText } from './key-text.ts';
import { currentFilter, currentPlace, currentSort, type Model } from './model.ts';
import { paletteEntries } from './palette.ts';
import { paneOf } from './panes/index.ts';

/** The parts of a screen, top to bottom. */
export interface Frame {
  readonly header: readonly Line[];
  readonly pane: readonly Line[];
  readonly strip: readonly Line[];
  readonly footer: readonly Line[];
  /** Why the pane could not be drawn; null when it was. */
  readonly failure: string | null;
}

const verdictsOnTop = ['down', 'at-risk', 'degraded', 'unknown', 'redundant'] as const;

function crumb(place: Place): string {
  switch (place.pane) {
    case 'overview':
      return 'metros';
    case 'metro':
    case 'router':
      return place.name;
    case 'pni':
      return place.id;
    case 'pnis':
      return 'PNIs';
    case 'routers':
    case 'events':
    case 'help':
      return place.pane;
  }
}

function whereLine(model: Model): Span[] {
  const { picture, screen, glyphs } = model;
  const atHome = screen.path.length === 1 && placeOf(screen).pane === 'overview';
  const peers = picture.peerAsns === 'any' ? 'all peers' : picture.peerAsns.map(asn => `AS${asn}`).join(' ');
  const spans = [span(' peerdeck', 'title')];
  if (atHome && picture.partner.asn !== null)
    spans.push(span(`  AS${picture.partner.asn} ${glyphs.peers} ${peers}`, 'dim'));
  if (!atHome)
    for (const place of screen.path)
      if (place.pane !== 'overview' || screen.path.length === 1)
        spans.push(span(` ${glyphs.crumb} `, 'dim'), span(crumb(place), 'strong'));
  const filter = currentFilter(model);
  if (filter !== '') spans.push(span(`  /${filter}`, 'key'));
  const { column, reversed } = currentSort(model);
  if (column !== null || reversed) spans.push(span(`  by ${column ?? 'worst'}${reversed ? ' reversed' : ''}`, 'key'));
  return spans;
}

function ageSpans(model: Model): Span[] {
  const { picture, screen, now, replay } = model;
  const time = span(`  ${clockText(wallTime(picture, screen.frozen === null ? now : picture.at))} `, 'plain');
  if (screen.frozen !== null) {
    const missed = Math.max(0, model.live.events.length - screen.frozen.events.length);
    return [span(` FROZEN ${ageText(now - screen.frozen.since)}, ${counted(missed, 'event')} since `, 'banner'), time];
  }
  const live = replay === null ? 'live' : replay;
  if (picture.age === null) {
    const heard = picture.routers.filter(router => router.age !== null).length;
    return [span(`${live}, ${heard} of ${picture.routers.length} routers heard`, 'warn'), time];
  }
  const stale = picture.routers.filter(router => router.stale).length;
  return [
    span(
      stale > 0
        ? `${counted(stale, 'router')} stale, oldest ${ageText(picture.age)}`
        : `${live} ${ageText(picture.age)}`,
      stale > 0 ? 'warn' : 'dim',
    ),
    time,
  ];
}

function nextFailureSpan(model: Model): Span {
  const { picture, glyphs } = model;
  if (picture.next === null) return span('');
  const { metro, loss } = picture.next;
  const load = loss.load === null ? '' : `, ${rateText(loss.load)}`;
  const what = loss.dark
    ? 'dark'
    : loss.maxUtilization === null
      ? 'load unknown'
      : `at ${Math.round(loss.maxUtilization * 100)} %`;
  return span(`   next failure  ${loss.target} ${glyphs.arrow} ${metro} ${what}${load}`, loss.dark ? 'risk' : 'dim');
}

function headerLine(model: Model): Line {
  const { picture, glyphs, screen } = model;
  const counts = verdictsOnTop.flatMap((verdict): Span[] => {
    const look = verdictLook(verdict, glyphs);
    return picture.counts[verdict] === 0 ? [] : [span(`  ${look.glyph} ${picture.counts[verdict]}`, look.tone)];
  });
  const badge = picture.simulation ? [span('  '), span(' SIMULATION ', 'banner')] : [];
  const right = ageSpans(model);
  const where = whereLine(model);
  const withoutPeers = where.filter(each => each.tone !== 'dim' || each.text.trim() === glyphs.crumb);
  const next = nextFailureSpan(model);
  const tail: Line = [...badge, span(' '), ...counts];
  // What does not fit is dropped whole: the peers first, then the next failure; never the age, the badge or the counts.
  const room = screen.columns - lineWidth(right) - 3;
  const fitting = [
    [...where, ...tail, next],
    [...withoutPeers, ...tail, next],
    [...where, ...tail],
    [...withoutPeers, ...tail],
  ].find(line => lineWidth(line) <= room);
  const left = fitting ?? [...fitLine(withoutPeers, Math.max(9, room - lineWidth(tail)), glyphs.ellipsis), ...tail];
  return ends(left, right, screen.columns, glyphs.ellipsis);
}

/** Rows of the events strip: few on a small screen, more where there is room. */
const stripHeight = (rows: number): number => (rows < 20 ? 0 : rows < 30 ? 2 : rows < 45 ? 4 : 7);

function stripLines(model: Model, height: number): readonly Line[] {
  if (height === 0) return [];
  const { events, picture, screen, glyphs } = model;
  const newest = events.slice(-height).toReversed();
  const lines = newest.map(event => eventLine(event, picture.clockOffset, screen.columns - 1, glyphs));
  const first: readonly Line[] = newest.length === 0 ? [[span(' Nothing has changed since the start.', 'dim')]] : lines;
  return [...first, ...new Array<Line>(Math.max(0, height - first.length)).fill(blank)];
}

/** Which keys the bottom line shows, the most wanted first; those that do not fit are one ? away. */
const hintOrder = [
  'open',
  'filter',
  'palette',
  'freeze',
  'help',
  'quit',
  'back',
  'overview',
  'pnis',
  'routers',
  'events',
];

function keyLine(model: Model): Line {
  const { screen, now } = model;
  if (screen.flash !== null && now < screen.flash.until)
    return [span(` ${screen.flash.text}`, screen.flash.tone === 'warn' ? 'warn' : 'info')];
  let line: Line = [span(' ')];
  for (const id of hintOrder) {
    const command = commands.find(each => each.id === id);
    if (command?.hint === undefined) continue;
    const possible = command.disabled(model) === null;
    const name = command.id === 'freeze' && screen.frozen !== null ? 'go on' : command.hint;
    const hint: Line = [
      span(keyText(command.keys[0] ?? 'enter'), possible ? 'key' : 'dim'),
      span(` ${name}   `, possible ? 'plain' : 'dim'),
    ];
    if (lineWidth([...line, ...hint]) - 3 > screen.columns) break;
    line = [...line, ...hint];
  }
  return line;
}

/** Lines of the palette above the prompt. */
const paletteHeight = 8;

function promptLines(model: Model): readonly Line[] {
  const { prompt, columns } = model.screen;
  const { glyphs } = model;
  if (prompt === null) return [keyLine(model)];
  if (prompt.kind === 'filter') {
    return [
      ends(
        [span(' /', 'key'), span(prompt.text), span(' ', 'selected')],
        [span(`${counted(model.rows.length, 'row')}   Enter keeps it   Esc takes it back `, 'dim')],
        columns,
        glyphs.ellipsis,
      ),
    ];
  }
  const entries = paletteEntries(prompt.text, model);
  const from = Math.max(0, Math.min(prompt.selected - paletteHeight + 2, entries.length - paletteHeight));
  const list = entries.slice(from, from + paletteHeight).map((entry, position): Line => {
    const selected = from + position === prompt.selected;
    return [
      span(selected ? ` ${glyphs.cursor} ` : '   ', 'key'),
      span(pad(entry.id, 18, 'left', glyphs.ellipsis), entry.disabled === null ? 'strong' : 'dim'),
      span(` ${pad(entry.keys.slice(0, 2).map(keyText).join(' '), 12, 'left', glyphs.ellipsis)}`, 'dim'),
      span(
        fit(
          entry.disabled === null ? entry.title : `${entry.title} (${entry.disabled})`,
          Math.max(0, columns - 36),
          glyphs.ellipsis,
        ),
        entry.disabled === null ? 'plain' : 'dim',
      ),
    ];
  });
  const none: readonly Line[] = entries.length === 0 ? [[span('   nothing is called that', 'dim')]] : [];
  return [
    ...list,
    ...none,
    ends(
      [span(' :', 'key'), span(prompt.text), span(' ', 'selected')],
      [span('Enter runs   Tab completes   Esc leaves ', 'dim')],
      columns,
      glyphs.ellipsis,
    ),
  ];
}

/** The smallest screen on which anything can be read. */
export const smallest = { columns: 60, rows: 12 } as const;

/** Draws the screen. Every line fits its width, and the lines together fill the height exactly. */
export function drawFrame(model: Model): Frame {
  const { columns, rows } = model.screen;
  const { glyphs } = model;
  if (columns < smallest.columns || rows < smallest.rows) {
    const text: Line = fitLine(
      [span(` peerdeck needs ${smallest.columns}x${smallest.rows}, this is ${columns}x${rows}; q quits`, 'warn')],
      columns,
      glyphs.ellipsis,
    );
    return {
      header: [text],
      pane: new Array<Line>(Math.max(0, rows - 1)).fill(blank),
      strip: [],
      footer: [],
      failure: null,
    };
  }
  const footer = promptLines(model);
  const strip = stripHeight(rows);
  const height = rows - 2 - (strip > 0 ? strip + 1 : 0) - footer.length;
  const { drawn, failure } = drawPane(model, columns, height);
  const pane = [...drawn, ...new Array<Line>(Math.max(0, height - drawn.length)).fill(blank)];
  const fitted = (lines: readonly Line[]): readonly Line[] =>
    lines.map(line => fitLine(line, columns, glyphs.ellipsis));
  return {
    header: fitted([headerLine(model), blank]),
    pane: fitted(pane),
    strip: strip === 0 ? [] : fitted([blank, ...stripLines(model, strip)]),
    footer: fitted(footer),
    failure,
  };
}

function drawPane(
  model: Model,
  width: number,
  height: number,
): { readonly drawn: readonly Line[]; readonly failure: string | null } {
  try {
    return { drawn: paneOf(currentPlace(model)).lines(model, { width, height }).slice(0, height), failure: null };
  } catch (error) {
    return { drawn: [], failure: error instanceof Error ? error.message : String(error) };
  }
}

/** The frame as text, for a file. */
export const frameLines = (frame: Frame): readonly Line[] => [
  ...frame.header,
  ...frame.pane,
  ...frame.strip,
  ...frame.footer,
];
