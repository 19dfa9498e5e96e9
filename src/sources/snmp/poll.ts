/** The fast loop: only the instances that PNIs need, many in one request, each request with its own sysUpTime. */
import type { InterfaceReading, LagPortRow, PollTargets, RouterClock, SessionReading } from '../../network/facts.ts';
import type { SilentGroup, TableGroup } from '../../network/samples.ts';
import { ticks } from '../../network/units.ts';
import { getInstances } from './get.ts';
import { type Cell, numberOf } from './mibs/cells.ts';
import { lagPortInstances, lagPortOctets, lagPortOf } from './mibs/ieee8023-lag-mib.ts';
import { readingInstances, readingOctets, readingOf } from './mibs/if-mib.ts';
import { clockOf, clockScalars, scalars } from './mibs/snmpv2-mib.ts';
import { encodedLength, type Oid } from './oid.ts';
import { largestAnswer } from './pace.ts';
import { failureOf, SnmpFailure } from './transport.ts';
import { bgpTableOf } from './vendors.ts';
import type { WalkContext } from './walk.ts';

/** What one group of tables said in one cycle. */
export interface GroupReading {
  readonly group: TableGroup;
  readonly clock: RouterClock | null;
  readonly interfaces: readonly InterfaceReading[];
  readonly lagPorts: readonly LagPortRow[];
  readonly sessions: readonly SessionReading[];
  readonly silent: readonly SilentGroup[];
}

/** Header, sysUpTime and PDU fields. */
const fixedOctets = 120;
/** A varbind with a short value: headers and four octets. */
const shortValue = 12;

/** Objects that must come from one and the same answer. */
interface Part<Target> {
  readonly target: Target;
  readonly oids: readonly Oid[];
  readonly octets: number;
}

function batches<Target>(parts: readonly Part<Target>[], varbindLimit: number): Part<Target>[][] {
  const filled: Part<Target>[][] = [];
  let current: Part<Target>[] = [];
  let octets = fixedOctets;
  let varbinds = 1;
  for (const part of parts) {
    const full = octets + part.octets > largestAnswer || varbinds + part.oids.length > varbindLimit;
    if (current.length > 0 && full) {
      filled.push(current);
      current = [];
      octets = fixedOctets;
      varbinds = 1;
    }
    current.push(part);
    octets += part.octets;
    varbinds += part.oids.length;
  }
  if (current.length > 0) filled.push(current);
  return filled;
}

const partOf = <Target>(target: Target, oids: readonly Oid[], octets?: number): Part<Target> => ({
  target,
  oids,
  octets: octets ?? oids.reduce((sum, name) => sum + encodedLength(name) + shortValue, 0),
});

type Take<Target> = (target: Target, cells: readonly Cell[], upTime: Cell) => void;

/** Asks one batch; a router that finds it too big, or is silent on it, is asked in halves. */
async function askBatch<Target>(context: WalkContext, lead: readonly Oid[], parts: readonly Part<Target>[], take: Take<Target>): Promise<readonly Cell[]> {
  try {
    const cells = await getInstances(context, [...lead, ...parts.flatMap(part => part.oids)]);
    let at = lead.length;
    for (const part of parts) {
      take(part.target, cells.slice(at, at + part.oids.length), cells[0]);
      at += part.oids.length;
    }
    return cells.slice(0, lead.length);
  } catch (error) {
    const splittable = error instanceof SnmpFailure && error.kind === 'error-status' && parts.length > 1;
    if (!splittable) throw error;
    context.pace.halve();
    const middle = Math.ceil(parts.length / 2);
    const first = await askBatch(context, lead, parts.slice(0, middle), take);
    await askBatch(context, lead, parts.slice(middle), take);
    return first;
  }
}

async function readGroup<Target>(
  context: WalkContext,
  group: TableGroup,
  lead: readonly Oid[],
  parts: readonly Part<Target>[],
  take: Take<Target>,
): Promise<{ readonly lead: readonly Cell[]; readonly silent: readonly SilentGroup[] }> {
  const work = batches(parts, context.pace.varbinds());
  if (work.length === 0 && lead.length > 1) work.push([]);
  const results = await Promise.allSettled(
    work.map((batch, position) => askBatch(context, position === 0 ? lead : lead.slice(0, 1), batch, take)),
  );
  const failed = results.find(result => result.status === 'rejected');
  // Silence on some of the requests while others are answered: they are too large for this router.
  if (failed !== undefined && results.some(result => result.status === 'fulfilled')) context.pace.halve();
  const [first] = results;
  return {
    lead: first?.status === 'fulfilled' ? first.value : [],
    silent: failed === undefined ? [] : [{ group, failure: failureOf(failed.reason) }],
  };
}

const nothing = { clock: null, interfaces: [], lagPorts: [], sessions: [], silent: [] } as const;

async function readInterfaces(context: WalkContext, targets: PollTargets, named: 'ifName' | 'ifDescr'): Promise<GroupReading> {
  const interfaces: InterfaceReading[] = [];
  const parts = targets.interfaces.map(each => partOf(each.ifIndex, readingInstances(each.ifIndex, named), readingOctets));
  const { lead, silent } = await readGroup(context, 'interfaces', clockScalars, parts, (ifIndex, cells, upTime) => {
    const stamp = numberOf(upTime);
    interfaces.push(readingOf(ifIndex, stamp === null ? null : ticks(stamp), cells));
  });
  return { ...nothing, group: 'interfaces', clock: lead.length === 0 ? null : clockOf(lead), interfaces, silent };
}

async function readLagPorts(context: WalkContext, targets: PollTargets): Promise<GroupReading> {
  const lagPorts: LagPortRow[] = [];
  const parts = targets.lagPorts.map(ifIndex => partOf(ifIndex, lagPortInstances(ifIndex), lagPortOctets));
  const { silent } = await readGroup(context, 'lag', [scalars.sysUpTime], parts, (ifIndex, cells) => {
    // A row that has left the table is reported as such: nothing attached, no state. It is missing, not unread.
    lagPorts.push(lagPortOf(ifIndex, cells) ?? { ifIndex, selected: null, attached: null, actor: null, partner: null });
  });
  return { ...nothing, group: 'lag', lagPorts, silent };
}

async function readSessions(context: WalkContext, targets: PollTargets): Promise<GroupReading> {
  const sessions: SessionReading[] = [];
  const parts = targets.sessions.map(each => partOf(each, bgpTableOf(each.source).instances(each.row)));
  const { silent } = await readGroup(context, 'bgp', [scalars.sysUpTime], parts, (target, cells) => {
    sessions.push(bgpTableOf(target.source).reading(target.key, cells));
  });
  return { ...nothing, group: 'bgp', sessions, silent };
}

/** Reads every group, each in requests of its own; `heard` is called as each is done. Rejects with nothing. */
export async function pollRouter(
  context: WalkContext,
  targets: PollTargets,
  named: 'ifName' | 'ifDescr',
  heard: (reading: GroupReading) => void,
): Promise<void> {
  const groups = [readInterfaces(context, targets, named)];
  if (targets.lagPorts.length > 0) groups.push(readLagPorts(context, targets));
  if (targets.sessions.length > 0) groups.push(readSessions(context, targets));
  await Promise.all(groups.map(async group => heard(await group)));
}
