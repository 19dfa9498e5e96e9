/**
 * The first line: where one is, what is worst, what the next failure would do, how old the picture is.
 */
import { ageText } from '../network/age.ts';
import { wallTime } from '../network/picture.ts';
import { type Place, placeOf } from '../state/screen.ts';
import type { Line, Span } from '../terminal/line.ts';
import { clockText, counted, rateText } from './formats/numbers.ts';
import { verdictLook } from './formats/states.ts';
import { ends, fit, fitLine, lineWidth, span } from './formats/text.ts';
import { currentFilter, currentPlace, currentSort, type Model } from './model.ts';

const verdictsOnTop = ['down', 'at-risk', 'degraded', 'unknown', 'redundant'] as const;

function crumb(place: Place): string {
  switch (place.pane) {
    case 'overview':
      return 'metros';
    case 'metro':
    case 'router':
      return place.name;
    case 'pni':
      return place.id;
    case 'prefix':
      return place.prefix;
    case 'routes':
      return `routes ${place.peering.split('/').at(-1) ?? place.peering}`;
    case 'card':
      return `escalation ${place.of === 'pni' ? place.id : (place.id.split('/').at(-1) ?? '')}`;
    case 'microsoft':
      return 'Microsoft';
    case 'looking-glass':
      return 'looking glass';
    case 'calls':
      return 'calls to Microsoft';
    case 'pnis':
      return 'PNIs';
    case 'routers':
    case 'events':
    case 'findings':
    case 'prefixes':
    case 'maintenance':
    case 'latency':
    case 'help':
      return place.pane;
  }
}

function whereLine(model: Model): Span[] {
  const { picture, screen, glyphs } = model;
  const atHome = screen.path.length === 1 && placeOf(screen).pane === 'overview';
  const peers = picture.peerAsns === 'any' ? 'all peers' : picture.peerAsns.map(asn => `AS${asn}`).join(' ');
  const spans = [span(' peerdeck', 'title')];
  if (atHome && picture.partner.asn !== null)
    spans.push(span(`  AS${picture.partner.asn} ${glyphs.peers} ${peers}`, 'dim'));
  if (!atHome)
    for (const place of screen.path)
      if (place.pane !== 'overview' || screen.path.length === 1)
        spans.push(span(` ${glyphs.crumb} `, 'dim'), span(crumb(place), 'strong'));
  return [...spans, ...viewSpans(model)];
}

/** How the rows are filtered and ordered, where they are not as they come. */
function viewSpans(model: Model): Span[] {
  const spans: Span[] = [];
  const filter = currentFilter(model);
  if (filter !== '') spans.push(span(`  /${fit(filter, longestFilter, model.glyphs.ellipsis)}`, 'key'));
  const { column, reversed } = currentSort(model);
  if (column !== null || reversed) spans.push(span(`  by ${column ?? 'worst'}${reversed ? ' reversed' : ''}`, 'key'));
  return spans;
}

/** Columns of the header that a filter may take. */
const longestFilter = 20;

function ageSpans(model: Model): Span[] {
  const { picture, screen, now, replay } = model;
  const time = span(`  ${clockText(wallTime(picture, screen.frozen === null ? now : picture.at))} `, 'plain');
  if (screen.frozen !== null) {
    // By time, not by number: the log forgets its oldest events.
    const held = screen.frozen.picture.at;
    const missed = model.live.events.filter(event => event.at > held).length;
    return [span(` FROZEN ${ageText(now - screen.frozen.since)}, ${counted(missed, 'event')} since `, 'banner'), time];
  }
  const heard = picture.routers.filter(router => router.age !== null);
  const all = picture.routers.length;
  if (heard.length === 0) return [span(`0 of ${all} heard`, 'warn'), time];
  const age = ageText(Math.max(...heard.map(router => router.age ?? 0)));
  const stale = heard.filter(router => router.stale).length;
  const missing = heard.length < all;
  // One that was never heard is not forgotten over those that once were.
  const never = missing ? `, ${all - heard.length} never heard` : '';
  if (stale > 0) return [span(`${counted(stale, 'router')} stale ${age}${never}`, 'warn'), time];
  const live = replay === null ? 'live' : replay;
  return [
    span(missing ? `${live} ${age}, ${heard.length} of ${all} heard` : `${live} ${age}`, missing ? 'warn' : 'dim'),
    time,
  ];
}

/** The next failure at three lengths; none where it would be a guess. */
function nextFailureSpans({ picture, glyphs }: Model): readonly [whole: Span, short: Span, shortest: Span] {
  const none = span('');
  if (picture.next === null) return [none, none, none];
  const { metro, loss } = picture.next;
  if (!loss.dark && loss.maxUtilization === null) return [none, none, none];
  const load = loss.load === null ? '' : `, ${rateText(loss.load)}`;
  const what = loss.dark ? 'dark' : `at ${Math.round((loss.maxUtilization ?? 0) * 100)} %`;
  const text = `${loss.target} ${glyphs.arrow} ${metro} ${what}`;
  const tone = loss.dark ? 'risk' : 'dim';
  return [
    span(`   next failure  ${text}${load}`, tone),
    span(`   next failure  ${text}`, tone),
    span(`   N-1 ${text}`, tone),
  ];
}

/** Draws the header; what does not fit is dropped whole. */
export function headerLine(model: Model): Line {
  const { picture, glyphs, screen } = model;
  const counts = verdictsOnTop.flatMap((verdict): Span[] => {
    const look = verdictLook(verdict, glyphs);
    return picture.counts[verdict] === 0 ? [] : [span(`  ${look.glyph} ${picture.counts[verdict]}`, look.tone)];
  });
  const prefixes = (picture.microsoft?.prefixes ?? []).filter(each => each.severity === 'critical').length;
  const alarms: Line = prefixes === 0 ? [] : [span(`  ${glyphs.down} ${prefixes} pfx`, 'bad')];
  const badge = picture.simulation ? [span('  '), span(' SIMULATION ', 'banner')] : [];
  const right = ageSpans(model);
  const where = whereLine(model);
  const withoutPeers = where.filter(each => each.tone !== 'dim' || each.text.trim() === glyphs.crumb);
  const here = hereOnly(model);
  const [next, shortNext, shortestNext] = nextFailureSpans(model);
  const tail: Line = [...badge, span(' '), ...counts, ...alarms];
  const metros: Line = [...badge, span(' '), ...counts.filter(each => each.tone !== 'good')];
  const troubles: Line = [...metros, ...alarms];
  // What does not fit is dropped whole: the peers first, then the words of the next failure, the failure, the way here, the count of what is
  // well, the program's name, the prefixes; never the name of what is looked at, the age or the badge.
  const room = screen.columns - lineWidth(right) - 3;
  const fitting = [
    [...where, ...tail, next],
    [...withoutPeers, ...tail, next],
    [...withoutPeers, ...tail, shortNext],
    [...withoutPeers, ...tail, shortestNext],
    [...where, ...tail],
    [...withoutPeers, ...tail],
    [span(' peerdeck', 'title'), ...here, ...tail],
    [span(' peerdeck', 'title'), ...here, ...troubles],
    [...here, ...troubles],
    [...here, ...metros],
    [...here, ...badge],
  ].find(line => lineWidth(line) <= room);
  const left = fitting ?? [...fitLine(here, Math.max(9, room - lineWidth(badge)), glyphs.ellipsis), ...badge];
  return ends(left, right, screen.columns, glyphs.ellipsis);
}

/** The last crumb with its filter and order: where one is when there is no room for the way there. */
function hereOnly(model: Model): Line {
  const mark = span(` ${model.glyphs.crumb} `, 'dim');
  return [mark, span(crumb(currentPlace(model)), 'strong'), ...viewSpans(model)];
}
