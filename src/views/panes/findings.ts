/**
 * What our list of interconnects and Microsoft's do not have in common, heaviest first.
 *
 *  Microsoft, 12 s old …
 *    ABOUT            WHAT
 *  ▸ ◐ ex-ashburn 1a  Microsoft lists a connection at Ashburn (Active, …
 *
 *  the selected one in full
 */
import { ageText } from '../../network/age.ts';
import type { MicrosoftFinding } from '../../network/microsoft/findings.ts';
import type { MicrosoftPicture } from '../../network/microsoft/picture.ts';
import type { Picture } from '../../network/picture.ts';
import type { Glyphs } from '../../terminal/glyphs.ts';
import type { Line } from '../../terminal/line.ts';
import { type Look, reasonLook } from '../formats/states.ts';
import { type Column, layOut, widest } from '../formats/table.ts';
import { blank, span } from '../formats/text.ts';
import { currentFilter, cursorIndex, filterTest, type Model, type Row, type Scene } from '../model.ts';
import { heardLines, notConfigured } from './microsoft-heard.ts';
import { listAndFacts, type Pane, type Space, sentence } from './pane.ts';
import { pniOf } from './pni.ts';

const idOf = ({ code, subject, text }: MicrosoftFinding): string => `${code} ${subject} ${text}`;
const textOf = ({ subject, text }: MicrosoftFinding): string => `${subject}: ${text}`;
/** How heavy a finding is. */
export const findingLook = ({ weight }: MicrosoftFinding, glyphs: Glyphs): Look =>
  reasonLook({ code: 'stale', weight }, glyphs);

const findingsOf = (model: Scene): readonly MicrosoftFinding[] =>
  (model.picture.microsoft?.findings ?? []).filter(each => filterTest(currentFilter(model))(textOf(each)));

const opensAt = (picture: Picture, { subject }: MicrosoftFinding): Row['opens'] =>
  pniOf(picture, subject) === undefined ? null : { pane: 'pni', id: subject };

const rows = (model: Scene): readonly Row[] =>
  findingsOf(model).map(each => ({
    id: idOf(each),
    text: textOf(each),
    copy: textOf(each),
    opens: opensAt(model.picture, each),
  }));

const columns = (findings: readonly MicrosoftFinding[], glyphs: Glyphs): readonly Column<MicrosoftFinding>[] => [
  {
    id: 'about',
    title: '  ABOUT',
    align: 'left',
    width: widest(findings, each => `  ${each.subject}`, 12, 30),
    priority: 0,
    cell: each => {
      const look = findingLook(each, glyphs);
      return { text: `${look.glyph} ${each.subject}`, tone: look.tone };
    },
  },
  {
    id: 'what',
    title: 'WHAT',
    align: 'left',
    width: 30,
    most: 160,
    priority: 0,
    cell: each => ({ text: each.text }),
  },
];

/** One finding in full: a sentence behind its mark. */
export function findingLines(finding: MicrosoftFinding, { glyphs }: Model, width: number): readonly Line[] {
  const look = findingLook(finding, glyphs);
  return sentence(span(` ${look.glyph} `, look.tone), textOf(finding), 'plain', width);
}

function noneText({ age, stale }: MicrosoftPicture): string {
  if (age === null) return 'Nothing has been told yet.';
  return stale
    ? `Both lists had the same interconnects when they were last told, ${ageText(age)} ago.`
    : 'Both lists have the same interconnects.';
}

function lines(model: Model, { width, height }: Space): readonly Line[] {
  const { glyphs, picture } = model;
  const { microsoft } = picture;
  if (microsoft === null) return notConfigured(width);
  const findings = findingsOf(model);
  const head = heardLines(microsoft, model, ['peerings'], width, ['legacy-peerings']);
  const known = new Map(findings.map(each => [idOf(each), each]));
  const chosen = known.get(model.rows[cursorIndex(model)]?.id ?? '');
  if (chosen === undefined) {
    const filter = currentFilter(model);
    return [...head, blank, [span(` ${filter === '' ? noneText(microsoft) : `no finding matches ${filter}`}`, 'dim')]];
  }
  const layout = layOut(columns(findings, glyphs), width - 3);
  const facts = findingLines(chosen, model, width);
  return listAndFacts(model, height, { head, layout, find: id => known.get(id), facts, factsRoom: 6 });
}

/** What does not fit. */
export const findingsPane: Pane = { rows, lines, sortColumns: [] };
