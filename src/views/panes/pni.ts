/**
 * One PNI: what the router says, its members, its traffic.
 *
 *  WHAT            ROUTER iad-er1 (junos, 2 s)
 *    state         ■ down
 *    v4 …          ■ idle, Hold timer expired
 *  MEMBER    OPER  LACP … IN Gb/s  OUT Gb/s          windowed; the cursor walks over them
 *  Gb/s in ─ out ┄   capacity 800                     what room is left
 *  LANE …                                             lanes without enough light, below it all on a large screen
 */
import { litPorts } from '../../network/light-reasons.ts';
import type { Member } from '../../network/members.ts';
import { isWorseLight } from '../../network/optics.ts';
import type { Picture } from '../../network/picture.ts';
import type { Pni } from '../../network/pni.ts';
import type { Line } from '../../terminal/line.ts';
import { badLanes, laneColumns } from '../formats/lane-table.ts';
import { memberColumns } from '../formats/member-table.ts';
import { memberSummary } from '../formats/summary.ts';
import { layOut, rowLine, titleLine } from '../formats/table.ts';
import { blank, span } from '../formats/text.ts';
import { currentFilter, currentPlace, filterTest, type Model, type Row, type Scene } from '../model.ts';
import { listLines, type Pane, type Space } from './pane.ts';
import { factLines } from './pni-facts.ts';
import { shortestGraph, trafficLines } from './pni-traffic.ts';

/** The PNI that the pane is about. */
export function pniOf(picture: Picture, id: string): Pni | undefined {
  for (const metro of picture.metros) {
    const found = metro.pnis.find(pni => pni.id === id);
    if (found !== undefined) return found;
  }
  return undefined;
}

const selected = (model: Scene): Pni | undefined => {
  const place = currentPlace(model);
  return place.pane === 'pni' ? pniOf(model.picture, place.id) : undefined;
};

const memberText = (member: Member): string =>
  [member.name, member.oper, member.lacp, member.lacpDetail, member.optic?.state].filter(Boolean).join(' ');

function worstFirst({ forwards, optic }: Member): number {
  const told = optic !== null && isWorseLight(optic.state, 'unknown');
  if (forwards === false) return told ? 0 : 1;
  return forwards === null ? 2 : told ? 3 : 4;
}

/**
 * The ports in their own order, but first those that carry nothing, of these first the ones whose light says why, and
 * after them those whose light foretells it: a window on a small screen must show them.
 */
function membersOf(model: Scene): readonly Member[] {
  const keep = filterTest(currentFilter(model));
  return (selected(model)?.members ?? [])
    .filter(member => keep(memberText(member)))
    .toSorted((a, b) => worstFirst(a) - worstFirst(b));
}

const rows = (model: Scene): readonly Row[] =>
  membersOf(model).map(member => ({
    id: member.name,
    text: memberText(member),
    copy: memberSummary(member, selected(model)?.id ?? ''),
    opens: null,
  }));

function memberLines(pni: Pni, model: Model, width: number, height: number): readonly Line[] {
  if (pni.members === null)
    return [[span(' No table tells the members; declare them under pnis in the configuration.', 'dim')]];
  if (pni.members.length === 0) return [[span(' One port, no LAG.', 'dim')]];
  const members = membersOf(model);
  const byName = new Map(members.map(member => [member.name, member]));
  const layout = layOut(memberColumns(pni.members, pni.state, model.glyphs), width - 3);
  const list = listLines(model, height - 1, row => {
    const member = byName.get(row.id);
    return member === undefined ? blank : rowLine(layout, member, model.glyphs.ellipsis);
  });
  const title: Line = [span('  '), ...titleLine(layout, model.glyphs.ellipsis)];
  return [title, ...(members.length === 0 ? [[span(`  no member matches ${currentFilter(model)}`, 'dim')]] : list)];
}

/** So many members are seen beside a graph, under their title and above the line that tells which they are. */
const fewestMembers = 3;

/** The lanes that are not well, where a large screen has room for them below everything else. */
function laneLines(pni: Pni, model: Model, width: number, room: number): readonly Line[] {
  const lanes = badLanes(litPorts({ ...pni, pni }));
  const most = room - 2;
  if (lanes.length === 0 || most < 1) return [];
  const layout = layOut(laneColumns(lanes, pni.state, model.glyphs), width - 3);
  const indented = (line: Line): Line => [span('  '), ...line];
  const title = titleLine(layout, model.glyphs.ellipsis);
  const shown = lanes.slice(0, most).map(lane => rowLine(layout, lane, model.glyphs.ellipsis));
  return [blank, ...[title, ...shown].map(indented)];
}

function lines(model: Model, { width, height }: Space): readonly Line[] {
  const pni = selected(model);
  if (pni === undefined) return [[span(' This PNI is no longer in the picture; Esc goes back.', 'dim')]];
  const facts = factLines(pni, model, width);
  const count = pni.members === null || pni.members.length === 0 ? 1 : pni.members.length + 1;
  const left = height - facts.length - 1;
  // A graph of four lines is worth more than the last members, which the cursor reaches, but not than the first.
  const besideGraph = left - 1 - (shortestGraph + 1);
  const besideNumbers = left - 2;
  const memberRoom = Math.max(3, Math.min(count, besideGraph < fewestMembers + 2 ? besideNumbers : besideGraph));
  const members = memberLines(pni, model, width, memberRoom);
  const graphRoom = left - members.length - 1;
  const traffic = trafficLines(pni, model, { width, height: graphRoom });
  return [
    ...facts,
    blank,
    ...members,
    blank,
    ...traffic,
    ...laneLines(pni, model, width, graphRoom - traffic.length),
  ].slice(0, height);
}

/** One PNI in full. */
export const pniPane: Pane = { rows, lines, sortColumns: [] };
