/** Connections at Microsoft as a table, each beside the PNI that it is. */
import { ageText } from '../../network/age.ts';
import { connectionName, flavourWords, makesPnis } from '../../network/microsoft/findings.ts';
import type { ConnectionView } from '../../network/microsoft/picture.ts';
import type { Afi } from '../../network/session-facts.ts';
import type { Glyphs } from '../../terminal/glyphs.ts';
import { phaseLook, sessionStateLook } from './microsoft-looks.ts';
import { type CellText, type Column, widest } from './table.ts';

/** Where there is no room for the word, the mark alone: the line below the table has the words. */
const narrowest = 2;
const wholeState = 13;
const routerWidth = 11;

function stateCell(view: ConnectionView, afi: Afi, glyphs: Glyphs, width: number): CellText {
  const session = view.connection.sessions.find(each => each.afi === afi);
  if (session === undefined) return { text: glyphs.dash, tone: 'dim' };
  const look = sessionStateLook(session.state, view.stale, glyphs);
  // A state of a session that is not there to be up is nothing to be marked.
  if (session.microsoft === null && session.subnet === null) return { text: glyphs.dash, tone: 'dim' };
  return { text: width < wholeState ? look.glyph : `${look.glyph} ${look.word}`, tone: look.tone };
}

function agreesCell({ agrees, lasting, pni, peering }: ConnectionView, glyphs: Glyphs): CellText {
  if (agrees === false) return { text: `${glyphs.risk} disagrees`, tone: lasting ? 'risk' : 'info' };
  if (agrees === true) return { text: 'agrees' };
  if (pni === null) return { text: makesPnis(peering) ? 'no router' : glyphs.dash, tone: 'dim' };
  return { text: glyphs.unknown, tone: 'dim' };
}

/** Of a connection without a PNI, whose it is. */
export const placeText = (view: ConnectionView): string => view.pni ?? view.router ?? connectionName(view);

const kindText = ({ peering }: ConnectionView): string => (peering.legacy ? 'legacy' : flavourWords[peering.flavour]);

/** The columns; 80 columns keep the place, the life, both sessions and whether the router agrees. */
export function connectionColumns(
  views: readonly ConnectionView[],
  glyphs: Glyphs,
  width: number,
): readonly Column<ConnectionView>[] {
  const names = widest(views, view => `  ${placeText(view)}`, 14, 26);
  const states = widest(views, view => view.connection.state ?? 'no state', 10, 21);
  // Both families in words or neither: PNI, connection, router and the gaps between the five.
  const family = names + states + routerWidth + 2 * wholeState + 8 <= width ? wholeState : narrowest;
  return [
    {
      id: 'pni',
      title: '  PNI',
      align: 'left',
      width: names,
      priority: 0,
      cell: view => {
        const look = phaseLook(view.stage.phase, view.connection.state, view.stale, glyphs);
        return { text: `${look.glyph} ${placeText(view)}`, tone: look.tone };
      },
    },
    {
      id: 'metro',
      title: 'METRO',
      align: 'left',
      width: widest(views, view => view.metro, 8, 16),
      priority: 3,
      cell: view => ({ text: view.metro }),
    },
    {
      id: 'kind',
      title: 'KIND',
      align: 'left',
      width: widest(views, kindText, 6, 13),
      // A word for each row says nothing while all are direct, and much where a row is no PNI.
      priority: views.every(view => kindText(view) === flavourWords.direct) ? 5 : 1,
      cell: view => ({
        text: kindText(view),
        tone: view.peering.flavour === 'direct' && !view.peering.legacy ? 'plain' : 'info',
      }),
    },
    {
      id: 'state',
      title: 'CONNECTION',
      align: 'left',
      width: states,
      priority: 0,
      cell: view => {
        const look = phaseLook(view.stage.phase, view.connection.state, view.stale, glyphs);
        return { text: look.word, tone: look.tone };
      },
    },
    {
      id: 'v4',
      title: 'V4',
      align: 'left',
      width: family,
      priority: 0,
      cell: (view, width) => stateCell(view, 'ipv4', glyphs, width),
    },
    {
      id: 'v6',
      title: 'V6',
      align: 'left',
      width: family,
      priority: 0,
      cell: (view, width) => stateCell(view, 'ipv6', glyphs, width),
    },
    {
      id: 'agrees',
      title: 'ROUTER',
      align: 'left',
      width: routerWidth,
      priority: 0,
      cell: view => agreesCell(view, glyphs),
    },
    {
      id: 'bandwidth',
      title: 'Gb/s',
      align: 'right',
      width: 6,
      priority: 2,
      cell: ({ connection }) => ({
        text: connection.provisioned === null ? glyphs.dash : (connection.provisioned / 1e9).toFixed(0),
      }),
    },
    {
      id: 'age',
      title: 'AGE',
      align: 'right',
      width: 6,
      priority: 4,
      cell: view => ({ text: ageText(view.age), tone: view.stale ? 'warn' : 'dim' }),
    },
    {
      id: 'identifier',
      title: 'CONNECTION ID',
      align: 'left',
      width: 36,
      priority: 6,
      cell: ({ connection }) => ({ text: connection.identifier ?? glyphs.dash, tone: 'dim' }),
    },
  ];
}
