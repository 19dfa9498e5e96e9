/**
 * What no single value can tell: names that must exist or differ, limits that depend on one another. It reads the raw
 * data leniently, so that these are told in the same run as everything else that is wrong.
 */
import * as z from 'zod';
import type { DataPath } from './problem.ts';
import { printable, suggestion } from './text.ts';
import { parseDuration } from './values.ts';

/** Something wrong with the value at a path. */
export interface Finding {
  readonly path: DataPath;
  readonly message: string;
}

const word = z.string().catch('');
const lenient = z.object({
  poll: z
    .object({ interval: word.default('10s'), discovery: word.default('10m') })
    .catch({ interval: '', discovery: '' })
    .prefault({}),
  routers: z
    .array(
      z
        .object({
          name: word,
          snmp: z
            .object({ context: word.default(''), contexts: z.array(word).default([]).catch([]) })
            .catch({ context: '', contexts: [] })
            .prefault({}),
        })
        .catch({ name: '', snmp: { context: '', contexts: [] } }),
    )
    .catch([]),
  pnis: z
    .array(
      z
        .object({ router: word, interface: word, members: z.array(word).catch([]), minLinks: z.number().catch(0) })
        .catch({ router: '', interface: '', members: [], minLinks: 0 }),
    )
    .catch([]),
  thresholds: z
    .object({
      utilizationWarn: z.number().default(0.5),
      utilizationHard: z.number().default(0.8),
      utilizationLimit: z.number().default(0.95),
    })
    .catch({ utilizationWarn: 0, utilizationHard: 0, utilizationLimit: 0 })
    .prefault({}),
  peeringApi: z.unknown().optional(),
  peeringDb: z.unknown().optional(),
});
type Lenient = z.output<typeof lenient>;

const named = (text: string): string => `"${printable(text, 64)}"`;

function* repeated(
  words: readonly string[],
): Generator<{ readonly index: number; readonly first: number; readonly text: string }> {
  const seen = new Map<string, number>();
  for (const [index, text] of words.entries()) {
    const first = seen.get(text);
    if (first !== undefined && text !== '') yield { index, first, text };
    else seen.set(text, index);
  }
}

function* routerFindings({ routers }: Lenient): Generator<Finding> {
  for (const { index, first, text } of repeated(routers.map(router => router.name))) {
    yield { path: ['routers', index, 'name'], message: `${named(text)} is already the name of routers[${first}]` };
  }
}

function* contextFindings({ routers }: Lenient): Generator<Finding> {
  for (const [router, { snmp }] of routers.entries()) {
    for (const { index, text } of repeated([snmp.context, ...snmp.contexts])) {
      const message =
        text === snmp.context ? `${named(text)} is the context already` : `${named(text)} is listed twice`;
      yield { path: ['routers', router, 'snmp', 'contexts', index - 1], message };
    }
  }
}

function* pniFindings({ routers, pnis }: Lenient): Generator<Finding> {
  const names = routers.map(router => router.name).filter(name => name !== '');
  const ids = pnis.map(pni => (pni.router === '' || pni.interface === '' ? '' : `${pni.router}/${pni.interface}`));
  for (const { index, first, text } of repeated(ids)) {
    yield { path: ['pnis', index], message: `${named(text)} is already declared as pnis[${first}]` };
  }
  for (const [index, pni] of pnis.entries()) {
    if (pni.router !== '' && !names.includes(pni.router)) {
      const message = `no router ${named(pni.router)} is declared under routers${suggestion(pni.router, names)}`;
      yield { path: ['pnis', index, 'router'], message };
    }
    for (const { index: member, text } of repeated(pni.members)) {
      yield { path: ['pnis', index, 'members', member], message: `${named(text)} is listed twice` };
    }
    if (pni.members.length > 0 && pni.minLinks > pni.members.length) {
      const message = `must be at most the number of members, ${pni.members.length}, not ${pni.minLinks}`;
      yield { path: ['pnis', index, 'minLinks'], message };
    }
  }
}

function* limitFindings({ poll, thresholds }: Lenient): Generator<Finding> {
  if (parseDuration(poll.discovery) < parseDuration(poll.interval)) {
    yield {
      path: ['poll', 'discovery'],
      message: `must not be shorter than poll.interval (${poll.discovery} < ${poll.interval})`,
    };
  }
  const { utilizationWarn, utilizationHard, utilizationLimit } = thresholds;
  if (utilizationHard < utilizationWarn) {
    const message = `must not be below utilizationWarn (${utilizationHard} < ${utilizationWarn})`;
    yield { path: ['thresholds', 'utilizationHard'], message };
  }
  if (utilizationLimit < utilizationHard) {
    const message = `must not be below utilizationHard (${utilizationLimit} < ${utilizationHard})`;
    yield { path: ['thresholds', 'utilizationLimit'], message };
  }
}

function* serviceFindings({ peeringApi, peeringDb }: Lenient): Generator<Finding> {
  if (peeringDb != null && peeringApi == null) {
    yield { path: ['peeringDb'], message: "needs peeringApi: it names what Microsoft's side tells by number" };
  }
}

/** Everything that is wrong between values of the file. */
export function crossCheck(data: unknown): readonly Finding[] {
  const read = lenient.safeParse(data);
  if (!read.success) return [];
  return [
    ...routerFindings(read.data),
    ...contextFindings(read.data),
    ...pniFindings(read.data),
    ...limitFindings(read.data),
    ...serviceFindings(read.data),
  ];
}
