/** The escalation card of one PNI or connection: what Microsoft's support asks for, as plain lines; y copies all of it. */
import { type CardLine, type CardSubject, cardLines, escalationCard } from '../../network/microsoft/escalation.ts';
import type { Picture } from '../../network/picture.ts';
import type { Place } from '../../state/screen.ts';
import type { Line } from '../../terminal/line.ts';
import { blank, fit, pad, span, tail, widthOf } from '../formats/text.ts';
import { currentPlace, type Model, type Row, type Scene } from '../model.ts';
import { notConfigured } from './microsoft-heard.ts';
import { listLines, type Pane, type Space } from './pane.ts';
import { pniOf } from './pni.ts';

/** What a card is about; null when it is gone from the picture. */
export function subjectOf(picture: Picture, { of, id }: Extract<Place, { pane: 'card' }>): CardSubject | null {
  if (of === 'pni') {
    const pni = pniOf(picture, id);
    return pni === undefined ? null : { kind: 'pni', pni };
  }
  const connection = picture.microsoft?.connections.find(each => each.id === id);
  return connection === undefined ? null : { kind: 'connection', connection };
}

/** The card on screen; null where there is none. */
function cardOf(model: Scene): readonly CardLine[] | null {
  const place = currentPlace(model);
  const { microsoft } = model.picture;
  if (place.pane !== 'card' || microsoft === null) return null;
  const subject = subjectOf(model.picture, place);
  if (subject === null) return null;
  const time = { now: model.picture.at, offset: model.picture.clockOffset };
  return escalationCard(subject, microsoft, model.picture.partner, time, place.phones);
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
    opens: place.of === 'pni' ? { pane: 'pni', id: place.id } : null,
  }));
}

const labelWidth = 22;

function lines(model: Model, { width, height }: Space): readonly Line[] {
  const card = cardOf(model);
  const place = currentPlace(model);
  if (card === null)
    return model.picture.microsoft === null
      ? notConfigured(width)
      : [
          [
            span(
              ` This ${place.pane === 'card' && place.of === 'connection' ? 'connection' : 'PNI'} is no longer in the picture; Esc goes back.`,
              'dim',
            ),
          ],
        ];
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
  const phones = place.pane === 'card' && place.phones;
  const hint = phones
    ? 'y copies this card, telephone numbers included; p withholds them'
    : 'y copies the whole card; p shows telephone numbers';
  return [...drawn, blank, [span(` ${hint}`, 'dim')]].slice(0, height);
}

/** The escalation card. */
export const cardPane: Pane = { rows, lines, sortColumns: [] };
