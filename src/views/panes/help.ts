/** Every command with its keys, from the one table; what is not possible now is dim and says why. */
import type { Line } from '../../terminal/line.ts';
import { type Command, categories, commands } from '../commands.ts';
import { blank, pad, span } from '../formats/text.ts';
import { keyText } from '../key-text.ts';
import { currentFilter, filterTest, type Model, type Row, type Scene } from '../model.ts';
import { listLines, type Pane, type Space } from './pane.ts';

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
  listed(model).map(command => ({ id: command.id, text: `${keysOf(command)}  ${command.title}`, opens: null }));

function lines(model: Model, { height }: Space): readonly Line[] {
  const { glyphs } = model;
  const all = new Map(listed(model).map(command => [command.id, command]));
  let category: string | null = null;
  const legend: Line = [
    span(' ', 'dim'),
    span(`${glyphs.good} `, 'good'),
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
  const drawn = listLines(model, height - 2, row => {
    const command = all.get(row.id);
    if (command === undefined) return blank;
    const head = command.category === category ? '' : command.category;
    category = command.category;
    const reason = command.disabled(model);
    return [
      span(pad(head, 12, 'left', glyphs.ellipsis), 'dim'),
      span(pad(keysOf(command), keysWidth, 'left', glyphs.ellipsis), reason === null ? 'key' : 'dim'),
      span(command.title, reason === null ? 'plain' : 'dim'),
      span(reason === null ? '' : ` (${reason})`, 'dim'),
    ];
  });
  return [
    legend,
    blank,
    ...(drawn.length === 0 ? [[span(` no command matches ${currentFilter(model)}`, 'dim')]] : drawn),
  ];
}

/** The help page. */
export const helpPane: Pane = { rows, lines, sortColumns: [] };
