/** The fast loop: only the instances that PNIs need, many in one request, each request with its own sysUpTime. */
import type { InterfaceReading, LagMemberReading, LagPortRow, PollTargets, RouterClock } from '../../network/facts.ts';
import type { Failure, PolledSample, SilentGroup, TableGroup } from '../../network/samples.ts';
import { completedBy, type PrefixReading, type SessionReading } from '../../network/session-facts.ts';
import type { Instant } from '../../network/units.ts';
import { batchesOf, type Part, partOf } from './batches.ts';
import type { WalkContext } from './bulk.ts';
import { getInstances, getScattered, TooMuch } from './get.ts';
import { type Cell, ticksOf } from './mibs/cells.ts';
import { lagPortInstances, lagPortOf } from './mibs/ieee8023-lag-mib.ts';
import { type NameColumn, nameAndCounterOctets, readingInstances, readingOf } from './mibs/if-mib.ts';
import type { RowTable } from './mibs/row-table.ts';
import { clockOf, clockScalars, scalars } from './mibs/snmpv2-mib.ts';
import type { Oid } from './oid.ts';
import { inContext } from './snmp-context.ts';
import { doubtedWaits, failureOf } from './transport.ts';
import { bfdTableOf, bgpTableOf, lagTableOf, opticTableOf } from './vendors.ts';

/** What one group of tables said in one cycle. */
export interface GroupReading
  extends Pick<
    PolledSample,
    'interfaces' | 'lagPorts' | 'lagChange' | 'lagMembers' | 'sessions' | 'prefixes' | 'bfd' | 'optics' | 'silent'
  > {
  readonly group: TableGroup;
  readonly clock: RouterClock | null;
  /** When its first answer came; null where none did. What another poll was answered later is newer. */
  readonly answeredAt: Instant | null;
}

/** A group of tables, ready to be asked for. */
interface GroupQuestion<Target> {
  readonly group: TableGroup;
  /** Scalars that go first in the first request; the first of them goes into every request. */
  readonly lead: readonly Oid[];
  readonly parts: readonly Part<Target>[];
  /** Rows that come and go one by one: an agent that knows no such object at all has lost the table, not the row. */
  readonly needsTable?: boolean;
  readonly take: (target: Target, cells: readonly Cell[], upTime: Cell) => void;
}

/** What a poll needs besides: the time at which an answer comes. */
export interface PollContext extends WalkContext {
  readonly now: () => Instant;
}

interface GroupAnswer {
  readonly lead: readonly Cell[];
  readonly answeredAt: Instant | null;
  readonly silent: readonly SilentGroup[];
}

interface BatchResult {
  /** What was got for the lead; null when nothing was. */
  readonly lead: readonly Cell[] | null;
  /** Why some part was not heard. */
  readonly failure: Failure | null;
  readonly varbinds: number;
}

const noTable: Failure = {
  kind: 'error-status',
  text: 'the router has ceased to know this table (noSuchObject); has a part of its agent stopped?',
};

const unreadable: Failure = {
  kind: 'garbage',
  text: 'the router answers without a readable value of what it was asked for; its SNMP agent is at fault',
};

/** Asks one batch; a router that finds it too big is asked in halves, and a half that fails spares the other. */
async function askBatch<Target>(
  context: PollContext,
  question: GroupQuestion<Target>,
  lead: readonly Oid[],
  parts: readonly Part<Target>[],
  /** Why the part was too much as a whole: it is asked in pieces now. */
  tooMuch: Failure | null = null,
): Promise<BatchResult> {
  const oids = [...lead, ...parts.flatMap(part => part.oids)];
  const varbinds = oids.length;
  try {
    // One part that is too much is asked in pieces: its clock may then be a round trip older than its counters.
    const cells = await (tooMuch === null ? getInstances : getScattered)(context, oids);
    let at = lead.length;
    let failure: Failure | null = null;
    for (const part of parts) {
      const own = cells.slice(at, at + part.oids.length);
      at += part.oids.length;
      const [key] = own;
      // The first instance says whether the row is there: without it, what the rest means is not known.
      if (key === undefined || key.kind === 'malformed') failure = tooMuch ?? unreadable;
      else if (question.needsTable === true && own.every(cell => cell?.kind === 'no-such-object')) failure = noTable;
      else question.take(part.target, own, cells[0]);
    }
    return { lead: cells.slice(0, lead.length), failure, varbinds };
  } catch (error) {
    if (!(error instanceof TooMuch) || tooMuch !== null) return { lead: null, failure: failureOf(error), varbinds };
    context.pace.shrinkGet(varbinds);
    if (parts.length < 2) return askBatch(context, question, lead, parts, failureOf(error));
    const middle = Math.ceil(parts.length / 2);
    const first = await askBatch(context, question, lead, parts.slice(0, middle));
    const second = await askBatch(context, question, lead.slice(0, 1), parts.slice(middle));
    return { lead: first.lead, failure: first.failure ?? second.failure, varbinds };
  }
}

/**
 * Asks a group's requests. The first goes alone: when the group is silent, the rest would only be in the way of the
 * other groups. After a silent cycle the first asks for one part only, which tells silence from a question too large.
 */
async function readGroup<Target>(context: PollContext, question: GroupQuestion<Target>): Promise<GroupAnswer> {
  const { pace } = context;
  const { group, lead, parts } = question;
  const doubted = pace.doubted.has(group);
  const opening = doubted ? parts.slice(0, 1) : (batchesOf(parts, pace.get())[0] ?? []);
  const first = await askBatch(doubted ? { ...context, waits: doubtedWaits } : context, question, lead, opening);
  const answered = first.lead !== null || first.failure?.kind === 'error-status';
  const answeredAt = answered ? context.now() : null;
  if (answered) pace.doubted.delete(group);
  else pace.doubted.add(group);
  const rest = answered ? batchesOf(parts.slice(opening.length), pace.get()) : [];
  const results = await Promise.all(rest.map(batch => askBatch(context, question, lead.slice(0, 1), batch)));
  for (const result of results) {
    // Silence on a large question beside an answer to a small one: it was too large.
    if (result.failure?.kind === 'timeout') pace.shrinkGet(result.varbinds);
  }
  const failures = [first, ...results].flatMap(result => result.failure ?? []);
  // What was not asked for lack of time is not silent: another group was.
  const failure = failures.find(each => each.kind !== 'not-asked');
  return { lead: first.lead ?? [], answeredAt, silent: failure === undefined ? [] : [{ group, failure }] };
}

const nothing: Omit<GroupReading, 'group'> = {
  clock: null,
  answeredAt: null,
  interfaces: [],
  lagPorts: [],
  lagChange: null,
  lagMembers: [],
  sessions: [],
  prefixes: [],
  bfd: [],
  optics: [],
  silent: [],
};

async function readInterfaces(
  context: PollContext,
  targets: PollTargets,
  nameColumn: (ifIndex: number) => NameColumn,
): Promise<GroupReading> {
  const interfaces: InterfaceReading[] = [];
  const { lead, answeredAt, silent } = await readGroup(context, {
    group: 'interfaces',
    lead: clockScalars,
    parts: targets.interfaces.map(({ ifIndex }) =>
      partOf(ifIndex, readingInstances(ifIndex, nameColumn(ifIndex)), nameAndCounterOctets),
    ),
    take: (ifIndex, cells, upTime) => {
      interfaces.push(readingOf(ifIndex, ticksOf(upTime), cells));
    },
  });
  const clock = lead.length === 0 ? null : clockOf(lead);
  return { ...nothing, group: 'interfaces', clock, answeredAt, interfaces, silent };
}

async function readLagPorts(context: PollContext, targets: PollTargets): Promise<GroupReading> {
  const lagPorts: LagPortRow[] = [];
  const lagMembers: LagMemberReading[] = [];
  const ports = targets.lagPorts.map(ifIndex =>
    partOf(
      (cells: readonly Cell[]) =>
        // A row that has left the table is reported as such: nothing attached, no state. It is missing, not unread.
        void lagPorts.push(
          lagPortOf(ifIndex, cells) ?? { ifIndex, selected: null, attached: null, actor: null, partner: null },
        ),
      lagPortInstances(ifIndex),
    ),
  );
  const members = targets.lagMembers.map(({ source, port, row }) => {
    const table = lagTableOf(source);
    const note = (cells: readonly Cell[]) => void lagMembers.push(table.reading(port, cells, row));
    return partOf(note, table.instances(row));
  });
  const { lead, answeredAt, silent } = await readGroup(context, {
    group: 'lag',
    lead: [scalars.sysUpTime, scalars.dot3adTablesLastChanged],
    parts: [...ports, ...members],
    needsTable: true,
    take: (note, cells) => note(cells),
  });
  return { ...nothing, group: 'lag', answeredAt, lagPorts, lagChange: ticksOf(lead[1]), lagMembers, silent };
}

/** Reads rows of tables that are asked for one by one. */
async function readRows<Source, Facts extends Reading, Reading, Hint>(
  context: PollContext,
  group: TableGroup,
  targets: readonly { readonly key: string; readonly source: Source; readonly row: Oid }[],
  tableOf: (source: Source) => RowTable<Source, Facts, Reading, Hint>,
): Promise<{ readonly readings: readonly Reading[] } & Pick<GroupReading, 'answeredAt' | 'silent'>> {
  const readings: Reading[] = [];
  const { answeredAt, silent } = await readGroup(context, {
    group,
    lead: [scalars.sysUpTime],
    parts: targets.map(target => partOf(target, tableOf(target.source).instances(target.row))),
    take: (target, cells) => {
      readings.push(tableOf(target.source).reading(target.key, cells, target.row));
    },
  });
  return { readings, answeredAt, silent };
}

type SessionTarget = PollTargets['sessions'][number];

const sessionInstances = ({ source, row, also }: SessionTarget): readonly Oid[] => [
  ...bgpTableOf(source).instances(row),
  ...(also === null ? [] : bgpTableOf(also.source).instances(also.row)),
];

function sessionReading({ key, source, row, also }: SessionTarget, cells: readonly Cell[]): SessionReading {
  const table = bgpTableOf(source);
  const reading = table.reading(key, cells);
  if (also === null || reading.state === null) return reading;
  return completedBy(reading, bgpTableOf(also.source).reading(key, cells.slice(table.instances(row).length)));
}

/** Each SNMPv3 context in requests of its own: a message has one context. */
async function readByContext<Target extends { readonly context: string | null }>(
  context: PollContext,
  group: TableGroup,
  targets: readonly Target[],
  instances: (target: Target) => readonly Oid[],
  take: (target: Target, cells: readonly Cell[]) => void,
): Promise<Pick<GroupReading, 'answeredAt' | 'silent'>> {
  const silent: SilentGroup[] = [];
  let answeredAt: Instant | null = null;
  for (const [name, found] of Map.groupBy(targets, target => target.context)) {
    const read = await readGroup(inContext(context, name), {
      group,
      lead: [scalars.sysUpTime],
      parts: found.map(target => partOf(target, instances(target))),
      take,
    });
    silent.push(...read.silent);
    answeredAt ??= read.answeredAt;
  }
  return { answeredAt, silent };
}

async function readSessions(context: PollContext, targets: PollTargets): Promise<GroupReading> {
  const sessions: SessionReading[] = [];
  const read = await readByContext(context, 'bgp', targets.sessions, sessionInstances, (target, cells) => {
    sessions.push(sessionReading(target, cells));
  });
  return { ...nothing, ...read, group: 'bgp', sessions };
}

async function readPrefixes(context: PollContext, targets: PollTargets): Promise<GroupReading> {
  const prefixes: PrefixReading[] = [];
  const counted = targets.prefixes.flatMap(({ key, context: name, source, prefixRow: row }) => {
    const table = bgpTableOf(source).prefixes;
    return table === null || row === null ? [] : [{ key, context: name, table, row }];
  });
  const read = await readByContext(
    context,
    'prefixes',
    counted,
    ({ table, row }) => table.instances(row),
    ({ key, table, row }, cells) => void prefixes.push({ key, ...table.counts(cells, row) }),
  );
  return { ...nothing, ...read, group: 'prefixes', prefixes };
}

async function readBfd(context: PollContext, targets: PollTargets): Promise<GroupReading> {
  const { readings, ...read } = await readRows(context, 'bfd', targets.bfd, bfdTableOf);
  return { ...nothing, ...read, group: 'bfd', bfd: readings };
}

async function readOptics(context: PollContext, targets: PollTargets): Promise<GroupReading> {
  const { readings, ...read } = await readRows(context, 'optics', targets.optics, opticTableOf);
  return { ...nothing, ...read, group: 'optics', optics: readings };
}

/** Reads every group, each in requests of its own; `heard` is called as each is done. Rejects with nothing. */
export async function pollRouter(
  context: PollContext,
  targets: PollTargets,
  nameColumn: (ifIndex: number) => NameColumn,
  heard: (reading: GroupReading) => void,
): Promise<void> {
  const groups = [readInterfaces(context, targets, nameColumn)];
  if (targets.lagPorts.length + targets.lagMembers.length > 0) groups.push(readLagPorts(context, targets));
  if (targets.sessions.length > 0) groups.push(readSessions(context, targets));
  if (targets.bfd.length > 0) groups.push(readBfd(context, targets));
  await Promise.all(groups.map(async group => heard(await group)));
  // Last, and after the rest: an agent is slow to read its modules and to count prefixes, and what is asked more often
  // must not wait for that.
  if (targets.prefixes.length > 0) heard(await readPrefixes(context, targets));
  if (targets.optics.length > 0) heard(await readOptics(context, targets));
}
