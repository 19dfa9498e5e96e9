/**
 * One metro: its PNIs side by side, so that an odd one stands out.
 *
 *  WHAT           ▸ ● iad-er1/ae0        ■ iad-er2/ae0       one column a PNI; j k h l walk over them
 *    state          up                   down
 *    members        4/4                  4/4
 *    …
 *  Ashburn, because …
 */
import { ageText } from '../../network/age.ts';
import type { Picture } from '../../network/picture.ts';
import type { Pni } from '../../network/pni.ts';
import type { Metro } from '../../network/redundancy.ts';
import type { Glyphs } from '../../terminal/glyphs.ts';
import type { Line, Tone } from '../../terminal/line.ts';
import { pniWitnessCell } from '../formats/microsoft-looks.ts';
import { durationText, gigabits, percent, perSecondText, sumKnown } from '../formats/numbers.ts';
import { membersCell } from '../formats/pni-table.ts';
import { binned, sparkline } from '../formats/sparkline.ts';
import { pniLook, sessionLook } from '../formats/states.ts';
import type { CellText } from '../formats/table.ts';
import { blank, pad, span } from '../formats/text.ts';
import { currentFilter, currentPlace, cursorIndex, type Model, type Row, type Scene, windowOf } from '../model.ts';
import { reasonLines } from './overview.ts';
import type { Pane, Space } from './pane.ts';
import { keptPnis, pniRows } from './pni-rows.ts';

const labelWidth = 18;
const narrowestColumn = 19;
const widestColumn = 34;
const halfHour = 30 * 60_000;

/** The metro that the pane is about; undefined when it is gone from the picture. */
export function metroOf(model: Scene): Metro | undefined {
  const place = currentPlace(model);
  return place.pane === 'metro' ? model.picture.metros.find(metro => metro.name === place.name) : undefined;
}

const pnisOf = (model: Scene): readonly Pni[] => keptPnis(model, metroOf(model)?.pnis ?? []);

const rows = (model: Scene): readonly Row[] => pniRows(pnisOf(model));

interface Fact {
  readonly label: string;
  readonly cell: (pni: Pni) => CellText;
}

/** Numbers end in one column, so that a row of them can be compared. */
const numberWidth = 8;
const number = (text: string, tone?: Tone): CellText => {
  const padded = pad(text, numberWidth, 'right', '');
  return tone === undefined ? { text: padded } : { text: padded, tone };
};

function sessionFact(pni: Pni, afi: 'ipv4' | 'ipv6', { glyphs }: Model): CellText {
  const sessions = pni.sessions.filter(each => each.afi === afi);
  // Of several, one that is not up: the others would hide it.
  const session = sessions.find(each => each.state !== 'established') ?? sessions[0];
  if (session === undefined) return { text: glyphs.dash, tone: 'dim' };
  const look = sessionLook(session, pni.state, glyphs);
  if (sessions.length > 1) {
    const up = sessions.filter(each => each.state === 'established').length;
    return { text: `${look.glyph} ${up} of ${sessions.length} up`, tone: look.tone };
  }
  const since = session.established === null ? '' : ` ${durationText(session.established)}`;
  return { text: `${look.glyph} ${look.word === 'established' ? 'up' : look.word}${since}`, tone: look.tone };
}

function facts(model: Model, picture: Picture, columnWidth: number): readonly Fact[] {
  const { glyphs } = model;
  const { microsoft } = picture;
  const slices = Math.max(8, Math.min(24, columnWidth - 4));
  const trend = (pni: Pni, direction: 'in' | 'out'): string => {
    const points = pni.history.map(point => ({ at: point.at, value: point[direction] }));
    return sparkline(binned(points, picture.at, halfHour, slices), pni.capacity ?? pni.activeCapacity ?? 0, glyphs);
  };
  return [
    { label: 'state', cell: pni => ({ text: pniLook(pni.state, glyphs).word, tone: pniLook(pni.state, glyphs).tone }) },
    { label: 'members', cell: pni => membersCell(pni, glyphs) },
    { label: 'v4', cell: pni => sessionFact(pni, 'ipv4', model) },
    { label: 'v6', cell: pni => sessionFact(pni, 'ipv6', model) },
    ...(microsoft === null ? [] : [{ label: 'Microsoft', cell: (pni: Pni) => pniWitnessCell(pni, microsoft, glyphs) }]),
    {
      label: 'capacity Gb/s',
      cell: pni => ({
        text:
          pni.activeCapacity === null
            ? glyphs.dash
            : `${Math.round(pni.activeCapacity / 1e9)} of ${pni.capacity === null ? glyphs.unknown : Math.round(pni.capacity / 1e9)}`,
      }),
    },
    { label: 'used', cell: pni => number(percent(pni.utilization, glyphs)) },
    {
      label: 'discards/s',
      cell: pni => perSecond([pni.rates?.inDiscards, pni.rates?.outDiscards], glyphs),
    },
    {
      label: 'errors/s',
      cell: pni => perSecond([pni.rates?.inErrors, pni.rates?.outErrors], glyphs),
    },
    {
      label: 'age',
      cell: pni => ({ text: pni.age === null ? 'not heard' : ageText(pni.age), tone: pni.stale ? 'warn' : 'dim' }),
    },
    { label: 'in, 30 min', cell: pni => ({ text: trend(pni, 'in'), tone: 'info' }) },
    { label: 'in Gb/s', cell: pni => number(gigabits(pni.rates?.in ?? null, glyphs), 'strong') },
    { label: 'out Gb/s', cell: pni => number(gigabits(pni.rates?.out ?? null, glyphs), 'strong') },
  ];
}

function perSecond(parts: readonly (number | null | undefined)[], glyphs: Glyphs): CellText {
  const sum = sumKnown(parts);
  return number(perSecondText(sum, glyphs), sum !== null && sum >= 1 ? 'warn' : 'plain');
}

function lines(model: Model, { width, height }: Space): readonly Line[] {
  const metro = metroOf(model);
  const { glyphs, picture } = model;
  if (metro === undefined) return [[span(' This metro is no longer in the picture; Esc goes back.', 'dim')]];
  const pnis = pnisOf(model);
  if (pnis.length === 0)
    return [
      [span(metro.pnis.length === 0 ? ' No PNI is known here yet.' : ` no PNI matches ${currentFilter(model)}`, 'dim')],
    ];
  const cursor = cursorIndex(model);
  const fitting = Math.max(1, Math.floor((width - labelWidth - 2) / narrowestColumn));
  const { from, to } = windowOf(pnis.length, cursor, fitting);
  const shown = pnis.slice(from, to);
  const columnWidth = Math.min(widestColumn, Math.floor((width - labelWidth - 2) / shown.length));
  const head: Line = [
    span(pad(' WHAT', labelWidth, 'left', glyphs.ellipsis), 'dim'),
    ...shown.flatMap((pni, position): Line => {
      const look = pniLook(pni.state, glyphs);
      const selected = from + position === cursor;
      const mark = selected ? glyphs.cursor : ' ';
      return [
        span(`${mark} `, selected ? 'key' : 'plain'),
        span(pad(`${look.glyph} ${pni.id}`, columnWidth - 2, 'left', glyphs.ellipsis), look.tone),
      ];
    }),
  ];
  const body = facts(model, picture, columnWidth).map(
    (fact): Line => [
      span(pad(`   ${fact.label}`, labelWidth, 'left', glyphs.ellipsis), 'dim'),
      ...shown.flatMap((pni): Line => {
        const { text, tone } = fact.cell(pni);
        return [span('    '), span(pad(text, columnWidth - 4, 'left', glyphs.ellipsis), tone ?? 'plain')];
      }),
    ],
  );
  const more: readonly Line[] =
    shown.length < pnis.length ? [[span(` PNIs ${from + 1} to ${to} of ${pnis.length}; h and l walk on`, 'dim')]] : [];
  const used = 1 + body.length + more.length + 1;
  return [
    head,
    ...body,
    ...more,
    blank,
    ...reasonLines(metro, model, { width, height: Math.max(2, height - used) }),
  ].slice(0, height);
}

/** The PNIs of one metro, side by side. */
export const metroPane: Pane = { rows, lines, sortColumns: [] };
