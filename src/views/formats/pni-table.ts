/** The table of PNIs: of one metro, or of all. */
import { ageText } from '../../network/age.ts';
import type { Picture } from '../../network/picture.ts';
import type { Pni } from '../../network/pni.ts';
import type { Session } from '../../network/sessions.ts';
import type { Glyphs } from '../../terminal/glyphs.ts';
import { pniWitnessCell } from './microsoft-looks.ts';
import { gigabits, percent, perSecondText, sumKnown } from './numbers.ts';
import { pniLook, sessionLook } from './states.ts';
import { type CellText, type Column, partCell, widest } from './table.ts';

function familyCell(pni: Pni, afi: Session['afi'], glyphs: Glyphs): CellText {
  const sessions = pni.sessions.filter(session => session.afi === afi);
  const [only] = sessions;
  if (only === undefined) return { text: glyphs.dash, tone: 'dim' };
  if (sessions.length === 1) {
    const look = sessionLook(only, pni.state, glyphs);
    return { text: `${look.glyph} ${look.word}`, tone: look.tone === 'good' ? 'plain' : look.tone };
  }
  const up = sessions.filter(session => session.state === 'established').length;
  return {
    text: `${up}/${sessions.length}`,
    tone: up === sessions.length ? 'plain' : pni.state === 'down' ? 'bad' : 'warn',
  };
}

/** How many members forward; what a PNI without a LAG is instead. */
export function membersCell(pni: Pni, glyphs: Glyphs): CellText {
  if (pni.members === null) return { text: glyphs.unknown, tone: 'dim' };
  if (pni.members.length === 0) return { text: 'port', tone: 'dim' };
  return partCell(
    pni.members.filter(member => member.forwards === true).length,
    pni.members.length,
    pni.members.filter(member => member.forwards === null).length,
    glyphs,
  );
}

/** Errors speak of the fibre, drops of a queue: never one number for both. */
function perSecondCell(pni: Pni, what: 'Errors' | 'Discards', glyphs: Glyphs): CellText {
  if (pni.rates === null) return { text: glyphs.dash, tone: 'dim' };
  const sum = sumKnown([pni.rates[`in${what}`], pni.rates[`out${what}`]]);
  return { text: perSecondText(sum, glyphs), tone: sum !== null && sum >= 1 ? 'warn' : 'plain' };
}

/** Marked where the metro's reasons call the PNI full. */
function usedCell(pni: Pni, { thresholds }: Pick<Picture, 'thresholds' | 'microsoft'>, glyphs: Glyphs): CellText {
  const used = pni.utilization ?? 0;
  const tone = used > thresholds.utilizationLimit ? 'risk' : used > thresholds.utilizationWarn ? 'warn' : 'plain';
  return { text: percent(pni.utilization, glyphs), tone };
}

/** The columns of a PNI table; `withMetro` where several metros are mixed. */
export function pniColumns(
  pnis: readonly Pni[],
  picture: Pick<Picture, 'thresholds' | 'microsoft'>,
  glyphs: Glyphs,
  withMetro: boolean,
): readonly Column<Pni>[] {
  const { microsoft } = picture;
  const columns: Column<Pni>[] = [
    {
      id: 'pni',
      title: '  PNI',
      align: 'left',
      width: widest(pnis, pni => `  ${pni.id}`, 12, 34),
      priority: 0,
      cell: pni => {
        const look = pniLook(pni.state, glyphs);
        return { text: `${look.glyph} ${pni.id}`, tone: look.tone };
      },
    },
    {
      id: 'state',
      title: 'STATE',
      align: 'left',
      width: 13,
      priority: 0,
      cell: pni => {
        const look = pniLook(pni.state, glyphs);
        return {
          text: pni.state === 'unknown' && pni.age !== null ? `${look.word} ${ageText(pni.age)}` : look.word,
          tone: look.tone,
        };
      },
    },
    { id: 'members', title: 'MEMBERS', align: 'right', width: 7, priority: 1, cell: pni => membersCell(pni, glyphs) },
    { id: 'v4', title: 'V4', align: 'left', width: 13, priority: 5, cell: pni => familyCell(pni, 'ipv4', glyphs) },
    { id: 'v6', title: 'V6', align: 'left', width: 13, priority: 5, cell: pni => familyCell(pni, 'ipv6', glyphs) },
    ...(microsoft === null
      ? []
      : [
          {
            id: 'microsoft',
            title: 'MICROSOFT',
            align: 'left' as const,
            width: widest(pnis, pni => pniWitnessCell(pni, microsoft, glyphs).text, 9, 22),
            priority: 6,
            cell: (pni: Pni) => pniWitnessCell(pni, microsoft, glyphs),
          },
        ]),
    {
      id: 'capacity',
      title: 'CAP Gb/s',
      align: 'right',
      width: 8,
      priority: 8,
      cell: pni => ({ text: pni.capacity === null ? glyphs.dash : Math.round(pni.capacity / 1e9).toString() }),
    },
    {
      id: 'errors',
      title: 'ERR/s',
      align: 'right',
      width: 7,
      priority: 7,
      cell: pni => perSecondCell(pni, 'Errors', glyphs),
    },
    {
      id: 'drops',
      title: 'DROP/s',
      align: 'right',
      width: 7,
      priority: 7,
      cell: pni => perSecondCell(pni, 'Discards', glyphs),
    },
    {
      id: 'used',
      title: 'USED',
      align: 'right',
      width: 6,
      priority: 3,
      cell: pni => usedCell(pni, picture, glyphs),
    },
    {
      id: 'in',
      title: 'IN Gb/s',
      align: 'right',
      width: 8,
      priority: 0,
      cell: pni => ({ text: gigabits(pni.rates?.in ?? null, glyphs) }),
    },
    {
      id: 'out',
      title: 'OUT Gb/s',
      align: 'right',
      width: 8,
      priority: 2,
      cell: pni => ({ text: gigabits(pni.rates?.out ?? null, glyphs) }),
    },
    {
      id: 'alias',
      title: 'ALIAS',
      align: 'left',
      width: 12,
      most: 40,
      priority: 9,
      cell: pni => ({ text: pni.alias, tone: 'dim' }),
    },
  ];
  if (withMetro) {
    columns.splice(1, 0, {
      id: 'metro',
      title: 'METRO',
      align: 'left',
      width: widest(pnis, pni => pni.metro, 6, 18),
      priority: 4,
      cell: pni => ({ text: pni.metro }),
    });
  }
  return columns;
}
