/** What Microsoft's looking glass, or its check of a provider, last said: plain text, line by line. */
import { ageText } from '../../network/age.ts';
import { allTold, type Told, untold } from '../../network/microsoft/told.ts';
import type { Line } from '../../terminal/line.ts';
import { blank, fit, span } from '../formats/text.ts';
import type { Model, Row, Scene } from '../model.ts';
import { notConfigured } from './microsoft-heard.ts';
import { listLines, type Pane, type Space, sentence } from './pane.ts';

interface Said {
  readonly what: string;
  readonly lines: readonly string[];
  readonly told: Told;
}

/** The newest answer of either. */
function lastSaid(model: Scene): Said | null {
  const { microsoft } = model.picture;
  if (microsoft === null) return null;
  const glass = allTold(microsoft.state, 'looking-glass').map(
    (each): Said => ({ what: each.subject || 'looking glass', lines: each.answer.output.split('\n'), told: each }),
  );
  const provider = allTold(microsoft.state, 'provider-availability').map(
    (each): Said => ({ what: each.subject || 'provider availability', lines: [each.answer.available], told: each }),
  );
  return [...glass, ...provider].toSorted((a, b) => b.told.at - a.told.at)[0] ?? null;
}

const rows = (model: Scene): readonly Row[] =>
  (lastSaid(model)?.lines ?? []).map((text, position) => ({ id: `${position}`, text, copy: text, opens: null }));

function lines(model: Model, { width, height }: Space): readonly Line[] {
  const { microsoft } = model.picture;
  if (microsoft === null) return notConfigured(width);
  const failures = (['looking-glass', 'provider-availability'] as const).flatMap(call => {
    const failure =
      [...microsoft.state.failures.values()].find(each => each.call === call) ?? untold(microsoft.state, call);
    return failure === null || failure === undefined
      ? []
      : sentence(span(` ${model.glyphs.unknown} `, 'warn'), failure.value.text, 'plain', width);
  });
  const said = lastSaid(model);
  if (said === null) {
    return [...failures, [span(' Nothing has been asked yet: L asks the looking glass.', 'dim')]];
  }
  const head: Line = [
    span(` ${said.what}`, 'strong'),
    span(`, ${ageText(model.picture.at - said.told.at)} ago`, 'dim'),
  ];
  const drawn = listLines(model, Math.max(1, height - failures.length - 2), row => [
    span(fit(row.text, width - 3, model.glyphs.ellipsis)),
  ]);
  return [head, ...failures, blank, ...drawn].slice(0, height);
}

/** The looking glass. */
export const lookingGlassPane: Pane = { rows, lines, sortColumns: [] };
