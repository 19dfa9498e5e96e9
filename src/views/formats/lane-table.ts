/** The table of the lanes whose light is not as it should be, of modules that have several. */

import type { LitPort } from '../../network/light-reasons.ts';
import type { OpticLane } from '../../network/optics.ts';
import type { PniState } from '../../network/pni.ts';
import type { Glyphs } from '../../terminal/glyphs.ts';
import { dbmText } from './numbers.ts';
import { laneLook } from './states.ts';
import { type Column, widest } from './table.ts';

/** A lane and the port that it belongs to. */
export interface PortLane {
  readonly port: string;
  readonly lane: OpticLane;
}

/** The lanes that have something wrong with them. */
export const badLanes = (ports: readonly LitPort[]): readonly PortLane[] =>
  ports
    .filter(({ optic }) => optic.lanes.length > 1)
    .flatMap(({ name, optic }) =>
      optic.lanes
        .filter(({ state }) => state !== 'ok' && state !== 'unknown' && state !== 'no-module')
        .map(lane => ({ port: name, lane })),
    );

/** The columns for lanes of a PNI in this state. */
export function laneColumns(lanes: readonly PortLane[], pni: PniState, glyphs: Glyphs): readonly Column<PortLane>[] {
  const look = ({ lane }: PortLane) => laneLook(lane, pni);
  const power = (id: 'rx' | 'tx', title: string): Column<PortLane> => ({
    id,
    title,
    align: 'right',
    width: title.length,
    priority: 0,
    cell: each => ({
      text: dbmText(each.lane[id], glyphs),
      tone: each.lane.direction === id ? look(each).tone : 'plain',
    }),
  });
  return [
    {
      id: 'lane',
      title: 'LANE',
      align: 'left',
      width: widest(lanes, each => `${each.port} lane ${each.lane.lane ?? 1}`, 4, 34),
      priority: 0,
      cell: ({ port, lane }) => ({ text: `${port} lane ${lane.lane ?? 1}` }),
    },
    power('rx', 'RX dBm'),
    power('tx', 'TX dBm'),
    {
      id: 'light',
      title: 'LIGHT',
      align: 'left',
      width: widest(lanes, each => look(each).word, 5, 20),
      priority: 0,
      cell: each => ({ text: look(each).word, tone: look(each).tone }),
    },
    {
      id: 'limit',
      title: 'LIMIT dBm',
      align: 'right',
      width: 9,
      priority: 1,
      cell: ({ lane }) => ({ text: dbmText(lane.limit, glyphs) }),
    },
  ];
}
