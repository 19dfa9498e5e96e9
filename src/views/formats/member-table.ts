/** The table of a PNI's members. */
import type { Member } from '../../network/members.ts';
import type { Direction } from '../../network/optics.ts';
import type { PniState } from '../../network/pni.ts';
import type { Glyphs } from '../../terminal/glyphs.ts';
import { dbmText, gigabits, perSecondText, sumKnown } from './numbers.ts';
import { lightLook, lostPart, memberLook } from './states.ts';
import { type CellText, type Column, partCell, widest } from './table.ts';

/** Errors speak of the fibre, drops of a queue: never one number for both. */
const perSecondOf = ({ rates }: Member, what: 'Errors' | 'Discards'): number | null =>
  rates === null ? null : sumKnown([rates[`in${what}`], rates[`out${what}`]]);

function perSecondCell(member: Member, what: 'Errors' | 'Discards', glyphs: Glyphs): CellText {
  const rate = perSecondOf(member, what);
  return { text: perSecondText(rate, glyphs), tone: (rate ?? 0) >= 1 ? 'warn' : 'plain' };
}

function lacpText(member: Member, pni: PniState, glyphs: Glyphs): string {
  const look = memberLook(member, pni, glyphs);
  return `${look.glyph} ${look.word}`;
}

/** The power of the worst lane, in the tone of what is wrong with it. */
function powerCell({ optic }: Member, direction: Direction, pni: PniState, glyphs: Glyphs): CellText {
  const wrong = optic !== null && optic.worst.direction === direction;
  return { text: dbmText(optic?.[direction] ?? null, glyphs), tone: wrong ? lightLook(optic, pni).tone : 'plain' };
}

/** Light stands right of LACP where any of it is told, and the word for it where there is one to say. */
function lightColumns(members: readonly Member[], pni: PniState, glyphs: Glyphs): readonly Column<Member>[] {
  if (members.every(member => member.optic === null)) return [];
  const wordOf = ({ optic }: Member): string => (optic === null ? '' : lightLook(optic, pni).word);
  const power = (id: Direction, title: string, priority: number): Column<Member> => ({
    id,
    title,
    align: 'right',
    width: title.length,
    priority,
    cell: member => powerCell(member, id, pni, glyphs),
  });
  const word: Column<Member> = {
    id: 'light',
    title: 'LIGHT',
    align: 'left',
    width: widest(members, wordOf, 5, 20),
    priority: 2,
    cell: member => ({
      text: wordOf(member),
      tone: member.optic === null ? 'plain' : lightLook(member.optic, pni).tone,
    }),
  };
  const said = members.some(member => wordOf(member) !== '');
  return [power('rx', 'RX dBm', 1), power('tx', 'TX dBm', 3), ...(said ? [word] : [])];
}

/** The columns for the members of a PNI in this state. */
export function memberColumns(members: readonly Member[], pni: PniState, glyphs: Glyphs): readonly Column<Member>[] {
  const forwarding = members.filter(member => member.forwards === true).length;
  const unknown = members.filter(member => member.forwards === null).length;
  const title = `MEMBER ${partCell(forwarding, members.length, unknown, glyphs).text}`;
  return [
    {
      id: 'member',
      title,
      align: 'left',
      width: widest(members, member => member.name, title.length, 26),
      priority: 0,
      cell: member => ({ text: member.name }),
    },
    {
      id: 'oper',
      title: 'OPER',
      align: 'left',
      width: widest(members, member => member.oper ?? '', 4, 16),
      priority: 4,
      cell: member => ({ text: member.oper ?? glyphs.dash, tone: member.oper === 'down' ? lostPart(pni) : 'plain' }),
    },
    {
      id: 'lacp',
      title: 'LACP',
      align: 'left',
      width: widest(members, member => lacpText(member, pni, glyphs), 16, 34),
      priority: 0,
      cell: member => {
        return { text: lacpText(member, pni, glyphs), tone: memberLook(member, pni, glyphs).tone };
      },
    },
    ...lightColumns(members, pni, glyphs),
    {
      id: 'speed',
      title: 'Gb/s',
      align: 'right',
      width: 5,
      priority: 5,
      cell: member => ({ text: member.speed === null ? glyphs.dash : Math.round(member.speed / 1e9).toString() }),
    },
    {
      id: 'errors',
      title: 'ERR/s',
      align: 'right',
      width: 7,
      priority: 1,
      cell: member => perSecondCell(member, 'Errors', glyphs),
    },
    {
      id: 'drops',
      title: 'DROP/s',
      align: 'right',
      width: 7,
      priority: 3,
      cell: member => perSecondCell(member, 'Discards', glyphs),
    },
    {
      id: 'in',
      title: 'IN Gb/s',
      align: 'right',
      width: 8,
      priority: 0,
      cell: member => ({ text: gigabits(member.rates?.in ?? null, glyphs) }),
    },
    {
      id: 'out',
      title: 'OUT Gb/s',
      align: 'right',
      width: 8,
      priority: 0,
      cell: member => ({ text: gigabits(member.rates?.out ?? null, glyphs) }),
    },
  ];
}
