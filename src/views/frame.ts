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
import { withoutControls } from '../terminal/control-characters.ts';
import type { Line } from '../terminal/line.ts';
import { commands } from './commands.ts';
import { complaintOf, type FormPrompt } from './form-prompt.ts';
import { eventLine } from './formats/event-line.ts';
import { counted } from './formats/numbers.ts';
import { blank, ends, fit, fitLine, harmless, lineWidth, pad, span, tail, widthOf, wrap } from './formats/text.ts';
import { forms } from './forms.ts';
import { headerLine } from './header.ts';
import { keyText } from './key-text.ts';
import { currentPlace, isExpression, type Model } from './model.ts';
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

/** Rows of the events strip: few on a small screen, more where there is room; none below the list of all events. */
function stripHeight(model: Model): number {
  const { rows } = model.screen;
  if (rows < 20 || currentPlace(model).pane === 'events') return 0;
  return rows < 30 ? 2 : rows < 45 ? 4 : 7;
}

function stripLines(model: Model, height: number): readonly Line[] {
  if (height === 0) return [];
  const { events, picture, screen, glyphs } = model;
  const newest = events.slice(-height).toReversed();
  const lines = newest.map(
    (event): Line => [span(' '), ...eventLine(event, picture.clockOffset, screen.columns - 2, glyphs)],
  );
  const first: readonly Line[] = newest.length === 0 ? [[span(' Nothing has changed since the start.', 'dim')]] : lines;
  return [...first, ...new Array<Line>(Math.max(0, height - first.length)).fill(blank)];
}

/** Which keys the bottom line shows, the most wanted first; those that do not fit are one ? away. */
const hintOrder = [
  'open',
  'check',
  'escalate',
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
  'microsoft',
  'prefixes',
  'maintenance',
  'latency',
];

/** Keys of one object, which stand there only where it is. */
const ofOneObject: ReadonlySet<string> = new Set(['check', 'escalate']);

/** Lines of a message, at most. */
const longestFlash = 3;

/** A message in place of the keys, whole: it may be the name of a file. */
function flashLines({ screen, now }: Model): readonly Line[] | null {
  if (screen.flash === null || now >= screen.flash.until) return null;
  const tone = screen.flash.tone === 'warn' ? 'warn' : 'info';
  return wrap(screen.flash.text, screen.columns - 2)
    .slice(0, longestFlash)
    .map(text => [span(` ${text}`, tone)]);
}

function keyLine(model: Model): Line {
  const { screen } = model;
  let line: Line = [];
  for (const id of hintOrder) {
    const command = commands.find(each => each.id === id);
    if (command?.hint === undefined) continue;
    const possible = command.disabled(model) === null;
    if (!possible && ofOneObject.has(id)) continue;
    const name = command.id === 'freeze' && screen.frozen !== null ? 'go on' : command.hint;
    const hint: Line = [
      span(line.length === 0 ? ' ' : '   '),
      span(keyText(command.keys[0] ?? 'enter'), possible ? 'key' : 'dim'),
      span(` ${name}`, possible ? 'plain' : 'dim'),
    ];
    if (lineWidth([...line, ...hint]) > screen.columns) break;
    line = [...line, ...hint];
  }
  return line;
}

/** The line being typed: of a long one its end, for that is where the typing goes on. */
function typedLine(sign: string, text: string, hint: string, width: number, glyphs: Model['glyphs']): Line {
  const right = [span(`${hint} `, 'dim')];
  const room = Math.max(8, width - lineWidth(right) - widthOf(sign) - 4);
  const shown = widthOf(text) <= room ? text : `${glyphs.ellipsis}${tail(text, room - 1)}`;
  const between = sign.length > 1 ? ' ' : '';
  return ends([span(` ${sign}${between}`, 'key'), span(shown), span(' ', 'selected')], right, width, glyphs.ellipsis);
}

/** The answers so far, what is expected now, and the answer being typed. */
function formLines(prompt: FormPrompt, model: Model): readonly Line[] {
  const { columns } = model.screen;
  const { glyphs } = model;
  const { title, fields } = forms[prompt.form];
  const field = fields[prompt.answers.length];
  const given = prompt.answers.map(
    (answer, at): Line => [
      span(`   ${pad(fields[at]?.label ?? '', 24, 'left', glyphs.ellipsis)}`, 'dim'),
      span(answer === '' ? glyphs.dash : answer),
    ],
  );
  const complaint = prompt.text === '' ? null : complaintOf(prompt, model);
  const counter = fields.length > 1 ? ` ${prompt.answers.length + 1} of ${fields.length}` : '';
  return [
    [span(` ${title}${counter}`, 'strong'), span(`   ${field?.hint ?? ''}`, 'dim')],
    ...given,
    typedLine(
      `${field?.label ?? ''}:`,
      prompt.text,
      complaint ?? 'Enter takes   Tab completes   Esc leaves',
      columns,
      glyphs,
    ),
  ];
}

/** Lines of the palette above the prompt. */
const paletteHeight = 8;

function promptLines(model: Model): readonly Line[] {
  const { prompt, columns } = model.screen;
  const { glyphs } = model;
  if (prompt === null) return flashLines(model) ?? [keyLine(model)];
  if (prompt.kind === 'filter') {
    const how = isExpression(prompt.text) ? '' : 'no regular expression, taken as text   ';
    return [
      typedLine(
        '/',
        prompt.text,
        `${how}${counted(model.rows.length, 'row')}   Enter keeps   Esc undoes`,
        columns,
        glyphs,
      ),
    ];
  }
  if (prompt.kind === 'form') return formLines(prompt, model);
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
  return [...list, ...none, typedLine(':', prompt.text, 'Enter runs   Tab completes   Esc leaves', columns, glyphs)];
}

/** The smallest screen on which anything can be read. */
export const smallest = { columns: 60, rows: 12 } as const;

/** Draws the screen. Every line fits its width, and the lines together fill the height exactly. */
export function drawFrame(model: Model): Frame {
  const { columns, rows } = model.screen;
  const { glyphs } = model;
  if (columns < smallest.columns || rows < smallest.rows) {
    const words = `peerdeck needs ${smallest.columns}x${smallest.rows}, this is ${columns}x${rows}; q quits`;
    const text = wrap(words, Math.max(1, columns - 1)).map((line): Line => [span(` ${line}`, 'warn')]);
    const fitting = text.slice(0, rows).map(line => fitLine(line, columns, glyphs.ellipsis));
    return {
      header: fitting,
      pane: new Array<Line>(Math.max(0, rows - fitting.length)).fill(blank),
      strip: [],
      footer: [],
      failure: null,
    };
  }
  const footer = promptLines(model);
  const strip = stripHeight(model);
  const height = rows - 2 - (strip > 0 ? strip + 1 : 0) - footer.length;
  const { drawn, failure } = drawPane(model, columns, height);
  const pane = [...drawn, ...new Array<Line>(Math.max(0, height - drawn.length)).fill(blank)];
  const fitted = (lines: readonly Line[]): readonly Line[] =>
    lines.map(line => fitLine(harmless(line, glyphs), columns, glyphs.ellipsis));
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
    return { drawn: [], failure: withoutControls(error instanceof Error ? error.message : String(error)) };
  }
}

/** The frame as text, for a file. */
export const frameLines = (frame: Frame): readonly Line[] => [
  ...frame.header,
  ...frame.pane,
  ...frame.strip,
  ...frame.footer,
];
