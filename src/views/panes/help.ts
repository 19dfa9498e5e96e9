/** Every command with its keys, from the one table; what is not possible on the pane below is dim and says why. */
import type { Line } from '../../terminal/line.ts';
import { type Command, categories } from '../command.ts';
import { commands } from '../commands.ts';
import { blank, lineWidth, pad, span } from '../formats/text.ts';
import { keyText } from '../key-text.ts';
import { currentFilter, cursorIndex, filterTest, type Model, type Row, type Scene } from '../model.ts';
import { listLines, type Pane, type Space } from './pane.ts';

const categoryWidth = 12;
const keysWidth = 20;

const keysOf = (command: Command): string => command.keys.map(keyText).join('  ');

function listed(model: Scene): readonly Command[] {
  const keep = filterTest(currentFilter(model));
  return categories.flatMap(category =>
    commands.filter(
      command => command.category === category && keep(`${category} ${command.title} ${keysOf(command)}`),
    ),
  );
}

const rows = (model: Scene): readonly Row[] =>
  listed(model).map(command => {
    const text = `${keysOf(command)}  ${command.title}`;
    return { id: command.id, text, copy: text, opens: null };
  });

function legend({ glyphs }: Model): Line {
  return [
    span(` ${glyphs.good} `, 'good'),
    span('redundant, up   ', 'dim'),
    span(`${glyphs.degraded} `, 'warn'),
    span('degraded   ', 'dim'),
    span(`${glyphs.risk} `, 'risk'),
    span('at risk   ', 'dim'),
    span(`${glyphs.down} `, 'bad'),
    span('down   ', 'dim'),
    span(`${glyphs.unknown} `, 'dim'),
    span('unknown, stale   ', 'dim'),
    span(`${glyphs.draining} `, 'info'),
    span('shut', 'dim'),
  ];
}

function commandLine(command: Command, isFirst: boolean, reason: string | null, glyphs: Model['glyphs']): Line {
  return [
    span(pad(isFirst ? command.category : '', categoryWidth, 'left', glyphs.ellipsis), 'dim'),
    span(pad(keysOf(command), keysWidth, 'left', glyphs.ellipsis), reason === null ? 'key' : 'dim'),
    span(command.title, reason === null ? 'plain' : 'dim'),
  ];
}

function lines(model: Model, { width, height }: Space): readonly Line[] {
  const { glyphs } = model;
  const at = model.below ?? model;
  const all = new Map(listed(model).map(command => [command.id, command]));
  const selected = model.rows[cursorIndex(model)]?.id;
  let category: string | null = null;
  const drawn = listLines(model, height - 4, row => {
    const command = all.get(row.id);
    if (command === undefined) return blank;
    const reason = command.disabled(at);
    const line = commandLine(command, command.category !== category, reason, glyphs);
    category = command.category;
    const why: Line = reason === null ? [] : [span(` (${reason})`, 'dim')];
    return lineWidth(line) + lineWidth(why) + 2 > width ? line : [...line, ...why];
  });
  const reason = (selected === undefined ? undefined : all.get(selected))?.disabled(at) ?? null;
  return [
    legend(model),
    blank,
    ...(drawn.length === 0 ? [[span(` no command matches ${currentFilter(model)}`, 'dim')]] : drawn),
    blank,
    reason === null ? blank : [span(`   not now: ${reason}`, 'dim')],
  ];
}

/** The help page. */
export const helpPane: Pane = { rows, lines, sortColumns: [] };
