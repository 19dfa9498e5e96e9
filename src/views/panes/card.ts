/** The escalation card of one PNI: what Microsoft's support asks for, as plain lines; y copies all of it. */
import { type CardLine, cardLines, escalationCard } from '../../network/microsoft/escalation.ts';
import type { Line } from '../../terminal/line.ts';
import { blank, pad, span, wrap } from '../formats/text.ts';
import { currentPlace, type Model, type Row, type Scene } from '../model.ts';
import { notConfigured } from './microsoft-heard.ts';
import { bounded, type Pane, type Space } from './pane.ts';
import { pniOf } from './pni.ts';

/** The card on screen; null where there is none. */
function cardOf(model: Scene): readonly CardLine[] | null {
  const place = currentPlace(model);
  const { microsoft } = model.picture;
  if (place.pane !== 'card' || microsoft === null) return null;
  const pni = pniOf(model.picture, place.pni);
  if (pni === undefined) return null;
  const time = { now: model.picture.at, offset: model.picture.clockOffset };
  return escalationCard(pni, microsoft, model.picture.partner, time, place.phones);
}

/** One row, so that a copy takes the whole card. */
function rows(model: Scene): readonly Row[] {
  const card = cardOf(model);
  const place = currentPlace(model);
  if (card === null || place.pane !== 'card') return [];
  return [{ id: place.pni, text: place.pni, copy: cardLines(card), opens: { pane: 'pni', id: place.pni } }];
}

const labelWidth = 24;

function lines(model: Model, { width, height }: Space): readonly Line[] {
  const card = cardOf(model);
  if (card === null)
    return model.picture.microsoft === null
      ? notConfigured(width)
      : [[span(' This PNI is no longer in the picture; Esc goes back.', 'dim')]];
  const { ellipsis } = model.glyphs;
  const drawn = card.flatMap(({ label, text }): readonly Line[] =>
    wrap(text, width - labelWidth - 2).map((part, position) => [
      span(` ${pad(position === 0 ? label : '', labelWidth, 'left', ellipsis)}`, 'dim'),
      span(part),
    ]),
  );
  const place = currentPlace(model);
  const phones = place.pane === 'card' && place.phones;
  const hint = phones
    ? 'y copies this card, telephone numbers included; p withholds them'
    : 'y copies this card; p shows telephone numbers';
  return [...bounded(drawn, height - 2), blank, [span(` ${hint}`, 'dim')]];
}

/** The escalation card. */
export const cardPane: Pane = { rows, lines, sortColumns: [] };
