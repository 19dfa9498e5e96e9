/**
 * Every router: does it answer, how fast, from which tables, and what it does not tell.
 *
 *    ROUTER     METRO     ANSWERS        POLL ms  …     one row a router
 *  ▸ ● iad-er1  Ashburn   2 s ago           11.2
 *
 *  iad-er1, junos: Juniper Networks, Inc. …             what is known of the selected one
 */
import { ageText } from '../../network/age.ts';
import { byName } from '../../network/order.ts';
import type { Router } from '../../network/picture.ts';
import type { Glyphs } from '../../terminal/glyphs.ts';
import type { Line, Tone } from '../../terminal/line.ts';
import { clockText, counted, durationText } from '../formats/numbers.ts';
import { routerSummary } from '../formats/summary.ts';
import { type Column, layOut, rowLine, titleLine, widest } from '../formats/table.ts';
import { blank, joined, span, widthOf } from '../formats/text.ts';
import { trapPortText, trapText } from '../formats/trap-line.ts';
import { currentFilter, currentSort, cursorIndex, filterTest, type Model, type Row, type Scene } from '../model.ts';
import { bounded, listLines, nothingListed, type Pane, type Space, sentence } from './pane.ts';

interface RouterLook {
  readonly glyph: string;
  readonly word: string;
  readonly tone: Tone;
}

/** How a router looks: answers, answers in part, silent, not asked yet. Silence is not knowing, so it is never "down". */
export function routerLook(router: Router, glyphs: Glyphs): RouterLook {
  const age = router.age === null ? '' : ` ${ageText(router.age)}`;
  if (router.reachable === null && router.age === null) return { glyph: glyphs.unknown, word: 'asking', tone: 'dim' };
  if (router.reachable === false)
    return { glyph: glyphs.unknown, word: router.age === null ? 'no answer' : `silent${age}`, tone: 'warn' };
  if (router.stale) return { glyph: glyphs.unknown, word: `stale${age}`, tone: 'warn' };
  if (router.silent.length > 0) return { glyph: glyphs.degraded, word: 'in part', tone: 'warn' };
  return { glyph: glyphs.good, word: `yes${age}`, tone: 'good' };
}

const weight = (router: Router): number =>
  router.reachable === false ? 0 : router.reachable === null ? 1 : router.stale ? 2 : router.silent.length > 0 ? 3 : 4;

const orders: Readonly<Record<string, (a: Router, b: Router) => number>> = {
  name: (a, b) => byName(a.name, b.name),
  metro: (a, b) => byName(a.metro, b.metro) || byName(a.name, b.name),
  poll: (a, b) => (b.took ?? -1) - (a.took ?? -1),
};

const textOf = (router: Router): string =>
  [router.name, router.metro, router.vendor, router.sysName, router.address, router.failure?.text]
    .filter(Boolean)
    .join(' ');

function routersOf(model: Scene): readonly Router[] {
  const keep = filterTest(currentFilter(model));
  const { column, reversed } = currentSort(model);
  const order = column === null ? undefined : orders[column];
  const sorted = model.picture.routers
    .filter(router => keep(textOf(router)))
    .toSorted(order ?? ((a, b) => weight(a) - weight(b) || byName(a.name, b.name)));
  return reversed ? sorted.toReversed() : sorted;
}

const rows = (model: Scene): readonly Row[] =>
  routersOf(model).map(router => ({
    id: router.name,
    text: textOf(router),
    copy: routerSummary(router),
    opens: { pane: 'router', name: router.name },
  }));

function columns(routers: readonly Router[], glyphs: Glyphs): readonly Column<Router>[] {
  const number = (value: number | null): string => (value === null ? glyphs.dash : value.toFixed(1));
  return [
    {
      id: 'router',
      title: '  ROUTER',
      align: 'left',
      width: widest(routers, router => `  ${router.name}`, 10, 26),
      priority: 0,
      cell: router => {
        const look = routerLook(router, glyphs);
        return { text: `${look.glyph} ${router.name}`, tone: look.tone };
      },
    },
    {
      id: 'answers',
      title: 'ANSWERS',
      align: 'left',
      width: 13,
      priority: 0,
      cell: router => ({ text: routerLook(router, glyphs).word, tone: routerLook(router, glyphs).tone }),
    },
    {
      id: 'metro',
      title: 'METRO',
      align: 'left',
      width: widest(routers, router => router.metro, 8, 20),
      priority: 1,
      cell: router => ({ text: router.metro }),
    },
    {
      id: 'vendor',
      title: 'VENDOR',
      align: 'left',
      width: 8,
      priority: 2,
      cell: router => ({ text: router.vendor === 'unknown' ? glyphs.dash : router.vendor }),
    },
    {
      id: 'pnis',
      title: 'PNIS',
      align: 'right',
      width: 4,
      priority: 1,
      cell: router => ({ text: router.pnis?.toString() ?? glyphs.dash }),
    },
    {
      id: 'sessions',
      title: 'BGP',
      align: 'right',
      width: 4,
      priority: 3,
      cell: router => ({ text: router.sessions?.toString() ?? glyphs.dash }),
    },
    {
      id: 'lag',
      title: 'LAG FROM',
      align: 'left',
      width: 17,
      priority: 4,
      cell: router => ({ text: router.lagSources.join(' ') || glyphs.dash, tone: 'dim' }),
    },
    {
      id: 'bgp',
      title: 'BGP FROM',
      align: 'left',
      width: 12,
      most: 20,
      priority: 4,
      cell: router => ({ text: router.bgpSources.join(' ') || glyphs.dash, tone: 'dim' }),
    },
    {
      id: 'uptime',
      title: 'UP',
      align: 'right',
      width: 11,
      priority: 3,
      cell: router => ({ text: router.upTime === null ? glyphs.dash : durationText(router.upTime) }),
    },
    {
      id: 'requests',
      title: 'REQ',
      align: 'right',
      width: 4,
      priority: 5,
      cell: router => ({ text: router.cost === null ? glyphs.dash : router.cost.requests.toString() }),
    },
    {
      id: 'retries',
      title: 'RETRY',
      align: 'right',
      width: 5,
      priority: 5,
      cell: router => ({ text: router.cost === null ? glyphs.dash : router.cost.retransmissions.toString() }),
    },
    {
      id: 'poll',
      title: 'POLL ms',
      align: 'right',
      width: 8,
      priority: 0,
      cell: router => ({ text: number(router.took) }),
    },
  ];
}

/** What is known, silent and missing of one router, most urgent first. */
export function routerFacts(router: Router, { glyphs, picture }: Model, { width, height }: Space): readonly Line[] {
  const who = router.vendor === 'unknown' ? [router.address] : [router.vendor, router.address];
  if (router.sysName !== null) who.push(`calls itself ${router.sysName}`);
  const lines: Line[] = [
    [
      span(` ${router.name}`, 'strong'),
      span(`, ${joined(who, width - widthOf(router.name) - 4, glyphs.ellipsis)}`, 'dim'),
    ],
  ];
  const say = (glyph: string, mark: Tone, text: string, tone: Tone): void =>
    void lines.push(...sentence(span(`   ${glyph} `, mark), text, tone, width));
  if (router.failure !== null) say(glyphs.unknown, 'warn', router.failure.text, 'plain');
  for (const text of router.silent) say(glyphs.degraded, 'warn', text, 'plain');
  for (const text of router.findings) say(glyphs.risk, 'risk', text, 'plain');
  for (const peer of router.unplaced)
    say(
      glyphs.unknown,
      'dim',
      `no interface found for session ${peer}; declare it under pnis with peers: [${peer}]`,
      'plain',
    );
  if (router.reset !== null)
    say(glyphs.separator, 'dim', `${clockText(router.reset.at + picture.clockOffset)} ${router.reset.text}`, 'dim');
  if (router.skippedCycles > 0)
    say(
      glyphs.unknown,
      'dim',
      `${counted(router.skippedCycles, 'cycle')} skipped because the one before was still running`,
      'dim',
    );
  if (router.traps !== null) say(glyphs.separator, 'dim', trapText(router.traps, picture.clockOffset), 'dim');
  for (const text of router.missing) say(glyphs.dash, 'dim', `not told: ${text}`, 'dim');
  if (router.sysDescr !== null) lines.push(...sentence(span('   '), router.sysDescr, 'dim', width));
  return bounded(lines, height);
}

/** Where traps arrive, and what arrives there that is no router's. */
function trapPortLines({ glyphs, picture }: Model, width: number): readonly Line[] {
  const { trapPort } = picture;
  if (trapPort === null) return [];
  const failed = trapPort.failure !== null;
  const mark = failed ? span(` ${glyphs.unknown} `, 'warn') : span(` ${glyphs.separator} `, 'dim');
  return sentence(mark, trapPortText(trapPort), failed ? 'plain' : 'dim', width);
}

/** Lines for the facts of the selected router: a title and the few sentences that most routers need. */
const factsRoom = 5;

function lines(model: Model, { width, height }: Space): readonly Line[] {
  const { glyphs } = model;
  const routers = routersOf(model);
  const known = new Map(routers.map(router => [router.name, router]));
  const list = model.rows;
  const layout = layOut(columns(routers, glyphs), width - 3);
  const port = trapPortLines(model, width);
  const drawn = listLines(model, Math.max(1, height - factsRoom - port.length - 2), row => {
    const router = known.get(row.id);
    return router === undefined ? blank : rowLine(layout, router, glyphs.ellipsis);
  });
  const chosen = known.get(list[cursorIndex(model)]?.id ?? '');
  if (chosen === undefined) return nothingListed('router', layout, model);
  const left = height - drawn.length - 2 - port.length;
  return [
    [span('  '), ...titleLine(layout, glyphs.ellipsis)],
    ...drawn,
    blank,
    ...routerFacts(chosen, model, { width, height: left }),
    ...port,
  ];
}

/** The table of routers. */
export const routersPane: Pane = { rows, lines, sortColumns: ['name', 'metro', 'poll'] };
