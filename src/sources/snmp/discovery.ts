/** The slow loop: everything about a router that does not change from second to second. */
import {
  completedBy,
  type LagMemberFacts,
  type LagSettings,
  type RouterClock,
  type RouterFacts,
  type SessionFacts,
  type SessionReading,
  type SystemFacts,
  type TableReport,
} from '../../network/facts.ts';
import { learnBulk, type WalkContext } from './bulk.ts';
import { getScattered } from './get.ts';
import type { BgpPeerTable } from './mibs/bgp-peer-table.ts';
import { sessionKey } from './mibs/bgp-peer-table.ts';
import { asNumberOf, type Cell, oidOf, secondsOf, textCell } from './mibs/cells.ts';
import { dot3adAggColumns, dot3adAggPortColumns, lagPortsOf } from './mibs/ieee8023-lag-mib.ts';
import {
  column as ifColumn,
  ifTableColumns,
  ifXTableColumns,
  interfacesOf,
  namedByIfName,
  stackOf,
} from './mibs/if-mib.ts';
import { ipAddressTableOf, ipAddrTableOf, column as ipColumn, ipv6AddrTableOf } from './mibs/ip-mib.ts';
import type { LagMemberTable } from './mibs/lag-member-table.ts';
import type { RowTable } from './mibs/row-table.ts';
import { clockOf, clockScalars, scalars } from './mibs/snmpv2-mib.ts';
import { missingOf } from './missing.ts';
import type { Oid } from './oid.ts';
import { inContext } from './snmp-context.ts';
import { SnmpFailure } from './transport.ts';
import { tablesOf, vendorOf } from './vendors.ts';
import { type WalkedTable, walkTable } from './walk.ts';

/** What a discovery found. */
export interface Discovery {
  readonly facts: RouterFacts;
  /** ifIndex of the interfaces that have an ifName; the others are named by ifDescr. */
  readonly namedByIfName: ReadonlySet<number>;
}

const systemScalars = [
  scalars.sysUpTime,
  scalars.snmpEngineBoots,
  scalars.snmpEngineTime,
  scalars.sysDescr,
  scalars.sysObjectID,
  scalars.sysName,
];

/** What the system group alone tells. */
type SystemGroup = Pick<SystemFacts, 'vendor' | 'sysDescr' | 'sysObjectId' | 'sysName'> & {
  readonly clockCells: readonly Cell[];
};

/** Reads the system group. Rejects with an SnmpFailure when the router does not answer: then nothing else is asked. */
async function readSystem(context: WalkContext): Promise<SystemGroup> {
  const [upTime, boots, time, descr, objectId, name] = await getScattered(context, systemScalars);
  const sysDescr = textCell(descr);
  const id = oidOf(objectId);
  return {
    vendor: vendorOf(id, sysDescr),
    sysDescr,
    sysObjectId: id === null ? null : id.join('.'),
    sysName: textCell(name) || null,
    clockCells: [upTime, boots, time],
  };
}

/**
 * A scalar that belongs to a subsystem of its own. Asked for apart: where a subagent answers for it (AgentX), one that
 * hangs would take the system group with it, and the whole router would seem dead.
 */
async function readApart(context: WalkContext, name: Oid): Promise<Cell> {
  try {
    return (await getScattered(context, [name]))[0];
  } catch (error) {
    if (error instanceof SnmpFailure) return undefined;
    throw error;
  }
}

interface Sessions {
  readonly sessions: readonly SessionFacts[];
  readonly reports: readonly TableReport[];
}

/**
 * The sessions of one context: from the first table that has any, and from BGP4-MIB those that no richer table has told
 * of. What a richer table leaves open of a session (its AS, its local end) BGP4-MIB may tell: one session, two tables.
 */
async function readContext(context: WalkContext, tables: readonly BgpPeerTable[]): Promise<Sessions> {
  let sessions: readonly SessionFacts[] = [];
  const reports: TableReport[] = [];
  for (const table of tables) {
    const isLast = table.source === 'bgp4-mib';
    if (sessions.length > 0 && !isLast) continue;
    const found = await table.discover(context, undefined);
    reports.push(...found.reports);
    sessions = isLast ? joined(sessions, found.rows) : found.rows;
  }
  return { sessions, reports };
}

function joined(rich: readonly SessionFacts[], plain: readonly SessionFacts[]): readonly SessionFacts[] {
  const byPeer = new Map(plain.map(session => [session.peer, session]));
  const known = new Set(rich.map(session => session.peer));
  const sessions = rich.map(session => {
    const same = session.vrf === null ? byPeer.get(session.peer) : undefined;
    return same === undefined ? session : completed(session, same);
  });
  return [...sessions, ...plain.filter(session => !known.has(session.peer))];
}

/** What a table leaves open at each poll (SR Linux: the time, the transitions; some VRP: what the operator wants). */
const isOpen = ({ admin, establishedSeconds, transitions }: SessionReading): boolean =>
  admin === null || establishedSeconds === null || transitions === null;

function completed(rich: SessionFacts, plain: SessionFacts): SessionFacts {
  const open = isOpen(rich);
  return {
    ...rich,
    ...(open ? completedBy(rich, plain) : {}),
    state: rich.state,
    remoteAs: rich.remoteAs ?? plain.remoteAs,
    local: rich.local ?? plain.local,
    also: open ? { source: plain.source, row: plain.row } : null,
  };
}

/** The default context, and those in which some routers keep the tables of a VRF each. */
async function readSessions(
  context: WalkContext,
  tables: readonly BgpPeerTable[],
  contexts: readonly string[],
): Promise<Sessions> {
  const sessions = new Map<string, SessionFacts>();
  const reports: TableReport[] = [];
  for (const name of [null, ...contexts]) {
    const found = await readContext(inContext(context, name), tables);
    for (const session of found.sessions) {
      const vrf = session.vrf ?? name;
      const own = { ...session, vrf, context: name, key: sessionKey(vrf, session.peer) };
      // A table that lists every VRF in any context tells the same session twice: the first stands.
      if (!sessions.has(own.key)) sessions.set(own.key, own);
    }
    reports.push(...found.reports.map(each => (name === null ? each : { ...each, table: `${each.table} (${name})` })));
  }
  return { sessions: [...sessions.values()], reports };
}

interface LagMembers {
  readonly members: readonly LagMemberFacts[];
  readonly settings: readonly LagSettings[];
  readonly reports: readonly TableReport[];
}

/** The first of the vendor's own tables that has a row. */
async function readLagMembers(context: WalkContext, tables: readonly LagMemberTable[]): Promise<LagMembers> {
  const reports: TableReport[] = [];
  for (const table of tables) {
    const found = await table.discover(context);
    reports.push(...found.reports);
    if (found.rows.length > 0) return { members: found.rows, settings: found.settings, reports };
  }
  return { members: [], settings: [], reports };
}

/** The rows of the first table that has any. */
async function readFirst<Source, Facts extends Reading, Reading, Hint>(
  context: WalkContext,
  tables: readonly RowTable<Source, Facts, Reading, Hint>[],
  hint: Hint,
): Promise<{ readonly rows: readonly Facts[]; readonly reports: readonly TableReport[] }> {
  const reports: TableReport[] = [];
  for (const table of tables) {
    const found = await table.discover(context, hint);
    reports.push(...found.reports);
    if (found.rows.length > 0) return { rows: found.rows, reports };
  }
  return { rows: [], reports };
}

async function readStructure(context: WalkContext, contexts: readonly string[]): Promise<Discovery> {
  const { clockCells, ...system } = await readSystem(context);
  await learnBulk(context);
  const tables = tablesOf(system.vendor);
  const walk = (table: string, columns: readonly Oid[]): Promise<WalkedTable> => walkTable(context, table, columns);
  const [
    ifTable,
    ifXTable,
    stack,
    ports,
    aggregators,
    oldAddresses,
    addresses,
    ipv6Addresses,
    lag,
    bgp,
    bfd,
    change,
    localAs,
    refresh,
  ] = await Promise.all([
    walk('ifTable', ifTableColumns),
    walk('ifXTable', ifXTableColumns),
    walk('ifStackTable', [ifColumn.ifStackStatus]),
    walk('dot3adAggPortTable', dot3adAggPortColumns),
    walk('dot3adAggTable', dot3adAggColumns),
    walk('ipAddrTable', [ipColumn.ipAdEntIfIndex, ipColumn.ipAdEntNetMask]),
    walk('ipAddressTable', [ipColumn.ipAddressIfIndex, ipColumn.ipAddressPrefix]),
    walk('ipv6AddrTable', [ipColumn.ipv6AddrPfxLength]),
    readLagMembers(context, tables.lag),
    readSessions(context, tables.bgp, contexts),
    readFirst(context, tables.bfd, undefined),
    readApart(context, scalars.ifTableLastChange),
    readApart(context, scalars.bgpLocalAs),
    readApart(context, scalars.ifTableCacheTimeout),
  ]);
  const interfaces = interfacesOf(ifTable, ifXTable);
  // After the rest: sensors are found by the names of the interfaces, and matter least.
  const optics = await readFirst(context, tables.optics, interfaces.rows);
  const older = ipAddrTableOf(oldAddresses);
  const newer = ipAddressTableOf(addresses);
  const sixth = ipv6AddrTableOf(ipv6Addresses);
  const stacked = stackOf(stack);
  const lagPorts = lagPortsOf(ports);
  const facts = {
    system: {
      ...system,
      clock: clockOf([...clockCells, change]),
      localAs: asNumberOf(localAs),
      counterRefresh: secondsOf(refresh) || null,
    },
    interfaces: interfaces.rows,
    addresses: [...older.rows, ...newer.rows, ...sixth.rows],
    stack: stacked.rows,
    lagPorts: lagPorts.rows,
    aggregators: aggregators.rows.flatMap(row => row.index.slice(0, 1)),
    lagMembers: lag.members,
    lagSettings: lag.settings,
    sessions: bgp.sessions,
    bfd: bfd.rows,
    optics: optics.rows,
    tables: [
      ...interfaces.reports,
      stacked.report,
      lagPorts.report,
      aggregators.report,
      older.report,
      newer.report,
      sixth.report,
      ...lag.reports,
      ...bgp.reports,
      ...bfd.reports,
      ...optics.reports,
    ],
  };
  return { facts: { ...facts, missing: missingOf(facts) }, namedByIfName: namedByIfName(ifXTable.rows) };
}

/** True when the agent has begun anew in between: rows from before and after it do not belong together. */
function hasRestarted(before: RouterClock, after: RouterClock): boolean {
  if (before.engineBoots !== null && after.engineBoots !== null) return after.engineBoots !== before.engineBoots;
  // sysUpTime also falls when it wraps, after 497 days: reading once more costs little.
  return before.upTime !== null && after.upTime !== null && after.upTime < before.upTime;
}

/** Discoveries in a row that a restart may spoil. */
const attempts = 2;

/**
 * Reads one router; `contexts` are SNMPv3 contexts whose BGP tables are read too. Rejects with an SnmpFailure only when
 * it does not answer at all, or when its agent restarts again and again while it is read.
 */
export async function discoverRouter(context: WalkContext, contexts: readonly string[] = []): Promise<Discovery> {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const found = await readStructure(context, contexts);
    const cells = await Promise.all(clockScalars.slice(0, 3).map(name => readApart(context, name)));
    if (!hasRestarted(found.facts.system.clock, clockOf(cells))) return found;
  }
  throw new SnmpFailure('garbage', 'the SNMP agent restarts while it is read: its tables do not belong together');
}
