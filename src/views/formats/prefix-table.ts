/** Prefixes that Microsoft keeps for us as a table. */
import { ageText } from '../../network/age.ts';
import { meaningOf } from '../../network/microsoft/prefix-events.ts';
import type { PrefixView } from '../../network/microsoft/prefixes.ts';
import type { Glyphs } from '../../terminal/glyphs.ts';
import { severityLook } from './microsoft-looks.ts';
import type { Look } from './states.ts';
import { type Column, widest } from './table.ts';

/** How a prefix is: never good by an answer that is too old. */
export function prefixLook({ severity, validation, stale }: PrefixView, glyphs: Glyphs): Look {
  const word = validation ?? 'not told';
  if (stale && severity === null) return { glyph: glyphs.unknown, word, tone: 'dim' };
  return severityLook(severity, word, glyphs);
}

/** The gravest thing that happened to it and still holds, with its age by `wall`, the time of day; null where nothing does. */
export function openEventText({ open }: Pick<PrefixView, 'open'>, wall: number): string | null {
  if (open === null) return null;
  const { words, at, lingers } = open;
  return `${words}${agoText(at, wall)}${lingers ? ', not known to be over' : ''}`;
}

const agoText = (at: number | null, wall: number): string => (at === null ? '' : `, ${ageText(wall - at)} ago`);

/** A prefix that is an alarm, in one sentence. */
export function alarmText(view: PrefixView, wall: number, glyphs: Glyphs): string {
  const parts = [openEventText(view, wall), view.errorMessage].filter(part => part !== null);
  const why = parts.length === 0 ? prefixLook(view, glyphs).word : parts.join('; ');
  return `${view.kind} prefix ${view.prefix}: ${why}`;
}

/** What happened to it last, where nothing of it holds any longer. */
function lastEventText({ events }: PrefixView, wall: number): string | null {
  const last = events.at(-1);
  return last === undefined ? null : `${meaningOf(last).words}${agoText(last.at, wall)}`;
}

/** What is wrong with it, in a few words. */
function whatOf(view: PrefixView, wall: number): string {
  const { open, errorMessage, doubled } = view;
  const parts = [
    openEventText(view, wall),
    open === null || open.summary === open.words ? null : open.summary,
    errorMessage,
    doubled ? 'registered under more than one peering' : null,
    open === null ? lastEventText(view, wall) : null,
  ];
  return parts.filter(part => part !== null).join('; ');
}

/** The columns at the time of day `wall`; 80 columns keep the prefix, its state and what is wrong. */
export function prefixColumns(
  views: readonly PrefixView[],
  wall: number,
  glyphs: Glyphs,
): readonly Column<PrefixView>[] {
  return [
    {
      id: 'prefix',
      title: '  PREFIX',
      align: 'left',
      width: widest(views, view => `  ${view.prefix}`, 16, 30),
      priority: 0,
      cell: view => {
        const look = prefixLook(view, glyphs);
        return { text: `${look.glyph} ${view.prefix}`, tone: look.tone };
      },
    },
    {
      id: 'kind',
      title: 'KIND',
      align: 'left',
      width: 10,
      priority: 2,
      cell: view => ({ text: view.kind }),
    },
    {
      id: 'state',
      title: 'VALIDATION',
      align: 'left',
      width: widest(views, view => view.validation ?? 'not told', 10, 14),
      priority: 0,
      cell: view => ({ text: prefixLook(view, glyphs).word, tone: prefixLook(view, glyphs).tone }),
    },
    {
      id: 'owner',
      title: 'UNDER',
      align: 'left',
      width: widest(views, view => view.owner, 8, 24),
      priority: 3,
      cell: view => ({ text: view.owner, tone: 'dim' }),
    },
    {
      id: 'what',
      title: 'WHAT MICROSOFT SAYS',
      align: 'left',
      width: 20,
      most: 90,
      priority: 1,
      cell: view => ({ text: whatOf(view, wall), tone: view.severity === null ? 'dim' : 'plain' }),
    },
    {
      id: 'age',
      title: 'AGE',
      align: 'right',
      width: 6,
      priority: 2,
      cell: view => ({ text: ageText(view.age), tone: view.stale ? 'warn' : 'dim' }),
    },
  ];
}
