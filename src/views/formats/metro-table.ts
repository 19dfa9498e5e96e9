/** The table of metros: the overview's rows, and the head of `peerdeck status`. */
import { ageText } from '../../network/age.ts';
import type { Picture } from '../../network/picture.ts';
import type { Metro } from '../../network/redundancy.ts';
import type { Glyphs } from '../../terminal/glyphs.ts';
import { gigabits, percent } from './numbers.ts';
import { busierDirection, sparkline } from './sparkline.ts';
import { verdictLook } from './states.ts';
import { type CellText, type Column, widest } from './table.ts';

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

/** "1/2"; a dash where nothing is known to be there, which is not the same as none of none. */
const part = (have: number, all: number, glyphs: Glyphs): CellText =>
  all === 0 ? { text: glyphs.dash, tone: 'dim' } : { text: `${have}/${all}`, tone: have < all ? 'warn' : 'plain' };

/** The sum over no PNI is not a measured 0. */
const rateCell = (metro: Metro, rate: number | null, glyphs: Glyphs): CellText => ({
  text: gigabits(metro.pnis.length === 0 ? null : rate, glyphs),
});

/** The columns; 80 columns keep glyph, metro, verdict, PNIs, members, N-1, in and out. */
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
      width: 5,
      priority: 0,
      cell: metro => part(metro.usable, metro.pnis.length, glyphs),
    },
    {
      id: 'members',
      title: 'MEMBERS',
      align: 'right',
      width: 7,
      priority: 0,
      cell: metro =>
        metro.members === null
          ? { text: glyphs.unknown, tone: 'dim' }
          : part(metro.members.forwarding, metro.members.total, glyphs),
    },
    {
      id: 'v4',
      title: 'V4',
      align: 'right',
      width: 4,
      priority: 2,
      cell: ({ sessions }) => part(sessions.v4, sessions.v4Total, glyphs),
    },
    {
      id: 'v6',
      title: 'V6',
      align: 'right',
      width: 4,
      priority: 2,
      cell: ({ sessions }) => part(sessions.v6, sessions.v6Total, glyphs),
    },
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
      priority: 0,
      cell: metro => rateCell(metro, metro.out, glyphs),
    },
    {
      id: 'trend',
      title: 'LAST 30 MIN',
      align: 'left',
      width: shortestTrend,
      most: longestTrend,
      priority: 1,
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
