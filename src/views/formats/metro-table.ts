/** The table of metros: the overview's rows, and the head of `peerdeck status`. */
import { ageText } from '../../network/age.ts';
import { metroAgreement } from '../../network/microsoft/metro-side.ts';
import type { Picture } from '../../network/picture.ts';
import type { Pni } from '../../network/pni.ts';
import type { Metro } from '../../network/redundancy.ts';
import type { Session } from '../../network/sessions.ts';
import type { Glyphs } from '../../terminal/glyphs.ts';
import { metroAgreementCell } from './microsoft-looks.ts';
import { gigabits, percent } from './numbers.ts';
import { busierDirection, sparkline } from './sparkline.ts';
import { verdictLook } from './states.ts';
import { type CellText, type Column, partCell, widest } from './table.ts';

const halfHour = 30 * 60_000;
const shortestTrend = 12;
const longestTrend = 40;

/** "down" for a failure that leaves nothing, the share of the fullest survivor otherwise. */
function nextText(metro: Metro, glyphs: Glyphs): string {
  if (metro.next === null) return glyphs.dash;
  return metro.next.dark
    ? 'dark'
    : metro.next.maxUtilization === null
      ? glyphs.unknown
      : percent(metro.next.maxUtilization, glyphs);
}

/** So many, of nobody knows how many. */
const openCell = (part: number, unknown: number, glyphs: Glyphs): CellText => ({
  text: `${part}${unknown > 0 ? glyphs.unknown : ''}/${glyphs.unknown}`,
  tone: 'dim',
});

/** What Microsoft still builds is told below the table, and is not missed in it. */
const serving = ({ pnis }: Metro): readonly Pni[] => pnis.filter(pni => pni.provisioning !== true);

function pnisCell(metro: Metro, glyphs: Glyphs): CellText {
  const { usable, unheard } = metro;
  const pnis = serving(metro);
  // Routers that were never heard may have more of them than anybody knows.
  const unknown = pnis.filter(pni => pni.usable === null).length;
  return unheard > 0 && pnis.length > 0
    ? openCell(usable, unknown, glyphs)
    : partCell(usable, pnis.length, unknown, glyphs);
}

function membersCell(metro: Metro, glyphs: Glyphs): CellText {
  const { members, unheard } = metro;
  const pnis = serving(metro);
  if (members === null) return { text: glyphs.unknown, tone: 'dim' };
  const unknown = pnis.flatMap(pni => pni.members ?? []).filter(member => member.forwards === null).length;
  if (unheard > 0) return openCell(members.forwarding, unknown, glyphs);
  return partCell(members.forwarding, members.total, unknown, glyphs);
}

function familyCell(metro: Metro, afi: Session['afi'], glyphs: Glyphs): CellText {
  const { unheard } = metro;
  const pnis = serving(metro);
  const all = pnis.flatMap(pni => pni.sessions).filter(session => session.afi === afi);
  const up = all.filter(session => session.state === 'established').length;
  const stale = all.filter(session => session.presence === 'stale').length;
  return unheard > 0 && pnis.length > 0 ? openCell(up, stale, glyphs) : partCell(up, all.length, stale, glyphs);
}

/** The sum over no PNI is not a measured 0. */
const rateCell = (metro: Metro, rate: number | null, glyphs: Glyphs): CellText => ({
  text: gigabits(metro.pnis.length === 0 ? null : rate, glyphs),
});

/** Whether Microsoft agrees; only where it is asked. */
function microsoftColumn({ microsoft, metros }: Picture): readonly Column<Metro>[] {
  if (microsoft === null) return [];
  const cell = (metro: Metro): CellText => metroAgreementCell(metroAgreement(metro, microsoft));
  return [
    {
      id: 'microsoft',
      title: 'MICROSOFT',
      align: 'left',
      width: widest(metros, metro => cell(metro).text, 9, 12),
      priority: 3,
      cell,
    },
  ];
}

/** The columns; 80 columns keep glyph, metro, verdict, PNIs, members, N-1, in and out; 60 lose members and out. */
export function metroColumns(picture: Picture, glyphs: Glyphs): readonly Column<Metro>[] {
  const { thresholds } = picture;
  const top = (metro: Metro): number =>
    metro.pnis.reduce((sum, pni) => sum + (pni.capacity ?? pni.activeCapacity ?? 0), 0);
  return [
    {
      id: 'metro',
      title: '  METRO',
      align: 'left',
      width: widest(picture.metros, metro => `  ${metro.name}`, 13, 26),
      priority: 0,
      cell: metro => {
        const look = verdictLook(metro.verdict, glyphs);
        return { text: `${look.glyph} ${metro.name}`, tone: look.tone };
      },
    },
    {
      id: 'verdict',
      title: 'VERDICT',
      align: 'left',
      width: 13,
      most: 16,
      priority: 0,
      cell: metro => {
        const look = verdictLook(metro.verdict, glyphs);
        const age = metro.verdict === 'unknown' && metro.age !== null ? ` ${ageText(metro.age)}` : '';
        return { text: `${look.word}${age}`, tone: look.tone };
      },
    },
    {
      id: 'pnis',
      title: 'PNIS',
      align: 'right',
      width: widest(picture.metros, metro => pnisCell(metro, glyphs).text, 5, 7),
      priority: 0,
      cell: metro => pnisCell(metro, glyphs),
    },
    {
      id: 'members',
      title: 'MEMBERS',
      align: 'right',
      width: 7,
      priority: 1,
      cell: metro => membersCell(metro, glyphs),
    },
    {
      id: 'v4',
      title: 'V4',
      align: 'right',
      width: widest(picture.metros, metro => familyCell(metro, 'ipv4', glyphs).text, 4, 7),
      priority: 5,
      cell: metro => familyCell(metro, 'ipv4', glyphs),
    },
    {
      id: 'v6',
      title: 'V6',
      align: 'right',
      width: widest(picture.metros, metro => familyCell(metro, 'ipv6', glyphs).text, 4, 7),
      priority: 5,
      cell: metro => familyCell(metro, 'ipv6', glyphs),
    },
    ...microsoftColumn(picture),
    {
      id: 'next',
      title: 'N-1',
      align: 'right',
      width: 6,
      priority: 0,
      cell: metro => {
        const full = metro.next?.maxUtilization ?? 0;
        const tone =
          metro.next?.dark === true || full > thresholds.utilizationLimit
            ? 'risk'
            : full > thresholds.utilizationHard
              ? 'warn'
              : 'plain';
        return { text: nextText(metro, glyphs), tone };
      },
    },
    {
      id: 'in',
      title: 'IN Gb/s',
      align: 'right',
      width: 8,
      priority: 0,
      cell: metro => rateCell(metro, metro.in, glyphs),
    },
    {
      id: 'out',
      title: 'OUT Gb/s',
      align: 'right',
      width: 8,
      priority: 2,
      cell: metro => rateCell(metro, metro.out, glyphs),
    },
    {
      id: 'trend',
      title: 'LAST 30 MIN',
      align: 'left',
      width: shortestTrend,
      most: longestTrend,
      priority: 4,
      cell: (metro, width) => {
        const values = busierDirection(
          metro.pnis.map(pni => pni.history),
          picture.at,
          halfHour,
          width,
        );
        return { text: sparkline(values, top(metro), glyphs), tone: 'info' };
      },
    },
  ];
}
