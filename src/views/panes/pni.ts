/**
 * One PNI: what the router says, its members, its traffic.
 *
 *  WHAT            ROUTER iad-er1 (junos, 2 s)
 *    state         ■ down
 *    v4 …          ■ idle, Hold timer expired
 *  MEMBER    OPER  LACP … IN Gb/s  OUT Gb/s          windowed; the cursor walks over them
 *  Gb/s in ─ out ┄   capacity 800                     what room is left
 */
import { ageText } from '../../network/age.ts';
import type { Member } from '../../network/members.ts';
import type { Picture } from '../../network/picture.ts';
import type { Pni } from '../../network/pni.ts';
import type { Session } from '../../network/sessions.ts';
import type { Line } from '../../terminal/line.ts';
import { graphDots, graphLines } from '../formats/graph.ts';
import { durationText, gigabits, perSecondText } from '../formats/numbers.ts';
import { binned } from '../formats/sparkline.ts';
import { memberLook, pniLook, sessionLook, weightLook } from '../formats/states.ts';
import { type Column, layOut, rowLine, titleLine, widest } from '../formats/table.ts';
import { blank, pad, span } from '../formats/text.ts';
import { currentFilter, currentPlace, filterTest, type Model, type Row, type Scene } from '../model.ts';
import { listLines, type Pane, type Space } from './pane.ts';

const labelWidth = 28;
const graphSpan = 10 * 60_000;
const shortestGraph = 4;
const tallestGraph = 16;

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
  [member.name, member.oper, member.lacp, member.lacpDetail].filter(Boolean).join(' ');

function membersOf(model: Scene): readonly Member[] {
  const keep = filterTest(currentFilter(model));
  return (selected(model)?.members ?? []).filter(member => keep(memberText(member)));
}

const rows = (model: Scene): readonly Row[] =>
  membersOf(model).map(member => ({ id: member.name, text: memberText(member), opens: null }));

function sessionLine(session: Session, model: Model): Line {
  const { glyphs } = model;
  const look = sessionLook(session, glyphs);
  const facts: string[] = [];
  if (session.established !== null) facts.push(durationText(session.established));
  if (session.transitions !== null)
    facts.push(`${session.transitions} transition${session.transitions === 1 ? '' : 's'}`);
  if (session.prefixesReceived !== null)
    facts.push(
      `${session.prefixesReceived} prefixes in, ${session.prefixesAccepted ?? glyphs.dash} accepted, ${session.prefixesAdvertised ?? glyphs.dash} out`,
    );
  if (session.remoteAs !== null) facts.push(`AS${session.remoteAs}`);
  if (session.vrf !== null) facts.push(`instance ${session.vrf}`);
  const error =
    session.lastErrorText === null
      ? ''
      : `${session.state === 'established' ? 'last error ' : ''}${session.lastErrorText}`;
  if (error !== '') facts.unshift(...(session.state === 'established' ? [] : [error]));
  if (error !== '' && session.state === 'established') facts.push(error);
  return [
    span(pad(`   ${session.afi === 'ipv4' ? 'v4' : 'v6'}  ${session.peer}`, labelWidth, 'left', glyphs.ellipsis)),
    span(`${look.glyph} ${look.word}`, look.tone),
    span(facts.length === 0 ? '' : `, ${facts.join(', ')}`, look.tone === 'good' ? 'dim' : 'plain'),
  ];
}

function factLines(pni: Pni, model: Model): readonly Line[] {
  const { glyphs, picture } = model;
  const router = picture.routers.find(each => each.name === pni.router);
  const look = pniLook(pni.state, glyphs);
  const label = (text: string) => span(pad(`   ${text}`, labelWidth, 'left', glyphs.ellipsis));
  const age = pni.age === null ? 'not heard' : ageText(pni.age);
  const capacity = pni.capacity === null ? glyphs.unknown : gigabits(pni.capacity, glyphs);
  const lines: Line[] = [
    [
      span(pad(' WHAT', labelWidth, 'left', glyphs.ellipsis), 'dim'),
      span(`ROUTER ${pni.router} (${router?.vendor ?? 'unknown'}, ${age})`, 'dim'),
    ],
    [
      label('state'),
      span(`${look.glyph} ${look.word}`, look.tone),
      span(pni.state === 'up' || pni.reasons[0] === undefined ? '' : `, ${pni.reasons[0].text}`),
    ],
    ...pni.sessions.map(session => sessionLine(session, model)),
    [
      label('bandwidth'),
      span(`${gigabits(pni.activeCapacity, glyphs)} of ${capacity} Gb/s forwarding`),
      span(pni.utilization === null ? '' : `, ${Math.round(pni.utilization * 100)} % used`, 'dim'),
    ],
  ];
  if (pni.voided !== null) lines.push([label('rates'), span(`none for the last interval: ${pni.voided}`, 'warn')]);
  if (pni.alias !== '') lines.push([label('alias'), span(pni.alias, 'dim')]);
  for (const reason of pni.reasons.slice(1, 4)) {
    const mark = weightLook(reason.weight, glyphs);
    lines.push([label(''), span(`${mark.glyph} `, mark.tone), span(reason.text)]);
  }
  return lines;
}

function memberColumns(members: readonly Member[], { glyphs }: Model): readonly Column<Member>[] {
  const errors = (member: Member): number | null =>
    member.rates === null
      ? null
      : (member.rates.inErrors ?? 0) +
        (member.rates.outErrors ?? 0) +
        (member.rates.inDiscards ?? 0) +
        (member.rates.outDiscards ?? 0);
  return [
    {
      id: 'member',
      title: 'MEMBER',
      align: 'left',
      width: widest(members, member => member.name, 10, 26),
      priority: 0,
      cell: member => ({ text: member.name }),
    },
    {
      id: 'oper',
      title: 'OPER',
      align: 'left',
      width: 6,
      most: 16,
      priority: 2,
      cell: member => ({ text: member.oper ?? glyphs.dash, tone: member.oper === 'down' ? 'bad' : 'plain' }),
    },
    {
      id: 'lacp',
      title: 'LACP',
      align: 'left',
      width: 24,
      most: 34,
      priority: 0,
      cell: member => {
        const look = memberLook(member, glyphs);
        return { text: `${look.glyph} ${look.word}`, tone: look.tone };
      },
    },
    {
      id: 'speed',
      title: 'Gb/s',
      align: 'right',
      width: 5,
      priority: 3,
      cell: member => ({ text: member.speed === null ? glyphs.dash : Math.round(member.speed / 1e9).toString() }),
    },
    {
      id: 'errors',
      title: 'ERR/s',
      align: 'right',
      width: 7,
      priority: 1,
      cell: member => ({
        text: perSecondText(errors(member), glyphs),
        tone: (errors(member) ?? 0) >= 1 ? 'warn' : 'plain',
      }),
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

function memberLines(pni: Pni, model: Model, width: number, height: number): readonly Line[] {
  if (pni.members === null)
    return [[span(' No table tells the members; declare them under pnis in the configuration.', 'dim')]];
  if (pni.members.length === 0) return [[span(' One port, no LAG.', 'dim')]];
  const members = membersOf(model);
  const byName = new Map(members.map(member => [member.name, member]));
  const layout = layOut(memberColumns(pni.members, model), width - 3);
  const list = listLines(model, height - 1, row => {
    const member = byName.get(row.id);
    return member === undefined ? blank : rowLine(layout, member, model.glyphs.ellipsis);
  });
  const title: Line = [span('  '), ...titleLine(layout, model.glyphs.ellipsis)];
  return [title, ...(members.length === 0 ? [[span(`  no member matches ${currentFilter(model)}`, 'dim')]] : list)];
}

/** The next of 1, 2, 5 × 10ⁿ at or above a value: a scale that a person can read. */
function niceTop(value: number): number {
  if (value <= 0) return 1;
  const base = 10 ** Math.floor(Math.log10(value));
  return ([1, 2, 5, 10].find(step => step * base >= value) ?? 10) * base;
}

function trafficLines(pni: Pni, model: Model, width: number, height: number): readonly Line[] {
  if (height < shortestGraph) return [];
  const { glyphs, picture } = model;
  const dots = graphDots(width - 1, glyphs);
  const series = (direction: 'in' | 'out') =>
    binned(
      pni.history.map(point => ({ at: point.at, value: point[direction] })),
      picture.at,
      graphSpan,
      dots,
    );
  const [inbound, outbound] = [series('in'), series('out')];
  const peak = Math.max(0, ...[...inbound, ...outbound].map(value => value ?? 0));
  const capacity = pni.activeCapacity ?? pni.capacity;
  // The capacity line is drawn when the traffic comes near it; otherwise it would press the traffic to the floor.
  const top = capacity !== null && capacity > 0 && peak > capacity * 0.3 ? capacity : niceTop(peak * 1.1);
  const warn = capacity === null ? null : capacity * picture.thresholds.utilizationWarn;
  const limits = [
    ...(warn !== null && warn < top ? [{ value: warn, tone: 'warn' as const }] : []),
    ...(capacity === top ? [{ value: top, tone: 'risk' as const }] : []),
  ];
  const numbers = `in ${gigabits(pni.rates?.in ?? null, glyphs)}  out ${gigabits(pni.rates?.out ?? null, glyphs)}`;
  const head: Line = [
    span(' Gb/s, 10 min  ', 'dim'),
    span(`in ${glyphs.horizontal}`, 'info'),
    span('  '),
    span(`out ${glyphs.limit}`, 'good'),
    span(`   ${numbers}`, 'strong'),
    span(`   capacity ${gigabits(capacity, glyphs)}${warn === null ? '' : `, warn ${gigabits(warn, glyphs)}`}`, 'dim'),
  ];
  const graph = graphLines({
    width: width - 1,
    height: Math.min(tallestGraph, height - 1),
    top,
    series: [
      { tone: 'good', values: outbound, dotted: true },
      { tone: 'info', values: inbound, dotted: false },
    ],
    limits,
    label: value => (top >= 10e9 ? Math.round(value / 1e9).toString() : (value / 1e9).toFixed(2)),
    glyphs,
  });
  return [head, ...graph];
}

function lines(model: Model, { width, height }: Space): readonly Line[] {
  const pni = selected(model);
  if (pni === undefined) return [[span(' This PNI is no longer in the picture; Esc goes back.', 'dim')]];
  const facts = factLines(pni, model);
  const count = pni.members === null || pni.members.length === 0 ? 1 : pni.members.length + 1;
  const left = height - facts.length - 1;
  // A graph of four lines is worth more than the last members, which the cursor reaches.
  const memberRoom = Math.max(3, Math.min(count, left - 1 - (shortestGraph + 1)));
  const members = memberLines(pni, model, width, memberRoom);
  const graphRoom = left - members.length - 1;
  return [...facts, blank, ...members, blank, ...trafficLines(pni, model, width, graphRoom)].slice(0, height);
}

/** One PNI in full. */
export const pniPane: Pane = { rows, lines, sortColumns: [] };
