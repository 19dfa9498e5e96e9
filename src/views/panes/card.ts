/** The escalation card of one PNI: what Microsoft's support asks for, as plain lines; y copies all of it. */
import { type CardLine, cardLines, escalationCard } from '../../network/microsoft/escalation.ts';
import type { Line } from '../../terminal/line.ts';
import { blank, fit, pad, span, tail, widthOf } from '../formats/text.ts';
import { currentPlace, type Model, type Row, type Scene } from '../model.ts';
import { notConfigured } from './microsoft-heard.ts';
import { listLines, type Pane, type Space } from './pane.ts';
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

/** A row a line, so that a small screen can go through them; a copy takes the whole card from any of them. */
function rows(model: Scene): readonly Row[] {
  const card = cardOf(model);
  const place = currentPlace(model);
  if (card === null || place.pane !== 'card') return [];
  const copy = cardLines(card);
  return card.map(({ label, text }, position) => ({
    id: `${position}`,
    text: `${label} ${text}`,
    copy,
    opens: { pane: 'pni', id: place.pni },
  }));
}

const labelWidth = 22;

function lines(model: Model, { width, height }: Space): readonly Line[] {
  const card = cardOf(model);
  if (card === null)
    return model.picture.microsoft === null
      ? notConfigured(width)
      : [[span(' This PNI is no longer in the picture; Esc goes back.', 'dim')]];
  const { ellipsis } = model.glyphs;
  const room = width - labelWidth - 4;
  const drawn = listLines(model, height - 2, row => {
    const line = card[Number(row.id)];
    if (line === undefined) return blank;
    // What is long is whole in the copy. Of a resource id the end tells more than the beginning.
    const isPath = !line.text.includes(' ') && widthOf(line.text) > room;
    const text = isPath ? `${ellipsis}${tail(line.text, room - 1)}` : fit(line.text, room, ellipsis);
    return [span(pad(line.label, labelWidth, 'left', ellipsis), 'dim'), span(` ${text}`)];
  });
  const place = currentPlace(model);
  const phones = place.pane === 'card' && place.phones;
  const hint = phones
    ? 'y copies this card, telephone numbers included; p withholds them'
    : 'y copies the whole card; p shows telephone numbers';
  return [...drawn, blank, [span(` ${hint}`, 'dim')]].slice(0, height);
}

/** The escalation card. */
export const cardPane: Pane = { rows, lines, sortColumns: [] };
