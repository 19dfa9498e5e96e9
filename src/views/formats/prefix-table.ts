/** Prefixes that Microsoft keeps for us as a table. */
import { ageText } from '../../network/age.ts';
import { openEvent } from '../../network/microsoft/prefix-events.ts';
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
export function openEventText({ events }: Pick<PrefixView, 'events'>, wall: number): string | null {
  const open = openEvent(events);
  if (open === null) return null;
  return open.at === null ? open.words : `${open.words}, ${ageText(wall - open.at)} ago`;
}

/** What is wrong with it, in a few words. */
const whatOf = ({ errorMessage, events, doubled }: PrefixView): string =>
  [
    errorMessage,
    doubled ? 'registered under more than one peering' : null,
    events.at(-1)?.summary ?? events.at(-1)?.type,
  ]
    .filter(part => part != null)
    .join('; ');

/** The columns; 80 columns keep the prefix, its state and what is wrong. */
export function prefixColumns(views: readonly PrefixView[], glyphs: Glyphs): readonly Column<PrefixView>[] {
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
      priority: 1,
      cell: view => ({ text: view.owner, tone: 'dim' }),
    },
    {
      id: 'what',
      title: 'WHAT MICROSOFT SAYS',
      align: 'left',
      width: 20,
      most: 90,
      priority: 3,
      cell: view => ({ text: whatOf(view), tone: view.severity === null ? 'dim' : 'plain' }),
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
