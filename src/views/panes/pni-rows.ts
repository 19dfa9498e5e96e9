/** A PNI as a row of any list that a cursor walks over and a filter thins. */
import type { Pni } from '../../network/pni.ts';
import { pniSummary } from '../formats/summary.ts';
import { currentFilter, filterTest, type Row, type Scene } from '../model.ts';

const textOf = (pni: Pni): string =>
  [pni.id, pni.metro, pni.state, pni.alias, ...pni.sessions.map(session => session.peer)].join(' ');

/** Those that the pane's filter keeps: by id, metro, state, alias or a peer's address. */
export function keptPnis(scene: Scene, pnis: readonly Pni[]): readonly Pni[] {
  const keep = filterTest(currentFilter(scene));
  return pnis.filter(pni => keep(textOf(pni)));
}

/** The rows of these PNIs, each opening its own pane. */
export const pniRows = (pnis: readonly Pni[]): readonly Row[] =>
  pnis.map(pni => ({ id: pni.id, text: textOf(pni), copy: pniSummary(pni), opens: { pane: 'pni', id: pni.id } }));
