/** What Microsoft's looking glass, or its check of a provider, last said: plain text, line by line. */
import { ageText } from '../../network/age.ts';
import { allTold, type Told } from '../../network/microsoft/told.ts';
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
  const said = lastSaid(model);
  const failure = [...microsoft.state.failures.values()]
    .filter(each => each.call === 'looking-glass' || each.call === 'provider-availability')
    .toSorted((x, y) => y.at - x.at)[0];
  // What failed before the newest answer is history.
  const failed = failure === undefined || (said !== null && said.told.at > failure.at) ? undefined : failure;
  const failures =
    failed === undefined
      ? []
      : sentence(span(` ${model.glyphs.unknown} `, 'warn'), `${failed.subject}: ${failed.value.text}`, 'plain', width);
  if (said === null) {
    const none = [span(' Nothing has been asked yet: L asks the looking glass.', 'dim')];
    return failures.length > 0 ? failures : [none];
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
