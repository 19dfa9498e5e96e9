/** Microsoft's column beside the router's on the page of one PNI. */
import { ageText } from '../../network/age.ts';
import type { MicrosoftPicture } from '../../network/microsoft/picture.ts';
import { type MetricFigure, pniMetrics } from '../../network/microsoft/pni-metrics.ts';
import { told } from '../../network/microsoft/told.ts';
import type { PniWitness } from '../../network/microsoft/witness.ts';
import type { Pni } from '../../network/pni.ts';
import type { Session } from '../../network/sessions.ts';
import type { Line } from '../../terminal/line.ts';
import { agreementLook, phaseLook, sessionStateLook } from '../formats/microsoft-looks.ts';
import { capacityText, counted, gigabits, rateText } from '../formats/numbers.ts';
import { joined, span } from '../formats/text.ts';
import type { Model } from '../model.ts';

/** The heading of the column, with the age of the answer. */
export function witnessTitle(pni: Pni, microsoft: MicrosoftPicture): Line {
  const found = pni.microsoft;
  if (found !== null) {
    return [span('MICROSOFT (', 'dim'), span(ageText(found.age), found.stale ? 'warn' : 'dim'), span(')', 'dim')];
  }
  return [
    span('MICROSOFT', 'dim'),
    span(microsoft.age === null ? ' (not heard)' : ` (${ageText(microsoft.age)})`, 'dim'),
  ];
}

/** Where the connection is in its life; without one, why there is none. */
export function witnessState(pni: Pni, microsoft: MicrosoftPicture, { glyphs }: Model): Line {
  const found = pni.microsoft;
  if (found !== null) {
    const look = phaseLook(found.stage.phase, found.connection.state, found.stale, glyphs);
    return [span(`${look.glyph} ${look.word}`, look.tone), ...(found.stale ? [span(' (old)', 'warn')] : [])];
  }
  if (microsoft.age !== null) return [span(`${glyphs.unknown} no connection found`, 'dim')];
  return [
    span(
      microsoft.failure === null ? 'waiting' : `${glyphs.unknown} no answer`,
      microsoft.failure === null ? 'dim' : 'warn',
    ),
  ];
}

/** One session as Microsoft has it. */
export function witnessSession(session: Session, pni: Pni, { glyphs }: Model): Line {
  const theirs = session.microsoft;
  if (theirs === null) {
    if (pni.microsoft === null) return [];
    const isDoubtful = pni.microsoft.doubtful.has(session.key);
    return [span(isDoubtful ? `${glyphs.unknown} not known which` : `${glyphs.dash} not at Microsoft`, 'dim')];
  }
  const look = sessionStateLook(theirs.state, theirs.stale, glyphs);
  const remark = agreementLook(theirs, glyphs);
  return [
    span(`${look.glyph} ${look.word}`, look.tone),
    ...(remark === null ? [] : [span(`  ${remark.glyph} ${remark.word}`, remark.tone)]),
  ];
}

/** What Microsoft has provisioned. */
export function witnessBandwidth({ microsoft, reasons }: Pni, { glyphs }: Model): Line {
  const provisioned = microsoft?.connection.provisioned ?? null;
  const differs = reasons.some(each => each.code === 'bandwidth-differs');
  return provisioned === null
    ? []
    : [span(`${capacityText(provisioned, glyphs)} Gb/s provisioned`, differs ? 'info' : 'plain')];
}

/** A row of the page that only Microsoft fills: its own figures of traffic, and how many prefixes it keeps. */
export interface WitnessRow {
  readonly label: string;
  readonly ours: Line;
  readonly theirs: Line;
}

const newestOf = (figures: readonly (MetricFigure | null)[]): number | null => {
  const moments = figures.flatMap(each => each?.at ?? []);
  return moments.length === 0 ? null : Math.max(...moments);
};

/** Microsoft's words for the two directions, which stand below its name; in ours once it is known which is which. */
function directionWords({ orientation }: MicrosoftPicture): readonly [ingress: string, egress: string] {
  switch (orientation.ingressIs) {
    case 'in':
      return ['in', 'out'];
    case 'out':
      return ['out', 'in'];
    case null:
      return ['ingress', 'egress'];
  }
}

function trafficRow(
  pni: Pni,
  found: PniWitness,
  microsoft: MicrosoftPicture,
  model: Model,
  room: number,
): WitnessRow | null {
  const answer = told(microsoft.state, 'traffic', found.peering.key);
  if (answer === null) return null;
  const { glyphs, picture } = model;
  const { ingress, egress, grain } = pniMetrics(answer.answer.metrics, found.connection);
  const at = newestOf([ingress, egress]);
  const [first, second] = directionWords(microsoft);
  const inward = { word: first, rate: ingress?.value ?? null };
  const outward = { word: second, rate: egress?.value ?? null };
  const [left, right] = first === 'out' ? [outward, inward] : [inward, outward];
  const figures = `${left.word} ${gigabits(left.rate, glyphs)}  ${right.word} ${gigabits(right.rate, glyphs)}`;
  const age = at === null ? null : ageText(picture.at + picture.clockOffset - (at + grain));
  // Minutes old beside what is seconds old: where the column has no room for it, the label tells it.
  const fits = age === null || figures.length + age.length + 2 <= room;
  return {
    label: fits ? 'Gb/s' : `Gb/s (theirs ${age})`,
    ours: [span(`in ${gigabits(pni.rates?.in ?? null, glyphs)}  out ${gigabits(pni.rates?.out ?? null, glyphs)}`)],
    theirs: [span(figures), span(age === null || !fits ? '' : `  ${age}`, 'dim')],
  };
}

/** Sessions as Microsoft measures them: the newest availability and drops with their age, and flaps over what was told. */
function measuredRow(
  found: PniWitness,
  microsoft: MicrosoftPicture,
  { glyphs, picture }: Model,
  room: number,
): WitnessRow | null {
  const separate = told(microsoft.state, 'availability', found.peering.key);
  const answer = told(microsoft.state, 'traffic', found.peering.key) ?? separate;
  if (answer === null) return null;
  const { flaps, drops, grain } = pniMetrics(answer.answer.metrics, found.connection);
  const { availability } = pniMetrics((separate ?? answer).answer.metrics, found.connection);
  const dropped = drops === null ? [] : [`drops ${rateText(drops.value)}`];
  const flapped = flaps === null ? [] : [`${counted(flaps.count, 'flap')} in ${(flaps.told * grain) / 60_000} min`];
  // Where there is no room for all, what is more than nothing is told.
  const happened = drops !== null && drops.value > 0 ? [...dropped, ...flapped] : [...flapped, ...dropped];
  const parts = [...(availability === null ? [] : [availability.value.toFixed(2)]), ...happened];
  if (parts.length === 0) return null;
  const moments = [availability, drops].flatMap(each => each?.at ?? []);
  const age =
    moments.length === 0 ? '' : ` (${ageText(picture.at + picture.clockOffset - (Math.min(...moments) + grain))})`;
  const label = `${availability === null ? 'measured' : 'availability'}${age}`;
  const isWell = (availability === null || availability.value >= 1) && (drops === null || drops.value === 0);
  return { label, ours: [], theirs: [span(joined(parts, room, glyphs.ellipsis), isWell ? 'plain' : 'warn')] };
}

/** Metrics that Azure Monitor would not tell, or told in a unit that is not theirs. */
function refusedRow(found: PniWitness, microsoft: MicrosoftPicture, model: Model, room: number): WitnessRow | null {
  const answers = (['traffic', 'availability'] as const).flatMap(
    call => told(microsoft.state, call, found.peering.key)?.answer.metrics.refused ?? [],
  );
  if (answers.length === 0) return null;
  const texts = answers.map(({ metric, why }) => `${metric}: ${why}`);
  return { label: 'not told', ours: [], theirs: [span(joined(texts, room, model.glyphs.ellipsis), 'warn')] };
}

function prefixRow(found: PniWitness, microsoft: MicrosoftPicture): WitnessRow | null {
  const own = microsoft.prefixes.filter(each => each.peering?.key === found.peering.key);
  if (own.length === 0) return null;
  const verified = own.filter(each => /^verified$/i.test(each.validation ?? '')).length;
  const stale = own.some(each => each.stale);
  const text = `${own.length} registered, ${verified} verified`;
  return {
    label: 'prefixes',
    ours: [],
    theirs: [span(text, stale ? 'dim' : verified < own.length ? 'warn' : 'plain')],
  };
}

/** The rows below the sessions that Microsoft fills. */
export function witnessRows(pni: Pni, microsoft: MicrosoftPicture, model: Model, room: number): readonly WitnessRow[] {
  const found = pni.microsoft;
  if (found === null) return [];
  const rows = [
    trafficRow(pni, found, microsoft, model, room),
    measuredRow(found, microsoft, model, room),
    refusedRow(found, microsoft, model, room),
    prefixRow(found, microsoft),
  ];
  return rows.filter(row => row !== null);
}
