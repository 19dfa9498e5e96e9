/**
 * Everything that Microsoft says of our interconnects, beside what it is here.
 *
 *  Microsoft told its peerings 12 s ago …                             how old, what it costs, what was not answered
 *    PNI              METRO     CONNECTION  V4             V6  …      one row a connection, what does not fit first
 *  ▸ ● iad-er1/ae0    Ashburn   Active      ● Established  …
 *
 *  the selected connection in words, and what the two lists do not have in common
 */
import { connectionName, flavourWords } from '../../network/microsoft/findings.ts';
import type { ConnectionView, MicrosoftPicture } from '../../network/microsoft/picture.ts';
import { allTold, told } from '../../network/microsoft/told.ts';
import type { Line } from '../../terminal/line.ts';
import { connectionColumns, placeText } from '../formats/connection-table.ts';
import { phaseLook } from '../formats/microsoft-looks.ts';
import { counted } from '../formats/numbers.ts';
import { layOut } from '../formats/table.ts';
import { blank, joined, span } from '../formats/text.ts';
import { currentFilter, currentSort, cursorIndex, filterTest, type Model, type Row, type Scene } from '../model.ts';
import { findingLines, findingLook } from './findings.ts';
import { heardLines, notConfigured } from './microsoft-heard.ts';
import { bounded, listAndFacts, nothingListed, type Pane, type Space, sentence } from './pane.ts';

const textOf = (view: ConnectionView): string =>
  [
    view.pni,
    view.metro,
    view.peering.name,
    view.peering.location,
    flavourWords[view.peering.flavour],
    view.peering.legacy ? 'legacy' : '',
    view.connection.state,
    view.connection.identifier,
    view.agrees === false ? 'disagrees' : '',
    ...view.connection.sessions.flatMap(each => [each.microsoft, each.peer, each.state]),
  ]
    .filter(Boolean)
    .join(' ');

const orders: Readonly<Record<string, (a: ConnectionView, b: ConnectionView) => number>> = {
  metro: (a, b) => a.metro.localeCompare(b.metro, 'en'),
  state: (a, b) => (a.connection.state ?? '').localeCompare(b.connection.state ?? '', 'en'),
};

function viewsOf(model: Scene): readonly ConnectionView[] {
  const keep = filterTest(currentFilter(model));
  const { column, reversed } = currentSort(model);
  const order = column === null ? undefined : orders[column];
  const kept = (model.picture.microsoft?.connections ?? []).filter(view => keep(textOf(view)));
  const sorted = order === undefined ? kept : kept.toSorted(order);
  return reversed ? sorted.toReversed() : sorted;
}

const copyOf = (view: ConnectionView): string =>
  [
    view.pni ?? connectionName(view),
    view.metro,
    `Microsoft: ${view.connection.state ?? 'no state'}`,
    ...view.connection.sessions.map(each => `${each.afi} ${each.microsoft ?? '-'} ${each.state ?? '-'}`),
    view.connection.identifier ?? '',
  ].join(', ');

const rows = (model: Scene): readonly Row[] =>
  viewsOf(model).map(view => ({
    id: view.id,
    text: textOf(view),
    copy: copyOf(view),
    opens: view.pni === null ? null : { pane: 'pni', id: view.pni },
  }));

/** The facility by name where PeeringDB has told it, by number otherwise. */
function facilityText({ connection, peering }: ConnectionView, microsoft: MicrosoftPicture): string | null {
  const id = connection.facilityId;
  if (id === null) return null;
  const kind = peering.flavour === 'exchange' ? 'exchange' : 'facility';
  const known = told(microsoft.state, 'facilities')?.answer.facilities.find(each => each.id === id);
  return kind === 'exchange' || known === undefined ? `${kind} ${id} of PeeringDB` : known.name;
}

/** The selected connection in words. */
export function connectionLines(
  view: ConnectionView,
  microsoft: MicrosoftPicture,
  model: Model,
  width: number,
): readonly Line[] {
  const { glyphs } = model;
  const { connection, peering, stage } = view;
  const look = phaseLook(stage.phase, connection.state, view.stale, glyphs);
  const what = peering.legacy ? `legacy ${flavourWords[peering.flavour]}` : flavourWords[peering.flavour];
  const about = [
    ...(view.pni === null ? [] : [peering.name]),
    what,
    ...(peering.sku === null ? [] : [peering.sku]),
    ...(connection.useForPeeringService === null
      ? []
      : [connection.useForPeeringService ? 'used for Peering Service' : 'not used for Peering Service']),
    ...(connection.addressProvider === null ? [] : [`addresses by ${connection.addressProvider}`]),
    ...[facilityText(view, microsoft)].flatMap(text => text ?? []),
    ...(connection.hasMd5Key ? ['has an MD5 key, which policy does not support'] : []),
    ...(view.by === null ? [] : [`found by ${view.by === 'addresses' ? 'its addresses' : `its ${view.by}`}`]),
  ];
  const error = connection.errorMessage === null ? '' : `: ${connection.errorMessage}`;
  const sessions = connection.sessions.map(each => {
    const ends = `${each.microsoft ?? each.subnet ?? glyphs.dash} ${glyphs.peers} ${each.peer ?? glyphs.dash}`;
    return `${each.afi === 'ipv4' ? 'v4' : 'v6'} ${ends} ${each.state ?? 'no state'}`;
  });
  return [
    [span(` ${placeText(view)}`, 'strong'), span(`, ${joined(about, width - 24, glyphs.ellipsis)}`, 'dim')],
    ...sentence(span(`   ${look.glyph} `, look.tone), `${look.word}: ${stage.words}${error}`, 'plain', width),
    ...(sessions.length === 0 ? [] : sentence(span('     '), sessions.join(', '), 'dim', width)),
  ];
}

/** Which way Microsoft counts, once our own counters have shown it. */
function orientationLines({ orientation }: MicrosoftPicture, width: number): readonly Line[] {
  const { ingressIs, agreeing, compared } = orientation;
  if (compared === 0) return [];
  const learned = ingressIs === null ? 'is not clear yet' : `is our ${ingressIs}`;
  const text = `What Microsoft calls ingress ${learned}: ${agreeing} of ${compared} comparisons with our own counters.`;
  return sentence(span(' '), text, 'dim', width);
}

/** Our AS number as Microsoft has it, and our own record in PeeringDB, which peers read. */
function ownRecordLines({ state }: MicrosoftPicture, { glyphs, picture }: Model, width: number): readonly Line[] {
  const { asn } = picture.partner;
  const lines: Line[] = [];
  for (const { answer } of allTold(state, 'peer-asns')) {
    for (const own of answer.asns) {
      if (own.validationState === null || /^approved$/i.test(own.validationState)) continue;
      const why = own.errorMessage === null ? '' : `: ${own.errorMessage}`;
      const text = `AS${own.asn ?? glyphs.unknown} (${own.name}) is ${own.validationState} at Microsoft${why}`;
      lines.push(...sentence(span(` ${glyphs.degraded} `, 'warn'), text, 'plain', width));
    }
  }
  const record = told(state, 'networks')?.answer.networks.find(each => each.asn === asn);
  if (record === undefined) return lines;
  const lacks = record.lacking.length === 0 ? 'is complete' : `lacks ${record.lacking.join(', ')}`;
  return [...lines, ...sentence(span(' '), `Our record in PeeringDB (${record.name}) ${lacks}.`, 'dim', width)];
}

/** Findings that this page has room for beside its connections, and the height from which it has any. */
const mostFindings = 3;
const roomyHeight = 26;

/** What the two lists do not have in common: of many the heaviest, and on a small screen that there are some. */
function foundLines({ findings }: MicrosoftPicture, model: Model, { width, height }: Space): readonly Line[] {
  const [heaviest] = findings;
  if (heaviest === undefined) return [];
  if (height < roomyHeight) {
    const look = findingLook(heaviest, model.glyphs);
    const rest = findings.length === 1 ? '' : `, and ${counted(findings.length - 1, 'more finding')}`;
    return [[span(` ${look.glyph} `, look.tone), span(`${heaviest.subject}${rest}; f shows what does not fit`, 'dim')]];
  }
  const more = findings.length - mostFindings;
  const rest: Line = [span(` ${counted(more, 'more finding')}; f shows all`, 'dim')];
  return [
    ...findings.slice(0, mostFindings).flatMap(each => findingLines(each, model, width)),
    ...(more > 0 ? [rest] : []),
  ];
}

function lines(model: Model, { width, height }: Space): readonly Line[] {
  const { glyphs } = model;
  const { microsoft } = model.picture;
  if (microsoft === null) return notConfigured(width);
  const views = viewsOf(model);
  const head = heardLines(microsoft, model, ['peerings'], width, ['legacy-peerings', 'facilities']);
  const layout = layOut(connectionColumns(views, glyphs, width - 3), width - 3);
  const known = new Map(views.map(view => [view.id, view]));
  const chosen = known.get(model.rows[cursorIndex(model)]?.id ?? '');
  const findings = [
    ...foundLines(microsoft, model, { width, height }),
    ...orientationLines(microsoft, width),
    ...ownRecordLines(microsoft, model, width),
  ];
  const further = findings.length === 0 ? [] : [blank, ...findings];
  if (chosen === undefined) {
    const none = [...head, blank, ...nothingListed('connection', layout, model)];
    return [...none, ...bounded(further, height - none.length)];
  }
  const facts = [...connectionLines(chosen, microsoft, model, width), ...further];
  const factsRoom = Math.max(4, Math.floor(height / 2));
  return listAndFacts(model, height, { head, layout, find: id => known.get(id), facts, factsRoom });
}

/** All connections at Microsoft. */
export const microsoftPane: Pane = { rows, lines, sortColumns: ['metro', 'state'] };
